"""How lines are read: what may not be missed, what may not be taken for something."""

import pytest

from domain.tickets.kinds import Kind
from domain.understanding import Action, Ask, Context, Known, Verdict
from tests.domain.understanding.village import heldout, kind_of, read, reader, residents

MINE = Known(7, Kind.COMPLAINT, "repair.corridorlight", "JGY/3/2", own=True)


def test_most_lines_are_read_for_what_they_are():
    lines = residents()
    right = sum(kind_of(line.text) == line.kind for line in lines)

    assert right / len(lines) >= 0.85


def test_no_emergency_of_these_is_missed():
    assert [row.text for row in residents() if row.kind == "e" and kind_of(row.text) != "e"] == []


def test_no_chat_of_these_is_taken_for_an_emergency():
    assert [row.text for row in residents() if row.kind == "c" and kind_of(row.text) == "e"] == []


def test_the_labelled_lines_are_read_as_labelled():
    rows = heldout()
    right = sum(
        (found := read(row["text"])).kind == row["kind"] and found.action == row["action"]
        for row in rows
    )

    assert right / len(rows) >= 0.92


@pytest.mark.parametrize(
    "text",
    [
        "东门的路灯不亮了",
        "我家没来水",
        "楼道灯不亮了,天天摸黑",
        "电梯不通电了",
        "暖气没恢复,还是冰的",
    ],
)
def test_a_negated_good_is_a_complaint(text):
    assert kind_of(text) == "r"


@pytest.mark.parametrize("text", ["路灯亮了", "电梯修好了", "终于来水了", "下水道通了,谢谢师傅"])
def test_what_is_solved_is_chat(text):
    assert kind_of(text) == "c"


@pytest.mark.parametrize(
    "text", ["5栋门禁坏了,谢谢", "麻烦修一下2栋的楼道灯,辛苦了", "3栋电梯又停了,哈哈"]
)
def test_politeness_and_a_laugh_hide_no_matter(text):
    assert kind_of(text) == "r"


@pytest.mark.parametrize("text", ["如果停电了怎么办", "要是电梯坏了就爬楼呗", "幸好没着火"])
def test_a_condition_is_no_report(text):
    assert read(text).action is not Action.REGISTER


@pytest.mark.parametrize("text", ["是不是着火了?5栋冒烟", "5栋好像着火了", "快来人5栋着火了"])
def test_an_anxious_question_is_an_emergency(text):
    assert read(text).kind is Kind.EMERGENCY


def test_of_two_dangers_the_one_that_must_not_be_said_aloud_counts():
    assert read("我老公又动手打我了").sensitivity == "s"


@pytest.mark.parametrize("text", ["2楼漏水了", "楼道灯坏了"])
def test_without_a_building_the_place_is_asked(text):
    found = read(text)
    assert (found.action, found.ask) == (Action.ASK, Ask.PLACE)


@pytest.mark.parametrize("text", ["好了", "修好了,谢谢", "亮了"])
def test_the_reporter_says_solved(text):
    assert read(text, Context(group_place="JGY", reply_to=MINE)).verdict is Verdict.SOLVED


@pytest.mark.parametrize("text", ["没好", "还是不亮", "根本没修", "又不亮了"])
def test_the_reporter_says_not_solved(text):
    assert read(text, Context(group_place="JGY", reply_to=MINE)).verdict is Verdict.NOT_SOLVED


@pytest.mark.parametrize("text", ["", " ", "。。。", "🌹🌹", "1", "+1", "a" * 4000, "灯" * 3000])
def test_nothing_odd_breaks_the_reader(text):
    assert read(text).action in (Action.IGNORE, Action.ASK)


def test_what_the_gate_drops_would_not_have_been_registered():
    for line in residents():
        if read(line.text).action is Action.REGISTER:
            assert reader().gate(line.text), line.text
