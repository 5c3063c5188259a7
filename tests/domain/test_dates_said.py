"""A day and an hour in people's words, for "until when?" and "when will you be there?"."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, Calendar
from domain.dates_said import Half, when_said

CALENDAR = Calendar()
NOW = datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI)  # a Tuesday
DECEMBER_8 = date(2026, 12, 8)


def said(text: str, now: datetime = NOW):
    return when_said(text, now, CALENDAR)


def local(moment: datetime) -> datetime:
    assert moment.tzinfo is UTC
    return moment.astimezone(SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "12月8日", "12月8号", "十二月八号", "12/8", "12.8", "2026-12-08", "2026年12月8日",
        "12 月 8 日", "12月8日(周二)前", "8号", "8日前", "这个月8号", "下周二", "周二", "下週二",
        "星期二", "7天后", "一周后", "再给7天", "再宽限一周", "延期7天", "5个工作日内",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_type_it(text):
    assert said(text).day == DECEMBER_8


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", (2026, 12, 1)),
        ("明天", (2026, 12, 2)),
        ("后天", (2026, 12, 3)),
        ("後天", (2026, 12, 3)),
        ("大后天", (2026, 12, 4)),
        ("这周五", (2026, 12, 4)),
        ("周末", (2026, 12, 5)),
        ("礼拜天", (2026, 12, 6)),
        ("周一", (2026, 12, 7)),
        ("下下周一", (2026, 12, 14)),
        ("两周内", (2026, 12, 15)),
        ("半个月后", (2026, 12, 16)),
        ("月底", (2026, 12, 31)),
        ("年底", (2026, 12, 31)),
        ("1月5日", (2027, 1, 5)),
        ("下个月8号", (2027, 1, 8)),
        ("下月底", (2027, 1, 31)),
        ("3月1日", (2027, 3, 1)),
    ],
)
def test_a_day_named_from_here_lies_ahead(text, day):
    assert said(text).day == date(*day)


def test_a_number_that_has_gone_by_is_next_months_and_a_date_that_has_just_gone_is_itself():
    late = NOW.replace(day=20)

    assert said("8号", late).day == date(2027, 1, 8)
    assert said("12月18日", late).day == date(2026, 12, 18)


@pytest.mark.parametrize(
    "text",
    [
        "", "等零件", "坏了三天了", "三天", "3-2-401", "8号楼", "12月", "下周", "这周", "3.5元",
        "2月30日", "13月8日", "25点", "3栋2单元", "两天修不好",
    ],
)  # fmt: skip
def test_what_names_no_day_is_not_guessed(text):
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "day", "at", "until", "half"),
    [
        ("后天下午", 3, None, None, Half.AFTERNOON),
        ("后天下午四点半", 3, time(16, 30), None, Half.AFTERNOON),
        ("明早", 2, None, None, Half.MORNING),
        ("今晚8点", 1, time(20), None, Half.EVENING),
        ("明天中午12点", 2, time(12), None, Half.NOON),
        ("明天上午9点到11点", 2, time(9), time(11), Half.MORNING),
        ("12月8日下午2点到4点", 8, time(14), time(16), Half.AFTERNOON),
        ("明天16:00", 2, time(16), None, None),
        ("明天3点", 2, time(15), None, None),
        ("半小时后", 1, time(10, 30), None, None),
        ("一个半小时后", 1, time(11, 30), None, None),
        ("20分钟到", 1, time(10, 20), None, None),
    ],
)
def test_an_hour_or_a_part_of_the_day_belongs_to_the_day(text, day, at, until, half):
    found = said(text)

    assert (found.day.day, found.at, found.until, found.half) == (day, at, until, half)
    assert found.dated


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [("下午4点", 1, time(16)), ("4点", 1, time(16)), ("9点", 2, time(9)), ("上午", 1, None)],
)
def test_an_hour_alone_is_the_next_such_hour_and_names_no_day(text, day, at):
    found = said(text)

    assert (found.day.day, found.at, found.dated) == (day, at, False)


def test_a_promise_for_a_day_ends_when_the_office_closes_and_begins_when_it_opens():
    found = said("12月8日")

    assert local(found.begins(CALENDAR)) == datetime(2026, 12, 8, 8, 30, tzinfo=SHANGHAI)
    assert local(found.ends(CALENDAR)) == datetime(2026, 12, 8, 17, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("明天上午", time(8, 30), time(12)),
        ("明天下午", time(14), time(17, 30)),
        ("明天下午3点", time(15), time(15)),
        ("明天下午3点到5点", time(15), time(17)),
    ],
)
def test_a_promise_for_a_part_of_the_day_ends_with_it(text, begins, ends):
    found = said(text)

    assert local(found.begins(CALENDAR)).time() == begins
    assert local(found.ends(CALENDAR)).time() == ends


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("零件要等货,改到12月8日", 8, "零件要等货"),
        ("12月8日前办好,零件要等货", 8, "零件要等货"),
        ("零件12月5日到货,12月8日前能修好", 8, "零件12月5日到货"),
        ("12 月 8 日 零件 没到", 8, "零件 没到"),
        ("後天,師傅請假", 3, "師傅請假"),
        ("再宽限一周,师傅请假", 8, "师傅请假"),
    ],
)
def test_the_reason_beside_the_date_is_kept_as_it_was_written(text, day, rest):
    found = said(text)

    assert (found.day.day, found.rest) == (day, rest)


@given(st.dates(date(2026, 12, 1), date(2027, 5, 29)))
def test_a_day_written_out_is_that_day(day):
    for text in (f"{day.month}月{day.day}日", f"{day.month}/{day.day}", day.isoformat()):
        assert said(text).day == day


@given(st.integers(1, 60))
def test_days_from_now_are_counted_from_today(days):
    assert said(f"{days}天后").day == NOW.date() + timedelta(days=days)


@given(st.text("今明后天下午周月日号点半0123456789一二三十年底前到-/.: ", max_size=12))
def test_whatever_is_written_it_is_a_day_or_nothing(text):
    found = said(text)

    assert found is None or found.begins(CALENDAR) <= found.ends(CALENDAR)


@pytest.mark.parametrize("words", ["1点到0点", "下午3点到2点"])
def test_a_stretch_that_ends_before_it_begins_only_begins(words):
    when = when_said(words, NOW, CALENDAR)

    assert when is None or when.until is None
