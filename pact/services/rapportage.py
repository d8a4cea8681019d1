"""Making a report to the partners, keeping it, and telling them that it is there."""

from __future__ import annotations

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, PactError
from pact.models import Contactpersoon, Pact, Partner, Rapportage
from pact.rapport import alineas, fingerprint
from pact.rapportblad import make_werkblad
from pact.selectors.rapportage import load_inhoud
from pact.services.pacten import lock_pact
from pact.tekst import refuse_numbers
from thuiszitters.accounts.models import User
from thuiszitters.audit.services import record
from thuiszitters.berichten.services import queue_bericht
from thuiszitters.kalender import datum_kort
from thuiszitters.pdf import render_pdf


class AndersGeworden(PactError):
    """The pact changed after the preview was shown. Nothing was kept."""

    def __init__(self) -> None:
        super().__init__(
            "Sinds je dit voorbeeld zag, is er iets in het pact gewijzigd. Er is nog niets "
            "opgeslagen. Kijk het na en sla het dan op."
        )


def check_periode(pact: Pact, van: date, tot: date) -> None:
    """Raise ValidationError, per field, for days that no report can be about."""
    if tot > timezone.localdate():
        raise ValidationError({"tot": "Deze dag moet nog komen."})
    if tot < van:
        raise ValidationError({"tot": "De periode eindigt vóór ze begint."})
    if tot < pact.begin:
        raise ValidationError(
            {"tot": f"Deze dag ligt vóór het begin van het pact ({datum_kort(pact.begin)})."}
        )


@transaction.atomic
def make_rapportage(
    *, pact: Pact, van: date, tot: date, inleiding: str, gezien: str, inzender: Inzender
) -> Rapportage:
    """Return the report, kept with both its files and their sha256.

    `gezien` is the fingerprint of what the preview showed, "" where there was none. Raises
    ValidationError with a Dutch message per field, AndersGeworden when the pact says something
    else by now, and AlGedaan for a form sent twice.
    """
    assert inzender.door is not None
    locked = lock_pact(pact)
    if inzender.sleutel is not None:
        made = Rapportage.objects.filter(sleutel=inzender.sleutel).only("nr").first()
        if made is not None:
            raise AlGedaan(code=locked.code, nr=made.nr)
    check_periode(locked, van, tot)
    refuse_numbers({"inleiding": inleiding})
    inhoud = load_inhoud(locked, van=van, tot=tot)
    if gezien and gezien != fingerprint(inhoud):
        raise AndersGeworden
    nr = (locked.rapportages.aggregate(last=Max("nr"))["last"] or 0) + 1
    op = timezone.now()
    inhoud = {
        **inhoud,
        "nr": nr,
        "inleiding": inleiding.strip(),
        "alineas": alineas(inleiding),
        "gemaakt_op": timezone.localdate(op).isoformat(),
    }
    pdf = render_pdf("rapportage", inhoud, op=op)
    xlsx = make_werkblad(inhoud)
    rapportage = Rapportage(
        pact=locked,
        nr=nr,
        van=van,
        tot=tot,
        inleiding=inleiding.strip(),
        inhoud=inhoud,
        pdf=pdf,
        xlsx=xlsx,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        xlsx_sha256=hashlib.sha256(xlsx).hexdigest(),
        door=inzender.door,
        op=op,
        sleutel=inzender.sleutel,
    )
    rapportage.full_clean()
    rapportage.save()
    _record("rapportage gemaakt", rapportage, inzender, bytes=len(pdf) + len(xlsx))
    return rapportage


@transaction.atomic
def send_rapportage(*, rapportage: Rapportage, inzender: Inzender) -> int:
    """Tell all contact persons that the report is there; return how many. It is done once.

    Raises AlGedaan when it was done before, and ValidationError when there is nobody to tell.
    """
    pact = lock_pact(rapportage.pact)
    current = Rapportage.objects.defer("inhoud", "pdf", "xlsx").get(pk=rapportage.pk)
    if current.verstuurd_op is not None:
        raise AlGedaan(code=pact.code, nr=current.nr)
    people = contactpersonen_of(pact)
    if not people:
        raise ValidationError(
            "Geen enkele partner heeft een contactpersoon. Voeg die eerst toe bij Inrichten."
        )
    for user in people:
        queue_bericht(
            sjabloon="rapportage",
            ontvanger_id=user.pk,
            sleutel=f"rapportage:{current.pk}:{user.pk}",
            referentie=f"rapportage-{pact.code}-{current.nr}",
            gegevens={"rapportage": current.pk},
        )
    Rapportage.objects.filter(pk=current.pk).update(verstuurd_op=timezone.now())
    _record("rapportage verstuurd", current, inzender, mensen=len(people))
    return len(people)


def contactpersonen_of(pact: Pact) -> list[User]:
    """Return everybody who is addressed for a partner of today, once, with an open account."""
    today = timezone.localdate()
    current = Contactpersoon.objects.filter(Q(tot__isnull=True) | Q(tot__gt=today), van__lte=today)
    partners = Partner.objects.current().filter(pact=pact)
    ids = current.filter(partner__in=partners).values("user")
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk"))


def is_intact(inhoud: bytes, sha256: str) -> bool:
    """Return whether these bytes are the ones whose fingerprint was kept."""
    return hashlib.sha256(inhoud).hexdigest() == sha256


def _record(gebeurtenis: str, rapportage: Rapportage, inzender: Inzender, **meer: int) -> None:
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="pact",
        onderwerp_id=rapportage.pact.code,
        gegevens={"rapportage": rapportage.nr, **meer},
    )
