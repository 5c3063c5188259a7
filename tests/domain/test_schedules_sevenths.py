"""The 7th of each month of ten years, printed with what each policy makes of it.

`sevenths.txt` was checked by hand against the State Council's notices: around Spring Festival, Qingming,
Labour Day and National Day, and on the make-up weekends. A change of it is one of what people are told.
"""

from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.schedules import Policy, Schedule, Status, due_between, occurrences, parse_rule
from domain.schedules.model import DEFAULT_OFFSETS, Offset

TABLE = Path(__file__).with_name("sevenths.txt")
CALENDAR = Calendar()
HEAD = "planned      kind     keep  skip  prev  next  ask   usual"
LEFT_OUT = {Status.SKIPPED: "-", Status.UNDECIDED: "?"}


def _result(day: date, **policies: Policy) -> str:
    """Where a 7th goes; `*` where the year's notice is not out."""
    haircut = Schedule(1, "理发", parse_rule("每月7号"), time(9), **policies)
    [one] = [o for o in occurrences(haircut, CALENDAR, day, day) if o.planned == day]
    held = f"{one.actual:%m%d}" if one.actual else LEFT_OUT[one.status]
    return held + ("*" if one.provisional else "")


def _line(day: date) -> str:
    alike = [_result(day, holiday=policy, weekend=policy) for policy in Policy]
    cells = " ".join(f"{cell:5}" for cell in (*alike, _result(day)))
    return f"{day} {day:%a} {CALENDAR.kind(day).value:8} {cells}".rstrip()


def _printed() -> str:
    days = [date(year, month, 7) for year in range(2018, 2028) for month in range(1, 13)]
    return "\n".join([HEAD, *map(_line, days)]) + "\n"


def test_the_printed_table_of_a_hundred_and_twenty_sevenths_holds():
    assert _printed() == TABLE.read_text(encoding="utf-8")
    assert len(TABLE.read_text(encoding="utf-8").splitlines()) == 1 + 120


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-10-07 Wed holiday  1007  -     0930  1008  ?     1008", "1–7 October off"),
        ("2025-10-07 Tue holiday  1007  -     0930  1009  ?     1009", "8 October 2025 off, too"),
        ("2018-10-07 Sun holiday  1007  -     0930  1008  ?     1008", "30 September made up"),
        ("2019-02-07 Thu holiday  0207  -     0203  0211  ?     0211", "3 February made up"),
        (
            "2021-02-07 Sun makeup   0207  0207  0207  0207  0207  0207",
            "worked before the Festival",
        ),
        (
            "2022-10-07 Fri holiday  1007  -     0930  1008  ?     1008",
            "Saturday 8 October made up",
        ),
        ("2023-10-07 Sat makeup   1007  1007  1007  1007  1007  1007", "off until the 6th"),
        ("2027-02-07 Sun holiday  0207  -*    0204* 0209* ?*    0209*", "no notice yet"),
    ],
)
def test_the_rows_around_the_long_breaks_are_the_notices_own(row, why):
    assert row in TABLE.read_text(encoding="utf-8").splitlines(), why


ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Europe/London", "America/New_York", "Pacific/Apia",
         "Australia/Lord_Howe", "Asia/Kathmandu")  # fmt: skip


@settings(max_examples=60)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(["每天", "每月7号", "每周日", "每月31号"]),
    st.sampled_from([DEFAULT_OFFSETS, (Offset(1, time(2, 30)), Offset(0, time(1, 30)))]),
    st.dates(date(2018, 1, 1), date(2027, 11, 1)),
    st.lists(st.integers(1, 20 * 24 * 60), min_size=1, max_size=6),
)
def test_in_any_zone_however_the_time_is_cut_each_line_is_due_once_on_its_local_day(
    zone, words, offsets, first, pieces
):
    """Also where an hour of the night is left out, or comes twice."""
    calendar = Calendar(ZoneInfo(zone))
    schedule = Schedule(1, "理发", parse_rule(words), time(9), offsets=offsets)
    edges = [calendar.instant(first, time())]
    for minutes in pieces:
        edges.append(edges[-1] + timedelta(minutes=minutes))

    cut = [
        pair
        for start, end in pairwise(edges)
        for pair in due_between(schedule, calendar, start, end)
    ]

    assert cut == due_between(schedule, calendar, edges[0], edges[-1])
    keys = [(line.due, line.moment, line.days, one.planned) for line, one in cut]
    assert len(keys) == len(set(keys))
    for line, one in cut:
        assert not calendar.is_quiet(line.due)
        if not line.days:
            assert calendar.day_of(line.due) == one.actual
