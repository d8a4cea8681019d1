"""Starting a new pact from an old one, which stays as it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.inhoud import inhoud_of
from pact.keuzes import OPEN, PactSoort, PartnerRol, Periodelezing, Status, Uitkomst
from pact.models import Actie, Contactpersoon, Evaluatie, Overname, Pact, Partner
from pact.selectors.acties import with_parts
from pact.selectors.inrichten import possible_contactpersonen
from pact.services.acties import create_actie, has_left
from pact.services.pacten import PactGegevens, create_pact, lock_pact
from pact.services.partners import add_contactpersoon, add_partner
from thuiszitters.audit.services import record


@dataclass(frozen=True, slots=True)
class Opvolging:
    """What is chosen for the new pact."""

    naam: str
    code: str
    begin: date
    einde: date | None = None
    acties: Collection[int] = ()
    """The numbers of the actions that go on."""
    partners: Collection[int] = ()
    """The ids of the partners that go on; whoever leads the pact always does."""
    met_contactpersonen: bool = True


def goes_on_by_itself(status: Status, uitkomst: Uitkomst | None) -> bool:
    """Return whether an action is worth going on with: not finished, or not (wholly) succeeded."""
    return status in OPEN or uitkomst in {Uitkomst.DEELS, Uitkomst.NIET}


def newest_uitkomsten(pact: Pact) -> dict[int, Uitkomst]:
    """Return what was last said of the actions of a pact, by the id of the action."""
    rows = Evaluatie.objects.filter(actie__pact=pact).order_by("versie")
    return {actie: Uitkomst(what) for actie, what in rows.values_list("actie_id", "uitkomst")}


@transaction.atomic
def start_opvolger(*, pact: Pact, keuze: Opvolging, inzender: Inzender) -> Pact:
    """Return the new pact, with the chosen partners and actions of the old one.

    Goal, ambitions, conditions and themas come along. An action keeps its words, its people and
    its means; its period stays as text with the dates left open, because they were of the old
    pact, and it has not begun yet. Owners that do not come along leave their actions without.
    Raises ValidationError with a Dutch message per field, and AlGedaan for a form sent twice.
    """
    old = lock_pact(pact)
    if not keuze.naam.strip():
        raise ValidationError({"naam": "Geef het nieuwe pact een naam."})
    check_keuze(old, begin=keuze.begin, acties=keuze.acties, partners=keuze.partners)
    new = create_pact(
        organisatie=old.organisatie,
        code=keuze.code,
        gegevens=PactGegevens(
            naam=keuze.naam.strip(),
            motto=old.motto,
            soort=PactSoort(old.soort),
            regio=old.regio,
            doel=old.doel,
            ambities=old.ambities,
            randvoorwaarden=old.randvoorwaarden,
            begin=keuze.begin,
            einde=keuze.einde,
            voorganger=old,
        ),
        themas=list(old.themas.order_by("volgorde", "id").values_list("naam", flat=True)),
        inzender=inzender,
    )
    partners = _bring_partners(old, new, keuze, inzender)
    _bring_acties(old, new, keuze, partners, inzender)
    record(
        gebeurtenis="pact opgevolgd",
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="pact",
        onderwerp_id=old.code,
        gegevens={"opvolger": new.code, "acties": len(keuze.acties)},
    )
    return new


def check_keuze(
    old: Pact, *, begin: date | None, acties: Collection[int], partners: Collection[int]
) -> None:
    """Refuse a next pact that takes nothing along, or begins before its predecessor did.

    A begin that is not known is not looked at. Raises ValidationError with all that is wrong.
    """
    errors: dict[str, str] = {}
    if not acties and not partners:
        errors["acties"] = (
            "Kies wat er meegaat: minstens één actie of één partner. Wil je leeg beginnen? Zet "
            "dan een nieuw pact op."
        )
    if begin is not None and begin <= old.begin:
        errors["begin"] = "Het nieuwe pact begint na het begin van dit pact."
    if errors:
        raise ValidationError(dict(errors))


def _bring_partners(
    old: Pact, new: Pact, keuze: Opvolging, inzender: Inzender
) -> dict[int, Partner]:
    """Return the partner in the new pact by the id of the partner in the old one."""
    before = list(Partner.objects.filter(pact=old).select_related("organisatie").order_by("pk"))
    there = {partner.organisatie_id: partner for partner in new.partners.all()}
    for partner in before:
        if has_left(partner):
            continue
        if partner.pk in keuze.partners and partner.organisatie_id not in there:
            there[partner.organisatie_id] = add_partner(
                pact=new,
                organisatie=partner.organisatie,
                rol=PartnerRol(partner.rol),
                inzender=inzender,
            )
        if keuze.met_contactpersonen and partner.organisatie_id in there:
            _bring_people(partner, there[partner.organisatie_id], inzender)
    # Who left and came back is the same organisation: what it owned then goes along too.
    return {
        partner.pk: there[partner.organisatie_id]
        for partner in before
        if partner.organisatie_id in there
    }


def _bring_people(old: Partner, new: Partner, inzender: Inzender) -> None:
    """Add the contact persons that still have a role for it; the others stay behind."""
    there = possible_contactpersonen(new)
    today = timezone.localdate()
    people = Contactpersoon.objects.filter(partner=old).filter(
        Q(tot__isnull=True) | Q(tot__gt=today)
    )
    for user in there.filter(pk__in=people.values("user_id")):
        add_contactpersoon(partner=new, user=user, inzender=inzender)


def _bring_acties(
    old: Pact, new: Pact, keuze: Opvolging, partners: dict[int, Partner], inzender: Inzender
) -> None:
    wanted = set(keuze.acties)
    acties = list(with_parts(Actie.objects.filter(pact=old, nr__in=wanted)).order_by("nr"))
    unknown = wanted - {actie.nr for actie in acties}
    if unknown:
        numbers = ", ".join(str(nr) for nr in sorted(unknown))
        raise ValidationError({"acties": f"In dit pact is er geen actie {numbers}."})
    themas = {thema.naam: thema for thema in new.themas.all()}
    # The key of the form is the pact's own: it is not spent on an action as well.
    by = replace(inzender, sleutel=None, versie=None)
    for actie in acties:
        before = inhoud_of(actie)
        after = replace(
            before,
            thema=themas[actie.thema.naam],
            eigenaar=partners.get(actie.eigenaar_id or 0),
            mede_eigenaren=_going(before.mede_eigenaren, partners),
            betrokken=_going(before.betrokken, partners),
            periode_lezing=Periodelezing.NAKIJKEN if actie.periode_tekst else Periodelezing.LEEG,
            begin=None,
            einde=None,
            deadline=None,
            status=Status.NOG_NIET_BEGONNEN,
            wacht_op="",
            resultaat_bereikt="",
        )
        try:
            # Who takes part in the new pact need not know the old one: its name stays out.
            made = create_actie(
                pact=new,
                inhoud=after,
                inzender=by,
                reden=f"Overgenomen uit het vorige pact, actie {actie.nr}.",
            )
        except ValidationError as error:
            raise ValidationError(
                {"acties": [f"Actie {actie.nr} kan niet mee: {m}" for m in error.messages]}
            ) from error
        Overname.objects.create(van=actie, naar=made)


def _going(before: Collection[Partner], partners: dict[int, Partner]) -> frozenset[Partner]:
    return frozenset(partners[p.pk] for p in before if p.pk in partners)
