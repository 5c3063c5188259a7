"""A ticket's verbs as buttons and forms: what each asks for, and how it is carried out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import FormData

from console.office import number_in
from domain.tickets.returns import NotAReason, ReturnReason
from domain.tickets.states import Act, NeedsTarget
from handlers.tickets import verbs
from handlers.turn import Turn
from storage.tickets.tables import TicketRow

BUTTONS = (
    (Act.ACCEPT, "accept", ""),
    (Act.CONTACT, "contact", ""),
    (Act.HAND_OVER, "hand_over", "person"),
    (Act.REASSIGN, "decide", "person"),
    (Act.RETURN, "return", "choice"),
    (Act.ASK_BACK, "ask_back", "words"),
    (Act.FINISH, "finish", "words"),
    (Act.SOLVE, "solve", ""),
    (Act.NOT_SOLVED, "not_solved", "words"),
    (Act.DECLINE, "decline", "words"),
    (Act.MERGE, "merge", "number"),
    (Act.UNMERGE, "unmerge", ""),
    (Act.NOTE, "note", "words"),
)
"""Each verb's act, its name in addresses and templates, and what it asks for."""
MOST_WORDS = 2000  # of what somebody types into a form


def choices(turn: Turn) -> dict[str, list[tuple[str, str]]]:
    """The closed lists that forms choose from, by verb, in words."""
    return {"return": [(reason.value, turn.words(f"reasons/{reason}")) for reason in ReturnReason]}


@dataclass(frozen=True, slots=True)
class Given:
    """What a verb's form was filled in with; each verb takes what it needs."""

    words: str = ""
    person: int | None = None
    choice: str = ""
    """One of a closed list: the reason of a return."""

    @classmethod
    def of(cls, form: FormData) -> "Given":
        """What a form brought, cut to what anybody would type."""
        texts = [str(form.get(name, ""))[:MOST_WORDS] for name in ("words", "choice")]
        return cls(texts[0], number_in(str(form.get("person", ""))), texts[1])


Verb = Callable[[Turn, TicketRow, Given], Awaitable[None]]


async def _accept(turn: Turn, ticket: TicketRow, _: Given) -> None:
    await verbs.accept(turn, ticket)


async def _contact(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.contact(turn, ticket, how=given.words)


async def _hand_over(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.hand_over(turn, ticket, _needed(given.person), reason=given.words)


async def _decide(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.decide(turn, ticket, _needed(given.person), reason=given.words)


def _needed(person: int | None) -> int:
    if person is None:
        raise NeedsTarget
    return person


async def _give_back(turn: Turn, ticket: TicketRow, given: Given) -> None:
    reason = given.choice
    if reason not in set(ReturnReason):
        raise NotAReason(act=Act.RETURN.value)
    await verbs.give_back(turn, ticket, reason=ReturnReason(reason), words=given.words)


async def _ask_back(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.ask_back(turn, ticket, question=given.words)


async def _finish(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.finish(turn, ticket, result=given.words)


async def _solve(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.solve(turn, ticket, words=given.words)


async def _not_solved(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.not_solved(turn, ticket, words=given.words)


async def _decline(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.decline(turn, ticket, reason=given.words)


async def _merge(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.merge(turn, ticket, _needed(number_in(given.words.strip())))


async def _unmerge(turn: Turn, ticket: TicketRow, _: Given) -> None:
    await verbs.unmerge(turn, ticket)


async def _note(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.add_note(turn, ticket, given.words, internal=True)


VERBS: dict[str, Verb] = {
    "accept": _accept, "contact": _contact, "hand_over": _hand_over, "decide": _decide,
    "return": _give_back, "ask_back": _ask_back, "finish": _finish, "solve": _solve,
    "not_solved": _not_solved, "decline": _decline, "merge": _merge, "unmerge": _unmerge, "note": _note,
}  # fmt: skip
