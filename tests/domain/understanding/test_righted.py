"""A place put right by whoever had named another, and what only sounds like it."""

import pytest

from domain.tickets.kinds import Kind
from domain.understanding.grammar import said_in
from domain.understanding.righted import may_put_right, puts_right
from tests.domain.shipped import GROUP, PLACES, READER

SLIPS = [
    ("打错了,9栋1单元", "JGY/9"), ("打错字了,9栋", "JGY/9"), ("哦不对,是8栋", "JGY/8"),
    ("说错了不是9栋是10栋", "JGY/10"), ("8栋,不是9栋", "JGY/8"), ("看错了,是西门", "JGY/W"),
    ("不好意思打错了 应该是9栋", "JGY/9"), ("更正:3号楼2单元501", "JGY/3"), ("口误,是三栋", "JGY/3"),
    ("楼号写错了,是9栋", "JGY/9"), ("*10栋", "JGY/10"), ("\uff0a9栋1单元", "JGY/9"), ("9栋*", "JGY/9"),
    ("* 9栋2单元", "JGY/9"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), SLIPS)
def test_the_right_place_is_read_and_nothing_else_is_told(text, place):
    said = said_in(text, PLACES, "JGY/8")

    assert puts_right(text, PLACES, "JGY/8")
    assert said is not None
    assert said.code.startswith(place)


@pytest.mark.parametrize("text", [text for text, _ in SLIPS])
def test_by_itself_it_is_no_matter_and_never_an_emergency(text):
    assert READER.read(text, GROUP).kind is Kind.CHAT


@pytest.mark.parametrize(
    "text",
    [
        "打错人了3栋", "不对,9栋灯也坏了", "3栋不是坏了", "是8栋", "不是3栋的人", "9栋1单元", "打错了",
        "不对", "3栋打起来了", "8栋有人打错门了在吵", "不是",
        "*9栋灯坏了", "* 9栋电梯也停了", "***",
    ],
)  # fmt: skip
def test_another_matter_or_no_place_puts_nothing_right(text):
    assert not puts_right(text, PLACES, "JGY/8")


def test_a_story_is_not_even_looked_at():
    assert not may_put_right(
        "昨天说错了话,今天早上我们8栋楼下的人都不理我了,我也不知道该怎么办才好"
    )


@pytest.mark.parametrize("text", ["3栋1单元打起来了,快来人", "9栋有人打人,快来"])
def test_a_fight_stays_an_emergency(text):
    assert READER.read(text, GROUP).kind is Kind.EMERGENCY
