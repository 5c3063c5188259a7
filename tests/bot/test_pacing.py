"""True sliding windows: never more in any second or minute, whatever comes."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import MARGIN, Pacer, Window
from domain.messages import Limits


@given(st.integers(1, 30), st.lists(st.floats(0, 0.4), min_size=1, max_size=200))
def test_no_window_ever_holds_more_than_it_may(most, gaps):
    window, now, sent = Window(most, 1.0), 0.0, []
    for gap in gaps:
        now += gap
        now = max(now, window.free_at(now))
        window.take(now)
        sent.append(now)

    for start in sent:
        assert sum(start <= at < start + 1.0 for at in sent) <= most


def test_a_group_gets_twenty_a_minute_and_others_go_on():
    pacer, now = Pacer(Limits()), 0.0
    for _ in range(20):
        now = pacer.free_at("g", now, group=True)
        pacer.take("g", now, group=True)

    assert pacer.free_at("g", now, group=True) >= 60
    assert pacer.free_at("other", now, group=True) <= now + 1


def test_thirty_a_second_overall():
    pacer = Pacer(Limits())
    for n in range(30):
        pacer.take(f"p{n}", 0.0, group=False)

    assert pacer.free_at("p99", 0.5, group=False) >= 1.0


def test_chats_that_have_been_quiet_are_forgotten():
    pacer = Pacer(Limits())
    pacer.take("g", 0.0, group=True)

    pacer.forget_idle(100.0)

    assert pacer._chats == {}


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.floats(0, 0.6), st.floats(0, 0.05)), min_size=1, max_size=120),
)
def test_waking_up_late_neither_breaks_a_window_nor_adds_up(most, times):
    window, now, sent = Window(most, 1.0), 0.0, []
    for gap, late in times:
        now = max(now + gap, window.free_at(now + gap)) + late
        window.take(now)
        sent.append(now)

    for first, later in zip(sent, sent[most:], strict=False):
        assert later - first >= 1.0


def test_a_minute_of_messages_takes_hardly_more_than_a_minute_although_each_wakes_up_late():
    pacer, now = Pacer(Limits()), 0.0
    for n in range(1800):
        now = pacer.free_at(f"p{n}", now, group=False) + 0.004
        pacer.take(f"p{n}", now, group=False)

    assert now < 60 / 0.98


def test_messages_to_many_are_spread_over_the_second():
    pacer, now, sent = Pacer(Limits()), 0.0, []
    for n in range(60):
        now = max(pacer.spread_at(now), pacer.free_at(f"p{n}", now, group=False))
        pacer.take(f"p{n}", now, group=False, spread=True)
        sent.append(now)

    # 1/30 of a second between two, and once a second the margin by which a window is longer.
    assert max(later - first for first, later in pairwise(sent)) < 1 / 30 + MARGIN + 1e-6
    assert sent[-1] < 2.1


def test_an_urgent_message_finds_a_slot_among_many():
    pacer, now = Pacer(Limits()), 0.0
    for n in range(45):
        now = max(pacer.spread_at(now), pacer.free_at(f"p{n}", now, group=False))
        pacer.take(f"p{n}", now, group=False, spread=True)

    assert pacer.free_at("worker", now, group=False) - now < 0.04


def test_a_person_gets_one_a_second_and_no_window_of_a_group():
    pacer = Pacer(Limits())
    pacer.take("p", 0.0, group=False)

    assert pacer.free_at("p", 0.5, group=False) >= 1.0
    assert pacer.free_at("p", 2.0, group=False) == 2.0


@given(st.integers(1, 5), st.lists(st.floats(0, 0.4), min_size=1, max_size=120))
def test_what_leaves_later_than_it_was_counted_counts_from_then(most, held_up):
    window, now, left = Window(most, 1.0), 0.0, []
    for seconds in held_up:
        now = window.free_at(now)
        counted = window.take(now)
        now += seconds
        window.left(counted, now)
        left.append(now)

    for start in left:
        assert sum(start <= at < start + 1.0 for at in left) <= most
