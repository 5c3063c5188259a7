"""Who comes back is told what they missed, and nobody need pass it on by hand any more."""

from domain.messages import Priority
from domain.tickets.states import Part
from handlers.tickets import pushes, relay, verbs
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.lost import lay_down, lost, send_again
from storage.outbox import OutboxRow, SendState
from storage.tickets import queries
from storage.tickets.tables import TicketRow

MOST = 3  # tickets; of more a list is told, and not each
WORKING = frozenset({Part.OWNER, Part.DOER})


async def told(turn: Turn) -> None:
    """Tell what could not be told: each where it is little, else in one message; emergencies always."""
    by_ticket: dict[int, list[OutboxRow]] = {}
    for row in await lost(turn.session, turn.actor or 0, turn.said.where, turn.now):
        by_ticket.setdefault(row.ticket_id or 0, []).append(row)
    still = [
        (ticket, rows, parts)
        for number, rows in by_ticket.items()
        if (ticket := await queries.ticket(turn.session, number)) is not None
        and (parts := await verbs.parts(turn, ticket) - {Part.COPIED})
    ]  # a few tickets of one person, each locked as its verbs do
    waiting = 0
    for ticket, rows, parts in still:
        urgent = any(row.priority == Priority.EMERGENCY for row in rows)
        if urgent or len(still) <= MOST:
            await _each(turn, ticket, rows, parts)
        elif parts & WORKING or _came_back(rows):
            await lay_down(turn.session, [row.id for row in rows])
            waiting += 1
    if waiting:
        works = any(parts & WORKING for _, _, parts in still)
        await turn.reply("people/missed", number=waiting, command="/tasks" if works else "/mine")
    await relay.tell_what_waited(turn)


def _came_back(rows: list[OutboxRow]) -> list[int]:
    """Those that had left and were refused: they are whole, with their buttons."""
    return [row.id for row in rows if row.state == SendState.UNREACHABLE.value]


async def _each(
    turn: Turn, ticket: TicketRow, rows: list[OutboxRow], parts: frozenset[Part]
) -> None:
    """What came back leaves again; a task that was never addressed is told as `/tasks` tells it."""
    again = _came_back(rows)
    if not again and not parts & WORKING:
        return  # news for somebody who only watches: a human has it
    await send_again(turn.session, again, turn.now)
    await lay_down(turn.session, [row.id for row in rows if row.id not in again])
    if not again:
        await turn.reply(
            "tickets/task_line", subject=ticket.id, ticket=ticket.id,
            offers=await pushes.offers(turn, ticket, parts, turn.actor),
            ticket_=view(turn, ticket),
        )  # fmt: skip
