"""Reading a list of casussen from CSV or XLSX, so that it can be read again and again."""

from cases.services.inlezen.bestand import OnleesbaarBestand
from cases.services.inlezen.lijst import lees_lijst
from cases.services.inlezen.verslag import Rijfout, Telling

__all__ = ["OnleesbaarBestand", "Rijfout", "Telling", "lees_lijst"]
