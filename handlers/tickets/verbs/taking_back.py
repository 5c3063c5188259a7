"""Ten minutes in which somebody of the office may take back the step that they have just taken.

A step taken back is another step: both stay on record, and whoever was told is told again.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.messages import Priority
from domain.refusals import Refusal
from domain.tickets.kinds import Kind, Tier
from domain.tickets.routing import Reason
from domain.tickets.states import Act, Part, State, advance, may
from handlers.tickets.record import record
from handlers.tickets.verbs.correcting import move_back, recategorise
from handlers.tickets.verbs.delays import resume
from handlers.tickets.verbs.merging import merge, unmerge
from handlers.tickets.verbs.step import assigned_anew, give_to, leading, parts
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.tickets import queries
from storage.tickets.tables import TicketEventRow, TicketRow

WITHIN = timedelta(minutes=10)


class NothingToUndo(Refusal):
    """It is too late to take it back, or something else has happened since."""


@dataclass(frozen=True, slots=True)
class Back:
    """How a step is taken back, and which step that is by the table."""

    by: Act
    take: Callable[[Turn, TicketRow, TicketEventRow], Awaitable[None]]


async def undo(turn: Turn, ticket: TicketRow) -> None:
    """Take back the last step, if it was one's own, just now, and can be."""
    history = await queries.history(turn.session, ticket.id)
    event = undoable(turn, ticket, history, await parts(turn, ticket))
    if event is None:
        raise NothingToUndo
    await BACK[Act(event.act)].take(turn, ticket, event)


def undoable(
    turn: Turn, ticket: TicketRow, history: Sequence[TicketEventRow], mine: frozenset[Part]
) -> TicketEventRow | None:
    """The step that this person may take back now: their own, the last one, of these ten minutes."""
    last = history[-1] if history else None
    if last is None or last.actor_id is None or last.actor_id != turn.actor:
        return None
    back = BACK.get(Act(last.act)) if last.act in set(Act) and not ticket.wish else None
    if back is None or turn.now - last.at > WITHIN or last.facts.get("undoes"):
        return None
    hands = back.by is Act.HAND_OVER and last.facts.get("from") is not None
    return last if hands or may(State(ticket.state), back.by, mine) else None


async def _apart(turn: Turn, ticket: TicketRow, _: TicketEventRow) -> None:
    await unmerge(turn, ticket)


async def _together(turn: Turn, ticket: TicketRow, event: TicketEventRow) -> None:
    await merge(turn, ticket, int(event.facts["main"]))


async def _goes_on(turn: Turn, ticket: TicketRow, _: TicketEventRow) -> None:
    await resume(turn, ticket)


async def _as_it_was(turn: Turn, ticket: TicketRow, event: TicketEventRow) -> None:
    kind, category = event.facts["from"]
    await recategorise(turn, ticket, kind=Kind(kind), category=category)


async def _where_it_was(turn: Turn, ticket: TicketRow, event: TicketEventRow) -> None:
    place, name = event.facts["from"]
    await move_back(turn, ticket, place, name)


async def _hand_back(turn: Turn, ticket: TicketRow, event: TicketEventRow) -> None:
    """Whoever had it has it again; whoever was given it hears that nothing is left to do.

    The right to do so comes from having given it away a moment ago, whatever one is to it now.
    """
    before, mine = State(ticket.state), await parts(turn, ticket)
    former, given = int(event.facts["from"]), ticket.owner_id
    ticket.state = advance(before, Act.HAND_OVER, frozenset({Part.BOT}), target=former).value
    ticket.version += 1
    give_to(turn, ticket, former, Reason("given_back"))
    record(turn, ticket, Act.HAND_OVER, leading(mine), before=before, internal=True,
           facts={"to": former, "from": given, "undoes": event.id})  # fmt: skip
    await assigned_anew(turn, ticket, (former,), "tickets/handed_over", note="")
    if given is not None and given != turn.actor:
        await turn.tell(
            given, "tickets/not_yours_after_all", subject=f"t{ticket.id}/p{given}",
            ticket=ticket.id, priority=Priority.TASK, hold=not Tier(ticket.tier).urgent,
            ticket_=view(turn, ticket, to=given),
        )  # fmt: skip


BACK: dict[Act, Back] = {
    Act.MERGE: Back(Act.UNMERGE, _apart),
    Act.UNMERGE: Back(Act.MERGE, _together),
    Act.SUSPEND: Back(Act.RESUME, _goes_on),
    Act.HAND_OVER: Back(Act.HAND_OVER, _hand_back),
    Act.RECATEGORISE: Back(Act.RECATEGORISE, _as_it_was),
    Act.MOVE: Back(Act.MOVE, _where_it_was),
    Act.DECLINE: Back(Act.RESUME, _goes_on),
}
"""What can be taken back, and by which step. What a resident was told for good cannot."""
