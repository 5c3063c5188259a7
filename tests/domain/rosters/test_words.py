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


SAID = {
    (Wanted.TAKE, True): (
        "周六早班我来 我报周六早班 周六那个空班给我吧 把周六上午的班给我 给我排周六上午 "
        "我认领周六上午的班 我愿意值周六上午 周六上午值班我去"
    ),
    (Wanted.TAKE, False): ("周六上午我来 星期天早上我能来 东门周六上午我上 我报名周六上午东门"),
    (Wanted.OPEN, True): (
        "有没有空的班 哪天缺人 还缺人吗 这周还缺不缺人 有什么班可以报 还有班吗 哪几天还没人值 "
        "周末还缺人值班吗 周六上午有人值吗"
    ),
    (Wanted.MINE, True): (
        "我的值班 我明天值班吗 下次值班是什么时候 轮到我是什么时候 什么时候轮到我值班 我排在哪天 "
        "我下一班是几点 周六是我值班吗 周六是不是我值 我今天有班没 查一下我的值班表 值班表 我值哪天 "
        "我跟谁一起值班"
    ),
    (Wanted.HERE, True): ("我到岗位了 到岗了,一切正常 已到岗 就位了"),
    (Wanted.HERE, False): ("到了 我到了 到东门了 我在东门了 打卡 报到 我来了 到家了"),
    (Wanted.GONE, False): ("下班了 我下班了 值完了 值班结束 下班了,一切正常"),
    (Wanted.CANNOT, True): (
        "帮我把周六的班退了 退班 我不值周六了 取消我周六的班 周六的班不来了 周六那班我上不了 "
        "别给我排周日 夜班我不行"
    ),
    (Wanted.CANNOT, False): ("周六我来不了 周六上午我有事去不了 周六我来不了怎么办 我周日都没空"),
    (Wanted.SWAP, True): (
        "跟李志换一下班 我和李志换一下周六的班 我想把周六的班换成周日 帮我换个班 找人顶班 "
        "谁能替我值周六"
    ),
}
"""As volunteers say it; and whether it says so by itself, or only beside a shift that it fits."""


@pytest.mark.parametrize(
    ("line", "what", "sure"),
    [(line, *known) for known, lines in SAID.items() for line in lines.split()],
)
def test_in_words_of_their_own(line, what, sure):
    found = heard(line)
    assert found is not None
    assert (found.what, found.sure) == (what, sure)


LIKE = (
    "我值夜班回来看到楼道灯不亮 值班时被狗咬了 值班室电话多少 值班电话是多少 值班的人不在 "
    "孩子换班级了 我要换班车路线 班主任来不了 上班来不了 东门值班的来不了 东门保安换班的时候没人 "
    "你们换班没有交接清楚,东西丢了 值此中秋佳节祝大家快乐 还有哪些楼道灯没人修 哪些岗位没人招聘 "
    "值多少钱 值日 我想值日表里加我妈 我上夜班,楼下太吵 下岗了,家里没收入 我下岗了,能申请低保吗 "
    "收到 签到能积分吗 我到你们办公室门口没人 我的班车什么时候到"
)
"""What residents say with the same words in it."""


@pytest.mark.parametrize("line", LIKE.split())
def test_what_residents_say_in_like_words_is_about_no_roster(line):
    assert heard(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [("找王芳换班", "王芳"), ("我想跟王芳换班", "王芳"), ("周六的班换给李志", "李志"), ("我要换班", ""),
     ("我想和李志愿换班", "李志愿"), ("能换班吗", ""),
     ("跟李志换一下班", "李志"), ("我和李志换一下周六的班", "李志")],
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
