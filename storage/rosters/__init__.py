"""Rosters: posts and shifts, who may stand there, who does, and what they left for the next."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.rosters.rules import Watch
from domain.rosters.states import HELD, OPEN, DutyState, RosterState, SwapState
from storage.people import PersonRow, batched
from storage.places import add_once, upsert_for
from storage.rosters.tables import (
    RosterDutyRow,
    RosterMemberRow,
    RosterRow,
    RosterSlotRow,
    RosterSwapRow,
    RosterWishRow,
    Stand,
)

PAGE = 50
ANSWERED_WITHIN = timedelta(hours=2)
"""Whoever was asked for a swap and says nothing for so long keeps nobody from asking another."""
AROUND = timedelta(days=9)
"""A week and the rest before and after it: what may clash with a shift lies within."""


async def roster(session: AsyncSession, number: int) -> RosterRow | None:
    return await session.get(RosterRow, number)


async def page(
    session: AsyncSession, communities: Collection[str] | None, *, chief: int, before: int | None
) -> list[RosterRow]:
    """The rosters of these communities (None: all) or of this chief, one more than a page holds."""
    query = select(RosterRow)
    if communities is not None:
        mine = RosterRow.community.in_(communities) | (RosterRow.chief_id == chief)
        query = query.where(mine)
    if before is not None:
        query = query.where(RosterRow.id < before)
    return list(await session.scalars(query.order_by(RosterRow.id.desc()).limit(PAGE + 1)))


async def slots(
    session: AsyncSession, number: int, begins: datetime | None = None, ends: datetime | None = None
) -> list[RosterSlotRow]:
    """A roster's shifts that begin between two instants, in order."""
    query = select(RosterSlotRow).where(RosterSlotRow.roster_id == number)
    if begins is not None:
        query = query.where(RosterSlotRow.begins >= begins)
    if ends is not None:
        query = query.where(RosterSlotRow.begins < ends)
    return list(await session.scalars(query.order_by(RosterSlotRow.begins, RosterSlotRow.id)))


async def add_slots(session: AsyncSession, rows: Sequence[dict[str, object]]) -> None:
    """Shifts of a roster; the same post at the same hour is one."""
    insert = upsert_for(session)
    for start in range(0, len(rows), 1000):
        await session.execute(
            insert(RosterSlotRow)
            .values(list(rows[start : start + 1000]))
            .on_conflict_do_nothing(index_elements=["roster_id", "post", "begins"])
        )


async def drop(session: AsyncSession, slot: RosterSlotRow) -> bool:
    """Take a shift away that nobody ever had; tells whether it is gone."""
    had = select(RosterDutyRow.id).where(RosterDutyRow.slot_id == slot.id)
    if await session.scalar(had.limit(1)) is not None:
        return False
    await session.delete(slot)
    await session.flush()
    return True


async def members(session: AsyncSession, number: int) -> list[tuple[RosterMemberRow, str]]:
    """Who may be put into a roster, with their names."""
    rows = await session.execute(
        select(RosterMemberRow, func.coalesce(PersonRow.name, RosterMemberRow.name, ""))
        .outerjoin(PersonRow, PersonRow.id == RosterMemberRow.person_id)
        .where(RosterMemberRow.roster_id == number)
        .order_by(RosterMemberRow.id)
    )
    return [(row[0], row[1]) for row in rows]


async def add_member(
    session: AsyncSession, number: int, *, person: int | None, name: str | None, role: str
) -> None:
    """Let somebody be put into a roster; twice is once."""
    insert = upsert_for(session)
    values = {"roster_id": number, "person_id": person, "name": name, "role": role}
    await session.execute(insert(RosterMemberRow).values(values).on_conflict_do_nothing())


async def member_of(session: AsyncSession, number: int, person: int) -> RosterMemberRow | None:
    """Somebody's own line in a roster."""
    found: RosterMemberRow | None = await session.scalar(
        select(RosterMemberRow).where(
            RosterMemberRow.roster_id == number, RosterMemberRow.person_id == person
        )
    )
    return found


