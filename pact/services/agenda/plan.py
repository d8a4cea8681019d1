"""What reading an agenda would do, row by row. Nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db.models import Max

from pact.betrokkenen import Adresboek, PartnerNaam
from pact.inhoud import PARTNERS, VELDEN, ActieInhoud, changed_fields, in_words, normalised
from pact.keuzes import Niveau, PactSoort, Periodelezing
from pact.middelen import read_middelen
from pact.models import Actie, Pact, Partner, Thema, field_name
from pact.periode import Periode, read_periode
from pact.selectors.partners import partners_of
from pact.services.agenda import kolommen
from pact.services.agenda.eerder import Bekend, Koppelaar, load_bekend
from pact.services.agenda.rijen import VELDEN as KOLOMVELDEN
from pact.services.agenda.rijen import Agenda, Agendarij, Foutrij, iter_goed
from pact.services.agenda.verslag import AgendaTelling, Melding, Uitkomst
from pact.services.agenda.waarden import (
    kolomwaarde,
    nummersleutel,
    sleutel,
    themasleutel,
    zelfde_tekst,
)

_RELATIES = frozenset({"pact", "thema", "eigenaar"})
KOLOM_VAN_VELD = {veld: kolom for kolom, veld in KOLOMVELDEN.items()} | {
    "deadline": kolommen.PERIODE
}


@dataclass(slots=True)
class Rijplan:
    """One row: the action it makes or changes, and what is told about it."""

    plek: str
    uitkomst: Uitkomst
    actie: Actie | None = None
    voor: ActieInhoud | None = None
    na: ActieInhoud | None = None
    fouten: tuple[Melding, ...] = ()
    opmerkingen: tuple[Melding, ...] = ()
    periode_uitleg: str = ""
    """How the period was read, where it was read now."""
    onzekere_partijen: tuple[str, ...] = ()

    @property
    def velden(self) -> list[str]:
        """The fields that change."""
        return changed_fields(self.voor, self.na) if self.voor and self.na else []

    @property
    def nakijken(self) -> bool:
        """Whether its period waits for a person."""
        return self.na is not None and self.na.periode_lezing == Periodelezing.NAKIJKEN

    @property
    def partners(self) -> list[str]:
        """The names of the partners that are certainly meant, in order."""
        return sorted(str(partner) for partner in self.na.betrokken) if self.na else []

    def wijzigingen(self) -> list[dict[str, str]]:
        """Return what changes as the history keeps it: the field, and its words both times."""
        if self.voor is None or self.na is None:
            return []
        was, wordt = in_words(self.voor), in_words(self.na)
        return [{"veld": veld, "oud": was[veld], "nieuw": wordt[veld]} for veld in self.velden]

    def in_woorden(self) -> list[tuple[str, str, str]]:
        """Return per changed field its name, and what it says before and after."""
        return [(field_name(w["veld"]), w["oud"], w["nieuw"]) for w in self.wijzigingen()]


@dataclass(slots=True)
class Plan:
    """Everything reading this agenda would do."""

    pact: Pact
    rijen: list[Rijplan] = field(default_factory=list)
    nieuwe_themas: list[Thema] = field(default_factory=list)
    let_op: list[str] = field(default_factory=list)

    def telling(self) -> AgendaTelling:
        """Return how many rows become what."""
        telling = AgendaTelling()
        for rij in self.rijen:
            zonder = rij.na is not None and rij.na.deadline is None
            telling.tel(rij.uitkomst, zonder_deadline=zonder and rij.uitkomst is not Uitkomst.FOUT)
        return telling

    def met(self, uitkomst: Uitkomst) -> list[Rijplan]:
        """Return the rows that become this."""
        return [rij for rij in self.rijen if rij.uitkomst is uitkomst]

    def vingerafdruk(self) -> str:
        """Return what differs as soon as reading the same file would do something else."""
        afdruk = hashlib.sha256()
        for rij in self.rijen:
            actie = (rij.actie.pk, rij.actie.versie) if rij.actie and rij.voor else None
            na = in_words(rij.na) if rij.na else None
            afdruk.update(repr((rij.plek, rij.uitkomst.value, actie, na)).encode())
        return afdruk.hexdigest()


def maak_plan(pact: Pact, agenda: Agenda) -> Plan:
    """Return what these rows would do with the actions of this pact."""
    return _Planner(pact, agenda).plan()


class _Planner:
    def __init__(self, pact: Pact, agenda: Agenda) -> None:
        self._pact = pact
        self._agenda = agenda
        self._plan = Plan(pact, let_op=list(agenda.let_op))
        self._themas: dict[str, Thema] = {}
        for thema in pact.themas.order_by("-volgorde", "-id"):
            thema.pact = pact
            self._themas[themasleutel(thema.naam)] = thema
        self._volgorde = pact.themas.aggregate(last=Max("volgorde"))["last"] or 0
        self._partners: dict[int, Partner] = {p.pk: p for p in partners_of(pact)}
        for partner in self._partners.values():
            partner.pact = pact
        self._boek = Adresboek(
            [
                PartnerNaam(p.pk, p.organisatie.naam, p.organisatie.code, p.organisatie.soort)
                for p in self._partners.values()
            ]
        )
        self._perioden: dict[str, Periode] = {}
        self._niveau = Niveau.LANDELIJK if pact.soort == PactSoort.LANDELIJK else Niveau.REGIO

    def plan(self) -> Plan:
        """Return the plan."""
        goed = list(iter_goed(self._agenda))
        gekoppeld = Koppelaar(load_bekend(self._pact)).koppel(goed)
        bij = {id(rij): gekoppeld.get(i) for i, rij in enumerate(goed)}
        gezien: dict[tuple[str, str, str], str] = {}
        for rij in self._agenda.rijen:
            if isinstance(rij, Foutrij):
                self._plan.rijen.append(Rijplan(rij.plek, Uitkomst.FOUT, fouten=rij.meldingen))
                continue
            wie = themasleutel(rij.thema), nummersleutel(rij.nr), sleutel(rij.activiteit)
            if (eerder := gezien.setdefault(wie, rij.plek)) != rij.plek:
                self._fout(rij, f"Deze activiteit staat er al: {eerder}.", kolommen.ACTIVITEIT)
                continue
            self._rij(rij, bij[id(rij)])
        gebruikt = {id(rij.na.thema) for rij in self._plan.met(Uitkomst.NIEUW) if rij.na}
        nieuw = [thema for thema in self._plan.nieuwe_themas if id(thema) in gebruikt]
        self._plan.nieuwe_themas = nieuw
        return self._plan

    def _fout(self, rij: Agendarij, tekst: str, kolom: str) -> None:
        melding = Melding(rij.plek, tekst, kolom)
        self._plan.rijen.append(Rijplan(rij.plek, Uitkomst.FOUT, fouten=(melding,)))

    def _rij(self, rij: Agendarij, bij: Bekend | str | None) -> None:
        if isinstance(bij, str):
            self._fout(rij, bij, kolommen.ACTIVITEIT)
            return
        gepland = self._nieuw(rij) if bij is None else self._bestaand(rij, bij)
        assert gepland.na is not None
        if gepland.uitkomst in {Uitkomst.NIEUW, Uitkomst.BIJGEWERKT}:
            actie = gepland.actie or Actie(pact=self._pact)
            fouten = _zet(actie, gepland.na)
            gepland.actie = actie
            if fouten:
                meldingen = tuple(Melding(rij.plek, tekst, kolom) for kolom, tekst in fouten)
                gepland = Rijplan(rij.plek, Uitkomst.FOUT, fouten=meldingen)
        self._plan.rijen.append(gepland)

    def _thema(self, naam: str) -> Thema:
        gevonden = self._themas.get(themasleutel(naam))
        if gevonden is None:
            self._volgorde += 1
            gevonden = Thema(pact=self._pact, naam=naam, volgorde=self._volgorde)
            self._themas[themasleutel(naam)] = gevonden
            self._plan.nieuwe_themas.append(gevonden)
        return gevonden

    def _nieuw(self, rij: Agendarij) -> Rijplan:
        leeg = ActieInhoud(
            activiteit=rij.activiteit, thema=self._thema(rij.thema), niveau=self._niveau
        )
        gepland = Rijplan(rij.plek, Uitkomst.NIEUW)
        for kolom, tekst in rij.teksten.items():
            if tekst:
                leeg = self._vul(leeg, kolom, tekst, gepland)
        gepland.na = normalised(leeg)
        return gepland

    def _bestaand(self, rij: Agendarij, bij: Bekend) -> Rijplan:
        voor = na = bij.inhoud
        gepland = Rijplan(rij.plek, Uitkomst.ONGEWIJZIGD, actie=bij.actie, voor=voor)
        if themasleutel(rij.thema) != themasleutel(voor.thema.naam):
            _zeg(gepland, kolommen.THEMA, f"Deze actie staat nu onder {voor.thema}; dat blijft zo.")
        for kolom, tekst in rij.teksten.items():
            veld = KOLOMVELDEN[kolom]
            if zelfde_tekst(tekst, kolomwaarde(voor, kolom), kolom):
                continue
            if veld in bij.gezegd and zelfde_tekst(tekst, bij.gezegd[veld], kolom):
                _zeg(gepland, kolom, "Dit is hier gewijzigd en blijft zo staan.")
                continue
            if not tekst and veld not in bij.uit_agenda:
                continue  # an empty cell takes away only what a file brought
            na = self._vul(na, kolom, tekst, gepland)
        gepland.na = na if na is voor else normalised(na)
        if gepland.velden:
            gepland.uitkomst = Uitkomst.BIJGEWERKT
        return gepland

    def _vul(self, inhoud: ActieInhoud, kolom: str, tekst: str, gepland: Rijplan) -> ActieInhoud:
        """Return the action with this column, and what is read from it."""
        match kolom:
            case kolommen.PERIODE:
                return self._vul_periode(inhoud, tekst, gepland)
            case kolommen.BETROKKENEN:
                return self._vul_betrokkenen(inhoud, tekst, gepland)
            case kolommen.MIDDELEN:
                read = read_middelen(tekst)
                return replace(
                    inhoud,
                    middelen_tekst=tekst,
                    middelen_soort=read.soort,
                    middelen_bedrag=read.bedrag,
                    middelen_eenheid=read.eenheid,
                )
            case kolommen.NR:
                return replace(inhoud, nummer_tekst=tekst)
            case kolommen.ACTIVITEIT:
                return replace(inhoud, activiteit=tekst)
            case kolommen.RESULTAAT:
                return replace(inhoud, resultaat_verwacht=tekst)
        return replace(inhoud, toelichting=tekst)

    def _vul_periode(self, inhoud: ActieInhoud, tekst: str, gepland: Rijplan) -> ActieInhoud:
        if inhoud.periode_lezing == Periodelezing.GECORRIGEERD:
            _zeg(
                gepland,
                kolommen.PERIODE,
                "De periode is veranderd. De data die iemand vaststelde, blijven staan.",
            )
            return replace(inhoud, periode_tekst=tekst)
        read = self._lees_periode(tekst)
        gepland.periode_uitleg = read.uitleg
        return replace(
            inhoud,
            periode_tekst=tekst,
            periode_lezing=read.lezing,
            begin=read.begin,
            einde=read.einde,
            deadline=read.deadline,
        )

    def _lees_periode(self, tekst: str) -> Periode:
        found = self._perioden.get(tekst)
        if found is None:
            found = read_periode(tekst, pact_begin=self._pact.begin, pact_einde=self._pact.einde)
            self._perioden[tekst] = found
        return found

    def _vul_betrokkenen(self, inhoud: ActieInhoud, tekst: str, gepland: Rijplan) -> ActieInhoud:
        was = self._boek.lees(inhoud.betrokkenen_tekst)
        nu = {partner.pk for partner in inhoud.betrokken}
        nagekeken = bool(was.rest) and not inhoud.betrokkenen_nakijken
        if gepland.voor is not None and (nagekeken or (nu and nu != was.partners)):
            _zeg(
                gepland,
                kolommen.BETROKKENEN,
                "De tekst is veranderd. De partners die iemand koos, blijven staan. Kijk ze na.",
            )
            return replace(inhoud, betrokkenen_tekst=tekst, betrokkenen_nakijken=True)
        read = self._boek.lees(tekst)
        gepland.onzekere_partijen = read.rest
        return replace(
            inhoud,
            betrokkenen_tekst=tekst,
            betrokken=frozenset(self._partners[pk] for pk in read.partners),
            betrokkenen_nakijken=bool(read.rest),
        )


def _zeg(gepland: Rijplan, kolom: str, tekst: str) -> None:
    gepland.opmerkingen += (Melding(gepland.plek, tekst, kolom),)


def _zet(actie: Actie, inhoud: ActieInhoud) -> list[tuple[str, str]]:
    """Put this into the action and return what cannot be, as (column, Dutch sentence)."""
    for veld in VELDEN:
        if veld not in PARTNERS:
            setattr(actie, veld, getattr(inhoud, veld))
    fouten: dict[str, list[str]] = {}
    try:
        actie.clean_fields(exclude=_RELATIES)
    except ValidationError as error:
        fouten |= error.message_dict
    try:
        actie.clean()
    except ValidationError as error:
        fouten = error.message_dict | fouten
    return [(KOLOM_VAN_VELD.get(veld, ""), zinnen[0]) for veld, zinnen in fouten.items()]


def iter_gewijzigd(plan: Plan) -> Iterator[Rijplan]:
    """Yield the rows of which something is written."""
    for rij in plan.rijen:
        if rij.uitkomst in {Uitkomst.NIEUW, Uitkomst.BIJGEWERKT}:
            yield rij
