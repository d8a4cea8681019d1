"""The daily overzicht: many items, one mail, in order, of what still holds."""

from __future__ import annotations

from datetime import datetime
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from tests.berichten.conftest import Queue
from tests.berichten.sink import Sink
from tests.factories import Region
from thuiszitters.berichten.bundelen import Gebundeld, bundle_berichten
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.sender import send_berichten
from thuiszitters.berichten.services import queue_bericht, withdraw_berichten

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def bundle() -> Gebundeld:
    """Bundle now."""
    return bundle_berichten(nu=timezone.now())


def overzicht() -> Bericht:
    """Return the one overzicht there is."""
    return Bericht.objects.get(sjabloon="overzicht")


def words(sink: Sink, kind: str = "plain") -> str:
    """Return what the last mail says."""
    part = sink.mails[-1].get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.usefixtures("monday")
class TestOnMonday:
    def test_thirty_items_are_one_mail_the_most_urgent_first(
        self, queue: Queue, sink: Sink
    ) -> None:
        for n in range(30):
            queue(n, bundel=True, nummer=f"n{n:02}", urgentie=[29 - n, 0])
        assert send_berichten().verzonden == 0

        assert bundle() == Gebundeld(overzichten=1, items=30)
        assert send_berichten().verzonden == 1

        (mail,) = sink.mails
        assert mail["Subject"] == "30 signalen wachten op jouw antwoord"
        for kind in ("plain", "html"):
            places = [words(sink, kind).index(f"n{n:02}") for n in range(30)]
            assert places == sorted(places, reverse=True)
        items = Bericht.objects.filter(sjabloon="proef")
        assert set(items.values_list("toestand", "bundel")) == {("gebundeld", overzicht().pk)}

    def test_an_item_without_urgency_comes_last_the_oldest_first(
        self, queue: Queue, sink: Sink
    ) -> None:
        queue(1, bundel=True, nummer="een")
        queue(2, bundel=True, nummer="twee")
        queue(3, bundel=True, nummer="drie", urgentie=[5])
        bundle()
        send_berichten()
        text = words(sink)
        assert text.index("drie") < text.index("een") < text.index("twee")

    def test_once_a_day_and_what_comes_after_waits_for_tomorrow(
        self, queue: Queue, sink: Sink, monday: time_machine.Traveller
    ) -> None:
        queue(1, bundel=True, nummer="een")
        assert bundle() == Gebundeld(1, 1)
        late = queue(2, bundel=True, nummer="twee")
        assert bundle() == Gebundeld()
        late.refresh_from_db()
        assert late.toestand == Toestand.BUNDEL
        monday.shift(24 * 3600)
        assert bundle() == Gebundeld(1, 1)
        assert send_berichten().verzonden == 2

    def test_everybody_gets_their_own(self, region: Region, queue: Queue, sink: Sink) -> None:
        queue(1, bundel=True, nummer="een")
        queue_bericht(
            sjabloon="proef",
            ontvanger_id=region.directeur.pk,
            sleutel="ander",
            referentie="test",
            gegevens={"nummer": "twee"},
            bundel=True,
        )
        assert bundle() == Gebundeld(2, 2)
        send_berichten()
        found = {str(mail["To"]): mail.get_body(("plain",)) for mail in sink.mails}
        mine = found[region.leerplichtambtenaar.email]
        assert mine is not None
        assert "een" in mine.get_content()
        assert "Nummer twee" not in mine.get_content()

    def test_what_no_longer_holds_is_left_out(self, queue: Queue, sink: Sink) -> None:
        queue(1, bundel=True, nummer="een")
        gone = queue(2, bundel=True, nummer="twee")
        bundle()
        Bericht.objects.filter(pk=gone.pk).update(gegevens={"voorbij": True})
        send_berichten()
        assert sink.mails[0]["Subject"] == "1 signaal wacht op jouw antwoord"
        assert "twee" not in words(sink)

    def test_when_nothing_holds_nothing_is_sent(self, queue: Queue, sink: Sink) -> None:
        queue(1, bundel=True, voorbij=True)
        bundle()
        send_berichten()
        assert overzicht().toestand == Toestand.INGETROKKEN
        assert sink.mails == []

    def test_an_item_can_be_withdrawn_before_and_after_bundling(
        self, queue: Queue, sink: Sink
    ) -> None:
        queue(1, bundel=True, nummer="een")
        assert withdraw_berichten(referenties=["test"], reden="terug") == 1
        assert bundle() == Gebundeld()
        queue(2, bundel=True, nummer="twee")
        bundle()
        assert withdraw_berichten(referenties=["test"], reden="terug") == 1
        send_berichten()
        assert sink.mails == []

    def test_an_item_that_left_is_not_withdrawn(self, queue: Queue, sink: Sink) -> None:
        queue(1, bundel=True, nummer="een")
        bundle()
        send_berichten()
        assert withdraw_berichten(referenties=["test"], reden="terug") == 0


@pytest.mark.parametrize(
    ("when", "made"),
    [
        ((2026, 11, 23, 6, 59), 0),
        ((2026, 11, 23, 7, 0), 1),
        ((2026, 11, 23, 19, 0), 0),
        ((2026, 11, 28, 12, 0), 0),
        ((2026, 12, 25, 12, 0), 0),
        ((2027, 3, 29, 12, 0), 0),
    ],
)
def test_only_in_the_hours_of_mail_on_a_werkdag(
    queue: Queue, when: tuple[int, int, int, int, int], made: int
) -> None:
    queue(1, bundel=True)
    nu = datetime(*when, tzinfo=AMSTERDAM)
    assert bundle_berichten(nu=nu).overzichten == made


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_make_one_overzicht_of_everything(queue: Queue) -> None:
    for n in range(20):
        queue(n, bundel=True)
    nu = datetime(2026, 11, 23, 12, tzinfo=AMSTERDAM)

    def work() -> None:
        try:
            bundle_berichten(nu=nu)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert overzicht().inhoud.count() == 20
