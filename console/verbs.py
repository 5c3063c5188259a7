"""A ticket's verbs as buttons and forms: what each asks for, and how it is carried out."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import FormData

from console.office import number_in
from console.steps import words_of
from domain.refusals import NotAllowed, Unknown
from domain.tickets.delays import Grounds
from domain.tickets.kinds import Kind, Sensitivity
from domain.tickets.returns import NotAReason, ReturnReason
from domain.tickets.states import Act, NeedsDate, NeedsReason, NeedsTarget, Part, State
from domain.understanding.asked import Asked, Delay
from handlers.tickets import verbs
from handlers.tickets.reaching import Reach
from handlers.tickets.verbs.replying import NobodyToAnswer
from handlers.tickets.verbs.step import leading
from handlers.turn import Turn
from storage.tickets import requests
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
    (Act.ASK_EXTENSION, "extension", "extension"),
    (Act.ASK_SUSPENSION, "suspension", "suspension"),
    (Act.FORWARD, "forward", "forward"),
    (Act.REFUSE, "grant", ""),
    (Act.REFUSE, "refuse", "reason"),
    (Act.RESUME, "resume", ""),
    (Act.RECATEGORISE, "recategorise", "matter"),
    (Act.MOVE, "move", "words"),
    (Act.DECLINE, "decline", "words"),
    (Act.DECLINE, "no_matter", ""),
    (Act.MERGE, "merge", "number"),
    (Act.UNMERGE, "unmerge", ""),
)
"""Each verb's act, its name in addresses and templates, and what it asks for."""
FIRST = ("grant", "decide", "accept", "contact", "finish", "solve", "unmerge")
"""What is most likely to be done next, where it may be: the button that stands by itself."""
ABOVE = frozenset({Part.CHIEF, Part.DESK, Part.STREET})
"""Who urges those who work on it."""
ANSWERS = frozenset({"grant", "refuse"})
"""What is only offered where something was asked for."""
REQUESTS = frozenset({"extension", "suspension"})
"""What is asked for once: while it waits for an answer it is not offered again."""


def likely(state: State, names: Sequence[str]) -> str | None:
    """The one step that most likely comes next; none where somebody else is to take it."""
    if state is State.CLOSED:
        return None
    return next((name for name in FIRST if name in names), None)


def choices(turn: Turn) -> dict[str, list[tuple[str, str]]]:
    """The closed lists that forms choose from, by verb, in words."""
    return {
        "return": [(reason.value, turn.words(f"reasons/{reason}")) for reason in ReturnReason],
        "suspension": [(grounds.value, turn.words(f"grounds/{grounds}")) for grounds in Grounds],
        "recategorise": [
            (row.slug, row.name)
            for row in turn.world.catalogue
            if row.sensitivity is not Sensitivity.SENSITIVE
        ],
    }


@dataclass(frozen=True, slots=True)
class Given:
    """What a verb's form was filled in with; each verb takes what it needs."""

    words: str = ""
    person: int | None = None
    choice: str = ""
    """One of a closed list: the reason of a return, the grounds of a suspension, a row of the catalogue."""
    day: str = ""
    unit: str = ""
    """The unit outside that acts on it."""
    kind: str = ""

    @classmethod
    def of(cls, form: FormData) -> "Given":
        """What a form brought, cut to what anybody would type."""
        words, choice, day, unit, kind = (
            words_of(form, name) for name in ("words", "choice", "day", "unit", "kind")
        )
        return cls(words, number_in(str(form.get("person", ""))), choice, day, unit, kind)


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


def _until(turn: Turn, given: Given, delay: Delay) -> datetime:
    until = Asked(delay).filled(given.day, turn.now, turn.world.calendar).until
    if until is None:
        raise NeedsDate
    return until


async def _extension(turn: Turn, ticket: TicketRow, given: Given) -> None:
    until = _until(turn, given, Delay.EXTENSION)
    await verbs.ask_extension(turn, ticket, until=until, reason=given.words)


