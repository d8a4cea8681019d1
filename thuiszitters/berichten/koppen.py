"""What may stand in a header of a mail, and who may get one at all."""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatchcase

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_LONGEST = 900
"""A header line may hold 998 bytes (RFC 5322, 2.1.1); ours leave room for folding."""


class OngeldigeKop(ValueError):
    """A value that would break out of its header."""


def check_kop(waarde: str, wat: str) -> str:
    """Return the value when it can stand in a header.

    Raises OngeldigeKop, in Dutch and without the value itself, when it holds a line break, a
    control character or an invisible one, is empty or is too long.
    """
    if not waarde.strip():
        raise OngeldigeKop(f"{wat} is leeg.")
    if len(waarde) > _LONGEST:
        raise OngeldigeKop(f"{wat} is te lang voor een e-mail.")
    # Cc: control; Cf: invisible, such as a change of direction; Zl and Zp: line and paragraph.
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in waarde):
        raise OngeldigeKop(f"{wat} bevat een regeleinde of een onzichtbaar teken.")
    return waarde


def check_adres(waarde: str, wat: str) -> str:
    """Return the value when it is one plain e-mail address. Raises OngeldigeKop otherwise."""
    check_kop(waarde, wat)
    try:
        validate_email(waarde)
    except ValidationError:
        raise OngeldigeKop(f"{wat} is geen e-mailadres.") from None
    return waarde


def may_receive(adres: str) -> bool:
    """Return whether mail may go to this address: always where MAIL_ALLOW_LIST is empty."""
    patterns: list[str] = settings.MAIL_ALLOW_LIST
    return not patterns or any(fnmatchcase(adres.lower(), pattern) for pattern in patterns)
