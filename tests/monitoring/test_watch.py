"""The watch on real PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.models import Casus, Uitkomst
from cases.services.casussen import close_casus, reopen_casus
from monitoring.models import Escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus
from thuiszitters.berichten.models import Bericht, Toestand

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
    for days in range(120):
        run_round(peildatum=TODAY + timedelta(days=days))
    by_date = Escalatie.objects.filter(oorzaak="datum").order_by("pk")
    assert list(by_date.values_list("drempel", "trede", "op", "gold_vanaf")) == [
        (drempel, trede, day, day)
        for drempel, trede, day in (
            ("veertien_dagen", "preventie", date(2026, 12, 7)),
            ("vier_weken", "stimuleren", date(2026, 12, 14)),
            ("vier_weken", "signaleren", date(2026, 12, 21)),
            ("drie_maanden", "signaleren", date(2027, 1, 26)),
            ("drie_maanden", "aanspreken", date(2027, 2, 9)),
            ("drie_maanden_voorbij", "aanspreken", date(2027, 2, 24)),
        )
    ]


def test_silence_is_reminded_and_climbs(region: Region) -> None:
    make_casus(region, dagen=28)
    counts = []
    for days in range(10):
        telling = run_round(peildatum=TODAY + timedelta(days=days))
        counts.append((telling.geescaleerd, telling.herinnerd))
    # Monday the 23rd and three werkdagen; Friday the 27th and three again; Thursday 3 December.
    assert counts == [(1, 0)] + [(0, 0)] * 3 + [(0, 1)] + [(0, 0)] * 5
    assert run_round(peildatum=TODAY + timedelta(days=10)).geescaleerd == 1

    rows = Escalatie.objects.exclude(status="overgeslagen").order_by("pk")
    fields = "drempel", "trede", "oorzaak", "op", "status", "herinnerd_op", "reageer_voor"
    assert list(rows.values_list(*fields)) == [
        (
            "vier_weken",
            "signaleren",
            "datum",
            TODAY,
            "opgevolgd",
            date(2026, 11, 27),
            date(2026, 12, 2),
        ),
        (
            "vier_weken",
            "aanspreken",
            "stilte",
            date(2026, 12, 3),
            "open",
            None,
            date(2026, 12, 7),
        ),
    ]
    first, second = rows
    assert "Geen reactie op het signaal signaleren van 23 nov 2026" in second.reden
    waiting = Bericht.objects.filter(toestand=Toestand.WACHTEND)
    assert set(waiting.values_list("referentie", flat=True)) == {second.referentie}
    assert set(Bericht.objects.filter(referentie=first.referentie).values_list("sjabloon")) == {
        ("signaal",),
        ("herinnering",),
    }


def test_a_closed_casus_asks_nothing_and_a_reopened_one_goes_on(region: Region) -> None:
    casus = make_casus(region, dagen=20)
    run_round(peildatum=TODAY)
    close_casus(
        casus=casus, uitkomst=Uitkomst.ANDERS, toelichting="Verhuisd.", inzender=region.by()
    )
    assert run_round(peildatum=TODAY).vervallen == 1
    assert run_round(peildatum=TODAY + timedelta(days=30)).bekeken == 0
    casus.refresh_from_db()
    reopen_casus(casus=casus, reden="Toch niet.", inzender=region.by())
    telling = run_round(peildatum=TODAY + timedelta(days=30))
    assert (telling.geescaleerd, telling.overgeslagen) == (1, 1)