async def _suspension(turn: Turn, ticket: TicketRow, given: Given) -> None:
    if given.choice not in set(Grounds):
        raise NeedsReason
    await verbs.ask_suspension(
        turn, ticket, grounds=Grounds(given.choice), until=_until(turn, given, Delay.SUSPENSION),
        said=given.words,
    )  # fmt: skip


async def _forward(turn: Turn, ticket: TicketRow, given: Given) -> None:
    until = _until(turn, given, Delay.FORWARD)
    await verbs.forward(turn, ticket, unit=given.unit, proof=given.words, until=until)


async def _grant(turn: Turn, ticket: TicketRow, _: Given) -> None:
    await verbs.grant(turn, ticket, await _request(turn, ticket))


async def _refuse(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.refuse(turn, ticket, await _request(turn, ticket), words=given.words)


async def _request(turn: Turn, ticket: TicketRow) -> int:
    """What waits for an answer; 0 where nothing does, which the verb refuses."""
    asked = await requests.waiting(turn.session, ticket.id)
    return asked.id if asked else 0


async def _resume(turn: Turn, ticket: TicketRow, _: Given) -> None:
    await verbs.resume(turn, ticket)


async def _ask_back(turn: Turn, ticket: TicketRow, given: Given) -> None:
    if await verbs.ask_back(turn, ticket, question=given.words) is Reach.NOBODY:
        raise NobodyToAnswer(act=Act.ASK_BACK.value)


async def _finish(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.finish(turn, ticket, result=given.words)


async def _solve(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.solve(turn, ticket, words=given.words)


async def _not_solved(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.not_solved(turn, ticket, words=given.words)


async def _recategorise(turn: Turn, ticket: TicketRow, given: Given) -> None:
    if given.kind not in set(Kind):
        raise Unknown
    await verbs.recategorise(turn, ticket, kind=Kind(given.kind), category=given.choice)


async def _move(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.move(turn, ticket, words=given.words)


async def _no_matter(turn: Turn, ticket: TicketRow, _: Given) -> None:
    await verbs.no_matter(turn, ticket)


async def _decline(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.decline(turn, ticket, reason=given.words)


async def _merge(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.merge(turn, ticket, _needed(number_in(given.words.strip())))


async def _unmerge(turn: Turn, ticket: TicketRow, _: Given) -> None:
    await verbs.unmerge(turn, ticket)


async def _note(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.add_note(turn, ticket, given.words, internal=True)


async def _reply(turn: Turn, ticket: TicketRow, given: Given) -> None:
    await verbs.reply(turn, ticket, given.words)


async def _undo(turn: Turn, ticket: TicketRow, _: Given) -> None:
    await verbs.undo(turn, ticket)


async def _apart(turn: Turn, ticket: TicketRow, _: Given) -> None:
    await verbs.keep_apart(turn, ticket)


async def _urge(turn: Turn, ticket: TicketRow, given: Given) -> None:
    if leading(await verbs.parts(turn, ticket)) not in ABOVE:
        raise NotAllowed(act="urge")
    await verbs.from_above(turn, ticket, given.words.strip() or turn.words("choices/urge"))


VERBS: dict[str, Verb] = {
    "accept": _accept, "contact": _contact, "hand_over": _hand_over, "decide": _decide,
    "return": _give_back, "ask_back": _ask_back, "finish": _finish, "solve": _solve,
    "extension": _extension, "suspension": _suspension, "forward": _forward, "grant": _grant,
    "refuse": _refuse, "resume": _resume, "not_solved": _not_solved,
    "recategorise": _recategorise, "move": _move, "no_matter": _no_matter,
    "decline": _decline, "merge": _merge, "unmerge": _unmerge, "note": _note,
    "reply": _reply, "undo": _undo, "apart": _apart, "urge": _urge,
}  # fmt: skip
