"""Reading the agenda of a pact from CSV, XLSX or DOCX, again and again, and giving it back."""

from pact.services.agenda.schrijven import AndersDanVoorbeeld, import_agenda, write_agenda
from pact.services.agenda.verslag import AgendaTelling, Melding, OnleesbaarBestand, Uitkomst

__all__ = [
    "AgendaTelling",
    "AndersDanVoorbeeld",
    "Melding",
    "OnleesbaarBestand",
    "Uitkomst",
    "import_agenda",
    "write_agenda",
]
