"""Nicknames: what is left of them, and which would be taken for somebody else's."""

import pytest

from domain.names import LONGEST, clean, pretends

WORDS = ("呼应", "呼應", "huying", "bot", "网格员", "社区工作人员", "officer", "grid worker")
STAFF = ("王秀英", "孙慧", "李建", "Ann Lee", "Bo")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("3栋陈阿姨", "3栋陈阿姨"),
        ("  3栋 \t 陈阿姨\n", "3栋 陈阿姨"),
        ("３栋陈阿姨", "3栋陈阿姨"),
        ("陈阿姨13812345678", "陈阿姨"),
        ("陈阿姨１３８１２３４５６７８", "陈阿姨"),
        ("\u202e姨阿陈", "姨阿陈"),
        ("陈\u200b阿\u00ad姨\ufeff", "陈阿姨"),
        ("陈\x00阿\x1b[31m姨", "陈阿[31m姨"),
        ("🌸陈阿姨✅", "陈阿姨"),
        ("Z\u0301\u0302\u0303\u0304oe", "Ź\u0302\u0303oe"),
        ("\u0301陈", "陈"),
        ("José", "José"),
        ("陈" * 30, "陈" * LONGEST),
        ("陈\u3164阿姨", "陈阿姨"),
        ("陈\U000e0101\ufe0f", "陈"),
    ],
)
def test_a_nickname_is_one_plain_line(said, shown):
    assert clean(said) == shown


@pytest.mark.parametrize("said", ["", "   ", "13812345678", "...", "\u200b", "🌸", "\u3164", "3-2"])
def test_without_a_letter_there_is_no_nickname(said):
    assert clean(said) == ""


@pytest.mark.parametrize(
    "name",
    ["呼应", "呼應", "呼 应", "呼.应", "呼1应", "我是呼应", "呼应小助手", "HuYing", "ｈｕｙｉｎｇ",
     "hu ying", "网格员", "網格員", "网格员小王", "网·格·员", "社区工作人员", "Officer", "the officer",
     "GRID-worker", "王秀英", "王 秀英", "王秀英2", "王秀英本人", "孙慧", "孫慧", "孙-慧", "李建",
     "Ann Lee", "ann.lee", "bo"],
)  # fmt: skip
def test_huyings_name_offices_and_their_people_are_nobody_elses_nickname(name):
    assert pretends(clean(name), words=WORDS, people=STAFF)


@pytest.mark.parametrize(
    "name",
    ["陈阿姨", "3栋陈阿姨", "李建国", "孙慧兰", "王秀", "秀英", "应姐", "Abbott", "Joanna Lee", "Bob",
     "Officerov", "网球老张"],
)  # fmt: skip
def test_a_name_that_only_resembles_one_is_left_alone(name):
    assert not pretends(clean(name), words=WORDS, people=STAFF)


def test_a_nameless_row_is_like_nobody():
    assert not pretends("陈阿姨", words=("",), people=("", " "))
