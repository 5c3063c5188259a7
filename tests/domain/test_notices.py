"""The State Council's notice, pasted as it stands, becomes the year's days off and make-up days."""

from datetime import date, timedelta

import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import DayKind
from domain.notices import NoticeIncomplete, NoticeUnclear, days_of
from domain.refusals import Refusal

NOTICE_2026 = """一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
二、春节:2月15日(农历腊月二十八、周日)至23日(农历正月初七、周一)放假调休,共9天。2月14日(周六)、2月28日(周六)上班。
三、清明节:4月4日(周六)至6日(周一)放假,共3天。
四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。
五、端午节:6月19日(周五)至21日(周日)放假,共3天。
六、中秋节:9月25日(周五)至27日(周日)放假,共3天。
七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。
节假日期间,各地区、各部门要妥善安排好值班和安全、保卫等工作。"""
PLAIN_2027 = """元旦 1月1日到3日放假
春节 2月5日到11日放假 1月30日、2月13日上班
清明 4月3日到5日放假
劳动节 5月1日到5日放假,5月8日上班
端午 6月9日放假
中秋 9月15日放假
国庆 10月1日到7日放假 9月26日、10月9日上班"""


def test_the_notice_of_2026_says_what_the_kept_library_knows():
    found = days_of(2026, NOTICE_2026)

    off = {day for day, kind in found.items() if kind is DayKind.HOLIDAY}
    work = {day for day, kind in found.items() if kind is DayKind.MAKEUP}
    assert off == {day for day in constants.holidays if day.year == 2026}
    assert work == {day for day in constants.workdays if day.year == 2026}


def test_full_width_marks_are_read_as_well():
    wide = NOTICE_2026.translate(str.maketrans("():", "\uff08\uff09\uff1a"))

    assert days_of(2026, wide) == days_of(2026, NOTICE_2026)


def test_it_may_be_typed_in_short():
    found = days_of(2027, PLAIN_2027)

    assert found[date(2027, 2, 11)] is DayKind.HOLIDAY
    assert found[date(2027, 10, 9)] is DayKind.MAKEUP
    assert date(2027, 2, 12) not in found


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("1月1日(周五)", "1月1日(周四)"),  # another year's
        ("4月4日(周六)至6日(周一)放假,共4天", "4月4日(周六)至6日(周一)放假,共3天"),
        ("5月9日(周六)。", "5月9日(周六)上班。"),
        ("5月12日上班", "5月9日(周六)上班"),  # a Tuesday
        ("6月31日放假", "6月19日(周五)至21日(周日)放假"),
        ("6月21日至19日放假", "6月19日(周五)至21日(周日)放假"),
        ("10月1日至12月7日放假", "10月1日(周四)至7日(周三)放假"),
    ],
)
def test_what_cannot_be_right_is_quoted_rather_than_kept(wrong, right):
    with pytest.raises(NoticeUnclear) as refused:
        days_of(2026, NOTICE_2026.replace(right, wrong))

    assert wrong[:5] in refused.value.facts["line"]


def test_a_year_without_its_statutory_days_is_not_whole():
    with pytest.raises(NoticeIncomplete) as refused:
        days_of(2026, NOTICE_2026.replace("三、清明节:4月4日(周六)至6日(周一)放假,共3天。", ""))

    assert refused.value.facts["days"] == [date(2026, 4, 5)]


def test_new_year_may_begin_in_the_old_one():
    short = PLAIN_2027.replace("1月1日到3日", "2026年12月31日到2027年1月3日")

    assert days_of(2027, short)[date(2026, 12, 31)] is DayKind.HOLIDAY


@given(st.text(max_size=200) | st.text("0123456789年月日至放假上班共天()周六 \n", max_size=120))
def test_whatever_is_pasted_is_read_or_refused(text):
    try:
        found = days_of(2027, PLAIN_2027 + "\n" + text)
    except Refusal:
        return
    assert all(isinstance(day, date) for day in found)
    assert all(day.weekday() > 4 for day, kind in found.items() if kind is DayKind.MAKEUP)
    assert max(found) - min(found) < timedelta(days=365 * 9999)
