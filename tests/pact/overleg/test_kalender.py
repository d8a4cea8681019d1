"""The calendar of a person: a secret address, shown once, revoked at once."""

from __future__ import annotations

from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pact.models import Kalenderlink
from pact.services.kalenderlink import make_link, open_link, revoke_link
from pact.services.overleg import cancel_overleg
from pact.services.partners import end_partner
from tests.pact.hulp import Kring
from tests.pact.overleg.hulp import make_overleg
from tests.pact.test_views_matrix import log_in

pytestmark = pytest.mark.usefixtures("monday")


def feed(token: str) -> str:
    return reverse("pact:kalender_feed", args=[token])


def events(token: str) -> list[Any]:
    answer = Client().get(feed(token))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    return list(calendar.walk("VEVENT"))


def test_the_address_is_shown_once_and_only_its_fingerprint_kept(kring: Kring) -> None:
    client = log_in(kring.deelnemer)
    page = client.post(reverse("pact:kalender_nieuw")).content.decode()
    token = page.split("/pact/kalender/")[1].split(".ics")[0]
    assert len(token) > 40
    assert token not in client.get(reverse("pact:kalender")).content.decode()
    assert token not in str(Kalenderlink.objects.values())
    assert open_link(token=token, vandaag=timezone.localdate()) == kring.deelnemer


def test_a_new_one_and_revoking_stop_the_old(kring: Kring) -> None:
    first = make_link(user=kring.deelnemer)
    second = make_link(user=kring.deelnemer)
    assert Client().get(feed(first)).status_code == 404
    assert Client().get(feed(second)).status_code == 200
    assert Kalenderlink.objects.get(ingetrokken_op=None).gelezen_op == timezone.localdate()
    client = log_in(kring.deelnemer)
    client.post(reverse("pact:kalender_intrekken"))
    assert Client().get(feed(second)).status_code == 404
    assert revoke_link(user=kring.deelnemer) is False


def test_it_gives_the_meetings_one_was_asked_to_and_no_content(
    kring: Kring, andere_kring: Kring
) -> None:
    mine = make_overleg(kring, titel="Bijzonder onderwerp", dagen=3)
    gone = cancel_overleg(overleg=make_overleg(kring, dagen=9), inzender=kring.inzender)
    make_overleg(andere_kring)
    token = make_link(user=kring.deelnemer)
    found = events(token)
    assert [str(e["SUMMARY"]) for e in found] == [
        f"Directeurenoverleg (pact {kring.pact.code})"
    ] * 2
    assert [str(e["STATUS"]) for e in found] == ["CONFIRMED", "CANCELLED"]
    assert [int(e["SEQUENCE"]) for e in found] == [mine.versie, gone.versie]
    whole = Client().get(feed(token)).content.decode()
    for secret in ("Bijzonder", "Stadhuis", kring.deelnemer.naam, kring.pact.naam):
        assert secret not in whole


def test_who_no_longer_sees_the_pact_reads_nothing(kring: Kring) -> None:
    make_overleg(kring)
    token = make_link(user=kring.deelnemer)
    assert len(events(token)) == 1
    end_partner(partner=kring.partner, inzender=kring.inzender)
    assert events(token) == []
    kring.deelnemer.is_active = False
    kring.deelnemer.save()
    assert Client().get(feed(token)).status_code == 404


def test_one_meeting_is_downloaded_with_its_place(kring: Kring) -> None:
    overleg = make_overleg(kring)
    adres = reverse("pact:overleg_ics", args=[kring.pact.code, overleg.nr])
    answer = log_in(kring.deelnemer).get(adres)
    assert 'filename="overleg-waterstad-2026-1.ics"' in answer["Content-Disposition"]
    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["LOCATION"]) == "Stadhuis"
    assert str(event["UID"]).startswith(f"overleg-{overleg.pk}@")
