"""The watch on real PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.models import Casus
from monitoring.models import Escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus
from thuiszitters.berichten.models import Bericht

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)


def test_a_casus_logged_late_gets_the_highest_rung_and_the_rest_is_skipped(region: Region) -> None:
    casus = make_casus(region, dagen=30)

    telling = run_round(peildatum=TODAY)

    assert (telling.geescaleerd, telling.overgeslagen) == (1, 2)
    rows = Escalatie.objects.order_by("gold_vanaf").values_list("trede", "status", "op")
    assert list(rows) == [
        ("preventie", "overgeslagen", TODAY),
        ("stimuleren", "overgeslagen", TODAY),
        ("signaleren", "open", TODAY),
    ]
    addressed = set(Bericht.objects.values_list("ontvanger_id", flat=True))
    assert addressed == {
        region.leerplichtambtenaar.pk,
        region.coordinator.pk,
        region.directeur.pk,
    }
    casus.refresh_from_db()
    assert casus.trede == "signaleren"
    assert casus.categorie == "LRV"


def test_a_second_round_on_the_same_day_does_nothing(region: Region) -> None:
    make_casus(region, dagen=30)
    run_round(peildatum=TODAY)

    again = run_round(peildatum=TODAY)

    assert (again.bekeken, again.geescaleerd, again.berichten) == (0, 0, 0)


def test_looking_again_at_the_same_casus_decides_nothing_new(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    Casus.objects.filter(pk=casus.pk).update(volgende_controle_op=TODAY)

    again = run_round(peildatum=TODAY)

    assert (again.bekeken, again.geescaleerd, again.overgeslagen) == (1, 0, 0)


def test_every_rung_falls_on_its_day(region: Region) -> None:
    make_casus(region, dagen=0)
    seen = []
    for days in range(120):
        day = TODAY + timedelta(days=days)
        if run_round(peildatum=day).geescaleerd:
            newest = Escalatie.objects.latest("pk")
            seen.append((newest.drempel, newest.trede, newest.op))
    assert seen == [
        ("veertien_dagen", "preventie", date(2026, 12, 7)),
        ("vier_weken", "stimuleren", date(2026, 12, 14)),
        ("vier_weken", "signaleren", date(2026, 12, 21)),
        ("drie_maanden", "signaleren", date(2027, 1, 26)),
        ("drie_maanden", "aanspreken", date(2027, 2, 9)),
        ("drie_maanden_voorbij", "aanspreken", date(2027, 2, 24)),
    ]
