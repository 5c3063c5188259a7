"""Whistles (吹哨报到): community head or street call departments to what they cannot finish alone."""

from collections.abc import Sequence
from datetime import datetime

from domain import whistles as rules
from domain.messages import Priority
from domain.privacy import mask
from domain.projects import NotForMany, title_of
from domain.refusals import NotAllowed, Unknown
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import LIVE, Act, NeedsReason, Part, State
from domain.whistles import (
    HIGHEST,
    LOWEST,
    Standing,
    Urgency,
    WhistleAct,
    WhistleState,
    advance,
    arrive_by,
)
from handlers.projects import of_the_desk, taken_on
from handlers.tickets import pushes, verbs
from handlers.tickets.record import record
from handlers.tickets.verbs.step import leading
from handlers.tickets.views import view
from handlers.turn import Turn
from storage import whistles
from storage.projects import ShareRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow, cancel, set_timer
from storage.whistles import WhistleRow, WhistleTicketRow, WhistleUnitRow


async def ask(
    turn: Turn, numbers: Sequence[int], topic: str, units: Sequence[str], urgency: Urgency
) -> WhistleRow:
    """Ask for departments; community head and street blow at once, a chief asks them to."""
    found = [await _ours(turn, number) for number in dict.fromkeys(numbers)]
    if not found or len({ticket.community for ticket in found}) > 1:
        raise NotForMany
    community = found[0].community
    decides = of_the_desk(turn, community)
    if not decides and not await _chief_of_all(turn, found):
        raise NotAllowed(act="whistle")
    made = WhistleRow(
        topic=mask(title_of(topic)), community=community, urgency=urgency.value,
        state=WhistleState.ASKED.value, asked_by=turn.actor, asked_at=turn.now,
    )  # fmt: skip
    turn.session.add(made)
    await turn.session.flush()
    turn.session.add_all(
        [WhistleTicketRow(whistle_id=made.id, ticket_id=ticket.id) for ticket in found]
        + [WhistleUnitRow(whistle_id=made.id, unit=mask(unit)) for unit in units]
    )
    await turn.session.flush()
    turn.note("whistle.asked", f"whistle/{made.id}", tickets=[ticket.id for ticket in found])
    if decides:
        await blow(turn, made)
    else:
        await _tell_deciders(turn, made)
    return made


async def _ours(turn: Turn, number: int) -> TicketRow:
    """A live ticket that this person may see, and that departments may hear of."""
    ticket = await queries.ticket(turn.session, number)
    if ticket is None or not await verbs.parts(turn, ticket) - {Part.REPORTER, Part.JOINED}:
        raise Unknown
    if not fits(ticket):
        raise NotForMany
    return ticket


def fits(ticket: TicketRow) -> bool:
    """Whether departments may be called to a ticket now."""
    return ticket.sensitivity != Sensitivity.SENSITIVE and State(ticket.state) in LIVE


async def may_ask(turn: Turn, ticket: TicketRow) -> bool:
    """Whether the person of this turn may call departments to it, or ask that they are called."""
    return fits(ticket) and (
        of_the_desk(turn, ticket.community) or await _chief_of_all(turn, [ticket])
    )


async def _chief_of_all(turn: Turn, tickets: Sequence[TicketRow]) -> bool:
    for ticket in tickets:
        if Part.CHIEF not in await verbs.parts(turn, ticket):
            return False
    return True


