"""Erasing a person: the number stays for the books, everything that names them goes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.tickets.states import Part
from storage.calls import CallRow
from storage.inbox import DONE, OPEN, PARKED, InboxRow
from storage.logins import ConsoleSessionRow, LoginRow
from storage.outbox import BY_HAND, OutboxRow, PauseRow, SendState
from storage.people import IdentityRow, InvitationRow, PersonRow, RoleRow, person_of
from storage.points.files import forget_homes, forget_yes, left_behind
from storage.points.tables import HouseholdMemberRow
from storage.privacy.ended import LIVE_STATES, is_over
from storage.privacy.letting_go import UNDER_WAY, forget_questions
from storage.questions import ChoiceRow, QuestionRow
from storage.saved_views import SavedViewRow
from storage.schedules import ScheduleRow
from storage.tickets.tables import (
    AttachmentRow,
    TicketEventRow,
    TicketMessageRow,
    TicketReporterRow,
    TicketRow,
)
from storage.timers import TimerRow
from storage.web import forget_account
from storage.wishes import carried_by

WEB = "web"


@dataclass(frozen=True, slots=True)
class Account:
    """An account that somebody was known by, and its private chat."""

    channel: str
    account: str
    chat: str
    """Empty where huying never wrote to them."""

    @property
    def mark(self) -> str:
        """How the private chat is named inside the keys of messages and due moments."""
        return f"/{self.channel}:{self.chat}/"


async def accounts_of(session: AsyncSession, person: int) -> list[Account]:
    """Every account of a person, with each private chat in which huying ever wrote to them."""
    rows = list(await session.scalars(select(IdentityRow).where(IdentityRow.person_id == person)))
    told = await session.execute(
        select(OutboxRow.channel, OutboxRow.chat)
        .where(OutboxRow.person_id == person, OutboxRow.group.is_(False))
        .distinct()
    )
    chats = {(row.channel, row.chat) for row in told}
    return [
        Account(row.channel, row.account, chat)
        for row in rows
        for chat in sorted(
            {row.private_chat or "", *(c for channel, c in chats if channel == row.channel)}
        )
    ]


async def in_hand(session: AsyncSession, person: int) -> list[int]:
    """Open tickets that somebody owns or does, and wishes that they have taken and not brought."""
    carries = TicketRow.id.in_(await carried_by(session, person))
    working = or_(TicketRow.owner_id == person, TicketRow.doer_id == person, carries)
    rows = await session.scalars(
        select(TicketRow.id).where(working, TicketRow.state.in_(LIVE_STATES)).order_by(TicketRow.id)
    )
    return list(rows)


async def reported(session: AsyncSession, person: int, *, over: bool) -> list[TicketRow]:
    """What somebody voiced first and is over, or is still open."""
    rows = await session.scalars(
        select(TicketRow)
        .where(
            TicketRow.reporter_id == person,
            TicketRow.anonymised_at.is_(None),
            is_over() if over else ~is_over(),
        )
        .order_by(TicketRow.id)
    )
    return list(rows)


async def silence(session: AsyncSession, person: int) -> None:
    """Empty what somebody added to the ended tickets of others, and stand them behind no more."""
    over = select(TicketRow.id).where(is_over())
    await session.execute(
        update(TicketEventRow)
        .where(
            TicketEventRow.actor_id == person,
            TicketEventRow.part == Part.JOINED.value,
            TicketEventRow.ticket_id.in_(over),
        )
        .values(note="")
    )
    await session.execute(
        delete(TicketReporterRow).where(
            TicketReporterRow.person_id == person, TicketReporterRow.ticket_id.in_(over)
        )
    )


async def forget_calls(session: AsyncSession, person: int) -> None:
    """Nobody is called any more, and nothing tells what came of a call."""
    spoken = await session.scalars(
        delete(CallRow).where(CallRow.person_id == person).returning(CallRow.attachment_id)
    )
    voices = [number for number in spoken if number is not None]
    await session.execute(
        delete(AttachmentRow).where(AttachmentRow.id.in_(voices), AttachmentRow.ticket_id.is_(None))
    )


async def leave_households(session: AsyncSession, person: int) -> None:
    """Untie somebody; where nobody is left, nobody's name and no words stand in the books."""
    member = HouseholdMemberRow.person_id == person
    homes = list(
        await session.scalars(
            delete(HouseholdMemberRow).where(member).returning(HouseholdMemberRow.household)
        )
    )
    kept = await session.scalars(
        select(HouseholdMemberRow.household).where(HouseholdMemberRow.household.in_(homes))
    )
    joined = await left_behind(session, person, homes)
    await forget_homes(session, (set(homes) - set(kept)) | joined)
    name = await session.scalar(select(PersonRow.name).where(PersonRow.id == person))
    await forget_yes(session, homes, name)


async def unseat(session: AsyncSession, person: int) -> bool:
    """Take roles, deputyships and ways into the console away. Tells whether they served."""
    served = await session.scalars(
        delete(RoleRow).where(RoleRow.person_id == person).returning(RoleRow.id)
    )
    stood_in = await session.scalars(
        update(RoleRow)
        .where(RoleRow.deputy_id == person)
        .values(deputy_id=None)
        .returning(RoleRow.id)
    )
    await session.execute(
        update(ScheduleRow).where(ScheduleRow.person_id == person).values(person_id=None)
    )
    for table in (LoginRow, ConsoleSessionRow, SavedViewRow):
        await session.execute(delete(table).where(table.person_id == person))
    mine = or_(InvitationRow.person_id == person, InvitationRow.used_by == person)
    await session.execute(delete(InvitationRow).where(mine))
    return bool(list(served) + list(stood_in))


