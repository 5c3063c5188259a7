"""What huying has asked, whom, and the choices it offered. A button carries a row's token."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.messages import Address
from storage.base import Base, Json
from storage.people import IdentityRow


class QuestionRow(Base):
    """One message with choices. With `by_words` plain words in the chat may answer it, too."""

    __tablename__ = "questions"
    __table_args__ = (
        Index("ix_questions_open", "channel", "chat", "answered_at"),
        Index("ix_questions_waiting", "channel", "answered_at", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="whose handler answers: place, confirm, task …")
    channel: Mapped[str]
    chat: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"),
        index=True,
        comment="who alone may answer; empty = whoever has the right",
    )
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    by_words: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    outbox_key: Mapped[str] = mapped_column(index=True)


class ChoiceRow(Base):
    """One button: an opaque token, what it means, and its words as shown."""

    __tablename__ = "choices"

    token: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    position: Mapped[int]
    verb: Mapped[str]
    label: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


async def ask_all(
    session: AsyncSession, asked: Sequence[dict[str, Any]], *, verb: str, label: str,
    facts: dict[str, Any],
) -> dict[str, str]:  # fmt: skip
    """Ask many the same, each with the one button that it takes; the buttons' tokens by outbox key."""
    if not asked:
        return {}
    made = await session.execute(
        insert(QuestionRow).returning(QuestionRow.id, QuestionRow.outbox_key), list(asked)
    )
    numbers = {row.outbox_key: row.id for row in made}
    tokens = {key: secrets.token_urlsafe(12) for key in numbers}
    await session.execute(
        insert(ChoiceRow),
        [
            {"token": tokens[key], "question_id": number, "position": 0, "verb": verb,
             "label": label, "facts": facts}
            for key, number in numbers.items()
        ],
    )  # fmt: skip
    return tokens


async def choice(session: AsyncSession, token: str) -> tuple[ChoiceRow, QuestionRow] | None:
    """The choice behind a button, and the question that it answers."""
    row = (
        await session.execute(
            select(ChoiceRow, QuestionRow)
            .join(QuestionRow, QuestionRow.id == ChoiceRow.question_id)
            .where(ChoiceRow.token == token)
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


async def waiting_for(
    session: AsyncSession, where: Address, person_id: int, now: datetime
) -> list[QuestionRow]:
    """Questions that this person's plain words in this chat may answer, the newest first."""
    rows = await session.scalars(
        select(QuestionRow)
        .where(
            QuestionRow.channel == where.channel,
            QuestionRow.chat == where.chat,
            QuestionRow.person_id == person_id,
            QuestionRow.by_words,
            QuestionRow.answered_at.is_(None),
            QuestionRow.expires_at > now,
        )
        .order_by(QuestionRow.id.desc())
    )
    return list(rows)


async def open_of(
    session: AsyncSession, person: int, kind: str, now: datetime
) -> list[QuestionRow]:
    """Questions of a kind that wait for this person's words in any chat, the newest first."""
    return list(await session.scalars(_OPEN_OF, {"person": person, "kind": kind, "now": now}))


_OPEN_OF = (
    select(QuestionRow)
    .where(
        QuestionRow.person_id == bindparam("person"),
        QuestionRow.kind == bindparam("kind"),
        QuestionRow.answered_at.is_(None),
        QuestionRow.expires_at > bindparam("now"),
    )
    .order_by(QuestionRow.id.desc())
)
"""Made once: each line asks it for several kinds."""


async def choices_of(session: AsyncSession, question_id: int) -> list[ChoiceRow]:
    rows = await session.scalars(
        select(ChoiceRow).where(ChoiceRow.question_id == question_id).order_by(ChoiceRow.position)
    )
    return list(rows)


async def close(session: AsyncSession, question: int, at: datetime) -> bool:
    """Mark a question answered; False where somebody was faster."""
    done = await session.execute(
        update(QuestionRow)
        .where(QuestionRow.id == question, QuestionRow.answered_at.is_(None))
        .values(answered_at=at)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a CursorResult for UPDATE


async def close_about(session: AsyncSession, ticket: int, kind: str, at: datetime) -> None:
    """Nobody is asked this about the ticket any more."""
    await session.execute(
        update(QuestionRow)
        .where(
            QuestionRow.ticket_id == ticket,
            QuestionRow.kind == kind,
            QuestionRow.answered_at.is_(None),
        )
        .values(answered_at=at)
    )


async def forget(session: AsyncSession, outbox_key: str) -> None:
    """Let go of what a question held: it has been answered, or nobody will answer it any more."""
    await session.execute(
        update(QuestionRow).where(QuestionRow.outbox_key == outbox_key).values(facts={})
    )


async def newest_of_each_chat(session: AsyncSession, ticket: int, kind: str) -> list[QuestionRow]:
    """The newest question of a kind about a ticket in each chat, the newest first."""
    rows = await session.scalars(
        select(QuestionRow)
        .where(QuestionRow.ticket_id == ticket, QuestionRow.kind == kind)
        .order_by(QuestionRow.id.desc())
    )
    found: dict[tuple[str, str], QuestionRow] = {}
    for row in rows:
        found.setdefault((row.channel, row.chat), row)
    return list(found.values())


async def newest(session: AsyncSession, ticket: int, kind: str) -> QuestionRow | None:
    """The newest question of a kind that was asked about a ticket."""
    return await session.scalar(
        select(QuestionRow)
        .where(QuestionRow.ticket_id == ticket, QuestionRow.kind == kind)
        .order_by(QuestionRow.id.desc())
        .limit(1)
    )


async def asked(session: AsyncSession, channel: str, now: datetime) -> frozenset[tuple[str, str]]:
    """Chats and accounts whose plain words huying waits for."""
    facts = {"channel": channel, "now": now}
    return frozenset((row.chat, row.account) for row in await session.execute(_asked(), facts))


@cache
def _asked() -> Select[str, str]:
    """Built once: it is asked at each batch of updates."""
    return (
        select(QuestionRow.chat, IdentityRow.account)
        .join(IdentityRow, IdentityRow.person_id == QuestionRow.person_id)
        .where(
            QuestionRow.channel == bindparam("channel"),
            QuestionRow.by_words,
            QuestionRow.answered_at.is_(None),
            QuestionRow.expires_at > bindparam("now", type_=QuestionRow.expires_at.type),
            IdentityRow.channel == QuestionRow.channel,
        )
    )
