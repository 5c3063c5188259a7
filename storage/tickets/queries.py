"""Questions about tickets, as plain functions."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.messages import Address
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.states import LIVE, State
from storage.people import IdentityRow
from storage.places import add_once, upsert_for
from storage.tickets.tables import (
    AttachmentRow,
    TicketEventRow,
    TicketMessageRow,
    TicketReporterRow,
    TicketRow,
)

LIVE_STATES = tuple(state.value for state in LIVE)
TO_DO = tuple(state.value for state in LIVE if state is not State.REPORTED)
REOPENABLE = timedelta(days=15)  # domain rules a.3: within 15 days of close


async def ticket(session: AsyncSession, number: int) -> TicketRow | None:
    """One ticket, locked where the database can: its verbs decide by what they see."""
    return await session.scalar(select(TicketRow).where(TicketRow.id == number).with_for_update())


async def by_message(session: AsyncSession, where: Address, message: str) -> list[TicketRow]:
    """The tickets that a platform's message belongs to, the newest first."""
    rows = await session.scalars(
        select(TicketRow)
        .join(TicketMessageRow, TicketMessageRow.ticket_id == TicketRow.id)
        .where(
            TicketMessageRow.channel == where.channel,
            TicketMessageRow.chat == where.chat,
            TicketMessageRow.message == message,
        )
        .order_by(TicketRow.id.desc())
    )
    return list(rows)


async def by_album(session: AsyncSession, where: Address, album: str) -> TicketRow | None:
    """The ticket that an album's earlier picture belongs to."""
    return await session.scalar(
        select(TicketRow)
        .join(TicketMessageRow, TicketMessageRow.ticket_id == TicketRow.id)
        .where(
            TicketMessageRow.channel == where.channel,
            TicketMessageRow.chat == where.chat,
            TicketMessageRow.album == album,
        )
        .limit(1)
    )


async def of_reporter(
    session: AsyncSession, person: int, now: datetime, *, limit: int = 20
) -> list[TicketRow]:
    """What this person stands behind and may still speak about, the newest first."""
    rows = await session.scalars(
        select(TicketRow)
        .join(TicketReporterRow, TicketReporterRow.ticket_id == TicketRow.id)
        .where(
            TicketReporterRow.person_id == person,
            or_(
                TicketRow.state.in_(LIVE_STATES),
                (TicketRow.state == State.CLOSED.value) & (TicketRow.closed_at > now - REOPENABLE),
            ),
        )
        .order_by(TicketRow.id.desc())
        .limit(limit)
    )
    return list(rows)


async def in_hands_of(
    session: AsyncSession, person: int, desks: Iterable[tuple[str, str]], *, limit: int = 50
) -> list[TicketRow]:
    """What a worker owns or does, and what waits at their desks (role, area); the most urgent first.

    A wish is no task of this kind: its officers and its claimer have it in hand.
    """
    at_desk = [
        (TicketRow.owner_id.is_(None))
        & (TicketRow.owner_role == role)
        & (func.coalesce(TicketRow.owner_area, "") == area)
        for role, area in desks
    ]
    rows = await session.scalars(
        select(TicketRow)
        .where(
            TicketRow.state.in_(LIVE_STATES),
            TicketRow.wish.is_(False),
            or_(TicketRow.owner_id == person, TicketRow.doer_id == person, *at_desk),
        )
        .order_by(TicketRow.finish_by, TicketRow.id)
        .limit(limit)
    )
    return list(rows)


async def live_in(
    session: AsyncSession, communities: Collection[str], *, limit: int
) -> list[TicketRow]:
    """What is to be done in these communities and may be read by several; the oldest date first."""
    rows = await session.scalars(
        select(TicketRow)
        .where(
            TicketRow.state.in_(TO_DO),
            TicketRow.community.in_(communities),
            TicketRow.sensitivity != Sensitivity.SENSITIVE.value,
        )
        .order_by(TicketRow.finish_by, TicketRow.id)
        .limit(limit)
    )
    return list(rows)


async def to_do_at(session: AsyncSession, codes: Collection[str], *, limit: int) -> list[TicketRow]:
    """What is to be done at these places, and in the homes below them; the oldest first."""
    below = [TicketRow.place.startswith(f"{code}/", autoescape=True) for code in list(codes)[:1]]
    rows = await session.scalars(
        select(TicketRow)
        .where(TicketRow.state.in_(TO_DO), or_(TicketRow.place.in_(codes), *below))
        .order_by(TicketRow.id)
        .limit(limit)
    )
    return list(rows)


async def loads(session: AsyncSession, people: Collection[int]) -> dict[int, int]:
    """How many tickets each of these people has still to do."""
    rows = await session.execute(
        select(TicketRow.owner_id, func.count())
        .where(TicketRow.owner_id.in_(people), TicketRow.state.in_(TO_DO))
        .group_by(TicketRow.owner_id)
    )
    return {person: number for person, number in rows if person is not None}


async def same_open(
    session: AsyncSession, place: str, category: str, community: str | None
) -> TicketRow | None:
    """An open ticket for the same thing at the same place: a neighbour was faster."""
    return await session.scalar(
        select(TicketRow)
        .where(
            TicketRow.place == place,
            TicketRow.category == category,
            TicketRow.state.in_(LIVE_STATES),
            TicketRow.community == community,
        )
        .order_by(TicketRow.id.desc())
        .limit(1)
    )


