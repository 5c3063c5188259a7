"""When a worker will be there, as their words say it, and what only sounds like it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Calendar
from domain.tickets.visits import Visit, VisitPassed, offered, visit_said
from domain.understanding.coming import says_cannot, says_visit, worker_means

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(ZONE)
TEN = datetime(2026, 12, 1, 10, 0, tzinfo=ZONE)  # a Tuesday


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("words", "begins", "ends"),
    [
        ("我下午3点到", at(1, 15), at(1, 15)),
        ("明天上午去看", at(2, 8, 30), at(2, 12)),
        ("今天下午2点到4点", at(1, 14), at(1, 16)),
        ("后天", at(3, 8, 30), at(3, 17, 30)),
        ("9点", at(2, 9), at(2, 9)),  # nine has gone by: the next one
    ],
)
def test_a_time_in_plain_words(words, begins, ends):
    assert visit_said(words, TEN, CALENDAR) == Visit(begins, ends)


def test_words_without_a_time_are_no_appointment():
    assert visit_said("等会儿再说", TEN, CALENDAR) is None


@pytest.mark.parametrize("words", ["今天上午9点", "今天早上8点到9点"])
def test_what_has_gone_by_is_refused(words):
    with pytest.raises(VisitPassed):
        visit_said(words, TEN, CALENDAR)


def test_the_next_parts_of_working_days_are_offered():
    assert [visit.begins for visit in offered(TEN, CALENDAR)] == [
        at(1, 8, 30), at(1, 14), at(2, 8, 30),
    ]  # fmt: skip
    late = datetime(2026, 12, 4, 17, 0, tzinfo=ZONE)  # a Friday: half an hour is not offered
    assert [visit.begins for visit in offered(late, CALENDAR)][:2] == [at(7, 8, 30), at(7, 14)]


@pytest.mark.parametrize(
    "words",
    ["我下午3点到", "明天上午去看", "半小时后到", "今天下午4点到现场看", "周五上门修", "师傅明天上午来修",
     "12月8日上午去处理", "好的,下午3点过去看", "0001 下午三点到"],
)  # fmt: skip
def test_words_that_promise_a_visit(words):
    assert says_visit(words)
    assert worker_means(words) == "arrive"


@pytest.mark.parametrize(
    "words",
    ["零件明天到", "昨天下午去看了", "下午3点到了", "明天去不了", "等物业明天来", "货下午到",
     "明天上午来吗", "下午没去", "周三才能修", "今天下午已经去过", "明天再联系居民"],
)  # fmt: skip
def test_words_that_only_sound_like_it(words):
    assert not says_visit(words)


@pytest.mark.parametrize(
    "words", ["今天去不了", "今天去不了,孩子发烧", "我今天来不了了", "走不开", "下午实在没空"]
)
def test_words_that_say_that_somebody_cannot_come(words):
    assert says_cannot(words)
    assert worker_means(words) == "not_today"


@pytest.mark.parametrize(
    "words", ["师傅今天来不了", "零件今天来不了", "物业今天来不了", "今天去不了吗"]
)
def test_somebody_else_who_cannot_come_is_news_not_a_handing_over(words):
    assert worker_means(words) == "note"


@pytest.mark.parametrize(
    ("words", "means"), [("我来办", "accept"), ("灯换好了", "finish"), ("已联系师傅", "note")]
)
def test_other_reports_are_read_as_before(words, means):
    assert worker_means(words) == means