async def memberships(session: AsyncSession, person: int) -> list[RosterMemberRow]:
    """Somebody's own lines in the rosters that hold or are being made."""
    rows = await session.scalars(
        select(RosterMemberRow)
        .join(RosterRow, RosterRow.id == RosterMemberRow.roster_id)
        .where(RosterMemberRow.person_id == person, RosterRow.state.in_(OPEN))
        .order_by(RosterMemberRow.id)
    )
    return list(rows)


async def wishes(session: AsyncSession, members_: Collection[int]) -> list[RosterWishRow]:
    rows = await session.scalars(
        select(RosterWishRow)
        .where(RosterWishRow.member_id.in_(members_))
        .order_by(RosterWishRow.id)
    )
    return list(rows)


def _stands(*conditions: object) -> object:
    return (
        select(
            RosterDutyRow, RosterSlotRow, RosterMemberRow, RosterRow,
            func.coalesce(PersonRow.name, RosterMemberRow.name, ""),
        )
        .join(RosterSlotRow, RosterSlotRow.id == RosterDutyRow.slot_id)
        .join(RosterMemberRow, RosterMemberRow.id == RosterDutyRow.member_id)
        .join(RosterRow, RosterRow.id == RosterSlotRow.roster_id)
        .outerjoin(PersonRow, PersonRow.id == RosterMemberRow.person_id)
        .where(RosterDutyRow.state.in_(HELD), *conditions)  # type: ignore[arg-type]  # SQL's own
        .order_by(RosterSlotRow.begins, RosterSlotRow.post, RosterSlotRow.id, RosterDutyRow.seat)
        .execution_options(populate_existing=True)
    )  # fmt: skip


async def _found(session: AsyncSession, *conditions: object) -> list[Stand]:
    rows = await session.execute(_stands(*conditions))  # type: ignore[call-overload]
    return [Stand(*row) for row in rows]


async def stands(session: AsyncSession, number: int) -> list[Stand]:
    """Everybody's duties in a roster."""
    return await _found(session, RosterSlotRow.roster_id == number)


async def stand(session: AsyncSession, duty: int) -> Stand | None:
    """One duty, if somebody still has it."""
    found = await _found(session, RosterDutyRow.id == duty)
    return found[0] if found else None


async def in_slots(session: AsyncSession, numbers: Collection[int]) -> list[Stand]:
    """Who has these shifts."""
    return await _found(session, RosterDutyRow.slot_id.in_(numbers))


async def of_person(
    session: AsyncSession, person: int, since: datetime, *, published: bool = True
) -> list[Stand]:
    """Somebody's duties that have not ended by then, the next first."""
    states = [RosterState.PUBLISHED] if published else list(OPEN)
    return await _found(
        session, RosterMemberRow.person_id == person, RosterSlotRow.ends > since,
        RosterRow.state.in_(states),
    )  # fmt: skip


async def beside(
    session: AsyncSession, row: RosterMemberRow, slot: RosterSlotRow
) -> list[RosterSlotRow]:
    """What somebody has around a shift, in any roster that is not withdrawn."""
    whose = RosterMemberRow.id == row.id
    if row.person_id is not None:
        whose = or_(whose, RosterMemberRow.person_id == row.person_id)
    found = await _found(
        session, whose, RosterSlotRow.begins > slot.begins - AROUND,
        RosterSlotRow.begins < slot.ends + AROUND, RosterRow.state != RosterState.WITHDRAWN.value,
    )  # fmt: skip
    return [one.slot for one in found]


async def elsewhere(
    session: AsyncSession, number: int, people: Collection[int], begins: datetime, ends: datetime
) -> list[Stand]:
    """What these people have in other rosters around these days."""
    found: list[Stand] = []
    for some in batched(people):
        found += await _found(
            session, RosterMemberRow.person_id.in_(some), RosterSlotRow.roster_id != number,
            RosterSlotRow.begins > begins - AROUND, RosterSlotRow.begins < ends + AROUND,
            RosterRow.state.in_(OPEN),
        )  # fmt: skip
    return found


