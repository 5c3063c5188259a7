"""What other systems are told of tickets by themselves: what, signed how, how often tried, and never where.

Signatures are those of Standard Webhooks (github.com/standard-webhooks), so that a receiver finds a
library for them.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from domain.tickets.states import LIVE, Act, State

SECRET_STARTS = "whsec_"  # noqa: S105 - how a secret of this kind begins
SECRET_BYTES = 32
OLD_SECRET_LASTS = timedelta(hours=24)
"""How long a replaced secret signs beside the new one: a receiver changes over without losing anything."""
PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 8 * 3600, 9 * 3600)
)
"""Between two tries; together a day and half an hour, then it is given up on and shown."""
SPREAD = 0.1  # of a pause: what failed together does not come back together
NAT64 = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Happened(StrEnum):
    """What of a ticket may be told."""

    REGISTERED = "ticket.registered"
    CHANGED = "ticket.changed"
    """Another state, date, matter or place, and still open."""
    DONE = "ticket.done"
    """The work is done, the resident has not said so yet."""
    CLOSED = "ticket.closed"
    REOPENED = "ticket.reopened"
    TEST = "test"
    """Nothing has happened: somebody tries whether it arrives."""


EVENTS = tuple(one for one in Happened if one is not Happened.TEST)
"""What may be chosen."""
PUT_RIGHT = frozenset({Act.RECATEGORISE, Act.MOVE, Act.EXTEND})
"""Acts that leave the state, and change what others know of the ticket."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Somebody's wish to be told."""

    id: int
    events: frozenset[str]
    community: str | None = None
    """Whose tickets; None is the whole street's."""


def happened(act: str, before: State | None, after: State) -> Happened | None:
    """What an act on record means to somebody outside; None where it is nothing to them."""
    if before is None or after is State.ARCHIVED:
        return None
    if before is State.OPEN:
        return Happened.REGISTERED
    if before is after:
        return Happened.CHANGED if act in PUT_RIGHT else None
    if after is State.REOPENED or (before not in LIVE and after in LIVE):
        return Happened.REOPENED
    if after not in LIVE:
        return Happened.CLOSED if before in LIVE else None
    return Happened.DONE if after is State.REPORTED else Happened.CHANGED


def signature(secret: str, message: str, at: int, body: bytes) -> str:
    """The signature of a message sent at this second, by a secret as its receiver knows it."""
    key = base64.b64decode(secret.removeprefix(SECRET_STARTS))
    signed = hmac.new(key, f"{message}.{at}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed.digest()).decode()}"


def pause_after(tries: int, message: str) -> timedelta | None:
    """How long to wait after so many tries that failed; None where it is given up on."""
    if tries > len(PAUSES):
        return None
    share = hashlib.sha256(f"{message}/{tries}".encode()).digest()[0] / 255
    return PAUSES[tries - 1] * (1 + SPREAD * share)


def networks(text: str) -> tuple[Network, ...]:
    """Networks as an operator writes them, separated by commas. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def may_go_to(address: str, inside: Iterable[Network]) -> bool:
    """Whether a message may be sent to this address in figures: into the house only where allowed.

    What answers on this machine or beside it trusts its neighbours, and would be told what to do by
    whoever may write an address down (server-side request forgery).
    """
    found = ip_address(address)
    return any(found in network for network in inside) or all(map(_public, _meant(found)))


def _public(address: Address) -> bool:
    return address.is_global and not address.is_multicast


def _meant(address: Address) -> list[Address]:
    """The address, and the older one that some newer ones only carry along."""
    if isinstance(address, IPv4Address):
        return [address]
    carried: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    carried += list(address.teredo or ())
    if address in NAT64:
        carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
    meant = [one for one in carried if one is not None]
    return meant if address.ipv4_mapped else [address, *meant]
