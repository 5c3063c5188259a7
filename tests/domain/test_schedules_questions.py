"""`这个月7号还理发吗`: which service, which date, and how that date stands."""

from datetime import UTC, date, datetime, time

import pytest

from domain.calendar import SHANGHAI, Calendar
from domain.schedules import (
    Change,
    Policy,
    Schedule,
    Status,
    answer_for,
    matching,
    parse_rule,
    services_of,
)
from domain.schedules.questions import read_asked

CALENDAR = Calendar()
HAIRCUT = Schedule(
    1, "义务理发、修指甲、磨刀", parse_rule("每月7号"), time(9), end=time(11), place="社区一楼"
)
PRESSURE = Schedule(2, "量血压", parse_rule("每周三"), time(8, 30))
BULKY = Schedule(3, "大件垃圾清运", parse_rule("每月最后一个周六"), time(8))
FILM = Schedule(4, "露天电影", parse_rule("每月第一个周六"), time(19))
ALL = (HAIRCUT, PRESSURE, BULKY, FILM)
TODAY = date(2026, 11, 24)  # a Tuesday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def asked(text: str, when: str = "2026-11-24T10:00", **changes):
    return answer_for(text, ALL, CALENDAR, at(when), changes.get("changes"))


@pytest.mark.parametrize(
    ("name", "services"),
    [
        ("义务理发、修指甲、磨刀", ("理发", "修指甲", "磨刀")),
        ("理发,磨刀", ("理发", "磨刀")),
        ("免费理发/磨刀", ("理发", "磨刀")),
        ("理发和修伞服务", ("理发", "修伞")),
        ("量血压", ("量血压",)),
    ],
)
def test_several_services_stand_under_one_name(name, services):
    assert services_of(name) == services


def test_a_name_of_nothing_but_dressing_is_kept_whole():
    assert services_of("志愿服务活动") == ("志愿服务活动",)


@pytest.mark.parametrize(
    ("text", "schedule", "service"),
    [
        ("这个月7号还理发吗", HAIRCUT, "理发"),
        ("磨刀也是7号吗", HAIRCUT, "磨刀"),
        ("剪指甲是哪天", HAIRCUT, "修指甲"),
        ("7号还剃头不", HAIRCUT, "理发"),
        ("我想剪个头,哪天来", HAIRCUT, "理发"),
        ("下次量血压什么时候", PRESSURE, "量血压"),
        ("血压几号测", PRESSURE, "量血压"),
        ("旧沙发哪天收", BULKY, "大件垃圾清运"),
        ("大件垃圾什么时候拉走", BULKY, "大件垃圾清运"),
        ("这周放电影吗", FILM, "露天电影"),
        ("這個月7號還理髮嗎", HAIRCUT, "理发"),
        ("量血壓是星期幾", PRESSURE, "量血压"),
    ],
)
def test_a_service_is_known_by_its_name_and_by_what_residents_call_it(text, schedule, service):
    assert matching(text, ALL) == [(schedule, service)]


@pytest.mark.parametrize("text", ["楼道灯坏了", "垃圾没人收", "7号楼停水了吗", "今天几号", ""])
def test_what_names_no_service_has_no_answer(text):
    assert asked(text) is None


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("这个月7号还理发吗", date(2026, 11, 1), 7),
        ("這個月7號還理髮嗎", date(2026, 11, 1), 7),
        ("本月七日理发吗", date(2026, 11, 1), 7),
        ("下个月7号理发吗", date(2026, 12, 1), 7),
        ("下下个月理发吗", date(2027, 1, 1), None),
        ("10月7日理发吗", date(2026, 10, 1), 7),
        ("1月7号理发吗", date(2027, 1, 1), 7),
        ("12月还理发吗", date(2026, 12, 1), None),
        ("明年3月理发吗", date(2027, 3, 1), None),
        ("7号还理发不", date(2026, 11, 1), 7),
        ("7号楼的理发是几号", None, None),
        ("理发是几号", None, None),
    ],
)
def test_the_month_and_the_day_of_a_question_are_read(text, month, day):
    found = read_asked(text, TODAY)

    assert (found.month, found.day) == (month, day)


@pytest.mark.parametrize(
    ("text", "exact", "last"),
    [
        ("今天理发吗", date(2026, 11, 24), None),
        ("明天量血压吗", date(2026, 11, 25), None),
        ("大后天量血压吗", date(2026, 11, 27), None),
        ("周三量血压吗", date(2026, 11, 25), None),
        ("下周三量血压吗", date(2026, 12, 2), None),
        ("这周日理发吗", date(2026, 11, 29), None),
        ("周末收大件吗", date(2026, 11, 28), date(2026, 11, 29)),
        ("下周量血压吗", date(2026, 11, 30), date(2026, 12, 6)),
    ],
)
def test_near_days_are_read_as_seen_from_today(text, exact, last):
    found = read_asked(text, TODAY)

    assert (found.exact, found.last) == (exact, last)


def test_every_wednesday_is_a_rule_and_no_date():
    assert read_asked("是每周三量血压吗", TODAY).exact is None


