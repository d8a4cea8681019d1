"""What the database counts and picks is what the pure matrix makes of all actions."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from pact.keuzes import Niveau, Status, Termijn
from pact.matrix import (
    GEEN,
    TREDEN,
    ZICHTBAAR,
    As,
    Assen,
    Filter,
    MatrixActie,
    Telling,
    build_matrix,
    heads_of,
    is_te_laat,
    tel,
)
from pact.models import Actie
from pact.selectors import (
    count_cells,
    count_owned,
    filter_acties,
    first_acties,
    load_acties,
    load_themas,
    next_deadline,
)
from tests.pact.hulp import Kring

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def vol(kring: Kring) -> Kring:
    """A pact with actions of every kind."""
    rng = random.Random(8)
    lead = kring.pact.partners.get(organisatie=kring.penvoerder)
    first = kring.actie(toelichting="vervallen")
    rows = []
    for nr in range(first.nr + 1, 180):
        days = rng.choice([None, *range(-12, 12)])
        rows.append(
            Actie(
                pact=kring.pact,
                nr=nr,
                thema=rng.choice(kring.themas),
                activiteit=rng.choice(["Lijsten naast elkaar", "Elke week bellen", "Één LOKET"]),
                niveau=rng.choice(Niveau.values),
                termijn=rng.choice(Termijn.values),
                eigenaar=rng.choice([None, lead, kring.partner]),
                status=rng.choice(Status.values),
                trede=rng.choice(["", *TREDEN]),
                deadline=None if days is None else timezone.localdate() + timedelta(days=days),
                toelichting="vervallen",
            )
        )
    Actie.objects.bulk_create(rows)
    for actie in rows[::7]:
        actie.mede_eigenaren.add(lead, kring.partner)
    return kring


def oracle(asked: Filter, today: date) -> Callable[[MatrixActie], bool]:
    """Return what a filter asks, as plain Python says it."""

    def meets(a: MatrixActie) -> bool:
        return (
            asked.thema in {None, a.thema}
            and asked.niveau in {None, a.niveau}
            and asked.termijn in {None, a.termijn}
            and asked.status in {None, a.status}
            and (asked.trede is None or asked.trede == (a.trede or GEEN))
            and asked.eigenaar_id in {None, a.eigenaar_id}
            and (not asked.zonder_eigenaar or a.eigenaar_id is None)
            and (not asked.zonder_deadline or a.deadline is None)
            and (not asked.te_laat or is_te_laat(a, today))
            and all(w.lower() in f"{a.activiteit} vervallen".lower() for w in asked.zoek.split())
        )

    return meets


def test_counts_and_first_actions_are_those_of_the_pure_matrix(vol: Kring) -> None:
    today = timezone.localdate()
    rng = random.Random(3)
    themas = load_themas(vol.pact)
    partners = [(p.pk, str(p)) for p in vol.pact.partners.all()]
    everything = load_acties(vol.pact, peildatum=timezone.localdate())
    for along in [Assen(*pair) for pair in permutations(As, 2)]:
        asked = Filter(
            thema=rng.choice([None, None, themas[0].id]),
            niveau=rng.choice([None, None, Niveau.REGIO]),
            termijn=rng.choice([None, None, Termijn.LANG]),
            status=rng.choice([None, None, Status.LOOPT]),
            trede=rng.choice([None, None, GEEN, "signaleren"]),
            eigenaar_id=rng.choice([None, None, partners[0][0]]),
            zonder_eigenaar=rng.random() < 0.1,
            zonder_deadline=rng.random() < 0.1,
            te_laat=rng.random() < 0.2,
            zoek=rng.choice(["", "", "loket", "BELLEN week", "vervallen", "één loket", "100%_"]),
        )
        wanted = [a for a in everything if oracle(asked, today)(a)]
        heads = {soort: heads_of(soort, themas=themas, partners=partners) for soort in As}
        found = filter_acties(vol.pact, asked, peildatum=today)
        tellingen = count_cells(found, along, peildatum=today)
        pure = build_matrix(
            wanted,
            assen=along,
            rijen=heads[along.rijen],
            kolommen=heads[along.kolommen],
            peildatum=today,
        )
        quick = build_matrix(
            first_acties(vol.pact, found, along, peildatum=today, most=ZICHTBAAR),
            assen=along,
            rijen=heads[along.rijen],
            kolommen=heads[along.kolommen],
            peildatum=today,
            tellingen=tellingen,
        )
        assert quick.telling == pure.telling
        for rij, echt in zip(quick.rijen, pure.rijen, strict=True):
            for cel, ware in zip(rij.cellen, echt.cellen, strict=True):
                assert cel.telling == ware.telling
                assert [replace(p, actie=replace(p.actie, mede=())) for p in cel.boven] == list(
                    ware.boven
                )
                assert (cel.elders, cel.elders_te_laat) == (len(ware.rest), ware.rest_te_laat)


def test_co_owners_come_with_their_actions(vol: Kring) -> None:
    today = timezone.localdate()
    found = filter_acties(vol.pact, Filter(), peildatum=today)
    acties = first_acties(vol.pact, found, Assen(), peildatum=today, most=None)
    names = tuple(sorted([str(vol.partner), str(vol.penvoerder)]))
    shared = {a.nr for a in acties if a.mede}
    assert len(acties) == 179
    assert {tuple(sorted(a.mede)) for a in acties if a.mede} == {names}
    assert shared == set(range(2, 180, 7))


def test_what_partners_own_adds_up(vol: Kring) -> None:
    today = timezone.localdate()
    everything = load_acties(vol.pact, peildatum=timezone.localdate())
    owned = count_owned(vol.pact, peildatum=today)
    assert sum((row.telling for row in owned), Telling()) == tel(everything, peildatum=today)
    for row in owned:
        mine = [a for a in everything if a.eigenaar_id == row.eigenaar_id]
        assert row.telling == tel(mine, peildatum=today)
        assert {a.eigenaar for a in mine} == {row.eigenaar}


def test_the_next_deadline_is_the_first_of_the_open_ones(vol: Kring) -> None:
    today = timezone.localdate()
    coming = [
        (a.deadline, a.nr)
        for a in load_acties(vol.pact, peildatum=timezone.localdate())
        if a.is_open and a.deadline is not None and a.deadline >= today
    ]
    found = next_deadline(vol.pact, peildatum=today)
    assert found is not None
    assert (found.deadline, found.nr) == min(coming)
    Actie.objects.filter(pact=vol.pact).update(deadline=None)
    assert next_deadline(vol.pact, peildatum=today) is None
