"""Who is responsible, changed: now, or from the beginning of a day that lies ahead.

A change is a row. One for a later day waits for its timer, is listed as coming, and may be called
off; it is checked again when its day begins, for much may have changed until then.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, time

from sqlalchemy import delete, select

from domain.areas import Area, AreaKind, RoleName
from domain.organisation import Organisation
from domain.posts import holders, listed
from domain.privacy import mask
from domain.refusals import NotAllowed, Refusal
from handlers.responsibility.moving import move
from handlers.responsibility.wanted import LONGEST_WHY, Kind, Wanted
from handlers.turn import Turn
from storage import changes, people, places
from storage.changes import ChangeRow
from storage.people import PersonRow, RoleRow
from storage.places import AreaRow
from storage.timers import TimerRow, cancel, set_timer

DUE = "responsibility.change"
FARTHEST = 400  # days
BY_STREET = frozenset({RoleName.OFFICER, RoleName.MANAGER, RoleName.COUNSELLOR})
"""Roles that see much: the street alone gives and takes them."""
GIVEN_IN = {
    AreaKind.COMMUNITY: (
        RoleName.OFFICER, RoleName.DISPATCHER, RoleName.CHIEF, RoleName.COUNSELLOR, RoleName.MEDIATOR,
    ),
    AreaKind.GRID: (
        RoleName.GRID_WORKER, RoleName.CHIEF, RoleName.OFFICER, RoleName.PARTY_MEMBER,
        RoleName.VOLUNTEER,
    ),
    AreaKind.MICROGRID: (RoleName.VOLUNTEER, RoleName.GRID_WORKER, RoleName.PARTY_MEMBER),
}  # fmt: skip
"""Which roles there are in which kind of area."""
DESK = frozenset({RoleName.OFFICER, RoleName.DISPATCHER})


class CoveredAlready(Refusal):
    """Another area of the same kind looks after this place."""


class NotCovered(Refusal):
    """The area does not look after this place."""


class ServesAlready(Refusal):
    """They have this role there already."""


class ServesNot(Refusal):
    """They do not have this role there."""


class NoSuchRole(Refusal):
    """There is no such role in this kind of area."""


class DayPassed(Refusal):
    """The day is over, or further away than anybody plans."""


class PlannedAlready(Refusal):
    """The same change waits for the same day."""


class NobodyChosen(Refusal):
    """It needs a person, or a place, that there is."""


async def change(turn: Turn, wanted: Wanted) -> ChangeRow:
    """Change it now, or remember it for its day."""
    await places.hold_revision(turn.session)
    await _renew(turn)
    today = turn.world.today(turn.now)
    area = _must_answer(turn, wanted.area)
    if not 0 <= (wanted.day - today).days <= FARTHEST:
        raise DayPassed
    await _check(turn, area, wanted)
    home = turn.world.organisation.community_of(area.code)
    row = ChangeRow(
        kind=wanted.kind.value, community=home.code if home else None, area=area.code,
        facts=wanted.facts, day=wanted.day, move=wanted.move,
        why=mask(wanted.why.strip()[:LONGEST_WHY]), made_by=turn.actor, made_at=turn.now,
        state=changes.WAITING, fault="",
    )  # fmt: skip
    if wanted.day > today:
        await _not_twice(turn, row)
    turn.session.add(row)
    await turn.session.flush()
    if wanted.day <= today:
        await _apply(turn, row, wanted)
        return row
    begins = turn.world.calendar.instant(wanted.day, time(0))
    await set_timer(
        turn.session, f"change/{row.id}", DUE, begins, subject=f"change/{row.id}", change=row.id
    )
    turn.note("responsibility.planned", f"area/{area.code}", change=row.id, kind=row.kind,
              day=row.day.isoformat(), **row.facts)  # fmt: skip
    return row


async def _not_twice(turn: Turn, row: ChangeRow) -> None:
    same = await turn.session.scalars(
        select(ChangeRow).where(
            ChangeRow.state == changes.WAITING, ChangeRow.area == row.area,
            ChangeRow.kind == row.kind, ChangeRow.day == row.day,
        )
    )  # fmt: skip
    if any(other.facts == row.facts for other in same):
        raise PlannedAlready


def _must_answer(turn: Turn, code: str) -> Area:
    """The area, if whoever acts answers for it."""
    organisation = turn.world.organisation
    area = organisation.areas.get(code)
    home = organisation.community_of(code)
    mine = organisation.roles_of(turn.actor or 0)
    street = any(role.role is RoleName.MANAGER for role in mine)
    own = home is not None and any(r.role in DESK and r.area == home.code for r in mine)
    if area is None or not (street or own):
        raise NotAllowed(act="change")
    return area


def _is_street(turn: Turn) -> bool:
    mine = turn.world.organisation.roles_of(turn.actor or 0)
    return any(role.role is RoleName.MANAGER for role in mine)


async def _check(turn: Turn, area: Area, wanted: Wanted) -> None:
    """Refuse what cannot be; asked when it is planned, and again when its day begins."""
    if wanted.kind in (Kind.COVER, Kind.UNCOVER):
        _check_cover(turn, area, wanted)
    else:
        await _check_role(turn, area, wanted)


def _check_cover(turn: Turn, area: Area, wanted: Wanted) -> None:
    organisation = turn.world.organisation
    place = organisation.places.get(wanted.place or "")
    if place is None:
        raise NobodyChosen
    held = holders(organisation, place.code, area.kind)
    here = any(found.code == area.code for found in held)
    name = organisation.places.name_of(place.code)
    if wanted.kind is Kind.UNCOVER and not here:
        raise NotCovered(place=name, area=area.name)
    others = [found for found in held if found.code != area.code]
    if wanted.kind is Kind.COVER and (here or others) and not (wanted.take_over and others):
        raise CoveredAlready(place=name, area=(others or [area])[0].name)
    for other in others if wanted.take_over else ():
        _must_answer(turn, other.code)  # nobody takes from another community what is theirs


async def _check_role(turn: Turn, area: Area, wanted: Wanted) -> None:
    organisation = turn.world.organisation
    if wanted.role not in set(RoleName) or await _unknown(turn, wanted.person):
        raise NobodyChosen
    role = RoleName(wanted.role)
    if role in BY_STREET and not _is_street(turn):
        raise NotAllowed(act="change")
    there = {held.person for held in organisation.holding(role, area.code)}
    if wanted.kind is Kind.GIVE:
        if role not in GIVEN_IN[area.kind]:
            raise NoSuchRole
        if wanted.person in there:
            raise ServesAlready
        if wanted.other is not None and wanted.other not in there:
            raise ServesNot
    elif wanted.person not in there:
        raise ServesNot
    if wanted.kind is Kind.DEPUTY and (
        wanted.other == wanted.person or (wanted.other and await _unknown(turn, wanted.other))
    ):
        raise NobodyChosen


async def _unknown(turn: Turn, person: int | None) -> bool:
    """Whether this is nobody of the office's own people: a form may name anybody."""
    found = await turn.session.get(PersonRow, person) if person is not None else None
    return found is None or not found.name


