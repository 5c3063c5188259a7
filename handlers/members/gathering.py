"""Every night what members and the community did is gathered: each thing is proposed, or counted, once."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from domain.members.reckoning import Item, in_a_row, last_quarter, quarter
from domain.signups.states import EntryState
from handlers import activities
from handlers.members.register import give_base
from handlers.signups.leaving import LEAVE_ASKED
from handlers.turn import Turn
from storage import members, work_done
from storage.members import MemberRow
from storage.timers import TimerRow, set_timer
from storage.work_done import Done

ACT = "members.gather"
AT = time(3, 20)
BACK = timedelta(days=45)
"""So far back is looked each night: a night without power loses nothing, and each thing is one."""


async def plan(turn: Turn) -> None:
    """The next night; planned twice is planned once."""
    today = turn.world.today(turn.now)
    night = turn.world.calendar.instant(today, AT)
    if night <= turn.now:
        night = turn.world.calendar.instant(today + timedelta(days=1), AT)
    await set_timer(turn.session, f"{ACT}/{night.isoformat()}", ACT, night)


async def due(turn: Turn, _: TimerRow) -> None:
    """Gather, and come again the next night."""
    await gather(turn)
    await plan(turn)


async def gather(turn: Turn) -> None:
    """Bases of a new year, whole quarters in a post, attendance, absences, and what was finished."""
    since = turn.now - BACK
    serving = await members.reported(turn.session)
    today = turn.world.today(turn.now)
    for row in serving.values():
        await give_base(turn, row, today)
        await _posts(turn, row, today)
    await _attendance(turn, serving, since)
    await _work(turn, serving, since)
    await activities.gather(turn, since)


async def _propose(turn: Turn, row: MemberRow, source: str, item: Item, day: date) -> bool:
    begun = row.reported_at
    if begun is None or turn.world.today(begun) > day:
        return False  # what was before somebody reported in is not theirs to count
    made = await members.propose(
        turn.session, source=source, member_id=row.id, item=item.value, day=day,
        proposed_at=turn.now,
    )  # fmt: skip
    return made is not None


async def _posts(turn: Turn, row: MemberRow, today: date) -> None:
    """A whole quarter in a post; who took it up in the middle has served the next one."""
    first, last = last_quarter(today)
    if not row.posts or (row.since is not None and row.since > first):
        return
    year, number = quarter(last)
    await _propose(turn, row, f"post/{row.id}/{year}Q{number}", Item.POST, last)


async def _attendance(turn: Turn, serving: dict[int, MemberRow], since: datetime) -> None:
    """By the roll call at the door; who said beforehand that they cannot come is not absent."""
    for seat in await work_done.seats(turn.session, serving, since):
        row, day = serving[seat.person], turn.world.today(seat.at)
        away = EntryState.ATTENDED not in seat.states
        if away and (
            not turn.world.organisation.is_here(seat.person, day)
            or await work_done.on_record(
                turn.session, LEAVE_ASKED, f"signup/{seat.signup}", seat.person
            )
        ):
            continue
        source = f"signup/{seat.signup}/m{row.id}"
        item = Item.MISSED if away else Item.ATTEND
        if await _propose(turn, row, source, item, day) and away:
            await _row_of_absences(turn, row, source, day)


async def _row_of_absences(turn: Turn, row: MemberRow, source: str, day: date) -> None:
    seen = await members.attendances(turn.session, row.id)
    until = next((n for n, claim in enumerate(seen, 1) if claim.source == source), 0)
    if in_a_row([claim.item == Item.MISSED for claim in seen[:until]]):
        await _propose(turn, row, f"absent3/{source}", Item.ABSENT3, day)


async def _work(turn: Turn, serving: dict[int, MemberRow], since: datetime) -> None:
    """Tickets and wishes that a member took and finished, or let run over."""
    for done in await work_done.finished(turn.session, serving, since):
        row, day = serving[done.person], turn.world.today(done.at)
        for item in _items(done):
            await _propose(turn, row, f"{item.lower()}/{done.ticket}/m{row.id}", item, day)


def _items(done: Done) -> Iterable[Item]:
    if done.unhappy:
        yield Item.UNHAPPY
    else:
        yield Item.FINISH
    if done.late_unsaid:
        yield Item.OVERRUN


FIRES = {ACT: due}
