"""Why a mail did not arrive, in words for who can do something about it."""

from __future__ import annotations

import re

_ZINNEN = (
    ("Teruggekomen", "De e-mail kwam terug: dit adres neemt geen post aan. Klopt het e-mailadres?"),
    ("Onzeker", "De mailserver zei telkens niet of het bericht aankwam. Vraag het de ontvanger."),
    ("SMTPRecipientsRefused", "De mailserver weigert dit adres. Klopt het e-mailadres?"),
    ("SMTPAuthenticationError", "Inloggen bij de mailserver lukt niet."),
    ("SMTPServerDisconnected", "De mailserver verbrak de verbinding."),
    ("SMTP", "De mailserver nam het bericht niet aan."),
)
_ONBEREIKBAAR = re.compile(r"(Connection|Timeout|gaierror|OSError|SSL)")
_DATABASE = re.compile(r"(OperationalError|InterfaceError|DatabaseError)")


def reden_in_woorden(reden: str) -> str:
    """Return a sentence for the `reden` of a Bericht, empty for none.

    It holds the class of the error and the code of the relay, as the sender wrote it down, or a
    sentence already.
    """
    if not reden or reden.endswith("."):
        return reden
    for begin, zin in _ZINNEN:
        if reden.startswith(begin):
            return zin
    if _DATABASE.match(reden):
        return "De database was even weg."
    if _ONBEREIKBAAR.search(reden):
        return "De mailserver is niet te bereiken."
    return "Het bericht kon niet worden gemaakt. Meld het de technische dienst."
