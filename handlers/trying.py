"""Who would get this? A line is lived through by the very handlers that answer it, and then undone.

Nothing of it is kept: the savepoint in which it happened is rolled back, and tickets have numbers
that no real one has. So what is shown is what would happen, and there is no second copy of a rule.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn

from sqlalchemy import select

from domain.areas import AreaKind, RoleName
from domain.messages import Address, ChatKind, Happening, Incoming, Op, Speaker
from domain.posts import Post, posts
from domain.privacy import mask
from domain.refusals import Refusal
from domain.tickets.kinds import Sensitivity
from domain.understanding import Care, Reading
from domain.understanding.answers import asks_for_a_call
from handlers import router
from handlers.responsibility import foresee
from handlers.tickets import copies
from handlers.tickets.around import context_of
from handlers.tickets.drafts import full_text
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from storage.chats import ChatRow, chat_at
from storage.outbox import OutboxRow
from storage.people import IdentityRow, PersonRow
from storage.questions import QuestionRow
from storage.tickets.apart import BEYOND, numbered_apart
from storage.tickets.tables import TicketRow

SOMEBODY = "try"
"""The account, and the private chat, of the resident whom nobody is."""
NO_NUMBER = "····"
"""What stands for the number that a real one would get."""
MOST_ALSO = 3  # matters that are told as likely, too


@dataclass(frozen=True, slots=True)
class Link:
    """One step of why somebody got it: an area on the way up, and who serves there."""

    area: str
    kind: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class WouldBe:
    """A ticket that would be registered."""

    ticket: TicketView
    community: str | None
    place: str | None
    area: str | None
    """The area that covers the place."""
    chain: tuple[Link, ...]
    owner: int | None
    told: tuple[int, ...]
    doer: int | None
    copied: tuple[int, ...]
    wish: bool
    named: bool
    """Only the named may know who they are."""
    like: int | None
    """An open ticket that may be the same matter."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something huying would say or do: the words, what to press, the sign."""

    text: str
    choices: tuple[str, ...] = ()
    sign: str = ""
    person: int | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """All that would happen."""

    heard: bool
    """Whether the line would pass the gate; else it is chat and leaves no trace."""
    reading: Reading
    words: tuple[str, ...]
    """The words that it was read by, where there are any."""
    also: tuple[tuple[str, int], ...]
    """What else it may be, in hundredths."""
    tickets: tuple[WouldBe, ...] = ()
    group: tuple[Said, ...] = ()
    private: tuple[Said, ...] = ()
    workers: tuple[Said, ...] = ()
    known: int | None = None
    """The open ticket that the writer would be asked to join, or that it would be added to."""
    refused: str = ""


def somewhere(place: str, channel: str = "web") -> ChatRow:
    """A group that there is not, bound to a place: for who wants to know how it would be there."""
    return ChatRow(channel=channel, chat=f"{SOMEBODY}.group", place=place, mode="auto",
                   care=Care.USUAL.value, here=True)  # fmt: skip


async def live(turn: Turn, text: str, chat: ChatRow | None) -> Tried:
    """Live through a line said then, in a group or in private, by somebody whom huying has not met.

    What is planned for the days until then has happened.
    """
    found: Tried | None = None
    with suppress(_Undone), numbered_apart(turn.session):
        async with turn.session.begin_nested():
            await foresee(turn, turn.world.today(turn.now))
            turn.incoming = await _said(turn, text, chat)
            found = await _lived(turn, chat)
            _undo()
    assert found is not None
    return found


class _Undone(Exception):  # noqa: N818 - reads as what it is
    """It was only a trial."""


def _undo() -> NoReturn:
    raise _Undone


async def _said(turn: Turn, text: str, chat: ChatRow | None) -> Incoming:
    """The line as a channel hands it over, and its author, who has opened the private chat."""
    if chat is not None and chat.id is None:
        turn.session.add(chat)
    channel = chat.channel if chat else "web"
    person = PersonRow(created_at=turn.now)
    turn.session.add(person)
    await turn.session.flush()
    turn.session.add(
        IdentityRow(person_id=person.id, channel=channel, account=SOMEBODY, private_chat=SOMEBODY,
                    seen_at=turn.now)
    )  # fmt: skip
    await turn.session.flush()
    turn.person = person
    return Incoming(
        key=turn.event, what=Happening.MESSAGE, at=turn.now,
        where=chat.address if chat else Address(channel, SOMEBODY),
        chat_kind=ChatKind.GROUP if chat else ChatKind.PRIVATE,
        speaker=Speaker(SOMEBODY), text=mask(text), message=SOMEBODY,
    )  # fmt: skip


