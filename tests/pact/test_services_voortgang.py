"""What the people of an action say of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.models.casus import METEEN, NOOIT
from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import Antwoord, PartnerRol, Periodelezing, Status
from pact.models import Actie, Bestand, Bewijs, Partner
from pact.services.acties import change_actie, inhoud_of
from pact.services.partners import add_partner, end_partner
from pact.services.voortgang import (
    add_bewijs,
    add_update,
    finish_actie,
    hand_over_actie,
    postpone_actie,
    store_bestand,
)
from tests.factories import make_organisatie
from tests.pact.hulp import Kring
from thuiszitters.accounts.rollen import Soort
from thuiszitters.audit.models import AuditRegel

BSN = "123456782"


def partner_of(kring: Kring) -> Inzender:
    """The person at the gemeente, as who writes."""
    return Inzender(door=kring.deelnemer, namens=kring.gemeente)


def new_partner(kring: Kring) -> Partner:
    return add_partner(
        pact=kring.pact,
        organisatie=make_organisatie(Soort.GEMEENTE),
        rol=PartnerRol.DEELNEMER,
        inzender=kring.inzender,
    )


def messages_of(refused: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    return refused.value.message_dict


def later(kring: Kring, actie: Actie, inzender: Inzender) -> object:
    day = timezone.localdate() + timedelta(days=30)
    return postpone_actie(actie=actie, deadline=day, reden="Ziekte", inzender=inzender)


def over(kring: Kring, actie: Actie, inzender: Inzender) -> object:
    to = Partner.objects.get(pact=kring.pact, organisatie=kring.penvoerder)
    return hand_over_actie(actie=actie, naar=to, reden="Past beter", inzender=inzender)


def done(kring: Kring, actie: Actie, inzender: Inzender) -> object:
    return finish_actie(actie=actie, bewijs="Het verslag", inzender=inzender)


def update(kring: Kring, actie: Actie, inzender: Inzender) -> object:
    return add_update(actie=actie, tekst="Het loopt", inzender=inzender)


def evidence(kring: Kring, actie: Actie, inzender: Inzender) -> object:
    return add_bewijs(actie=actie, omschrijving="Het verslag", inzender=inzender)


Answer = Callable[[Kring, Actie, Inzender], object]
ANSWERS: list[Answer] = [later, over, done]
SAID: list[Answer] = [*ANSWERS, update, evidence]


def test_an_update_is_a_line_and_changes_nothing(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    before = inhoud_of(actie)
    line = add_update(actie=actie, tekst=" De lijst ligt er.\r\n", inzender=partner_of(kring))
    assert (line.soort, line.tekst, line.versie) == ("update", "De lijst ligt er.", 1)
    assert (line.door, line.namens) == (kring.deelnemer, kring.gemeente)
    actie.refresh_from_db()
    assert (inhoud_of(actie), actie.versie) == (before, 1)
    logged = AuditRegel.objects.get(gebeurtenis="actie stand van zaken")
    assert "lijst" not in str(logged.gegevens)


@pytest.mark.parametrize("say", SAID)
def test_the_watch_looks_at_it_again(kring: Kring, say: Answer) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    Actie.objects.update(volgende_controle_op=NOOIT)
    say(kring, actie, partner_of(kring))
    assert Actie.objects.get().volgende_controle_op == METEEN


@pytest.mark.parametrize("say", SAID)
def test_sent_twice_is_written_once(kring: Kring, say: Answer) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    inzender = replace(partner_of(kring), sleutel=uuid4(), versie=1)
    say(kring, actie, inzender)
    with pytest.raises(AlGedaan) as twice:
        say(kring, actie, inzender)
    assert (twice.value.code, twice.value.nr) == (kring.pact.code, actie.nr)
    assert actie.geschiedenis.count() == 2


@pytest.mark.parametrize("say", ANSWERS)
def test_an_answer_to_what_has_changed_is_asked_again(kring: Kring, say: Answer) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    change_actie(
        actie=actie,
        inhoud=replace(inhoud_of(actie), resultaat_verwacht="Eén lijst"),
        inzender=kring.inzender,
    )
    with pytest.raises(VerouderdeVersie):
        say(kring, actie, replace(partner_of(kring), versie=1))
    say(kring, actie, replace(partner_of(kring), versie=2))


@pytest.mark.parametrize("say", ANSWERS)
@pytest.mark.parametrize("status", [Status.GEDAAN, Status.VERVALLEN])
def test_what_is_over_stays_so(kring: Kring, say: Answer, status: Status) -> None:
    actie = kring.actie(status=status, toelichting="Niet meer nodig", eigenaar=kring.partner)
    with pytest.raises(ValidationError) as refused:
        say(kring, actie, partner_of(kring))
    assert f"al {status.label.lower()}" in refused.value.messages[0]


@pytest.mark.parametrize("tekst", ["", "  \r\n ", f"Het gaat om {BSN}."])
def test_a_text_is_needed_without_a_childs_number(kring: Kring, tekst: str) -> None:
    actie, by = kring.actie(eigenaar=kring.partner), partner_of(kring)
    day = timezone.localdate() + timedelta(days=9)
    to = Partner.objects.get(pact=kring.pact, organisatie=kring.penvoerder)
    calls: list[tuple[str, Callable[[], object]]] = [
        ("tekst", lambda: add_update(actie=actie, tekst=tekst, inzender=by)),
        ("omschrijving", lambda: add_bewijs(actie=actie, omschrijving=tekst, inzender=by)),
        ("bewijs", lambda: finish_actie(actie=actie, bewijs=tekst, inzender=by)),
        ("reden", lambda: postpone_actie(actie=actie, deadline=day, reden=tekst, inzender=by)),
        ("reden", lambda: hand_over_actie(actie=actie, naar=to, reden=tekst, inzender=by)),
    ]
    for veld, call in calls:
        with pytest.raises(ValidationError) as refused:
            call()
        assert set(messages_of(refused)) == {veld}
    assert actie.geschiedenis.count() == 1
    assert not Bewijs.objects.exists()


def test_done_needs_evidence_and_keeps_what_was_reached(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner, resultaat_bereikt="De helft")
    saved = finish_actie(
        actie=actie,
        bewijs="Het verslag van juni",
        link="https://voorbeeld.example/verslag",
        inzender=partner_of(kring),
    )
    assert (saved.status, saved.resultaat_bereikt) == (Status.GEDAAN, "De helft")
    line = saved.geschiedenis.get(versie=2)
    assert (line.soort, line.antwoord) == ("antwoord", Antwoord.GEDAAN)
    assert line.bewijs == Bewijs.objects.get()
    assert [w["veld"] for w in line.wijzigingen] == ["status"]


def test_done_with_a_result(kring: Kring) -> None:
    saved = finish_actie(
        actie=kring.actie(), resultaat="Eén lijst", bewijs="De lijst", inzender=kring.inzender
    )
    assert saved.resultaat_bereikt == "Eén lijst"


def test_later_is_a_new_deadline_by_a_person(kring: Kring) -> None:
    actie = kring.actie(dagen=-3, periode_tekst="najaar", periode_lezing=Periodelezing.GELEZEN)
    day = timezone.localdate() + timedelta(days=10)
    saved = postpone_actie(
        actie=actie, deadline=day, reden="Wij wachten op cijfers.", inzender=partner_of(kring)
    )
    assert (saved.deadline, saved.periode_tekst) == (day, "najaar")
    assert saved.periode_lezing == Periodelezing.GECORRIGEERD
    line = saved.geschiedenis.get(versie=2)
    assert (line.antwoord, line.tekst) == (Antwoord.LATER, "Wij wachten op cijfers.")


@pytest.mark.parametrize(
    ("dagen", "waarom"), [(-1, "al voorbij"), (5, "na de deadline"), (4, "na")]
)
def test_later_is_later(kring: Kring, dagen: int, waarom: str) -> None:
    actie = kring.actie(dagen=5)
    with pytest.raises(ValidationError) as refused:
        postpone_actie(
            actie=actie,
            deadline=timezone.localdate() + timedelta(days=dagen),
            reden="Druk",
            inzender=partner_of(kring),
        )
    assert waarom in messages_of(refused)["deadline"][0]


def test_passed_on(kring: Kring) -> None:
    to = new_partner(kring)
    actie = kring.actie(eigenaar=kring.partner, mede_eigenaren=frozenset({to}))
    saved = hand_over_actie(
        actie=actie, naar=to, reden="Zij doen dit al.", inzender=partner_of(kring)
    )
    assert saved.eigenaar == to
    assert list(saved.mede_eigenaren.all()) == []
    line = saved.geschiedenis.get(versie=2)
    assert (line.antwoord, line.tekst) == (Antwoord.OVERDRAGEN, "Zij doen dit al.")
    [change] = [w for w in line.wijzigingen if w["veld"] == "eigenaar"]
    assert (change["oud"], change["nieuw"]) == (str(kring.partner), str(to))


def test_it_does_not_go_round(kring: Kring) -> None:
    first, second, third = kring.partner, new_partner(kring), new_partner(kring)
    actie = kring.actie(eigenaar=first)

    def pass_on(to: Partner) -> None:
        hand_over_actie(actie=actie, naar=to, reden="Past beter", inzender=partner_of(kring))

    pass_on(second)
    pass_on(third)
    for earlier in (first, second):
        with pytest.raises(ValidationError) as refused:
            pass_on(earlier)
        assert "gaat ze rond" in messages_of(refused)["naar"][0]
    # Another change does not open the way round; the regievoerder choosing an owner does.
    actie = Actie.objects.get()
    change_actie(
        actie=actie, inhoud=replace(inhoud_of(actie), status=Status.LOOPT), inzender=kring.inzender
    )
    with pytest.raises(ValidationError):
        pass_on(first)
    actie = Actie.objects.get()
    change_actie(
        actie=actie, inhoud=replace(inhoud_of(actie), eigenaar=second), inzender=kring.inzender
    )
    pass_on(first)
    assert Actie.objects.get().eigenaar == first


def test_not_to_who_left_or_is_elsewhere_or_owns_it(kring: Kring, andere_kring: Kring) -> None:
    left = end_partner(partner=new_partner(kring), inzender=kring.inzender)
    actie = kring.actie(eigenaar=kring.partner)
    for to, why in (
        (left, "geen partner meer"),
        (andere_kring.partner, "geen partner in dit pact"),
        (kring.partner, "al eigenaar"),
    ):
        with pytest.raises(ValidationError) as refused:
            hand_over_actie(actie=actie, naar=to, reden="Past", inzender=partner_of(kring))
        assert why in messages_of(refused)["naar"][0]


def test_evidence_with_a_file(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    inhoud = b"%PDF-1.7 verslag"
    bestand = store_bestand(
        pact=kring.pact, naam="C:\\verslag.pdf", inhoud=inhoud, inzender=partner_of(kring)
    )
    assert (bestand.naam, bestand.soort, bestand.grootte) == ("verslag.pdf", "application/pdf", 16)
    assert bestand.sha256 == hashlib.sha256(inhoud).hexdigest()
    bewijs = add_bewijs(
        actie=actie, omschrijving="Verslag", bestand=bestand, inzender=partner_of(kring)
    )
    line = actie.geschiedenis.get(soort="bewijs")
    assert (line.bewijs, bewijs.namens) == (bewijs, kring.gemeente)


@pytest.mark.parametrize("model", [Bestand, Bewijs])
def test_what_was_given_cannot_be_rewritten(kring: Kring, model: Any) -> None:
    bestand = store_bestand(pact=kring.pact, naam="a.txt", inhoud=b"x", inzender=partner_of(kring))
    add_bewijs(actie=kring.actie(), omschrijving="x", bestand=bestand, inzender=partner_of(kring))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(op=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()


@pytest.mark.parametrize(
    ("naam", "inhoud", "waarom"),
    [
        ("leeg.pdf", b"", "leeg"),
        ("virus.exe", b"MZ", "Dit soort bestand"),
        (f"{BSN}.txt", b"x", "negen cijfers"),
    ],
)
def test_a_file_is_refused(kring: Kring, naam: str, inhoud: bytes, waarom: str) -> None:
    with pytest.raises(ValidationError) as refused:
        store_bestand(pact=kring.pact, naam=naam, inhoud=inhoud, inzender=partner_of(kring))
    assert waarom in messages_of(refused)["bestand"][0]
    assert not Bestand.objects.exists()


def test_a_file_of_another_pact_is_no_evidence(kring: Kring, andere_kring: Kring) -> None:
    theirs = store_bestand(
        pact=andere_kring.pact, naam="a.txt", inhoud=b"x", inzender=andere_kring.inzender
    )
    with pytest.raises(ValidationError) as refused:
        add_bewijs(
            actie=kring.actie(), omschrijving="x", bestand=theirs, inzender=partner_of(kring)
        )
    assert set(messages_of(refused)) == {"bestand"}


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("", ""),
        (" https://voorbeeld.example/a?b=c ", "https://voorbeeld.example/a?b=c"),
        ("http://voorbeeld.example", "http://voorbeeld.example"),
        ("www.voorbeeld.example", "https://www.voorbeeld.example"),
    ],
)
def test_links(kring: Kring, link: str, kept: str) -> None:
    made = add_bewijs(actie=kring.actie(), omschrijving="x", link=link, inzender=partner_of(kring))
    assert made.link == kept


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://voorbeeld.example/a",
        "file:///etc/passwd",
        "//voorbeeld.example",
        "verslag.pdf",
        "https://bank.example@elders.example/",
        "https://[",
        "https://voorbeeld.example/a b",
    ],
)
def test_what_is_no_page_is_refused(kring: Kring, link: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add_bewijs(actie=kring.actie(), omschrijving="x", link=link, inzender=partner_of(kring))
    assert "https://" in messages_of(refused)["link"][0]
