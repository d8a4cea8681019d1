"""The agenda of a meeting: filled from what is open, put in order by hand."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from cases.services.tijdlijn import Inzender
from pact.keuzes import OPEN, AfspraakStatus, OverlegStatus, PuntSoort
from pact.models import Actie, Afspraak, Agendapunt, Overleg
from pact.overlegagenda import VAST, Richting, move, place
from pact.services.overleg.basis import lock_overleg, merk_of, record_overleg, refuse_stale, schoon
from pact.tekst import refuse_numbers

AANDACHT = ("signaleren", "aanspreken")
"""The rungs on which an action is put on the agenda, overdue or not."""


def missing_afspraken(overleg: Overleg) -> Iterable[Afspraak]:
    """Return the open afspraken of earlier meetings that are not on the agenda, by number.

    Those of a meeting that is still going on wait until it is closed.
    """
    return (
        Afspraak.objects.filter(pact_id=overleg.pact_id, status=AfspraakStatus.OPEN)
        .exclude(overleg=overleg)
        .exclude(overleg__status=OverlegStatus.GEPLAND)
        .exclude(agendapunten__overleg=overleg)
        .order_by("nr")
    )


def missing_acties(overleg: Overleg) -> Iterable[Actie]:
    """Return the actions that ask for attention and are not on the agenda, most overdue first."""
    return (
        Actie.objects.filter(
            Q(deadline__lt=timezone.localdate()) | Q(trede__in=AANDACHT),
            pact_id=overleg.pact_id,
            status__in=OPEN,
        )
        .exclude(agendapunten__overleg=overleg)
        .order_by("deadline", "nr")
    )


def _about_afspraak(overleg: Overleg, afspraak: Afspraak) -> Agendapunt:
    titel = Truncator(f"Afspraak {afspraak.nr}: {' '.join(afspraak.tekst.split())}").chars(200)
    return Agendapunt(overleg=overleg, soort=PuntSoort.AFSPRAAK, titel=titel, afspraak=afspraak)


def _about_actie(overleg: Overleg, actie: Actie) -> Agendapunt:
    titel = Truncator(f"Actie {actie.nr}: {actie.activiteit}").chars(200)
    return Agendapunt(overleg=overleg, soort=PuntSoort.ACTIE, titel=titel, actie=actie)


def _put(overleg: Overleg, nieuw: list[Agendapunt]) -> None:
    """Add points where they belong and count the places anew."""
    order = list(overleg.agendapunten.all())
    for punt in nieuw:
        punt.full_clean(exclude=["overleg", "actie", "afspraak"])
        punt.save()
        order = place(order, punt)
    _renumber(order)


def _renumber(order: list[Agendapunt]) -> None:
    for plaats, punt in enumerate(order, 1):
        punt.volgorde = plaats
    Agendapunt.objects.bulk_update(order, ["volgorde"])


def fill_agenda(overleg: Overleg) -> int:
    """Put on the agenda what belongs there and is not there yet; return how many points.

    Call it with the pact locked. What was taken off by hand stays off.
    """
    there = set(overleg.agendapunten.values_list("soort", flat=True))
    nieuw = [
        Agendapunt(overleg=overleg, soort=soort, titel=titel)
        for soort, titel in VAST.items()
        if soort not in there
    ]
    nieuw += [_about_afspraak(overleg, afspraak) for afspraak in missing_afspraken(overleg)]
    nieuw += [_about_actie(overleg, actie) for actie in missing_acties(overleg)]
    if nieuw:
        _put(overleg, nieuw)
    return len(nieuw)


def carry_over(overleg: Overleg) -> None:
    """Put the open afspraken on the agenda of the next planned meeting of the pact, if any.

    Call it with the pact locked. Without a planned meeting nothing happens: one that is planned
    later asks for them itself.
    """
    following = (
        Overleg.objects.filter(pact_id=overleg.pact_id, status=OverlegStatus.GEPLAND)
        .filter(Q(datum__gt=overleg.datum) | Q(datum=overleg.datum, nr__gt=overleg.nr))
        .order_by("datum", "nr")
        .first()
    )
    if following is None:
        return
    nieuw = [_about_afspraak(following, afspraak) for afspraak in missing_afspraken(following)]
    if nieuw:
        _put(following, nieuw)


@transaction.atomic
def rebuild_agenda(*, overleg: Overleg, inzender: Inzender) -> int:
    """Add what is new since the agenda was made; return how many points that were.

    The order, own points and what was taken off stay as they are.
    """
    current = lock_overleg(overleg)
    added = fill_agenda(current)
    if added:
        record_overleg("agenda aangevuld", current, inzender, punten=added)
    return added


@transaction.atomic
def add_punt(*, overleg: Overleg, titel: str, toelichting: str, inzender: Inzender) -> Agendapunt:
    """Return an own point, before what closes the meeting.

    Raises ValidationError with a Dutch message per field.
    """
    current = lock_overleg(overleg)
    punt = Agendapunt(overleg=current, soort=PuntSoort.EIGEN)
    _write_punt(punt, titel, toelichting)
    # The same words once more is the same form once more.
    same = current.agendapunten.filter(soort=PuntSoort.EIGEN, titel=punt.titel)
    if same.exists():
        raise ValidationError({"titel": "Dit onderwerp staat al op de agenda."})
    _put(current, [punt])
    record_overleg("agendapunt toegevoegd", current, inzender, punt=punt.pk)
    return punt


def _write_punt(punt: Agendapunt, titel: str, toelichting: str) -> None:
    titel, toelichting = " ".join(titel.split()), schoon(toelichting)
    if not titel:
        raise ValidationError({"titel": "Schrijf waar het over gaat."})
    refuse_numbers({"titel": titel, "toelichting": toelichting})
    punt.titel, punt.toelichting = titel, toelichting
    punt.full_clean(exclude=["overleg", "actie", "afspraak"])


def merk_of_punt(punt: Agendapunt) -> int:
    """Return the number of what a point says on the agenda."""
    return merk_of([punt.titel, punt.toelichting])


@transaction.atomic
def change_punt(*, punt: Agendapunt, titel: str, toelichting: str, inzender: Inzender) -> None:
    """Give a point other words. Raises VerouderdeVersie when somebody else did since."""
    current = lock_overleg(punt.overleg)
    here = current.agendapunten.get(pk=punt.pk)
    titel = " ".join(titel.split()) if here.soort == PuntSoort.EIGEN else here.titel
    if not refuse_stale(
        inzender, nu=[here.titel, here.toelichting], wordt=[titel, schoon(toelichting)]
    ):
        return
    _write_punt(here, titel, toelichting)
    here.save(update_fields=["titel", "toelichting"])
    record_overleg("agendapunt gewijzigd", current, inzender, punt=here.pk)


@transaction.atomic
def move_punt(*, punt: Agendapunt, richting: Richting, blok: bool, inzender: Inzender) -> None:
    """Move a point up or down among those on the agenda; with `blok` its whole group.

    At the end of the list nothing happens.
    """
    current = lock_overleg(punt.overleg)
    all_points = list(current.agendapunten.all())
    shown = [p for p in all_points if not p.weggelaten]
    if not any(p.pk == punt.pk for p in shown):
        return
    _renumber(
        [*move(shown, punt.pk, richting, blok=blok), *(p for p in all_points if p.weggelaten)]
    )
    record_overleg("agenda geordend", current, inzender, punt=punt.pk)


@transaction.atomic
def remove_punt(*, punt: Agendapunt, inzender: Inzender) -> None:
    """Take a point off the agenda; twice changes nothing.

    An own point without minutes is gone, every other one is kept so that it can be put back
    and does not come back by itself. Raises ValidationError when something was written at it.
    """
    current = lock_overleg(punt.overleg)
    here = current.agendapunten.filter(pk=punt.pk).first()
    if here is None or here.weggelaten:
        return
    if here.besproken or here.besluit:
        raise ValidationError("Bij dit punt staat al een verslag. Maak dat eerst leeg.")
    if here.soort == PuntSoort.EIGEN:
        here.delete()
    else:
        here.weggelaten = True
        here.save(update_fields=["weggelaten"])
    record_overleg("agendapunt weggelaten", current, inzender, punt=punt.pk)


@transaction.atomic
def restore_punt(*, punt: Agendapunt, inzender: Inzender) -> None:
    """Put a point that was taken off back where it belongs; twice changes nothing."""
    current = lock_overleg(punt.overleg)
    here = current.agendapunten.get(pk=punt.pk)
    if not here.weggelaten:
        return
    here.weggelaten = False
    here.save(update_fields=["weggelaten"])
    others = [p for p in current.agendapunten.all() if p.pk != here.pk]
    _renumber(place(others, here))
    record_overleg("agendapunt terug", current, inzender, punt=punt.pk)
