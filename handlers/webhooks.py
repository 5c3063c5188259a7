"""Telling other systems of tickets: who is told what, each message a row of the event's own commit."""

import base64
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from domain.refusals import Refusal
from domain.tickets.states import Act, State
from domain.webhooks import (
    EVENTS,
    OLD_SECRET_LASTS,
    SECRET_BYTES,
    SECRET_STARTS,
    Happened,
    happened,
    may_go_to,
)
from domain.wishes.states import MIRROR, WishState
from handlers.privacy.outward import Outward, may_leave, outward
from handlers.turn import Turn
from storage.places import touch_revision
from storage.tickets.tables import TicketRow
from storage.webhooks import DeliveryRow, DeliveryState, WebhookRow, drop, given_up

LONGEST_NAME, LONGEST_ADDRESS = 60, 500
LATELY = timedelta(days=3)
"""How long what did not arrive is shown on the first page."""
HERE = "localhost"


class NoAddress(Refusal):
    """It is no address of the web that could be told."""


class AddressInside(Refusal):
    """The address is inside the house, where nothing is sent unless the operator allows it."""


class NamesNoSystem(Refusal):
    """Without a name nobody knows later whose it is."""


class NoEvents(Refusal):
    """Nothing is chosen to be told."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody fills in to have a system told."""

    name: str
    address: str
    events: Collection[str]
    community: str | None = None


def tell(turn: Turn, ticket: TicketRow, act: StrEnum, before: StrEnum | None) -> None:
    """Put what happened to a ticket before everybody who wants to be told of it."""
    if not turn.world.hooks or not may_leave(ticket):
        return
    stood = MIRROR[before] if isinstance(before, WishState) else before
    what = happened(act, State(stood) if stood else None, State(ticket.state))
    if what is None:
        return
    data = _data(outward(turn.world, ticket), ticket, turn.now)
    for hook in turn.world.hooks:
        if what in hook.events and hook.community in (None, ticket.community):
            turn.session.add(_message(turn, hook.id, what, data, ticket.id))


def tell_date(turn: Turn, ticket: TicketRow) -> None:
    """It is to be done by another date now, which was not known yet when the act was told."""
    tell(turn, ticket, Act.EXTEND, State(ticket.state))


def _data(seen: Outward, ticket: TicketRow, now: datetime) -> dict[str, Any]:
    return {
        "service_request_id": seen.number, "service_code": seen.code, "service_name": seen.matter,
        "kind": seen.kind, "tier": ticket.tier, "state": seen.state, "status": seen.status,
        "requested_datetime": stamp(seen.asked_at), "updated_datetime": stamp(now),
        "expected_datetime": stamp(seen.finish_by),
        "closed_datetime": stamp(seen.closed_at) if seen.closed_at else None,
        "community": seen.community, "address": seen.address, "address_id": seen.place,
        "merged_into": seen.main,
    }  # fmt: skip


def stamp(at: datetime) -> str:
    """An instant as other systems read it."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _message(
    turn: Turn, hook: int, what: Happened, data: dict[str, Any], ticket: int | None = None
) -> DeliveryRow:
    body = {"type": what.value, "timestamp": stamp(turn.now), "data": data}
    return DeliveryRow(
        message=f"msg_{secrets.token_hex(12)}", webhook_id=hook, ticket_id=ticket,
        happened=what.value, body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        at=turn.now, not_before=turn.now,
    )  # fmt: skip


async def open_hook(turn: Turn, wanted: Wanted) -> tuple[WebhookRow, str]:
    """Have a system told from now on; its secret is shown to whoever sets it up, and to nobody again."""
    if not wanted.name or len(wanted.name) > LONGEST_NAME:
        raise NamesNoSystem
    events = [event.value for event in EVENTS if event in wanted.events]
    if not events:
        raise NoEvents
    _must_be_an_address(turn, wanted.address)
    secret = _new_secret()
    row = WebhookRow(
        name=wanted.name, address=wanted.address, events=events, community=wanted.community,
        secret=turn.world.seal.close(secret), made_by=turn.actor, made_at=turn.now,
    )  # fmt: skip
    turn.session.add(row)
    await turn.session.flush()
    await touch_revision(turn.session)
    turn.note("webhook.opened", f"webhook/{row.id}")
    return row, secret


def _new_secret() -> str:
    return SECRET_STARTS + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _must_be_an_address(turn: Turn, text: str) -> None:
    """Refuse what is no address; a name is looked up, and judged again, whenever something is sent.

    Without encryption only into networks that the operator has allowed by hand.
    """
    inside = turn.world.deployment.inside
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise NoAddress from None
    plain = text.isascii() and text.isprintable() and " " not in text
    named = parts.username is None and parts.password is None and not parts.fragment
    if not (plain and named and host) or len(text) > LONGEST_ADDRESS:
        raise NoAddress
    if parts.scheme not in ("https", "http") or (parts.scheme == "http" and not inside):
        raise NoAddress
    try:
        figures = str(ip_address("127.0.0.1" if host == HERE else host))
    except ValueError:
        return
    if not may_go_to(figures, inside):
        raise AddressInside


async def close_hook(turn: Turn, row: WebhookRow, *, why: str = "") -> None:
    """Tell a system nothing more."""
    if row.ended_at is not None:
        return
    row.ended_at, row.why = turn.now, why
    await drop(turn.session, row.id)
    await touch_revision(turn.session)
    turn.note("webhook.closed", f"webhook/{row.id}", why=why)


async def renew_secret(turn: Turn, row: WebhookRow) -> str:
    """A new secret; the old one signs as well for a day, so that nothing is refused meanwhile."""
    secret = _new_secret()
    row.old_secret, row.old_until = row.secret, turn.now + OLD_SECRET_LASTS
    row.secret = turn.world.seal.close(secret)
    await turn.session.flush()
    turn.note("webhook.renewed", f"webhook/{row.id}")
    return secret


def try_out(turn: Turn, row: WebhookRow) -> None:
    """Send a message about nothing, to see whether it arrives."""
    turn.session.add(_message(turn, row.id, Happened.TEST, {"name": row.name}))
    turn.note("webhook.tried", f"webhook/{row.id}")


async def problems(turn: Turn) -> list[str]:
    """What whoever answers for the street should know, as codes."""
    lately = turn.now - LATELY
    return ["given_up"] if await given_up(turn.session, lately) else []


def send_again(turn: Turn, row: DeliveryRow) -> None:
    """Send a message once more, with all its tries before it."""
    row.state, row.attempts, row.why = DeliveryState.WAITING.value, 0, ""
    row.not_before = turn.now
    turn.note("webhook.sent_again", f"webhook/{row.webhook_id}", message=row.id)
