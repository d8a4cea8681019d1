"""What the mails say, and what they never say."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from cases.models import Casus
from cases.services.feiten import register_terugkeer
from monitoring.ladder import LANDELIJKE_LADDER
from monitoring.models import Escalatie, Geadresseerde, ReactieSoort
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from monitoring.signaalmail import signaal_context
from tests.factories import Region, make_casus, make_user
from thuiszitters.accounts.models import User, Vervanging
from thuiszitters.accounts.rollen import Rol
from thuiszitters.accounts.services import invite_user, request_password_reset
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.sender import send_berichten

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)
CHILD = {"voornaam": "Kanarie-voornaam", "achternaam": "Kanarie-achternaam"}
BORN = date(2012, 3, 9)


def html_of(message: EmailMultiAlternatives) -> str:
    """Return the HTML part."""
    (part,) = message.alternatives
    return str(part.content)  # type: ignore[attr-defined]


def all_words(message: EmailMultiAlternatives) -> str:
    """Return everything the mail says, subject included."""
    return "\n".join((str(message.subject), str(message.body), html_of(message)))


def sent_to(user: User) -> EmailMultiAlternatives:
    """Send what waits, and return the one mail to this person."""
    send_berichten()
    (found,) = [message for message in mail.outbox if message.to == [user.email]]
    assert isinstance(found, EmailMultiAlternatives)
    return found


@pytest.fixture
def casus(region: Region) -> Casus:
    """A casus of which every personal word is a canary."""
    for organisatie, naam in (
        (region.school, "Kanarie-school"),
        (region.gemeente, "Kanarie-gemeente"),
        (region.swv, "Kanarie-swv"),
        (region.bestuur, "Kanarie-bestuur"),
    ):
        organisatie.naam = naam
        organisatie.save()
    for person in (region.leerplichtambtenaar, region.coordinator, region.directeur):
        person.naam = "Kanarie-ontvanger"
        person.save()
    return make_casus(region, dagen=30, geboortedatum=BORN, notitie="Kanarie-notitie", **CHILD)


def test_the_mail_of_a_signal_says_it_in_five_lines(region: Region, casus: Casus) -> None:
    run_round(peildatum=TODAY)

    message = sent_to(region.leerplichtambtenaar)

    signal = Escalatie.objects.get(status="open")
    assert message.subject == f"Casus {casus.nummer}: signaleren, reageer uiterlijk do 26 nov"
    link = f"http://testserver/signalen/{signal.pk}/"
    lines = [line for line in str(message.body).splitlines() if line]
    assert lines == [
        f"Casus {casus.nummer}: signaleren",
        "Wat er speelt: De leerling zit vier weken thuis. Deze trede geldt sinds 21 november 2026.",
        f"Wat er gevraagd wordt: {signal.vraag}",
        "Reageer uiterlijk: donderdag 26 november 2026.",
        f"Bekijk de casus en reageer: {link}",
        "Je krijgt dit bericht omdat je als leerplichtambtenaar bij deze casus betrokken bent. "
        "In deze e-mail staan geen persoonsgegevens: je logt eerst in.",
    ]


class _Words(HTMLParser):
    """Collects the words, links and elements of an HTML part."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += f" {data}"


def test_text_and_html_say_the_same(region: Region, casus: Casus) -> None:
    run_round(peildatum=TODAY)
    message = sent_to(region.directeur)

    html = _Words(html_of(message))
    words = set(re.findall(r"\w+", html.words))
    (link,) = re.findall(r"http\S+", str(message.body))
    text = set(re.findall(r"\w+", str(message.body).replace(link, "")))

    assert text <= words
    assert html.links == [link]


