"""The working calendar against the State Council's notices and computed years."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, Calendar, DayKind, ServiceHours, statutory

CALENDAR = Calendar()
# The library knows the first of these years, the last are computed.
INSTANTS = st.integers(0, 1_790 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(text: str) -> datetime:
    """An instant, written on the community's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 24), DayKind.WORKDAY),
        (date(2026, 11, 28), DayKind.WEEKEND),
        (date(2026, 10, 7), DayKind.HOLIDAY),
        (date(2026, 10, 10), DayKind.MAKEUP),
        (date(2026, 9, 20), DayKind.MAKEUP),
        (date(2026, 2, 7), DayKind.WEEKEND),
        (date(2026, 2, 14), DayKind.MAKEUP),
        (date(2026, 4, 5), DayKind.HOLIDAY),
        (date(2025, 10, 8), DayKind.HOLIDAY),
        (date(2025, 1, 26), DayKind.MAKEUP),
    ],
)
def test_a_day_is_what_the_notice_of_its_year_says(day, kind):
    assert CALENDAR.kind(day) is kind
    assert not CALENDAR.is_provisional(day)


def test_a_year_without_notice_has_its_thirteen_statutory_days():
    assert len(statutory(2027)) == 13
    assert {date(2027, 2, n) for n in (5, 6, 7, 8)} <= statutory(2027)
    assert {date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)} <= statutory(2027)


@pytest.mark.parametrize("year", [2025, 2026])
def test_computed_statutory_days_are_days_off_in_years_with_a_notice(year):
    assert {CALENDAR.kind(day) for day in statutory(year)} == {DayKind.HOLIDAY}


def test_a_year_without_notice_is_provisional_and_has_no_bridge_days():
    assert CALENDAR.kind(date(2027, 2, 8)) is DayKind.HOLIDAY
    assert CALENDAR.kind(date(2027, 2, 9)) is DayKind.WORKDAY
    assert CALENDAR.kind(date(2027, 2, 13)) is DayKind.WEEKEND
    assert CALENDAR.is_provisional(date(2027, 2, 9))


def test_what_the_office_enters_outranks_everything():
    entered = Calendar(overrides={date(2026, 11, 24): DayKind.HOLIDAY})

    assert not entered.is_working(date(2026, 11, 24))


def test_an_entered_day_of_an_unknown_year_is_certain_and_the_others_are_not():
    entered = Calendar(overrides={date(2027, 2, 9): DayKind.HOLIDAY})

    assert not entered.is_provisional(date(2027, 2, 9))
    assert entered.is_provisional(date(2027, 2, 10))


def test_an_announced_year_is_certain_as_a_whole():
    entered = Calendar(announced=frozenset({2027}))

    assert not entered.is_provisional(date(2027, 5, 20))
    assert entered.is_provisional(date(2028, 5, 20))


def test_make_up_saturdays_are_working_days():
    assert CALENDAR.next_working(date(2026, 10, 9)) == date(2026, 10, 10)
    assert CALENDAR.previous_working(date(2026, 10, 12)) == date(2026, 10, 10)


def test_after_the_national_holiday_work_begins_on_the_eighth():
    assert CALENDAR.next_working(date(2026, 10, 1)) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("begin", "hours", "end"),
    [
        ("2026-11-24T09:00", 3, "2026-11-24T12:00"),
        ("2026-11-24T09:00", 4, "2026-11-24T15:00"),
        ("2026-11-24T12:30", 1, "2026-11-24T15:00"),
        ("2026-11-24T17:00", 1, "2026-11-25T09:00"),
        ("2026-11-24T23:00", 4, "2026-11-25T14:30"),
        ("2026-11-27T17:00", 4, "2026-11-30T12:00"),
        ("2026-09-30T17:00", 1, "2026-10-08T09:00"),
        ("2026-10-09T17:30", 1, "2026-10-10T09:30"),
    ],
)
def test_work_hours_count_only_while_the_office_is_open(begin, hours, end):
    assert CALENDAR.add_work_hours(at(begin), hours) == at(end)


