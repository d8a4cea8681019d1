"""Many mails in one statement: each once, and again only where one was withdrawn unsent."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories import make_region
from thuiszitters.berichten.bulk import Stapel, queue_stapel
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.services import withdraw_berichten

pytestmark = pytest.mark.django_db


def queue(user: int, *, bundel: bool = False) -> int:
    stapel = Stapel()
    stapel.add(7, user, bundel=bundel)
    return queue_stapel(
        sjabloon="signaal", soort="escalatie", stapel=stapel, venster="altijd", nu=timezone.now()
    )


def test_a_mail_that_was_withdrawn_before_it_left_is_queued_again() -> None:
    user = make_region().coordinator.pk
    assert queue(user) == 1
    assert withdraw_berichten(referenties=["escalatie:7"], reden="Naar een ander.") == 1
    assert queue(user) == 1
    bericht = Bericht.objects.get(referentie="escalatie:7")
    assert (bericht.toestand, bericht.reden) == (Toestand.WACHTEND, "")


def test_it_waits_for_the_overzicht_where_that_is_asked_by_now() -> None:
    user = make_region().coordinator.pk
    queue(user)
    withdraw_berichten(referenties=["escalatie:7"], reden="Naar een ander.")
    assert queue(user, bundel=True) == 1
    assert Bericht.objects.get(referentie="escalatie:7").toestand == Toestand.BUNDEL


@pytest.mark.parametrize("toestand", [t for t in Toestand if t != Toestand.INGETROKKEN])
def test_any_other_is_left_alone(toestand: Toestand) -> None:
    user = make_region().coordinator.pk
    queue(user)
    Bericht.objects.filter(referentie="escalatie:7").update(toestand=toestand, reden="zo")
    assert queue(user) == 0
    bericht = Bericht.objects.get(referentie="escalatie:7")
    assert (bericht.toestand, bericht.reden) == (toestand, "zo")
