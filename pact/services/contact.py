"""Writing down that a partner was spoken with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan
from pact.keuzes import Contactwijze
from pact.models import Contactmoment, Partner
from pact.services.pacten import lock_pact
from pact.tekst import refuse_numbers
from thuiszitters.audit.services import record
from thuiszitters.kalender import datum_kort

VOORAF = timedelta(days=365)
"""How long before a pact begins people can have spoken about it; earlier is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Gesprek:
    """What is written down of a contact."""

    op: date
    wijze: Contactwijze
    onderwerp: str
    vervolg: str = ""
    volgende_op: date | None = None


@transaction.atomic
def log_contact(*, partner: Partner, gesprek: Gesprek, inzender: Inzender) -> Contactmoment:
    """Return the contact as it was written down. It may be of an earlier day, not of a later.

    Raises ValidationError with a Dutch message per field, and AlGedaan for a form sent twice.
    """
    assert inzender.door is not None
    pact = lock_pact(partner.pact)
    sleutel = inzender.sleutel
    if sleutel is not None and Contactmoment.objects.filter(sleutel=sleutel).exists():
        raise AlGedaan(code=pact.code)
    current = Partner.objects.select_related("pact", "organisatie").get(pk=partner.pk)
    _refuse(current, gesprek)
    moment = Contactmoment(
        partner=current,
        op=gesprek.op,
        wijze=gesprek.wijze,
        onderwerp=gesprek.onderwerp.strip(),
        vervolg=gesprek.vervolg.strip(),
        volgende_op=gesprek.volgende_op,
        door=inzender.door,
        sleutel=sleutel,
    )
    moment.full_clean()
    moment.save()
    record(
        gebeurtenis="contact vastgelegd",
        gebruiker_id=inzender.door.pk,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="pact",
        onderwerp_id=pact.code,
        gegevens={"partner": current.pk, "contactmoment": moment.pk, "wijze": gesprek.wijze.value},
    )
    return moment


def _refuse(partner: Partner, gesprek: Gesprek) -> None:
    today = timezone.localdate()
    if partner.tot is not None and partner.tot <= today:
        raise ValidationError(f"{partner} doet niet meer mee in dit pact.")
    wrong: dict[str, str] = {}
    if gesprek.op > today:
        wrong["op"] = "Deze dag moet nog komen. Leg een gesprek vast als het is geweest."
    elif gesprek.op < partner.pact.begin - VOORAF:
        wrong["op"] = (
            "Deze dag ligt meer dan een jaar vóór het begin van het pact "
            f"({datum_kort(partner.pact.begin)}). Klopt het jaar?"
        )
    if gesprek.volgende_op is not None and gesprek.volgende_op < gesprek.op:
        wrong["volgende_op"] = "De volgende keer ligt vóór dit gesprek."
    if wrong:
        raise ValidationError(wrong)
    refuse_numbers({"onderwerp": gesprek.onderwerp, "vervolg": gesprek.vervolg})
