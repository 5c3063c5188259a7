"""How a ticket ends, and how it comes back: solved, partly, not; withdrawn, declined, lapsed."""

from collections.abc import Sequence

from domain.refusals import NotAllowed, Refusal
from domain.tickets.kinds import Kind, Sensitivity
from domain.tickets.ratings import Rating, Why
from domain.tickets.repeats import REOPENED_WITHIN
from domain.tickets.routing import Reason
from domain.tickets.states import TABLE, Act, Part, State, WrongState, advance
from handlers import corrections, webhooks
from handlers.points import earned
from handlers.tickets import due, pushes, telling
from handlers.tickets.record import record
from handlers.tickets.verbs.hands import current, higher_up, reopen
from handlers.tickets.verbs.step import assigned_anew, parts, step
from handlers.turn import Turn
from handlers.wishes import ordinary
from handlers.wishes import verbs as wish_verbs
from handlers.wishes.ordinary import unless_a_wish
from storage import questions
from storage.privacy import contacts
from storage.tickets import queries, repeats
from storage.tickets.ratings import TicketRatingRow
from storage.tickets.tables import TicketReporterRow, TicketRow


@unless_a_wish(ordinary.solve)
async def solve(turn: Turn, ticket: TicketRow, *, words: str = "", rated: bool = False) -> None:
    """The resident says that it is solved, or an independent check does: only that closes it.

    Who has said already how content they are (`rated`) is not asked again.
    """
    before, part = await step(turn, ticket, Act.SOLVE)
    ticket.outcome, ticket.closed_at = "solved", turn.now
    if part is not Part.REPORTER:
        part = Part.CHECKER  # whatever else they are: they have looked
    ticket.closed_by = part.value
    record(turn, ticket, Act.SOLVE, part, before=before, note=words)
    await due.stop(turn, ticket)
    await telling.closed(turn, ticket, rated=rated)
    await pushes.lay_aside(turn, ticket)
    await pushes.to_workers(turn, ticket, "tickets/solved", by_checker=part is Part.CHECKER)
    await earned.from_ticket(turn, ticket)


class ClosedLongAgo(Refusal):
    """After fifteen days it is a new matter, which is linked to the old one."""


def _must_be_fresh(turn: Turn, ticket: TicketRow) -> None:
    if ticket.closed_at is not None and turn.now - ticket.closed_at > REOPENED_WITHIN:
        raise ClosedLongAgo


@unless_a_wish(ordinary.partly)
async def partly(turn: Turn, ticket: TicketRow, *, missing: str = "") -> None:
    """Something is still missing: the same owner goes on, and is told what."""
    _must_be_fresh(turn, ticket)
    before, part = await step(turn, ticket, Act.PARTLY)
    record(turn, ticket, Act.PARTLY, part, before=before, note=missing)
    same = current(ticket, Reason("partly"))
    await reopen(turn, ticket, same, "partly", missing)


@unless_a_wish(wish_verbs.not_arrived)
async def not_solved(turn: Turn, ticket: TicketRow, *, words: str = "") -> None:
    """It is not solved: one level up, where the whole history is seen; the top keeps its own."""
    _must_be_fresh(turn, ticket)
    before, part = await step(turn, ticket, Act.NOT_SOLVED)
    looked = (
        before is State.REPORTED and part is not Part.REPORTER
    )  # later it is what they say by phone
    record(turn, ticket, Act.NOT_SOLVED, part, before=before, note=words)
    again = Reason("not_solved_again")
    higher = await higher_up(turn, ticket, again, "not_solved")
    to = higher or current(ticket, again)
    await reopen(turn, ticket, to, "not_solved", words, by_checker=looked)


async def rate(
    turn: Turn,
    ticket: TicketRow,
    rating: Rating,
    *,
    why: Why | None = None,
    by_phone: bool = False,
) -> None:
    """How content the reporter is; on the phone somebody writes it down who did not do the work.

    Why not is nobody's to read who owns or does it: it stands apart from the ticket's history.
    """
    before, part = await step(turn, ticket, Act.RATE)
    ticket.rating = rating.value
    turn.session.add(
        TicketRatingRow(
            ticket_id=ticket.id, person_id=ticket.reporter_id, rating=rating.value,
            reason=why.value if why else None, channel="call" if by_phone else turn.channel,
            asked_by=turn.actor if by_phone else None, at=turn.now,
        )
    )  # fmt: skip
    record(turn, ticket, Act.RATE, part, before=before, internal=True)


@unless_a_wish(wish_verbs.withdraw)
async def withdraw(turn: Turn, ticket: TicketRow) -> None:
    """The reporter takes it back. It stays where it may hurt, or others wait for it: only the name goes."""
    others = [
        row
        for row in await queries.reporters(turn.session, ticket.id)
        if row.person_id != ticket.reporter_id
    ]
    if ticket.kind == Kind.HAZARD or others:
        await _unlink(turn, ticket)
        await _next_in_line(turn, ticket, others)
        return
    await unfile(turn, ticket)
    await corrections.undone(turn, ticket)