async def _lived(turn: Turn, chat: ChatRow | None) -> Tried:
    found = await _read(turn, chat)
    if not found.heard:
        return found
    try:
        async with turn.session.begin_nested():
            await router.route(turn)
    except Refusal as refusal:
        return replace(found, refused=turn.words(refusal.moment, **refusal.facts))
    await turn.session.flush()
    said = await _spoken(turn)
    tickets = await _made(turn)
    secret = any(row.sensitivity == Sensitivity.SENSITIVE for row in tickets)
    return replace(
        found,
        tickets=tuple([_would_be(turn, row) for row in tickets]),
        group=tuple(one for row, one in said if row.group),
        private=tuple(one for row, one in said if not row.group and row.chat == SOMEBODY),
        workers=() if secret else tuple(
            one for row, one in said
            if not row.group and row.chat != SOMEBODY and row.op == Op.SEND
        ),
        known=await _known(turn),
    )  # fmt: skip


async def _read(turn: Turn, chat: ChatRow | None) -> Tried:
    """What is made of the words, by what the router asks, too."""
    reader, text = turn.world.reader, full_text(turn.said)
    here = await chat_at(turn.session, turn.said.where) if chat else None
    reading = reader.read(text, await context_of(turn, here))
    heard = here is None or (
        here.mode != "quiet"
        and (reader.gate(text, Care(here.care)) or asks_for_a_call(text) or text.startswith("/"))
    )
    words = reader.words_for(text, reading.category) if reading.category else ()
    ranked = sorted(reader.rows_of(text).items(), key=lambda row: -row[1])
    also = tuple(
        (slug, round(share * 100)) for slug, share in ranked[:MOST_ALSO]
        if slug != reading.category and round(share * 100)
    )  # fmt: skip
    return Tried(heard, reading, words, also)


async def _made(turn: Turn) -> list[TicketRow]:
    rows = await turn.session.scalars(
        select(TicketRow).where(TicketRow.id > BEYOND).order_by(TicketRow.id)
    )
    return list(rows)


async def _spoken(turn: Turn) -> list[tuple[OutboxRow, Said]]:
    rows = await turn.session.scalars(
        select(OutboxRow)
        .where(OutboxRow.key.startswith(f"{turn.event}/", autoescape=True))
        .order_by(OutboxRow.id)
    )
    return [
        (
            row,
            Said(
                _unnumbered(row.text),
                tuple(choice["label"] for line in row.choices for choice in line),
                row.emoji, row.person_id,
                row.not_before if row.not_before > turn.now else None,
            ),
        )
        for row in rows
    ]  # fmt: skip


def _unnumbered(text: str) -> str:
    """A ticket that is only tried has no number yet."""
    for number in range(BEYOND + 1, BEYOND + 10):
        text = text.replace(str(number), NO_NUMBER)
    return text


async def _known(turn: Turn) -> int | None:
    """The open ticket about which the writer would be asked."""
    rows = await turn.session.scalars(
        select(QuestionRow).where(
            QuestionRow.outbox_key.startswith(f"{turn.event}/", autoescape=True)
        )
    )
    return next((int(row.facts["known"]) for row in rows if "known" in row.facts), None)


def _would_be(turn: Turn, ticket: TicketRow) -> WouldBe:
    named = ticket.sensitivity == Sensitivity.SENSITIVE
    seen = replace(view(turn, ticket), number=NO_NUMBER)
    organisation = turn.world.organisation
    area = organisation.area_of(ticket.place) if ticket.place else None
    told = _told(turn, ticket)
    return WouldBe(
        seen, ticket.community, ticket.place, area.code if area else None,
        () if named else _chain(turn, ticket, frozenset(told)),
        None if named else ticket.owner_id, () if named else told, None if named else ticket.doer_id,
        () if named else tuple(duty.person for duty in copies.readers(turn, ticket)),
        ticket.wish, named, ticket.like_id,
    )  # fmt: skip


def _told(turn: Turn, ticket: TicketRow) -> tuple[int, ...]:
    """Who has it: the owner, or all of a desk that shares it until one takes it."""
    if ticket.owner_id is not None:
        return (ticket.owner_id,)
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    if ticket.owner_role == RoleName.MANAGER:
        return tuple(duty.person for duty in organisation.street(day))
    return tuple(dict.fromkeys(d.person for d in organisation.desk(ticket.community, day)))


def _chain(turn: Turn, ticket: TicketRow, told: frozenset[int]) -> tuple[Link, ...]:
    """From the area that covers the place upwards, as routing goes, with who is there today."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    here = organisation.area_of(ticket.place) if ticket.place else None
    first = here.code if here else ticket.owner_area or ticket.community
    links = [
        Link(area.name, area.kind.value, posts(organisation, area.code, day, told))
        for area in organisation.chain(first)
    ]
    if not links or ticket.owner_role == RoleName.MANAGER:
        links.append(Link("", "street", posts(organisation, None, day, told)))
    return tuple(
        replace(link, posts=tuple(p for p in link.posts if p.role in SHOWN[link.kind]))
        for link in links
    )


SHOWN = {
    AreaKind.MICROGRID.value: (RoleName.GRID_WORKER, RoleName.CHIEF),
    AreaKind.GRID.value: (RoleName.GRID_WORKER, RoleName.CHIEF),
    AreaKind.COMMUNITY.value: (RoleName.CHIEF, RoleName.DISPATCHER, RoleName.OFFICER),
    "street": (RoleName.MANAGER,),
}
"""Whom an ordinary matter may come to, on each level."""
