"""What volunteers and the office write about rosters, and what they do not."""

from datetime import date, datetime

import pytest

from domain.calendar import SHANGHAI, Calendar
from domain.rosters.asked import LineUnclear, names, planned, wish_said, wishes
from domain.rosters.rules import NIGHT, Wish
from domain.rosters.words import Wanted, heard

NOW = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("我来值周六上午", Wanted.TAKE), ("周六上午我来值", Wanted.TAKE), ("12月5日我来值", Wanted.TAKE),
        ("我可以值夜班", Wanted.TAKE), ("周六的班我来", Wanted.TAKE), ("值周日下午", Wanted.TAKE),
        ("这周还有哪些班没人", Wanted.OPEN), ("还有哪些班缺人?", Wanted.OPEN),
        ("哪里缺人值班", Wanted.OPEN),
        ("還有哪些班沒人", Wanted.OPEN), ("还有空班吗", Wanted.OPEN),
        ("我什么时候值班", Wanted.MINE), ("我的班", Wanted.MINE), ("我的班什么时候?", Wanted.MINE),
        ("我下周哪天值班?", Wanted.MINE), ("我這週的班", Wanted.MINE), ("我这周的班", Wanted.MINE),
        ("到岗了", Wanted.HERE), ("签到", Wanted.HERE), ("我已经到岗了!", Wanted.HERE),
        ("交班", Wanted.GONE), ("交班 东门一切正常", Wanted.GONE), ("下岗了", Wanted.GONE),
        ("周六的班我值不了", Wanted.CANNOT), ("我周六不能值班", Wanted.CANNOT),
        ("我想换班", Wanted.SWAP), ("找王芳换班", Wanted.SWAP), ("周六的班换给王芳", Wanted.SWAP),
    ],
)  # fmt: skip
def test_what_is_said_is_heard(line, what):
    found = heard(line)
    assert (found.what if found else None) == what


@pytest.mark.parametrize(
    "line",
    [
        "楼道灯不亮", "值得表扬", "我上午去", "我值班的时候看见灯坏了", "东门没人值班", "什么时候义诊",
        "", "  ", "这个价钱值吗", "物业值班室电话多少", "大家好", "我来值" * 20, "到岗的人真少",
        "网格员什么时候上班", "\n交", "我的班车几点",
    ],
)  # fmt: skip
def test_everything_else_is_left_alone(line):
    assert heard(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [("找王芳换班", "王芳"), ("我想跟王芳换班", "王芳"), ("周六的班换给李志", "李志"), ("我要换班", ""),
     ("我想和李志愿换班", "李志愿"), ("能换班吗", "")],
)  # fmt: skip
def test_with_whom_somebody_would_swap(line, name):
    assert heard(line).rest == name


def test_a_note_keeps_its_lines_and_capitals():
    assert heard("交班:\n钥匙在A座\n登记本在桌上").rest == "钥匙在A座\n登记本在桌上"


@pytest.mark.parametrize(
    ("line", "shifts"),
    [
        ("东门 8:00-16:00 2人", [("东门", "08:00", "16:00", 2, 2)]),
        ("西门 8-16点 一人", [("西门", "08:00", "16:00", 1, 1)]),
        ("南门 晚上10点到6点 1-2人", [("南门", "22:00", "06:00", 1, 2)]),
        ("南门 下午2点到4点", [("南门", "14:00", "16:00", 1, 1)]),
        ("北门 早8点到下午4点半 3人", [("北门", "08:00", "16:30", 3, 3)]),
        ("北门 8:00-12:00 14:00-18:00",
         [("北门", "08:00", "12:00", 1, 1), ("北门", "14:00", "18:00", 1, 1)]),
        ("服务站 24小时 2人", [("服务站", "00:00", "08:00", 2, 2), ("服务站", "08:00", "16:00", 2, 2),
                          ("服务站", "16:00", "00:00", 2, 2)]),
        ("3号点:0:00—24:00 2人", None), ("3号点 22:00~6:00", [("3号点", "22:00", "06:00", 1, 1)]),
    ],
)  # fmt: skip
def test_a_line_tells_post_hours_and_how_many(line, shifts):
    if shifts is None:
        with pytest.raises(LineUnclear):
            planned(line)
        return
    found = [(one.post, one.begins, one.ends, one.fewest, one.most) for one in planned(line)]
    assert found == shifts


@pytest.mark.parametrize(
    "line",
    ["东门", "东门 2人", "8:00-16:00 2人", "东门 25:00-27:00", "东门 8:00-16:00 0人", "\0", "",
     "东门 8:00-8:00", "门" * 40 + " 8:00-16:00", "东门 8:00-16:00 3-2人", "东门 8:99-16:00"],
)  # fmt: skip
def test_a_line_that_tells_less_is_shown_back(line):
    with pytest.raises(LineUnclear):
        planned(line)


def test_the_line_that_is_not_clear_is_named():
    with pytest.raises(LineUnclear) as refused:
        planned("东门 8:00-16:00\n西门 有空就来")

    assert refused.value.facts == {"line": "西门 有空就来"}


def test_over_midnight_a_shift_ends_on_the_next_day():
    [night] = planned("东门 22:00-6:00")

    begins, ends = night.on(date(2026, 12, 5), Calendar())
    assert (begins.astimezone(SHANGHAI).hour, (ends - begins).seconds // 3600) == (22, 8)


def test_a_pasted_list_is_names_only():
    text = "1. 王芳 13800001234、李志\n2) 赵大爷,王芳\n 3 "

    assert names(text) == ["王芳", "李志", "赵大爷"]
    assert names("") == []
    assert len(names("\n".join(f"人{n}号名" for n in range(900)))) <= 400


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("周六不行", Wish(weekday=5)), ("12月5日尽量不", Wish(day=date(2026, 12, 5), hard=False)),
        ("下周二不行", Wish(day=date(2026, 12, 8))), ("夜班不行", Wish(hour=NIGHT)),
        ("8点的班不想", Wish(hour="08:00", hard=False)), ("周日夜班不行", Wish(weekday=6, hour=NIGHT)),
        ("可以", None), ("不行", None), ("", None),
    ],
)  # fmt: skip
def test_when_somebody_cannot(line, wish):
    assert wish_said(line, NOW, Calendar()) == wish


def test_whose_wish_it_is_stands_first():
    found = wishes("王芳 周六不行\n\n李志 夜班尽量不排", NOW, Calendar())

    assert found == [("王芳", Wish(weekday=5)), ("李志", Wish(hour=NIGHT, hard=False))]
    with pytest.raises(LineUnclear):
        wishes("王芳", NOW, Calendar())
