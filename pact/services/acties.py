"""Writing actions, each change with its line in the history."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.models.casus import METEEN
from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.inhoud import (
    DATA,
    PARTNERS,
    VELDEN,
    VRIJE_TEKST,
    ActieInhoud,
    changed_fields,
    in_words,
    inhoud_of,
    normalised,
)
from pact.keuzes import Antwoord, Periodelezing
from pact.models import Actie, Bewijs, LogSoort, Pact, Partner
from pact.samen import refuse_together
from pact.services.geschiedenis import Wijziging, add_line, lock_actie
from pact.services.pacten import lock_pact
from pact.tekst import refuse_numbers
from pact.wijzigingen import Actiewijziging, actie_changed

__all__ = [
    "VELDEN",
    "ActieInhoud",
    "change_actie",
    "changed_fields",
    "check_actie",
    "create_actie",
    "in_words",
    "inhoud_of",
]


def check_actie(
    pact: Pact, values: Mapping[str, Any], *, before: ActieInhoud | None = None, reden: str = ""
) -> None:
    """Refuse what cannot be, of an action that may be only partly filled in.

    `values` holds what is known by the names in VELDEN; what is absent is not looked at. Raises
    one ValidationError with all that is wrong, per field.
    """
    facts = {veld: value for veld, value in values.items() if veld not in PARTNERS}
    refuse_together(
        lambda: refuse_numbers({"reden": reden} | _new_text(values, before)),
        lambda: _refuse_strangers(pact, values, before),
        Actie(pact=pact, **facts).clean,
    )


def _new_text(values: Mapping[str, Any], before: ActieInhoud | None) -> dict[str, str]:
    """Return the free text that is known and differs from what stood there."""
    return {
        veld: values[veld]
        for veld in VRIJE_TEKST
        if veld in values and (before is None or getattr(before, veld) != values[veld])
    }


def _write(
    actie: Actie, inhoud: ActieInhoud, before: ActieInhoud | None, *, reden: str = ""
) -> None:
    """Write the fields. Raises ValidationError with a Dutch message per field."""
    values = {veld: getattr(inhoud, veld) for veld in VELDEN}
    for veld in VELDEN:
        if veld not in PARTNERS:
            setattr(actie, veld, values[veld])
    actie.volgende_controle_op = METEEN
    refuse_together(
        lambda: refuse_numbers({"reden": reden} | _new_text(values, before)),
        lambda: _refuse_strangers(actie.pact, values, before),
        model=actie,
    )
    actie.save()
    for veld in PARTNERS:
        if before is None or getattr(before, veld) != values[veld]:
            getattr(actie, veld).set(values[veld])


def _refuse_strangers(pact: Pact, values: Mapping[str, Any], before: ActieInhoud | None) -> None:
    """A partner of another pact has no part in it; one that left keeps its part, and no more."""
    new: dict[str, Collection[Partner]] = {
        veld: frozenset(values.get(veld, ())) - (getattr(before, veld) if before else frozenset())
        for veld in PARTNERS
    }
    eigenaar = values.get("eigenaar")
    if eigenaar is not None and eigenaar != (before.eigenaar if before else None):
        new["eigenaar"] = [eigenaar]
    errors: dict[str, str] = {}
    for veld, partners in new.items():
        for partner in partners:
            if partner.pact_id != pact.pk:
                if veld in PARTNERS:
                    errors[veld] = f"{partner} is geen partner in dit pact."
            elif has_left(partner):
                errors[veld] = f"{partner} is geen partner meer in dit pact."
    if errors:
        raise ValidationError(errors)


def has_left(partner: Partner) -> bool:
    """Return whether this partner no longer takes part today."""
    return partner.tot is not None and partner.tot <= timezone.localdate()


def _in_the_log(before: ActieInhoud, after: ActieInhoud, changed: list[str]) -> list[Wijziging]:
    was, becomes = in_words(before), in_words(after)
    lines = [Wijziging(veld=veld, oud=was[veld], nieuw=becomes[veld]) for veld in changed]
    for line in lines:
        if line["veld"] == "eigenaar":
            # Names can change; who owned it before must be found again.
            line["oud_id"] = before.eigenaar.pk if before.eigenaar else None
            line["nieuw_id"] = after.eigenaar.pk if after.eigenaar else None
    return lines


@transaction.atomic
def create_actie(
    *,
    pact: Pact,
    inhoud: ActieInhoud,
    inzender: Inzender,
    reden: str = "",
    soort: LogSoort = LogSoort.TOEGEVOEGD,
) -> Actie:
    """Return a new action with the next number of its pact.

    `reden` and `soort` stand in the first line of its history. Raises ValidationError with a
    Dutch message per field, and AlGedaan for a form sent twice.
    """
    locked = lock_pact(pact)
    if inzender.sleutel is not None:
        made = Actie.objects.filter(sleutel=inzender.sleutel).select_related("pact").first()
        if made is not None:
            raise AlGedaan(code=made.pact.code, nr=made.nr)
    last = locked.acties.aggregate(last=Max("nr"))["last"] or 0
    actie = Actie(pact=locked, nr=last + 1, sleutel=inzender.sleutel)
    _write(actie, normalised(inhoud), None, reden=reden)
    add_line(actie, soort, inzender, tekst=reden, sleutel=False)
    return actie


@transaction.atomic
def change_actie(
    *,
    actie: Actie,
    inhoud: ActieInhoud,
    inzender: Inzender,
    reden: str = "",
) -> Actie:
    """Return the action as it now says; the same words change nothing.

    Dates that change while the text of the period stays were set by a person: the period is
    then marked as corrected. `reden` is kept in the history.

    Raises VerouderdeVersie when the form was opened on an older version and says something
    else than what stands there now, and ValidationError with a Dutch message per field.
    """
    current = lock_actie(actie, replace(inzender, sleutel=None, versie=None))
    before = inhoud_of(current)
    after = normalised(_with_corrections(before, inhoud))
    if not changed_fields(before, after):
        return current
    if inzender.versie is not None and inzender.versie != current.versie:
        raise VerouderdeVersie(current.versie)
    return apply_change(
        current, after, inzender, soort=LogSoort.GEWIJZIGD, tekst=reden, sleutel=False
    )


def _with_corrections(before: ActieInhoud, after: ActieInhoud) -> ActieInhoud:
    moved = any(getattr(before, veld) != getattr(after, veld) for veld in DATA)
    same_text = before.periode_tekst == after.periode_tekst
    if moved and same_text and before.periode_lezing == after.periode_lezing:
        return replace(after, periode_lezing=Periodelezing.GECORRIGEERD)
    return after


def apply_change(
    current: Actie,
    after: ActieInhoud,
    inzender: Inzender,
    *,
    soort: LogSoort,
    tekst: str = "",
    antwoord: Antwoord | None = None,
    bewijs: Bewijs | None = None,
    sleutel: bool = True,
) -> Actie:
    """Return a locked action changed into `after`, with one line in its history.

    For the services of actions; others call one of those. Raises ValidationError with a Dutch
    message per field.
    """
    before = inhoud_of(current)
    after = normalised(after)
    current.versie += 1
    current.gewijzigd_op = timezone.now()
    _write(current, after, before, reden=tekst)
    add_line(
        current,
        soort,
        inzender,
        wijzigingen=_in_the_log(before, after, changed_fields(before, after)),
        tekst=tekst,
        antwoord=antwoord,
        bewijs=bewijs,
        sleutel=sleutel,
    )
    actie_changed(Actiewijziging(current, before, after, antwoord, tekst, inzender))
    return current
