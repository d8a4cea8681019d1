"""Which days a fact about a child can have; a wrong one is told at its own field."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import (
    Aanbod,
    Bron,
    Gemist,
    Inschrijving,
    Leerling,
    Verzuim,
    VerzuimReden,
    Vrijstelling,
)
from thuiszitters.kalender import datum_kort

AnyFeit = Inschrijving | Verzuim | Gemist | Aanbod | Vrijstelling

FAR_AHEAD = timedelta(days=366)
LONGEST_VRIJSTELLING = timedelta(days=5 * 366)


def check_day(leerling: Leerling, day: date | None, veld: str, *, past: bool) -> None:
    """Refuse a day before birth, in the future where `past`, or more than a year ahead."""
    if day is None:
        return
    today = timezone.localdate()
    if day <= leerling.geboortedatum:
        raise ValidationError({veld: "Deze dag ligt voor de geboortedatum."})
    if past and day > today:
        raise ValidationError({veld: "Deze dag ligt in de toekomst."})
    if day > today + FAR_AHEAD:
        raise ValidationError({veld: "Deze dag ligt meer dan een jaar vooruit."})


def check_days(feit: AnyFeit) -> None:
    """Raise ValidationError for a day that cannot be right for this fact."""
    leerling = feit.leerling
    match feit:
        case Verzuim():
            # Leave is granted beforehand; staying away and being ill are only known afterwards. A
            # list is taken as it was sent: what it announces is looked at again on its day.
            leave = feit.geoorloofd and feit.reden != VerzuimReden.ZIEKTE
            announced = leave or feit.bron == Bron.IMPORT
            check_day(leerling, feit.begin, "begin", past=not announced)
            check_day(leerling, feit.einde, "einde", past=False)
            _check_order(feit.begin, feit.einde)
        case Inschrijving():
            check_day(leerling, feit.begin, "begin", past=False)
            check_day(leerling, feit.einde, "einde", past=False)
            _check_order(feit.begin, feit.einde)
        case Gemist():
            check_day(leerling, feit.datum, "datum", past=True)
        case Aanbod():
            _check_aanbod(leerling, feit)
        case Vrijstelling():
            check_day(leerling, feit.begin, "begin", past=False)
            _check_order(feit.begin, feit.einde)
            if feit.einde is not None and feit.einde - feit.begin > LONGEST_VRIJSTELLING:
                raise ValidationError({"einde": "Dit is meer dan vijf jaar. Klopt het jaar?"})


def _check_order(begin: date | None, einde: date | None) -> None:
    if begin is not None and einde is not None and einde <= begin:
        raise ValidationError({"einde": "Deze dag moet na de begindatum liggen."})


def _check_aanbod(leerling: Leerling, feit: Aanbod) -> None:
    moments = (
        ("gedaan_op", feit.gedaan_op),
        ("geaccepteerd_op", feit.geaccepteerd_op),
        ("gestart_op", feit.gestart_op),
    )
    for veld, day in moments:
        check_day(leerling, day, veld, past=veld != "gestart_op")
    check_day(leerling, feit.einde, "einde", past=False)
    known = [(veld, day) for veld, day in moments if day is not None]
    if not known:
        raise ValidationError({"gestart_op": "Vul in wanneer het aanbod is gedaan of gestart."})
    for (_, before), (veld, day) in pairwise(known):
        if day < before:
            raise ValidationError({veld: f"De stap ervoor was pas op {datum_kort(before)}."})
    if feit.einde is not None and feit.gestart_op is None:
        raise ValidationError({"einde": "Een aanbod dat niet is gestart, kan niet stoppen."})
    _check_order(feit.gestart_op, feit.einde)
