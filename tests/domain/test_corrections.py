"""An example names nobody: what is taken out of a line, and what a line may be kept of."""

import pytest

from domain.corrections import CHAT, Matter, example_of, teaches
from domain.tickets.kinds import Sensitivity

KNOWN = ("欧阳修远", "王格", "阿福")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("3栋2单元401厨房漏水", "0栋0单元0厨房漏水"),
        ("3-2-401的门关不上", "0-0-0的门关不上"),
        ("三号楼二单元四零一的灯坏了", "0号楼0单元0的灯坏了"),
        ("3棟2單元401漏水", "0棟0單元0漏水"),
        ("３栋４０１没电", "0栋0没电"),
        ("十二楼的灯不亮,五楼的也不亮", "0楼的灯不亮,0楼的也不亮"),
        ("灯坏了,打我电话13812345678", "灯坏了,打我电话0****"),
        ("灯坏了,一三八一二三四五六七八", "灯坏了,0****"),
        ("身份证110101199003077758丢在楼道了", "身份证0****丢在楼道了"),
        ("加我微信号li_laosi88说", "加我***说"),
        ("发到 lisi@example.org 吧", "发到 *** 吧"),
        ("@lisi 来看看", "*** 来看看"),
    ],
)
def test_no_number_room_or_account_stays(text, kept):
    assert example_of(text) == kept


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王奶奶家的灯坏了", "王奶奶"),
        ("我叫张伟,门关不上", "张伟"),
        ("老李家的狗没拴", "老李"),
        ("欧阳修远家漏水", "欧阳修远"),
        ("昨天王格来过,还是不亮", "王格"),
        ("阿福说灯不亮", "阿福"),
    ],
)
def test_no_name_stays_that_is_known_or_stands_as_names_do(text, name):
    assert name not in example_of(text, KNOWN)
    assert "***" in example_of(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    ["东门的路灯一闪一闪的", "楼道里堆满了纸箱", "一家人都没睡好", "要是有个下棋的地方就好了"],
)
def test_what_names_nobody_stays_as_it_was_said(text):
    assert example_of(text, KNOWN) == text


def test_the_lines_of_one_message_are_one_line():
    assert example_of("楼道的灯坏了\n6栋") == "楼道的灯坏了 0栋"


@pytest.mark.parametrize("text", ["", "\n", "3-2-401", "13812345678", "@lisi", "老李", "???"])
def test_where_only_numbers_and_names_are_said_there_is_nothing_to_learn(text):
    assert example_of(text) == ""


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-灯坏了", "@=A1", "\t=1+1"])
def test_no_line_begins_as_a_spreadsheet_s_formula(text):
    example = example_of(f"{text}灯坏了")

    assert example.endswith("灯坏了")
    assert example[0] not in "=+-@\t"


@pytest.mark.parametrize(
    ("sensitivity", "anonymous", "may"),
    [
        (Sensitivity.NORMAL, False, True),
        (Sensitivity.NORMAL, True, False),
        (Sensitivity.PRIVATE, False, False),
        (Sensitivity.SENSITIVE, False, False),
    ],
)
def test_only_what_was_said_openly_teaches(sensitivity, anonymous, may):
    assert teaches(sensitivity.value, anonymous=anonymous) is may


def test_a_matter_is_called_by_its_row_and_chat_by_itself():
    assert Matter("complaint", "road.lamp").label == "road.lamp"
    assert CHAT.label == "chat"