@unless_a_wish(wish_verbs.withdraw)
async def unfile(turn: Turn, ticket: TicketRow) -> None:
    """What was filed for somebody is taken back at once, a danger too: it was a slip, not their word."""
    before, part = await step(turn, ticket, Act.WITHDRAW)
    ticket.closed_at = turn.now
    record(turn, ticket, Act.WITHDRAW, part, before=before)
    await contacts.let_go(turn.session, ticket=ticket.id)
    await due.stop(turn, ticket)
    await pushes.lay_aside(turn, ticket)
    await pushes.to_workers(turn, ticket, "tickets/withdrawn")


async def _unlink(turn: Turn, ticket: TicketRow) -> None:
    if Part.REPORTER not in await parts(turn, ticket):
        raise NotAllowed(act=Act.WITHDRAW.value)
    if (State(ticket.state), Act.WITHDRAW) not in TABLE:
        raise WrongState(state=ticket.state, act=Act.WITHDRAW.value)
    before = await repeats.households(turn.session, ticket.id)
    for row in await queries.reporters(turn.session, ticket.id):
        if row.person_id == turn.actor:
            await turn.session.delete(row)
    await turn.session.flush()
    gone = before - await repeats.households(turn.session, ticket.id)
    ticket.people, ticket.reporter_id = max(1, ticket.people - gone), None
    await contacts.let_go(turn.session, ticket=ticket.id, person=turn.actor)
    record(turn, ticket, Act.NOTE, Part.REPORTER, internal=True, facts={"unlinked": True})


async def _next_in_line(turn: Turn, ticket: TicketRow, others: Sequence[TicketReporterRow]) -> None:
    """Who joined first speaks for it from now on: is asked whether it is solved, and may take it back."""
    if not others:
        return
    others[0].first = True
    ticket.reporter_id, ticket.message = others[0].person_id, None
    if ticket.state == State.REPORTED.value:
        await questions.close_about(turn.session, ticket.id, telling.CONFIRM, turn.now)
        await telling.ask_whether_solved(turn, ticket)


@unless_a_wish(ordinary.decline)
async def decline(
    turn: Turn, ticket: TicketRow, *, reason: str, moment: str = "tickets/turned_away"
) -> None:
    """The desk says that nothing will be done, and why or which way to go.

    `moment` is what its workers hear.
    """
    before, part = await step(turn, ticket, Act.DECLINE, reason=reason)
    ticket.closed_at = turn.now
    record(turn, ticket, Act.DECLINE, part, before=before, note=reason)
    await due.stop(turn, ticket)
    await pushes.lay_aside(turn, ticket)
    await telling.declined(turn, ticket, reason)
    await pushes.to_workers(
        turn, ticket, moment, but=[turn.actor] if turn.actor else [], note=reason
    )


async def take_up(turn: Turn, ticket: TicketRow) -> None:
    """What the desk had declined is done after all: by whoever had it, with the days it lay there.

    Its reporter was told that nothing would be done, and hears at once that something will.
    """
    lay = turn.now - (ticket.closed_at or turn.now)
    before, part = await step(turn, ticket, Act.RESUME)
    ticket.closed_at, ticket.assigned_at = None, turn.now
    ticket.finish_by += lay
    ticket.respond_by += lay
    record(turn, ticket, Act.RESUME, part, before=before)
    webhooks.tell_date(turn, ticket)
    await assigned_anew(turn, ticket, pushes.owners(turn, ticket), "tickets/handed_over", note="")
    await telling.taken_up(turn, ticket)
    await corrections.a_matter_after_all(turn, ticket)


def harmless(ticket: TicketRow) -> bool:
    """Whether silence may end it."""
    return ticket.kind != Kind.HAZARD and ticket.sensitivity != Sensitivity.SENSITIVE


async def lapse(turn: Turn, ticket: TicketRow) -> bool:
    """Three days' silence may end a harmless ticket, never a hazard or a sensitive one."""
    if not harmless(ticket) or ticket.state != State.REPORTED.value:
        return False
    before = State(ticket.state)
    ticket.state = advance(before, Act.LAPSE, frozenset({Part.BOT})).value
    ticket.version += 1
    ticket.closed_at, ticket.closed_by, ticket.outcome = turn.now, "silence", None
    record(turn, ticket, Act.LAPSE, Part.BOT, before=before)
    await due.stop(turn, ticket)
    return True


async def archive(turn: Turn, ticket: TicketRow) -> None:
    """A month after its end a ticket is read-only, and out of the lists."""
    before, part = await step(turn, ticket, Act.ARCHIVE)
    record(turn, ticket, Act.ARCHIVE, part, before=before, internal=True)