async def emergencies(
    session: AsyncSession, where: Address, person: int, since: datetime
) -> list[TicketRow]:
    """What was cried since then and is not done, the newest first: this person's own, and the group's.

    What is for named people alone is nobody else's.
    """
    here = (
        (TicketRow.channel == where.channel)
        & (TicketRow.chat == where.chat)
        & (TicketRow.sensitivity != Sensitivity.SENSITIVE.value)
    )
    rows = await session.scalars(
        select(TicketRow)
        .where(
            TicketRow.tier == Tier.E.value,
            TicketRow.state.in_(TO_DO),
            TicketRow.created_at >= since,
            or_(TicketRow.reporter_id == person, here),
        )
        .order_by(TicketRow.id.desc())
    )
    return list(rows)


async def join(
    session: AsyncSession, number: int, person: int, at: datetime, *, via: int | None = None
) -> bool:
    """Put one more household behind a ticket; False where it stands there already."""
    insert = upsert_for(session)
    made = await session.scalar(
        insert(TicketReporterRow)
        .values(ticket_id=number, person_id=person, first=False, joined_at=at, via=via)
        .on_conflict_do_nothing(index_elements=["ticket_id", "person_id"])
        .returning(TicketReporterRow.person_id)
    )
    return made is not None


async def reporters(session: AsyncSession, number: int) -> list[TicketReporterRow]:
    return list(await session.scalars(_REPORTERS, {"number": number}))


_REPORTERS = (
    select(TicketReporterRow)
    .where(TicketReporterRow.ticket_id == bindparam("number"))
    .order_by(TicketReporterRow.joined_at, TicketReporterRow.person_id)
)


async def stands_behind(session: AsyncSession, channel: str, account: str, number: int) -> bool:
    """Whether an account's person reported this ticket, or joined it."""
    found = await session.scalar(
        select(TicketReporterRow.person_id)
        .join(IdentityRow, IdentityRow.person_id == TicketReporterRow.person_id)
        .where(
            TicketReporterRow.ticket_id == number,
            IdentityRow.channel == channel,
            IdentityRow.account == account,
        )
    )
    return found is not None


async def lately(session: AsyncSession, where: Address, account: str, since: datetime) -> bool:
    """Whether something that this account voiced here was registered since then."""
    found = await session.scalar(
        select(TicketRow.id)
        .join(IdentityRow, IdentityRow.person_id == TicketRow.reporter_id)
        .where(
            IdentityRow.channel == where.channel,
            IdentityRow.account == account,
            TicketRow.channel == where.channel,
            TicketRow.chat == where.chat,
            TicketRow.created_at >= since,
        )
        .limit(1)
    )
    return found is not None


async def bind(
    session: AsyncSession,
    number: int,
    where: Address,
    message: str,
    *,
    at: datetime,
    album: str | None = None,
    ours: bool = False,
    digest: str = "",
) -> None:
    """Remember that a platform's message belongs to a ticket."""
    await add_once(
        session, TicketMessageRow, "channel", "chat", "message", "ticket_id",
        ticket_id=number, channel=where.channel, chat=where.chat, message=message,
        album=album, ours=ours, digest=digest, at=at,
    )  # fmt: skip


async def messages(
    session: AsyncSession, number: int, *, limit: int = 50
) -> list[TicketMessageRow]:
    """The messages of all chats that belong to a ticket, the oldest first; without their words."""
    rows = await session.scalars(
        select(TicketMessageRow)
        .where(TicketMessageRow.ticket_id == number, TicketMessageRow.channel != "console")
        .order_by(TicketMessageRow.id)
        .limit(limit)
    )
    return list(rows)


async def message_of(session: AsyncSession, number: int, where: Address) -> str | None:
    """The newest message of a ticket in a chat."""
    return await session.scalar(
        select(TicketMessageRow.message)
        .where(
            TicketMessageRow.ticket_id == number,
            TicketMessageRow.channel == where.channel,
            TicketMessageRow.chat == where.chat,
        )
        .order_by(TicketMessageRow.id.desc())
        .limit(1)
    )


async def binding(session: AsyncSession, where: Address, message: str) -> TicketMessageRow | None:
    return await session.scalar(
        select(TicketMessageRow).where(
            TicketMessageRow.channel == where.channel,
            TicketMessageRow.chat == where.chat,
            TicketMessageRow.message == message,
        )
    )


async def history(session: AsyncSession, number: int) -> list[TicketEventRow]:
    """All that happened to a ticket, the oldest first."""
    rows = await session.scalars(
        select(TicketEventRow).where(TicketEventRow.ticket_id == number).order_by(TicketEventRow.id)
    )
    return list(rows)


async def attachments(
    session: AsyncSession, number: int, *, stage: str | None = None
) -> list[AttachmentRow]:
    wanted = select(AttachmentRow).where(AttachmentRow.ticket_id == number)
    if stage:
        wanted = wanted.where(AttachmentRow.stage == stage)
    return list(await session.scalars(wanted.order_by(AttachmentRow.id)))


async def attach(
    session: AsyncSession,
    number: int | None,
    channel: str,
    ref: str,
    kind: str,
    *,
    mime: str,
    stage: str,
    at: datetime,
) -> int | None:
    """Add a photo or the like to a ticket; None where it is there already."""
    insert = upsert_for(session)
    made: int | None = await session.scalar(
        insert(AttachmentRow)
        .values(
            ticket_id=number, channel=channel, ref=ref, kind=kind, mime=mime, stage=stage,
            at=at, attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["ticket_id", "channel", "ref"])
        .returning(AttachmentRow.id)
    )  # fmt: skip
    return made


async def attached(session: AsyncSession, number: int | None, channel: str, ref: str) -> int | None:
    """What came along under this name and is a ticket's already."""
    found: int | None = await session.scalar(
        select(AttachmentRow.id).where(
            AttachmentRow.ticket_id == number,
            AttachmentRow.channel == channel,
            AttachmentRow.ref == ref,
        )
    )
    return found
