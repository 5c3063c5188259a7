"""When the haircut is held and announced, through holidays, weekends and people's changes."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, Calendar, DayKind
from domain.schedules import (
    Announcement,
    Cause,
    Change,
    Moment,
    Offset,
    Policy,
    Schedule,
    Status,
    announcements,
    due_between,
    next_held,
    occurrences,
    parse_rule,
)

CALENDAR = Calendar()
HAIRCUT = Schedule(1, "义务理发、修指甲、磨刀", parse_rule("每月7号"), time(9), place="社区一楼")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def haircut(**facts) -> Schedule:
    kept = {"holiday": HAIRCUT.holiday, "weekend": HAIRCUT.weekend, "offsets": HAIRCUT.offsets}
    return Schedule(1, HAIRCUT.name, HAIRCUT.rule, HAIRCUT.start, **(kept | facts))


def on_the_7th(year: int, month: int, schedule: Schedule = HAIRCUT, changes=None):
    day = date(year, month, 7)
    [found] = [
        one for one in occurrences(schedule, CALENDAR, day, day, changes) if one.planned == day
    ]
    return found


def lines(occurrence, schedule: Schedule = HAIRCUT) -> list[tuple[datetime, Moment]]:
    return [(one.due, one.moment) for one in announcements(schedule, occurrence, CALENDAR)]


@pytest.mark.parametrize(
    ("year", "month", "actual"),
    [
        (2026, 10, date(2026, 10, 8)),
        (2025, 10, date(2025, 10, 9)),
        (2026, 6, date(2026, 6, 7)),
        (2026, 2, date(2026, 2, 7)),
        (2026, 12, date(2026, 12, 7)),
        (2027, 2, date(2027, 2, 9)),
    ],
)
def test_a_holiday_moves_the_7th_and_a_weekend_does_not(year, month, actual):
    found = on_the_7th(year, month)

    assert found.actual == actual
    assert found.moved is (actual.day != 7)


def test_a_year_without_notice_is_marked_provisional():
    assert on_the_7th(2027, 2).provisional
    assert on_the_7th(2027, 4).provisional
    assert not on_the_7th(2026, 12).provisional


def test_what_no_holiday_can_move_is_never_provisional():
    fixed = haircut(holiday=Policy.KEEP, weekend=Policy.KEEP)

    assert not on_the_7th(2027, 2, fixed).provisional


@pytest.mark.parametrize(
    ("policy", "actual", "status"),
    [
        (Policy.KEEP, date(2026, 10, 7), Status.ON),
        (Policy.NEXT, date(2026, 10, 8), Status.MOVED),
        (Policy.PREVIOUS, date(2026, 9, 30), Status.MOVED),
        (Policy.SKIP, None, Status.SKIPPED),
        (Policy.ASK, None, Status.UNDECIDED),
    ],
)
def test_each_policy_has_its_own_result_on_a_holiday(policy, actual, status):
    found = on_the_7th(2026, 10, haircut(holiday=policy))

    assert (found.actual, found.status) == (actual, status)


@pytest.mark.parametrize(
    ("policy", "actual"),
    [
        (Policy.KEEP, date(2026, 6, 7)),
        (Policy.NEXT, date(2026, 6, 8)),
        (Policy.PREVIOUS, date(2026, 6, 5)),
        (Policy.SKIP, None),
    ],
)
def test_weekends_have_a_policy_of_their_own(policy, actual):
    assert on_the_7th(2026, 6, haircut(weekend=policy)).actual == actual


def test_a_make_up_saturday_is_an_ordinary_day():
    saturdays = Schedule(
        2, "大件垃圾", parse_rule("每周六"), time(8), weekend=Policy.NEXT, holiday=Policy.NEXT
    )

    found = occurrences(saturdays, CALENDAR, date(2026, 10, 10), date(2026, 10, 10))

    assert [one.actual for one in found] == [date(2026, 10, 10)]


def test_the_7ths_from_2025_to_2027_that_are_days_off_are_the_known_ones():
    off = [
        day
        for year in (2025, 2026, 2027)
        for month in range(1, 13)
        if CALENDAR.kind(day := date(year, month, 7)) in (DayKind.HOLIDAY, DayKind.WEEKEND)
    ]

    assert [f"{day:%y%m}" for day in off] == [
        "2506", "2509", "2510", "2512", "2602", "2603", "2606", "2610", "2611",
        "2702", "2703", "2708", "2711",
    ]  # fmt: skip


def test_a_date_moved_out_of_the_asked_days_is_found_from_both_sides():
    by_plan = occurrences(HAIRCUT, CALENDAR, date(2026, 10, 7), date(2026, 10, 7))
    by_day = occurrences(HAIRCUT, CALENDAR, date(2026, 10, 8), date(2026, 10, 8))

    assert by_plan == by_day
    assert len(by_plan) == 1


def test_a_whole_break_moved_onto_one_day_is_held_there_once():
    daily = Schedule(3, "助餐", "FREQ=DAILY", time(11))

    found = occurrences(daily, CALENDAR, date(2026, 10, 1), date(2026, 10, 9))

    assert [one.actual for one in found if one.held] == [date(2026, 10, 8), date(2026, 10, 9)]
    assert [one.status for one in found if not one.held] == [Status.SKIPPED] * 7


def test_a_persons_change_stands_above_the_calendar():
    changes = {date(2026, 10, 7): Change(moved_to=date(2026, 10, 9), note="理发师请假")}

    found = on_the_7th(2026, 10, changes=changes)

    assert (found.actual, found.cause, found.note) == (
        date(2026, 10, 9),
        Cause.PERSON,
        "理发师请假",
    )


def test_a_person_can_keep_a_holiday_date_where_it_is():
    changes = {date(2026, 10, 7): Change(moved_to=date(2026, 10, 7))}

    found = on_the_7th(2026, 10, changes=changes)

    assert (found.actual, found.status) == (date(2026, 10, 7), Status.ON)


def test_a_cancelled_date_is_not_held_and_a_note_alone_changes_nothing():
    cancelled = {date(2026, 12, 7): Change(cancelled=True)}
    noted = {date(2026, 12, 7): Change(note="带毛巾")}

    assert on_the_7th(2026, 12, changes=cancelled).status is Status.CANCELLED
    assert on_the_7th(2026, 12, changes=noted).actual == date(2026, 12, 7)
    assert on_the_7th(2026, 12, changes=noted).note == "带毛巾"


def test_a_date_moved_far_by_a_person_is_found_where_it_is_held():
    changes = {date(2026, 3, 7): Change(moved_to=date(2026, 5, 20))}

    found = occurrences(HAIRCUT, CALENDAR, date(2026, 5, 15), date(2026, 5, 25), changes)

    assert [one.planned for one in found] == [date(2026, 3, 7)]


def test_an_ordinary_date_is_told_three_days_before_and_that_morning():
    assert lines(on_the_7th(2026, 12)) == [
        (at("2026-12-04T09:00"), Moment.BEFORE),
        (at("2026-12-07T08:30"), Moment.TODAY),
    ]


def test_a_date_moved_by_the_calendar_is_told_once_with_both_days_and_then_on_the_new_day():
    assert lines(on_the_7th(2026, 10)) == [
        (at("2026-10-04T09:00"), Moment.MOVED),
        (at("2026-10-08T08:30"), Moment.TODAY),
    ]


def test_a_date_moved_forward_is_told_three_days_before_the_earlier_day():
    earlier = haircut(holiday=Policy.PREVIOUS)

    assert lines(on_the_7th(2026, 10, earlier), earlier) == [
        (at("2026-09-27T09:00"), Moment.MOVED),
        (at("2026-09-30T08:30"), Moment.TODAY),
    ]


def test_a_move_is_told_even_where_only_the_day_itself_is_announced():
    plain = haircut(offsets=(Offset(0, time(8)),))

    assert lines(on_the_7th(2026, 10, plain), plain)[0] == (at("2026-10-04T09:00"), Moment.MOVED)


def test_other_reminders_follow_the_new_day():
    busy = haircut(offsets=(Offset(3, time(9)), Offset(1, time(18)), Offset(0, time(8, 30))))

    assert lines(on_the_7th(2026, 10, busy), busy) == [
        (at("2026-10-04T09:00"), Moment.MOVED),
        (at("2026-10-07T18:00"), Moment.BEFORE),
        (at("2026-10-08T08:30"), Moment.TODAY),
    ]


def test_what_a_person_moves_is_told_at_once_and_on_the_day():
    changes = {date(2026, 12, 7): Change(moved_to=date(2026, 12, 9), at=at("2026-12-01T10:00"))}

    assert lines(on_the_7th(2026, 12, changes=changes)) == [
        (at("2026-12-01T10:00"), Moment.MOVED),
        (at("2026-12-09T08:30"), Moment.TODAY),
    ]


def test_what_a_person_cancels_is_told_at_once_and_never_again():
    changes = {date(2026, 12, 7): Change(cancelled=True, at=at("2026-12-01T22:00"))}

    assert lines(on_the_7th(2026, 12, changes=changes)) == [
        (at("2026-12-02T07:30"), Moment.CANCELLED)
    ]


@pytest.mark.parametrize("policy", [Policy.SKIP, Policy.ASK])
def test_what_is_left_out_or_undecided_is_not_announced(policy):
    schedule = haircut(holiday=policy)

    assert lines(on_the_7th(2026, 10, schedule), schedule) == []


def test_a_reminder_set_for_ten_at_night_comes_at_half_past_seven():
    late = haircut(offsets=(Offset(1, time(22)),))

    assert lines(on_the_7th(2026, 12, late), late) == [(at("2026-12-07T07:30"), Moment.BEFORE)]


def test_nothing_is_due_for_the_7th_itself_when_it_moved():
    due = due_between(HAIRCUT, CALENDAR, at("2026-10-04T09:00"), at("2026-10-08T08:29"))

    assert due == []


def test_a_change_decided_at_night_is_due_in_the_morning():
    changes = {date(2026, 12, 7): Change(moved_to=date(2026, 12, 9), at=at("2026-11-01T23:00"))}

    due = due_between(HAIRCUT, CALENDAR, at("2026-11-02T00:00"), at("2026-11-02T08:00"), changes)

    assert [(line.due, line.moment) for line, _ in due] == [(at("2026-11-02T07:30"), Moment.MOVED)]


def test_a_yearly_day_that_is_over_comes_again_next_year():
    yearly = Schedule(4, "重阳敬老", parse_rule("每年10月18日"), time(9))

    found = next_held(yearly, CALENDAR, date(2026, 10, 18))

    assert found is not None
    assert found.planned == date(2027, 10, 18)


def test_a_schedule_that_has_ended_has_no_next_date():
    over = Schedule(5, "讲座", HAIRCUT.rule, time(9), ends=date(2026, 3, 31))

    assert next_held(over, CALENDAR, date(2026, 3, 8)) is None


RULES = st.sampled_from(
    [
        "每月7号",
        "每月31号",
        "每周三",
        "每周末",
        "每天",
        "每月最后一个周六",
        "每年10月1日",
        "单月2号",
    ]
).map(parse_rule)
POLICIES = st.sampled_from(list(Policy))
DAYS = st.dates(date(2024, 1, 1), date(2028, 6, 1))
OFFSETS = st.lists(
    st.builds(Offset, st.integers(0, 10), st.times().map(lambda one: one.replace(microsecond=0))),
    min_size=1, max_size=3, unique=True,
).map(tuple)  # fmt: skip
SCHEDULES = st.builds(
    Schedule, st.just(1), st.just("理发"), RULES, st.just(time(9)), holiday=POLICIES,
    weekend=POLICIES, offsets=OFFSETS,
)  # fmt: skip


@settings(max_examples=60)
@given(SCHEDULES, DAYS)
def test_no_line_is_due_in_the_quiet_hours_or_before_another_of_its_date(schedule, first):
    for one in occurrences(schedule, CALENDAR, first, first + timedelta(days=40)):
        told = announcements(schedule, one, CALENDAR)
        assert told == sorted(told)
        assert not any(CALENDAR.is_quiet(line.due) for line in told)
        assert bool(told) is one.held


@settings(max_examples=60)
@given(SCHEDULES, DAYS, st.lists(st.integers(1, 2000), min_size=1, max_size=6))
def test_however_the_machine_wakes_each_line_is_due_exactly_once(schedule, first, hours):
    moments = [CALENDAR.instant(first, time(0))]
    for gap in hours:
        moments.append(moments[-1] + timedelta(hours=gap / 4))

    by_steps: list[tuple[Announcement, date]] = []
    for begin, end in pairwise(moments):
        by_steps += [
            (line, one.planned) for line, one in due_between(schedule, CALENDAR, begin, end)
        ]

    at_once = due_between(schedule, CALENDAR, moments[0], moments[-1])
    assert sorted(by_steps) == sorted((line, one.planned) for line, one in at_once)
    assert all(moments[0] < line.due <= moments[-1] for line, _ in by_steps)


@settings(max_examples=60)
@given(SCHEDULES, DAYS, st.integers(0, 40))
def test_a_window_shows_what_a_wider_window_shows(schedule, first, days):
    last = first + timedelta(days=days)
    month = timedelta(days=31)

    wider = occurrences(schedule, CALENDAR, first - month, last + month)

    inside = [
        one
        for one in wider
        if first <= one.planned <= last or (one.actual and first <= one.actual <= last)
    ]
    assert occurrences(schedule, CALENDAR, first, last) == inside


@settings(max_examples=60)
@given(SCHEDULES, DAYS)
def test_a_moved_date_is_a_working_day_and_no_day_is_taken_twice(schedule, first):
    found = occurrences(schedule, CALENDAR, first, first + timedelta(days=60))

    held = [one.actual for one in found if one.held]
    assert len(held) == len(set(held))
    assert all(CALENDAR.is_working(one.actual) for one in found if one.moved)
