"""What can go wrong in casework, in words for the person who did it."""

from __future__ import annotations


class CaseworkError(Exception):
    """Something a person asked for cannot be done; the message says why and what to do."""


class VerouderdeVersie(CaseworkError):
    """Somebody else changed the casus since this form was opened. Nothing was written."""

    def __init__(self, versie: int) -> None:
        super().__init__(
            "Iemand anders heeft deze casus intussen gewijzigd. Er is niets overschreven."
        )
        self.versie = versie


class AlGedaan(CaseworkError):
    """This very form was handled before: a double click, or sent again."""

    def __init__(self, nummer: str, anders: tuple[str, ...] = ()) -> None:
        super().__init__("Dit formulier was al verwerkt. Er is niets dubbel opgeslagen.")
        self.nummer = nummer
        self.anders = anders
        """The fields that hold something else than the first time: that was not saved."""


class NietToegestaan(CaseworkError):
    """The role or the state of the casus does not allow it."""
