"""How much something annoys is said with death in many words; who suffers may mean it."""

import pytest

from domain.tickets.kinds import Kind
from domain.understanding import Context
from tests.domain.understanding.village import GROUP, reader

ALONE = Context(private=True)


@pytest.mark.parametrize(
    "text",
    [
        "这物业气得我想跳楼",
        "股票跌得我要跳楼了",
        "5栋电梯修了又坏修了又坏,爬得我想死",
        "广场舞吵得人都想死",
        "排队排得我快要死了",
    ],
)
def test_an_overdone_word_alarms_nobody(text):
    assert reader().read(text, GROUP).kind is not Kind.EMERGENCY
    assert reader().read(text, ALONE).kind is not Kind.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "难受得想死",
        "活得我想死",
        "腿疼得想死,没有人管",
        "吵得我睡不着,我真的不想活了",
        "气得我跳楼了,他真跳了,3栋快来人",
        "被骂得想不开,站在5栋楼顶要跳楼",
    ],
)
def test_who_suffers_is_heard(text):
    found = reader().read(text, ALONE)

    assert (found.kind, found.category) == (Kind.EMERGENCY, "care.mind")
