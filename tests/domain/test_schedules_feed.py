"""A calendar that phones can read: RFC 5545, checked by its own grammar."""

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.schedules import Change, Schedule, occurrences, parse_rule
from domain.schedules.feed import Event, calendar_of

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
CALENDAR = Calendar()


def feed(changes=None, about="", **facts):
    kept = {"name": "义务理发、磨刀", "place": "东门,岗亭;旁"} | facts
    schedule = Schedule(7, kept.pop("name"), parse_rule("每月7号"), time(9), **kept)
    found = occurrences(schedule, CALENDAR, date(2026, 12, 1), date(2027, 2, 28), changes)
    return calendar_of("西流湾社区", [Event(schedule, one, about) for one in found], CALENDAR, NOW)


def events(text):
    """Every event as its fields, long lines put together again."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, _, value = line.partition(":")
            found[-1].setdefault(name, value)
    return found


def test_each_date_is_an_event_in_utc_with_place_and_end():
    first = events(feed(end=time(11)))[0]

    assert first["UID"] == "7-20261207@huying"
    assert (first["DTSTART"], first["DTEND"]) == ("20261207T010000Z", "20261207T030000Z")
    assert first["LOCATION"] == "东门\\,岗亭\\;旁"
    assert first["STATUS"] == "CONFIRMED"


def test_a_moved_date_is_the_same_event_on_its_new_day_and_a_cancelled_one_says_so():
    moved = {date(2026, 12, 7): Change(moved_to=date(2026, 12, 9), at=NOW)}
    gone = {date(2026, 12, 7): Change(cancelled=True, at=NOW)}

    assert events(feed(moved))[0]["UID"] == events(feed())[0]["UID"]
    assert events(feed(moved))[0]["DTSTART"] == "20261209T010000Z"
    assert events(feed(gone))[0]["STATUS"] == "CANCELLED"


def test_what_the_calendar_may_still_move_is_tentative():
    assert [one["STATUS"] for one in events(feed())] == ["CONFIRMED", "TENTATIVE", "TENTATIVE"]


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_the_words_are_the_format_holds(about, name):
    text = feed(about=about, name=name or "x")

    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode("utf-8", "surrogatepass")) <= 75 for line in text.split("\r\n"))
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 3
    assert len(events(text)) == 3