@pytest.mark.parametrize("text", ["初七还理发吗", "农历七号理发吗"])
def test_a_lunar_day_is_told_apart_so_that_it_can_be_asked(text):
    found = asked(text)

    assert found.asked.lunar
    assert found.asked.day is None


def test_the_resident_of_the_first_of_june_is_told_the_sunday():
    found = asked("这个月7号还理发吗", "2026-06-01T09:00")

    assert found.schedule is HAIRCUT
    assert found.occurrence.actual == date(2026, 6, 7)
    assert found.right_day
    assert not found.gone
    assert found.next_occurrence.actual == date(2026, 7, 7)


def test_a_second_service_of_the_same_day_has_the_same_date():
    found = asked("磨刀也是7号吗", "2026-06-01T09:00")

    assert (found.service, found.occurrence.actual, found.right_day) == (
        "磨刀", date(2026, 6, 7), True,
    )  # fmt: skip


def test_the_wrong_day_is_answered_with_the_right_one():
    found = asked("磨刀是8号吗", "2026-06-01T09:00")

    assert found.right_day is False
    assert found.occurrence.actual == date(2026, 6, 7)


def test_a_date_moved_by_a_holiday_is_found_by_either_day():
    for text in ("7号还理发吗", "8号还理发吗"):
        found = asked(text, "2026-10-02T09:00")

        assert found.occurrence.planned == date(2026, 10, 7)
        assert found.occurrence.actual == date(2026, 10, 8)
        assert found.right_day


def test_what_is_over_is_told_as_over_with_the_next_date():
    found = asked("这个月7号还理发吗")

    assert found.gone
    assert found.occurrence.actual == date(2026, 11, 7)
    assert found.next_occurrence.actual == date(2026, 12, 7)


@pytest.mark.parametrize(("hour", "gone"), [("08:00", False), ("10:00", False), ("11:30", True)])
def test_on_the_day_itself_it_is_over_when_it_ends(hour, gone):
    found = asked("今天还理发吗", f"2026-12-07T{hour}")

    assert found.gone is gone
    assert found.occurrence.actual == date(2026, 12, 7)
    assert found.next_occurrence.actual == date(2027, 1, 7)


def test_next_month_reaches_across_the_year():
    found = asked("下个月7号理发吗", "2026-12-20T09:00")

    assert found.occurrence.actual == date(2027, 1, 7)
    assert found.occurrence.provisional


def test_next_time_without_a_date_is_the_first_one_to_come():
    found = asked("下次量血压什么时候")

    assert found.occurrence.actual == date(2026, 11, 25)
    assert found.next_occurrence.actual == date(2026, 12, 2)
    assert found.right_day is None


def test_next_time_asked_after_todays_has_ended_is_another_day():
    assert asked("下次理发什么时候", "2026-12-07T12:00").occurrence.actual == date(2027, 1, 7)


def test_a_near_day_without_the_service_says_so_and_names_the_next():
    found = asked("明天理发吗")

    assert found.occurrence is None
    assert found.right_day is False
    assert found.next_occurrence.actual == date(2026, 12, 7)


def test_a_weekend_is_asked_as_two_days():
    found = asked("周末收大件吗")

    assert found.occurrence.actual == date(2026, 11, 28)
    assert found.right_day


def test_a_weekly_service_asked_by_month_is_the_one_still_to_come():
    assert asked("这个月还量血压吗").occurrence.actual == date(2026, 11, 25)


def test_what_a_person_moved_is_answered_as_moved():
    changes = {1: {date(2026, 12, 7): Change(moved_to=date(2026, 12, 9), note="理发师请假")}}

    found = asked("下个月7号还理发吗", changes=changes)

    assert found.occurrence.status is Status.MOVED
    assert found.occurrence.actual == date(2026, 12, 9)
    assert found.occurrence.note == "理发师请假"


def test_what_was_called_off_is_answered_with_the_next_date():
    changes = {1: {date(2026, 12, 7): Change(cancelled=True)}}

    found = asked("下个月7号还理发吗", changes=changes)

    assert found.occurrence.status is Status.CANCELLED
    assert found.next_occurrence.actual == date(2027, 1, 7)


def test_a_month_left_out_by_the_holiday_is_answered_with_the_next_date():
    skips = Schedule(1, "理发", HAIRCUT.rule, time(9), holiday=Policy.SKIP)

    found = answer_for("7号还理发吗", [skips], CALENDAR, at("2026-10-02T09:00"))

    assert found.occurrence.status is Status.SKIPPED
    assert found.next_occurrence.actual == date(2026, 11, 7)


def test_of_two_equal_services_the_one_that_comes_first_answers():
    elsewhere = Schedule(9, "义务理发", parse_rule("每月20号"), time(9))

    found = answer_for("理发是几号", [elsewhere, HAIRCUT], CALENDAR, at("2026-11-24T10:00"))

    assert found.schedule is HAIRCUT


def test_a_schedule_that_has_ended_has_no_date_to_tell():
    over = Schedule(1, "理发", HAIRCUT.rule, time(9), ends=date(2026, 3, 31))

    found = answer_for("理发是几号", [over], CALENDAR, at("2026-11-24T10:00"))

    assert (found.occurrence, found.next_occurrence) == (None, None)
