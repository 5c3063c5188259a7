"""What cannot be done in time: a later date, a suspension, somebody outside who acts."""

from datetime import datetime, timedelta

from domain.catalogue import Limit
from domain.messages import Priority
from domain.privacy import mask
from domain.refusals import Refusal
from domain.tickets.delays import (
    ANSWERED_WITHIN_DAYS,
    Grounds,
    RequestKind,
    RequestState,
    check_ahead,
    check_extension,
    latest,
    may_ask_extension,
)
from domain.tickets.kinds import Tier
from domain.tickets.limits import limit_of
from domain.tickets.states import Act, State
from handlers.tickets import due, pushes, telling
from handlers.tickets.record import record
from handlers.tickets.requests import ACTS, granters, must_be_granter
from handlers.tickets.verbs.ending import take_up
from handlers.tickets.verbs.step import ContactFirst, parts, step
from handlers.tickets.views import view
from handlers.turn import Asking, Offer, Turn
from storage.tickets import requests
from storage.tickets.tables import TicketRequestRow, TicketRow
from storage.timers import set_timer

ANSWERABLE = timedelta(days=7)  # over a long holiday a working day is that far


class AskedAlready(Refusal):
    """Something was asked for, and nobody has answered yet."""


class Answered(Refusal):
    """Somebody else has answered what was asked for, or it came to nothing."""


def answered_by(turn: Turn, asked_at: datetime) -> datetime:
    """Until when a request is answered; after that it counts as refused."""
    return turn.world.calendar.add_working_days(asked_at, ANSWERED_WITHIN_DAYS)


def _in_contact(ticket: TicketRow) -> None:
    if ticket.state == State.ACCEPTED.value:
        raise ContactFirst


def may_extend(turn: Turn, ticket: TicketRow) -> None:
    """Whether the owner may ask for a later date now; refused with the reason, if not."""
    may_ask_extension(
        Tier(ticket.tier), ticket.extended, turn.now, ticket.created_at, ticket.finish_by,
        turn.world.calendar,
    )  # fmt: skip


def _check_date(turn: Turn, ticket: TicketRow, until: datetime) -> None:
    limit = _limit(turn, ticket)
    check_extension(until, ticket.finish_by, turn.now, limit, turn.world.calendar)


def _limit(turn: Turn, ticket: TicketRow) -> Limit:
    category = turn.world.catalogue.get(ticket.category)
    assert category is not None
    return limit_of(Tier(ticket.tier), category)


def latest_extension(turn: Turn, ticket: TicketRow) -> datetime:
    """Until when a later date may be asked for."""
    return latest(ticket.finish_by, _limit(turn, ticket), turn.world.calendar)


async def ask_extension(turn: Turn, ticket: TicketRow, *, until: datetime, reason: str) -> None:
    """The owner asks for a later date, and says why; somebody else grants it."""
    _in_contact(ticket)
    before, part = await step(turn, ticket, Act.ASK_EXTENSION, reason=reason, until=until)
    may_extend(turn, ticket)
    _check_date(turn, ticket, until)
    record(turn, ticket, Act.ASK_EXTENSION, part, before=before, note=reason, internal=True,
           facts={"until": until.isoformat()})  # fmt: skip
    await _ask(turn, ticket, RequestKind.EXTENSION, until, reason)


async def ask_suspension(
    turn: Turn, ticket: TicketRow, *, grounds: Grounds, until: datetime, said: str
) -> None:
    """The owner asks to lay it aside: on which grounds, until when, and what the resident is told."""
    _in_contact(ticket)
    before, part = await step(turn, ticket, Act.ASK_SUSPENSION, reason=said, until=until)
    check_ahead(until, turn.now)
    record(turn, ticket, Act.ASK_SUSPENSION, part, before=before, note=said, internal=True,
           facts={"until": until.isoformat(), "grounds": grounds.value})  # fmt: skip
    await _ask(turn, ticket, RequestKind.SUSPENSION, until, said, grounds)


async def _ask(
    turn: Turn, ticket: TicketRow, kind: RequestKind, until: datetime, said: str,
    grounds: Grounds | None = None,
) -> None:  # fmt: skip
    people = granters(turn, ticket, kind)
    number = await requests.ask(
        turn.session, ticket_id=ticket.id, kind=kind.value, asked_by=turn.actor,
        grounds=grounds.value if grounds else None, asked_at=turn.now, until=until, said=mask(said),
    )  # fmt: skip
    if number is None:
        raise AskedAlready
    end = answered_by(turn, turn.now)
    await set_timer(
        turn.session, f"request/{number}", "ticket.request", end, subject=f"request/{number}",
        ticket=ticket.id, request=number,
    )  # fmt: skip
    answers = [[Offer(f"tickets.{verb}", {"ticket": ticket.id, "request": number})
                for verb in ("grant", "refuse")]]  # fmt: skip
    for person in people:
        await turn.tell(
            person, f"tickets/{kind.value}_asked", or_by_hand=True,
            subject=f"t{ticket.id}/p{person}", ticket=ticket.id, priority=Priority.TASK,
            hold=not Tier(ticket.tier).urgent, offers=answers,
            asking=Asking("request", person=person, ticket=ticket.id, facts={"request": number},
                          by_words=True, lasts=ANSWERABLE),
            ticket_=view(turn, ticket), until=until, note=mask(said), answer_by=end,
            grounds=grounds.value if grounds else "",
        )  # fmt: skip


