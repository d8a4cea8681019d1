"""What is written during a meeting, a piece at a time.

Every piece is saved by itself. A form carries the merk of what it was opened on; when something
else stands there by then, nothing is overwritten and VerouderdeVersie is raised.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import VerouderdeVersie
from pact.keuzes import Aanwezigheid, OverlegStatus
from pact.models import Agendapunt, Overleg, Partner, Standpunt
from pact.services.overleg.agenda import carry_over
from pact.services.overleg.basis import lock_overleg, record_overleg, refuse_stale, schoon
from pact.tekst import refuse_numbers

TEKSTEN = ("inleiding", "afsluiting")
"""The texts a meeting has besides those of its points."""


def _clean_length(teksten: Mapping[str, tuple[str, int | None]]) -> None:
    refuse_numbers({veld: tekst for veld, (tekst, _) in teksten.items()})
    wrong = {
        veld: f"Dit zijn {len(tekst)} tekens. Er passen er {most}. Kort het in."
        for veld, (tekst, most) in teksten.items()
        if most is not None and len(tekst) > most
    }
    if wrong:
        raise ValidationError(dict(wrong))


@transaction.atomic
def save_punt(*, punt: Agendapunt, besproken: str, besluit: str, inzender: Inzender) -> Agendapunt:
    """Return the point with what was discussed and decided; the same words change nothing.

    Raises VerouderdeVersie, VerslagStaatVast, and ValidationError per field.
    """
    current = lock_overleg(punt.overleg)
    here = current.agendapunten.get(pk=punt.pk)
    besproken, besluit = schoon(besproken), schoon(besluit)
    if not refuse_stale(inzender, nu=[here.besproken, here.besluit], wordt=[besproken, besluit]):
        return here
    _clean_length({"besproken": (besproken, 5000), "besluit": (besluit, 2000)})
    here.besproken, here.besluit = besproken, besluit
    here.save(update_fields=["besproken", "besluit"])
    record_overleg("verslag van een punt", current, inzender, punt=here.pk)
    return here


@transaction.atomic
def save_tekst(*, overleg: Overleg, veld: str, tekst: str, inzender: Inzender) -> Overleg:
    """Return the meeting with this text as its opening or its closing; see `save_punt`."""
    if veld not in TEKSTEN:
        raise ValueError("not a text of a meeting")
    current = lock_overleg(overleg)
    tekst = schoon(tekst)
    if not refuse_stale(inzender, nu=[getattr(current, veld)], wordt=[tekst]):
        return current
    _clean_length({veld: (tekst, 5000)})
    setattr(current, veld, tekst)
    current.save(update_fields=[veld])
    record_overleg("verslag van een tekst", current, inzender, veld=veld)
    return current


@transaction.atomic
def save_aanwezigheid(
    *,
    overleg: Overleg,
    keuzes: Mapping[int, tuple[Aanwezigheid, Aanwezigheid]],
    inzender: Inzender,
) -> int:
    """Write down who was there; return for how many people that changed.

    `keuzes` holds per deelname what the form was opened on and what it says now. Raises
    VerouderdeVersie when somebody else said something different of the same person since.
    """
    current = lock_overleg(overleg)
    there = {deelname.pk: deelname for deelname in current.deelnames.all()}
    changed = []
    for pk, (was, wordt) in keuzes.items():
        deelname = there.get(pk)
        if deelname is None or wordt in {was, deelname.aanwezigheid}:
            continue
        if deelname.aanwezigheid != was:
            raise VerouderdeVersie(0)
        deelname.aanwezigheid = wordt
        deelname.save(update_fields=["aanwezigheid"])
        changed.append(pk)
    if changed:
        record_overleg("aanwezigheid", current, inzender, deelnames=changed)
    return len(changed)


@transaction.atomic
def add_standpunt(
    *, overleg: Overleg, partner: Partner, tekst: str, inzender: Inzender
) -> Standpunt:
    """Return what a partner said, once per partner; the same words twice are there once.

    Raises ValidationError for an empty text, a partner of another pact, or a second one.
    """
    current = lock_overleg(overleg)
    tekst = schoon(tekst)
    _clean_length({"tekst": (tekst, 2000)})
    if not tekst:
        raise ValidationError({"tekst": "Schrijf wat deze partij zei."})
    if partner.pact_id != current.pact_id:
        raise ValidationError({"partner": "Deze organisatie is geen partner in dit pact."})
    there = current.standpunten.filter(partner=partner).first()
    if there is not None and there.tekst == tekst:
        return there
    if there is not None:
        raise ValidationError(
            {"partner": "Van deze partij staat er al een standpunt. Vul dat aan."}
        )
    standpunt = Standpunt(overleg=current, partner=partner, tekst=tekst)
    standpunt.full_clean()
    standpunt.save()
    record_overleg("standpunt", current, inzender, partner=partner.pk)
    return standpunt


@transaction.atomic
def change_standpunt(*, standpunt: Standpunt, tekst: str, inzender: Inzender) -> Standpunt:
    """Return the standpunt with this text; see `save_punt`.

    An empty text is refused, so that a pause in typing takes nothing away.
    """
    current = lock_overleg(standpunt.overleg)
    here = current.standpunten.filter(pk=standpunt.pk).first()
    if here is None:
        raise ValidationError("Dit standpunt is intussen weggehaald. Kopieer je tekst.")
    tekst = schoon(tekst)
    if not refuse_stale(inzender, nu=[here.tekst], wordt=[tekst]):
        return here
    if not tekst:
        raise ValidationError("Dit is leeg en daarom niet opgeslagen. Moet het weg? Kies Weghalen.")
    _clean_length({"tekst": (tekst, 2000)})
    here.tekst = tekst
    here.save(update_fields=["tekst"])
    record_overleg("standpunt gewijzigd", current, inzender, partner=here.partner_id)
    return here


@transaction.atomic
def remove_standpunt(*, standpunt: Standpunt, inzender: Inzender) -> None:
    """Take what a partner said out of the minutes; twice changes nothing."""
    current = lock_overleg(standpunt.overleg)
    if current.standpunten.filter(pk=standpunt.pk).delete()[0]:
        record_overleg("standpunt weg", current, inzender, partner=standpunt.partner_id)


@transaction.atomic
def close_overleg(*, overleg: Overleg, inzender: Inzender) -> Overleg:
    """Return the meeting as held: the partners see what was agreed; twice changes nothing.

    What is still open goes to the next planned meeting. Raises ValidationError before the day
    itself, and while it is not known who was there.
    """
    current = lock_overleg(overleg)
    if current.status == OverlegStatus.GEHOUDEN:
        return current
    if current.datum > timezone.localdate():
        raise ValidationError("Dit overleg is nog niet geweest.")
    if not current.deelnames.filter(aanwezigheid=Aanwezigheid.AANWEZIG).exists():
        raise ValidationError("Leg eerst vast wie er aanwezig waren.")
    current.status = OverlegStatus.GEHOUDEN
    current.save(update_fields=["status"])
    carry_over(current)
    record_overleg("overleg gehouden", current, inzender)
    return current
