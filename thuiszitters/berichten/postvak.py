"""Reading the mail that was written to files: the demo mailbox."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

_NAME = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Post:
    """One mail in the demo mailbox."""

    naam: str
    aan: str
    onderwerp: str
    datum: datetime
    tekst: str
    html: str


def _read(path: Path) -> Post:
    with path.open("rb") as file:
        message = BytesParser(policy=policy.default).parse(file)
    assert isinstance(message, EmailMessage)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    return Post(
        naam=path.stem,
        aan=str(message["To"]),
        onderwerp=str(message["Subject"]),
        datum=parsedate_to_datetime(str(message["Date"])),
        tekst=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )


def list_post(folder: Path, *, aan: str = "", limit: int = 100) -> list[Post]:
    """Return the newest mails, at most `limit`, to one address where one is given."""
    found: list[Post] = []
    if not folder.is_dir():
        return found
    for path in sorted(folder.glob("*.eml"), reverse=True):
        post = _read(path)
        if not aan or aan.lower() in post.aan.lower():
            found.append(post)
        if len(found) == limit:
            break
    return found


def read_post(folder: Path, naam: str) -> Post | None:
    """Return one mail by its name, or None when there is no such mail."""
    path = folder / f"{naam}.eml"
    return _read(path) if _NAME.fullmatch(naam) and path.is_file() else None
