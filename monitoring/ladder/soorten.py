"""The words of the ladder: rungs, what they are about, where they count from, how they end."""

from __future__ import annotations

from enum import StrEnum

from cases.stand import Categorie


class Woord(StrEnum):
    """A word of the ladder. Made for the watch, which asks it millions of times.

    The hash and the value of an Enum are functions written in Python; those of a text are not.
    """

    tekst: str

    def __init__(self, waarde: str) -> None:
        self.tekst = waarde

    __hash__ = str.__hash__


class Trede(Woord):
    """The four rungs, lowest first."""

    PREVENTIE = "preventie"
    STIMULEREN = "stimuleren"
    SIGNALEREN = "signaleren"
    AANSPREKEN = "aanspreken"

    hoogte: int
    """How high it stands, from 0."""


for _hoogte, _trede in enumerate(Trede):
    _trede.hoogte = _hoogte


class Spoor(Woord):
    """What an escalation belongs to; within one a higher rung takes over from a lower one."""

    THUIS = "thuis"
    UREN = "uren"
    ZIEKTE = "ziekte"
    INSCHRIJVING = "inschrijving"
    ACTIE = "actie"


class Drempel(Woord):
    """What a rung is about; with trede, first day and cause it makes an escalation unique."""

    VEERTIEN_DAGEN = "veertien_dagen"
    VIER_WEKEN = "vier_weken"
    DRIE_MAANDEN = "drie_maanden"
    DRIE_MAANDEN_VOORBIJ = "drie_maanden_voorbij"
    VEERTIENDAAGS = "veertiendaags"
    UREN_12 = "uren_12"
    UREN_16 = "uren_16"
    ZIEK_MELDINGEN = "ziek_meldingen"
    ZIEK_SCHOOLDAGEN = "ziek_schooldagen"
    ABSOLUUT_VERZUIM = "absoluut_verzuim"
    GEEN_REACTIE = "geen_reactie"
    """Only in the rules: what is asked, and of whom, when a lower rung met with silence."""
    DEADLINE = "deadline"
    """The deadline of an action of a pact."""
    MET_DE_HAND = "met_de_hand"
    """In no rules: the regievoerder addressed somebody on an action, in their own words."""

    spoor: Spoor
    """To what escalations with this drempel belong."""


_SPOOR = {
    Drempel.UREN_12: Spoor.UREN,
    Drempel.UREN_16: Spoor.UREN,
    Drempel.ZIEK_MELDINGEN: Spoor.ZIEKTE,
    Drempel.ZIEK_SCHOOLDAGEN: Spoor.ZIEKTE,
    Drempel.ABSOLUUT_VERZUIM: Spoor.INSCHRIJVING,
    Drempel.DEADLINE: Spoor.ACTIE,
    Drempel.MET_DE_HAND: Spoor.ACTIE,
}
for _drempel in Drempel:
    _drempel.spoor = _SPOOR.get(_drempel, Spoor.THUIS)


class Anker(Woord):
    """What a rung is counted from: a date of what it is about, a signal, or silence."""

    VERZUIM_SINDS = "verzuim_sinds"
    VIER_WEKEN_OP = "vier_weken_op"
    DRIE_MAANDEN_OP = "drie_maanden_op"
    SIGNAAL = "signaal"
    LAATSTE_SIGNAAL = "laatste_signaal"
    STILTE = "stilte"
    DEADLINE = "deadline"


class Oorzaak(Woord):
    """Why it was opened: its day came, the rung below met with silence, or somebody did it."""

    DATUM = "datum"
    STILTE = "stilte"
    HAND = "hand"


class Status(Woord):
    """What became of an escalation."""

    OPEN = "open"
    BEANTWOORD = "beantwoord"
    OPGEVOLGD = "opgevolgd"
    OVERGESLAGEN = "overgeslagen"
    VERVALLEN = "vervallen"


KLIMT = frozenset({Categorie.AV, Categorie.LRV, Categorie.DREIGEND})
"""The categories in which the ladder climbs."""
