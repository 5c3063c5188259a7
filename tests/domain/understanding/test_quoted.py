"""huying's own lines, copied by a neighbour, are nobody's matter; what is said beside them is."""

import pytest

from domain.tickets.kinds import Kind
from domain.understanding import Action, Context
from domain.understanding.plain import normal
from domain.understanding.quoted import without_own
from tests.domain.understanding.village import GROUP, reader

FILED = "记下了:金桂园3栋2单元 楼道灯。网格员12月2日(周三)上午10点前给您回话。编号0001"
ALARM = "先关阀、开窗,别碰开关、别用明火,人到外面再打119。已通知负责人和值班员。编号0003"
KNOWN = "金桂园3栋2单元 楼道灯邻居已报过,正在办(编号0001)。要把您也加上吗?回“要”或“不是一件”。"


@pytest.mark.parametrize("around", ["{}", "“{}”", "机器人回的:{}", "{} 这个答得快", "看\n{}\n"])
@pytest.mark.parametrize("own", [FILED, ALARM, KNOWN, f"又{FILED}"])
def test_a_copied_line_is_chat_whatever_stands_around_it(own, around):
    line = around.format(own)

    assert reader().read(line, GROUP).action is Action.IGNORE
    assert reader().read(line, Context(private=True)).kind is Kind.CHAT


@pytest.mark.parametrize(
    ("line", "category"),
    [
        (f"{FILED} 5栋1单元的下水道堵了", "repair.sewer"),
        (f"{KNOWN}\n5栋1单元的下水道堵了", "repair.sewer"),
        (f"5栋1单元着火了!{ALARM}", "fire.fire"),
        (f"5栋1单元厨房着火了\n{ALARM}", "fire.fire"),
    ],
)
def test_what_is_said_beside_it_is_read(line, category):
    assert reader().gate(line)
    assert reader().read(line, GROUP).category == category


@pytest.mark.parametrize(
    "line",
    ["编号0001 还没好", "0001号路灯不亮", "车位编号0317被占了", "记下了,谢谢", "编号0042好了"],
)
def test_a_number_alone_makes_no_line_of_huyings(line):
    assert without_own(normal(line)) == normal(line)


def test_a_number_that_is_none_ends_no_line():
    line = "记下了:" * 3000 + "编号00"

    assert without_own(line) == line
