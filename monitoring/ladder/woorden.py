"""The rules in words: what a setting is, what its value means, what a rung does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.stand import Jaardag, NaAanbod, Operator, StoptBij, Telwijze
from monitoring.ladder.regels import LadderRegel
from monitoring.ladder.soorten import Anker, Drempel
from thuiszitters.accounts.rollen import Rol

DREMPELNAMEN: Mapping[Drempel, str] = {
    Drempel.VEERTIEN_DAGEN: "Eerste weken thuis",
    Drempel.VIER_WEKEN: "Vier weken thuis",
    Drempel.DRIE_MAANDEN: "Drie maanden thuis",
    Drempel.DRIE_MAANDEN_VOORBIJ: "Langer dan drie maanden thuis",
    Drempel.VEERTIENDAAGS: "Controle als het stil is",
    Drempel.UREN_12: "Bijna 16 uur gemist",
    Drempel.UREN_16: "16 uur gemist",
    Drempel.ZIEK_MELDINGEN: "Vaak ziek gemeld",
    Drempel.ZIEK_SCHOOLDAGEN: "Lang ziek gemeld",
    Drempel.ABSOLUUT_VERZUIM: "Niet ingeschreven",
    Drempel.GEEN_REACTIE: "Geen antwoord",
    Drempel.DEADLINE: "Deadline van een actie",
    Drempel.MET_DE_HAND: "Door de regievoerder",
}


class Groep(StrEnum):
    """What settings belong together on screen."""

    VIER_WEKEN = "Vier weken"
    PERIODE = "De periode thuis"
    DRIE_MAANDEN = "Drie maanden en aanbod"
    UREN = "Gemiste uren"
    ZIEKTE = "Ziekte"
    INSCHRIJVING = "Niet ingeschreven"
    VRIJE_DAGEN = "Vrije dagen"


@dataclass(frozen=True, slots=True)
class Instelling:
    """One setting of the definitions, as people read it."""

    groep: Groep
    label: str
    uitleg: str


INSTELLINGEN: Mapping[str, Instelling] = {
    "telwijze_4w": Instelling(
        Groep.VIER_WEKEN,
        "Vier weken tellen in",
        "Kalenderdagen: 28 dagen. Schooldagen: 20 schooldagen die de leerling mist.",
    ),
    "operator_4w": Instelling(
        Groep.VIER_WEKEN,
        "De leerling is thuiszitter",
        "Vanaf de dag dat de vier weken vol zijn, of pas een dag later.",
    ),
    "samenvoegen_schooldagen": Instelling(
        Groep.PERIODE,
        "Schooldagen op school die de periode niet breken",
        "Gaat een leerling hoogstens zo veel schooldagen naar school, dan telt de tijd door.",
    ),
    "geoorloofd_overbrugt": Instelling(
        Groep.PERIODE,
        "Geoorloofd verzuim tussen twee perioden thuis telt door",
        "Bij nee begint de periode na geoorloofd verzuim opnieuw.",
    ),
    "stopt_bij": Instelling(
        Groep.DRIE_MAANDEN,
        "De klok van drie maanden stopt als het aanbod is",
        "Gestart is het strengst: een plan op papier helpt het kind nog niet.",
    ),
    "na_aanbod": Instelling(
        Groep.DRIE_MAANDEN,
        "Stopt het aanbod en is de leerling nog thuis, dan",
        "De klok telt door alsof het aanbod er niet was, of begint opnieuw.",
    ),
    "uren_preventie": Instelling(
        Groep.UREN,
        "Signaal bij zo veel uren in vier lesweken",
        "Vóór de 16 uur van de wet. 0 is uit.",
    ),
    "uren_melding": Instelling(
        Groep.UREN,
        "Signaal bij 16 uur in vier lesweken",
        "De school moet dit verzuim melden (artikel 21a Leerplichtwet).",
    ),
    "ziek_meldingen": Instelling(Groep.ZIEKTE, "Signaal bij zo veel ziekmeldingen", "0 is uit."),
    "ziek_weken": Instelling(
        Groep.ZIEKTE, "De ziekmeldingen tellen in zo veel weken", "Van 1 tot en met 52 weken."
    ),
    "ziek_schooldagen": Instelling(
        Groep.ZIEKTE, "Signaal bij zo veel schooldagen ziek achter elkaar", "0 is uit."
    ),
    "av_signaal": Instelling(
        Groep.INSCHRIJVING, "Signaal als een leerling niet is ingeschreven", ""
    ),
    "av_respijt_tot": Instelling(
        Groep.INSCHRIJVING,
        "Wachten met dat signaal tot",
        "Voor wie na 1 augustus nog geen school heeft, als dag-maand. Schrijf nee om niet te "
        "wachten.",
    ),
    "goede_vrijdag_vrij": Instelling(Groep.VRIJE_DAGEN, "Goede Vrijdag is een vrije dag", ""),
    "bevrijdingsdag_vrij": Instelling(Groep.VRIJE_DAGEN, "5 mei is een vrije dag", ""),
}
"""Every setting of cases.stand.Regelset, in the order in which they are shown."""

WAARDEN: Mapping[StrEnum, str] = {
    Telwijze.KALENDER: "kalenderdagen",
    Telwijze.SCHOOLDAGEN: "schooldagen",
    Operator.OF_LANGER: "vanaf de dag dat het vier weken is",
    Operator.LANGER_DAN: "als het langer is dan vier weken",
    StoptBij.GESTART: "gestart",
    StoptBij.GEACCEPTEERD: "geaccepteerd",
    StoptBij.GEDAAN: "gedaan",
    NaAanbod.TELT_DOOR: "telt de klok door",
    NaAanbod.OPNIEUW: "begint de klok opnieuw",
}
_AF = frozenset({"uren_preventie", "ziek_meldingen", "ziek_schooldagen"})
_MAANDEN = ("augustus", "september", "oktober", "november", "december")
_AUGUSTUS = 8


def waarde_in_woorden(naam: str, waarde: object) -> str:
    """Return the value of a setting as people read it."""
    if isinstance(waarde, StrEnum):
        return WAARDEN[waarde]
    if isinstance(waarde, Jaardag):
        return f"{waarde.dag} {_MAANDEN[waarde.maand - _AUGUSTUS]}"
    if waarde is None:
        return "niet wachten"
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return "uit" if waarde == 0 and naam in _AF else str(waarde)


def naam_van(regel: LadderRegel) -> str:
    """Return what a rung is called: what it is about, and its trede."""
    return f"{DREMPELNAMEN[regel.drempel]}, {regel.trede}"


def wanneer(regel: LadderRegel) -> str:
    """Return when a rung is due, in words that fit after a comma."""
    match regel.anker:
        case Anker.VERZUIM_SINDS:
            return _na(regel.dagen, "het begin van het verzuim", "op de eerste dag thuis")
        case Anker.VIER_WEKEN_OP:
            return _na(regel.dagen, "de grens van vier weken", "op de dag van vier weken")
        case Anker.DRIE_MAANDEN_OP:
            return _na(regel.dagen, "de grens van drie maanden", "op de dag van drie maanden")
        case Anker.LAATSTE_SIGNAAL:
            return f"{_dagen(regel.dagen)} na het laatste signaal"
        case Anker.SIGNAAL:
            return "zodra het signaal er is"
        case Anker.STILTE:
            return "als ook na een herinnering geen antwoord komt"
        case Anker.DEADLINE:
            return _na(regel.dagen, "de deadline", "op de dag van de deadline")


def _na(dagen: int, anker: str, op: str) -> str:
    if dagen == 0:
        return op
    return f"{_dagen(abs(dagen))} {'na' if dagen > 0 else 'voor'} {anker}"


def _dagen(aantal: int) -> str:
    return "1 dag" if aantal == 1 else f"{aantal} dagen"


def werkdagen(aantal: int) -> str:
    """Return a number of werkdagen in words."""
    return "1 werkdag" if aantal == 1 else f"{aantal} werkdagen"


def opsomming(delen: list[str]) -> str:
    """Return these words as one enumeration."""
    if len(delen) < 2:
        return "".join(delen)
    return f"{', '.join(delen[:-1])} en {delen[-1]}"


_ROLLEN_OVER_ACTIES = {
    Rol.PARTNER: "eigenaar",
    Rol.BETROKKENE: "mede-eigenaren",
    Rol.REGIEVOERDER: "regievoerder",
}


def rol_in_woorden(rol: Rol) -> str:
    """Return whom a rung asks, as people read it; on an action a role stands for its people."""
    return _ROLLEN_OVER_ACTIES.get(rol) or str(rol.label)


def aanleiding_bij(dagen: int) -> str:
    """Return what is the matter so many days after (or, negative, before) a deadline."""
    if dagen < 0:
        return f"Over {_dagen(-dagen)} is de deadline van deze actie."
    if dagen == 0:
        return "De deadline van deze actie is bereikt."
    return f"De deadline van deze actie is {_dagen(dagen)} voorbij."


def regel_in_woorden(regel: LadderRegel) -> str:
    """Return a rung as sentences: when, whom, and by when they answer."""
    if not regel.aan:
        return "Staat uit."
    people = [rol_in_woorden(rol) for rol in regel.rollen]
    get = "krijgt" if len(people) == 1 else "krijgen"
    when = wanneer(regel)
    return (
        f"{when[:1].upper()}{when[1:]} {get} de {opsomming(people)} een signaal. "
        f"Antwoorden kan {werkdagen(regel.termijn)} lang."
    )