async def _apply(turn: Turn, row: ChangeRow, wanted: Wanted) -> None:
    await APPLIES[wanted.kind](turn, wanted)
    row.state, row.settled_at = changes.DONE, turn.now
    await turn.session.flush()
    await places.touch_revision(turn.session)
    turn.note("responsibility.changed", f"area/{row.area}", change=row.id, kind=row.kind,
              **row.facts)  # fmt: skip
    await _renew(turn)
    if wanted.move:
        moved = await move(turn, wanted)
        turn.note("responsibility.moved", f"area/{row.area}", change=row.id, tickets=moved)


async def _renew(turn: Turn) -> None:
    """From here on this turn knows the people as they are now."""
    organisation = Organisation(
        turn.world.places,
        await places.all_areas(turn.session),
        await people.all_roles(turn.session),
    )
    turn.world = replace(turn.world, organisation=organisation)


async def _cover(turn: Turn, wanted: Wanted) -> None:
    organisation = turn.world.organisation
    code = listed(organisation, wanted.place or "")
    kind = organisation.areas[wanted.area].kind
    for other in holders(organisation, code, kind):
        await _without(turn, other.code, code)
    row = await turn.session.get(AreaRow, wanted.area)
    assert row is not None
    row.covers = [*row.covers, code]


async def _uncover(turn: Turn, wanted: Wanted) -> None:
    await _without(turn, wanted.area, listed(turn.world.organisation, wanted.place or ""))


