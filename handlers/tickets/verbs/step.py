"""What every step has in common: whose it is, one move of the table, and whoever gets it next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.refusals import NotAllowed, Refusal
from domain.tickets.kinds import Tier
from domain.tickets.limits import limits_for
from domain.tickets.routing import Reason, level_of
from domain.tickets.states import (
    TABLE,
    Act,
    NotYours,
    OnlyCopied,
    Part,
    State,
    WrongState,
    advance,
    may,
)
from domain.wishes.states import SHARED_ACTS, WishesGoTheirWay
from handlers import webhooks
from handlers.tickets import due, pushes, telling
from handlers.tickets.appointments import VisitView
from handlers.tickets.colleagues import colleagues
from handlers.tickets.parts import parts_of
from handlers.turn import Turn
from storage.tickets import queries
from storage.tickets.tables import TicketRow

CONTACT_FIRST = frozenset({Act.ASK_EXTENSION, Act.ASK_SUSPENSION, Act.FORWARD})


class ContactFirst(Refusal):
    """The resident is spoken to before more time is asked for."""


async def parts(turn: Turn, ticket: TicketRow) -> frozenset[Part]:
    """What the person of this turn is to the ticket; huying itself where nobody acts."""
    if turn.person is None:
        return frozenset({Part.BOT})
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    reporters = await queries.reporters(turn.session, ticket.id)
    mine = parts_of(ticket, turn.person.id, organisation, reporters, day)
    if turn.written_by is None:
        return mine
    hand = parts_of(ticket, turn.written_by, organisation, reporters, day)
    if not hand & {Part.OWNER, Part.DOER}:
        return mine
    # Who does the work writes down what was said, but never that it is solved.
    return frozenset({Part.JOINED}) if mine & {Part.REPORTER, Part.JOINED} else frozenset()


async def must(turn: Turn, ticket: TicketRow, act: Act) -> None:
    """Refuse a step before its words are asked for: the matter has moved on, or it is for others."""
    state, mine = State(ticket.state), await parts(turn, ticket)
    early = state in (State.ASSIGNED, State.ACCEPTED) and (state, act) not in TABLE
    if early and act in CONTACT_FIRST and Part.OWNER in mine:
        raise ContactFirst
    if (state, act) not in TABLE:
        raise WrongState(act=act.value, state=ticket.state)
    if not may(state, act, mine):
        raise (OnlyCopied if Part.COPIED in mine else NotYours)(act=act.value, state=ticket.state)


async def step(turn: Turn, ticket: TicketRow, act: Act, **given: Any) -> tuple[State, Part]:
    """Take one step of the table: the state before it, and as what the person took it."""
    before, mine = State(ticket.state), await parts(turn, ticket)
    if ticket.wish and act not in SHARED_ACTS:
        raise WishesGoTheirWay(act=act.value)
    after = advance(before, act, mine, **given)
    if not ticket.wish or act is Act.ARCHIVE:
        ticket.state = after.value
    ticket.version += 1
    return before, leading(mine)


def leading(mine: frozenset[Part]) -> Part:
    """As what somebody acts who is several things to a ticket."""
    order = (
        Part.OWNER,
        Part.DOER,
        Part.REPORTER,
        Part.CONTACT,
        Part.DESK,
        Part.STREET,
        Part.CHIEF,
        Part.CHECKER,
        Part.JOINED,
    )
    return next((part for part in order if part in mine), Part.BOT)


def contacted(turn: Turn, ticket: TicketRow) -> None:
    ticket.contacted_at = ticket.contacted_at or turn.now
    if ticket.state == State.ACCEPTED.value:
        ticket.state = State.WORKING.value
        webhooks.tell(turn, ticket, Act.CONTACT, State.ACCEPTED)


async def assigned_anew(
    turn: Turn, ticket: TicketRow, told: Sequence[int], moment: str, **facts: Any
) -> None:
    await due.set_limits(turn, ticket)
    history = await telling.history(turn, ticket)
    again = f"v{ticket.version}"
    await pushes.task(turn, ticket, told=told, moment=moment, again=again, history=history, **facts)


def next_word_by(turn: Turn, ticket: TicketRow) -> datetime:
    """When the resident hears from whoever has it now; an old promise that is over is made anew."""
    limits = limits_for(Tier(ticket.tier), None, None, at=turn.now, calendar=turn.world.calendar)
    return ticket.respond_by if ticket.respond_by > turn.now else limits.respond_by


async def visit_kept(turn: Turn, ticket: TicketRow, promised: VisitView | None) -> None:
    """Whoever promised to come has it no longer: nobody waits at home for them without a word."""
    if promised is None or ticket.arrives_by in (ticket.owner_id, ticket.doer_id):
        return
    by = next_word_by(turn, ticket)
    await telling.reporter(turn, ticket, "tickets/visit_changes", visit=promised, by=by)


def keep_contact(ticket: TicketRow, to: int | None) -> None:
    """Whoever had it first stays the resident's contact until somebody else has taken it (a.5)."""
    first = ticket.contact_id or ticket.owner_id
    ticket.contact_id = first if first != to else None


def give_to(turn: Turn, ticket: TicketRow, to: int, reason: Reason) -> None:
    """Make a colleague the owner, as what they serve, and at their level: it can climb again.

    A form or a button may name anybody: whoever is no colleague here is refused.
    """
    role = colleagues(turn, ticket).get(to)
    if role is None:
        raise NotAllowed(act="hand_over")
    keep_contact(ticket, to)
    ticket.owner_id, ticket.owner_role, ticket.owner_area = to, role.role.value, role.area
    ticket.level = level_of(role.role)
    ticket.reason = {"code": reason.code, **reason.facts}
    ticket.assigned_at, ticket.accepted_at = turn.now, None
    if ticket.doer_id == to:
        ticket.doer_id = None
