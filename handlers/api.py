"""Other systems: their keys, and what they file: a ticket like any other, with owner and date at once."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from domain.api import KEY_COUNTS, LONGEST_TEXT, REPEATED_WITHIN, May, exact_enough, offered
from domain.catalogue import Category
from domain.places import Place
from domain.privacy import mask
from domain.refusals import Refusal
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.sources import Source
from domain.understanding import Context, Reading
from domain.understanding.grammar import said_in
from handlers.tickets import filing
from handlers.tickets.drafts import Draft
from handlers.turn import Turn
from handlers.webhooks import LONGEST_NAME, NamesNoSystem
from handlers.world import World
from storage import api
from storage.api import ApiKeyRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

SOURCE = "api"
START_BYTES, SECRET_BYTES = 6, 24
NAMED = 3  # candidates that an answer names
STRICTER = (Sensitivity.NORMAL, Sensitivity.PRIVATE, Sensitivity.SENSITIVE)


class NoRights(Refusal):
    """A key must be for something."""


class NotOffered(Exception):  # noqa: N818 - reads as what it is
    """No such matter is taken from other systems."""


class Unplaced(Exception):  # noqa: N818 - reads as what it is
    """It cannot be told where it is; `why` is a code, `names` what may have been meant."""

    def __init__(self, why: str, names: Collection[str] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.names = tuple(names)


class Elsewhere(Exception):  # noqa: N818 - reads as what it is
    """The place belongs to a community that this key is not for."""


class OtherWords(Exception):  # noqa: N818 - reads as what it is
    """The client's mark stands for another request already."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What another system files."""

    code: str
    text: str
    address_id: str = ""
    address: str = ""
    mark: str = ""
    """The client's own mark of this request."""


def digest(text: str) -> str:
    """What is kept of a key or a mark: whoever reads the database can use neither."""
    return hashlib.sha256(text.encode()).hexdigest()


async def make_key(
    turn: Turn, name: str, rights: Collection[str], community: str | None
) -> tuple[ApiKeyRow, str]:
    """A key for another system; it is shown to whoever makes it, and to nobody again."""
    if not name or len(name) > LONGEST_NAME:
        raise NamesNoSystem
    may = [right.value for right in May if right in rights]
    if not may:
        raise NoRights
    start, rest = secrets.token_hex(START_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    key = f"hy_{start}_{rest}"
    row = ApiKeyRow(
        name=name, start=start, digest=digest(key), may=may, community=community,
        made_by=turn.actor, made_at=turn.now,
    )  # fmt: skip
    turn.session.add(row)
    await turn.session.flush()
    turn.note("api.key_made", f"key/{row.id}", may=may, community=community)
    return row, key


def revoke(turn: Turn, row: ApiKeyRow) -> None:
    """A key opens nothing any more."""
    if row.ended_at is None:
        row.ended_at = turn.now
        turn.note("api.key_revoked", f"key/{row.id}")


def start_of(key: str) -> str:
    """The part of a key by which its row is found; empty where it is no key of ours."""
    kind, _, rest = key.partition("_")
    return rest.partition("_")[0] if kind == "hy" else ""


async def file(turn: Turn, key: ApiKeyRow, asked: Asked) -> tuple[TicketRow, bool]:
    """Register what another system files, with owner and date; once, and whether it is new.

    Raises:
        NotOffered: There is no such matter, or not for other systems.
        Unplaced: It is not clear where.
        Elsewhere: It is none of this key's community.
        OtherWords: The client's mark stands for something else.

    """
    category = turn.world.catalogue.get(asked.code)
    if category is None or not offered(category):
        raise NotOffered
    place = placed(turn.world, asked, category)
    sent = digest(f"{category.slug}\n{place.code}\n{asked.text}")
    once = f"mark/{digest(asked.mark)}" if asked.mark else f"text/{sent}"
    lasts = KEY_COUNTS if asked.mark else REPEATED_WITHIN
    if not await api.first(turn.session, key.id, once, sent, at=turn.now, lasts=lasts):
        return await _again(turn, key, once, sent), False
    ticket = await filing.file(turn, _draft(turn, category, place, asked), reporter=None)
    if key.community is not None and ticket.community != key.community:
        raise Elsewhere  # the whole transaction is taken back
    await api.became(turn.session, key.id, once, ticket.id)
    turn.note("api.filed", f"ticket/{ticket.id}", key=key.id)
    return ticket, True


async def _again(turn: Turn, key: ApiKeyRow, once: str, sent: str) -> TicketRow:
    row = await api.filed(turn.session, key.id, once)
    if row is None or row.sent != sent or row.ticket_id is None:
        raise OtherWords
    ticket = await queries.ticket(turn.session, row.ticket_id)
    assert ticket is not None
    return ticket


def placed(world: World, asked: Asked, category: Category) -> Place:
    """The place that is meant: by its code, else by the words of an address."""
    if asked.address_id:
        place = world.places.get(asked.address_id)
        if place is None:
            raise Unplaced("no_such_place")
    else:
        place = _said(world, asked.address)
    if not exact_enough(category, place.kind):
        raise Unplaced("place_too_wide")
    return place


def _said(world: World, address: str) -> Place:
    """The place of an address in words, read as a resident's words are."""
    said = said_in(address, world.places, None)
    names = [world.places.name_of(code) for code in said.candidates[:NAMED]] if said else []
    if said is None or said.code is None:
        raise Unplaced("several_places" if names else "place_unknown", names)
    if said.missing:
        several = bool(names) and said.absent is None  # of what does not exist none is meant
        raise Unplaced(
            "several_places" if several else "place_incomplete", names if several else []
        )
    place = world.places.get(said.code)
    if place is None:
        raise Unplaced("place_unknown")
    return place


def _draft(turn: Turn, category: Category, place: Place, asked: Asked) -> Draft:
    """What is to be registered: danger, and what is confided, are heard in the words as in any chat."""
    text = mask(asked.text[:LONGEST_TEXT]) or category.said
    reading = turn.world.reader.read(text, Context(private=True))
    danger = reading.kind is Kind.EMERGENCY
    row = (turn.world.catalogue.get(reading.category) if danger else None) or category
    kind = Kind.HAZARD if danger else category.kind
    secret = max(row.sensitivity, reading.sensitivity, key=STRICTER.index)
    return Draft(
        kind=kind, category=row.slug, tier=_tier(row, reading), sensitivity=secret, text=text,
        channel=SOURCE, source=Source.SYSTEM, place=place.code, emergency=danger,
    )  # fmt: skip


def _tier(category: Category, reading: Reading) -> Tier:
    return Tier.E if reading.kind is Kind.EMERGENCY else category.tier