async def _tell_deciders(turn: Turn, whistle: WhistleRow) -> None:
    """The community's desk and the street learn that a chief asks for a whistle."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    deciding = [*organisation.desk(whistle.community, day), *organisation.street(day)]
    for person in dict.fromkeys(duty.person for duty in deciding):
        await turn.tell(
            person, "whistles/asked", or_by_hand=True, subject=f"whistle{whistle.id}/p{person}",
            priority=Priority.TASK, hold=whistle.urgency != Urgency.URGENT,
            topic=whistle.topic, number=whistle.id,
        )  # fmt: skip


def _must_decide(turn: Turn, whistle: WhistleRow) -> None:
    if not of_the_desk(turn, whistle.community):
        raise NotAllowed(act="whistle")


async def blow(turn: Turn, whistle: WhistleRow) -> None:
    """It is blown: each department is called by a human with the words ready, and has a time."""
    _must_decide(turn, whistle)
    whistle.state = advance(WhistleState(whistle.state), WhistleAct.BLOW).value
    whistle.decided_by, whistle.blown_at = turn.actor, turn.now
    whistle.arrive_by = arrive_by(Urgency(whistle.urgency), turn.now, turn.world.calendar)
    turn.note("whistle.blown", f"whistle/{whistle.id}")
    found = await whistles.tickets(turn.session, whistle.id)
    for row in await whistles.units(turn.session, whistle.id):
        await turn.by_hand(None, "whistles/call", {
            "subject": f"whistle{whistle.id}/{row.id}", "ticket": found[0].id, "unit": row.unit,
            "priority": Priority.EMERGENCY if whistle.urgency == Urgency.URGENT else Priority.TASK,
            "topic": whistle.topic, "by": whistle.arrive_by,
            "places": list(dict.fromkeys(view(turn, ticket).spot for ticket in found)),
        })  # fmt: skip
    for ticket in found:
        part = leading(await verbs.parts(turn, ticket))
        record(turn, ticket, Act.NOTE, part, internal=True, facts={"whistle": whistle.id})
        await pushes.to_workers(
            turn, ticket, "whistles/blown", but=[turn.actor or 0], topic=whistle.topic,
            by=whistle.arrive_by,
        )  # fmt: skip
    subject = f"whistle/{whistle.id}"
    await set_timer(
        turn.session, subject, "whistle.due", whistle.arrive_by, subject=subject, whistle=whistle.id
    )


async def refuse(turn: Turn, whistle: WhistleRow, why: str) -> None:
    """It is not blown, and whoever asked for it learns why."""
    _must_decide(turn, whistle)
    after = advance(WhistleState(whistle.state), WhistleAct.REFUSE)
    if not why.strip():
        raise NeedsReason(act=Act.REFUSE.value)
    whistle.state, whistle.answer, whistle.decided_by = after.value, mask(why.strip()), turn.actor
    turn.note("whistle.refused", f"whistle/{whistle.id}")
    if whistle.asked_by is not None:
        await turn.tell(
            whistle.asked_by, "whistles/refused", subject=f"whistle{whistle.id}", hold=True,
            topic=whistle.topic, note=whistle.answer,
        )  # fmt: skip


async def arrived(turn: Turn, whistle: WhistleRow, unit: int) -> None:
    """A department is there; said by whoever decides, or whoever asked for it and waits on the spot."""
    _must_be_of_it(turn, whistle)
    advance(WhistleState(whistle.state), WhistleAct.ARRIVE)
    row = await _unit(turn, whistle, unit)
    row.arrived_at = row.arrived_at or turn.now
    turn.note("whistle.arrived", f"whistle/{whistle.id}", unit=row.id)


def _must_be_of_it(turn: Turn, whistle: WhistleRow) -> None:
    if whistle.asked_by != turn.actor:
        _must_decide(turn, whistle)


async def _unit(turn: Turn, whistle: WhistleRow, unit: int) -> WhistleUnitRow:
    row = await turn.session.get(WhistleUnitRow, unit)
    if row is None or row.whistle_id != whistle.id:
        raise Unknown
    return row


async def meet(turn: Turn, whistle: WhistleRow, minutes: str) -> None:
    """What was seen and agreed on the spot; kept on each ticket, for staff alone."""
    _must_be_of_it(turn, whistle)
    after = advance(WhistleState(whistle.state), WhistleAct.MEET)
    if not minutes.strip():
        raise NeedsReason(act=Act.NOTE.value)
    whistle.state, whistle.minutes = after.value, mask(minutes.strip())
    whistle.met_at = whistle.met_at or turn.now
    turn.note("whistle.met", f"whistle/{whistle.id}")
    for ticket in await whistles.tickets(turn.session, whistle.id):
        part = leading(await verbs.parts(turn, ticket))
        record(turn, ticket, Act.NOTE, part, note=whistle.minutes, internal=True,
               facts={"whistle": whistle.id})  # fmt: skip


async def share(
    turn: Turn, whistle: WhistleRow, what: str, *, due: datetime, unit: int | None = None,
    person: int | None = None,
) -> ShareRow:  # fmt: skip
    """A department, or a colleague, takes on a part by a date."""
    _must_decide(turn, whistle)
    advance(WhistleState(whistle.state), WhistleAct.SHARE)
    named = (await _unit(turn, whistle, unit)).unit if unit is not None else ""
    if not named and person is None:
        raise Unknown
    return await taken_on(turn, ShareRow(
        whistle_id=whistle.id, what=mask(title_of(what)), person_id=None if named else person,
        unit=named, due=due,
    ), whistle.topic)  # fmt: skip


async def mark(
    turn: Turn, whistle: WhistleRow, unit: int, *, ours: int | None, theirs: int | None
) -> None:
    """Community and department mark each other, one to five."""
    _must_decide(turn, whistle)
    if whistle.state not in (WhistleState.MET, WhistleState.CLOSED):
        raise rules.NotNow(state=whistle.state)
    row = await _unit(turn, whistle, unit)
    for given in (ours, theirs):
        if given is not None and not LOWEST <= given <= HIGHEST:
            raise Unknown
    row.mark, row.their_mark = ours or row.mark, theirs or row.their_mark


async def close(turn: Turn, whistle: WhistleRow) -> None:
    """All has been agreed: what remains are the parts and the tickets themselves."""
    _must_decide(turn, whistle)
    whistle.state = advance(WhistleState(whistle.state), WhistleAct.CLOSE).value
    whistle.closed_at = turn.now
    await cancel(turn.session, f"whistle/{whistle.id}", turn.now)
    turn.note("whistle.closed", f"whistle/{whistle.id}")


async def due(turn: Turn, timer: TimerRow) -> None:
    """The time is over: whoever decided and whoever asked learn which departments have not come."""
    whistle = await whistles.whistle(turn.session, int(timer.facts["whistle"]))
    if whistle is None or whistle.state not in (WhistleState.BLOWN, WhistleState.MET):
        return
    absent = [
        row.unit
        for row in await whistles.units(turn.session, whistle.id)
        if rules.standing(row.arrived_at, timer.due_at, turn.now)
        in (Standing.ABSENT, Standing.EXPECTED)
    ]
    if not absent:
        return
    for person in dict.fromkeys((whistle.decided_by, whistle.asked_by)):
        if person is not None:
            await turn.tell(
                person, "whistles/absent", subject=f"whistle{whistle.id}/p{person}",
                priority=Priority.REMINDER, hold=whistle.urgency != Urgency.URGENT,
                topic=whistle.topic, number=whistle.id, units=absent,
            )  # fmt: skip


FIRES = {"whistle.due": due}
