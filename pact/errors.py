"""What can go wrong in a pact, in words for the person who did it."""

from __future__ import annotations


class PactError(Exception):
    """Something a person asked for cannot be done; the message says why and what to do."""


class VerouderdeVersie(PactError):
    """Somebody else saved a change since this form was opened. Nothing was written."""

    def __init__(self, versie: int) -> None:
        super().__init__("Iemand anders heeft dit intussen gewijzigd. Er is niets overschreven.")
        self.versie = versie


class AlGedaan(PactError):
    """This very form was handled before: a double click, or sent again."""

    def __init__(self, *, code: str, nr: int | None = None) -> None:
        super().__init__("Dit formulier was al verwerkt. Er is niets dubbel opgeslagen.")
        self.code = code
        self.nr = nr
