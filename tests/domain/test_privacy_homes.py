"""Numbers of homes are hidden from whoever may not know them; everything else stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import (
    first_phone,
    guarded,
    hide_home,
    is_just_a_number,
    left_a_number,
    mask,
    shows_people,
)


@pytest.mark.parametrize(
    ("said", "hidden", "building"),
    [
        ("3栋2单元401楼上天天装修", "3栋2单元***楼上天天装修", "3栋*单元***楼上天天装修"),
        ("3-2-401吵死了", "3-2-***吵死了", "3-*-***吵死了"),
        ("我住401,楼下501太吵", "我住***,楼下***太吵", "我住***,楼下***太吵"),
        ("3栋401", "3栋***", "3栋***"),
        ("3-401太吵", "3-***太吵", "3-***太吵"),
        ("三栋二单元四零一", "三栋二单元***", "三栋*单元***"),
        ("3#2-401", "3-2-***", "3-*-***"),
        ("13栋1203室的", "13栋***室的", "13栋***室的"),
        ("3栋2门101", "3栋2门***", "3栋*门***"),
    ],
)
def test_a_room_is_hidden_and_on_request_the_unit_as_well(said, hidden, building):
    assert hide_home(said) == hidden
    assert hide_home(said, unit=True) == building


@pytest.mark.parametrize(
    "said",
    ["停电300户", "从2026年就这样", "电费320元", "编号0317怎么样了", "编号1234怎么样",
     "公交401路", "凌晨1点到3点", "10:30还在吵",
     "12345打过了", "3栋楼道的灯坏了", "门口堆满了", "噪音120分贝", "138****"],
)  # fmt: skip
def test_other_numbers_stay(said):
    assert hide_home(said) == said


@given(st.integers(1, 30), st.integers(1, 4), st.integers(101, 3399))
def test_however_the_home_is_the_room_is_gone(building, unit, room):
    for said in (
        f"{building}栋{unit}单元{room}漏水",
        f"{building}-{unit}-{room}漏水",
        f"{building}栋{room}漏水",
    ):
        assert str(room) not in hide_home(said)
        assert hide_home(said).endswith("漏水")


@given(st.text(max_size=40))
def test_hiding_twice_hides_no_more(said):
    for unit in (False, True):
        once = hide_home(said, unit=unit)
        assert hide_home(once, unit=unit) == once


def test_the_firm_is_kept_from_the_reporter_of_noise_and_of_the_firm_itself():
    assert guarded("noise.deco")
    assert guarded("prop.guard")
    assert not guarded("repair.leak")


def test_people_are_on_the_photos_of_quarrels_and_not_on_those_of_lamps():
    assert shows_people("noise.live")
    assert shows_people("safe.theft")
    assert shows_people("green.bite")
    assert not shows_people("repair.corridorlight")


@pytest.mark.parametrize(
    "said",
    ["13812345678", "我电话13812345678", "有事打我手机138 1234 5678谢谢", "027-87654321",
     "随时可以打我13812345678哈"],
)  # fmt: skip
def test_a_line_with_nothing_but_a_number_is_known(said):
    assert first_phone(said)
    assert is_just_a_number(mask(said))


@pytest.mark.parametrize(
    "said", ["3栋2单元灯坏了,电话13812345678", "灯坏了", "他的电话13812345678被冒用了,快查", ""]
)
def test_a_line_with_a_matter_in_it_is_more(said):
    assert not is_just_a_number(mask(said))


def test_a_telephone_at_home_is_a_way_to_be_reached_as_well():
    assert first_phone("打我家027-87654321") == "02787654321"


def test_stars_in_a_group_tell_that_a_number_was_left():
    assert left_a_number(mask("3栋灯坏了,打13812345678"))
    assert not left_a_number("3栋灯坏了****")
    assert not left_a_number("身份证420****")
