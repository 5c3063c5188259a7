"""What of an engine's output is somebody's words, and how they say that it is not."""

import pytest

from domain.hearing import LONGEST, SHOWN, says_misheard, shown, words_in


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("3栋2单元楼道灯坏了\n", "3栋2单元楼道灯坏了"),
        ("  3栋2单元。\n楼道灯坏了。\n\n", "3栋2单元,楼道灯坏了"),
        ("[00:00:00.000 --> 00:00:02.500]   楼道灯坏了", "楼道灯坏了"),
        ("[BLANK_AUDIO]\n", ""),
        ("(音乐)\n【掌声】\n♪♪♪", ""),
        ("(咳嗽)楼道灯坏了[笑声]", "楼道灯坏了"),
        ("...\n。。。\n", ""),
        ("", ""),
        ("/start abc", "start abc"),
        ("一。", "1"),
        ("我选二", "2"),
        ("第三个", "3"),
        ("一楼", "一楼"),
        ("十一", "十一"),
        ("灯\x07坏了\x00", "灯坏了"),
        ("The lamp is broken. Please come.", "The lamp is broken. Please come"),
    ],
)
def test_words_are_what_is_left_without_times_and_sounds(printed, words):
    assert words_in(printed) == words


def test_who_talks_without_end_is_cut():
    assert len(words_in("灯坏了" * LONGEST)) == LONGEST


def test_what_is_shown_is_one_short_line():
    assert shown("楼道灯坏了") == "楼道灯坏了"
    assert shown("灯" * 500) == "灯" * SHOWN + "…"


@pytest.mark.parametrize(
    "said",
    ["听错了", "你听错了", "您听错啦", "聽錯了!", "没听对", "没听清楚", "听得不对", "听岔了", "不是我说的",
     "不是这么说的", "刚才听错了", "Misheard", "You misheard me.", "that's not what I said"],
)  # fmt: skip
def test_misheard_is_said_in_many_ways(said):
    assert says_misheard(said)


@pytest.mark.parametrize(
    "said",
    ["听好了", "没听说", "听错了门牌,是4栋", "楼上吵得听不清", "错了", "不对", "没听到通知", "我听错了时间",
     ""],
)  # fmt: skip
def test_other_words_are_not_that(said):
    assert not says_misheard(said)
