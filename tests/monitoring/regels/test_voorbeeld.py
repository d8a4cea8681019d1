"""The preview says what really happens: worked out before, then recorded, then the watch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Casus, Regelset
from monitoring.ladder import Drempel, Ladder, LadderRegel, Trede
from monitoring.ladder.geheel import LANDELIJKE_REGELS, Regels
from monitoring.models import Geadresseerde
from monitoring.selectors import voorbeeld
from monitoring.selectors.voorbeeld import Preview, Vraag, preview
from monitoring.services.regels import make_regelset
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_user
from tests.monitoring.regels.voorstellen import (
    REDEN,
    ladder_met,
    make_past,
    random_regels,
    regels_with,
)
from thuiszitters.accounts.bereik import set_vervanging
from thuiszitters.accounts.rollen import Rol

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.django_db]
TODAY = date(2026, 11, 23)
COLUMNS = ("nummer", "categorie", "duur", "verzuim_sinds", "vier_weken_op", "drie_maanden_op")

Happened = tuple[dict[str, tuple[object, ...]], set[Vraag]]


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is written in this block."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def what_happened(region: Region) -> Happened:
    """Return where the casussen of an SWV stand, and who is asked what."""
    rows = Casus.objects.filter(swv=region.swv).values_list(*COLUMNS)
    asked = Geadresseerde.objects.filter(
        escalatie__status="open", tot__isnull=True, escalatie__casus__swv=region.swv
    ).values_list("escalatie__casus__nummer", "escalatie__drempel", "escalatie__trede", "user_id")
    return {nummer: tuple(rest) for nummer, *rest in rows}, {Vraag(*row) for row in asked}


def happens(region: Region, nieuw: Regels | None, day: date) -> Happened:
    """Return what a round on this day brings about, with these rules from then on, or the old."""
    with undone():
        if nieuw is None:
            Casus.objects.filter(swv=region.swv, volgende_controle_op__gt=day).update(
                volgende_controle_op=day
            )
        else:
            make_regelset(
                swv=region.swv, geldig_vanaf=day, regels=nieuw, reden=REDEN, inzender=region.by()
            )
        run_round(peildatum=day)
        return what_happened(region)


def assert_true(region: Region, nieuw: Regels, day: date) -> Preview:
    """Compare the preview with what happens, whole; return the preview."""
    said = preview(swv=region.swv, nieuw=nieuw, peildatum=day)
    stands_before, asked_before = happens(region, None, day)
    stands_after, asked_after = happens(region, nieuw, day)
    changed = {nummer for nummer, stand in stands_after.items() if stand != stands_before[nummer]}
    assert {verandering.nummer for verandering in said.veranderingen} == changed
    for verandering in said.veranderingen:
        for stand, row in (
            (verandering.oud, stands_before[verandering.nummer]),
            (verandering.nieuw, stands_after[verandering.nummer]),
        ):
            assert (stand.categorie, stand.vier_weken_op, stand.drie_maanden_op) == (
                row[0],
                row[3],
                row[4],
            )
    assert set(said.erbij) == asked_after - asked_before
    assert set(said.eraf) == asked_before - asked_after
    assert said.totaal_erbij == len(said.erbij)
    assert said.totaal_eraf == len(said.eraf)
    return said


@pytest.mark.parametrize("seed", range(4))
def test_the_preview_is_what_really_happens(region: Region, seed: int) -> None:
    rng = random.Random(seed)
    make_past(region, rng, TODAY)
    if seed % 2:
        set_vervanging(
            user=region.leerplichtambtenaar,
            vervanger=make_user(Rol.LEERPLICHTAMBTENAAR, region.gemeente),
            organisatie=region.gemeente,
            van=TODAY,
            tot=TODAY + timedelta(days=30),
            door=region.leerplichtambtenaar,
        )
    seen = []
    for _ in range(4):
        day = TODAY + timedelta(days=rng.choice([0, 0, 3, 14]))
        seen.append(assert_true(region, random_regels(rng), day))
    assert any(not said.leeg for said in seen)
    assert not Regelset.objects.exists()


def test_the_same_rules_change_nothing(region: Region) -> None:
    make_past(region, random.Random(9), TODAY)
    said = assert_true(region, LANDELIJKE_REGELS, TODAY)
    assert said.leeg
    assert said.bekeken == 12


def test_a_stricter_threshold_in_figures_and_names(region: Region) -> None:
    casus = make_casus(region, dagen=10)
    run_round(peildatum=TODAY)

    def sooner(regel: LadderRegel) -> LadderRegel:
        return replace(regel, dagen=7) if regel.drempel == Drempel.VEERTIEN_DAGEN else regel

    said = preview(
        swv=region.swv,
        nieuw=regels_with("operator_4w=>", ladder=ladder_met(sooner)),
        peildatum=TODAY,
    )
    (verandering,) = said.veranderingen
    assert verandering.nummer == casus.nummer
    assert (verandering.oud.vier_weken_op, verandering.nieuw.vier_weken_op) == (
        date(2026, 12, 11),
        date(2026, 12, 12),
    )
    assert not verandering.categorie
    assert said.erbij == tuple(
        sorted(
            Vraag(casus.nummer, "veertien_dagen", "preventie", user.pk)
            for user in (region.coordinator, region.zorgcoordinator)
        )
    )
    assert said.per_persoon[region.coordinator.pk] == (1, 0)
    assert said.namen[region.coordinator.pk] == region.coordinator.naam


def test_the_lists_are_cut_off_and_the_totals_are_not(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voorbeeld, "MEESTE_REGELS", 2)
    for _ in range(3):
        make_casus(region, dagen=28)
    said = preview(swv=region.swv, nieuw=regels_with("operator_4w=>"), peildatum=TODAY)
    assert (said.veranderd, len(said.veranderingen)) == (3, 2)
    assert said.categorieen == {("LRV", "dreigend"): 3}
    assert (said.totaal_eraf, len(said.eraf)) == (9, 2)
    assert said.totaal_erbij == 6


def test_another_region_is_left_out(region: Region, other_region: Region) -> None:
    make_casus(other_region, dagen=28)
    said = preview(swv=region.swv, nieuw=regels_with("operator_4w=>"), peildatum=TODAY)
    assert (said.bekeken, said.leeg) == (0, True)


def test_the_statements_do_not_grow_with_the_casussen(region: Region) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            preview(swv=region.swv, nieuw=regels_with("operator_4w=>"), peildatum=TODAY)
        return len(queries)

    make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    make_casus(region, dagen=28)
    few = statements()
    for _ in range(5):
        make_casus(region, dagen=28)
    assert statements() == few


def test_in_chunks_it_says_the_same(region: Region) -> None:
    make_past(region, random.Random(3), TODAY)
    nieuw = random_regels(random.Random(5))
    whole = preview(swv=region.swv, nieuw=nieuw, peildatum=TODAY)
    parts = preview(swv=region.swv, nieuw=nieuw, peildatum=TODAY, chunk=5)
    assert whole == parts


def test_a_rung_switched_off_and_another_asked(region: Region) -> None:
    make_casus(region, dagen=30)

    def other_people(regel: LadderRegel) -> LadderRegel:
        if regel.sleutel == (Drempel.VIER_WEKEN, Trede.SIGNALEREN):
            return replace(regel, rollen=(Rol.BESTUURDER,))
        return regel

    said = assert_true(region, regels_with(ladder=ladder_met(other_people)), TODAY)
    assert {vraag.user for vraag in said.erbij} == {region.bestuurder.pk}
    assert len(said.eraf) == 3


def test_a_ladder_is_a_value() -> None:
    assert ladder_met(lambda regel: regel) == Ladder(LANDELIJKE_REGELS.ladder.regels)
