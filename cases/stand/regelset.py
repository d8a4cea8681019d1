"""The definitions that differ per place and time, as one dated value."""

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class OngeldigeRegel(ValueError):
    """This setting does not exist or does not take this value; the message says so in Dutch."""


class Telwijze(StrEnum):
    """How four weeks are counted."""

    KALENDER = "kalender"
    SCHOOLDAGEN = "schooldagen"


class Operator(StrEnum):
    """Whether four weeks itself is enough ("of langer") or not ("langer dan")."""

    OF_LANGER = ">="
    LANGER_DAN = ">"


class StoptBij(StrEnum):
    """Which moment of an aanbod stops the three-month clock."""

    GEDAAN = "gedaan"
    GEACCEPTEERD = "geaccepteerd"
    GESTART = "gestart"


class NaAanbod(StrEnum):
    """What the three-month clock does when an aanbod has ended."""

    TELT_DOOR = "telt_door"
    OPNIEUW = "opnieuw"


class Jaardag(NamedTuple):
    """A day that comes back every year, written as dag-maand."""

    dag: int
    maand: int

    def in_jaar(self, jaar: int) -> date:
        """This day of that year."""
        return date(jaar, self.maand, self.dag)

    def __str__(self) -> str:
        return f"{self.dag}-{self.maand}"


EEN_OKTOBER = Jaardag(1, 10)


# The contract speaks of "operator" and of "Goede Vrijdag" as a setting; these names work too.
_ANDERE_NAMEN = {
    "operator": "operator_4w",
    "goede_vrijdag": "goede_vrijdag_vrij",
    "bevrijdingsdag": "bevrijdingsdag_vrij",
}
_JA_NEE = {
    "ja": True,
    "true": True,
    "1": True,
    "nee": False,
    "false": False,
    "0": False,
}
_MEESTE_SCHOOLDAGEN = 366
# What a whole number can be, where it is not 0 to 366. From 16 hours on it is a melding by law,
# and a number of weeks that is 0 would leave nothing to count in.
_GRENZEN = {
    "uren_preventie": (0, 15),
    "ziek_meldingen": (0, 20),
    "ziek_weken": (1, 52),
    "ziek_schooldagen": (0, 100),
}
_UIT = "nee"
_NIEUW_SCHOOLJAAR = 8


@dataclass(frozen=True, slots=True)
class Regelset:
    """The definitions by which a Stand is computed; every default is the national one.

    geldig_vanaf: since schooljaar 2016-2017 absoluut verzuim and langdurig relatief verzuim count
    together as thuiszitter (Kamerstuk 26695-108). geldig_tot is the first day it no longer holds.

    The settings from uren_preventie on are of the signals (bereken_signalen); the Stand does not
    look at them. A rule is switched off with 0 where its setting is a number and with "nee" where
    it is not.
    """

    naam: str = "landelijk"
    geldig_vanaf: date = date(2016, 8, 1)
    geldig_tot: date | None = None
    telwijze_4w: Telwijze = Telwijze.KALENDER
    operator_4w: Operator = Operator.OF_LANGER
    samenvoegen_schooldagen: int = 0
    geoorloofd_overbrugt: bool = False
    stopt_bij: StoptBij = StoptBij.GESTART
    na_aanbod: NaAanbod = NaAanbod.TELT_DOOR
    goede_vrijdag_vrij: bool = True
    bevrijdingsdag_vrij: bool = True
    uren_preventie: int = 12
    """Unauthorised hours in four lesweken that are worth a word before the sixteen of the law."""
    uren_melding: bool = True
    """Whether sixteen hours (artikel 21a Leerplichtwet) is a signal."""
    ziek_meldingen: int = 4
    """How many sick reports within ziek_weken are a signal (MAZL)."""
    ziek_weken: int = 12
    ziek_schooldagen: int = 7
    """How many schooldagen sick in a row are a signal (MAZL)."""
    av_signaal: bool = True
    """Whether absoluut verzuim is a signal of its own."""
    av_respijt_tot: Jaardag | None = EEN_OKTOBER
    """Until when absoluut verzuim that began from 1 August on is waited for; None: not."""

    def met(self, *regels: str) -> "Regelset":
        """A copy with these settings changed, each written as naam=waarde; the name stays.

        Raises OngeldigeRegel with the known names or values for one that does not exist.
        """
        nieuw: dict[str, Any] = {}
        for regel in regels:
            naam, is_teken, waarde = regel.partition("=")
            if not is_teken:
                msg = f'Schrijf een regel als naam=waarde, niet als "{regel}".'
                raise OngeldigeRegel(msg)
            naam = naam.strip()
            naam = _ANDERE_NAMEN.get(naam, naam)
            if naam not in REGELNAMEN:
                msg = f'De regel "{naam}" bestaat niet. Kies uit: {", ".join(REGELNAMEN)}.'
                raise OngeldigeRegel(msg)
            nieuw[naam] = _lees(naam, getattr(self, naam), waarde.strip())
        return replace(self, **nieuw)

    def afwijkingen(self) -> tuple[str, ...]:
        """The settings that differ from the national ones, each as naam = waarde."""
        return tuple(f"{naam} = {waarde}" for naam, waarde in self.instellingen().items())

    def instellingen(self) -> dict[str, str]:
        """The settings that differ from the national ones, each written as `met` reads it."""
        return {
            naam: schrijf_waarde(getattr(self, naam))
            for naam in REGELNAMEN
            if getattr(self, naam) != getattr(LANDELIJK, naam)
        }


