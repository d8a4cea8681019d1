"""The figures of monitoring by code: their names, and the word of the glossary behind each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cijfernaam:
    """What a figure is called. `anker` is its word on the page Begrippen."""

    code: str
    naam: str
    anker: str


CIJFERS = (
    Cijfernaam("thuiszitters", "Thuiszitters", "thuiszitter"),
    Cijfernaam("langer_dan_drie_maanden", "Langer dan drie maanden", "duur"),
    Cijfernaam("absoluut_verzuim", "Absoluut verzuim", "absoluut-verzuim"),
    Cijfernaam(
        "langdurig_relatief_verzuim", "Langdurig relatief verzuim", "langdurig-relatief-verzuim"
    ),
    Cijfernaam("dreigend", "Dreigend thuiszitter", "dreigend-thuiszitter"),
    Cijfernaam("met_aanbod", "Thuis met aanbod", "thuis-met-aanbod"),
)
"""In the order in which the page Monitoring shows them. A code stands in the database: keep it."""
