"""No generated mail holds anything personal, whatever people wrote: every template, rendered for
hostile data and read as the bytes that a mail server gets.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from datetime import date, timedelta
from email import policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from cases.models import Casus, Leerling
from cases.services.tijdlijn import add_notitie, add_taak
from monitoring.ladder import Trede
from monitoring.models import Escalatie, ReactieSoort
from monitoring.services.actiereacties import address_by_hand
from monitoring.services.reacties import answer_escalatie
from monitoring.services.storingen import queue_storingen
from monitoring.services.watch import run_round
from pact.keuzes import OverlegSoort, OverlegStatus
from pact.models import (
    Actie,
    Bouwsteenvraag,
    Contactpersoon,
    Deelname,
    Overleg,
    Pact,
    Thema,
)
from pact.services.bouwstenen import remind_partners
from pact.services.overleg import adopt_verslag, send_verslag
from pact.services.rapportage import send_rapportage
from tests.factories import Region, make_casus, make_user
from tests.pact.hulp import Kring, make_kring
from tests.pact.rapporten import make_rapportage_row
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.accounts.services import invite_user, request_password_reset
from thuiszitters.berichten.bundelen import bundle_berichten
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.sender import send_berichten
from thuiszitters.kalender import is_werkdag

pytestmark = pytest.mark.usefixtures("monday")
SJABLONEN = {
    path.name for path in (Path(django_settings.BASE_DIR) / "templates/berichten").iterdir()
}

BORN = date(2012, 3, 9)
BSN = "123456782"
STREET = "Geheimestraat 14a, 9711 AB Canariestad"
# Each value holds a word that may be nowhere, and what tries to get out of its place.
HOSTILE = {
    "voornaam": "Kanarie\"'<b>Voor</b>",
    "achternaam": "Kanarie-Achter\r\nBcc: spion@kwaad.example",
    "organisatie": 'Kanarie-school "De <i>Vogel</i>"\nX-Kwaad: ja',
    "mens": "Kanarie-mens\r\nSubject: overgenomen\r\n\r\n<script>alert(1)</script>",
    "woorden": f"Moeder Kanarie zegt: BSN {BSN}, {STREET}. {{{{ casus.leerling }}}} %(naam)s",
}
SECRETS = [
    "kanarie",
    "canariestad",
    "geheimestraat",
    "9711",
    BSN,
    "spion",
    "kwaad",
    "overgenomen",
    "<script",
    "leerling }}",
    "%(",
    # The day of birth, as people and machines write it.
    "2012",
    "9-3-",
    "09-03-",
    "9 mrt",
    "9 maart",
    "03-09",
]
RANDOM = re.compile(r"https?://\S+|<[^<>\s]+@[^<>\s]+>|boundary=\S+")
"""A link holds a number or a signed token; a Message-ID and a boundary are random."""
HEADERS = {
    "content-type",
    "mime-version",
    "subject",
    "from",
    "to",
    "message-id",
    "date",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "reply-to",
    "content-transfer-encoding",
}


@pytest.fixture
def hostile(region: Region) -> Casus:
    """A casus of which everything that somebody could write is hostile.

    Put into the database directly: what the forms refuse may still come in by another way.
    """
    casus = make_casus(region, dagen=14, notitie=HOSTILE["woorden"])
    add_notitie(casus=casus, tekst=HOSTILE["woorden"], inzender=region.by())
    add_taak(
        casus=casus,
        omschrijving=HOSTILE["woorden"][:100],
        eigenaar=region.coordinator,
        voor_op=None,
        inzender=region.by(),
    )
    Leerling.objects.update(
        voornaam=HOSTILE["voornaam"], achternaam=HOSTILE["achternaam"], geboortedatum=BORN
    )
    Casus.objects.update(kenmerk=HOSTILE["achternaam"])
    Organisatie.objects.update(naam=HOSTILE["organisatie"])
    User.objects.update(naam=HOSTILE["mens"])
    return casus


@pytest.fixture
def hostile_pact(hostile: Casus) -> Kring:
    """A pact whose every word is hostile, with actions that are asked about all the time."""
    kring = make_kring()
    for days in (10, 30, None):
        actie = kring.actie(eigenaar=kring.partner, dagen=days)
        Actie.objects.filter(pk=actie.pk).update(
            activiteit=HOSTILE["woorden"], toelichting=HOSTILE["woorden"]
        )
    address_by_hand(
        actie=actie,
        trede=Trede.STIMULEREN,
        tekst=f"Kanarie: {STREET}",
        inzender=kring.inzender,
    )
    Pact.objects.update(naam=HOSTILE["organisatie"], motto=HOSTILE["woorden"])
    Thema.objects.filter(pk=kring.themas[0].pk).update(naam=HOSTILE["organisatie"])
    Organisatie.objects.update(naam=HOSTILE["organisatie"])
    User.objects.filter(pk=kring.deelnemer.pk).update(mailvoorkeur="dagelijks")
    return kring


def werkdagen_from(monday: time_machine.Traveller, count: int) -> Iterator[date]:
    """Go to noon of so many werkdagen in a row."""
    found = 0
    while found < count:
        if is_werkdag(timezone.localdate()):
            found += 1
            yield timezone.localdate()
        monday.shift(timedelta(days=1))


def answer_everything(region: Region, nth: int) -> None:
    """Answer what is open, now this way and then that, in hostile words."""
    for signal in Escalatie.objects.filter(status="open", casus__isnull=False).order_by("pk"):
        passes = nth % 7 == 3
        user = region.coordinator
        answer_escalatie(
            escalatie=signal,
            soort=ReactieSoort.DOORGESTUURD if passes else ReactieSoort.NEEM_OP,
            toelichting=HOSTILE["woorden"],
            naar=region.zorgcoordinator if passes else None,
            rust_tot=None if passes else timezone.localdate() + timedelta(days=2),
            inzender=region.by(user),
        )


def accounts(region: Region) -> None:
    """Cause the mails about accounts, and what goes wrong for a beheerder to read."""
    request_password_reset(user=region.coordinator)
    invite_user(
        email="nieuw@voorbeeld.example",
        naam=HOSTILE["mens"].split("\r")[0],
        organisatie=region.swv,
        rol=Rol.DIRECTEUR,
        door=None,
    )
    failed = Bericht.objects.filter(sjabloon="signaal").first()
    assert failed is not None
    Bericht.objects.filter(pk=failed.pk).update(toestand=Toestand.MISLUKT, reden="550")
    queue_storingen(nu=timezone.now())


def reports() -> None:
    """Cause the mails about a report, bouwstenen and minutes of a wholly hostile pact."""
    kring = make_kring("rapport-2026")
    Contactpersoon.objects.create(partner=kring.partner, user=kring.deelnemer)
    Pact.objects.update(
        naam=HOSTILE["organisatie"], motto=HOSTILE["woorden"], regio=HOSTILE["achternaam"]
    )
    Organisatie.objects.update(naam=HOSTILE["organisatie"])
    User.objects.update(naam=HOSTILE["mens"])
    send_rapportage(
        rapportage=make_rapportage_row(Pact.objects.get(pk=kring.pact.pk), kring.regievoerder),
        inzender=kring.inzender,
    )
    vraag = Bouwsteenvraag.objects.create(
        pact=kring.pact,
        nr=1,
        vraag=HOSTILE["woorden"],
        uiterlijk=timezone.localdate() + timedelta(days=10),
        door=kring.regievoerder,
    )
    remind_partners(vraag=vraag, inzender=kring.inzender)
    held = Overleg.objects.create(
        pact=kring.pact,
        nr=1,
        soort=OverlegSoort.DIRECTEUREN,
        titel=HOSTILE["achternaam"],
        datum=timezone.localdate(),
        plaats=STREET,
        status=OverlegStatus.GEHOUDEN,
        inleiding=HOSTILE["woorden"],
    )
    Deelname.objects.create(overleg=held, partner=kring.partner, user=kring.deelnemer)
    held = adopt_verslag(overleg=held, inzender=kring.inzender)
    send_verslag(overleg=held, inzender=kring.inzender)


@pytest.fixture
def sent(
    region: Region,
    hostile: Casus,
    hostile_pact: Kring,
    monday: time_machine.Traveller,
) -> list[tuple[str, EmailMessage]]:
    """Every mail of three months at home, each with its template, read back from its bytes."""
    User.objects.filter(pk=region.directeur.pk).update(mailvoorkeur="dagelijks")
    User.objects.filter(pk=region.coordinator.pk).update(mailvoorkeur="dagelijks")
    make_user(Rol.BEHEERDER, region.swv)
    User.objects.update(naam=HOSTILE["mens"])
    for nth, day in enumerate(werkdagen_from(monday, 75)):
        run_round(peildatum=day)
        if nth == 20:
            accounts(region)
            reports()
        bundle_berichten(nu=timezone.now())
        send_berichten()
        if nth % 9 in {3, 4}:
            answer_everything(region, nth)
    made = {str(bericht.message_id): bericht.sjabloon for bericht in Bericht.objects.all()}
    found = []
    for message in mail.outbox:
        raw = message.message().as_bytes()
        read = email.message_from_bytes(raw, policy=policy.default)
        assert isinstance(read, EmailMessage)
        found.append((made[str(read["Message-ID"])], read))
    return found


def texts(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Give everything in a mail that can be read, each with where it stands."""
    for name, value in message.items():
        yield name.lower(), str(value)
    for part in message.walk():
        if not part.is_multipart():
            content = str(part.get_content())
            yield part.get_content_type(), content
            yield (
                f"{part.get_content_type()}, as it is shown",
                unescape(re.sub(r"<[^>]*>", "", content)),
            )
            for name, value in part.items():
                yield f"part {name.lower()}", str(value)


