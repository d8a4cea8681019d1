"""Moving an action to another cell of the matrix, and taking that back.

What matters asks why: an action that is done (what shows it?), dropped, or no longer either, and
an action that goes to another owner. The rung is written by the watch and moved by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from cases.services.tijdlijn import Inzender
from pact.errors import VerouderdeVersie
from pact.inhoud import ActieInhoud, changed_fields, inhoud_of
from pact.keuzes import Niveau, Status, Termijn
from pact.models import Actie, Bewijs, LogSoort, Partner, Thema
from pact.services.acties import apply_change
from pact.services.geschiedenis import lock_actie

ONGEDAAN = "Verplaatsing ongedaan gemaakt."

TE_LAAT = "Deze verplaatsing kan niet meer ongedaan gemaakt worden."

Terug = dict[str, Any]
"""What an action said before a move, per field that changed; plain values, ids for rows."""


@dataclass(frozen=True, slots=True)
class Doel:
    """Where an action goes: every property of the matrix that people may set."""

    thema: Thema
    niveau: Niveau
    termijn: Termijn
    eigenaar: Partner | None
    status: Status


def doel_of(actie: Actie) -> Doel:
    """Return where an action stands now."""
    return Doel(
        thema=actie.thema,
        niveau=Niveau(actie.niveau),
        termijn=Termijn(actie.termijn),
        eigenaar=actie.eigenaar,
        status=Status(actie.status),
    )


def asks_why(van: Doel, naar: Doel) -> list[str]:
    """Return what must be answered before this move can be made; nothing for most moves."""
    asked = []
    if van.status != naar.status:
        if naar.status == Status.GEDAAN:
            asked.append("Waaruit blijkt dat de actie gedaan is?")
        elif naar.status == Status.VERVALLEN:
            asked.append("Waarom vervalt de actie?")
        elif van.status == Status.GEDAAN:
            asked.append("Waarom is de actie toch niet gedaan?")
        elif van.status == Status.VERVALLEN:
            asked.append("Waarom gaat de actie toch door?")
    if van.eigenaar != naar.eigenaar:
        asked.append(
            "Waarom krijgt de actie een andere eigenaar?"
            if van.eigenaar is not None and naar.eigenaar is not None
            else "Waarom krijgt de actie deze eigenaar?"
            if naar.eigenaar is not None
            else "Waarom heeft de actie geen eigenaar meer?"
        )
    return asked


@dataclass(frozen=True, slots=True)
class Verplaatsing:
    """A move that was made: the action as it stands now, and what takes it back."""

    actie: Actie
    terug: Terug


@transaction.atomic
def verplaats_actie(
    *, actie: Actie, naar: Doel, reden: str, inzender: Inzender
) -> Verplaatsing | None:
    """Return the move; None when the action stands there already.

    The reason stands in the history. A move to "gedaan" keeps it as evidence as well. Raises
    VerouderdeVersie when somebody else changed the action since it was picked up, and
    ValidationError with a Dutch message per field, at `reden` where a reason is missing.
    """
    current = _locked(actie)
    van = doel_of(current)
    if van == naar:
        return None
    _demand_version(current, inzender)
    reden = reden.replace("\r\n", "\n").strip()
    if (asked := asks_why(van, naar)) and not reden:
        raise ValidationError({"reden": " ".join(asked)})
    before = inhoud_of(current)
    after = replace(
        before,
        thema=naar.thema,
        niveau=naar.niveau,
        termijn=naar.termijn,
        eigenaar=naar.eigenaar,
        status=naar.status,
    )
    if naar.status == Status.VERVALLEN and not before.toelichting.strip():
        # An action that was dropped says so itself, for whoever reads it without its history.
        after = replace(after, toelichting=reden)
    bewijs = None
    if naar.status == Status.GEDAAN != van.status:
        bewijs = _keep_evidence(current, reden, inzender)
    _change(current, after, reden, inzender, bewijs)
    return Verplaatsing(current, _plain(before, inhoud_of(current)))


@transaction.atomic
def undo_verplaatsing(*, actie: Actie, terug: Terug, inzender: Inzender) -> Actie:
    """Return the action where it stood before a move; `inzender.versie` is what that move made.

    Raises VerouderdeVersie when something was changed since, and ValidationError when what it
    goes back to is no longer there.
    """
    current = _locked(actie)
    _demand_version(current, inzender)
    return _change(current, _restored(current, terug), ONGEDAAN, inzender, None)


def _locked(actie: Actie) -> Actie:
    return lock_actie(actie, Inzender(door=None, namens=None))


def _demand_version(current: Actie, inzender: Inzender) -> None:
    if inzender.versie is not None and inzender.versie != current.versie:
        raise VerouderdeVersie(current.versie)


def _keep_evidence(actie: Actie, tekst: str, inzender: Inzender) -> Bewijs:
    assert inzender.door is not None, "evidence is given by a person"
    assert inzender.namens is not None, "evidence is given on behalf of an organisation"
    bewijs = Bewijs(actie=actie, omschrijving=tekst, door=inzender.door, namens=inzender.namens)
    bewijs.full_clean()
    bewijs.save()
    return bewijs


def _change(
    current: Actie, after: ActieInhoud, tekst: str, inzender: Inzender, bewijs: Bewijs | None
) -> Actie:
    return apply_change(
        current,
        after,
        inzender,
        soort=LogSoort.VERPLAATST,
        tekst=tekst,
        bewijs=bewijs,
        sleutel=False,
    )


def _plain(before: ActieInhoud, after: ActieInhoud) -> Terug:
    def plain(waarde: object) -> object:
        if isinstance(waarde, models.Model):
            return waarde.pk
        if isinstance(waarde, frozenset):
            return sorted(partner.pk for partner in waarde)
        return waarde

    return {veld: plain(getattr(before, veld)) for veld in changed_fields(before, after)}


def _restored(current: Actie, terug: Mapping[str, Any]) -> ActieInhoud:
    partners = {
        partner.pk: partner
        for partner in Partner.objects.filter(pact=current.pact).select_related("organisatie")
    }
    values: dict[str, Any] = {}
    try:
        for veld, waarde in terug.items():
            match veld:
                case "thema":
                    values[veld] = Thema.objects.get(pact=current.pact, pk=waarde)
                case "niveau":
                    values[veld] = Niveau(waarde)
                case "termijn":
                    values[veld] = Termijn(waarde)
                case "status":
                    values[veld] = Status(waarde)
                case "eigenaar":
                    values[veld] = None if waarde is None else partners[waarde]
                case "mede_eigenaren":
                    values[veld] = frozenset(partners[pk] for pk in waarde)
                case "toelichting":
                    values[veld] = str(waarde)
    except (Thema.DoesNotExist, KeyError) as error:
        raise ValidationError(TE_LAAT) from error
    return replace(inhoud_of(current), **values)