async def hold_people(session: AsyncSession, rows: Collection[RosterMemberRow]) -> None:
    """Nobody else gives these people shifts until this transaction ends.

    In order, so that none waits for another for ever. SQLite has one writer at a time anyway.
    """
    people = sorted({row.person_id for row in rows if row.person_id is not None})
    named = sorted(row.id for row in rows)
    await session.execute(
        select(PersonRow.id)
        .where(PersonRow.id.in_(people))
        .order_by(PersonRow.id)
        .with_for_update()
    )
    await session.execute(
        select(RosterMemberRow.id)
        .where(RosterMemberRow.id.in_(named))
        .order_by(RosterMemberRow.id)
        .with_for_update()
    )


async def seat(
    session: AsyncSession, slot: RosterSlotRow, member: int, *, by: int | None, at: datetime
) -> int | None:
    """Give somebody the first free place of a shift; None where none is left, or they have one.

    Two for the last place at once: the UNIQUE place decides, the other is told that it is full.
    """
    for place in range(1, slot.most + 1):
        made = await add_once(
            session, RosterDutyRow, slot_id=slot.id, seat=place, holder=member, member_id=member,
            by_id=by, state=DutyState.ASSIGNED.value, made_at=at, note="",
        )  # fmt: skip
        if made is not None:
            return made
    return None


async def seat_all(session: AsyncSession, rows: Sequence[dict[str, object]]) -> set[int]:
    """Give many places at once; what somebody took meanwhile stays theirs."""
    insert = upsert_for(session)
    made: set[int] = set()
    for start in range(0, len(rows), 500):
        found = await session.scalars(
            insert(RosterDutyRow)
            .values(list(rows[start : start + 500]))
            .on_conflict_do_nothing()
            .returning(RosterDutyRow.id)
        )
        made |= set(found)
    return made


async def open_slots(
    session: AsyncSession, person: int, begins: datetime, ends: datetime
) -> list[tuple[RosterSlotRow, RosterRow, int]]:
    """Shifts ahead with a free place in the rosters that somebody is in, and how many are there."""
    there = (
        select(RosterDutyRow.slot_id, func.count().label("n"))
        .where(RosterDutyRow.state.in_(HELD))
        .group_by(RosterDutyRow.slot_id)
        .subquery()
    )
    mine = select(RosterMemberRow.roster_id).where(RosterMemberRow.person_id == person)
    count = func.coalesce(there.c.n, 0)
    rows = await session.execute(
        select(RosterSlotRow, RosterRow, count)
        .join(RosterRow, RosterRow.id == RosterSlotRow.roster_id)
        .outerjoin(there, there.c.slot_id == RosterSlotRow.id)
        .where(
            RosterRow.id.in_(mine), RosterRow.state == RosterState.PUBLISHED.value,
            RosterSlotRow.begins > begins, RosterSlotRow.begins < ends,
            count < RosterSlotRow.most,
        )
        .order_by(RosterSlotRow.begins, RosterSlotRow.post, RosterSlotRow.id)
        .limit(500)
    )  # fmt: skip
    return [(row[0], row[1], int(row[2])) for row in rows]


async def is_in_any(session: AsyncSession, person: int) -> bool:
    """Whether somebody is in a roster that holds."""
    found = await session.scalar(
        select(RosterMemberRow.id)
        .join(RosterRow, RosterRow.id == RosterMemberRow.roster_id)
        .where(RosterMemberRow.person_id == person, RosterRow.state.in_(OPEN))
        .limit(1)
    )
    return found is not None


