"""Whatever is typed or said, it is read as something or left alone, and never a fault."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, Calendar
from domain.rosters.asked import LineUnclear, names, planned, wish_said, wishes
from domain.rosters.rules import Member, Slot, Wish, breaches
from domain.rosters.words import LONGEST_NOTE, Wanted, heard, speaks_of_night, week_meant

NOW = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)
PIECES = st.lists(
    st.sampled_from(
        ["我", "值", "班", "周六", "上午", "东门", "8:00", "-", "16:00", "2人", "24小时", "不", "行",
         "换", "交", "到岗", "哪些", "没人", " ", "\n", ":", "点", "到", "12月5日", "99", "夜", "王芳", "?"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
TEXT = st.text(max_size=60) | PIECES


@given(TEXT)
@settings(max_examples=80)
def test_any_line_is_heard_as_something_or_left_alone(text):
    found = heard(text)

    assert found is None or found.what in Wanted
    assert isinstance(speaks_of_night(text), bool)
    assert week_meant(text) in (None, 0, 1)


@given(TEXT)
@settings(max_examples=80)
def test_any_form_is_shifts_that_can_be_held_or_is_shown_back(text):
    with suppress(LineUnclear):
        for one in planned(text):
            begins, ends = one.on(date(2026, 12, 5), Calendar())
            assert timedelta(0) < ends - begins <= timedelta(days=1)
            assert 1 <= one.fewest <= one.most
            assert one.post


@given(TEXT)
@settings(max_examples=80)
def test_any_list_is_names_and_any_wish_a_time_or_nothing(text):
    found = names(text)
    assert len(set(found)) == len(found)
    assert all(1 < len(name) <= 20 for name in found)
    wish = wish_said(text, NOW, Calendar())
    assert wish is None or isinstance(wish, Wish)
    with suppress(LineUnclear):
        assert all(name for name, _ in wishes(text, NOW, Calendar()))


def test_a_note_that_is_longer_than_a_note_is_none():
    assert heard("交班 " + "好" * LONGEST_NOTE) is None
    assert heard("交班 " + "好" * 300).what is Wanted.GONE


INSTANTS = st.integers(0, 500).map(lambda hours: NOW + timedelta(hours=hours))
SLOTS = st.builds(
    lambda number, begins, hours: Slot(number, "东门", begins, begins + timedelta(hours=hours)),
    st.integers(1, 50), INSTANTS, st.integers(1, 30),
)  # fmt: skip


@given(SLOTS, SLOTS)
@settings(max_examples=80)
def test_what_clashes_one_way_clashes_the_other_way_round(one, other):
    if one.id == other.id:
        return
    member = Member(1, None)

    there = [breach.kind for breach in breaches(member, one, [other])]
    back = [breach.kind for breach in breaches(member, other, [one])]
    assert there == back
    assert bool(there) is one.near(other)
    gap = max(other.begins - one.ends, one.begins - other.ends)
    assert bool(there) is (gap < timedelta(hours=8))


@given(st.lists(SLOTS, max_size=6, unique_by=lambda one: one.id), SLOTS)
@settings(max_examples=100)
def test_every_breach_names_a_shift_that_is_there(held, one):
    for breach in breaches(Member(1, 4), one, held):
        assert breach.other is None or breach.other in held
        assert breach.other is None or breach.other.id != one.id
