"""The page of the operator, the daily mail, and the banner: each alarm by making what is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cases.models import Casus
from monitoring.banier import watch_banier
from monitoring.models import Afstemming, Escalatie, Geadresseerde, Hartslag, Proces, Ronde
from monitoring.selectors.alarmen import AlarmSoort, duur
from monitoring.selectors.beheer import load_beheer
from monitoring.selectors.techniek import load_techniek
from monitoring.services.afstemming import run_afstemming
from monitoring.services.hartslag import write_hartslag
from monitoring.services.storingen import queue_storingen
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_region, make_user
from thuiszitters.accounts.bereik import set_storingsoverzicht
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.accounts.services import end_lidmaatschap
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.sender import send_berichten

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def beheerder(region: Region) -> User:
    """A beheerder of an installation in which everything runs, after a whole morning."""
    beheerder = make_user(Rol.BEHEERDER, region.swv)
    make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())
    send_berichten()
    write_hartslag(soort=Proces.WEKKER, naam="beat")
    write_hartslag(soort=Proces.WERKER, naam="celery@een")
    run_afstemming(nu=timezone.now())
    mail.outbox.clear()
    return beheerder


def alarms(user: User) -> list[AlarmSoort]:
    found = load_beheer(user, load_techniek(timezone.now()), any_role=True).alarmen
    return [alarm.soort for alarm in found]


def page(user: User) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    answer = client.get(reverse("monitoring:techniek"))
    assert answer.status_code == 200
    return answer.content.decode()


def silence_the_watch() -> None:
    Ronde.objects.update(klaar_op=timezone.now() - timedelta(hours=27))


def fall_behind() -> None:
    Casus.objects.update(volgende_controle_op=timezone.localdate() - timedelta(days=2))


def fail_a_casus() -> None:
    Ronde.objects.update(fouten=[Casus.objects.get().nummer, "2026-999999"])


def stop_beat() -> None:
    Hartslag.objects.filter(soort=Proces.WEKKER).update(op=timezone.now() - timedelta(minutes=6))


def lose_the_workers() -> None:
    Hartslag.objects.filter(soort=Proces.WERKER).delete()


def stop_the_mail() -> None:
    Bericht.objects.update(
        toestand=Toestand.WACHTEND, niet_voor=timezone.now() - timedelta(hours=2)
    )


def forget_to_ask_the_relay() -> None:
    Bericht.objects.update(toestand=Toestand.ONZEKER, niet_voor=timezone.now() - timedelta(hours=2))


def skip_the_reconciliation() -> None:
    Afstemming.objects.update(klaar_op=timezone.now() - timedelta(hours=27))


def find_a_difference() -> None:
    Geadresseerde.objects.all().delete()
    Escalatie.objects.all().delete()
    run_afstemming(nu=timezone.now())


def fail_a_mail() -> None:
    Bericht.objects.update(toestand=Toestand.MISLUKT, reden="SMTPRecipientsRefused 550")


def leave_a_hole() -> None:
    lid = User.objects.get(naam__startswith="leerplichtambtenaar").lidmaatschappen.get()
    end_lidmaatschap(lidmaatschap=lid, door=lid.user)


WRONG: list[tuple[Callable[[], None], AlarmSoort, str]] = [
    (silence_the_watch, AlarmSoort.WATCH_STIL, "is er geen ronde afgemaakt"),
    (fall_behind, AlarmSoort.ACHTERSTAND, "wacht al 2 dagen en 12 uur"),
    (fail_a_casus, AlarmSoort.NIET_BEHANDELD, "2 casussen konden"),
    (stop_beat, AlarmSoort.WEKKER_STIL, "De wekker (beat) liet sinds"),
    (lose_the_workers, AlarmSoort.WERKER_STIL, "Er heeft zich geen werker gemeld."),
    (stop_the_mail, AlarmSoort.POST_STIL, "wacht al 2 uur"),
    (forget_to_ask_the_relay, AlarmSoort.POST_STIL, "wacht al 2 uur"),
    (skip_the_reconciliation, AlarmSoort.AFSTEMMING_STIL, "is sinds 22 nov 2026"),
    (find_a_difference, AlarmSoort.VERSCHILLEN, "een trede die gold is er niet"),
    (fail_a_mail, AlarmSoort.MISLUKT, "zijn niet aangekomen"),
    (leave_a_hole, AlarmSoort.GATEN, "bereikt een signaal niet wie het moet hebben"),
]


def test_all_is_well(beheerder: User) -> None:
    assert alarms(beheerder) == []
    text = page(beheerder)
    assert "Alles loopt." in text
    assert "de afstemming vond geen verschillen." in text
    assert "Bij jouw organisatie" not in text


def test_nothing_is_said_of_a_reconciliation_that_has_yet_to_come(beheerder: User) -> None:
    Afstemming.objects.all().delete()
    text = page(beheerder)
    assert "De casussen worden nagekeken en de e-mail gaat weg." in text
    assert "vond geen verschillen" not in text


@pytest.mark.parametrize(
    ("break_it", "soort", "said"), WRONG, ids=[breaks.__name__ for breaks, *_ in WRONG]
)
def test_what_is_wrong_is_said_on_the_page_and_in_the_mail(
    beheerder: User, break_it: Callable[[], None], soort: AlarmSoort, said: str
) -> None:
    break_it()

    assert soort in alarms(beheerder)
    text = page(beheerder)
    assert said in text
    assert "Alles loopt." not in text
    assert queue_storingen(nu=timezone.now()) == 1
    if soort == AlarmSoort.POST_STIL:
        return  # that one is over as soon as mail is sent again
    send_berichten()
    (sent,) = mail.outbox
    assert said in " ".join(str(sent.body).split())


class TestThePage:
    def test_every_figure_says_what_it_means(self, beheerder: User) -> None:
        text = page(beheerder)
        for words in (
            "Laatste ronde",
            "Wanneer de bewaking voor het laatst",
            "Duurde",
            "Achterstand",
            "Onzeker",
            "Werker actief",
            "Laatste afstemming",
            "Hier hoort 0 te staan.",
        ):
            assert words in text
        assert text.count('data-label="Nu"') == text.count('data-label="Wat dat betekent"')

    def test_a_broker_that_is_away_is_seen_at_once(
        self, beheerder: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "antwoordt niet" not in page(beheerder)
        monkeypatch.setenv("CELERY_BROKER_WRITE_URL", "redis://127.0.0.1:1/0")
        began = time.monotonic()
        assert "antwoordt niet" in page(beheerder)
        assert time.monotonic() - began < 10

    def test_failed_mail_says_why_and_leads_to_the_retry(self, beheerder: User) -> None:
        fail_a_mail()
        text = page(beheerder)
        assert "De mailserver weigert dit adres." in text
        assert reverse("accounts:berichten") in text

    def test_numbers_of_others_are_only_counted(self, beheerder: User) -> None:
        fail_a_casus()
        text = page(beheerder)
        assert f"{Casus.objects.get().nummer}, en 1 bij andere organisaties" in text
        assert "2026-999999" not in text

    def test_it_holds_nothing_of_a_casus(self, beheerder: User) -> None:
        find_a_difference()
        child = Casus.objects.get().leerling
        text = page(beheerder)
        assert child.achternaam not in text
        assert Casus.objects.get().nummer not in text

    def test_failed_mail_of_others_is_no_alarm_here(self, beheerder: User) -> None:
        other = make_region()
        make_casus(other, dagen=30)
        run_round(peildatum=timezone.localdate())
        Bericht.objects.filter(ontvanger=other.coordinator).update(toestand=Toestand.MISLUKT)
        assert AlarmSoort.MISLUKT not in alarms(beheerder)
        assert alarms(make_user(Rol.BEHEERDER, other.swv)) == [AlarmSoort.MISLUKT]

    def test_a_loop_replaces_beat_and_worker(self, beheerder: User) -> None:
        Hartslag.objects.all().delete()
        assert {AlarmSoort.WEKKER_STIL, AlarmSoort.WERKER_STIL} <= set(alarms(beheerder))
        write_hartslag(soort=Proces.LUS, naam="host:1")
        assert alarms(beheerder) == []


class TestTheMail:
    def test_a_loop_that_was_killed_has_stopped(self, beheerder: User) -> None:
        Hartslag.objects.all().delete()
        write_hartslag(soort=Proces.LUS, naam="lus")
        assert alarms(beheerder) == []
        Hartslag.objects.update(op=timezone.now() - timedelta(minutes=3))
        assert alarms(beheerder) == [AlarmSoort.WEKKER_STIL, AlarmSoort.WERKER_STIL]
        assert "gestopt" in page(beheerder)

    def test_nothing_wrong_is_no_mail(self, beheerder: User) -> None:
        assert queue_storingen(nu=timezone.now()) == 0
        assert not Bericht.objects.filter(sjabloon="storingen").exists()

    def test_once_a_day(self, beheerder: User, monday: time_machine.Traveller) -> None:
        silence_the_watch()
        queue_storingen(nu=timezone.now())
        queue_storingen(nu=timezone.now())
        assert Bericht.objects.filter(sjabloon="storingen").count() == 1
        monday.shift(timedelta(days=1))
        queue_storingen(nu=timezone.now())
        assert Bericht.objects.filter(sjabloon="storingen").count() == 2

    def test_what_is_over_by_then_is_not_sent(self, beheerder: User) -> None:
        stop_beat()
        assert queue_storingen(nu=timezone.now()) == 1
        write_hartslag(soort=Proces.WEKKER, naam="beat")
        send_berichten()
        assert mail.outbox == []
        assert Bericht.objects.get(sjabloon="storingen").toestand == Toestand.INGETROKKEN

    def test_who_said_no_gets_none(self, beheerder: User) -> None:
        silence_the_watch()
        set_storingsoverzicht(user=beheerder, aan=False, door=beheerder)
        assert queue_storingen(nu=timezone.now()) == 0

    def test_who_says_no_between_queueing_and_sending_gets_none(self, beheerder: User) -> None:
        silence_the_watch()
        queue_storingen(nu=timezone.now())
        set_storingsoverzicht(user=beheerder, aan=False, door=beheerder)
        send_berichten()
        assert mail.outbox == []

    def test_only_beheerders(self, beheerder: User, region: Region) -> None:
        silence_the_watch()
        User.objects.filter(pk=beheerder.pk).update(is_active=False)
        assert queue_storingen(nu=timezone.now()) == 0

    def test_not_at_weekends(self, beheerder: User, monday: time_machine.Traveller) -> None:
        silence_the_watch()
        monday.shift(timedelta(days=5))
        assert queue_storingen(nu=timezone.now()) == 0

    def test_it_can_be_said_no_to_in_one_press(self, beheerder: User) -> None:
        silence_the_watch()
        queue_storingen(nu=timezone.now())
        send_berichten()
        (sent,) = mail.outbox
        assert isinstance(sent, EmailMultiAlternatives)
        address = sent.extra_headers["List-Unsubscribe"].strip("<>")
        assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert address in str(sent.body)
        path = address.removeprefix("http://testserver")
        answer = Client().post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        beheerder.refresh_from_db()
        assert not beheerder.storingsoverzicht

    def test_it_holds_no_name(self, beheerder: User, region: Region) -> None:
        for break_it, *_ in WRONG[:9]:
            break_it()
        queue_storingen(nu=timezone.now())
        Bericht.objects.filter(sjabloon="storingen").update(toestand=Toestand.WACHTEND)
        send_berichten()
        sent = mail.outbox[-1]
        assert isinstance(sent, EmailMultiAlternatives)
        casus = Casus.objects.get()
        text = f"{sent.subject} {sent.body} {sent.alternatives[0][0]!s}"
        for word in (casus.nummer, casus.leerling.achternaam, region.school.naam, beheerder.naam):
            assert word not in text


class TestTheBanner:
    STIL = "De bewaking staat stil"

    @pytest.fixture
    def silent(self, beheerder: User) -> None:
        silence_the_watch()

    @pytest.mark.parametrize(
        "name", ["cases:werkvoorraad", "monitoring:overzicht", "monitoring:mijn_signalen"]
    )
    def test_it_stands_on_the_dashboards(self, silent: None, region: Region, name: str) -> None:
        client = Client()
        client.force_login(region.coordinator, backend=BACKEND)
        assert self.STIL in client.get(reverse(name)).content.decode()
        Ronde.objects.update(klaar_op=timezone.now())
        assert self.STIL not in client.get(reverse(name)).content.decode()

    def test_a_beheerder_is_led_to_what_to_do(self, silent: None, beheerder: User) -> None:
        assert "Kijk op de pagina Techniek" in page(beheerder)

    def test_who_has_no_casework_is_left_in_peace(self, silent: None, region: Region) -> None:
        client = Client()
        client.force_login(make_user(Rol.REGIEVOERDER, region.swv), backend=BACKEND)
        assert self.STIL not in client.get(reverse("pact:pacten")).content.decode()
        assert self.STIL not in Client().get(reverse("account_login")).content.decode()

    def test_before_the_first_round_there_is_none(self, region: Region) -> None:
        client = Client()
        client.force_login(region.coordinator, backend=BACKEND)
        assert self.STIL not in client.get(reverse("cases:werkvoorraad")).content.decode()

    def test_it_is_asked_once_a_minute_at_most(
        self, region: Region, settings: Settings, monday: time_machine.Traveller
    ) -> None:
        settings.BANIER_SECONDS = 60
        request = RequestFactory().get("/")
        request.user = region.coordinator
        monday.shift(timedelta(days=1))
        Ronde.objects.create(peildatum=timezone.localdate(), klaar_op=timezone.now())
        assert watch_banier(request) is None
        silence_the_watch()
        assert watch_banier(request) is None
        monday.shift(timedelta(seconds=61))
        assert watch_banier(request) is not None


@pytest.mark.parametrize(
    ("tijd", "words"),
    [
        (timedelta(0), "0,0 seconden"),
        (timedelta(seconds=1.26), "1,3 seconden"),
        (timedelta(minutes=1), "1 minuut"),
        (timedelta(minutes=61), "1 uur en 1 minuut"),
        (timedelta(days=1, hours=2, minutes=5), "1 dag en 2 uur"),
        (timedelta(days=3), "3 dagen"),
    ],
)
def test_how_long_in_words(tijd: timedelta, words: str) -> None:
    assert duur(tijd) == words
