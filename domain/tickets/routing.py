"""Who gets a ticket, and why them (domain rules d.13-d.14).

Place → most specific area → its grid worker, deputy or chief; else the group's own place; else the
community's desk; else the street. There is always an owner.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from domain.areas import Area, AreaKind, RoleName
from domain.catalogue import Category, Doer
from domain.organisation import OnDuty, Organisation
from domain.tickets.kinds import Sensitivity


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody got a ticket: a code whose words are a template's, and its facts."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who answers for a ticket, at which level, and who is told."""

    role: RoleName
    area: str | None
    level: int
    """0 grid, 1 chief, 2 community, 3 street."""
    owner: int | None
    """One person, or None where a desk of several shares it until one takes it."""
    told: tuple[int, ...]
    """Everybody who gets the push, the owner included."""
    community: str | None
    reason: Reason
    doer: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What routing needs to know of a ticket."""

    place: str | None
    group_place: str | None
    category: Category
    sensitivity: Sensitivity
    day: date
    loads: Mapping[int, int] = field(default_factory=dict)
    """How many open tickets somebody has; asked only where several are on duty for one grid."""
    at: datetime | None = None
    """The instant, for who is on a roster then."""


NO_LOADS: Mapping[int, int] = MappingProxyType({})
GRID, CHIEF, COMMUNITY, STREET = range(4)
LEVELS = {RoleName.CHIEF: CHIEF, RoleName.DISPATCHER: COMMUNITY, RoleName.OFFICER: COMMUNITY,
          RoleName.COUNSELLOR: COMMUNITY, RoleName.MANAGER: STREET}  # fmt: skip
NAMED_DOERS = {Doer.PROPERTY: RoleName.PROPERTY, Doer.MEDIATION: RoleName.MEDIATOR}


def level_of(role: RoleName) -> int:
    """At which level somebody with this role stands: from there it climbs."""
    return LEVELS.get(role, GRID)


def assign(case: Case, organisation: Organisation, reachable: frozenset[int]) -> Assignment:
    """The first owner of a ticket, and the doer where the catalogue names one who can be reached."""
    found = case.place or case.group_place
    area = organisation.area_of(found) if found else None
    community = _community(organisation, area, found)
    if case.sensitivity is Sensitivity.SENSITIVE:
        return _named(case, organisation, community)
    owner = in_grid(organisation, area, case.day, case.loads, said=bool(case.place))
    owner = owner or _on_watch(case, organisation, area, community, reachable)
    owner = owner or _desk(organisation, community, case.day, _desk_because(area))
    return _with_doer(owner, case, organisation, reachable)


def _on_watch(
    case: Case, organisation: Organisation, area: Area | None, community: str | None,
    reachable: frozenset[int],
) -> Assignment | None:  # fmt: skip
    """Where no grid has it: whoever is at work on a roster now, before the dispatchers."""
    if case.at is None:
        return None
    there = organisation.watching(area.code if area else community, case.at, staff=True)
    found = [
        watch for watch in there
        if watch.person in reachable and organisation.is_here(watch.person, case.day)
    ]  # fmt: skip
    if not found:
        return None
    people = tuple(dict.fromkeys(watch.person for watch in found))
    role = organisation.roles_of(people[0])[0].role
    return Assignment(
        role, community, CHIEF, people[0], people, community,
        Reason("on_watch", {"area": found[0].post}),
    )  # fmt: skip


def _desk_because(area: Area | None) -> str:
    """Why a desk has it: no area covers the place, it is the whole community's, or nobody is there."""
    if area is None:
        return "no_area"
    return "whole" if area.kind is AreaKind.COMMUNITY else "nobody"


def above(
    current: Assignment,
    organisation: Organisation,
    day: date,
    code: str,
    had: Collection[frozenset[int]] = (),
) -> Assignment | None:
    """One step up; None where the street has it.

    Each area of the chain whose chief is on duty is a step of its own (so a joint branch, or
    whoever serves an exclave, is climbed through), then comes the community's desk, then the street.
    `had` are those who had it before in this climb: the same people never get it twice.
    """
    if current.level == STREET:
        return None
    street = _street(organisation, current.community, day, code)
    skipped = {frozenset(current.told), frozenset(street.told), *had}
    for found in _steps(current, organisation, day, code):
        if found.told and frozenset(found.told) not in skipped:
            return found
    return street if street.told and street.told != current.told else None


def _steps(
    current: Assignment, organisation: Organisation, day: date, code: str
) -> Iterator[Assignment]:
    """What lies between the present owner and the street, the nearest first."""
    if current.level <= CHIEF:
        for area in organisation.chain(current.area):
            if current.level == CHIEF and area.code == current.area:
                continue  # the present chief's own
            chiefs = organisation.on_duty(RoleName.CHIEF, area.code, day)
            if chiefs:
                yield _one(chiefs[0], CHIEF, current.community, Reason(code))
    if current.level < COMMUNITY:
        desk = _desk(organisation, current.community, day, code)
        if desk.level == COMMUNITY:
            yield desk


def _community(organisation: Organisation, area: Area | None, place: str | None) -> str | None:
    held = organisation.community_of(area.code) if area else None
    if held:
        return held.code
    home = organisation.places.community_of(place) if place else None
    if home:  # no area covers the place: the community whose area covers its community's place
        covering = organisation.area_of(home.code)
        return covering.code if covering else None
    only = organisation.only_community()
    return only.code if only else None


