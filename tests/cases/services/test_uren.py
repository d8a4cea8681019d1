"""Logging missed hours, and correcting them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.models import Casus, Gebeurtenis, Gemist
from cases.services.feiten import correct_feit
from cases.services.uren import register_uren
from tests.factories import Region, make_casus

pytestmark = pytest.mark.usefixtures("monday")

TODAY = date(2026, 11, 23)
MAANDAG = date(2026, 11, 16)
DAG = timedelta(days=1)


@pytest.fixture
def casus(region: Region) -> Casus:
    """A child at home since ten days."""
    return make_casus(region, dagen=10)


def log_hours(casus: Casus, region: Region, *hours: tuple[date, str], ja: bool = False) -> None:
    register_uren(
        casus=casus,
        uren={day: Decimal(amount) for day, amount in hours},
        geoorloofd=ja,
        inzender=region.by(region.zorgcoordinator),
    )


def test_a_week_is_one_entry_with_every_day_in_it(casus: Casus, region: Region) -> None:
    log_hours(casus, region, (MAANDAG + DAG, "1.5"), (MAANDAG, "5"))

    rows = Gemist.objects.current().order_by("datum")
    assert list(rows.values_list("datum", "uren", "geoorloofd", "bron")) == [
        (MAANDAG, Decimal(5), False, "school"),
        (MAANDAG + DAG, Decimal("1.5"), False, "school"),
    ]
    entry = Gebeurtenis.objects.latest("pk")
    assert entry.titel == "Ongeoorloofd gemist: 6,5 uur van 16 nov 2026 tot en met 17 nov 2026"
    assert entry.tekst == "16 nov 2026: 5 uur\n17 nov 2026: 1,5 uur"
    assert entry.datum == MAANDAG
    versie = casus.versie
    casus.refresh_from_db()
    assert casus.versie == versie + 1


def test_one_day_needs_no_list(casus: Casus, region: Region) -> None:
    log_hours(casus, region, (MAANDAG, "0.25"), ja=True)

    entry = Gebeurtenis.objects.latest("pk")
    assert (entry.titel, entry.tekst) == ("Geoorloofd gemist: 0,25 uur op 16 nov 2026", "")


def test_no_day_is_refused(casus: Casus, region: Region) -> None:
    with pytest.raises(ValidationError, match="minstens bij één dag"):
        log_hours(casus, region)


@pytest.mark.parametrize("amount", ["0", "0.24", "24.01", "-1"])
def test_impossible_hours_are_refused(casus: Casus, region: Region, amount: str) -> None:
    with pytest.raises(ValidationError):
        log_hours(casus, region, (MAANDAG, amount))
    with pytest.raises(IntegrityError), transaction.atomic():
        Gemist.objects.create(leerling=casus.leerling, datum=MAANDAG, uren=Decimal(amount))


def test_a_day_to_come_is_refused_and_then_nothing_is_stored(casus: Casus, region: Region) -> None:
    with pytest.raises(ValidationError) as error:
        log_hours(casus, region, (MAANDAG, "5"), (TODAY + DAG, "5"))
    assert error.value.message_dict == {
        "datum": ["24 nov 2026: Deze dag ligt in de toekomst."],
    }
    assert not Gemist.objects.exists()


def test_a_day_stands_once_per_kind(casus: Casus, region: Region) -> None:
    log_hours(casus, region, (MAANDAG, "5"))
    log_hours(casus, region, (MAANDAG, "2"), ja=True)
    with pytest.raises(ValidationError) as error:
        log_hours(casus, region, (MAANDAG, "3"))
    assert error.value.message_dict == {
        "datum": ["Op deze dag staan al gemiste uren. Wijzig die regel of trek hem in."]
    }
    with pytest.raises(ValidationError, match="16 nov 2026: Op deze dag staan al"):
        log_hours(casus, region, (MAANDAG, "3"), (MAANDAG + DAG, "3"))
    assert Gemist.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Gemist.objects.create(leerling=casus.leerling, datum=MAANDAG, uren=Decimal(3))


def test_a_correction_keeps_what_was_known(casus: Casus, region: Region) -> None:
    log_hours(casus, region, (MAANDAG, "5"))
    fact = Gemist.objects.get()
    correct_feit(
        casus=casus,
        feit=fact,
        changes={"uren": Decimal("4.5"), "datum": MAANDAG, "geoorloofd": True},
        reden="Er was een briefje.",
        inzender=region.by(),
    )

    old, new = Gemist.objects.order_by("pk")
    assert (old.uren, old.vervangen_op is not None) == (Decimal(5), True)
    assert (new.uren, new.geoorloofd, new.vervangen_op) == (Decimal("4.5"), True, None)
    entry = Gebeurtenis.objects.latest("pk")
    assert entry.titel == "Gemiste uren verbeterd"
    assert entry.tekst == (
        "Gemiste uren: was 5 uur, is nu 4,5 uur.\n"
        "Geoorloofd: was nee, is nu ja.\nEr was een briefje."
    )


def test_a_correction_onto_a_day_that_has_hours_is_refused(casus: Casus, region: Region) -> None:
    log_hours(casus, region, (MAANDAG, "5"), (MAANDAG + DAG, "5"))
    fact = Gemist.objects.get(datum=MAANDAG)
    with pytest.raises(ValidationError, match="Op deze dag staan al gemiste uren"):
        correct_feit(
            casus=casus,
            feit=fact,
            changes={"datum": MAANDAG + DAG},
            reden="Verkeerde dag.",
            inzender=region.by(),
        )
    assert Gemist.objects.current().count() == 2


def test_withdrawn_hours_make_room(casus: Casus, region: Region) -> None:
    log_hours(casus, region, (MAANDAG, "5"))
    correct_feit(
        casus=casus,
        feit=Gemist.objects.get(),
        changes={},
        reden="Ander kind.",
        inzender=region.by(),
    )
    assert Gebeurtenis.objects.latest("pk").titel == "Gemiste uren ingetrokken"
    log_hours(casus, region, (MAANDAG, "2"))
    assert Gemist.objects.current().get().uren == 2
