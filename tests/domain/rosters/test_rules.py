"""What a roster must hold, rule by rule; and the tables of its life."""

from datetime import date, datetime, timedelta

import pytest

from domain.calendar import SHANGHAI
from domain.rosters.rules import (
    NIGHT,
    BreachKind,
    Member,
    Slot,
    Watch,
    Wish,
    all_breaches,
    breaches,
    gaps,
    monday,
)
from domain.rosters.states import (
    DUTIES,
    SWAPS,
    TABLE,
    DutyAct,
    DutyState,
    RosterAct,
    RosterOver,
    RosterState,
    SwapAct,
    SwapState,
)


def slot(number, day, begins, hours=8, post="东门", **more):
    start = datetime(2026, 12, day, begins, tzinfo=SHANGHAI)
    return Slot(number, post, start, start + timedelta(hours=hours), **more)


def kinds(member, one, held):
    return [breach.kind for breach in breaches(member, one, held)]


def test_nobody_is_at_two_posts_at_one_hour():
    there, here = slot(1, 5, 8), slot(2, 5, 15, post="西门")

    [breach] = breaches(Member(1), here, [there])
    assert (breach.kind, breach.other) == (BreachKind.TWICE, there)


@pytest.mark.parametrize(("begins", "found"), [(23, [BreachKind.REST]), (0, []), (1, [])])
def test_eight_hours_of_rest_lie_between_two_shifts(begins, found):
    day = 5 if begins == 23 else 6

    assert kinds(Member(1), slot(2, day, begins), [slot(1, 5, 8)]) == found


def test_rest_counts_before_and_after():
    night, morning = slot(1, 5, 22), slot(2, 6, 8)

    assert kinds(Member(1), morning, [night]) == [BreachKind.REST]
    assert kinds(Member(1), night, [morning]) == [BreachKind.REST]


def test_a_fifth_shift_of_a_week_is_too_many_for_a_volunteer_and_not_for_staff():
    held = [slot(n, 7 + n, 8) for n in range(4)]

    [breach] = breaches(Member(1), slot(9, 13, 8), held)
    assert (breach.kind, breach.count) == (BreachKind.WEEK, 4)
    assert breaches(Member(1, weekly=None), slot(9, 13, 8), held) == []


def test_a_week_is_monday_to_sunday_and_a_shift_belongs_to_the_day_it_begins():
    held = [slot(n, 7 + n, 8) for n in range(4)]

    assert breaches(Member(1), slot(9, 14, 8), held) == []
    assert monday(slot(9, 13, 22).begins) == date(2026, 12, 7)
    assert monday(datetime(2026, 12, 13, 17, tzinfo=SHANGHAI).astimezone()) == date(2026, 12, 7)


def test_leave_covers_both_its_ends_and_the_night_that_runs_into_it():
    member = Member(1, away=((date(2026, 12, 6), date(2026, 12, 7)),))

    assert kinds(member, slot(1, 5, 22), []) == [BreachKind.LEAVE]
    assert kinds(member, slot(1, 5, 16), []) == []  # until midnight
    assert kinds(member, slot(1, 7, 22), []) == [BreachKind.LEAVE]
    assert kinds(member, slot(1, 8, 0), []) == []


@pytest.mark.parametrize(
    ("wish", "meets"),
    [
        (Wish(day=date(2026, 12, 5)), True), (Wish(day=date(2026, 12, 6)), False),
        (Wish(weekday=5), True), (Wish(weekday=6), False), (Wish(hour="22:00"), True),
        (Wish(hour=NIGHT), True), (Wish(hour="08:00"), False),
        (Wish(weekday=5, hour="08:00"), False), (Wish(), False),
    ],
)  # fmt: skip
def test_a_wish_is_about_a_day_a_weekday_or_an_hour(wish, meets):
    assert wish.meets(slot(1, 5, 22)) is meets
    assert kinds(Member(1, wishes=(wish,)), slot(1, 5, 22), []) == [BreachKind.WISH] * meets


def test_what_somebody_would_rather_not_is_no_breach():
    assert breaches(Member(1, wishes=(Wish(weekday=5, hard=False),)), slot(1, 5, 8), []) == []


def test_the_same_shift_is_no_clash_with_itself():
    assert breaches(Member(1), slot(1, 5, 8), [slot(1, 5, 8)]) == []


def test_a_station_of_two_with_one_shows_its_gap():
    station = slot(1, 5, 8, fewest=2, most=3)

    [gap] = gaps([station, slot(2, 5, 16)], {1: 1, 2: 1})
    assert (gap.slot, gap.there, gap.lacking) == (station, 1, 1)


def test_a_whole_roster_is_looked_at_at_once():
    slots = [slot(1, 5, 8), slot(2, 5, 8, post="西门")]

    found = all_breaches([Member(1), Member(2)], slots, [(1, 1), (1, 2), (2, 2)])
    assert {(member, shift) for member, shift, _ in found} == {(1, 1), (1, 2)}


def test_somebody_is_on_duty_from_the_first_minute_to_the_last_but_one():
    one = slot(1, 5, 8)
    watch = Watch(1, "XL", "东门", one.begins, one.ends)

    assert watch.now(one.begins)
    assert not watch.now(one.ends)
    assert not watch.now(one.begins - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("table", "states", "acts", "steps"),
    [
        (TABLE, RosterState, RosterAct, 4), (DUTIES, DutyState, DutyAct, 4),
        (SWAPS, SwapState, SwapAct, 4),
    ],
)  # fmt: skip
def test_whatever_is_not_in_a_table_is_refused(table, states, acts, steps):
    allowed = 0
    for state in states:
        for act in acts:
            if (state, act) in table:
                assert table.after(state, act) in states
                allowed += 1
            else:
                with pytest.raises(RosterOver):
                    table.after(state, act)
    assert allowed == steps
