"""What an action costs as people write it: "ca. €1.000 (reis)", "PM", "n.v.t.". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from pact.bedragen import bedrag_in_woorden
from pact.keuzes import Middelsoort

_GEEN = re.compile(r"[-–—·•\s.]+|n\.?\s?v\.?\s?t\.?|niet van toepassing|geen", re.IGNORECASE)
_NVT = re.compile(r"\bn\.?\s?v\.?\s?t\b\.?", re.IGNORECASE)
_PM = re.compile(r"(?<![\w.])(?:p\.\s?m\.?|pm)(?!\w)", re.IGNORECASE)
_CIJFERS = r"\d{1,3}(?:[. ]\d{3})+(?:,(?:\d{2}|-+))?|\d+(?:,(?:\d{1,2}|-+))?"
_MAAL = r"(?P<maal>\s?(?:miljoen|mln\b\.?|duizend|k\b))?"
_BEDRAG = re.compile(
    rf"(?:€|\beuro?\b|\beur\b)\s?(?P<voor>{_CIJFERS})(?![\d])(?![.,]\d){_MAAL}"
    rf"|(?<![\d.,])(?P<na>{_CIJFERS}){_MAAL.replace('maal', 'keer')}\s?(?:€|euro\b|eur\b)",
    re.IGNORECASE | re.ASCII,
)
_EENHEID = re.compile(
    r"[\s,]*(?P<eenheid>(?:per|op|voor een|voor elke|voor iedere)\s[^\W\d_]+(?:\sper\s[^\W\d_]+)?"
    r"|p\.?\s?p\.?(?!\w)|p\.?\s?j\.?(?!\w))",
    re.IGNORECASE,
)
_KEER = {"miljoen": 1_000_000, "mln": 1_000_000, "duizend": 1000, "k": 1000}
_LANGSTE_EENHEID = 40
_HOOGSTE = Decimal(10) ** 10


@dataclass(frozen=True, slots=True)
class Middelen:
    """What is known of the means. `bedrag` is in euro; `eenheid` says per what, "" for in all."""

    soort: Middelsoort
    bedrag: Decimal | None = None
    eenheid: str = ""
    tekst: str = ""
    """The text as people wrote it."""


class HeeftMiddelen(Protocol):
    """An action, or what one could say."""

    @property
    def middelen_soort(self) -> str: ...
    @property
    def middelen_bedrag(self) -> Decimal | None: ...
    @property
    def middelen_eenheid(self) -> str: ...
    @property
    def middelen_tekst(self) -> str: ...


def middelen_of(actie: HeeftMiddelen) -> Middelen:
    """Return the means of an action."""
    return Middelen(
        Middelsoort(actie.middelen_soort),
        actie.middelen_bedrag,
        actie.middelen_eenheid,
        actie.middelen_tekst,
    )


def middelen_in_woorden(middelen: Middelen) -> str:
    """Return the means in one line: the words of people, after what is kept where that differs."""
    feit = feit_in_woorden(middelen)
    if not feit or not middelen.tekst.strip():
        return feit or middelen.tekst
    return middelen.tekst if says_the_same(middelen) else f"{feit} ({middelen.tekst})"


def feit_in_woorden(middelen: Middelen) -> str:
    """Return what is kept apart from the words: an amount with its unit, PM or n.v.t., or ""."""
    match middelen.soort:
        case Middelsoort.PM:
            return "PM"
        case Middelsoort.NVT:
            return "n.v.t."
    if middelen.soort != Middelsoort.BEDRAG or middelen.bedrag is None:
        return ""
    bedrag = bedrag_in_woorden(middelen.bedrag).replace("\xa0", " ")
    return f"{bedrag} {middelen.eenheid}".strip()


def says_the_same(middelen: Middelen) -> bool:
    """Return whether the words by themselves are read as what is kept."""
    read = read_middelen(middelen.tekst)
    return replace(middelen, tekst=read.tekst) == read


def read_middelen(tekst: str) -> Middelen:
    """Return what this text says about the means. Never raises.

    One amount is that amount. Several of them, or one beside a PM, is text: which one counts is
    not ours to say. A dash says that nothing is needed.
    """
    heel = tekst.strip()
    if not heel:
        return Middelen(Middelsoort.ONBEKEND)
    if _GEEN.fullmatch(heel):
        return Middelen(Middelsoort.NVT, tekst=heel)
    bedragen = list(_BEDRAG.finditer(heel))
    heeft_pm = _PM.search(heel) is not None
    if not bedragen and heeft_pm and not _NVT.search(heel):
        return Middelen(Middelsoort.PM, tekst=heel)
    if len(bedragen) == 1 and not heeft_pm:
        bedrag = _bedrag(bedragen[0])
        if bedrag is not None:
            eenheid = _eenheid(heel, bedragen[0].end())
            return Middelen(Middelsoort.BEDRAG, bedrag, eenheid, heel)
    return Middelen(Middelsoort.TEKST, tekst=heel)


def _bedrag(gevonden: re.Match[str]) -> Decimal | None:
    """Return the amount in euro, None for one that is no amount of money."""
    cijfers = gevonden["voor"] or gevonden["na"]
    heel, _, deel = re.sub(r"[. ]", "", cijfers).partition(",")
    bedrag = Decimal(f"{heel}.{deel.strip('-') or '0'}")
    maal = (gevonden["maal"] or gevonden["keer"] or "").strip(" .").lower()
    bedrag = (bedrag * _KEER.get(maal, 1)).quantize(Decimal("0.01"))
    return bedrag if bedrag < _HOOGSTE else None


def _eenheid(tekst: str, vanaf: int) -> str:
    gevonden = _EENHEID.match(tekst, vanaf)
    eenheid = " ".join(gevonden["eenheid"].split()) if gevonden else ""
    return eenheid if len(eenheid) <= _LANGSTE_EENHEID else ""
