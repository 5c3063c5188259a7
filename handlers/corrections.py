"""Corrections teach: what people changed, took back or said yes to becomes an example to learn from.

It is written in the same commit as the step itself, and names nobody (`domain.corrections`).
"""

import csv
import io
from collections.abc import Iterable

from domain.corrections import CHAT, UNDONE_WITHIN, Matter, Why, example_of, teaches
from domain.understanding.takenback import takes_back
from handlers.turn import Turn
from storage import corrections
from storage.corrections import CorrectionRow
from storage.tickets.tables import TicketRow

COLUMNS = ("text", "label", "kind")
"""As `huying train` reads them, and as the sentences are kept from which the models that ship are made."""


def matter_of(ticket: TicketRow) -> Matter:
    """What a ticket is taken for."""
    return Matter(ticket.kind, ticket.category)


async def undone(turn: Turn, ticket: TicketRow) -> None:
    """Its author does not want it noted, and says so soon: it was just talk.

    By the button, or in words that name the noting: `没事了` may mean that it has been mended.
    """
    words = turn.incoming.text if turn.incoming else ""
    meant = not words or takes_back(words, mine=True)
    if meant and turn.now - ticket.created_at <= UNDONE_WITHIN:
        await _keep(turn, ticket, Why.UNDONE, matter_of(ticket), CHAT)


async def no_matter(turn: Turn, ticket: TicketRow) -> None:
    """The desk says that it was just talk."""
    await _keep(turn, ticket, Why.NO_MATTER, matter_of(ticket), CHAT)


async def recategorised(turn: Turn, ticket: TicketRow, read: Matter) -> None:
    """The desk says what it is."""
    await _keep(turn, ticket, Why.RECATEGORISED, read, matter_of(ticket))


async def moved(turn: Turn, ticket: TicketRow) -> None:
    """The desk says where it is."""
    await _keep(turn, ticket, Why.MOVED, matter_of(ticket), matter_of(ticket))


async def not_moved(turn: Turn, ticket: TicketRow) -> None:
    """That it was moved was a slip of the desk's: nothing is to be learnt from it."""
    await corrections.unlearn(turn.session, ticket.id, Why.MOVED)


async def a_matter_after_all(turn: Turn, ticket: TicketRow) -> None:
    """That it was taken for talk was a slip of the desk's."""
    await corrections.unlearn(turn.session, ticket.id, Why.NO_MATTER)


async def confirmed(turn: Turn, ticket: TicketRow) -> None:
    """Its author was asked whether it is to be registered, and said yes."""
    await _keep(turn, ticket, Why.CONFIRMED, matter_of(ticket), matter_of(ticket))


async def _keep(turn: Turn, ticket: TicketRow, why: Why, read: Matter, matter: Matter) -> None:
    if not teaches(ticket.sensitivity, anonymous=ticket.anonymous):
        await corrections.forget(turn.session, [ticket.id])  # it may have become so just now
        return
    text = example_of(ticket.text, await corrections.names_in(turn.session, ticket.text))
    if not text:
        return
    await corrections.keep(
        turn.session, ticket=ticket.id, text=text,
        community=ticket.community, read=read, matter=matter, why=why,
        day=turn.world.today(turn.now),
    )  # fmt: skip


def table(rows: Iterable[CorrectionRow]) -> str:
    """The examples as CSV."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    lines.writerows((row.text, row.matter.label, row.kind) for row in rows)
    return out.getvalue()
