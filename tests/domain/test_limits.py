"""By when a ticket is taken, answered and done, tier by tier."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, Calendar
from domain.catalogue import parse_limit
from domain.tickets.kinds import Tier
from domain.tickets.limits import (
    Limits,
    again,
    by_morning,
    chase,
    days_over,
    due,
    limits_for,
    return_by,
    stricter,
)

CALENDAR = Calendar()
INSTANTS = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


TUESDAY = at("2026-11-24T09:00")


def limits(tier: Tier, begin: datetime, respond: str = "", finish: str = "") -> Limits:
    return limits_for(tier, parse_limit(respond), parse_limit(finish), at=begin, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("written", "end"),
    [
        ("15min", "2026-11-24T09:15"),
        ("24h", "2026-11-25T09:00"),
        ("4wh", "2026-11-24T15:00"),
        ("5wd", "2026-12-01T17:30"),
        ("30d", "2026-12-24T09:00"),
    ],
)
def test_each_kind_of_limit_becomes_an_instant(written, end):
    assert due(TUESDAY, parse_limit(written), CALENDAR) == at(end)


@pytest.mark.parametrize(
    ("tier", "accept", "respond", "finish"),
    [
        (Tier.E, "2026-11-24T09:05", "2026-11-24T09:15", "2026-11-24T11:00"),
        (Tier.U, "2026-11-24T09:30", "2026-11-24T11:00", "2026-11-25T09:00"),
        (Tier.N, "2026-11-24T15:00", "2026-11-25T09:00", "2026-12-01T17:30"),
        (Tier.C, "2026-11-25T17:30", "2026-11-25T17:30", "2026-12-15T17:30"),
        (Tier.Q, "2026-11-24T15:00", "2026-11-25T17:30", "2026-11-25T17:30"),
        (Tier.W, "2026-11-26T17:30", "2026-11-27T17:30", "2026-12-24T09:00"),
    ],
)
def test_each_tier_has_its_own_dates(tier, accept, respond, finish):
    assert limits(tier, TUESDAY) == Limits(at(accept), at(respond), at(finish))


def test_what_the_matter_says_outranks_its_tier():
    found = limits(Tier.N, TUESDAY, "4h", "1wd")

    assert found.respond_by == at("2026-11-24T13:00")
    assert found.finish_by == at("2026-11-25T17:30")
    assert found.accept_by == at("2026-11-24T15:00")


def test_the_answer_to_a_question_is_its_first_contact():
    found = limits(Tier.Q, TUESDAY, "", "3wd")

    assert found.respond_by == found.finish_by == at("2026-11-27T17:30")


@pytest.mark.parametrize(
    ("begin", "accept"),
    [
        ("2026-11-24T07:00", "2026-11-24T07:30"),
        ("2026-11-24T21:59", "2026-11-24T22:29"),
        ("2026-11-24T22:00", "2026-11-25T07:30"),
        ("2026-11-25T02:00", "2026-11-25T07:30"),
        ("2026-11-25T06:59", "2026-11-25T07:30"),
        ("2026-11-28T10:00", "2026-11-28T10:30"),
    ],
)
def test_an_urgent_matter_at_night_is_taken_by_half_past_seven(begin, accept):
    assert limits(Tier.U, at(begin)).accept_by == at(accept)


def test_nothing_is_over_before_somebody_has_been_in_touch():
    """A car that blocks the way has two hours; said late in the evening it is answered next morning."""
    late = limits(Tier.U, at("2026-11-24T20:19"), "30min", "2h")

    assert late.finish_by >= late.respond_by
    assert limits(Tier.U, TUESDAY, "30min", "2h").finish_by == TUESDAY + timedelta(hours=2)


def test_an_emergency_is_taken_in_five_minutes_at_any_hour():
    assert limits(Tier.E, at("2026-10-01T03:00")).accept_by == at("2026-10-01T03:05")


def test_an_ordinary_matter_of_friday_evening_waits_for_monday():
    assert limits(Tier.N, at("2026-11-27T18:00")).accept_by == at("2026-11-30T14:30")


def test_holidays_do_not_count_and_make_up_saturdays_do():
    found = limits(Tier.N, at("2026-09-30T16:00"))

    assert found.finish_by == at("2026-10-13T17:30")


def test_a_tier_raised_later_only_makes_dates_earlier():
    first = limits(Tier.N, TUESDAY)
    raised = limits(Tier.U, TUESDAY + timedelta(days=6, hours=23))

    found = stricter(first, raised)

    assert found.accept_by == first.accept_by
    assert found.finish_by == first.finish_by


def steps(tier: Tier, limit: str, begin: datetime, end: datetime) -> dict[str, datetime]:
    return {step.name: step.at for step in chase(tier, limit, begin, end, CALENDAR)}


def test_an_emergency_nobody_takes_climbs_every_five_minutes():
    climbed = []
    begin = at("2026-11-24T03:00")
    for _ in range(3):  # whoever gets it next has the whole time again
        end = limits(Tier.E, begin).accept_by
        [step] = chase(Tier.E, "accept", begin, end, CALENDAR)
        climbed.append(step.at)
        begin = step.at

    assert climbed == [at(f"2026-11-24T03:{minute}") for minute in ("05", "10", "15")]


def test_an_urgent_matter_is_looked_at_at_half_four_fifths_and_the_end():
    found = steps(Tier.U, "finish", TUESDAY, at("2026-11-25T09:00"))

    assert found["early"] == at("2026-11-24T21:00")
    assert found["soon"] == at("2026-11-25T04:12")
    assert found["over"] == at("2026-11-25T09:00")


def test_after_the_date_come_the_community_and_then_the_street():
    found = steps(Tier.N, "finish", TUESDAY, at("2026-12-01T17:30"))

    assert found["over"] == at("2026-12-01T17:30")
    assert found["late"] == at("2026-12-02T17:30")
    assert found["street"] == at("2026-12-04T17:30")


def test_four_fifths_of_an_ordinary_limit_are_counted_in_service_hours():
    # Over the national holiday four fifths of the clock would be a day on which nobody works.
    found = steps(Tier.N, "finish", at("2026-09-30T16:00"), at("2026-10-13T17:30"))

    assert found["soon"] == at("2026-10-12T17:12")


def test_a_wish_is_asked_about_on_days_five_and_twenty_five():
    found = steps(Tier.W, "finish", TUESDAY, TUESDAY + timedelta(days=30))

    assert found["early"] == TUESDAY + timedelta(days=5)
    assert found["soon"] == TUESDAY + timedelta(days=25)


def test_a_question_is_only_chased_when_its_date_has_come():
    assert list(steps(Tier.Q, "finish", TUESDAY, at("2026-11-25T17:30"))) == [
        "over", "late", "street", "bulletin",
    ]  # fmt: skip


def test_nobody_is_woken_to_hear_that_there_is_time_until_the_morning():
    begin = at("2026-11-24T23:00")

    assert list(steps(Tier.U, "accept", begin, limits(Tier.U, begin).accept_by)) == ["over"]


def test_a_limit_without_any_service_time_is_shared_by_the_clock():
    begin = at("2026-11-28T10:00")  # a Saturday

    assert steps(Tier.N, "finish", begin, begin + timedelta(hours=10))["soon"] == at(
        "2026-11-28T18:00"
    )


def test_a_ticket_done_again_has_half_its_first_time():
    begin, end = TUESDAY, TUESDAY + timedelta(days=30)

    assert again(begin, end, TUESDAY) == TUESDAY + timedelta(days=15)


def test_a_ticket_done_again_has_at_least_a_day():
    assert again(TUESDAY, TUESDAY + timedelta(hours=2), TUESDAY, CALENDAR) == (
        TUESDAY + timedelta(days=1)
    )


def test_half_of_five_working_days_ends_within_service_hours():
    found = again(TUESDAY, at("2026-12-01T17:30"), at("2026-12-02T20:00"), CALENDAR)

    assert found == at("2026-12-07T17:15")


@pytest.mark.parametrize(
    ("tier", "until"),
    [
        (Tier.E, None),
        (Tier.U, "2026-11-24T10:00"),
        (Tier.N, "2026-11-24T15:00"),
        (Tier.C, "2026-11-25T17:30"),
    ],
)
def test_a_ticket_can_be_given_back_for_a_while_only(tier, until):
    assert return_by(tier, TUESDAY, CALENDAR) == (at(until) if until else None)


@given(st.sampled_from(list(Tier)), INSTANTS)
def test_every_ticket_has_dates_after_its_registration(tier, begin):
    found = limits(tier, begin)

    assert begin < found.accept_by
    assert begin < found.respond_by
    assert begin < found.finish_by


@given(st.sampled_from(list(Tier)), st.sampled_from(["accept", "finish"]), INSTANTS)
def test_the_steps_of_a_limit_lie_in_order_and_the_date_is_among_them(tier, limit, begin):
    found = limits(tier, begin)
    end = found.accept_by if limit == "accept" else found.finish_by

    at_ = [step.at for step in chase(tier, limit, begin, end, CALENDAR)]

    assert at_ == sorted(at_)
    assert end in at_
    assert all(moment > begin for moment in at_)


def test_days_over_are_working_days_after_the_date():
    end = datetime(2026, 9, 30, 17, 30, tzinfo=SHANGHAI)  # before the National Day break

    over = [days_over(end, end + timedelta(days=n), CALENDAR) for n in (0, 1, 7, 8, 10, 12, 13)]

    assert over == [0, 0, 0, 1, 3, 4, 5]  # the 8th works, and so does Saturday the 10th


@pytest.mark.parametrize(
    ("said", "promised"),
    [
        ((1, 23), (2, 8, 30)),  # Tuesday night: Wednesday morning
        ((2, 1), (2, 8, 30)),  # after midnight it is this morning
        ((2, 7), (2, 8, 30)),
        ((4, 22), (5, 8, 30)),  # Friday night: the Saturday duty
        ((5, 22), (7, 8, 30)),  # Saturday night: nobody is there on Sunday
    ],
)
def test_what_is_said_at_night_is_promised_for_a_morning_on_which_somebody_serves(said, promised):
    night = datetime(2026, 12, *said, tzinfo=SHANGHAI)
    ordinary = limits(Tier.N, night)

    kept = by_morning(ordinary, night, CALENDAR)

    assert kept.respond_by == datetime(2026, 12, *promised, tzinfo=SHANGHAI)
    assert (kept.accept_by, kept.finish_by) == (ordinary.accept_by, ordinary.finish_by)


def test_in_long_holidays_the_ordinary_promise_stands():
    night = datetime(2026, 10, 1, 22, tzinfo=SHANGHAI)
    ordinary = limits(Tier.N, night)

    assert by_morning(ordinary, night, CALENDAR) == ordinary
