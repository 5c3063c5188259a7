"""Who gets a ticket, and that there is always somebody, with a reason that can be told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.areas import Area, AreaKind, Role, RoleName
from domain.catalogue import Category
from domain.organisation import Organisation
from domain.places import Place, PlaceKind, Places
from domain.rosters.rules import Watch
from domain.tickets.kinds import Sensitivity
from domain.tickets.routing import (
    CHIEF,
    COMMUNITY,
    GRID,
    STREET,
    Assignment,
    Case,
    Reason,
    above,
    assign,
    rivals,
)
from tests.domain.shipped import CATALOGUE

DAY = date(2026, 11, 24)
R, A = RoleName, AreaKind
GRID_1, GRID_1_DEPUTY, CHIEF_1, DISPATCHER, OFFICER, MANAGER, MICRO, PLUMBER, COUNSELLOR = range(9)
PLACES = Places((
    Place("S", "银杏街道", PlaceKind.STREET),
    Place("C", "柳荫社区", PlaceKind.COMMUNITY, "S"),
    Place("JGY", "金桂园", PlaceKind.ESTATE, "C", property="安家"),
    *(Place(f"JGY/{n}", f"{n}栋", PlaceKind.BUILDING, "JGY") for n in range(1, 7)),
    Place("XH", "西河里", PlaceKind.ESTATE, "C"),
))  # fmt: skip
AREAS = (
    Area("C1", "柳荫社区", A.COMMUNITY, covers=("C",)),
    Area("G1", "第一网格", A.GRID, "C1", covers=("JGY",)),
    Area("M1", "3栋微网格", A.MICROGRID, "G1", covers=("JGY/3",)),
)
ROLES = (
    Role(GRID_1, R.GRID_WORKER, "G1", deputy=GRID_1_DEPUTY),
    Role(CHIEF_1, R.CHIEF, "G1"),
    Role(DISPATCHER, R.DISPATCHER, "C1"),
    Role(OFFICER, R.OFFICER, "C1"),
    Role(MANAGER, R.MANAGER),
    Role(PLUMBER, R.PROPERTY, "安家"),
)
ALL = frozenset(range(9))


def test_the_grid_worker_of_the_place_owns_and_the_catalogue_names_the_doer():
    got = routed("JGY/2")
    assert (got.owner, got.level, got.doer) == (GRID_1, GRID, PLUMBER)
    assert (got.reason.code, got.reason.facts) == ("covers", {"area": "第一网格"})


def test_the_most_specific_area_wins():
    roles = (*ROLES, Role(MICRO, R.GRID_WORKER, "M1"))
    assert routed("JGY/3/2/301", roles).owner == MICRO
    assert routed("JGY/2/2/301", roles).owner == GRID_1


def test_an_area_without_a_worker_falls_to_the_one_around_it():
    assert routed("JGY/3").owner == GRID_1


def test_on_leave_the_deputy_has_it_then_the_chief_then_the_desk():
    at_work = list(ROLES)
    at_work[0] = Role(GRID_1, R.GRID_WORKER, "G1", deputy=GRID_1_DEPUTY, away_from=DAY)
    deputy = routed("JGY/2", at_work)
    assert (deputy.owner, deputy.reason.code) == (GRID_1_DEPUTY, "deputy")
    at_work[0] = Role(GRID_1, R.GRID_WORKER, "G1", away_from=DAY)
    chief = routed("JGY/2", at_work)
    assert (chief.owner, chief.level, chief.reason.code) == (CHIEF_1, CHIEF, "on_leave")
    at_work[1] = Role(CHIEF_1, R.CHIEF, "G1", away_from=DAY)
    desk = routed("JGY/2", at_work)
    assert (desk.told, desk.level, desk.reason.code) == ((DISPATCHER, OFFICER), COMMUNITY, "nobody")


def test_without_a_place_the_groups_own_decides_and_that_is_the_reason():
    got = routed(None, group="JGY/2")
    assert (got.owner, got.reason.code) == (GRID_1, "group")


def test_where_no_grid_covers_the_place_the_desk_shares_it():
    got = routed("XH")
    assert (got.owner, got.told, got.level) == (None, (DISPATCHER, OFFICER), COMMUNITY)
    assert got.reason.code == "whole"


def test_a_doer_who_cannot_be_reached_is_not_named():
    assert routed("JGY/2", reachable=ALL - {PLUMBER}).doer is None


def test_only_the_company_of_the_place_does_the_work():
    roles = (*ROLES[:5], Role(PLUMBER, R.PROPERTY, "别家"))
    assert routed("JGY/2", roles).doer is None


def test_what_is_sensitive_goes_to_one_named_person_never_to_the_grid():
    named = routed("JGY/2", (*ROLES, Role(COUNSELLOR, R.COUNSELLOR, "C1")), private=True)
    assert (named.owner, named.told, named.doer) == (COUNSELLOR, (COUNSELLOR,), None)
    officer = routed("JGY/2", private=True)
    assert (officer.told, officer.reason.code) == ((OFFICER,), "named_officer")


SECOND = 9


def test_of_several_on_duty_the_least_busy_owns_and_the_load_decides_nothing_else():
    roles = (*ROLES, Role(SECOND, R.GRID_WORKER, "G1"))
    busy = routed("JGY/2", roles, loads={GRID_1: 3, SECOND: 2})
    assert (busy.owner, busy.reason.code) == (SECOND, "least_busy")
    assert routed("JGY/2", roles, loads={GRID_1: 2, SECOND: 2}).owner == GRID_1
    assert routed("JGY/2", roles).owner == GRID_1
    assert routed("JGY/2", loads={GRID_1: 99}).owner == GRID_1


def test_whoever_is_on_leave_gets_nothing_however_little_they_have():
    roles = (*ROLES, Role(SECOND, R.GRID_WORKER, "G1", away_from=DAY))
    got = routed("JGY/2", roles, loads={GRID_1: 9, SECOND: 0})
    assert (got.owner, got.reason.code) == (GRID_1, "covers")


def test_load_is_asked_only_where_several_are_on_duty():
    case = Case("JGY/2", None, _power(), Sensitivity.NORMAL, DAY)
    two = Organisation(PLACES, AREAS, (*ROLES, Role(SECOND, R.GRID_WORKER, "G1")))
    assert rivals(case, two) == {GRID_1, SECOND}
    assert rivals(case, Organisation(PLACES, AREAS, ROLES)) == frozenset()


def test_escalation_climbs_each_level_once():
    organisation = Organisation(PLACES, AREAS, ROLES)
    steps = [routed("JGY/2")]
    while higher := above(steps[-1], organisation, DAY, "late"):
        steps.append(higher)
    assert [step.level for step in steps] == [GRID, CHIEF, COMMUNITY, STREET]
    assert {step.reason.code for step in steps[1:]} == {"late"}


BRANCH = Area("JB", "林湘联合支部", A.GRID, "C1")
"""A joint branch between an exclave's micro-grid and its community."""


