"""Dates as a calendar that phones subscribe to (RFC 5545): one event a date, the same one when it moves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.calendar import Calendar
from domain.schedules.model import Occurrence, Schedule, Status

LINE = 75  # octets of a line; what is longer goes on in the next after a blank
LASTS = timedelta(hours=1)  # where nobody says when it ends


@dataclass(frozen=True, slots=True)
class Event:
    """One date of a schedule, with what there is to know."""

    schedule: Schedule
    occurrence: Occurrence
    about: str = ""


def calendar_of(name: str, events: Iterable[Event], calendar: Calendar, now: datetime) -> str:
    """The whole feed: what is held, and what was called off by somebody."""
    head = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//huying//schedules//", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]  # fmt: skip
    body = [line for event in events for line in _event(event, calendar, now)]
    lines = [part for line in [*head, *body, "END:VCALENDAR"] for part in _folded(line)]
    return "\r\n".join(lines) + "\r\n"


def _event(event: Event, calendar: Calendar, now: datetime) -> Iterator[str]:
    one, schedule = event.occurrence, event.schedule.on(event.occurrence)
    off = one.status is Status.CANCELLED
    day = one.planned if off else one.actual
    if day is None:
        return
    start = calendar.instant(day, schedule.start)
    end = calendar.instant(day, schedule.end) if schedule.end else start + LASTS
    yield "BEGIN:VEVENT"
    yield f"UID:{schedule.id}-{one.planned:%Y%m%d}@huying"
    yield f"DTSTAMP:{_instant(now)}"
    yield f"DTSTART:{_instant(start)}"
    yield f"DTEND:{_instant(end)}"
    yield f"SUMMARY:{_text(schedule.name)}"
    if schedule.place:
        yield f"LOCATION:{_text(schedule.place)}"
    if event.about:
        yield f"DESCRIPTION:{_text(event.about)}"
    if one.changed_at is not None:
        yield f"SEQUENCE:{int(one.changed_at.timestamp()) % 2**31}"
    yield f"STATUS:{'CANCELLED' if off else 'TENTATIVE' if one.provisional else 'CONFIRMED'}"
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Words with what means something to the format put behind a backslash."""
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def _folded(line: str) -> Iterator[str]:
    """A line cut at 75 octets, never within a character."""
    part, size = "", 0
    for mark in line:
        width = len(mark.encode())
        if size + width > LINE:
            yield part
            part, size = " ", 1
        part, size = part + mark, size + width
    yield part
