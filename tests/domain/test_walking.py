"""The order in which somebody walks to what they have in hand."""

from hypothesis import given
from hypothesis import strategies as st

from domain.places import Place, PlaceKind, Places
from domain.tickets.walking import on_the_way, stop_of

PLACES = Places((
    Place("C", "柳荫社区", PlaceKind.COMMUNITY),
    Place("YX", "银杏里", PlaceKind.ESTATE, "C"),
    Place("JGY", "金桂园", PlaceKind.ESTATE, "C"),
    *(Place(f"JGY/{n}", f"{n}栋", PlaceKind.BUILDING, "JGY") for n in (10, 2, 1)),
    Place("JGY-E", "东门", PlaceKind.PUBLIC, "JGY"),
    Place("YX/1", "1栋", PlaceKind.BUILDING, "YX"),
))  # fmt: skip


def way(*codes):
    return on_the_way(PLACES, [(code, code) for code in codes])


def test_estates_come_as_the_workbook_lists_them_and_buildings_as_they_are_numbered():
    assert way("JGY/10", "JGY/2", "YX/1", "JGY/1") == ["YX/1", "JGY/1", "JGY/2", "JGY/10"]


def test_in_a_building_unit_by_unit_and_door_by_door():
    assert way("JGY/2/10/101", "JGY/2/2/301", "JGY/2/2/201") == [
        "JGY/2/2/201", "JGY/2/2/301", "JGY/2/10/101",
    ]  # fmt: skip


def test_the_gate_comes_after_the_buildings_and_what_has_no_place_last():
    assert way(None, "JGY-E", "JGY/10", "gone") == ["JGY/10", "JGY-E", None, "gone"]


def test_things_at_the_same_place_keep_their_order():
    same = [("first", "JGY/2"), ("second", "JGY/2"), ("third", "JGY/2")]
    assert on_the_way(PLACES, same) == ["first", "second", "third"]


CODES = [
    "JGY",
    "JGY/1",
    "JGY/2",
    "JGY/2/1",
    "JGY/2/1/101",
    "JGY/10",
    "JGY-E",
    "YX/1",
    "YX",
    None,
    "?",
]


@given(st.lists(st.sampled_from(CODES), max_size=12))
def test_nothing_is_lost_and_a_stop_is_visited_once(codes):
    walked = way(*codes)

    stops = [stop_of(PLACES, code) for code in walked if code and PLACES.get(code)]
    visited = [stop for n, stop in enumerate(stops) if n == 0 or stops[n - 1] != stop]
    assert sorted(map(str, walked)) == sorted(map(str, codes))
    assert len(visited) == len(set(visited))


def test_one_stops_at_the_building():
    assert stop_of(PLACES, "JGY/2/1/101") == "金桂园2栋"
    assert stop_of(PLACES, "JGY-E") == "金桂园东门"
    assert stop_of(PLACES, None) == ""
