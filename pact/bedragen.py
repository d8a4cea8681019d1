"""Amounts of money as people in the Netherlands write them. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

MEEST = Decimal("9999999999.99")
"""The largest amount the database holds."""

GEEN_BEDRAG = (
    "Dit is geen bedrag. Schrijf alleen het getal, zoals 1.200 of 1.000,50. Woorden horen bij "
    "de eenheid of de toelichting."
)
ONZEKER = "Dit bedrag is op twee manieren te lezen. Schrijf 1.000 voor duizend en 1,00 voor één."

_BEDRAG = re.compile(r"(?P<heel>\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+)(?:,(?P<deel>\d{1,2}))?")
_PUNT = re.compile(r"(?P<heel>\d+)\.(?P<deel>\d{1,2})", re.ASCII)
_RAND = re.compile(r"\A(?:€|eur(?:o)?\b)|(?:€|\beuro?)\Z", re.IGNORECASE)


def parse_bedrag(tekst: str) -> Decimal:
    """Return the amount in euros, with two decimals.

    A dot parts thousands and a comma the cents, as in 1.000,50; "€", "euro" and ",-" may stand
    around it. Raises ValueError, with a Dutch sentence, for what is no amount, is below zero,
    is too large, or can be read in two ways, as 1,000 can.
    """
    plain = " ".join(tekst.replace("\xa0", " ").replace("\u202f", " ").split())
    plain = _RAND.sub("", _RAND.sub("", plain).strip()).strip()
    plain = re.sub(r",[-–—]{1,2}\Z", "", plain)
    if not plain.isascii():
        raise ValueError(GEEN_BEDRAG)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        raise ValueError(ONZEKER)
    found = _BEDRAG.fullmatch(plain) or _PUNT.fullmatch(plain)
    if found is None:
        raise ValueError(GEEN_BEDRAG)
    heel = re.sub(r"[. ]", "", found["heel"])
    bedrag = Decimal(f"{heel}.{(found['deel'] or '').ljust(2, '0')}")
    if bedrag > MEEST:
        raise ValueError("Dit bedrag is te groot. Schrijf minder dan 10 miljard euro.")
    return bedrag


def bedrag_getal(bedrag: Decimal) -> str:
    """Return an amount as it is typed: 1.200 or 1.000,50."""
    heel, deel = f"{bedrag:,.2f}".split(".")
    heel = heel.replace(",", ".")
    return heel if deel == "00" else f"{heel},{deel}"


def bedrag_in_woorden(bedrag: Decimal) -> str:
    """Return an amount as people read it: € 1.200 or € 1.000,50."""
    return f"€\xa0{bedrag_getal(bedrag)}"