async def counts(session: AsyncSession, numbers: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of each roster how many places there are to fill, and how many are filled."""
    needed = await session.execute(
        select(RosterSlotRow.roster_id, func.sum(RosterSlotRow.fewest))
        .where(RosterSlotRow.roster_id.in_(numbers))
        .group_by(RosterSlotRow.roster_id)
    )
    filled = await session.execute(
        select(RosterSlotRow.roster_id, func.count())
        .join(RosterDutyRow, RosterDutyRow.slot_id == RosterSlotRow.id)
        .where(RosterSlotRow.roster_id.in_(numbers), RosterDutyRow.state.in_(HELD))
        .group_by(RosterSlotRow.roster_id)
    )
    there = {row[0]: int(row[1]) for row in filled}
    return {row[0]: (int(row[1]), there.get(row[0], 0)) for row in needed}


async def note_before(session: AsyncSession, slot: RosterSlotRow) -> str:
    """What the last one at this post left for whoever comes now."""
    found = await session.scalar(
        select(RosterDutyRow.note)
        .join(RosterSlotRow, RosterSlotRow.id == RosterDutyRow.slot_id)
        .where(
            RosterSlotRow.roster_id == slot.roster_id, RosterSlotRow.post == slot.post,
            RosterSlotRow.begins < slot.begins, RosterDutyRow.note != "",
        )
        .order_by(RosterSlotRow.begins.desc(), RosterDutyRow.ended_at.desc())
        .limit(1)
    )  # fmt: skip
    return found or ""


async def next_at(session: AsyncSession, slot: RosterSlotRow) -> list[Stand]:
    """Who comes next at a post."""
    after = await session.scalar(
        select(RosterSlotRow.id)
        .where(
            RosterSlotRow.roster_id == slot.roster_id, RosterSlotRow.post == slot.post,
            RosterSlotRow.begins > slot.begins,
        )
        .order_by(RosterSlotRow.begins)
        .limit(1)
    )  # fmt: skip
    return await in_slots(session, [after]) if after is not None else []


async def watches(session: AsyncSession) -> tuple[Watch, ...]:
    """Who is on duty when, by every roster that is published and whose people answer."""
    rows = await session.execute(
        select(
            RosterMemberRow.person_id, RosterRow.area, RosterSlotRow.post, RosterSlotRow.begins,
            RosterSlotRow.ends, RosterDutyRow.ended_at,
        )
        .join(RosterSlotRow, RosterSlotRow.id == RosterDutyRow.slot_id)
        .join(RosterMemberRow, RosterMemberRow.id == RosterDutyRow.member_id)
        .join(RosterRow, RosterRow.id == RosterSlotRow.roster_id)
        .where(
            RosterRow.state == RosterState.PUBLISHED.value, RosterRow.answers,
            RosterDutyRow.state.in_(HELD), RosterMemberRow.person_id.is_not(None),
        )
        .order_by(RosterSlotRow.begins, RosterDutyRow.id)
    )  # fmt: skip
    return tuple(
        Watch(person or 0, area, post, begins, min(ends, ended) if ended else ends)
        for person, area, post, begins, ends, ended in rows
    )


async def swap_held(session: AsyncSession, number: int) -> RosterSwapRow | None:
    """A wish to swap that nobody else settles meanwhile."""
    found: RosterSwapRow | None = await session.scalar(
        select(RosterSwapRow)
        .where(RosterSwapRow.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def ask_swap(session: AsyncSession, duty: int, to: int, at: datetime) -> int | None:
    """Ask for a swap; None where one is asked for that duty already, and may still be answered."""
    await session.execute(
        update(RosterSwapRow)
        .where(
            RosterSwapRow.open_duty == duty, RosterSwapRow.state == SwapState.ASKED.value,
            RosterSwapRow.asked_at <= at - ANSWERED_WITHIN,
        )
        .values(open_duty=None, state=SwapState.REFUSED.value, settled_at=at)
    )  # fmt: skip
    return await add_once(
        session, RosterSwapRow,
        duty_id=duty, open_duty=duty, to_id=to, state=SwapState.ASKED.value, asked_at=at,
    )  # fmt: skip
