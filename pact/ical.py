"""Meetings as a calendar (iCalendar, RFC 5545). Pure: it makes text of values.

A calendar is often read at the place of somebody else, so it says no more than what kind of
meeting it is, of which pact, when, and where to read on. The place goes into the file that a
person downloads, and not into the feed: it can be an address to get into a video meeting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

ZONE = ZoneInfo("Europe/Amsterdam")
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Afspraaktijd:
    """One meeting, as a calendar needs it."""

    pk: int
    soort: str
    pact: str
    """The code of the pact."""
    datum: date
    begintijd: time | None
    eindtijd: time | None
    versie: int
    vervallen: bool
    url: str
    plaats: str = ""

    @property
    def titel(self) -> str:
        """What a calendar shows: no subject and no names."""
        return f"{self.soort} (pact {self.pact})"


def build_calendar(meetings: Iterable[Afspraaktijd], *, nu: datetime) -> bytes:
    """Return a calendar with these meetings; `nu` is written as when it was made."""
    calendar = Calendar()
    calendar.add("prodid", "-//Thuiszitters//Overleggen//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Overleggen van het pact")
    for meeting in meetings:
        calendar.add_component(_event(meeting, nu))
    calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    return made


def _event(meeting: Afspraaktijd, nu: datetime) -> Event:
    event = Event()
    event.add("uid", f"overleg-{meeting.pk}@{urlsplit(meeting.url).hostname}")
    event.add("sequence", meeting.versie)
    event.add("dtstamp", nu)
    event.add("summary", meeting.titel)
    if meeting.begintijd is None:
        event.add("dtstart", meeting.datum)
        event.add("dtend", meeting.datum + timedelta(days=1))
    else:
        event.add("dtstart", datetime.combine(meeting.datum, meeting.begintijd, ZONE))
        if meeting.eindtijd is not None:
            event.add("dtend", datetime.combine(meeting.datum, meeting.eindtijd, ZONE))
    if meeting.plaats:
        event.add("location", meeting.plaats)
    event.add("url", meeting.url)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.vervallen else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if meeting.vervallen else "OPAQUE")
    return event
