"""What an action says in the columns of an agenda, and when two texts say the same."""

from __future__ import annotations

import re
import unicodedata

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pact.inhoud import ActieInhoud
from pact.middelen import middelen_in_woorden, middelen_of
from pact.services.agenda import kolommen
from pact.services.agenda.rijen import VELDEN, lees_cel, thema_naam


def kolomwaarde(inhoud: ActieInhoud, kolom: str) -> str:
    """Return what stands in this column of an exported agenda: text, or what was chosen."""
    if kolom == kolommen.MIDDELEN:
        return middelen_in_woorden(middelen_of(inhoud))
    tekst = inhoud.thema.naam if kolom == kolommen.THEMA else str(getattr(inhoud, VELDEN[kolom]))
    if tekst.strip():
        return tekst
    match kolom:
        case kolommen.PERIODE:
            return _periode(inhoud)
        case kolommen.BETROKKENEN:
            return ", ".join(sorted(str(partner) for partner in inhoud.betrokken))
    return ""


def _periode(inhoud: ActieInhoud) -> str:
    """Return the days of a period nobody wrote in words, so that they read as the same days."""
    begin, einde = inhoud.begin, inhoud.einde or inhoud.deadline
    if begin and einde:
        return f"{begin:%-d-%-m-%Y} t/m {einde:%-d-%-m-%Y}"
    if begin:
        return f"vanaf {begin:%-d-%-m-%Y}"
    return f"uiterlijk {einde:%-d-%-m-%Y}" if einde else ""


def als_gelezen(tekst: str, kolom: str) -> str:
    """Return a text as it would come out of a cell of this column."""
    try:
        return lees_cel(ILLEGAL_CHARACTERS_RE.sub("", tekst), kolom)
    except ValueError:
        return tekst


def zelfde_tekst(tekst: str, andere: str, kolom: str) -> bool:
    """Return whether two texts of this column say the same, apart from white space."""
    return tekst == andere or als_gelezen(tekst, kolom) == als_gelezen(andere, kolom)


def sleutel(tekst: str) -> str:
    """Return what a thema or activity is recognised by: its letters and digits, in small."""
    plat = unicodedata.normalize("NFKD", tekst).casefold()
    plat = "".join(t for t in plat if unicodedata.category(t) != "Mn")
    woorden = re.findall(r"[^\W_]+", re.sub("['’‘`´]", "", plat))
    return " ".join(woorden) or " ".join(tekst.split())


def themasleutel(naam: str) -> str:
    """Return what a thema is recognised by, whatever number a document gives it."""
    return sleutel(thema_naam(naam))


def nummersleutel(nr: str) -> str:
    """Return what a number is recognised by: "3." is "3"."""
    return re.sub(r"[^\w]+", ".", nr.casefold()).strip(".")
