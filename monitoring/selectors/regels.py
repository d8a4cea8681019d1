"""Reading the versions of the rules for people: what differs, and how far recomputing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q

from cases.models import Casus, Regelset
from cases.services.regels import as_versie
from monitoring.ladder.geheel import Regels
from monitoring.ladder.vergelijking import Afwijking, afwijkingen
from monitoring.models import Herberekening
from monitoring.services.regelboek import Regelboek
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht, Soort


class Toestand(StrEnum):
    """Where a version stands in time."""

    KOMT = "begint nog"
    GELDT = "geldt nu"
    VOORBIJ = "voorbij"
    INGETROKKEN = "ingetrokken"


@dataclass(frozen=True, slots=True)
class Versieregel:
    """One version in a list, with what differs from the national rules of the day it began."""

    regelset: Regelset
    toestand: Toestand
    regels: Regels
    afwijkingen: tuple[Afwijking, ...]


@dataclass(frozen=True, slots=True)
class Voortgang:
    """How far the recomputing under a version is."""

    totaal: int
    klaar: int
    kapot: int
    """Casussen that cannot be worked out: their facts do not fit together."""
    bezig: bool

    @property
    def procent(self) -> int:
        """How much is done, rounded down."""
        return 100 * (self.klaar + self.kapot) // self.totaal if self.totaal else 100


def toestand_of(regelset: Regelset, vandaag: date) -> Toestand:
    """Return where a version stands on this day."""
    if regelset.ingetrokken:
        return Toestand.INGETROKKEN
    if regelset.geldig_vanaf > vandaag:
        return Toestand.KOMT
    return Toestand.GELDT if regelset.geldt_op(vandaag) else Toestand.VOORBIJ


def swvs_of(user: User) -> list[Organisatie]:
    """Return the samenwerkingsverbanden whose rules this person may see, by name.

    Their own where they act for one, and for a gemeente or school those it lies in.
    """
    places = organisatie_ids(user, Recht.SEE_RULES)
    return list(
        Organisatie.objects.filter(
            Q(pk__in=places) | Q(gebiedsdelen__organisatie_id__in=places), soort=Soort.SWV
        ).distinct()
    )


def versies_of(swv: Organisatie | None, boek: Regelboek, vandaag: date) -> list[Versieregel]:
    """Return the versions of an SWV, or the national ones, newest first."""
    rows = Regelset.objects.filter(swv=swv).select_related("door", "swv")
    return [versieregel(row, boek, vandaag) for row in rows]


def versieregel(row: Regelset, boek: Regelboek, vandaag: date) -> Versieregel:
    """Return one version with its rules and what differs from the national ones."""
    regels = boek.of(as_versie(row))
    landelijk = boek.landelijk(row.geldig_vanaf) if row.swv_id else boek.in_de_code
    return Versieregel(
        row, toestand_of(row, vandaag), regels, tuple(afwijkingen(regels, landelijk))
    )


def voortgang_of(regelset: Regelset, vandaag: date) -> Voortgang:
    """Return how many of the open casussen it is about carry a version, in two statements."""
    rows = Casus.objects.open()
    if regelset.swv_id is not None:
        rows = rows.filter(swv_id=regelset.swv_id)
    else:
        own = Regelset.objects.exclude(geldig_tot=F("geldig_vanaf")).filter(
            Q(geldig_tot__isnull=True) | Q(geldig_tot__gt=vandaag),
            swv=OuterRef("swv"),
            geldig_vanaf__lte=vandaag,
        )
        rows = rows.exclude(Exists(own))
    # The watch looks at what it could not work out again the next day, and no sooner.
    counts = rows.aggregate(
        totaal=Count("pk"),
        klaar=Count("pk", filter=Q(regelset=regelset.code)),
        kapot=Count("pk", filter=~Q(regelset=regelset.code) & Q(volgende_controle_op__gt=vandaag)),
    )
    marking = Herberekening.objects.filter(regelset=regelset, klaar_op__isnull=True).exists()
    kapot = 0 if marking else counts["kapot"]
    left = counts["totaal"] - counts["klaar"] - kapot
    bezig = regelset.geldt_op(vandaag) and (marking or left > 0)
    return Voortgang(counts["totaal"], counts["klaar"], kapot, bezig)