def climb(organisation: Organisation, first: Assignment) -> list[Assignment]:
    """From the first owner upwards, as long as somebody is above."""
    steps = [first]
    while higher := above(
        steps[-1], organisation, DAY, "late", [frozenset(step.told) for step in steps]
    ):
        steps.append(higher)
        assert len(steps) < 30, "it never ends"
    return steps


def test_every_area_with_a_chief_on_duty_is_a_step_of_its_own():
    inner = Area("M1", "3栋微网格", A.MICROGRID, "JB", covers=("JGY/3",))
    roles = (Role(50, R.GRID_WORKER, "M1"), Role(51, R.CHIEF, "M1"), Role(52, R.CHIEF, "JB"),
             *ROLES)  # fmt: skip
    organisation = Organisation(PLACES, (AREAS[0], BRANCH, inner), roles)

    steps = climb(organisation, routed("JGY/3", organisation=organisation))

    assert [(step.level, step.told) for step in steps] == [
        (GRID, (50,)), (CHIEF, (51,)), (CHIEF, (52,)), (COMMUNITY, (DISPATCHER, OFFICER)),
        (STREET, (MANAGER,)),
    ]  # fmt: skip
    assert [step.area for step in steps] == ["M1", "M1", "JB", "C1", None]


def test_a_chief_on_leave_is_climbed_past_and_who_is_chief_twice_is_asked_once():
    inner = Area("M1", "3栋微网格", A.MICROGRID, "JB", covers=("JGY/3",))
    roles = (Role(50, R.GRID_WORKER, "M1"), Role(51, R.CHIEF, "M1", away_from=DAY),
             Role(52, R.CHIEF, "JB"), Role(50, R.CHIEF, "C1"), *ROLES)  # fmt: skip
    organisation = Organisation(PLACES, (AREAS[0], BRANCH, inner), roles)

    steps = climb(organisation, routed("JGY/3", organisation=organisation))

    assert [step.told for step in steps] == [(50,), (52,), (DISPATCHER, OFFICER), (MANAGER,)]