async def _asked(turn: Turn, ticket: TicketRow, number: int) -> TicketRequestRow:
    asked = await requests.request(turn.session, number)
    if asked is None or asked.ticket_id != ticket.id or asked.state != RequestState.ASKED.value:
        raise Answered
    return asked


async def grant(turn: Turn, ticket: TicketRow, number: int) -> None:
    """Somebody who does not work on it grants what was asked for, and the resident is told."""
    asked = await _asked(turn, ticket, number)
    kind = RequestKind(asked.kind)
    must_be_granter(turn, ticket, asked, await parts(turn, ticket))
    before, part = await step(turn, ticket, ACTS[kind], reason=asked.said, until=asked.until)
    in_time = turn.now <= ticket.finish_by
    done = await requests.settle(
        turn.session, asked.id, RequestState.GRANTED, turn.now, by=turn.actor,
        before_deadline=in_time,
    )  # fmt: skip
    if not done:
        raise Answered
    if kind is RequestKind.EXTENSION:
        _check_date(turn, ticket, asked.until)
        ticket.finish_by, ticket.extended = asked.until, ticket.extended + 1
        await due.moved(turn, ticket)
    else:
        check_ahead(asked.until, turn.now)
        ticket.suspended_at, ticket.review_at = turn.now, asked.until
        await due.suspended(turn, ticket)
    record(turn, ticket, ACTS[kind], part, before=before, internal=True,
           facts={"until": asked.until.isoformat(), "request": asked.id})  # fmt: skip
    moment = "tickets/extended" if kind is RequestKind.EXTENSION else "tickets/suspended"
    await telling.reporter(turn, ticket, moment, note=asked.said)
    await pushes.to_workers(turn, ticket, f"{moment}_worker")


async def refuse(turn: Turn, ticket: TicketRow, number: int, *, words: str = "") -> None:
    """What was asked for is not granted; whoever asked is told, and the date stays."""
    asked = await _asked(turn, ticket, number)
    must_be_granter(turn, ticket, asked, await parts(turn, ticket))
    before, part = await step(turn, ticket, Act.REFUSE)
    state = RequestState.REFUSED if turn.actor else RequestState.LAPSED
    if not await requests.settle(turn.session, asked.id, state, turn.now, by=turn.actor):
        raise Answered
    record(turn, ticket, Act.REFUSE, part, before=before, note=words, internal=True,
           facts={"request": asked.id})  # fmt: skip
    await pushes.to_workers(
        turn, ticket, "tickets/not_granted", kind=asked.kind, note=words,
        by_itself=turn.actor is None,
    )  # fmt: skip


async def resume(turn: Turn, ticket: TicketRow) -> None:
    """A suspended ticket goes on: on its day by itself, or when the desk takes it up before.

    So does one that the desk had declined.
    """
    if ticket.state == State.DECLINED.value:
        await take_up(turn, ticket)
        return
    before, part = await step(turn, ticket, Act.RESUME)
    await due.resumed(turn, ticket)
    record(turn, ticket, Act.RESUME, part, before=before, internal=True)
    ticket.suspended_at = ticket.review_at = None
    await telling.reporter(turn, ticket, "tickets/resumed")
    history = await telling.history(turn, ticket)
    await pushes.to_workers(turn, ticket, "tickets/resumed_worker", history=history)


async def forward(turn: Turn, ticket: TicketRow, *, unit: str, proof: str, until: datetime) -> None:
    """Somebody outside acts on it; the owner stays, and chases them on the day."""
    _in_contact(ticket)
    before, part = await step(
        turn, ticket, Act.FORWARD, reason=proof, target=unit.strip() or None, until=until
    )
    check_ahead(until, turn.now)
    ticket.forwarded_to, ticket.chase_on = mask(unit.strip()), until
    record(turn, ticket, Act.FORWARD, part, before=before, note=proof,
           facts={"unit": ticket.forwarded_to, "until": until.isoformat()})  # fmt: skip
    await due.chase_outside(turn, ticket)
    await telling.reporter(turn, ticket, "tickets/forwarded")
