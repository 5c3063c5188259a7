"""Where residents say that something is, and where it can be: nothing is ever invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.places import Place, PlaceKind, Places, number_of
from domain.understanding.grammar import is_just_a_place, said_in

K = PlaceKind
ROWS = (
    Place("S", "银杏街道", K.STREET),
    Place("C", "柳荫社区", K.COMMUNITY, "S"),
    Place("JGY", "金桂园", K.ESTATE, "C", aliases=("桂园",), property="安家"),
    *(Place(f"JGY/{n}", f"{n}栋", K.BUILDING, "JGY") for n in range(1, 13)),
    *(Place(f"JGY/3/{n}", f"{n}单元", K.UNIT, "JGY/3") for n in (1, 2)),
    Place("JGY/W", "西门", K.PUBLIC, "JGY"),
    Place("YHW", "云海湾", K.ESTATE, "C"),
    Place("YHW/A", "A区", K.ZONE, "YHW"),
    Place("YHW/B", "B区", K.ZONE, "YHW"),
    *(Place(f"YHW/{z}/{n}", f"{n}栋", K.BUILDING, f"YHW/{z}") for z in "AB" for n in (1, 2, 3)),
)
PLACES = Places(ROWS)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("三号楼二单元楼道灯坏了", "JGY/3/2"),
        ("3号楼2单元灯坏了", "JGY/3/2"),
        ("3栋2门的灯不亮", "JGY/3/2"),
        ("3#2-401漏水", "JGY/3/2/401"),
        ("四-2-301天花板滴水", "JGY/4/2/301"),
        ("4-2-301天花板滴水", "JGY/4/2/301"),
        ("\uff14\uff0d\uff12\uff0d\uff13\uff10\uff11天花板滴水", "JGY/4/2/301"),
        ("3栋2单元301天花板滴水", "JGY/3/2/301"),
        ("3-2楼道灯全灭", "JGY/3/2"),
        ("4-2-301楼上天天拖桌子", "JGY/4/2/301"),
        ("3栋2单元三零一", "JGY/3/2/301"),
        ("十二栋停电", "JGY/12"),
        ("三动楼下井盖没了", "JGY/3"),
        ("3幢停水", "JGY/3"),
        ("3撞2单元停水", "JGY/3/2"),
        ("十一动停水", "JGY/11"),
        ("7-401漏水", "JGY/7/401"),
        ("金桂园5座门禁坏了", "JGY/5"),
        ("金贵园3栋停水", "JGY/3"),
        ("桂园7栋停水", "JGY/7"),
        ("西门垃圾桶满了", "JGY/W"),
    ],
)
def test_one_place_is_understood_in_every_way_of_writing_it(said, code):
    place = said_in(said, PLACES, "JGY")
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize(
    ("said", "code"),
    [("3栋2楼漏水", "JGY/3"), ("3栋二楼的灯", "JGY/3"), ("3栋5层", "JGY/3"), ("3栋门口", "JGY/3")],
)
def test_a_floor_or_a_doorway_is_no_unit(said, code):
    place = said_in(said, PLACES, "JGY")
    assert place is not None
    assert (place.code, place.unit, place.room) == (code, None, None)


@pytest.mark.parametrize(
    "said",
    ["电梯一动不动", "两栋楼都停水", "三栋楼都没电", "一栋楼的人都没水", "河上三座桥", "一座难求"],
)
def test_so_many_houses_and_what_moves_not_at_all_are_no_building(said):
    place = said_in(said, PLACES, "JGY")
    assert place is not None
    assert (place.building, place.code) == (None, "JGY")


@pytest.mark.parametrize(
    "said",
    ["下午3-4点开会", "7:30-9:00开门", "2026-11-24停水", "等了3-4个小时", "停3-5天", "来3-4人"],
)
def test_hours_and_dates_are_no_buildings(said):
    place = said_in(said, PLACES, "JGY")
    assert place is None or place.building is None


def test_a_building_that_does_not_exist_is_asked_for():
    place = said_in("99栋停水", PLACES, "JGY")
    assert place is not None
    assert (place.building, place.missing, place.code) == (None, "building", "JGY")


def test_a_unit_that_does_not_exist_is_left_out_where_units_are_listed():
    place = said_in("3栋9单元灯坏了", PLACES, "JGY")
    assert place is not None
    assert (place.code, place.unit) == ("JGY/3", None)


def test_a_building_that_several_zones_have_is_asked_for_with_those():
    place = said_in("2栋停水", PLACES, "YHW")
    assert place is not None
    assert place.missing == "zone"
    assert set(place.candidates) == {"YHW/A/2", "YHW/B/2"}


def test_the_zone_tells_two_buildings_of_one_number_apart():
    place = said_in("B区2栋停水", PLACES, "YHW")
    assert place is not None
    assert (place.code, place.missing) == ("YHW/B/2", None)


def test_a_named_estate_outweighs_the_group():
    place = said_in("金桂园3栋停水", PLACES, "YHW")
    assert place is not None
    assert place.code == "JGY/3"


def test_our_building_is_taken_for_no_building_in_particular():
    place = said_in("我们这栋楼道灯坏了", PLACES, "JGY")
    assert place is not None
    assert (place.building, place.missing, len(place.candidates)) == (None, "building", 12)


def test_without_a_group_nothing_is_guessed():
    assert said_in("楼道灯坏了", PLACES, None) is None


@given(
    st.text(st.sampled_from("一二三十百零0123459栋幢号楼单元门-#ABab区层室 ,金桂园贵"), max_size=14)
)
def test_no_line_ever_names_a_place_that_does_not_exist(line):
    place = said_in(line, PLACES, "JGY")
    for code in (place.code, *place.candidates) if place else ():
        assert code is None or PLACES.get(code) is not None


@given(st.integers(1, 12), st.integers(1, 6), st.integers(101, 3404))
def test_the_usual_ways_of_writing_a_home_agree(building, unit, room):
    places = Places(row for row in ROWS if row.kind is not K.UNIT)
    ways = (
        f"{building}栋{unit}单元{room}", f"{building}-{unit}-{room}", f"{building}#{unit}-{room}",
        f"{building}号楼{unit}单元{room}室", f"{building}幢{unit}单元 {room}",
    )  # fmt: skip
    found = [said_in(f"{way}漏水", places, "JGY") for way in ways]
    assert {place.code if place else None for place in found} == {f"JGY/{building}/{unit}/{room}"}


@pytest.mark.parametrize("name", ["3栋", "三号楼", "3", "\uff13幢", "三座"])
def test_a_house_number_is_the_same_however_the_workbook_has_it(name):
    assert number_of(name) == "3"


@pytest.mark.parametrize(
    ("name", "number"), [("东单元", "东"), ("甲单元", "甲"), ("西门", "西"), ("A座", "A")]
)
def test_a_stairway_may_have_a_name_for_its_number(name, number):
    assert number_of(name) == number


@pytest.mark.parametrize(
    ("code", "exists"),
    [
        ("YY/3A", True), ("YY/A3", True), ("YY/3/东", True), ("YY/3/B", True), ("YY/3/12A", True),
        ("YY/东", False), ("YY/AA", False), ("YY/3/B2", False), ("YY/3/2/B201", False), ("YY/0", False),
        ("JGY/3/301", False), ("JGY/4/301", True),
    ],
)  # fmt: skip
def test_what_is_taken_as_said_looks_like_one_of_its_level(code, exists):
    places = Places((*ROWS, Place("YY", "阳光园", K.ESTATE, "C")))
    assert (places.get(code) is not None) is exists


def test_an_answer_that_only_says_where_is_told_from_a_new_matter():
    assert is_just_a_place("就是6栋2单元的", PLACES, "JGY")
    assert not is_just_a_place("6栋那个老陈半夜喊救命", PLACES, "JGY")


WEST = Places(
    (
        Place("S", "银杏街道", K.STREET),
        Place("C", "西流湾社区", K.COMMUNITY, "S", aliases=("西流湾",)),
        Place("D", "桂香社区", K.COMMUNITY, "S"),
        Place("XLX", "西流湾小区", K.ESTATE, "C", aliases=("西流湾", "西流湾花园")),
        Place("JGY", "金桂园", K.ESTATE, "C"),
        Place("GHY", "桂花苑", K.ESTATE, "D"),
        Place("GHY/T", "凉亭", K.PUBLIC, "GHY"),
        Place("C/O", "西流湾社区居委会", K.PUBLIC, "C", aliases=("居委会",)),
    )
)
"""An estate that is named like the community around it."""


@pytest.mark.parametrize(
    ("said", "group", "code"),
    [
        ("西流湾社区居委会门口的路灯不亮", "GHY", "C/O"),  # in full it is meant anywhere
        ("居委会门口的路灯不亮", "JGY", "C/O"),
        ("居委会门口的路灯不亮", "GHY", "GHY"),  # another community's is not theirs
        ("西流湾社区服务站的门坏了", "JGY", "C"),
        ("桂香社区门口积水了", "JGY", "D"),
        ("西流湾公园的路灯坏了", "JGY", "JGY"),
        ("西流湾的路灯坏了", "JGY", "XLX"),
        ("西流湾花园门口的路灯坏了", "JGY", "XLX"),
        ("凉亭的灯坏了", "JGY", "JGY"),  # each estate has its own
        ("请西流湾社区管管楼道灯", "JGY", "JGY"),  # spoken to, not spoken of
    ],
)
def test_what_is_named_like_an_estate_is_not_taken_for_it(said, group, code):
    assert said_in(said, WEST, group).code == code
