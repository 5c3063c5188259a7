"""A later date, a suspension, a unit outside: in one line or piece by piece."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, Calendar
from domain.tickets.delays import Grounds
from domain.understanding.asked import Asked, Delay, granted, grounds_in, opens, unpacked

CALENDAR = Calendar()
NOW = datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI)


def said(delay, *lines):
    asked = Asked(delay)
    for line in lines:
        asked = asked.filled(line, NOW, CALENDAR)
    return asked


def at(month, day, hour=8, minute=30, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "lines",
    [
        ("零件要等货,改到12月8日",),
        ("12月8日前办好,零件要等货",),
        ("下周二", "零件要等货"),
        ("零件要等货", "12月8号吧"),
    ],
)
def test_an_extension_needs_a_date_and_why(lines):
    asked = said(Delay.EXTENSION, *lines)

    assert (asked.until, asked.words, asked.missing) == (at(12, 8, 17, 30), "零件要等货", None)


def test_what_is_missing_is_asked_for_in_order():
    assert said(Delay.EXTENSION).missing == "until"
    assert said(Delay.EXTENSION, "12月8日").missing == "words"
    assert said(Delay.SUSPENSION).missing == "grounds"
    assert said(Delay.SUSPENSION, "要等维修基金").missing == "until"
    assert said(Delay.SUSPENSION, "要等维修基金", "2月20日").missing == "words"
    assert said(Delay.FORWARD).missing == "unit"
    assert said(Delay.FORWARD, "供电公司").missing == "words"
    assert said(Delay.FORWARD, "供电公司", "受理号95598").missing == "until"


def test_a_suspension_is_looked_at_again_in_the_morning_of_its_day():
    asked = said(Delay.SUSPENSION, "要等维修基金,2月20日再看", "换管道要等维修基金")

    assert (asked.grounds, asked.words) == (Grounds.FUNDS, "换管道要等维修基金")
    assert asked.until == at(2, 20, year=2027)
    assert asked.missing is None


@pytest.mark.parametrize(
    "lines",
    [
        ("已转给供电公司,受理号8801,12月10日催",),
        ("供电公司", "受理号8801", "12月10日"),
        ("转供电公司了 受理号8801", "12月10日"),
    ],
)
def test_a_unit_outside_its_proof_and_the_day_to_chase_it(lines):
    asked = said(Delay.FORWARD, *lines)

    assert (asked.unit, asked.until, asked.missing) == ("供电公司", at(12, 10), None)
    assert "受理号8801" in asked.words


@pytest.mark.parametrize(
    ("words", "grounds"),
    [
        ("没有维修基金", Grounds.FUNDS),
        ("等改造一起弄", Grounds.PROJECT),
        ("等开春了才能移栽", Grounds.SEASON),
        ("在打官司", Grounds.LAW),
        ("開發商倒閉了,歷史遺留", Grounds.LEGACY),
        ("要三分之二业主同意", Grounds.OWNERS),
        ("太忙了", None),
        ("", None),
    ],
)
def test_the_grounds_are_one_of_six(words, grounds):
    assert grounds_in(words) is grounds


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("申请延期到12月8日,零件要等货", Delay.EXTENSION),
        ("延期", Delay.EXTENSION),
        ("我想延期", Delay.EXTENSION),
        ("先挂账吧", Delay.SUSPENSION),
        ("转外单位", Delay.FORWARD),
    ],
)
def test_a_worker_may_begin_in_plain_words(text, delay):
    assert opens(text, NOW, CALENDAR).delay is delay


@pytest.mark.parametrize(
    "text",
    ["换了灯管", "师傅说明天来", "他家不肯延期装修", "改到明天去看", "", "已经转给供电公司了"],
)
def test_a_report_of_progress_asks_for_nothing(text):
    assert opens(text, NOW, CALENDAR) is None


def test_what_was_begun_in_one_line_is_whole():
    asked = opens("申请延期到12月8日,零件要等货", NOW, CALENDAR)

    assert (asked.until, asked.words, asked.missing) == (at(12, 8, 17, 30), "零件要等货", None)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("同意", (True, "")),
        ("可以", (True, "")),
        ("批准。", (True, "")),
        ("不同意", (False, "")),
        ("不批,明天必须办好", (False, "明天必须办好")),
        ("不行", (False, "")),
        ("同意他的看法但是", None),
        ("今天几号", None),
        ("", None),
    ],
)
def test_a_grant_is_a_clear_word(text, answer):
    assert granted(text) == answer


@given(st.sampled_from(Delay), st.lists(st.text(max_size=12), max_size=4))
def test_whatever_is_said_it_waits_whole(delay, lines):
    asked = said(delay, *lines)

    assert unpacked(asked.packed()) == asked
