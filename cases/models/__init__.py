"""Leerling, casus, facts and timeline: one concept a file."""

from cases.models.casus import (
    Casus,
    CasusPartij,
    CasusToegang,
    Nummerreeks,
    PartijRol,
    Status,
    Uitkomst,
)
from cases.models.feiten import (
    Aanbod,
    AanbodSoort,
    Bron,
    Gemist,
    Inschrijving,
    Verzuim,
    VerzuimReden,
    Vrijstelling,
)
from cases.models.inlezen import Inleesregel
from cases.models.leerling import Leerling, zoekvorm
from cases.models.regelset import Regelset
from cases.models.tijdlijn import Gebeurtenis, GebeurtenisSoort, Taak

__all__ = [
    "Aanbod",
    "AanbodSoort",
    "Bron",
    "Casus",
    "CasusPartij",
    "CasusToegang",
    "Gebeurtenis",
    "GebeurtenisSoort",
    "Gemist",
    "Inleesregel",
    "Inschrijving",
    "Leerling",
    "Nummerreeks",
    "PartijRol",
    "Regelset",
    "Status",
    "Taak",
    "Uitkomst",
    "Verzuim",
    "VerzuimReden",
    "Vrijstelling",
    "zoekvorm",
]
