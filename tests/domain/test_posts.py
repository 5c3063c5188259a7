"""Who serves in an area today, and what nobody, or more than one, looks after."""

from datetime import date

import pytest

from domain.areas import Area, AreaKind, Role, RoleName
from domain.organisation import Organisation
from domain.places import Place, PlaceKind, Places
from domain.posts import holders, overlaps, posts, unattended, without_grid

DAY = date(2026, 12, 1)
WANG, ZHAO, CHEN = 1, 2, 3
C, G, M = AreaKind.COMMUNITY, AreaKind.GRID, AreaKind.MICROGRID
PLACES = (
    Place("XL", "西流湾社区", PlaceKind.COMMUNITY),
    Place("JGY", "金桂园", PlaceKind.ESTATE, "XL"),
    *(Place(f"JGY/{n}", f"{n}栋", PlaceKind.BUILDING, "JGY") for n in range(1, 4)),
    Place("JGY/3/1", "1单元", PlaceKind.UNIT, "JGY/3"),
    Place("LX", "林湘", PlaceKind.ESTATE, "XL"),
    Place("LX/1", "1栋", PlaceKind.BUILDING, "LX"),
    Place("LX/2", "2栋", PlaceKind.BUILDING, "LX"),
)


def town(*areas, roles=()):
    community = Area("XL", "西流湾社区", C, None, ("XL",))
    return Organisation(Places(PLACES), (community, *areas), roles)


def grid(code, *covers, kind=G, parent="XL"):
    return Area(code, code, kind, parent, covers)


def codes(places):
    return [place.code for place in places]


def test_a_building_that_only_the_community_covers_is_a_gap():
    assert codes(without_grid(town(grid("G1", "JGY/1", "JGY/2", "LX")))) == ["JGY/3"]


def test_an_estate_without_any_grid_is_one_gap_and_not_one_a_building():
    assert codes(without_grid(town(grid("G1", "JGY")))) == ["LX"]


def test_a_building_whose_stairways_have_grids_is_none():
    found = town(grid("G1", "JGY/1", "JGY/2", "LX"), grid("G2", "JGY/3/1"))

    assert codes(without_grid(found)) == []


def test_a_micro_grid_is_somebody_who_looks_after_it():
    found = town(grid("G1", "JGY/1", "JGY/2", "LX"), grid("M1", "JGY/3", kind=M, parent="G1"))

    assert codes(without_grid(found)) == []


def test_a_place_of_two_grids_is_an_overlap_and_one_of_grid_and_micro_grid_is_none():
    twice = town(grid("G1", "JGY/1"), grid("G2", "JGY/1", "JGY/2"))
    nested = town(grid("G1", "JGY/1"), grid("M1", "JGY/1", kind=M, parent="G1"))

    ((place, areas),) = [(one.place, one.areas) for one in overlaps(twice)]
    assert (place, [area.code for area in areas]) == ("JGY/1", ["G1", "G2"])
    assert overlaps(nested) == ()


def test_an_area_that_names_a_place_twice_overlaps_with_nobody():
    assert overlaps(town(grid("G1", "JGY/1", "JGY/1"))) == ()


def test_an_estate_of_one_grid_with_a_house_of_another_is_an_exception_and_no_overlap():
    assert overlaps(town(grid("G1", "JGY"), grid("G2", "JGY/3"))) == ()


def test_a_place_may_be_named_by_what_it_is_called():
    found = town(grid("G1", "JGY/一栋"))

    assert [area.code for area in holders(found, "JGY/1", G)] == ["G1"]
    assert holders(found, "JGY/1", M) == ()


@pytest.mark.parametrize(
    ("role", "gone"),
    [
        (Role(WANG, RoleName.GRID_WORKER, "G1"), False),
        (Role(WANG, RoleName.GRID_WORKER, "G1", away_from=DAY, away_to=DAY), True),
        (Role(WANG, RoleName.GRID_WORKER, "G1", ZHAO, DAY, DAY), False),
        (Role(WANG, RoleName.CHIEF, "G1"), True),
        (Role(WANG, RoleName.GRID_WORKER, "G2"), True),
    ],
)
def test_a_grid_is_unattended_without_worker_and_deputy(role, gone):
    found = town(grid("G1", "JGY"), roles=[role])

    assert unattended(found, found.areas["G1"], DAY) is gone


def test_a_micro_grid_is_never_unattended_and_a_community_is_without_a_desk():
    found = town(grid("M1", "JGY/1", kind=M, parent="XL"))

    assert not unattended(found, found.areas["M1"], DAY)
    assert unattended(found, found.areas["XL"], DAY)


def test_a_post_tells_leave_deputy_and_the_leave_that_lies_ahead():
    roles = [
        Role(WANG, RoleName.GRID_WORKER, "G1", ZHAO, DAY, date(2026, 12, 3)),
        Role(ZHAO, RoleName.GRID_WORKER, "G2", None, DAY),
        Role(CHEN, RoleName.CHIEF, "G1", None, date(2026, 12, 24), date(2026, 12, 26)),
    ]
    worker, chief = posts(town(grid("G1"), roles=roles), "G1", DAY, frozenset({CHEN}))

    assert (worker.here, worker.until, worker.deputy, worker.deputy_here) == (
        False, date(2026, 12, 3), ZHAO, False)  # fmt: skip
    assert (chief.here, chief.until, chief.next_leave) == (True, None, date(2026, 12, 24))
    assert (worker.chosen, chief.chosen) == (False, True)
