"""Reading what the page of one casus shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cases.models import (
    Aanbod,
    Casus,
    CasusPartij,
    CasusToegang,
    Gebeurtenis,
    GebeurtenisSoort,
    Gemist,
    Inschrijving,
    PartijRol,
    Taak,
    Verzuim,
    VerzuimReden,
    Vrijstelling,
)
from cases.selectors.feiten import load_feiten
from cases.selectors.signaalblad import Signaalblad, build_signaalblad
from cases.services.dagen import AnyFeit
from cases.services.partijen import UITNODIGBAAR
from cases.services.stand import regelset_for
from cases.stand import OngeldigeFeiten, Regelset, Stand, bereken_signalen, bereken_stand
from cases.strip import Strip, build_strip
from cases.voorwaarden import refusals
from thuiszitters.accounts.models import Lidmaatschap, Organisatie, User
from thuiszitters.accounts.rollen import ROLLEN, Recht

DREMPEL_NABIJ = timedelta(days=14)
"""How far ahead a threshold is near enough to open the explanation by itself."""

GEDAAN_TONEN = 20
"""Finished tasks on the page, at most."""


@dataclass(frozen=True, slots=True)
class Standblad:
    """Where the clocks stand today, or why that cannot be said."""

    peildatum: date
    stand: Stand | None
    strip: Strip | None
    regelset: Regelset
    signalen: Signaalblad
    fout: str = ""

    @property
    def dringend(self) -> bool:
        """Whether a threshold is crossed or lies within two weeks."""
        if self.stand is None:
            return True
        days = (self.stand.vier_weken_op, self.stand.drie_maanden_op)
        return any(day and day - self.peildatum <= DREMPEL_NABIJ for day in days)


def load_stand(casus: Casus, peildatum: date) -> Standblad:
    """Return the Stand and its drawing. The casus comes with its relations selected."""
    regelset = regelset_for(casus.swv_id, peildatum)
    feiten = load_feiten([casus])[casus.pk]
    try:
        stand = bereken_stand(feiten, regelset, peildatum)
    except OngeldigeFeiten as error:
        return Standblad(peildatum, None, None, regelset, Signaalblad(), str(error))
    strip = build_strip(feiten=feiten, stand=stand, peildatum=peildatum)
    signalen = build_signaalblad(bereken_signalen(feiten, regelset, peildatum), regelset)
    return Standblad(peildatum, stand, strip, regelset, signalen)


@dataclass(frozen=True, slots=True)
class Feitenblad:
    """The facts about the child as they are known now, newest first, and those replaced."""

    inschrijvingen: list[Inschrijving]
    verzuim: list[Verzuim]
    uren: list[Gemist]
    aanbod: list[Aanbod]
    vrijstellingen: list[Vrijstelling]
    vervangen: list[AnyFeit]

    @property
    def nu_ingeschreven(self) -> bool:
        """Whether an enrolment runs."""
        return any(feit.einde is None for feit in self.inschrijvingen)

    @property
    def nu_afwezig(self) -> bool:
        """Whether an absence runs."""
        return any(feit.einde is None for feit in self.verzuim)

    @property
    def nu_ziek(self) -> bool:
        """Whether a sick report runs."""
        return any(
            feit.einde is None and feit.reden == VerzuimReden.ZIEKTE for feit in self.verzuim
        )


def load_feitenblad(casus: Casus) -> Feitenblad:
    """Return every fact about the child, in five queries."""
    child = casus.leerling_id
    newest = F("begin").desc(nulls_last=True)
    enrolled = Inschrijving.objects.filter(leerling=child).select_related("school", "door")
    absent = Verzuim.objects.filter(leerling=child).select_related("door")
    missed = Gemist.objects.filter(leerling=child).select_related("door")
    offered = Aanbod.objects.filter(leerling=child).select_related("door")
    exempt = Vrijstelling.objects.filter(leerling=child).select_related("door")
    inschrijvingen = list(enrolled.order_by(newest, "-pk"))
    verzuim = list(absent.order_by(newest, "-pk"))
    uren = list(missed.order_by("-datum", "-pk"))
    aanbod = list(offered.order_by(F("gestart_op").desc(nulls_first=True), "-pk"))
    vrijstellingen = list(exempt.order_by(newest, "-pk"))
    everything = chain[AnyFeit](inschrijvingen, verzuim, uren, aanbod, vrijstellingen)
    replaced = [(feit.vervangen_op, feit) for feit in everything if feit.vervangen_op is not None]
    replaced.sort(key=lambda pair: pair[0], reverse=True)
    return Feitenblad(
        inschrijvingen=[feit for feit in inschrijvingen if feit.vervangen_op is None],
        verzuim=[feit for feit in verzuim if feit.vervangen_op is None],
        uren=[feit for feit in uren if feit.vervangen_op is None],
        aanbod=[feit for feit in aanbod if feit.vervangen_op is None],
        vrijstellingen=[feit for feit in vrijstellingen if feit.vervangen_op is None],
        vervangen=[feit for _, feit in replaced],
    )


@dataclass(frozen=True, slots=True)
class Persoon:
    """Somebody who sees the casus, with the roles that make it so."""

    user: User
    rollen: str

    def __str__(self) -> str:
        return f"{self.user}, {self.rollen}" if self.rollen else str(self.user)


@dataclass(frozen=True, slots=True)
class Deelnemer:
    """An organisation that takes part, and its people who see the casus."""

    partij: CasusPartij
    mensen: list[tuple[User, str]]
    geweigerd: str = ""
    """Why its people see no casework for now; "" when they do."""

    @property
    def op_uitnodiging(self) -> bool:
        """Whether its part can be ended by itself."""
        return self.partij.rol in {PartijRol.BETROKKENE, PartijRol.SCHOOLBESTUUR}


_ZIENDE_ROLLEN = [rol for rol, regel in ROLLEN.items() if Recht.SEE_CASES in regel.rechten]
_VOLGORDE = list(PartijRol.values)


def current_parties(casus: Casus) -> list[CasusPartij]:
    """Return the parties of today, the fixed ones first."""
    rows = (
        casus.partijen.filter(Q(tot__isnull=True) | Q(tot__gt=timezone.localdate()))
        .select_related("organisatie")
        .order_by("van", "pk")
    )
    return sorted(rows, key=lambda partij: _VOLGORDE.index(partij.rol))


def _members(organisaties: set[int]) -> QuerySet[Lidmaatschap]:
    return (
        Lidmaatschap.objects.active_on(timezone.localdate())
        .filter(organisatie_id__in=organisaties, rol__in=_ZIENDE_ROLLEN)
        .select_related("user", "organisatie")
        .order_by("user__naam", "pk")
    )


def load_deelnemers(casus: Casus) -> list[Deelnemer]:
    """Return who takes part today with their people, in two queries."""
    parties = current_parties(casus)
    refused = _refused(parties)
    people: dict[int, list[tuple[User, str]]] = defaultdict(list)
    for lid in _members({partij.organisatie_id for partij in parties} - refused.keys()):
        people[lid.organisatie_id].append((lid.user, lid.get_rol_display()))
    return [
        Deelnemer(partij, people[partij.organisatie_id], refused.get(partij.organisatie_id, ""))
        for partij in parties
    ]


def _refused(parties: list[CasusPartij]) -> dict[int, str]:
    return refusals({partij.organisatie_id: partij.organisatie.soort for partij in parties})


def people_on(casus: Casus) -> list[Persoon]:
    """Return everybody who sees this casus through a party of today, by name, in two queries."""
    held: dict[int, tuple[User, list[str]]] = {}
    parties = current_parties(casus)
    seeing = {partij.organisatie_id for partij in parties} - _refused(parties).keys()
    for lid in _members(seeing):
        _, roles = held.setdefault(lid.user_id, (lid.user, []))
        roles.append(f"{lid.get_rol_display()} {lid.organisatie.naam}")
    return [Persoon(user, ", ".join(roles)) for user, roles in held.values()]


def current_toegang(casus: Casus) -> QuerySet[CasusToegang]:
    """Return the exceptional looks that hold today."""
    today = timezone.localdate()
    return (
        casus.toegang.filter(van__lte=today, tot__gt=today)
        .select_related("user", "verleend_door")
        .order_by("tot", "pk")
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """The next steps of a casus: to do, just done and done before."""

    open: list[Taak]
    net_gedaan: list[Taak]
    """Done today; these can be undone on the spot."""
    eerder: list[Taak]


def load_taken(casus: Casus) -> Taken:
    """Return the next steps, in two queries."""
    today = timezone.localdate()
    about = casus.taken.select_related("eigenaar")
    done = list(about.filter(gedaan_op__isnull=False).order_by("-gedaan_op", "-pk")[:GEDAAN_TONEN])
    fresh = [t for t in done if t.gedaan_op and timezone.localdate(t.gedaan_op) == today]
    return Taken(
        open=list(about.filter(gedaan_op__isnull=True)),
        net_gedaan=fresh,
        eerder=[taak for taak in done if taak not in fresh],
    )


def closing_entry(casus: Casus) -> Gebeurtenis | None:
    """Return the entry with which a closed casus was closed; None while it is open."""
    if casus.is_open:
        return None
    closed = casus.gebeurtenissen.filter(soort=GebeurtenisSoort.GESLOTEN)
    return closed.select_related("door", "namens").order_by("-op", "-id").first()


def invitable_organisaties(casus: Casus) -> QuerySet[Organisatie]:
    """Return the organisations that can be invited and do not take part yet, by name."""
    present = [partij.organisatie_id for partij in current_parties(casus)]
    return (
        Organisatie.objects.filter(soort__in=UITNODIGBAAR, actief=True)
        .exclude(pk__in=present)
        .order_by("naam")
    )
