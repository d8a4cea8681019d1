"""The words of the ladder: rungs, what they are about, where they count from, how they end."""

from __future__ import annotations

from enum import StrEnum

from cases.stand import Categorie


class Trede(StrEnum):
    """The four rungs, lowest first."""

    PREVENTIE = "preventie"
    STIMULEREN = "stimuleren"
    SIGNALEREN = "signaleren"
    AANSPREKEN = "aanspreken"

    @property
    def hoogte(self) -> int:
        """How high it stands, from 0."""
        return _HOOGTE[self]


_HOOGTE = {trede: hoogte for hoogte, trede in enumerate(Trede)}


class Spoor(StrEnum):
    """What an escalation belongs to; within one a higher rung takes over from a lower one."""

    THUIS = "thuis"
    UREN = "uren"
    ZIEKTE = "ziekte"
    INSCHRIJVING = "inschrijving"


class Drempel(StrEnum):
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

    @property
    def spoor(self) -> Spoor:
        """To what escalations with this drempel belong."""
        return _SPOOR.get(self, Spoor.THUIS)


_SPOOR = {
    Drempel.UREN_12: Spoor.UREN,
    Drempel.UREN_16: Spoor.UREN,
    Drempel.ZIEK_MELDINGEN: Spoor.ZIEKTE,
    Drempel.ZIEK_SCHOOLDAGEN: Spoor.ZIEKTE,
    Drempel.ABSOLUUT_VERZUIM: Spoor.INSCHRIJVING,
}


class Anker(StrEnum):
    """What a rung is counted from: a date of the Stand, a signal, or silence."""

    VERZUIM_SINDS = "verzuim_sinds"
    VIER_WEKEN_OP = "vier_weken_op"
    DRIE_MAANDEN_OP = "drie_maanden_op"
    SIGNAAL = "signaal"
    LAATSTE_SIGNAAL = "laatste_signaal"
    STILTE = "stilte"


class Oorzaak(StrEnum):
    """Why an escalation was opened: its day came, or the rung below met with silence."""

    DATUM = "datum"
    STILTE = "stilte"


class Status(StrEnum):
    """What became of an escalation."""

    OPEN = "open"
    BEANTWOORD = "beantwoord"
    OPGEVOLGD = "opgevolgd"
    OVERGESLAGEN = "overgeslagen"
    VERVALLEN = "vervallen"


KLIMT = frozenset({Categorie.AV, Categorie.LRV, Categorie.DREIGEND})
"""The categories in which the ladder climbs."""
