"""A sign-up as an officer says it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Calendar
from domain.signups.asked import Asked, asked

CALENDAR = Calendar(ZoneInfo("Asia/Shanghai"))
NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)  # a Tuesday
AT = datetime(2026, 12, 5, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("接龙 12月5日上午10点 包饺子", Asked("包饺子", AT, "", None, None, "", False)),
        ("接龙:周六上午10点 包饺子,社区一楼,20人,60岁以上,一户2位",
         Asked("包饺子", AT, "社区一楼", 20, 2, "60岁以上", False)),
        ("开接龙 包饺子 12月5日上午10点 20个名额 姓和楼栋",
         Asked("包饺子", AT, "", 20, None, "", True)),
        ("发起接龙 12月5日上午10点 包饺子 限30人", Asked("包饺子", AT, "", 30, None, "", False)),
    ],
)  # fmt: skip
def test_the_day_the_thing_and_how_many(text, meant):
    assert asked(text, NOW, CALENDAR) == meant


@pytest.mark.parametrize(
    "text",
    [
        "接龙 包饺子",
        "接龙",
        "接龙 12月5日上午10点",
        "12月5日包饺子",
        "接龙 周六包饺子\n1. 张姐",
        "通知 社区:接龙",
        "",
    ],
)
def test_without_day_or_thing_it_opens_nothing(text):
    assert asked(text, NOW, CALENDAR) is None
