"""Lunar dates: the fifteenth of the first month, the seventh that is not the 7th."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.schedules import Policy, Schedule, occurrences, parse_rule
from domain.schedules.dates import planned


def lunar(words: str, **facts) -> Schedule:
    keep = {"holiday": Policy.KEEP}
    return Schedule(1, "闹元宵", parse_rule(words), time(18), **(keep | facts))


def days(words: str, first: date, last: date, **facts) -> list[date]:
    return list(planned(lunar(words, **facts), first, last))


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("正月十五", [date(2025, 2, 12), date(2026, 3, 3), date(2027, 2, 20)]),
        ("农历九月初九", [date(2025, 10, 29), date(2026, 10, 18), date(2027, 10, 8)]),
        ("除夕", [date(2025, 1, 28), date(2026, 2, 16), date(2027, 2, 5)]),
    ],
)
def test_the_known_days_of_three_years(words, known):
    assert days(words, date(2025, 1, 1), date(2027, 12, 31)) == known


def test_without_a_word_for_the_lunar_calendar_it_is_not_guessed():
    with pytest.raises(ValueError, match="八月十五"):
        parse_rule("八月十五")


def test_a_leap_month_is_not_counted_twice():
    sixth = days("农历六月初六", date(2025, 1, 1), date(2025, 12, 31))

    assert sixth == [date(2025, 6, 30)]


def test_the_thirtieth_of_a_short_month_is_its_last_day():
    found = days("农历每月三十", date(2026, 1, 1), date(2026, 12, 31))

    assert len(found) == 12
    assert all((later - day).days in (29, 30) for day, later in pairwise(found))


def test_it_begins_ends_and_leaves_out_like_any_other():
    first, last = date(2025, 1, 1), date(2030, 12, 31)
    skipped = frozenset({date(2027, 2, 20)})

    found = days("正月十五", first, last, begins=date(2026, 1, 1), ends=date(2028, 12, 31),
                 exceptions=skipped)  # fmt: skip

    assert [day.year for day in found] == [2026, 2028]


@settings(max_examples=60)
@given(
    st.sampled_from(["正月十五", "农历每月初七", "每月农历初一、十五", "除夕", "腊月三十"]),
    st.dates(date(2018, 1, 1), date(2027, 6, 1)),
    st.integers(0, 400),
    st.sampled_from(list(Policy)),
)
def test_lunar_days_are_the_same_from_wherever_one_looks(words, first, span, policy):
    schedule, last = lunar(words, holiday=policy), first + timedelta(days=span)
    whole = list(planned(schedule, date(2017, 1, 1), date(2029, 1, 1)))

    found = list(planned(schedule, first, last))

    assert found == sorted(set(found))
    assert found == [day for day in whole if first <= day <= last]
    held = [one.actual for one in occurrences(schedule, Calendar(), first, last) if one.actual]
    assert len(held) == len(set(held))