def personal_words(sent: list[tuple[str, EmailMessage]]) -> list[tuple[str, str, str]]:
    """Return what is in the mails that may not be, with template and place."""
    return [
        (sjabloon, where, secret)
        for sjabloon, message in sent
        for where, text in texts(message)
        for secret in SECRETS
        if secret in RANDOM.sub("", text).lower()
    ]


def check_headers(sjabloon: str, message: EmailMessage, people: set[str]) -> None:
    """Fail where something got in between the headers, or they cannot be read."""
    names = [name.lower() for name, _ in message.items()]
    assert set(names) <= HEADERS, sjabloon
    assert len(names) == len(set(names)), sjabloon
    assert str(message["To"]) in people
    assert "\n" not in str(message["Subject"])
    assert message.defects == []


def test_no_mail_holds_anything_personal(sent: list[tuple[str, EmailMessage]]) -> None:
    assert {sjabloon for sjabloon, _ in sent} == SJABLONEN
    assert len(sent) > 20
    assert personal_words(sent) == []
    people = set(User.objects.values_list("email", flat=True))
    for sjabloon, message in sent:
        check_headers(sjabloon, message, people)
    # Off is offered only where it is allowed: a signal at once is not.
    with_off = {sjabloon for sjabloon, message in sent if message["List-Unsubscribe"]}
    assert with_off <= {"overzicht", "storingen"}
    # The check itself sees a name, in whichever place.
    _, message = sent[0]
    message["X-Proef"] = "=?utf-8?q?Kanarie?="
    assert personal_words(sent[:1])


def test_words_of_a_rule_stay_in_their_place(region: Region, settings: Settings) -> None:
    # A rule is made by a beheerder; whatever is in it, it is text and never a header or markup.
    make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())
    Escalatie.objects.filter(status="open").update(
        vraag="Bel nu\r\nBcc: spion@kwaad.example <script>alert(1)</script>",
        aanleiding="{{ nummer }} {% now %} %(x)s",
    )

    send_berichten()

    for message in mail.outbox:
        read = email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
        assert isinstance(read, EmailMessage)
        assert read["Bcc"] is None
        html = read.get_body(("html",))
        plain = read.get_body(("plain",))
        assert html is not None
        assert plain is not None
        assert "<script>" not in html.get_content()
        assert "{{ nummer }} {% now %} %(x)s" in plain.get_content()