def test_where_the_street_has_it_nobody_is_above():
    organisation = Organisation(PLACES, AREAS, (*ROLES, Role(60, R.MANAGER)))
    street = Assignment(R.MANAGER, None, STREET, None, (MANAGER, 60), "C1", Reason("late"))

    assert above(street, organisation, DAY, "late") is None
    assert above(replace(street, told=()), organisation, DAY, "late") is None


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Random trees of places and areas and whoever serves there; only the street is never empty."""
    estates = draw(st.integers(1, 3))
    rows = [Place("S", "街道", PlaceKind.STREET), Place("C", "社区", PlaceKind.COMMUNITY, "S")]
    for e in range(estates):
        rows.append(Place(f"E{e}", f"苑{e}", PlaceKind.ESTATE, "C", property="安家"))
        rows += [Place(f"E{e}/{b}", f"{b}栋", PlaceKind.BUILDING, f"E{e}") for b in (1, 2, 3)]
    covered = st.lists(st.sampled_from([row.code for row in rows]), max_size=3).map(tuple)
    areas = [Area("C1", "社区", A.COMMUNITY, covers=draw(covered))]
    for n in range(draw(st.integers(0, 4))):
        parent = draw(st.sampled_from([None, *(area.code for area in areas)]))
        kind = draw(st.sampled_from([A.GRID, A.MICROGRID]))
        areas.append(Area(f"A{n}", f"网格{n}", kind, parent, draw(covered)))
    away = st.sampled_from([None, None, DAY])
    roles = [Role(99, R.MANAGER)]
    for person in range(draw(st.integers(0, 8))):
        role = draw(st.sampled_from([R.GRID_WORKER, R.CHIEF, R.DISPATCHER, R.OFFICER]))
        area = draw(st.sampled_from([area.code for area in areas]))
        deputy = draw(st.sampled_from([None, person + 1]))
        roles.append(Role(person, role, area, deputy=deputy, away_from=draw(away)))
    return Organisation(Places(rows), areas, roles)


@given(organisations(), st.data())
def test_there_is_always_somebody_who_is_told_and_why(organisation, data):
    code = data.draw(st.sampled_from([None, *(place.code for place in organisation.places)]))
    category = data.draw(st.sampled_from(list(CATALOGUE)))
    sensitivity = data.draw(st.sampled_from(list(Sensitivity)))
    got = assign(Case(code, None, category, sensitivity, DAY), organisation, ALL)
    assert got.told
    assert got.reason.code
    assert got.owner in got.told if got.owner is not None else len(got.told) > 1
    assert all(organisation.is_here(person, DAY) or person == 99 for person in got.told)


@given(organisations(), st.data())
def test_a_climb_ends_at_the_street_and_asks_nobody_twice(organisation, data):
    code = data.draw(st.sampled_from([place.code for place in organisation.places]))

    steps = climb(organisation, routed(code, organisation=organisation))

    assert steps[-1].role is R.MANAGER
    assert [step.level for step in steps] == sorted(step.level for step in steps)
    told = [frozenset(step.told) for step in steps]
    assert len(set(told)) == len(told)


@given(organisations(), st.data())
def test_the_nearest_covered_place_decides_the_area(organisation, data):
    code = data.draw(st.sampled_from([place.code for place in organisation.places]))
    got = organisation.area_of(code)
    chain = [place.code for place in organisation.places.ancestors(code)]
    nearest = next((c for c in chain if any(c in a.covers for a in _areas(organisation))), None)
    assert (got is None) == (nearest is None)
    assert got is None or nearest in got.covers


def _areas(organisation: Organisation) -> list[Area]:
    return list(organisation.areas.values())


def routed(
    place: str | None,
    roles=ROLES,
    *,
    group: str | None = None,
    private: bool = False,
    reachable: frozenset[int] = ALL,
    organisation: Organisation | None = None,
    loads: dict[int, int] | None = None,
) -> Assignment:
    sensitivity = Sensitivity.SENSITIVE if private else Sensitivity.NORMAL
    organisation = organisation or Organisation(PLACES, AREAS, roles)
    case = Case(place, group, _power(), sensitivity, DAY, loads or {})
    return assign(case, organisation, reachable)


def _power() -> Category:
    category = CATALOGUE.get("util.power")
    assert category is not None
    return category


NIGHT = datetime(2026, 11, 24, 18, tzinfo=UTC)
"""Two in the night, local."""


def watched(*watches, roles=ROLES, areas=AREAS):
    return Organisation(PLACES, areas, roles, watches)


def watch(person, area="C1", *, hours=8, post="值班室"):
    return Watch(person, area, post, NIGHT - timedelta(hours=2), NIGHT + timedelta(hours=hours - 2))


def at_night(place, organisation, *, at=NIGHT, reachable=ALL):
    category = CATALOGUE.get("repair.leak")
    case = Case(place, None, category, Sensitivity.NORMAL, DAY, at=at)
    return assign(case, organisation, reachable)


def test_what_no_grid_looks_after_is_whoever_s_at_work_on_a_roster_before_the_desk():
    got = at_night("XH", watched(watch(OFFICER)))

    assert (got.owner, got.told, got.level) == (OFFICER, (OFFICER,), CHIEF)
    assert (got.role, got.area, got.community) == (R.OFFICER, "C1", "C1")
    assert (got.reason.code, got.reason.facts) == ("on_watch", {"area": "值班室"})


def test_where_a_grid_worker_is_there_the_roster_changes_nothing():
    got = at_night("JGY/2", watched(watch(OFFICER)))

    assert (got.owner, got.reason.code) == (GRID_1, "covers")


def test_before_and_after_the_shift_and_without_an_hour_the_desk_has_it():
    there = watched(watch(OFFICER, hours=4))

    for at in (None, NIGHT + timedelta(hours=2), NIGHT - timedelta(hours=3)):
        assert at_night("XH", there, at=at).reason.code == "whole"


def test_a_volunteer_on_a_roster_is_no_desk():
    roles = (*ROLES, Role(20, R.VOLUNTEER, "G1"))

    assert at_night("XH", watched(watch(20), roles=roles)).reason.code == "whole"


def test_who_cannot_be_reached_or_is_on_leave_is_passed_over():
    assert at_night("XH", watched(watch(OFFICER)), reachable=frozenset()).reason.code == "whole"
    away = tuple(
        replace(role, away_from=DAY, away_to=DAY) if role.person == OFFICER else role
        for role in ROLES
    )
    assert at_night("XH", watched(watch(OFFICER), roles=away)).reason.code == "whole"


def test_it_climbs_from_the_roster_to_the_desk_and_then_to_the_street():
    organisation = watched(watch(COUNSELLOR), roles=(*ROLES, Role(COUNSELLOR, R.COUNSELLOR, "C1")))
    first = at_night("XH", organisation)
    second = above(first, organisation, DAY, "not_taken")
    third = above(second, organisation, DAY, "not_taken")

    assert first.owner == COUNSELLOR
    assert (second.level, set(second.told)) == (COMMUNITY, {DISPATCHER, OFFICER})
    assert (third.level, third.told) == (STREET, (MANAGER,))


def test_the_nearest_area_with_somebody_on_its_roster_is_asked():
    organisation = watched(watch(OFFICER, "C1"), watch(CHIEF_1, "G1", post="东门"))

    assert [one.person for one in organisation.watching("M1", NIGHT)] == [CHIEF_1]
    assert [one.person for one in organisation.watching("C1", NIGHT)] == [OFFICER]
    assert organisation.watching(None, NIGHT) == []
    assert {one.person for one in organisation.on_watch(NIGHT)} == {OFFICER, CHIEF_1}
    assert organisation.on_watch(NIGHT + timedelta(days=1)) == []
