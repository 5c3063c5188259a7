"""A proposal breaks no rule, whatever is put in; fills what can be filled; and is even."""

import time
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import SHANGHAI
from domain.rosters.proposal import propose
from domain.rosters.rules import Member, Slot, Wish, all_breaches, breaches

START = datetime(2026, 11, 30, tzinfo=SHANGHAI)  # a Monday
IN_TIME = 10  # seconds, for a hundred posts and two hundred people
AROUND_THE_CLOCK = ((0, 8), (8, 16), (16, 24))


def week(posts, fewest=1, hours=AROUND_THE_CLOCK, days=7):
    shifts = [(d, p, a, b) for d in range(days) for p in range(posts) for a, b in hours]
    return [
        Slot(
            n, f"{p}号点", START + timedelta(days=d, hours=a), START + timedelta(days=d, hours=b),
            fewest, fewest,
        )
        for n, (d, p, a, b) in enumerate(shifts, 1)
    ]  # fmt: skip


HOURS = st.integers(0, 14 * 24)
SLOTS = st.lists(
    st.tuples(HOURS, st.integers(1, 24), st.integers(1, 3), st.sampled_from("东西南")), max_size=14
)
WISHES = st.lists(
    st.builds(
        Wish, day=st.none() | st.dates(date(2026, 11, 30), date(2026, 12, 13)),
        weekday=st.none() | st.integers(0, 6), hour=st.sampled_from(["", "08:00", "night"]),
        hard=st.booleans(),
    ),
    max_size=2,
)  # fmt: skip
LEAVES = st.lists(
    st.tuples(st.dates(date(2026, 11, 28), date(2026, 12, 13)), st.integers(0, 4)).map(
        lambda one: (one[0], one[0] + timedelta(days=one[1]))
    ),
    max_size=1,
)
PEOPLE = st.lists(st.tuples(st.none() | st.integers(1, 4), LEAVES, WISHES), min_size=1, max_size=6)


def made(slots, people):
    rows = [
        Slot(n, post, START + timedelta(hours=at), START + timedelta(hours=at + long), fewest, 3)
        for n, (at, long, fewest, post) in enumerate(slots, 1)
    ]
    members = [
        Member(n, weekly, tuple(away), tuple(wishes))
        for n, (weekly, away, wishes) in enumerate(people, 1)
    ]
    return rows, members


@given(SLOTS, PEOPLE, st.data())
@settings(max_examples=60)
def test_no_rule_is_ever_broken_whatever_is_put_in(slots, people, data):
    rows, members = made(slots, people)
    before = []
    if rows:
        for member in members:  # what the office has given already, within the rules
            one = data.draw(st.sampled_from(rows))
            there = sum(shift == one.id for _, shift in before)
            if not breaches(member, one, []) and there < one.fewest:
                before.append((member.id, one.id))

    found = propose(rows, members, before)

    everything = [*before, *found.new]
    assert all_breaches(members, rows, everything) == []
    assert len(set(everything)) == len(everything)
    taken = Counter(shift for _, shift in everything)
    assert all(taken[one.id] <= one.fewest for one in rows)
    assert found.counts == {
        one.id: sum(member == one.id for member, _ in everything) for one in members
    }
    assert {gap.slot.id: gap.lacking for gap in found.gaps} == {
        one.id: one.fewest - taken[one.id] for one in rows if taken[one.id] < one.fewest
    }


@given(SLOTS, PEOPLE)
@settings(max_examples=50)
def test_no_place_stays_open_that_somebody_could_take(slots, people):
    rows, members = made(slots, people)

    found = propose(rows, members)

    held = {one.id: [] for one in members}
    for member, shift in found.new:
        held[member].append(rows[shift - 1])
    for gap in found.gaps:
        for one in members:
            if gap.slot not in held[one.id]:
                assert breaches(one, gap.slot, held[one.id])


@given(
    st.integers(1, 4), st.integers(1, 2), st.integers(1, 14), st.integers(1, 7),
    st.sampled_from([None, 2, 3, 4]), st.sampled_from([AROUND_THE_CLOCK, ((8, 16),), ((6, 14), (14, 22))]),
)  # fmt: skip
@settings(max_examples=60)
def test_without_wishes_nobody_has_two_more_than_another(
    posts, fewest, people, days, weekly, hours
):
    slots = week(posts, fewest, hours, days)

    found = propose(slots, [Member(n, weekly) for n in range(people)])

    assert found.most - found.least <= 1


def test_two_runs_give_the_same():
    slots, members = week(5), [Member(n) for n in range(20)]

    assert propose(slots, members) == propose(slots, members)


