"""The definitions that differ per place and time, as one dated value."""

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any


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


@dataclass(frozen=True, slots=True)
class Regelset:
    """The definitions by which a Stand is computed; every default is the national one.

    geldig_vanaf: since schooljaar 2016-2017 absoluut verzuim and langdurig relatief verzuim count
    together as thuiszitter (Kamerstuk 26695-108). geldig_tot is the first day it no longer holds.
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
        return tuple(
            f"{naam} = {_schrijf(getattr(self, naam))}"
            for naam in REGELNAMEN
            if getattr(self, naam) != getattr(LANDELIJK, naam)
        )


def _schrijf(waarde: object) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return str(waarde)


def _lees(naam: str, huidig: object, waarde: str) -> bool | int | StrEnum:
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
        # The length first: int() of a million digits is work nobody asked for.
        if waarde.isdecimal() and len(waarde) < 4 and int(waarde) <= _MEESTE_SCHOOLDAGEN:
            return int(waarde)
        keuze = f"geef een heel getal van 0 tot en met {_MEESTE_SCHOOLDAGEN}"
    msg = f'De regel {naam} kan niet "{waarde}" zijn: {keuze}.'
    raise OngeldigeRegel(msg)


REGELNAMEN = tuple(
    veld.name
    for veld in fields(Regelset)
    if veld.name not in {"naam", "geldig_vanaf", "geldig_tot"}
)
LANDELIJK = Regelset()
