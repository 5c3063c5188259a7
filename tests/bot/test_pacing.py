"""True sliding windows: never more in any second or minute, whatever comes."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Pacer, Window
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
