"""What an office writes in its workbook, read as rules, times and reminders."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.schedules import (
    DEFAULT_OFFSETS,
    BadSchedule,
    Offset,
    Policy,
    Schedule,
    parse_offsets,
    parse_policy,
    parse_rule,
    parse_time,
)
from domain.schedules.dates import planned
from domain.schedules.rules import LunarDate


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("每月7号", "FREQ=MONTHLY;BYMONTHDAY=7"),
        ("每个月7日", "FREQ=MONTHLY;BYMONTHDAY=7"),
        ("每月七号", "FREQ=MONTHLY;BYMONTHDAY=7"),
        ("每月 ７ 号", "FREQ=MONTHLY;BYMONTHDAY=7"),
        ("每月7号和21号", "FREQ=MONTHLY;BYMONTHDAY=7,21"),
        ("每月7、21日", "FREQ=MONTHLY;BYMONTHDAY=7,21"),
        ("每月31号", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("每月29号", "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1"),
        ("每月15号和30号", "FREQ=MONTHLY;BYMONTHDAY=15,28,29,30;BYSETPOS=1,-1"),
        ("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每月底", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("单月10号", "FREQ=MONTHLY;BYMONTH=1,3,5,7,9,11;BYMONTHDAY=10"),
        ("每双月10号", "FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=10"),
        ("每周三", "FREQ=WEEKLY;BYDAY=WE"),
        ("每星期天", "FREQ=WEEKLY;BYDAY=SU"),
        ("每礼拜日", "FREQ=WEEKLY;BYDAY=SU"),
        ("逢周六", "FREQ=WEEKLY;BYDAY=SA"),
        ("每周一、三、五", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("每周二和周四", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("每周六天", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("每周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每周末", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("隔周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("每月最后一个周六", "FREQ=MONTHLY;BYDAY=-1SA"),
        ("每月第一个周六", "FREQ=MONTHLY;BYDAY=1SA"),
        ("每月第2个星期天", "FREQ=MONTHLY;BYDAY=2SU"),
        ("每月第一、三个周日", "FREQ=MONTHLY;BYDAY=1SU,3SU"),
        ("每月倒数第二个周五", "FREQ=MONTHLY;BYDAY=-2FR"),
        ("每天", "FREQ=DAILY"),
        ("每日", "FREQ=DAILY"),
        ("每月31号,没有就不办", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("每月31号(没有的月份不办)", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("正月十五", "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15"),
        ("每年农历八月十五", "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15"),
        ("每年腊月廿三", "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=23"),
        ("农历每月十五", "RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=15"),
        ("每月农历初一、十五", "RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("除夕", "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"),
        (
            "RRULE:RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=7",
            "RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=7",
        ),
        ("每年10月1日", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1"),
        ("每年2月29日", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=7", "FREQ=MONTHLY;BYMONTHDAY=7"),
        ("freq=weekly;byday=we", "FREQ=WEEKLY;BYDAY=WE"),
        ("FREQ=DAILY;UNTIL=20261231T155959Z", "FREQ=DAILY;UNTIL=20261231T235959"),
    ],
)
def test_plain_words_become_a_rule(written, rule):
    assert parse_rule(written) == rule


@pytest.mark.parametrize(
    "written",
    ["", "有空就办", "每月", "每周", "每月32号", "每月0号", "每年13月1日", "每月7",
     "每月第六个周一", "每月29号和31号",
     "FREQ=HOURLY", "FREQ=MONTHLY;BYMONTHDAY=seven",
     "FREQ=SOMETIMES", "农历", "农历每月三十五", "农历十三月初一", "每周三,没有就不办",
     "RSCALE=CHINESE;FREQ=WEEKLY;BYDAY=MO", "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1",
     "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "DTSTART:20260101\nRRULE:FREQ=DAILY"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_rather_than_guessed(written):
    with pytest.raises(BadSchedule):
        parse_rule(written)


@pytest.mark.parametrize("written", ["每月初七", "每个月的初七", "每月初一和初七"])
def test_what_may_be_a_lunar_day_or_a_day_of_the_month_has_to_be_asked(written):
    with pytest.raises(LunarDate):
        parse_rule(written)


def dates(rule: str, first: date, last: date, **facts) -> list[date]:
    return list(planned(Schedule(1, "理发", rule, time(9), **facts), first, last))


def test_the_31st_is_the_last_day_of_every_month():
    found = dates(parse_rule("每月31号"), date(2027, 12, 1), date(2028, 4, 30))

    assert found == [
        date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31),
        date(2028, 4, 30),
    ]  # fmt: skip


def test_the_15th_and_the_30th_are_two_days_of_every_month():
    found = dates(parse_rule("每月15号和30号"), date(2026, 1, 1), date(2026, 3, 31))

    assert [day.day for day in found] == [15, 30, 15, 28, 15, 30]


def test_the_leap_day_is_kept_every_year():
    found = dates(parse_rule("每年2月29日"), date(2027, 1, 1), date(2028, 12, 31))

    assert found == [date(2027, 2, 28), date(2028, 2, 29)]


def test_the_last_saturday_is_found_in_months_with_four_and_with_five():
    found = dates(parse_rule("每月最后一个周六"), date(2026, 10, 1), date(2026, 11, 30))

    assert found == [date(2026, 10, 31), date(2026, 11, 28)]


def test_every_other_week_counts_from_the_first_day_however_late_it_is_asked():
    rule, first = parse_rule("隔周三"), date(2026, 1, 7)

    assert dates(rule, date(2026, 3, 1), date(2026, 3, 31), begins=first) == [
        date(2026, 3, 4), date(2026, 3, 18),
    ]  # fmt: skip


def test_nothing_is_planned_before_the_first_day_or_after_the_last():
    found = dates(
        "FREQ=DAILY", date(2026, 1, 1), date(2026, 1, 31),
        begins=date(2026, 1, 10), ends=date(2026, 1, 12),
    )  # fmt: skip

    assert found == [date(2026, 1, 10), date(2026, 1, 11), date(2026, 1, 12)]


def test_a_rule_with_an_end_stops_there():
    rule = parse_rule("FREQ=MONTHLY;BYMONTHDAY=7;UNTIL=20260307")

    assert dates(rule, date(2026, 1, 1), date(2026, 12, 31))[-1] == date(2026, 3, 7)


@given(st.integers(1, 31), st.dates(date(2018, 1, 1), date(2027, 12, 1)))
def test_every_month_has_its_day_once_whatever_the_day(day, first):
    rule = parse_rule(f"每月{day}号")
    start = first.replace(day=1)

    found = dates(rule, start, date(start.year + 1, start.month, 28))

    assert len({(one.year, one.month) for one in found}) == len(found)
    assert len(found) in (12, 13)
    assert all(one.day == day or (one.day < day and one.day >= 28) for one in found)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("9:00", time(9), None),
        ("09:00:00", time(9), None),
        ("上午9点", time(9), None),
        ("9点半", time(9, 30), None),
        ("九点", time(9), None),
        ("下午两点", time(14), None),
        ("下午2点一刻", time(14, 15), None),
        ("晚上7点", time(19), None),
        ("中午12点", time(12), None),
        ("中午11点半", time(11, 30), None),
        ("14点05分", time(14, 5), None),
        ("9点零5分", time(9, 5), None),
        ("09:00-11:00", time(9), time(11)),
        ("9：00－11：00", time(9), time(11)),
        ("9点到11点半", time(9), time(11, 30)),
        ("下午2点至4点", time(14), time(16)),
        ("上午9点～下午5点", time(9), time(17)),
    ],
)
def test_hours_are_read_as_people_write_them(written, start, end):
    assert parse_time(written) == (start, end)


@pytest.mark.parametrize(
    "written", ["", "早上", "25:00", "9:75", "9点-8点-7点", "15:00-14:00", "九"]
)
def test_an_hour_that_cannot_be_read_is_refused(written):
    with pytest.raises(BadSchedule):
        parse_time(written)


@pytest.mark.parametrize(
    ("written", "offsets"),
    [
        ("", DEFAULT_OFFSETS),
        ("  ", DEFAULT_OFFSETS),
        ("提前3天9:00;当天8:30", DEFAULT_OFFSETS),
        ("3天前上午9点;当天上午8点半", DEFAULT_OFFSETS),
        ("3d 09:00;0d 08:30", DEFAULT_OFFSETS),
        ("D-3 09:00;D-0 08:30", DEFAULT_OFFSETS),
        ("当天 08:30、提前三天 9点", DEFAULT_OFFSETS),
        ("前一天18:00", (Offset(1, time(18)),)),
        ("提前两天的晚上7点", (Offset(2, time(19)),)),
        ("7 09:00", (Offset(7, time(9)),)),
        ("提前10天9:00;提前1天18:00;当天7:30",
         (Offset(10, time(9)), Offset(1, time(18)), Offset(0, time(7, 30)))),
    ],
)  # fmt: skip
def test_reminders_are_read_the_earliest_first(written, offsets):
    assert parse_offsets(written) == offsets


@pytest.mark.parametrize("written", ["9:00", "提前3天", "有空提醒", "当天", "三天 早上"])
def test_a_reminder_without_day_or_hour_is_refused(written):
    with pytest.raises(BadSchedule):
        parse_offsets(written)


@pytest.mark.parametrize(
    ("written", "policy"),
    [("", Policy.NEXT), ("keep", Policy.KEEP), ("顺延", Policy.NEXT), ("SKIP", Policy.SKIP),
     ("提前", Policy.PREVIOUS), ("询问", Policy.ASK)],
)  # fmt: skip
def test_a_policy_is_read_in_either_language(written, policy):
    assert parse_policy(written, Policy.NEXT) is policy


def test_an_unknown_policy_is_refused():
    with pytest.raises(BadSchedule):
        parse_policy("看情况", Policy.NEXT)
