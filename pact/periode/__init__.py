"""Reading the period of an action as people write it: "okt '18 – jan '19", "gehele looptijd". Pure.

A text is read as a whole or not at all. What is not certain is left for a person to look at
(`Periodelezing.NAKIJKEN`), with every date empty and the reason in `uitleg`; nothing is guessed.
"""

from pact.periode.lezen import LANGSTE_TEKST, Periode, read_periode

__all__ = ["LANGSTE_TEKST", "Periode", "read_periode"]
