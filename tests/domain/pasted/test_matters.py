"""What of a copied chat is to be registered, read as a group is heard."""

from dataclasses import replace
from datetime import date

import pytest

from domain.pasted import lines_of, matters_of, shown_name, stands_by_name
from domain.tickets.kinds import Kind
from domain.understanding import Action, Ask
from tests.domain.shipped import GROUP, PLACES, READER

TODAY = date(2026, 11, 26)


def heard(*said, around=GROUP):
    """The matters of a talk: each line as name, minute past seven, words."""
    rows = [f"{name} 2026/11/25 19:{at:02d}:00\n{text}\n" for name, at, text in said]
    return matters_of(lines_of("\n".join(rows), TODAY).lines, READER, around)


def test_a_matter_is_found_among_the_talk_and_the_talk_is_counted():
    matters, talk = heard(
        ("王姐", 1, "大家早上好"), ("张三", 2, "3栋2单元楼道灯坏了三天了"), ("李哥", 3, "今天天气真好"),
    )  # fmt: skip

    (matter,) = matters
    assert (matter.sender, matter.text) == ("张三", "3栋2单元楼道灯坏了三天了")
    assert matter.reading.category == "repair.corridorlight"
    assert matter.reading.place.code == "JGY/3/2"
    assert talk == 2


@pytest.mark.parametrize(
    "rows",
    [("5栋2单元", "水管爆了", "水流了一地"), ("水管爆了,5栋2单元的", "水流了一地"),
     ("5栋2单元水管爆了", "都三天了")],
)  # fmt: skip
def test_short_lines_of_one_person_are_one_matter(rows):
    matters, talk = heard(*[("张三", 1, row) for row in rows])

    (matter,) = matters
    assert matter.text == "\n".join(rows)
    assert matter.reading.place.code == "JGY/5/2"
    assert talk == 0


def test_a_line_long_after_belongs_to_nothing():
    matters, talk = heard(("张三", 1, "5栋2单元"), ("张三", 30, "水管爆了"))

    (matter,) = matters
    assert matter.reading.ask is Ask.PLACE
    assert talk == 1


def test_neighbours_who_say_so_too_stand_behind_the_same_matter():
    matters, talk = heard(
        ("张三", 1, "3栋楼道灯坏了三天了"), ("王姐", 2, "我家也是"), ("李哥", 3, "我们这里也黑"),
        ("赵", 4, "收到"),
    )  # fmt: skip

    (matter,) = matters
    assert [line.sender for line in matter.too] == ["王姐", "李哥"]
    assert talk == 1


def test_a_neighbour_of_another_house_has_a_matter_there():
    matters, _ = heard(("张三", 1, "3栋楼道灯坏了三天了"), ("5-1-301王姐", 2, "我家也是"))

    assert [matter.reading.place.code for matter in matters] == ["JGY/3", "JGY/5/1"]
    assert matters[1].by_name
    assert matters[1].reading.category == "repair.corridorlight"


def test_whoever_says_later_that_it_is_settled_has_nothing_to_register():
    matters, _ = heard(
        ("张三", 1, "5栋水管爆了"), ("张三", 40, "「张三:5栋水管爆了」\n- - - -\n修好了,谢谢")
    )

    assert [matter.over for matter in matters] == [True]


def test_several_houses_in_one_line_are_several_matters():
    matters, _ = heard(("阿芳", 1, "6栋灯坏了 7栋电梯坏了"))

    assert [(m.text, m.reading.place.code) for m in matters] == [
        ("6栋灯坏了", "JGY/6"), ("7栋电梯坏了", "JGY/7"),
    ]  # fmt: skip


def test_the_same_said_twice_by_one_person_is_one_matter():
    matters, _ = heard(("张三", 1, "3栋楼道灯坏了三天了"), ("张三", 50, "3栋楼道灯坏了,有没有人管"))

    (matter,) = matters
    assert len(matter.lines) == 2


def test_what_names_no_place_is_at_the_house_that_the_nickname_tells():
    matters, _ = heard(("3-2-501王姐", 1, "楼道灯坏了三天了"))

    (matter,) = matters
    assert matter.reading.place.code == "JGY/3/2"
    assert matter.reading.place.room is None
    assert matter.by_name
    assert matter.reading.action is Action.REGISTER


@pytest.mark.parametrize(
    ("text", "place"), [("5栋楼道灯坏了三天了", "JGY/5"), ("西门垃圾桶满了好几天", "JGY/W")]
)
def test_a_place_that_is_said_goes_before_the_nicknames(text, place):
    matters, _ = heard(("3-2-501王姐", 1, text))

    (matter,) = matters
    assert matter.reading.place.code == place
    assert not matter.by_name


def test_in_a_groups_own_house_nothing_need_be_said():
    matters, _ = heard(("王姐", 1, "楼道灯坏了三天了"), around=replace(GROUP, stands="JGY/3"))

    (matter,) = matters
    assert matter.reading.place.code == "JGY/3"
    assert not matter.by_name


def test_numbers_are_stars_before_anybody_sees_them():
    matters, _ = heard(("王姐", 1, "3栋水管爆了水到处流,打我电话13812345678"))

    assert "13812345678" not in matters[0].text


def test_danger_is_heard_as_in_a_group():
    matters, _ = heard(("小李", 1, "3栋着火了快来人"))

    assert matters[0].reading.kind is Kind.EMERGENCY


def test_a_sign_up_for_something_broken_counts_its_households():
    matters, _ = heard(("王姐", 1, "#接龙\n3栋水管爆了没人修\n1. 王姐\n2. 李哥\n3. 张三"))

    (matter,) = matters
    assert matter.reading.people == 3


@pytest.mark.parametrize(
    "text", ["#接龙\n周六包饺子报名\n1. 王姐 2人", "我的积分有多少", "哈哈哈", "@王姐 收到"]
)
def test_talk_sign_ups_and_points_are_no_matters(text):
    matters, talk = heard(("王姐", 1, text))

    assert matters == ()
    assert talk == 1


@pytest.mark.parametrize(
    ("name", "place"),
    [("3-2-501王姐", "JGY/3/2"), ("3栋2单元501", "JGY/3/2"), ("5栋陈阿姨", "JGY/5"), ("王姐", None),
     ("幸福3口之家", None), ("99-1-101", None), ("", None)],
)  # fmt: skip
def test_a_nickname_tells_the_house_and_never_the_room(name, place):
    assert stands_by_name(name, PLACES, "JGY") == place


@pytest.mark.parametrize(
    ("name", "shown"),
    [("3-2-501王姐", "3-2王姐"), ("3栋2单元501 王姐", "3栋2单元 王姐"), ("王姐🌸", "王姐🌸"),
     ("王姐13812345678", "王姐"), ("很" * 40, "很" * 20)],
)  # fmt: skip
def test_a_nickname_is_shown_without_room_and_number(name, shown):
    assert "501" not in shown_name(name)
    assert "13812345678" not in shown_name(name)
    assert shown_name(name).startswith(shown[:2])
    assert len(shown_name(name)) <= 20
