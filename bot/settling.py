"""What becomes of a message after an attempt: sent, tried again, or put before a human."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import Address, Delivery, Op, Outcome
from storage import bundles
from storage.chats import ChatRow
from storage.moving import move_chat
from storage.outbox import OutboxRow, SendState
from storage.people import IdentityRow
from storage.tickets.queries import bind

TRIES = 8
DIGESTS = "digests/"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds
GIVEN_UP = {
    Delivery.REFUSED: SendState.REFUSED,
    Delivery.UNKNOWN: SendState.UNKNOWN,
    Delivery.UNREACHABLE: SendState.UNREACHABLE,
    Delivery.AWAITING_PERSON: SendState.PERSON,
}
STALE, NEVER_SENT = "stale", "never_sent"
OVERTAKEN = frozenset({STALE, NEVER_SENT})
"""Reasons for which nobody needs the message any more."""

log = structlog.get_logger()


async def settle(session: AsyncSession, row: OutboxRow, outcome: Outcome, now: datetime) -> None:
    """Write down how an attempt ended, and what follows from it."""
    row.claimed_at = row.claimed_by = None
    match outcome.state:
        case Delivery.SENT:
            await _arrived(session, row, outcome, now)
        case Delivery.RETRY:
            _again(row, outcome, now)
        case Delivery.MOVED if outcome.moved_to:
            row.state = SendState.WAITING.value
            await session.flush()
            await move_chat(session, row.channel, row.chat, outcome.moved_to)
        case _:
            await _give_up(session, row, outcome)
    if row.state != SendState.WAITING.value:
        row.sealed = None  # a number that has left, or will not, is not kept for it
        await _come_apart(session, row)


async def _come_apart(session: AsyncSession, row: OutboxRow) -> None:
    """A message for several that will not arrive: each is looked after as if it had gone alone."""
    if row.moment.startswith(DIGESTS) and row.state != SendState.SENT.value:
        await bundles.came_apart(session, row.key, row.state, row.why)
        row.state, row.text = SendState.DROPPED.value, ""


async def _arrived(session: AsyncSession, row: OutboxRow, outcome: Outcome, now: datetime) -> None:
    """It is there; a reply to it will find its ticket."""
    row.state, row.message, row.sent_at = SendState.SENT.value, outcome.message, now
    if row.moment.startswith(DIGESTS):
        row.text = ""  # its lines stand in the rows that it told
        await bundles.arrived(session, row.key, now)
    if row.ticket_id and row.op == Op.SEND and outcome.message:
        where = Address(row.channel, row.chat, row.thread)
        await bind(session, row.ticket_id, where, outcome.message, at=now, ours=True)


def _again(row: OutboxRow, outcome: Outcome, now: datetime) -> None:
    """Surely not delivered: later again, until a human has to look."""
    row.state, row.why = SendState.WAITING.value, outcome.why
    if outcome.flood:
        return  # the platform asked for a pause: that is not a try
    row.attempts += 1
    if row.attempts >= TRIES:
        row.state = SendState.PERSON.value
        log.warning("message.given_up", row=row.id, state=row.state, why=row.why)
        return
    wait = max(outcome.after, min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (row.attempts - 1)))
    row.not_before = now + timedelta(seconds=wait)


async def _give_up(session: AsyncSession, row: OutboxRow, outcome: Outcome) -> None:
    """It will not arrive by machine: a human sees it, with the text ready to copy."""
    state = GIVEN_UP.get(outcome.state, SendState.REFUSED)
    row.state = (SendState.DROPPED if outcome.why in OVERTAKEN else state).value
    row.why = outcome.why
    if outcome.state is Delivery.UNREACHABLE:
        await _cut_off(session, row)
    log.warning("message.given_up", row=row.id, state=row.state, why=outcome.why)


async def _cut_off(session: AsyncSession, row: OutboxRow) -> None:
    """Whoever cannot be written to is not tried again until they come back."""
    table = ChatRow if row.group else IdentityRow
    chat = ChatRow.chat if row.group else IdentityRow.private_chat
    gone = {"here": False} if row.group else {"private_chat": None}
    await session.execute(
        update(table).where(table.channel == row.channel, chat == row.chat).values(**gone)
    )
