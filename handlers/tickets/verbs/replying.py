"""The office answers whoever reported it, in their own channel."""

from domain.refusals import Refusal
from domain.tickets.states import Act, Part
from handlers.tickets.reaching import Reach, answer
from handlers.tickets.record import record
from handlers.tickets.verbs.step import contacted, step
from handlers.turn import Turn
from storage.tickets.tables import TicketRow

WORKING = frozenset({Part.OWNER, Part.DOER, Part.CONTACT})


class NobodyToAnswer(Refusal):
    """It is not known who reported it: there is nobody who could be answered."""


async def reply(turn: Turn, ticket: TicketRow, words: str) -> Reach:
    """Somebody answers the reporter: an answer is never held back, and numbers in it are stars."""
    before, part = await step(turn, ticket, Act.REPLY, reason=words)
    record(turn, ticket, Act.REPLY, part, before=before, note=words)
    reach = await answer(turn, ticket, words, part)
    if reach is Reach.NOBODY:
        raise NobodyToAnswer(act=Act.REPLY.value)
    if part in WORKING:
        contacted(turn, ticket)
    return reach