def schrijf_waarde(waarde: object) -> str:
    """The value of a setting, written as `met` reads it."""
    if waarde is None or waarde is False:
        return _UIT
    return "ja" if waarde is True else str(waarde)


def _lees(naam: str, huidig: object, waarde: str) -> bool | int | StrEnum | Jaardag | None:
    if naam == "av_respijt_tot":
        return _lees_jaardag(naam, waarde)
    if isinstance(huidig, StrEnum):
        mogelijk = [str(lid) for lid in type(huidig)]
        if waarde in mogelijk:
            return type(huidig)(waarde)
        keuze = f"kies uit {', '.join(mogelijk)}"
    elif isinstance(huidig, bool):
        if waarde.lower() in _JA_NEE:
            return _JA_NEE[waarde.lower()]
        keuze = "kies uit ja, nee"
    else:
        minste, meeste = _GRENZEN.get(naam, (0, _MEESTE_SCHOOLDAGEN))
        # The length first: int() of a million digits is work nobody asked for.
        if waarde.isdecimal() and len(waarde) < 4 and minste <= int(waarde) <= meeste:
            return int(waarde)
        keuze = f"geef een heel getal van {minste} tot en met {meeste}"
    raise _onmogelijk(naam, waarde, keuze)


def _lees_jaardag(naam: str, waarde: str) -> Jaardag | None:
    if _JA_NEE.get(waarde.lower()) is False:
        return None
    dag, _, maand = waarde.partition("-")
    if dag.isdecimal() and maand.isdecimal() and max(len(dag), len(maand)) < 3:
        jaardag = Jaardag(int(dag), int(maand))
        try:
            # Within the months from August on every year has the same days.
            op = jaardag.in_jaar(2026)
        except ValueError:
            pass
        else:
            if op > date(2026, _NIEUW_SCHOOLJAAR, 1):
                return jaardag
    raise _onmogelijk(naam, waarde, "geef een dag na 1 augustus als 1-10, of nee")


def _onmogelijk(naam: str, waarde: str, keuze: str) -> OngeldigeRegel:
    return OngeldigeRegel(f'De regel {naam} kan niet "{waarde}" zijn: {keuze}.')


REGELNAMEN = tuple(
    veld.name
    for veld in fields(Regelset)
    if veld.name not in {"naam", "geldig_vanaf", "geldig_tot"}
)
LANDELIJK = Regelset()
