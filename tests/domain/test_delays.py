"""Later dates and suspensions: who may ask, until when, and how far."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, Calendar
from domain.catalogue import Limit, Span
from domain.tickets.delays import (
    NEVER,
    AskedTooLate,
    ExtendedTwice,
    NeverExtended,
    TooEarly,
    TooFar,
    asked_by,
    check_ahead,
    check_extension,
    latest,
    may_ask_extension,
    resumed,
)
from domain.tickets.kinds import Tier
from domain.tickets.limits import limit_of
from tests.domain.shipped import CATALOGUE

CALENDAR = Calendar()
FIVE = Limit(5, Span.WORK_DAYS)


def at(day, hour=10, minute=0, month=12):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


START, END = at(1), at(8, 17, 30)  # five working days from a Tuesday


def test_it_is_asked_for_a_working_day_before_or_before_the_last_fifth_whichever_is_shorter():
    week = asked_by(Tier.N, START, END, CALENDAR)
    fortnight = asked_by(Tier.C, START, CALENDAR.add_working_days(START, 15), CALENDAR)
    a_day = asked_by(Tier.U, START, START + timedelta(hours=24), CALENDAR)

    assert week == at(7, 17, 30)  # one day; a fifth would be longer
    assert fortnight == at(21, 17, 30)
    assert a_day == START + timedelta(hours=24 * 0.8)  # a fifth of a day is shorter than a day


@pytest.mark.parametrize("tier", sorted(NEVER))
def test_an_emergency_and_a_question_are_never_extended(tier):
    with pytest.raises(NeverExtended):
        may_ask_extension(tier, 0, START, START, END, CALENDAR)


def test_there_are_two_extensions_and_no_third():
    may_ask_extension(Tier.N, 1, START, START, END, CALENDAR)

    with pytest.raises(ExtendedTwice):
        may_ask_extension(Tier.N, 2, START, START, END, CALENDAR)


def test_too_late_is_told_with_the_hour():
    may_ask_extension(Tier.N, 0, at(7, 17, 30), START, END, CALENDAR)

    with pytest.raises(AskedTooLate) as late:
        may_ask_extension(Tier.N, 0, at(7, 17, 31), START, END, CALENDAR)
    assert late.value.facts == {"latest": at(7, 17, 30)}


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        (FIVE, at(15, 17, 30)),
        (Limit(15, Span.WORK_DAYS), at(22, 17, 30)),
        (Limit(24, Span.HOURS), at(9, 17, 30)),
        (Limit(30, Span.DAYS), at(22, 17, 30)),
    ],
)
def test_no_longer_than_the_limit_again_and_never_over_ten_working_days(limit, most):
    assert latest(END, limit, CALENDAR) == most
    check_extension(most, END, START, limit, CALENDAR)

    with pytest.raises(TooFar) as far:
        check_extension(most + timedelta(minutes=1), END, START, limit, CALENDAR)
    assert far.value.facts == {"latest": most}


@pytest.mark.parametrize("until", [END, END - timedelta(days=1)])
def test_a_later_date_is_later(until):
    with pytest.raises(TooEarly):
        check_extension(until, END, START, FIVE, CALENDAR)


def test_a_date_to_look_again_is_within_ninety_days():
    check_ahead(START + timedelta(days=90), START)

    with pytest.raises(TooFar):
        check_ahead(START + timedelta(days=90, minutes=1), START)
    with pytest.raises(TooEarly):
        check_ahead(START, START)


def test_what_goes_on_has_as_much_service_as_was_left():
    left = CALENDAR.work_time(at(7), END)

    then = resumed(Tier.N, at(7), START, END, END, at(20, month=1).replace(year=2027), CALENDAR)

    assert CALENDAR.work_time(at(20, month=1).replace(year=2027), then) == left
    assert CALENDAR.is_working(CALENDAR.day_of(then))


def test_what_is_urgent_has_as_many_hours_as_were_left():
    end = START + timedelta(hours=24)
    on = START + timedelta(days=10)

    assert resumed(Tier.U, START, START, end, end, on, CALENDAR) == on + timedelta(hours=24)


def test_what_was_late_already_begins_again_with_half_of_its_time():
    then = resumed(Tier.N, END + timedelta(days=1), START, END, END, at(20), CALENDAR)

    assert at(21) <= then < at(20) + timedelta(days=7)


@given(st.sampled_from(Tier), st.integers(1, 60), st.integers(0, 20))
def test_a_ticket_that_goes_on_never_ends_before_it_goes_on(tier, after, away):
    suspended = START + timedelta(hours=after)
    on = suspended + timedelta(days=away, minutes=1)

    assert resumed(tier, suspended, START, END, END, on, CALENDAR) > on


def test_a_matter_s_own_limit_outranks_its_tier_s():
    lamp, rubbish = CATALOGUE.get("road.lamp"), CATALOGUE.get("env.rubbish")

    assert str(limit_of(Tier.N, lamp)) == "3wd"
    assert str(limit_of(Tier.N, rubbish)) == "1wd"
    assert str(limit_of(Tier.U, lamp)) == "24h"  # its tier was raised
