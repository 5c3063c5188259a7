"""Ten years of the 7th: each policy's result by another reckoning, and each line exactly once."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, Calendar
from domain.schedules import (
    Cause,
    Change,
    Moment,
    Offset,
    Policy,
    Schedule,
    Status,
    announcements,
    due_between,
    occurrences,
    parse_rule,
)

CALENDAR = Calendar()
YEARS = range(2018, 2028)
SEVENTHS = [date(year, month, 7) for year in YEARS for month in range(1, 13)]
DAY = timedelta(days=1)
STATUTORY_2027 = frozenset({date(2027, 2, day) for day in (5, 6, 7, 8)} | {date(2027, 1, 1)})


def works(day: date) -> bool:
    """Whether the country works, by the library alone; of 2027 by the statutory days."""
    if day.year < 2027:
        return chinese_calendar.is_workday(day)
    return day.weekday() < 5 and day not in STATUTORY_2027


def step(day: date, by: timedelta) -> date:
    day += by
    while not works(day):
        day += by
    return day


def held(policy: Policy, planned: date) -> tuple[date | None, Status]:
    """Policy on holidays and weekends alike: what ought to become of a 7th."""
    if works(planned) or policy is Policy.KEEP:
        return planned, Status.ON
    return {
        Policy.SKIP: (None, Status.SKIPPED),
        Policy.ASK: (None, Status.UNDECIDED),
        Policy.NEXT: (step(planned, DAY), Status.MOVED),
        Policy.PREVIOUS: (step(planned, -DAY), Status.MOVED),
    }[policy]


@pytest.mark.parametrize("policy", list(Policy))
def test_the_7th_of_each_month_of_ten_years_follows_its_policy(policy):
    haircut = Schedule(1, "理发", parse_rule("每月7号"), time(9), holiday=policy, weekend=policy)

    found = occurrences(haircut, CALENDAR, SEVENTHS[0], SEVENTHS[-1])

    told = [(one.planned, one.actual, one.status) for one in found if one.planned in SEVENTHS]
    assert told == [(day, *held(policy, day)) for day in SEVENTHS]


def test_by_default_holidays_move_the_7th_and_weekends_do_not():
    haircut = Schedule(1, "理发", parse_rule("每月7号"), time(9))

    moved = [
        f"{one.planned:%y%m%d}→{one.actual:%m%d}"
        for one in occurrences(haircut, CALENDAR, SEVENTHS[0], SEVENTHS[-1])
        if one.moved
    ]

    assert moved == [
        "180407→0408", "181007→1008", "190207→0211", "190407→0408", "190607→0610", "191007→1008",
        "201007→1009", "211007→1008", "221007→1008", "241007→1008", "251007→1009", "261007→1008",
        "270207→0209",
    ]  # fmt: skip


RULES = (
    "每月7号",
    "每月31号",
    "每月31号,没有就不办",
    "每周三",
    "隔周六",
    "正月十五",
    "农历每月初七",
)
CHANGES = st.one_of(
    st.none(),
    st.builds(lambda days, hours: (days, hours), st.integers(-3, 9), st.integers(1, 200)),
)


@settings(max_examples=80)
@given(
    st.sampled_from(RULES),
    st.sampled_from(list(Policy)),
    st.sampled_from(list(Policy)),
    st.sampled_from([((3, 9), (0, 8)), ((7, 22), (1, 18)), ((0, 6),)]),
    st.dates(date(2018, 2, 1), date(2027, 9, 1)),
    CHANGES,
    st.lists(st.integers(1, 40 * 24 * 60), max_size=6),
)
def test_every_line_is_due_once_whenever_one_looks_and_none_before_its_time(
    words, holiday, weekend, offsets, first, change, looks
):
    """However the time is cut by sleeping and waking, the same lines are due, each once."""
    schedule = Schedule(
        1, "理发", parse_rule(words), time(9), holiday=holiday, weekend=weekend,
        offsets=tuple(Offset(days, time(hour)) for days, hour in offsets),
    )  # fmt: skip
    start = datetime.combine(first, time(), SHANGHAI).astimezone(UTC)
    end = start + timedelta(days=40)
    changes = {}
    dates = occurrences(schedule, CALENDAR, first, first + timedelta(days=30))
    if change and dates:
        day, (away, before) = dates[0].planned, change
        told = datetime.combine(day, time(9), SHANGHAI).astimezone(UTC) - timedelta(hours=before)
        changes = {day: Change(moved_to=day + timedelta(days=away), at=told)}

    edges = sorted({start, end, *(start + timedelta(minutes=minutes) for minutes in looks)})
    edges = [edge for edge in edges if edge <= end]
    pieces = [
        pair
        for begins, ends in pairwise(edges)
        for pair in due_between(schedule, CALENDAR, begins, ends, changes)
    ]

    assert pieces == due_between(schedule, CALENDAR, start, end, changes)
    keys = [(line.due, line.moment, one.planned) for line, one in pieces]
    assert len(keys) == len(set(keys))
    for line, one in pieces:
        assert start < line.due <= end
        assert not CALENDAR.is_quiet(line.due)
        assert line in announcements(schedule, one, CALENDAR)
        if line.moment is Moment.TODAY:
            assert CALENDAR.day_of(line.due) == one.actual
        if one.cause is Cause.PERSON and line.moment is Moment.MOVED:
            assert line.due >= changes[one.planned].at
