"""From the cells of one row to what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError

from cases.models import Bron, zoekvorm
from cases.services.casussen import NieuweCasus, check_new
from cases.services.dagen import FAR_AHEAD
from cases.services.inlezen.bestand import Bronrij
from cases.services.inlezen.kolommen import VERPLICHT, Celfout, Waarde
from cases.services.inlezen.verslag import Rijfout
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort
from thuiszitters.ui.datums import parse_datum

LENGTES = {"kenmerk": 60, "voornaam": 100, "achternaam": 150, "toelichting": 10_000}

_TIJD = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?Z?$")
_CIJFERDATUM = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_TOONBAAR = re.compile(r"[\d\s./:-]{1,20}|(?=[^\d]{0,4}\d)[0-9A-Za-z]{1,8}")
_STUREND = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_JA = frozenset({"ja", "j", "true", "waar", "1", "x", "yes", "y"})
_NEE = frozenset({"nee", "n", "false", "onwaar", "0", "", "no"})
KOLOM_VAN_VELD = {"school": "brin", "gemeente": "gemeentecode"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rij:
    """One row that can be right: a child, and one absence of it as the span [begin, einde)."""

    regel: int
    kenmerk: str
    voornaam: str
    achternaam: str
    geboortedatum: date
    gemeente: Organisatie
    school: Organisatie | None
    begin: date
    einde: date | None
    geoorloofd: bool
    aanbod_gestart_op: date | None
    ingeschreven_sinds: date | None
    toelichting: str

    @property
    def nieuw(self) -> NieuweCasus:
        """What a casus opened from this row begins with."""
        return NieuweCasus(
            voornaam=self.voornaam,
            achternaam=self.achternaam,
            geboortedatum=self.geboortedatum,
            gemeente=self.gemeente,
            school=self.school,
            verzuim_begin=self.begin,
            verzuim_einde=self.einde,
            geoorloofd=self.geoorloofd,
            ingeschreven_sinds=self.ingeschreven_sinds,
            notitie=self.toelichting,
            kenmerk=self.kenmerk,
            bron=Bron.IMPORT,
        )

    @property
    def kind(self) -> tuple[str, date]:
        """What a child is recognised by without a kenmerk."""
        return zoekvorm(f"{self.voornaam} {self.achternaam}"), self.geboortedatum


class Codeboek:
    """The gemeenten and schools of the country by their code, read once."""

    def __init__(self) -> None:
        rows = Organisatie.objects.filter(soort__in=[Soort.GEMEENTE, Soort.SCHOOL])
        self._gevonden: dict[tuple[str, str], Organisatie] = {}
        self._vestigingen: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            self._gevonden[row.soort, row.code] = row
            if row.soort == Soort.SCHOOL and len(row.code) == 6:
                self._vestigingen[row.code[:4]].append(row.code)

    def gemeente(self, cel: str) -> Organisatie:
        """Return the gemeente; raises ValueError with a sentence when there is none."""
        code = cel.upper().removeprefix("GM").strip()
        code = code.zfill(4) if code.isdigit() else code
        if not _TOONBAAR.fullmatch(code):
            raise ValueError("Dit is geen gemeentecode.")
        return self._zoek(Soort.GEMEENTE, code, f"Er is geen gemeente met code {code}.")

    def school(self, cel: str) -> Organisatie:
        """Return the school with this BRIN, of four characters or with two for its location.

        Raises ValueError with a sentence when none fits, or more than one.
        """
        code = "".join(cel.upper().split())
        if not _TOONBAAR.fullmatch(code):
            raise ValueError("Dit is geen BRIN.")
        if (Soort.SCHOOL, code) not in self._gevonden:
            if len(code) == 6:
                code = code[:4]
            elif len(self._vestigingen[code]) == 1:
                code = self._vestigingen[code][0]
            elif self._vestigingen[code]:
                codes = ", ".join(sorted(self._vestigingen[code]))
                raise ValueError(f"Bij {code} horen meer vestigingen: {codes}. Kies er een.")
        return self._zoek(Soort.SCHOOL, code, f"Er is geen school met BRIN {cel.upper()}.")

    def _zoek(self, soort: Soort, code: str, melding: str) -> Organisatie:
        found = self._gevonden.get((soort, code))
        if found is None:
            raise ValueError(melding)
        if not found.actief:
            raise ValueError(f"{soort.label.capitalize()} {code} is niet meer actief.")
        return found


def lees_alineas(cel: Waarde) -> str:
    """Return text with its accents whole and its lines apart; raises ValueError for no text."""
    if isinstance(cel, Celfout):
        raise ValueError(cel.tekst)
    tekst = cel.isoformat() if isinstance(cel, date) else cel or ""
    regels = [" ".join(r.split()) for r in unicodedata.normalize("NFC", tekst).splitlines()]
    for regel in regels:
        if _STUREND.search(regel) or any(unicodedata.category(teken) == "Cc" for teken in regel):
            raise ValueError("Hier staat een onzichtbaar of onleesbaar teken.")
    return "\n".join(regels).strip()


def lees_tekst(cel: Waarde) -> str:
    """Return text on one line; raises ValueError for what is no text."""
    return " ".join(lees_alineas(cel).split())


def lees_dag(cel: Waarde) -> date | None:
    """Return the day in a cell, None for an empty one; raises ValueError with a sentence."""
    if isinstance(cel, date):
        return cel
    tekst = _TIJD.sub("", lees_tekst(cel))
    if not tekst:
        return None
    if gevonden := _CIJFERDATUM.fullmatch(tekst):
        tekst = "-".join(gevonden.groups())
    try:
        return parse_datum(tekst)
    except ValueError as fout:
        gezien = f' ("{tekst}")' if _TOONBAAR.fullmatch(tekst) else ""
        raise ValueError(f"{str(fout).rstrip('.')}{gezien}.") from None


def lees_ja_nee(cel: Waarde) -> bool:
    """Return whether it says yes; an empty cell says no. Raises ValueError for anything else."""
    tekst = lees_tekst(cel).lower()
    if tekst not in _JA | _NEE:
        raise ValueError("Schrijf ja of nee.")
    return tekst in _JA


def _naam(cel: Waarde) -> str:
    tekst = lees_tekst(cel)
    if tekst and not any(teken.isalpha() for teken in tekst):
        raise ValueError("Hier staat geen naam.")
    return tekst


def lees_sleutel(bron: Bronrij) -> tuple[str, str, date | None] | None:
    """Return what rows of the same child share: the kenmerk, or else name and birth date.

    None where neither can be read; such a row is wrong anyway.
    """
    try:
        kenmerk = lees_tekst(bron.cellen.get("kenmerk"))
        if kenmerk:
            return kenmerk, "", None
        voornaam = lees_tekst(bron.cellen.get("voornaam"))
        achternaam = lees_tekst(bron.cellen.get("achternaam"))
        geboren = lees_dag(bron.cellen.get("geboortedatum"))
    except ValueError:
        return None
    if not (voornaam and achternaam and geboren):
        return None
    return "", zoekvorm(f"{voornaam} {achternaam}"), geboren


class Rijlezer:
    """Reads rows of one list, telling everything that is wrong with a row at once."""

    def __init__(self, *, swv: Organisatie, codeboek: Codeboek, vandaag: date) -> None:
        self._swv = swv
        self._codeboek = codeboek
        self._vandaag = vandaag

    def lees(self, bron: Bronrij) -> Rij | tuple[Rijfout, ...]:
        """Return the row, or what is wrong with it, column by column."""
        fouten: dict[str, str] = {}

        def kolom(naam: str, lezer: Callable[[Waarde], T], bij_fout: T) -> T:
            cel = bron.cellen.get(naam)
            if cel is None and naam in VERPLICHT:
                fouten[naam] = "Dit moet ingevuld zijn."
                return bij_fout
            try:
                return lezer(cel)
            except ValueError as fout:
                fouten[naam] = str(fout)
                return bij_fout

        lezers = {"voornaam": _naam, "achternaam": _naam, "toelichting": lees_alineas}
        teksten = {naam: kolom(naam, lezers.get(naam, lees_tekst), "") for naam in LENGTES}
        for naam, lengte in LENGTES.items():
            if len(teksten[naam]) > lengte:
                fouten[naam] = f"Dit is te lang: hooguit {lengte} tekens."
        geboortedatum = kolom("geboortedatum", lees_dag, None)
        begin = kolom("verzuim_begin", lees_dag, None)
        einde = kolom("verzuim_einde", lees_dag, None)
        sinds = kolom("ingeschreven_sinds", lees_dag, None)
        aanbod = kolom("aanbod_gestart_op", lees_dag, None)
        geoorloofd = kolom("geoorloofd", lees_ja_nee, False)
        gemeente = kolom("gemeentecode", lambda cel: self._codeboek.gemeente(lees_tekst(cel)), None)
        school = kolom("brin", self._school, None)
        if fouten or geboortedatum is None or begin is None or gemeente is None:
            return _als_rijfouten(bron.regel, fouten)
        rij = Rij(
            regel=bron.regel,
            **teksten,
            geboortedatum=geboortedatum,
            gemeente=gemeente,
            school=school,
            begin=begin,
            einde=einde,
            geoorloofd=geoorloofd,
            aanbod_gestart_op=aanbod,
            ingeschreven_sinds=sinds,
        )
        return _als_rijfouten(bron.regel, self._controleer(rij)) or rij

    def _school(self, cel: Waarde) -> Organisatie | None:
        code = lees_tekst(cel)
        return self._codeboek.school(code) if code else None

    def _controleer(self, rij: Rij) -> dict[str, str]:
        """Return what cannot be right about this row as a whole, per column."""
        fouten: dict[str, str] = {}
        try:
            check_new(rij.nieuw, self._swv)
        except ValidationError as fout:
            fouten = {
                KOLOM_VAN_VELD.get(veld, veld): zinnen[0]
                for veld, zinnen in fout.message_dict.items()
            }
        ver = self._vandaag + FAR_AHEAD
        if rij.einde is not None and rij.einde > ver:
            fouten.setdefault("verzuim_einde", "Deze dag ligt meer dan een jaar vooruit.")
        if rij.aanbod_gestart_op is not None:
            if rij.aanbod_gestart_op > ver:
                fouten["aanbod_gestart_op"] = "Deze dag ligt meer dan een jaar vooruit."
            elif rij.aanbod_gestart_op <= rij.geboortedatum:
                fouten["aanbod_gestart_op"] = "Deze dag ligt voor de geboortedatum."
        return fouten


def _als_rijfouten(regel: int, fouten: dict[str, str]) -> tuple[Rijfout, ...]:
    return tuple(Rijfout(regel, tekst, kolom) for kolom, tekst in fouten.items())
