"""What recurs as it stands: the rows as the rules see them, what was decided, and whom it concerns."""

from collections.abc import Collection
from datetime import date, time

from domain.areas import RoleName
from domain.refusals import NotAllowed, Unknown
from domain.schedules import DEFAULT_OFFSETS, Change, Policy, Schedule, parse_offsets
from handlers import announcements
from handlers.tickets.parts import DESK
from handlers.turn import Turn
from storage import schedules
from storage.chats import ChatRow, bound_groups
from storage.schedules import ScheduleRow

ANY = announcements.EVERYBODY


async def find(turn: Turn, number: int) -> tuple[Schedule, ScheduleRow] | None:
    """One that is in use; None where it is not, or not any more."""
    row = await turn.session.get(ScheduleRow, number)
    return (as_rule(turn, row), row) if row is not None and row.active else None


async def one(turn: Turn, number: int) -> tuple[Schedule, ScheduleRow]:
    """The same for who asks for it by its number."""
    found = await find(turn, number)
    if found is None:
        raise Unknown
    return found


def as_rule(turn: Turn, row: ScheduleRow) -> Schedule:
    """A schedule as the rules see it, with its place in words."""
    place = turn.world.places.name_of(row.place) if row.place else row.place_words
    return Schedule(
        id=row.id, name=row.name, rule=row.rule, start=time.fromisoformat(row.start),
        end=time.fromisoformat(row.end) if row.end else None, place=place or row.place_words,
        bring=row.bring, audience=tuple(row.audience), holiday=Policy(row.holiday),
        weekend=Policy(row.weekend),
        offsets=parse_offsets(";".join(row.offsets)) if row.offsets else DEFAULT_OFFSETS,
        begins=row.begins, ends=row.ends,
        exceptions=frozenset(date.fromisoformat(day) for day in row.exceptions or ()),
    )  # fmt: skip


async def changes_of(turn: Turn, number: int) -> dict[date, Change]:
    """What people decided about single dates of one schedule."""
    return (await changes(turn, [number])).get(number, {})


async def changes(
    turn: Turn, numbers: Collection[int] | None = None
) -> dict[int, dict[date, Change]]:
    """What people decided about single dates, by schedule and planned day; None: of all."""
    found = await schedules.changes_of(turn.session, numbers)
    return {
        number: {
            day: Change(
                row.moved_to, cancelled=row.cancelled, note=row.note, at=row.at,
                start=hour(row.start), end=hour(row.end),
            )
            for day, row in days.items()
        }
        for number, days in found.items()
    }  # fmt: skip


def hour(text: str | None) -> time | None:
    """An hour as it is kept."""
    return time.fromisoformat(text) if text else None


def communities(turn: Turn, audience: Collection[str], groups: list[ChatRow]) -> set[str]:
    """The communities in which somebody is told of it."""
    organisation = turn.world.organisation
    of_group = {group.code: group.place for group in groups}
    found = {ANY} & set(audience)
    for code in audience:
        place = of_group.get(code) or code
        area = organisation.area_of(place) if turn.world.places.get(place) else None
        community = organisation.community_of(area.code if area else code)
        if community is not None:
            found.add(community.code)
    return found


async def decides(turn: Turn, audience: Collection[str]) -> bool:
    """Whether who speaks works at the desk of everybody who is told of it, or for the street."""
    roles = turn.world.organisation.roles_of(turn.actor or 0)
    if any(role.role is RoleName.MANAGER for role in roles):
        return True
    desks = {role.area for role in roles if role.role in DESK}
    concerned = communities(turn, audience, await bound_groups(turn.session))
    return bool(desks) and bool(concerned) and concerned <= desks


async def must_decide(turn: Turn, row: ScheduleRow) -> None:
    """Only the desk, the street and the person in charge decide about it."""
    if row.person_id is not None and row.person_id == turn.actor:
        return
    if not await decides(turn, row.audience):
        raise NotAllowed(act="schedule")
