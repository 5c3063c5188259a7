"""What chief, desk or street say under a ticket that others work on: the workers hear it.

Residents do not: what they should know is told by the steps themselves.
"""

from domain.tickets.states import LIVE, Part, State
from domain.understanding import Action, Reading, Verdict
from domain.understanding.answers import is_number_alone, without_number
from domain.understanding.handed import nods
from handlers.tickets import asking, passing, verbs
from handlers.turn import Turn
from storage.tickets.tables import TicketRow

OFFICIAL = frozenset({Part.CHIEF, Part.DESK, Part.STREET})
OWN = frozenset({Part.OWNER, Part.DOER, Part.CONTACT, Part.REPORTER, Part.JOINED})


async def says(turn: Turn, ticket: TicketRow, reading: Reading, parts: frozenset[Part]) -> bool:
    """`催一下`, `给赵勇办`: it goes on to the workers, or to whom it names; False for something else."""
    words = without_number(turn.said.text).strip()
    if turn.in_group or not parts & OFFICIAL or parts & OWN or not words:
        return False
    if is_number_alone(turn.said.text) or reading.verdict is Verdict.PROGRESS:
        return False
    if reading.action is Action.REGISTER or State(ticket.state) not in LIVE:
        return False
    if nods(words):
        await asking.acknowledge(turn)
    elif not await passing.said(turn, ticket, parts, words, "note"):
        await verbs.from_above(turn, ticket, words)
        await asking.acknowledge(turn)
    return True