@pytest.mark.parametrize("sjabloon", ["signaal", "uitnodiging", "wachtwoord"])
def test_the_html_needs_nothing_from_elsewhere(region: Region, casus: Casus, sjabloon: str) -> None:
    if sjabloon == "signaal":
        run_round(peildatum=TODAY)
    elif sjabloon == "wachtwoord":
        request_password_reset(user=region.directeur)
    else:
        region.directeur.set_unusable_password()
        region.directeur.save()
        invite_user(
            email=region.directeur.email,
            naam="",
            organisatie=region.swv,
            rol=Rol.AUDITOR,
            door=None,
        )

    html = html_of(sent_to(region.directeur))

    found = _Words(html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="nl">')
    forbidden = {"table", "img", "style", "script", "link", "iframe", "svg"}
    assert not set(found.elements) & forbidden
    assert not {name for name, _ in found.attributes} & {"src", "srcset", "background"}
    assert "url(" not in html
    assert all(link.startswith("http://testserver/") for link in found.links)
    assert ("content", "light dark") in found.attributes
    assert found.elements.count("h1") == 1


def test_no_mail_holds_a_personal_word(region: Region, casus: Casus) -> None:
    for day in range(120):
        run_round(peildatum=date.fromordinal(TODAY.toordinal() + day))
        send_berichten()
    request_password_reset(user=region.coordinator)
    invite_user(
        email="nieuw@voorbeeld.example",
        naam="Kanarie-ontvanger",
        organisatie=region.swv,
        rol=Rol.DIRECTEUR,
        door=None,
    )
    send_berichten()

    rungs = {message.subject.split(": ")[-1].split(",")[0] for message in mail.outbox}
    assert {"signaleren", "aanspreken"} <= rungs
    assert len(mail.outbox) >= 10
    for message in mail.outbox:
        assert isinstance(message, EmailMultiAlternatives)
        words = all_words(message)
        assert "kanarie" not in words.lower()
        for birth in ("2012", "9 mrt", "9 maart", "9-3", "09-03", "03-09"):
            assert birth not in words


def test_the_words_of_the_ladder_hold_no_place_for_a_name() -> None:
    for regel in LANDELIJKE_LADDER.regels:
        assert not re.search(r"[{}%]", regel.aanleiding + regel.vraag)


def test_text_is_plain_also_where_html_would_escape(region: Region, casus: Casus) -> None:
    run_round(peildatum=TODAY)
    Escalatie.objects.filter(status="open").update(vraag="Bel 'r & plan <vandaag>")

    message = sent_to(region.leerplichtambtenaar)

    assert "Bel 'r & plan <vandaag>" in str(message.body)
    assert "Bel &#x27;r &amp; plan &lt;vandaag&gt;" in html_of(message)


def test_who_gets_it_passed_on_reads_why(region: Region, casus: Casus) -> None:
    run_round(peildatum=TODAY)
    signal = Escalatie.objects.get(status="open")
    answer_escalatie(
        escalatie=signal,
        soort=ReactieSoort.DOORGESTUURD,
        toelichting="",
        naar=region.zorgcoordinator,
        inzender=region.by(region.leerplichtambtenaar),
    )

    words = all_words(sent_to(region.zorgcoordinator))

    assert "omdat iemand die bij deze casus betrokken is, dit signaal aan jou doorstuurde" in words


def test_who_replaces_somebody_reads_why_without_a_name(region: Region, casus: Casus) -> None:
    stand_in = make_user(Rol.DIRECTEUR, region.swv)
    Vervanging.objects.create(
        user=region.coordinator,
        vervanger=stand_in,
        organisatie=region.swv,
        van=TODAY,
        tot=TODAY + timedelta(days=7),
    )
    run_round(peildatum=TODAY)
    Geadresseerde.objects.filter(user=stand_in, wijze="rol").update(
        wijze="vervanging", rol=Rol.COORDINATOR, namens=region.coordinator
    )

    words = all_words(sent_to(stand_in))

    assert "omdat je een coördinator vervangt die bij deze casus betrokken is" in words
    assert region.coordinator.naam not in words


def test_the_next_in_line_reads_why(region: Region, casus: Casus) -> None:
    lid = region.leerplichtambtenaar.lidmaatschappen.get()
    lid.tot = TODAY
    lid.save()
    run_round(peildatum=TODAY)
    Geadresseerde.objects.filter(user=region.coordinator).update(
        wijze="volgende", rol=Rol.LEERPLICHTAMBTENAAR
    )

    words = all_words(sent_to(region.coordinator))

    assert "omdat er bij deze casus nu niemand te bereiken is als leerplichtambtenaar" in words


# --- by silence, and reminders ----------------------------------------------------------------
def remind(region: Region, day: date = date(2026, 11, 27)) -> Escalatie:
    """Let everybody be silent about a casus until this day; return its signal."""
    run_round(peildatum=TODAY)
    send_berichten()
    mail.outbox.clear()
    run_round(peildatum=day)
    return Escalatie.objects.get(status="open")


def test_a_reminder_says_why_in_the_style_of_the_signal(
    region: Region, casus: Casus, monday: time_machine.Traveller
) -> None:
    signal = remind(region)

    message = sent_to(region.leerplichtambtenaar)

    assert message.subject == (
        f"Herinnering casus {casus.nummer}: signaleren, reageer uiterlijk wo 2 dec"
    )
    assert [line for line in str(message.body).splitlines() if line] == [
        f"Herinnering, casus {casus.nummer}: signaleren",
        "Waarom een herinnering: Er kwam geen reactie op het signaal van 23 november 2026.",
        "Wat er speelt: De leerling zit vier weken thuis.",
        f"Wat er gevraagd wordt: {signal.vraag}",
        "Reageer uiterlijk: woensdag 2 december 2026.",
        f"Bekijk de casus en reageer: http://testserver/signalen/{signal.pk}/",
        "Je krijgt dit bericht omdat je als leerplichtambtenaar bij deze casus betrokken bent. "
        "In deze e-mail staan geen persoonsgegevens: je logt eerst in.",
    ]


def test_a_reminder_after_the_day_it_was_taken_up_until_says_that(
    region: Region, casus: Casus
) -> None:
    run_round(peildatum=TODAY)
    send_berichten()
    mail.outbox.clear()
    answer_escalatie(
        escalatie=Escalatie.objects.get(status="open"),
        soort=ReactieSoort.NEEM_OP,
        toelichting="Kanarie-antwoord",
        naar=None,
        rust_tot=date(2026, 11, 25),
        inzender=region.by(region.directeur),
    )
    run_round(peildatum=date(2026, 11, 26))

    words = all_words(sent_to(region.leerplichtambtenaar))

    assert "Dit signaal was opgepakt tot en met 25 november 2026. Die dag is voorbij" in words
    assert "Kanarie" not in words


def test_a_signal_by_silence_says_so(region: Region, casus: Casus) -> None:
    remind(region)
    mail.outbox.clear()
    Bericht.objects.update(toestand=Toestand.INGETROKKEN)
    run_round(peildatum=date(2026, 12, 3))

    words = all_words(sent_to(region.bestuurder))

    assert f"Casus {casus.nummer}: aanspreken" in words
    assert "bereikt omdat er geen reactie kwam, ook niet na een herinnering." in words
    assert "Deze trede geldt sinds" not in words


def _answered(region: Region, signal: Escalatie) -> None:
    answer_escalatie(
        escalatie=signal,
        soort=ReactieSoort.NEEM_OP,
        toelichting="Ik bel.",
        naar=None,
        rust_tot=TODAY,
        inzender=region.by(),
    )
    Bericht.objects.update(toestand=Toestand.WACHTEND)


def _no_longer_asked(region: Region, signal: Escalatie) -> None:
    Geadresseerde.objects.filter(escalatie=signal).update(tot=TODAY)


def _never_asked(region: Region, signal: Escalatie) -> None:
    Geadresseerde.objects.all().delete()


def _reminded_later(region: Region, signal: Escalatie) -> None:
    Escalatie.objects.filter(pk=signal.pk).update(herinnerd_op=date(2026, 12, 4))


def _term_anew(region: Region, signal: Escalatie) -> None:
    Escalatie.objects.filter(pk=signal.pk).update(herinnerd_op=None)


@pytest.mark.parametrize(
    "change", [_answered, _no_longer_asked, _never_asked, _reminded_later, _term_anew]
)
def test_a_reminder_that_is_no_longer_true_is_not_sent(
    region: Region, casus: Casus, change: Callable[[Region, Escalatie], None]
) -> None:
    signal = remind(region)

    change(region, signal)
    send_berichten()

    assert mail.outbox == []


@pytest.mark.parametrize("change", [_answered, _no_longer_asked, _never_asked])
def test_a_signal_that_is_no_longer_theirs_is_not_sent(
    region: Region, casus: Casus, change: Callable[[Region, Escalatie], None]
) -> None:
    run_round(peildatum=TODAY)

    change(region, Escalatie.objects.get(status="open"))
    send_berichten()

    assert mail.outbox == []


def test_passed_on_only_the_other_gets_it(region: Region, casus: Casus) -> None:
    run_round(peildatum=TODAY)
    answer_escalatie(
        escalatie=Escalatie.objects.get(status="open"),
        soort=ReactieSoort.DOORGESTUURD,
        toelichting="",
        naar=region.zorgcoordinator,
        inzender=region.by(region.leerplichtambtenaar),
    )
    # Withdrawn as it is, also a mail that was on its way already has nothing to say any more.
    Bericht.objects.update(toestand=Toestand.WACHTEND)

    send_berichten()

    to = {message.to[0] for message in mail.outbox}
    assert to == {
        region.zorgcoordinator.email,
        region.coordinator.email,
        region.directeur.email,
    }


def test_the_most_urgent_comes_first_in_the_overzicht(region: Region, casus: Casus) -> None:
    run_round(peildatum=TODAY)
    bericht = Bericht.objects.get(ontvanger=region.directeur)
    signal = Escalatie.objects.get(status="open")

    def urgency(trede: str, last: date) -> tuple[int, int]:
        Escalatie.objects.filter(pk=signal.pk).update(
            trede=trede, reageer_voor=last, oorzaak="stilte"
        )
        context = signaal_context(bericht)
        assert context is not None
        found: tuple[int, int] = context["urgentie"]
        return found

    tomorrow, later = date(2026, 11, 24), date(2026, 11, 30)
    assert (
        urgency("aanspreken", tomorrow)
        < urgency("preventie", tomorrow)
        < urgency("aanspreken", later)
        < urgency("signaleren", later)
    )


def test_a_mail_that_is_no_longer_true_is_not_sent(region: Region, casus: Casus) -> None:
    run_round(peildatum=TODAY)
    register_terugkeer(casus=casus, op=TODAY, school=None, tekst="", inzender=region.by())
    Escalatie.objects.update(status="vervallen")

    send_berichten()

    assert mail.outbox == []
    assert set(Bericht.objects.values_list("toestand", flat=True)) == {Toestand.INGETROKKEN}


def test_the_deadline_names_its_year_when_that_is_another(region: Region) -> None:
    make_casus(region, dagen=30)
    run_round(peildatum=date(2026, 12, 30))

    message = sent_to(region.leerplichtambtenaar)

    assert message.subject.endswith("reageer uiterlijk di 5 jan 2027")


def _link_in(message: EmailMultiAlternatives) -> str:
    (link,) = re.findall(r"http://testserver(/\S+)", str(message.body))
    return str(link)


def test_an_invitation_lets_somebody_choose_a_password_and_log_in(region: Region) -> None:
    beheerder = make_user(Rol.BEHEERDER, region.swv)
    lid = invite_user(
        email="Nieuw@Voorbeeld.example",
        naam="Nieuwe Collega",
        organisatie=region.swv,
        rol=Rol.COORDINATOR,
        door=beheerder,
    )
    message = sent_to(lid.user)
    assert "De link werkt 3 dagen, en één keer." in str(message.body)
    browser = Client()

    form = browser.get(_link_in(message), follow=True)
    address = form.redirect_chain[-1][0]
    word = "een-lang-nieuw-woord"
    done = browser.post(address, {"password1": word, "password2": word}, follow=True)
    assert done.status_code == 200
    entered = browser.post("/inloggen/", {"login": lid.user.email, "password": word})

    assert entered.status_code == 302
    again = Client().get(_link_in(message), follow=True)
    assert "Deze link werkt niet meer" in again.content.decode()


def test_an_invitation_that_was_used_is_not_sent_again(region: Region) -> None:
    lid = invite_user(
        email="nieuw@voorbeeld.example",
        naam="Nieuwe Collega",
        organisatie=region.swv,
        rol=Rol.COORDINATOR,
        door=None,
    )
    lid.user.set_password("al-gekozen-woord")
    lid.user.save()

    send_berichten()

    assert mail.outbox == []


def test_a_new_password_can_be_asked_for_by_the_page(region: Region) -> None:
    response = Client().post("/wachtwoord/vergeten/", {"email": region.coordinator.email})
    assert response.status_code == 302
    message = sent_to(region.coordinator)

    form = Client().get(_link_in(message), follow=True)

    assert message.subject == "Thuiszitters: kies een nieuw wachtwoord"
    assert "Nieuw wachtwoord" in form.content.decode()


def test_who_lost_the_invitation_can_ask_for_a_new_link(region: Region) -> None:
    lid = invite_user(
        email="nieuw@voorbeeld.example",
        naam="Nieuwe Collega",
        organisatie=region.swv,
        rol=Rol.COORDINATOR,
        door=None,
    )
    Bericht.objects.update(toestand=Toestand.VERZONDEN)

    Client().post("/wachtwoord/vergeten/", {"email": lid.user.email})

    form = Client().get(_link_in(sent_to(lid.user)), follow=True)
    assert "Nieuw wachtwoord" in form.content.decode()


def test_an_unknown_address_is_told_the_same_and_mails_nobody(region: Region) -> None:
    known = Client().post("/wachtwoord/vergeten/", {"email": region.coordinator.email})
    unknown = Client().post("/wachtwoord/vergeten/", {"email": "niemand@voorbeeld.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Bericht.objects.filter(sjabloon="wachtwoord").count() == 1


def test_the_link_in_an_invitation_ends_after_three_days(
    region: Region, monday: time_machine.Traveller
) -> None:
    request_password_reset(user=region.coordinator)
    link = _link_in(sent_to(region.coordinator))
    monday.shift(60 * 60 * 24 * 3 + 60)

    page = Client().get(link, follow=True)

    assert "Deze link werkt niet meer" in page.content.decode()