async def _without(turn: Turn, area: str, code: str) -> None:
    row = await turn.session.get(AreaRow, area)
    assert row is not None
    row.covers = [held for held in row.covers if listed(turn.world.organisation, held) != code]


async def _give(turn: Turn, wanted: Wanted) -> None:
    await people.give_role(turn.session, wanted.person or 0, wanted.role, wanted.area)
    if wanted.other is not None:
        await _end_of(turn, wanted, wanted.other)


async def _end(turn: Turn, wanted: Wanted) -> None:
    await _end_of(turn, wanted, wanted.person or 0)


async def _end_of(turn: Turn, wanted: Wanted, person: int) -> None:
    await turn.session.execute(
        delete(RoleRow).where(
            RoleRow.person_id == person, RoleRow.role == wanted.role, RoleRow.area == wanted.area
        )
    )


async def _deputy(turn: Turn, wanted: Wanted) -> None:
    row = await turn.session.scalar(
        select(RoleRow).where(
            RoleRow.person_id == wanted.person, RoleRow.role == wanted.role,
            RoleRow.area == wanted.area,
        )
    )  # fmt: skip
    assert row is not None
    row.deputy_id = wanted.other


APPLIES: dict[Kind, Callable[[Turn, Wanted], Awaitable[None]]] = {
    Kind.COVER: _cover, Kind.UNCOVER: _uncover, Kind.GIVE: _give, Kind.END: _end,
    Kind.DEPUTY: _deputy,
}  # fmt: skip


async def call_off(turn: Turn, number: int) -> None:
    """What was planned is not to be."""
    row = await changes.change(turn.session, number)
    if row is None:
        raise NotAllowed(act="change")
    _must_answer(turn, row.area)
    if row.state not in (changes.WAITING, changes.FAILED):
        return
    row.state, row.settled_at = changes.CANCELLED, turn.now
    await cancel(turn.session, f"change/{row.id}", turn.now)
    turn.note("responsibility.cancelled", f"area/{row.area}", change=row.id)


async def due(turn: Turn, timer: TimerRow) -> None:
    """The day of a change begins: it is done in the name of whoever planned it, if it still can be."""
    row = await changes.change(turn.session, int(timer.facts["change"]))
    if row is None or row.state != changes.WAITING:
        return
    await places.hold_revision(turn.session)
    await _renew(turn)
    await _settle(turn, row, move=row.move)


async def _settle(turn: Turn, row: ChangeRow, *, move: bool) -> None:
    turn.person = await turn.session.get(PersonRow, row.made_by)
    wanted = Wanted(Kind(row.kind), row.area, row.day, move=move, why=row.why, **row.facts)
    try:
        area = _must_answer(turn, row.area)
        await _check(turn, area, wanted)
        async with turn.session.begin_nested():
            await _apply(turn, row, wanted)
    except Refusal as refusal:
        row.state, row.fault = changes.FAILED, refusal.moment
        turn.note("responsibility.failed", f"area/{row.area}", change=row.id)


async def foresee(turn: Turn, day: date) -> None:
    """Let all that is planned until the end of a day be done; only where it is undone afterwards."""
    person = turn.person
    for row in await changes.planned(turn.session, day):
        await _settle(turn, row, move=False)
    turn.person = person


FIRES = {DUE: due}
