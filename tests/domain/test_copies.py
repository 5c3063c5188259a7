"""Who reads along: those who serve in the same grid, and nobody for whom it is not."""

from datetime import date

import pytest

from domain.areas import Area, AreaKind, Role, RoleName
from domain.organisation import Organisation
from domain.places import Place, PlaceKind, Places
from domain.tickets.copies import copied
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import Act, NotYours, OnlyCopied, Part, State, advance, may

DAY = date(2026, 12, 1)
R, A = RoleName, AreaKind
OWNER, SECOND, NEIGHBOUR, PARTY, LINKED, OTHER_GRID, OFFICER, CHIEF = range(8)
PLACES = Places((
    Place("C", "柳荫社区", PlaceKind.COMMUNITY),
    Place("JGY", "金桂园", PlaceKind.ESTATE, "C"),
    *(Place(f"JGY/{n}", f"{n}栋", PlaceKind.BUILDING, "JGY") for n in range(1, 7)),
))  # fmt: skip
AREAS = (
    Area("C1", "柳荫社区", A.COMMUNITY, covers=("C",)),
    Area("G1", "第一网格", A.GRID, "C1", covers=("JGY/1", "JGY/2", "JGY/3")),
    Area("G2", "第二网格", A.GRID, "C1", covers=("JGY/4",)),
    Area("M3", "3栋微网格", A.MICROGRID, "G1", covers=("JGY/3",)),
)
ROLES = (
    Role(OWNER, R.GRID_WORKER, "G1"),
    Role(SECOND, R.GRID_WORKER, "G1"),
    Role(NEIGHBOUR, R.VOLUNTEER, "M3"),
    Role(PARTY, R.PARTY_MEMBER, "M3"),
    Role(LINKED, R.OFFICER, "G1"),
    Role(OTHER_GRID, R.GRID_WORKER, "G2"),
    Role(OFFICER, R.OFFICER, "C1"),
    Role(CHIEF, R.CHIEF, "G1"),
)


def people(place="JGY/3/2", area="G1", sensitivity=Sensitivity.NORMAL, roles=ROLES):
    organisation = Organisation(PLACES, AREAS, roles)
    found = copied(organisation, place, area, sensitivity, DAY, but=(OWNER,))
    return {duty.person for duty in found}


def test_the_grid_s_and_the_micro_grid_s_people_read_along():
    assert people() == {SECOND, NEIGHBOUR, PARTY, LINKED}


def test_in_another_building_the_micro_grid_s_people_do_not():
    assert people("JGY/1") == {SECOND, LINKED}


def test_a_private_matter_is_not_for_neighbours():
    assert people(sensitivity=Sensitivity.PRIVATE) == {SECOND, LINKED}


def test_a_sensitive_matter_is_for_nobody_else():
    assert people(sensitivity=Sensitivity.SENSITIVE) == set()


def test_without_a_place_the_owner_s_area_decides():
    assert people(None) == {SECOND, LINKED}
    assert people(None, "C1") == set()


def test_who_is_on_leave_gets_no_copy():
    away = [Role(SECOND, R.GRID_WORKER, "G1", away_from=DAY), *ROLES[:1], *ROLES[2:]]
    assert SECOND not in people(roles=away)


@pytest.mark.parametrize("act", [Act.ACCEPT, Act.FINISH, Act.RETURN, Act.HAND_OVER, Act.SOLVE])
def test_who_reads_along_takes_no_step_and_hears_why(act):
    state = State.REPORTED if act is Act.SOLVE else State.ASSIGNED
    state = State.ACCEPTED if act is Act.FINISH else state
    assert not may(state, act, frozenset({Part.COPIED}))
    with pytest.raises(OnlyCopied):
        advance(state, act, frozenset({Part.COPIED}), reason="x", result="修好了", target=1)
    with pytest.raises(NotYours) as refused:
        advance(state, act, frozenset(), reason="x", result="修好了", target=1)
    assert not isinstance(refused.value, OnlyCopied)
