"""How it went, as people write it: a number, some words, or both."""

import pytest

from domain.schedules.after import Told, told


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("32", 32), ("32人", 32), ("来了32人", 32), ("来了三十二位", 32), ("一共来了20多个人", 20),
        ("今天到了18位老人", 18), ("大概50人左右", 50), ("两位", 2), ("共来了一百零三人", 103),
        ("３２人", 32),
    ],
)  # fmt: skip
def test_a_number_is_how_many_came(text, came):
    assert told(text) == Told(came)


@pytest.mark.parametrize(
    "text", ["0人", "99999人", "3栋2单元", "下次改到9点", "谢谢大家", "20块钱一位", ""]
)
def test_other_numbers_are_none(text):
    assert told(text).came is None


def test_number_and_words_are_taken_apart_whichever_comes_first():
    assert told("来了32人,谢谢两位师傅") == Told(32, "谢谢两位师傅。")
    assert told("谢谢两位师傅,来了32人。下月再见!") == Told(32, "谢谢两位师傅,下月再见!")


def test_words_stay_as_they_were_written():
    assert told("谢谢大家!") == Told(None, "谢谢大家!")
    assert told("剪刀坏了一把\n下次带新的") == Told(None, "剪刀坏了一把,下次带新的。")


def test_of_two_numbers_the_second_is_words():
    assert told("20人,5人") == Told(20, "5人。")
