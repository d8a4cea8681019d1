"""What the people of an action say of it: updates, evidence, done, later, passed on."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from cases.models.casus import METEEN
from cases.services.tijdlijn import Inzender
from pact.bestandsoort import BestandGeweigerd, Soort, nette_naam, soort_van
from pact.inhoud import ActieInhoud, inhoud_of
from pact.keuzes import AFGEROND, Antwoord, Periodelezing, Status
from pact.models import Actie, ActieLog, Bestand, Bewijs, LogSoort, Pact, Partner
from pact.samen import refuse_together
from pact.services.acties import apply_change, has_left
from pact.services.geschiedenis import add_line, lock_actie
from pact.services.pacten import lock_pact
from pact.tekst import refuse_numbers
from thuiszitters.audit.services import record
from thuiszitters.kalender import datum_kort

_GEEN_LINK = "Dit is geen adres van een webpagina. Een adres begint met https:// of http://."
_http = URLValidator(schemes=["http", "https"], message=_GEEN_LINK)


def _clean(tekst: str) -> str:
    return tekst.replace("\r\n", "\n").strip()


def _required(veld: str, tekst: str, message: str) -> str:
    text = _clean(tekst)
    if not text:
        raise ValidationError({veld: message})
    refuse_numbers({veld: text})
    return text


def _people(inzender: Inzender) -> tuple[int, int]:
    assert inzender.door is not None, "evidence is given by a person"
    assert inzender.namens is not None, "evidence is given on behalf of an organisation"
    return inzender.door.pk, inzender.namens.pk


def _touch(actie: Actie) -> None:
    actie.volgende_controle_op = METEEN
    actie.save(update_fields=["volgende_controle_op"])


@transaction.atomic
def add_update(*, actie: Actie, tekst: str, inzender: Inzender) -> ActieLog:
    """Return the new line: how the action stands. It changes nothing of what the action says.

    Raises ValidationError without a text, and AlGedaan for a form sent twice.
    """
    current = lock_actie(actie, replace(inzender, versie=None))
    text = _required("tekst", tekst, "Schrijf hoe het ervoor staat.")
    line = add_line(current, LogSoort.UPDATE, inzender, tekst=text)
    _touch(current)
    return line


@transaction.atomic
def add_bewijs(
    *,
    actie: Actie,
    omschrijving: str,
    link: str = "",
    bestand: Bestand | None = None,
    inzender: Inzender,
) -> Bewijs:
    """Return the new evidence, with its line in the history.

    Raises ValidationError without a description, for a link that is no web page and for a file
    of another pact, and AlGedaan for a form sent twice.
    """
    current = lock_actie(actie, replace(inzender, versie=None))
    bewijs = _make_bewijs(
        current,
        inzender,
        veld="omschrijving",
        omschrijving=omschrijving,
        link=link,
        bestand=bestand,
    )
    add_line(current, LogSoort.BEWIJS, inzender, bewijs=bewijs)
    _touch(current)
    return bewijs


def _make_bewijs(
    actie: Actie,
    inzender: Inzender,
    *,
    veld: str,
    omschrijving: str,
    link: str,
    bestand: Bestand | None,
) -> Bewijs:
    refuse_together(
        lambda: _required(veld, omschrijving, "Schrijf waaruit het blijkt."),
        lambda: clean_link(link),
        lambda: _refuse_file_of_another(actie, bestand),
    )
    user, organisatie = _people(inzender)
    bewijs = Bewijs(
        actie=actie,
        omschrijving=_clean(omschrijving),
        link=clean_link(link),
        bestand=bestand,
        door_id=user,
        namens_id=organisatie,
    )
    bewijs.full_clean()
    bewijs.save()
    return bewijs


def _refuse_file_of_another(actie: Actie, bestand: Bestand | None) -> None:
    if bestand is not None and bestand.pact_id != actie.pact_id:
        raise ValidationError({"bestand": "Dit bestand hoort niet bij dit pact."})


def clean_link(link: str) -> str:
    """Return the address of a web page; "" for none. Raises ValidationError for other addresses.

    An address that hides where it goes behind a name and an @ is refused as well.
    """
    found = link.strip()
    if not found:
        return ""
    if found.lower().startswith("www."):
        found = f"https://{found}"
    try:
        _http(found)
        parts = urlsplit(found)
    except (ValidationError, ValueError) as error:
        raise ValidationError({"link": _GEEN_LINK}) from error
    if parts.username is not None:
        raise ValidationError({"link": _GEEN_LINK})
    return found


@transaction.atomic
def finish_actie(
    *,
    actie: Actie,
    resultaat: str = "",
    bewijs: str,
    link: str = "",
    bestand: Bestand | None = None,
    inzender: Inzender,
) -> Actie:
    """Return the action as done, with what was reached and what shows it.

    Without a `resultaat` the one that stands there stays. Raises ValidationError without
    evidence and for an action that is done or dropped already, AlGedaan for a form sent twice,
    VerouderdeVersie for a form opened before a change.
    """
    current = _lock_open(actie, inzender)
    refuse_together(
        lambda: refuse_numbers({"resultaat": resultaat, "bewijs": bewijs}),
        lambda: clean_link(link),
    )
    made = _make_bewijs(
        current, inzender, veld="bewijs", omschrijving=bewijs, link=link, bestand=bestand
    )
    before = inhoud_of(current)
    reached = _clean(resultaat)
    return apply_change(
        current,
        replace(
            before, status=Status.GEDAAN, resultaat_bereikt=reached or before.resultaat_bereikt
        ),
        inzender,
        soort=LogSoort.ANTWOORD,
        antwoord=Antwoord.GEDAAN,
        bewijs=made,
    )


@transaction.atomic
def postpone_actie(*, actie: Actie, deadline: date, reden: str, inzender: Inzender) -> Actie:
    """Return the action with a later deadline and the reason in its history.

    Raises ValidationError without a reason and for a day that is past or not later, AlGedaan
    for a form sent twice, VerouderdeVersie for a form opened before a change.
    """
    current = _lock_open(actie, inzender)
    refuse_together(
        lambda: _required("reden", reden, "Schrijf waarom het later wordt."),
        lambda: check_later(current, deadline),
    )
    after = replace(
        inhoud_of(current), deadline=deadline, periode_lezing=Periodelezing.GECORRIGEERD
    )
    return _answer(current, after, inzender, Antwoord.LATER, _clean(reden))


def check_later(actie: Actie, deadline: date) -> None:
    """Refuse a new deadline that is past or not later. Raises ValidationError at `deadline`."""
    if deadline < timezone.localdate():
        raise ValidationError({"deadline": "Deze dag is al voorbij. Kies een dag vanaf vandaag."})
    if actie.deadline is not None and deadline <= actie.deadline:
        raise ValidationError(
            {
                "deadline": "Kies een dag na de deadline die er nu staat "
                f"({datum_kort(actie.deadline)})."
            }
        )


@transaction.atomic
def hand_over_actie(*, actie: Actie, naar: Partner, reden: str, inzender: Inzender) -> Actie:
    """Return the action with `naar` as its owner and the reason in its history.

    Going round is refused: a partner that owned it since the regievoerder last chose the owner
    does not get it back. Raises ValidationError for that, for a partner that left or is of
    another pact and without a reason, AlGedaan for a form sent twice, VerouderdeVersie for a
    form opened before a change.
    """
    current = _lock_open(actie, inzender)
    partner = Partner.objects.select_related("organisatie").get(pk=naar.pk)
    refuse_together(
        lambda: _required("reden", reden, "Schrijf waarom je de actie overdraagt."),
        lambda: check_naar(current, partner),
    )
    return _answer(
        current,
        replace(inhoud_of(current), eigenaar=partner),
        inzender,
        Antwoord.OVERDRAGEN,
        _clean(reden),
    )


def check_naar(actie: Actie, partner: Partner) -> None:
    """Refuse a partner that cannot take an action over. Raises ValidationError at `naar`."""
    problem = ""
    if partner.pact_id != actie.pact_id:
        problem = f"{partner} is geen partner in dit pact."
    elif has_left(partner):
        problem = f"{partner} is geen partner meer in dit pact."
    elif partner.pk == actie.eigenaar_id:
        problem = f"{partner} is al eigenaar van deze actie."
    elif partner.pk in owners_before(actie):
        problem = (
            f"{partner} had deze actie eerder en droeg haar over. Zo gaat ze rond. Kies een "
            "andere partner, of vraag de regievoerder om een eigenaar aan te wijzen."
        )
    if problem:
        raise ValidationError({"naar": problem})


def owners_before(actie: Actie) -> frozenset[int]:
    """Return the ids of the partners that passed it on since the regievoerder chose the owner."""
    gone: set[int] = set()
    lines = actie.geschiedenis.order_by("-versie", "-id").values_list("soort", "wijzigingen")
    for soort, wijzigingen in lines:
        change = next((w for w in wijzigingen if w["veld"] == "eigenaar"), None)
        if change is None:
            continue
        if soort != LogSoort.ANTWOORD:
            break
        if change.get("oud_id") is not None:
            gone.add(change["oud_id"])
    return frozenset(gone)


def _lock_open(actie: Actie, inzender: Inzender) -> Actie:
    current = lock_actie(actie, inzender)
    if Status(current.status) in AFGEROND:
        raise ValidationError(
            f"Deze actie is al {Status(current.status).label.lower()}. Er is niets veranderd."
        )
    return current


def _answer(
    current: Actie, after: ActieInhoud, inzender: Inzender, antwoord: Antwoord, tekst: str
) -> Actie:
    return apply_change(
        current, after, inzender, soort=LogSoort.ANTWOORD, tekst=tekst, antwoord=antwoord
    )


@transaction.atomic
def store_bestand(*, pact: Pact, naam: str, inhoud: bytes, inzender: Inzender) -> Bestand:
    """Return the file as it is kept: its kind told from its bytes, with a fingerprint.

    Raises ValidationError, at `bestand`, for a file that is empty, too large, of a kind that is
    not on the list, or with a number in its name that can be of a child.
    """
    name, soort = check_bestand(naam, inhoud)
    locked = lock_pact(pact)
    user, organisatie = _people(inzender)
    bestand = Bestand(
        pact=locked,
        naam=name,
        soort=soort.mediatype,
        grootte=len(inhoud),
        sha256=hashlib.sha256(inhoud).hexdigest(),
        inhoud=inhoud,
        door_id=user,
    )
    bestand.full_clean()
    bestand.save()
    record(
        gebeurtenis="bestand toegevoegd",
        gebruiker_id=user,
        organisatie_id=organisatie,
        onderwerp="pact",
        onderwerp_id=locked.code,
        gegevens={"bestand": bestand.pk, "grootte": bestand.grootte},
    )
    return bestand


def check_bestand(naam: str, inhoud: bytes) -> tuple[str, Soort]:
    """Return the name under which a file is kept, and its kind told from its bytes.

    Raises ValidationError, at `bestand`, for a file that cannot be kept.
    """
    name = nette_naam(naam)
    try:
        soort = soort_van(name, inhoud)
    except BestandGeweigerd as error:
        raise ValidationError({"bestand": str(error)}) from error
    refuse_numbers({"bestand": name.rsplit(".", 1)[0]})
    return name, soort
