"""Numbers as residents write them, all as plain digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numerals import digits

MARKS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("三", "3"),
        ("两", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("二十三", "23"),
        ("一百", "100"),
        ("一百零三", "103"),
        ("三零一", "301"),
        ("三〇一", "301"),
        ("幺二零四", "1204"),
        ("叁", "3"),
        ("03", "3"),
        ("a", "A"),
        ("12b", "12B"),
        ("B2", "B2"),
        ("\uff13", "3"),
        ("十2", "12"),
        ("三零1", "301"),
        ("三0一", "301"),
    ],
)
def test_a_number_is_read_as_it_was_meant(written, read):
    assert digits(written) == read


@pytest.mark.parametrize("word", ["", "楼", "三楼", "abc", "3.5", "-3", "十几", "三 四", "+1"])
def test_what_is_no_number_is_none(word):
    assert digits(word) is None


@given(st.integers(1, 999))
def test_every_number_spelt_by_weight_is_read_back(number):
    assert digits(_by_weight(number)) == str(number)


@given(st.integers(100, 9999))
def test_every_number_spelt_digit_by_digit_is_read_back(number):
    assert digits("".join(MARKS[int(mark)] for mark in str(number))) == str(number)


@given(st.text(max_size=6))
def test_any_text_is_read_or_refused_but_never_breaks(text):
    read = digits(text)
    assert read is None or (read.isascii() and read.isalnum())


def _by_weight(number: int) -> str:
    """`103` as 一百零三, `12` as 十二, `20` as 二十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{MARKS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{MARKS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (MARKS[ones] if ones else "")
