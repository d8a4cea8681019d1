"""Meetings as a calendar: what RFC 5545 asks of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar

from pact.ical import Afspraaktijd, build_calendar

NU = datetime(2026, 11, 23, 9, tzinfo=UTC)


def meeting(**extra: Any) -> Afspraaktijd:
    values: dict[str, Any] = {
        "pk": 7,
        "soort": "Directeurenoverleg",
        "pact": "waterstad-2026",
        "datum": date(2026, 6, 25),
        "begintijd": time(15),
        "eindtijd": time(16, 30),
        "versie": 3,
        "vervallen": False,
        "url": "https://voorbeeld.example/pact/waterstad-2026/overleg/2/",
    }
    return Afspraaktijd(**(values | extra))


def event(**extra: Any) -> Any:
    calendar = icalendar.Calendar.from_ical(build_calendar([meeting(**extra)], nu=NU))
    return calendar.walk("VEVENT")[0]


def test_lines_are_as_the_standard_asks() -> None:
    made = build_calendar([meeting(plaats="Stadhuis, kamer 2; tweede verdieping " * 4)], nu=NU)
    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    assert made.endswith(b"END:VCALENDAR\r\n")
    lines = made.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert {b"VERSION:2.0", b"CALSCALE:GREGORIAN"} <= set(lines)
    assert sum(line.startswith(b"PRODID:") for line in lines) == 1


def test_the_zone_is_named_and_described() -> None:
    made = build_calendar([meeting(), meeting(pk=8, datum=date(2026, 12, 3))], nu=NU)
    calendar: Any = icalendar.Calendar.from_ical(made)
    assert [str(z["TZID"]) for z in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    starts = [e["DTSTART"] for e in calendar.walk("VEVENT")]
    assert [s.params["TZID"] for s in starts] == ["Europe/Amsterdam", "Europe/Amsterdam"]
    assert [s.dt.utcoffset().total_seconds() for s in starts] == [7200, 3600]
    assert starts[0].dt.hour == starts[1].dt.hour == 15


def test_it_keeps_its_name_and_counts_its_changes() -> None:
    first, later = event(versie=3), event(versie=4, begintijd=time(16), eindtijd=None)
    assert str(first["UID"]) == str(later["UID"]) == "overleg-7@voorbeeld.example"
    assert (int(first["SEQUENCE"]), int(later["SEQUENCE"])) == (3, 4)
    assert str(first["STATUS"]) == "CONFIRMED"
    assert first["DTSTAMP"].dt == NU
    assert first["DTEND"].dt - first["DTSTART"].dt == timedelta(hours=1, minutes=30)
    assert "DTEND" not in later


def test_what_does_not_take_place_is_cancelled() -> None:
    gone = event(vervallen=True)
    assert str(gone["STATUS"]) == "CANCELLED"
    assert str(gone["TRANSP"]) == "TRANSPARENT"


def test_without_a_time_it_takes_the_day() -> None:
    whole = event(begintijd=None, eindtijd=None)
    assert whole["DTSTART"].dt == date(2026, 6, 25)
    assert whole["DTEND"].dt == date(2026, 6, 26)


def test_the_title_says_kind_and_pact_and_no_more() -> None:
    made = event()
    assert str(made["SUMMARY"]) == "Directeurenoverleg (pact waterstad-2026)"
    assert not {"DESCRIPTION", "LOCATION", "ATTENDEE", "ORGANIZER"} & set(made)
    assert str(event(plaats="Stadhuis; 2")["LOCATION"]) == "Stadhuis; 2"


def test_an_empty_calendar_can_be_read() -> None:
    calendar = icalendar.Calendar.from_ical(build_calendar([], nu=NU))
    assert calendar.walk("VEVENT") == []