def in_grid(
    organisation: Organisation,
    area: Area | None,
    day: date,
    loads: Mapping[int, int] = NO_LOADS,
    *,
    said: bool = True,
) -> Assignment | None:
    """The grid worker of the nearest area that has one; the deputy, or the chief, where they are off.

    `said` tells whether somebody named the place, or only the group has one.
    """
    community = organisation.community_of(area.code) if area else None
    home = community.code if community else None
    for held in organisation.chain(area.code if area else None):
        if held.kind is AreaKind.COMMUNITY:
            break
        workers = organisation.on_duty(RoleName.GRID_WORKER, held.code, day)
        if workers:
            chosen = least_busy(workers, loads)
            why = _why(held, chosen, several=len(workers) > 1, said=said)
            return _one(chosen, GRID, home, why)
        if organisation.holding(RoleName.GRID_WORKER, held.code):
            return _by_chief(organisation, held, day, home, "on_leave")
    return _by_chief(organisation, area, day, home, "no_worker") if area else None


def _by_chief(
    organisation: Organisation, area: Area, day: date, community: str | None, code: str
) -> Assignment | None:
    chief = _chief(organisation, area, day)
    return _one(chief, CHIEF, community, Reason(code, {"area": area.name})) if chief else None


def least_busy(there: Sequence[OnDuty], loads: Mapping[int, int]) -> OnDuty:
    """Of several on duty whoever has least in hand; of equals the first of the workbook (d.14)."""
    return min(there, key=lambda duty: loads.get(duty.person, 0))


def rivals(case: Case, organisation: Organisation) -> frozenset[int]:
    """Those among whom only the load decides; nobody where one alone is on duty."""
    place = case.place or case.group_place
    area = organisation.area_of(place) if place else None
    for held in organisation.chain(area.code if area else None):
        workers = organisation.on_duty(RoleName.GRID_WORKER, held.code, case.day)
        if workers:
            return frozenset(duty.person for duty in workers) if len(workers) > 1 else frozenset()
    return frozenset()


def _why(area: Area, worker: OnDuty, *, several: bool, said: bool) -> Reason:
    if worker.stands_in:
        return Reason("deputy", {"area": area.name})
    if several:
        return Reason("least_busy", {"area": area.name})
    return Reason("covers" if said else "group", {"area": area.name})


def _chief(organisation: Organisation, area: Area, day: date) -> OnDuty | None:
    for held in organisation.chain(area.code):
        chiefs = organisation.on_duty(RoleName.CHIEF, held.code, day)
        if chiefs:
            return chiefs[0]
    return None


def _one(duty: OnDuty, level: int, community: str | None, reason: Reason) -> Assignment:
    return Assignment(duty.role, duty.area, level, duty.person, (duty.person,), community, reason)


def _desk(organisation: Organisation, community: str | None, day: date, code: str) -> Assignment:
    """The community's desk owns together: whoever takes it first, has it."""
    people = tuple(dict.fromkeys(d.person for d in organisation.desk(community, day)))
    at_street = not any(
        organisation.on_duty(role, community, day)
        for role in (RoleName.DISPATCHER, RoleName.OFFICER)
    )
    if at_street:
        return _street(organisation, community, day, code)
    owner = people[0] if len(people) == 1 else None
    name = organisation.areas[community].name if community else ""
    return Assignment(
        RoleName.DISPATCHER, community, COMMUNITY, owner, people, community,
        Reason(code, {"area": name}),
    )  # fmt: skip


def _street(organisation: Organisation, community: str | None, day: date, code: str) -> Assignment:
    people = tuple(duty.person for duty in organisation.street(day))
    owner = people[0] if len(people) == 1 else None
    return Assignment(
        RoleName.MANAGER, None, STREET, owner, people, community, Reason(code, {"area": ""})
    )


def _named(case: Case, organisation: Organisation, community: str | None) -> Assignment:
    """Sensitive: one named counsellor, else one named officer; never the grid."""
    for area in [held.code for held in organisation.chain(community)] + [None]:
        counsellors = organisation.on_duty(RoleName.COUNSELLOR, area, case.day)
        if counsellors:
            return _one(counsellors[0], COMMUNITY, community, Reason("named"))
    anybody = [
        role for role in organisation.roles
        if role.role is RoleName.COUNSELLOR and role.here(case.day)
    ]  # fmt: skip
    if anybody:
        chosen = OnDuty(anybody[0].person, RoleName.COUNSELLOR, anybody[0].area)
        return _one(chosen, COMMUNITY, community, Reason("named"))
    officers = organisation.on_duty(RoleName.OFFICER, community, case.day)
    if officers:
        return _one(officers[0], COMMUNITY, community, Reason("named_officer"))
    return _street(organisation, community, case.day, "named_street")


def _with_doer(
    owner: Assignment, case: Case, organisation: Organisation, reachable: frozenset[int]
) -> Assignment:
    doer = _doer(case, organisation, owner, reachable)
    if doer is None or doer in owner.told:
        return owner
    return Assignment(
        owner.role, owner.area, owner.level, owner.owner, owner.told, owner.community,
        owner.reason, doer,
    )  # fmt: skip


def _doer(
    case: Case, organisation: Organisation, owner: Assignment, reachable: frozenset[int]
) -> int | None:
    """Who does the work, where the catalogue names somebody else than the grid worker."""
    place = case.place or case.group_place
    for doer in case.category.doer:
        role = NAMED_DOERS.get(doer)
        if role is None:
            continue
        area = owner.community
        if role is RoleName.PROPERTY:
            area = organisation.places.property_of(place) if place else None
        there = organisation.on_duty(role, area, case.day) if area else []
        for duty in there:
            if duty.person in reachable:
                return duty.person
    return None
