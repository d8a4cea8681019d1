"""A composed regional agenda: five statements, 23 actions. Every word is ours; nobody is meant."""

from __future__ import annotations

from pact.demo.regionale_rijen import RIJEN
from pact.demo.rijen import Versie
from pact.keuzes import PartnerRol
from thuiszitters.accounts.rollen import Soort

__all__ = [
    "AMBITIES",
    "DOEL",
    "MOTTO",
    "NAAM",
    "RANDVOORWAARDEN",
    "RIJEN",
    "ROLLEN",
    "THEMAS",
    "VERSIES",
]

NAAM = "Samen naar school"
MOTTO = "Ieder kind een plek, en iemand die belt"
DOEL = (
    "Geen kind in de regio zit langer dan drie maanden thuis zonder onderwijs of hulp die past. "
    "Wie dreigt uit te vallen, heeft binnen een week iemand aan tafel die iets kan doen."
)
AMBITIES = """\
We weten op elke dag wie er thuis zit, en tellen allemaal op dezelfde manier.
Elk kind heeft één vast gezicht, van de eerste ziekmelding tot de terugkeer.
Niemand wacht langer dan tien schooldagen op een eerste stap.
We zeggen tegen elkaar wat niet lukt, voordat het te laat is.
Ouders en jongeren praten mee over alles wat over hen gaat."""
RANDVOORWAARDEN = """\
Elke partner wijst een contactpersoon aan met tijd voor dit pact.
Het privacyconvenant is getekend voordat er over een kind wordt gesproken.
De besturen praten twee keer per jaar over de voortgang.
Wat we afspreken, staat op één plek: deze matrix."""

THEMAS = (
    "Onze lijsten kloppen",
    "Eén gezin, één tafel",
    "Eerder zien, eerder doen",
    "Er is altijd een plek",
    "We delen wat nodig is, niet meer",
)

VERSIES = (
    Versie("0.3", 400, "Eerste opzet na de startbijeenkomst."),
    Versie(
        "0.6",
        260,
        "Statement 3 aangevuld na het gesprek met de scholen.\nVoor elke actie staat er nu een "
        "eigenaar bij, op drie na.",
    ),
    Versie("1.0", 95, "Vastgesteld in de stuurgroep. De begroting staat erbij."),
    Versie("1.1", -45, "De acties van het nieuwe kalenderjaar komen erbij."),
)

ROLLEN = {
    Soort.SWV: PartnerRol.ONDERTEKENAAR,
    Soort.GEMEENTE: PartnerRol.ONDERTEKENAAR,
    Soort.SCHOOLBESTUUR: PartnerRol.ONDERTEKENAAR,
    Soort.JGZ: PartnerRol.MEDE,
    Soort.JEUGDHULP: PartnerRol.MEDE,
}
"""What kinds of organisation are in it; the others take part."""
