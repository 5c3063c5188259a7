"""Off duty as staff say it: from which day to which, and what only sounds like it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.leave import Leave, leave_said, says_back, says_off

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(ZONE)
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=ZONE)


def d(day, month=12, year=2026):
    return date(year, month, day)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("我请假 12月1日到7日", d(1), d(7)),
        ("我请假 12月3日至12月7日", d(3), d(7)),
        ("请假12月28日到3日", d(28), d(3, 1, 2027)),
        ("今天下班了", d(1), d(1)),
        ("下班了", d(1), d(1)),
        ("明天", d(2), d(2)),
        ("明天请假", d(2), d(2)),
        ("明天上午请假", d(2), d(2)),
        ("下周一请假", d(7), d(7)),
        ("请假到周五", d(1), d(4)),
        ("明天到后天请假", d(2), d(3)),
        ("请3天假", d(1), d(3)),
        ("我想请三天假", d(1), d(3)),
        ("请假一周", d(1), d(7)),
        ("明天起休息两天", d(2), d(3)),
        ("请半天假", d(1), d(1)),
        ("从12月5日到12月6日调休", d(5), d(6)),
    ],
)
def test_a_leave_in_plain_words(words, first, last):
    assert leave_said(words, TUESDAY, CALENDAR) == Leave(first, last)


@pytest.mark.parametrize(
    ("words", "last"),
    [("周五", d(4)), ("到12月7日", d(7)), ("明天", d(2)), ("今天", d(1)), ("3天", d(3))],
)
def test_asked_until_when_a_day_is_the_last_one(words, last):
    assert leave_said(words, TUESDAY, CALENDAR, asked=True) == Leave(d(1), last)


@pytest.mark.parametrize("words", ["我请假", "休息", "看情况", "请假11月20日", "2年12月"])
def test_without_a_day_ahead_there_is_none(words):
    assert leave_said(words, TUESDAY, CALENDAR) is None


@pytest.mark.parametrize(
    "words",
    ["我请假 12月1日到7日", "今天下班了", "下班了", "我下班了", "明天请假", "我要请3天假", "我明天休息",
     "下周一调休", "我想请病假", "从明天起休年假", "请假到周五", "我请假,家里有事"],
)  # fmt: skip
def test_words_by_which_somebody_goes_off_duty(words):
    assert says_off(words)


@pytest.mark.parametrize(
    "words",
    ["王师傅请假了", "物业的人都下班了没人管", "休息一下再去", "网格员请假找谁", "请假吗", "他今天休息",
     "居民说等下班了再来", "休息室的灯坏了", "3栋2单元的灯坏了"],
)  # fmt: skip
def test_words_about_others_or_other_things(words):
    assert not says_off(words)


@pytest.mark.parametrize("words", ["我回来了", "回来了", "我上班了", "销假", "我今天到岗了"])
def test_words_by_which_somebody_is_back(words):
    assert says_back(words)


@pytest.mark.parametrize("words", ["灯又亮了", "师傅回来了再修", "电回来了", "他回来了"])
def test_words_by_which_nobody_is_back(words):
    assert not says_back(words)


DAYS = st.integers(0, 60).map(lambda n: d(1) + timedelta(days=n))


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_stretches_are_one_where_no_day_lies_between(a, b, c, e):
    one, other = Leave(min(a, b), max(a, b)), Leave(min(c, e), max(c, e))
    whole = one.with_(other)
    between = [
        day for n in range((whole.last - whole.first).days + 1)
        if not one.covers(day := whole.first + timedelta(days=n)) and not other.covers(day)
    ]  # fmt: skip
    assert one.joins(other) == (not between)
