"""Which partners are certainly meant by "swv's, gemeente Waterstad en het NJi". Pure.

Certain is a name or code in full, an abbreviation that only one partner has, or a word for all
partners of a kind. Everything else is given back as `rest`, for a person to look at.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from thuiszitters.accounts.rollen import Soort


@dataclass(frozen=True, slots=True)
class PartnerNaam:
    """What a partner is known by."""

    id: int
    naam: str
    code: str
    soort: str


@dataclass(frozen=True, slots=True)
class Betrokkenen:
    """The partners that are certainly meant, and the pieces of text that could mean anybody."""

    partners: frozenset[int]
    rest: tuple[str, ...] = ()


_MEERVOUD: dict[str, Soort] = {
    "swv's": Soort.SWV,
    "swvs": Soort.SWV,
    "samenwerkingsverbanden": Soort.SWV,
    "gemeenten": Soort.GEMEENTE,
    "gemeentes": Soort.GEMEENTE,
    "schoolbesturen": Soort.SCHOOLBESTUUR,
    "scholen": Soort.SCHOOL,
    "jeugdhulpaanbieders": Soort.JEUGDHULP,
    "jeugdhulpinstellingen": Soort.JEUGDHULP,
    "jeugdhulporganisaties": Soort.JEUGDHULP,
    "ggd'en": Soort.JGZ,
    "ggd's": Soort.JGZ,
    "jgz-organisaties": Soort.JGZ,
    "landelijke partijen": Soort.LANDELIJK,
    "landelijke organisaties": Soort.LANDELIJK,
}
_ENKELVOUD: dict[str, Soort] = {
    "swv": Soort.SWV,
    "gemeente": Soort.GEMEENTE,
    "schoolbestuur": Soort.SCHOOLBESTUUR,
    "school": Soort.SCHOOL,
    "jeugdhulp": Soort.JEUGDHULP,
    "jeugdhulpaanbieder": Soort.JEUGDHULP,
    "jgz": Soort.JGZ,
    "jeugdgezondheidszorg": Soort.JGZ,
    "ggd": Soort.JGZ,
}
"""Words for one of a kind: certain where the pact has only one."""
_VOORVOEGSELS = {
    Soort.GEMEENTE: "gemeente",
    Soort.SWV: "swv",
    Soort.SCHOOLBESTUUR: "schoolbestuur",
}
_ALLEN = re.compile(
    r"(?:alle|allen|iedereen)(?: (?:betrokken|deelnemende))?"
    r"(?: (?:pact)?(?:partijen|partners|deelnemers|organisaties))?"
    r"(?: (?:in|van|bij|uit|binnen) (?:het|dit) pact| pact)?"
    r"|(?:betrokken |deelnemende )?(?:partijen|partners) (?:(?:in|van|bij|uit|binnen) )?"
    r"(?:(?:het|dit) )?pact|(?:de )?pactpartners|pactpartijen"
)
_SCHEIDINGEN = (
    re.compile(r"[,;\n\r•·]+|\s-\s"),
    re.compile(r"\s*[/+]\s*|\s+(?:met|samen met|i\.?s\.?m\.?)\s+"),
    re.compile(r"\s+en\s+|\s*&\s*"),
)
"""What parts one party from the next, what is least likely to stand in a name first."""
_LEEG = frozenset({"", "-", "n.v.t", "nvt", "pm"})


def _vorm(tekst: str) -> str:
    """Return the text as names are compared: small letters, no accents, one kind of quote."""
    plat = unicodedata.normalize("NFKD", tekst).lower()
    plat = "".join(t for t in plat if unicodedata.category(t) not in {"Mn", "Cf"})
    plat = re.sub("[\u2018\u2019\u02bc\u2032\u0060\u00b4]", "'", plat)
    plat = re.sub("[\u2010-\u2015\u2212]", "-", plat)
    plat = re.sub(r"\b(?:samenwerkingsverband|swv)\b(?!')", "swv", plat)
    plat = re.sub(r"\bgem\.(?=\s)", "gemeente", plat)
    plat = re.sub(r"^(?:de|het|alle)\s+(?=\S)", "", " ".join(plat.split()))
    return plat.strip(" .:*\u2022")


def read_betrokkenen(tekst: str, partners: Sequence[PartnerNaam]) -> Betrokkenen:
    """Return who of these partners are certainly meant, and what is left of the text."""
    boek = Adresboek(partners)
    return boek.lees(tekst)


class Adresboek:
    """The partners of a pact by everything they are certainly known by; read many texts with it."""

    def __init__(self, partners: Sequence[PartnerNaam]) -> None:
        self._allen = frozenset(partner.id for partner in partners)
        self._vormen: dict[str, set[int]] = defaultdict(set)
        self._afkortingen: dict[str, set[int]] = defaultdict(set)
        self._soorten: dict[str, set[int]] = defaultdict(set)
        self._gelezen: dict[str, Betrokkenen] = {}
        for partner in partners:
            self._soorten[partner.soort].add(partner.id)
            for vorm in _namen(partner):
                self._vormen[vorm].add(partner.id)
            for afkorting in _afkortingen(partner.naam):
                self._afkortingen[afkorting].add(partner.id)

    def lees(self, tekst: str) -> Betrokkenen:
        """Return who are certainly meant by this text, and what is left of it."""
        found = self._gelezen.get(tekst)
        if found is None:
            found = self._gelezen[tekst] = self._lees(tekst)
        return found

    def _lees(self, tekst: str) -> Betrokkenen:
        zeker: set[int] = set()
        rest: list[str] = []
        for stuk in self._stukken(tekst, _SCHEIDINGEN):
            wie = self._wie(stuk)
            if wie is None:
                rest.append(" ".join(stuk.split()))
            else:
                zeker |= wie
        return Betrokkenen(frozenset(zeker), tuple(rest))

    def _stukken(self, tekst: str, scheidingen: Sequence[re.Pattern[str]]) -> Iterator[str]:
        """Yield the pieces; one that is known as a whole is not cut any further."""
        if not scheidingen:
            yield tekst
            return
        for stuk in scheidingen[0].split(tekst):
            if self._wie(stuk) is None:
                yield from self._stukken(stuk, scheidingen[1:])
            else:
                yield stuk

    def _wie(self, stuk: str) -> frozenset[int] | None:
        """Return who this piece certainly means; None when that is not certain."""
        vorm = _vorm(stuk)
        if vorm in _LEEG:
            return frozenset()
        plat = " ".join(unicodedata.normalize("NFKC", stuk).lower().split()).strip(" .:")
        if _ALLEN.fullmatch(plat):
            return self._allen
        named = self._vormen.get(vorm)
        if named is not None:
            return frozenset(named) if len(named) == 1 else None
        if (soort := _MEERVOUD.get(vorm)) and self._soorten.get(soort):
            return frozenset(self._soorten[soort])
        if (soort := _ENKELVOUD.get(vorm)) and len(self._soorten.get(soort, ())) == 1:
            return frozenset(self._soorten[soort])
        short = self._afkortingen.get(vorm, set())
        return frozenset(short) if len(short) == 1 else None


def _namen(partner: PartnerNaam) -> Iterable[str]:
    """Yield the name and the code, also with and without the word for its kind."""
    naam = _vorm(partner.naam)
    kaal = _vorm(re.sub(r"\([^)]*\)", " ", partner.naam))
    vormen = {naam, kaal}
    voor = _VOORVOEGSELS.get(Soort(partner.soort)) if partner.soort in Soort.values else None
    if voor:
        vormen |= {
            vorm.removeprefix(f"{voor} ") if vorm.startswith(f"{voor} ") else f"{voor} {vorm}"
            for vorm in (naam, kaal)
        }
    # A code of figures alone could be any number in a text.
    if any(teken.isalpha() for teken in partner.code):
        vormen.add(_vorm(partner.code))
    return {vorm for vorm in vormen if vorm and vorm not in _MEERVOUD and vorm not in _ENKELVOUD}


def _afkortingen(naam: str) -> Iterable[str]:
    """Yield the abbreviations a name holds, or is short for by the capitals of its words."""
    found = set(re.findall(r"\b[A-Z][A-Za-z]?[A-Z]{1,6}[a-z]?\b", naam))
    capitals = [word[0] for word in re.findall(r"[^\W\d_]+", naam) if word[0].isupper()]
    if len(capitals) >= 3:
        found.add("".join(capitals))
    return {_vorm(kort) for kort in found} - {"vo", "po", "so", "vso", "sbo", "mbo", "swv"}
