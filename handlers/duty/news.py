"""Who goes on while somebody is off, and who is told: whoever stands in, and the chief."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from domain.areas import RoleName
from domain.leave import Leave
from domain.messages import Priority
from handlers.turn import Turn
from storage import people

FAR = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who goes on for somebody in one of their roles."""

    person: int
    role: RoleName
    area: str | None


def substitutes(turn: Turn, leave: Leave) -> list[Substitute]:
    """Who goes on for the person of this turn, role by role; nobody twice."""
    organisation = turn.world.organisation
    day = max(leave.first, turn.world.today(turn.now))
    found: dict[int, Substitute] = {}
    for role in organisation.roles_of(turn.actor or 0):
        home = organisation.community_of(role.area)
        community = home.code if home else None
        there = organisation.stand_ins(turn.actor, role.role, role.area, community, day)
        first = next(there, None)
        if first is not None:
            found.setdefault(first.person, Substitute(first.person, role.role, role.area))
    return list(found.values())


async def tell_others(turn: Turn, leave: Leave, substitutes: list[Substitute]) -> None:
    """Whoever goes on hears it, and so does the chief; after the leave nobody need know."""
    ends = turn.world.calendar.instant(min(leave.last, FAR), time(23, 59))
    name = await name_of(turn, turn.actor or 0)
    for one in substitutes:
        area = turn.world.organisation.areas.get(one.area or "")
        await _tell(turn, one.person, "duty/you_stand_in", ends, leave, name=name,
                    area=area.name if area else one.area or "", role=one.role.value)  # fmt: skip
    known = {one.person for one in substitutes} | {turn.actor}
    helper = await name_of(turn, substitutes[0].person) if substitutes else ""
    for chief in _chiefs(turn, leave):
        if chief not in known:
            await _tell(turn, chief, "duty/colleague_off", ends, leave, name=name, helper=helper)


def _chiefs(turn: Turn, leave: Leave) -> list[int]:
    organisation, roles = turn.world.organisation, turn.world.organisation.roles_of(turn.actor or 0)
    day = max(leave.first, turn.world.today(turn.now))
    areas = [area.code for role in roles for area in organisation.chain(role.area)]
    chiefs = [
        duty.person for area in areas for duty in organisation.on_duty(RoleName.CHIEF, area, day)
    ]
    return list(dict.fromkeys(chiefs))


async def _tell(
    turn: Turn, person: int, moment: str, ends: datetime, leave: Leave, **facts: Any
) -> None:
    await turn.tell(
        person, moment, subject=f"leave{turn.actor}/p{person}", priority=Priority.REMINDER,
        hold=True, stale=ends - turn.now, first=leave.first, last=leave.last, **facts,
    )  # fmt: skip


async def name_of(turn: Turn, person: int) -> str:
    return (await people.names_of(turn.session, {person})).get(person, "")
