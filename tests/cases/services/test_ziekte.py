"""Reported sick and better."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.models import Casus, Gebeurtenis, Verzuim, VerzuimReden
from cases.services.feiten import correct_feit, register_terugkeer
from cases.services.ziekte import register_beter, register_ziekmelding
from tests.factories import Region, make_casus

pytestmark = pytest.mark.usefixtures("monday")

TODAY = date(2026, 11, 23)
MAANDAG = date(2026, 11, 16)
DAG = timedelta(days=1)


@pytest.fixture
def casus(region: Region) -> Casus:
    """A child that came back after ten days at home."""
    casus = make_casus(region, dagen=17)
    register_terugkeer(
        casus=casus, op=date(2026, 11, 12), school=None, tekst="", inzender=region.by()
    )
    return casus


def test_a_sick_report_is_authorised_absence(casus: Casus, region: Region) -> None:
    feit = register_ziekmelding(casus=casus, begin=MAANDAG, einde=None, inzender=region.by())

    assert (feit.geoorloofd, feit.reden) == (True, VerzuimReden.ZIEKTE)
    casus.refresh_from_db()
    assert casus.categorie == "geoorloofd"
    assert Gebeurtenis.objects.latest("pk").titel == "Ziek gemeld vanaf 16 nov 2026"


def test_nobody_is_sick_tomorrow(casus: Casus, region: Region) -> None:
    with pytest.raises(ValidationError) as error:
        register_ziekmelding(casus=casus, begin=TODAY + DAG, einde=None, inzender=region.by())
    assert error.value.message_dict == {"begin": ["Deze dag ligt in de toekomst."]}


def test_a_sick_report_does_not_hide_other_absence(casus: Casus, region: Region) -> None:
    with pytest.raises(ValidationError, match="In die periode staat al verzuim"):
        register_ziekmelding(casus=casus, begin=date(2026, 11, 9), einde=None, inzender=region.by())


def test_better_ends_it_on_the_first_day_back(casus: Casus, region: Region) -> None:
    register_ziekmelding(casus=casus, begin=MAANDAG, einde=None, inzender=region.by())
    register_beter(casus=casus, op=TODAY + DAG, inzender=region.by(region.zorgcoordinator))

    old, new = Verzuim.objects.filter(reden="ziekte").order_by("pk")
    assert (old.einde, old.vervangen_op is not None) == (None, True)
    assert (new.einde, new.bron) == (TODAY + DAG, "school")
    entry = Gebeurtenis.objects.latest("pk")
    assert entry.titel == "Beter gemeld, terug op school vanaf 24 nov 2026"


def test_better_needs_a_sick_report_that_began_before(casus: Casus, region: Region) -> None:
    with pytest.raises(ValidationError, match="nu niet ziek gemeld"):
        register_beter(casus=casus, op=TODAY, inzender=region.by())
    register_ziekmelding(casus=casus, begin=MAANDAG, einde=None, inzender=region.by())
    with pytest.raises(ValidationError, match="begon pas op 16 nov 2026"):
        register_beter(casus=casus, op=MAANDAG, inzender=region.by())


def test_sickness_is_never_unauthorised(casus: Casus, region: Region) -> None:
    feit = register_ziekmelding(casus=casus, begin=MAANDAG, einde=None, inzender=region.by())
    with pytest.raises(ValidationError, match="Ziekte is geoorloofd verzuim"):
        correct_feit(
            casus=casus,
            feit=feit,
            changes={"geoorloofd": False},
            reden="Toch niet.",
            inzender=region.by(),
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Verzuim.objects.filter(pk=feit.pk).update(geoorloofd=False)


def test_a_correction_says_that_it_was_sickness(casus: Casus, region: Region) -> None:
    feit = register_ziekmelding(casus=casus, begin=MAANDAG, einde=None, inzender=region.by())
    correct_feit(
        casus=casus,
        feit=feit,
        changes={"geoorloofd": False, "reden": ""},
        reden="De ouders zeggen van niet.",
        inzender=region.by(),
    )
    casus.refresh_from_db()
    assert casus.categorie == "dreigend"
    assert "Reden: was ziek gemeld, is nu niet ingevuld." in Gebeurtenis.objects.latest("pk").tekst