@pytest.mark.parametrize(
    ("posts", "fewest", "members", "filled"),
    [
        (100, 1, [Member(n) for n in range(200)], 800),
        (100, 1, [Member(n, None) for n in range(200)], 2100),
        (31, 1, [Member(n) for n in range(200)], 31 * 21),
        (1, 2, [Member(n, None) for n in range(8)], 42),
    ],
)
def test_a_hundred_posts_round_the_clock_are_proposed_in_time_with_no_rule_broken(
    posts, fewest, members, filled
):
    slots = week(posts, fewest)
    began = time.process_time()
    found = propose(slots, members)
    seconds = time.process_time() - began

    assert len(found.new) == filled
    assert seconds < IN_TIME
    assert all_breaches(members, slots, found.new) == []
    assert found.most - found.least <= 1


def test_what_cannot_be_filled_is_spread_over_the_posts():
    found = propose(week(50), [Member(n) for n in range(100)])

    lacking = Counter(gap.slot.post for gap in found.gaps)
    assert sum(lacking.values()) == 650
    assert max(lacking.values()) - min(lacking.values()) <= 1
    hours = Counter(gap.slot.begins.astimezone(SHANGHAI).hour for gap in found.gaps)
    assert len(hours) == 3


def test_who_would_rather_not_is_asked_last():
    night = ((16, 24),)
    slots = week(1, 1, night, 2)
    members = [Member(1, wishes=(Wish(hour="16:00", hard=False),)), Member(2), Member(3)]

    assert {member for member, _ in propose(slots, members).new} == {2, 3}


def test_what_somebody_has_elsewhere_is_counted_and_kept_clear_of():
    slots = week(1, 1, ((8, 16),), 1)
    elsewhere = Slot(900, "别处", START + timedelta(hours=10), START + timedelta(hours=12))

    found = propose(slots, [Member(1), Member(2)], elsewhere=[(1, elsewhere)])
    assert found.new == ((2, 1),)


def test_nothing_and_nobody():
    assert propose([], []).new == ()
    assert len(propose(week(1), []).gaps) == 21
    assert propose([], [Member(1)]).counts == {1: 0}


def test_s1_09_136_cadres_and_44_volunteers_at_100_watch_points_for_24_hours():
    """S1-09, the roster's part: what 180 people can do in a day is done, and the rest is named."""
    cadres = [Member(n, None) for n in range(136)]
    branch = [*cadres, *(Member(n) for n in range(1000, 1044))]
    slots = week(100, days=1)

    found = propose(slots, branch)

    assert len(found.new) == 280  # two shifts in a row take 200 people; there are 180
    assert sum(gap.lacking for gap in found.gaps) == 20
    assert all_breaches(branch, slots, found.new) == []
    assert {count for _, count in Counter(member for member, _ in found.new).items()} <= {1, 2}


def test_a_whole_week_of_the_emergency_branch_fills_all_that_180_people_can():
    branch = [Member(n, None) for n in range(136)] + [Member(n) for n in range(1000, 1044)]
    slots = week(100)

    found = propose(slots, branch)

    assert len(found.new) == 10 * 136 + 100 + 44 * 4  # ten pairs of hours, one more, and four each
    assert all_breaches(branch, slots, found.new) == []
    lacking = Counter(gap.slot.post for gap in found.gaps)
    assert max(lacking.values()) <= 2 * min(lacking[post] for post in {s.post for s in slots}) + 4


def test_eight_posts_and_74_people_for_a_hundred_days_are_split_evenly():
    """Seed of d.3: eight posts with 74 people for 100 days; a month of it at a time."""
    slots = week(8, hours=((8, 16), (16, 24)), days=31)

    found = propose(slots, [Member(n) for n in range(74)])

    assert found.gaps == ()
    assert found.most - found.least <= 1
    assert all_breaches([Member(n) for n in range(74)], slots, found.new) == []


@given(st.integers(2, 5), st.integers(2, 10), st.sampled_from([None, 4]), st.integers(0, 2**30))
@settings(max_examples=60)
def test_several_weeks_break_no_rule_and_stay_even(posts, people, weekly, seed):
    slots = week(posts, 1, ((8, 16),), 14)
    members = [Member(n, weekly) for n in range(people)]
    before = [(seed % people, slots[seed % len(slots)].id)]

    found = propose(slots, members, before)

    assert all_breaches(members, slots, [*before, *found.new]) == []
    assert found.most - found.least <= 1
    assert before[0] not in found.new


def test_a_chain_of_hands_fills_what_nobody_could_take_directly():
    """One can only do the evening, and has the morning by turn: somebody else takes the morning."""
    morning, evening = week(1, 1, ((8, 12), (13, 17)), 1)
    early = Member(1, wishes=(Wish(hour="13:00"),))
    both = Member(2)

    found = propose([morning, evening], [both, early])

    assert found.gaps == ()
    assert dict(found.new) == {1: morning.id, 2: evening.id}
