"""Writing a pact and its themas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.models.casus import METEEN
from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import PactSoort, PartnerRol
from pact.models import AgendaVersie, Pact, Partner, Thema
from pact.models.pact import GERESERVEERD
from pact.samen import refuse_together
from pact.tekst import GEEN_NUMMERS, holds_number, refuse_numbers
from thuiszitters.accounts.models import Organisatie
from thuiszitters.audit.services import record
from thuiszitters.kalender import datum_kort


@dataclass(frozen=True, slots=True)
class PactGegevens:
    """What a pact says about itself."""

    naam: str
    motto: str
    regio: str
    begin: date
    einde: date | None
    soort: PactSoort = PactSoort.REGIONAAL
    doel: str = ""
    ambities: str = ""
    randvoorwaarden: str = ""
    voorganger: Pact | None = None


VELDEN = tuple(field.name for field in fields(PactGegevens))
"""The names of those facts, as the model has them too."""


def gegevens_of(pact: Pact) -> PactGegevens:
    """Return what a pact says about itself now."""
    values = {veld: getattr(pact, veld) for veld in VELDEN}
    return PactGegevens(**values | {"soort": PactSoort(pact.soort)})


def _record(gebeurtenis: str, pact: Pact, inzender: Inzender, **gegevens: object) -> None:
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="pact",
        onderwerp_id=pact.code,
        gegevens=gegevens,
    )


def lock_pact(pact: Pact) -> Pact:
    """Return the pact locked for this transaction, so that its parts change one at a time."""
    rows = Pact.objects.select_for_update(of=("self",)).select_related("organisatie")
    return rows.get(pk=pact.pk)


@transaction.atomic
def create_pact(
    *,
    organisatie: Organisatie,
    code: str,
    gegevens: PactGegevens,
    themas: Sequence[str],
    inzender: Inzender,
) -> Pact:
    """Return a new pact with its themas, led by `organisatie`, which is its first partner.

    Raises ValidationError with a Dutch message per field, and AlGedaan for a form sent twice.
    """
    Organisatie.objects.select_for_update().get(pk=organisatie.pk)
    if inzender.sleutel is not None:
        made = Pact.objects.filter(sleutel=inzender.sleutel).first()
        if made is not None:
            raise AlGedaan(code=made.code)
    facts = {veld: getattr(gegevens, veld) for veld in VELDEN}
    pact = Pact(organisatie=organisatie, code=code, sleutel=inzender.sleutel, **facts)
    refuse_together(
        lambda: check_code(code, sleutel=inzender.sleutel),
        lambda: check_facts(facts),
        lambda: check_themas(themas),
        model=pact,
    )
    pact.save()
    for volgorde, naam in enumerate(themas, 1):
        thema = Thema(pact=pact, naam=naam, volgorde=volgorde)
        thema.full_clean()
        thema.save()
    partner = Partner(pact=pact, organisatie=organisatie, rol=PartnerRol.PENVOERDER)
    partner.full_clean()
    partner.save()
    _record("pact opgezet", pact, inzender, themas=len(themas))
    return pact


@transaction.atomic
def change_pact(*, pact: Pact, gegevens: PactGegevens, inzender: Inzender) -> Pact:
    """Return the pact with these facts; the same facts change nothing.

    Raises VerouderdeVersie when the form was opened on an older version and says something
    else, and ValidationError with a Dutch message per field.
    """
    locked = lock_pact(pact)
    changed = [veld for veld in VELDEN if getattr(locked, veld) != getattr(gegevens, veld)]
    if not changed:
        return locked
    if inzender.versie is not None and inzender.versie != locked.versie:
        raise VerouderdeVersie(locked.versie)
    for veld in changed:
        setattr(locked, veld, getattr(gegevens, veld))
    locked.versie += 1
    refuse_together(
        lambda: check_facts({veld: getattr(gegevens, veld) for veld in VELDEN}, pact=locked),
        model=locked,
    )
    locked.save()
    if "einde" in changed:
        # Nothing is asked any more once a pact is over.
        locked.acties.update(volgende_controle_op=METEEN)
    _record("pact gewijzigd", locked, inzender, velden=changed)
    return locked


def check_facts(facts: Mapping[str, Any], *, pact: Pact | None = None) -> None:
    """Refuse facts that do not go together, each at the field a person can repair.

    `facts` holds what is known by the names in VELDEN; what is absent is not looked at. `pact` is
    the one they become of. Raises ValidationError with all that is wrong.
    """
    errors: dict[str, str] = {}
    begin, einde = facts.get("begin"), facts.get("einde")
    if begin is not None and einde is not None and einde < begin:
        errors["einde"] = f"De einddatum ligt vóór het begin ({datum_kort(begin)})."
    if facts.get("soort") == PactSoort.LANDELIJK and (facts.get("regio") or "").strip():
        errors["regio"] = "Een landelijk pact heeft geen regio. Maak dit leeg, of kies regionaal."
    for veld in ("motto", "doel", "ambities", "randvoorwaarden"):
        if holds_number(facts.get(veld) or ""):
            errors[veld] = GEEN_NUMMERS
    if pact is not None and _goes_round(pact, facts.get("voorganger")):
        errors["voorganger"] = "Dit pact gaat zelf op dat pact verder. Kies een ander."
    if pact is not None and begin is not None:
        errors |= _earlier_deadline(pact, begin)
    if errors:
        raise ValidationError(dict(errors))


def check_code(code: str, *, sleutel: UUID | None = None) -> None:
    """Refuse a code that cannot be, or that another pact has. Raises ValidationError.

    The pact that the form with this `sleutel` made already is no other.
    """
    field = Pact._meta.get_field("code")
    others = Pact.objects.filter(code=code)
    if sleutel is not None:
        others = others.exclude(sleutel=sleutel)
    try:
        field.clean(code, None)
    except ValidationError as error:
        raise ValidationError({"code": error.messages}) from error
    if code in GERESERVEERD:
        raise ValidationError({"code": "Deze code kan niet. Kies een andere."})
    if others.exists():
        raise ValidationError({"code": str(field.error_messages["unique"])})


def check_themas(themas: Sequence[str]) -> None:
    """Refuse themas of a new pact that cannot be, or that stand there twice.

    Raises ValidationError at `themas`, with all that is wrong.
    """
    problems: list[str] = []
    seen: set[str] = set()
    double: set[str] = set()
    field = Thema._meta.get_field("naam")
    for naam in themas:
        try:
            field.clean(naam, None)
        except ValidationError as error:
            problems += [f"{naam}: {message}" for message in error.messages]
        same = naam.strip().lower()
        if same in seen and same not in double:
            double.add(same)
            problems.append(f"{naam}: Dit thema staat er twee keer.")
        seen.add(same)
    if problems:
        raise ValidationError({"themas": problems})


def _goes_round(pact: Pact, before: Pact | None) -> bool:
    """Return whether the pacten before `before`, itself included, lead back to this pact."""
    seen = set[int]()
    while before is not None and before.pk not in seen:
        if before.pk == pact.pk:
            return True
        seen.add(before.pk)
        before = before.voorganger
    return False


def _earlier_deadline(pact: Pact, begin: date) -> dict[str, str]:
    """Return what is wrong with a begin that lies after the deadline of an action."""
    first = pact.acties.filter(deadline__lt=begin).order_by("deadline", "nr").first()
    if first is None or first.deadline is None:
        return {}
    return {
        "begin": f"Actie {first.nr} heeft een deadline vóór deze datum "
        f"({datum_kort(first.deadline)}). Wijzig eerst die actie."
    }


@transaction.atomic
def add_versie(
    *, pact: Pact, nummer: str, datum: date, wijziging: str, inzender: Inzender
) -> AgendaVersie:
    """Return a new version of the agenda: its number, from when it holds and what changed.

    A date to come is fine. Raises ValidationError for a number that was given before, and
    AlGedaan for the very same version once more.
    """
    locked = lock_pact(pact)
    versie = AgendaVersie(
        pact=locked,
        nummer=nummer.strip(),
        datum=datum,
        wijziging=wijziging.strip(),
        door=inzender.door,
    )
    refuse_numbers({"wijziging": versie.wijziging})
    there = locked.versies.filter(nummer__iexact=versie.nummer).first()
    if there is not None:
        if (there.datum, there.wijziging) == (versie.datum, versie.wijziging):
            raise AlGedaan(code=locked.code)
        raise ValidationError(
            {
                "nummer": f"Versie {there.nummer} bestaat al, van {datum_kort(there.datum)}. "
                "Geef deze versie een ander nummer."
            }
        )
    versie.full_clean()
    versie.save()
    _record("agendaversie toegevoegd", locked, inzender, versie=versie.pk)
    return versie


@transaction.atomic
def add_thema(*, pact: Pact, naam: str, inzender: Inzender) -> Thema:
    """Return a new thema at the end. Raises ValidationError when it is there already."""
    locked = lock_pact(pact)
    last = locked.themas.order_by("-volgorde").values_list("volgorde", flat=True).first() or 0
    thema = Thema(pact=locked, naam=naam.strip(), volgorde=last + 1)
    thema.full_clean()
    thema.save()
    _record("thema toegevoegd", locked, inzender, thema=thema.pk)
    return thema


@transaction.atomic
def rename_thema(*, thema: Thema, naam: str, inzender: Inzender) -> Thema:
    """Return the thema with its new name. Raises ValidationError when another has it."""
    locked = lock_pact(thema.pact)
    current = Thema.objects.get(pk=thema.pk)
    if current.naam == naam.strip():
        return current
    current.naam = naam.strip()
    current.full_clean()
    current.save(update_fields=["naam"])
    _record("thema gewijzigd", locked, inzender, thema=thema.pk)
    return current


@transaction.atomic
def remove_thema(*, thema: Thema, inzender: Inzender) -> None:
    """Take a thema away. Raises ValidationError while actions stand under it."""
    locked = lock_pact(thema.pact)
    if thema.acties.exists():
        raise ValidationError("Onder dit thema staan acties. Zet ze eerst onder een ander thema.")
    pk = thema.pk
    Thema.objects.filter(pk=pk).delete()
    _record("thema verwijderd", locked, inzender, thema=pk)