async def unname(session: AsyncSession, person: PersonRow, at: datetime) -> None:
    """The row becomes a pseudonym: a number, and since when."""
    if person.name:
        await _forget_label(session, person.name)
    await session.execute(delete(IdentityRow).where(IdentityRow.person_id == person.id))
    person.key = person.code = person.name = person.phone = None
    person.erased_at = at
    await session.flush()


async def _forget_label(session: AsyncSession, name: str) -> None:
    """Buttons that offered somebody by name are pressed no more."""
    named = list(
        await session.execute(
            select(ChoiceRow.question_id, QuestionRow.outbox_key)
            .join(QuestionRow, QuestionRow.id == ChoiceRow.question_id)
            .where(ChoiceRow.label.startswith(name, autoescape=True))
        )
    )
    await forget_questions(session, [row.question_id for row in named])
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.key.in_([row.outbox_key for row in named]))
        .values(choices=[])
    )


async def hush(session: AsyncSession, person: int) -> None:
    """Nothing more is on its way to somebody who is no longer known, nor put before a human."""
    await session.execute(
        delete(OutboxRow).where(
            OutboxRow.person_id == person,
            OutboxRow.group.is_(False),
            OutboxRow.state.in_((SendState.WAITING.value, *BY_HAND)),
        )
    )


async def under_way(session: AsyncSession, account: Account, until: datetime) -> bool:
    """Whether the last words to somebody, or theirs to us, are still on their way."""
    leaving = select(OutboxRow.id).where(*_told(account, until), OutboxRow.state.in_(UNDER_WAY))
    coming = select(InboxRow.id).where(*_said(account, until), InboxRow.state == OPEN)
    return any([await session.scalar(query.limit(1)) for query in (leaving, coming)])


def _told(account: Account, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxRow.channel == account.channel,
        OutboxRow.chat == account.chat,
        OutboxRow.group.is_(False),
        OutboxRow.created_at <= until,
    )


def _said(account: Account, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        InboxRow.channel == account.channel,
        InboxRow.chat == account.chat,
        InboxRow.received_at <= until,
    )


async def wipe(session: AsyncSession, account: Account, until: datetime) -> None:
    """Delete what an account and its private chat left behind up to an instant.

    Somebody new may write from it meanwhile; what is theirs stays.
    """
    keys = list(await session.scalars(select(OutboxRow.key).where(*_told(account, until))))
    if account.channel == WEB:
        anew = await person_of(session, account.channel, account.account)
        await forget_account(session, account.account, account.chat, keys, anew=anew is not None)
    await session.execute(delete(OutboxRow).where(*_told(account, until)))
    asked = await session.scalars(
        select(QuestionRow.id).where(
            QuestionRow.channel == account.channel, QuestionRow.chat == account.chat,
            QuestionRow.asked_at <= until,
        )
    )  # fmt: skip
    await forget_questions(session, list(asked))
    await _wipe_timers(session, account, keys)
    await _wipe_inbox(session, account, until)
    await _wipe_names(session, account, until)


async def _wipe_timers(session: AsyncSession, account: Account, keys: Collection[str]) -> None:
    """Due moments about messages that are gone."""
    named = await session.execute(
        select(TimerRow.id, TimerRow.key).where(
            TimerRow.key.contains(account.mark, autoescape=True)
        )
    )
    gone = [row.id for row in named if any(key in row.key for key in keys)]
    await session.execute(delete(TimerRow).where(TimerRow.id.in_(gone)))


async def _wipe_inbox(session: AsyncSession, account: Account, until: datetime) -> None:
    """Private lines go; of lines in groups the account's name inside their keys."""
    await session.execute(
        delete(InboxRow).where(*_said(account, until), InboxRow.state.in_((DONE, PARKED)))
    )
    own = (
        InboxRow.channel == account.channel,
        InboxRow.received_at <= until,
        InboxRow.state.in_((DONE, PARKED)),
    )
    holds = cast(InboxRow.payload, String).contains(f'"{account.account}"', autoescape=True)
    await session.execute(delete(InboxRow).where(*own, InboxRow.state == PARKED, holds))
    await session.execute(
        update(InboxRow)
        .where(*own, InboxRow.key.startswith(f"{account.account}/", autoescape=True))
        .values(key=literal("erased/") + cast(InboxRow.id, String))
    )


async def _wipe_names(session: AsyncSession, account: Account, until: datetime) -> None:
    """Where the private chat stands inside a key, or binds a message to a ticket."""
    before = select(TicketRow.id).where(TicketRow.created_at <= until)
    await session.execute(
        delete(TicketMessageRow).where(
            TicketMessageRow.channel == account.channel,
            TicketMessageRow.chat == account.chat,
            TicketMessageRow.ticket_id.in_(before),
        )
    )
    await session.execute(
        update(TicketRow)
        .where(TicketRow.line.contains(account.mark, autoescape=True), TicketRow.id.in_(before))
        .values(line=None)
    )
    pressed = OutboxRow.target.startswith(f"{account.account}/", autoescape=True)
    await session.execute(
        delete(OutboxRow).where(
            OutboxRow.channel == account.channel, OutboxRow.op == "answer", pressed,
            OutboxRow.created_at <= until,
        )
    )  # fmt: skip
    await session.execute(
        delete(PauseRow).where(PauseRow.channel == account.channel, PauseRow.chat == account.chat)
    )


async def numbers(session: AsyncSession) -> list[int]:
    """Everybody of whom something is kept, as numbers."""
    rows = await session.scalars(
        select(PersonRow.id).where(PersonRow.erased_at.is_(None)).order_by(PersonRow.id)
    )
    return list(rows)