@pytest.mark.parametrize(
    ("begin", "days", "end"),
    [
        ("2026-11-24T09:00", 1, "2026-11-25T17:30"),
        ("2026-11-24T23:59", 1, "2026-11-25T17:30"),
        ("2026-11-25T00:01", 1, "2026-11-26T17:30"),
        ("2026-11-24T09:00", 5, "2026-12-01T17:30"),
        ("2026-11-28T09:00", 1, "2026-11-30T17:30"),
        ("2026-09-30T09:00", 3, "2026-10-10T17:30"),
    ],
)
def test_a_limit_in_working_days_ends_when_the_office_closes(begin, days, end):
    assert CALENDAR.add_working_days(at(begin), days) == at(end)


def test_the_local_day_decides_not_the_day_in_greenwich():
    late = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # 01:00 on the 25th

    assert CALENDAR.day_of(late) == date(2026, 11, 25)
    assert CALENDAR.add_working_days(late, 1) == at("2026-11-26T17:30")


def test_an_office_with_other_hours_closes_at_its_own():
    early = Calendar(hours=ServiceHours(((time(8), time(16)),)))

    assert early.add_working_days(at("2026-11-24T09:00"), 1) == at("2026-11-25T16:00")
    assert early.add_work_hours(at("2026-11-24T11:00"), 4) == at("2026-11-24T15:00")


@pytest.mark.parametrize(
    ("when", "quiet"),
    [("20:29", False), ("20:30", True), ("23:59", True), ("00:00", True), ("07:29", True),
     ("07:30", False), ("12:00", False)],
)  # fmt: skip
def test_people_rest_from_half_past_eight_to_half_past_seven(when, quiet):
    assert CALENDAR.is_quiet(at(f"2026-11-24T{when}")) is quiet


@pytest.mark.parametrize(
    ("when", "waking"),
    [
        ("2026-11-24T12:00", "2026-11-24T12:00"),
        ("2026-11-24T22:00", "2026-11-25T07:30"),
        ("2026-11-25T05:00", "2026-11-25T07:30"),
        ("2026-12-31T23:00", "2027-01-01T07:30"),
    ],
)
def test_what_is_due_at_night_waits_for_the_morning(when, waking):
    assert CALENDAR.next_waking(at(when)) == at(waking)


def test_quiet_hours_can_be_switched_off_or_lie_within_one_day():
    assert not CALENDAR.is_quiet(at("2026-11-24T23:00"), None)
    assert CALENDAR.next_waking(at("2026-11-24T23:00"), None) == at("2026-11-24T23:00")
    noon = (time(12), time(14))
    assert CALENDAR.is_quiet(at("2026-11-24T13:00"), noon)
    assert CALENDAR.next_waking(at("2026-11-24T13:00"), noon) == at("2026-11-24T14:00")


def test_another_zone_has_its_own_days():
    tokyo = Calendar(ZoneInfo("Asia/Tokyo"))

    assert tokyo.instant(date(2026, 11, 24), time(9)) == datetime(2026, 11, 24, 0, tzinfo=UTC)


@given(INSTANTS, st.integers(1, 600))
def test_service_time_added_is_the_service_time_that_lies_between(begin, minutes):
    span = timedelta(minutes=minutes)

    end = CALENDAR.add_work_time(begin, span)

    assert CALENDAR.work_time(begin, end) == span
    assert CALENDAR.is_working(CALENDAR.day_of(end))


@given(INSTANTS, st.integers(1, 20))
def test_a_limit_in_working_days_is_on_a_working_day_after_that_many(begin, days):
    end = CALENDAR.add_working_days(begin, days)

    first, last = CALENDAR.day_of(begin), CALENDAR.day_of(end)
    between = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    assert sum(map(CALENDAR.is_working, between)) == days
    assert CALENDAR.is_working(last)


@given(INSTANTS)
def test_nobody_rests_at_the_next_waking_moment_and_it_is_the_first(instant):
    waking = CALENDAR.next_waking(instant)

    assert not CALENDAR.is_quiet(waking)
    assert waking >= instant
    assert waking == instant or CALENDAR.is_quiet(waking - timedelta(seconds=1))
