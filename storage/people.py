"""People, the accounts they write from, their roles, and the codes that let them in."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Role, RoleName
from domain.messages import Address
from storage.base import Base
from storage.places import add_once, upsert_for

NAMED_AT_ONCE = 5000


class PersonRow(Base):
    """Somebody huying has to do with. Of residents nothing is kept but the number."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(unique=True, comment="what an import knows them by")
    code: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str | None] = mapped_column(
        comment="staff and volunteers only, while they serve: colleagues must know each other"
    )
    phone: Mapped[str | None] = mapped_column(
        comment="staff and volunteers only, while they serve: the office calls them", index=True
    )
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class IdentityRow(Base):
    """An account of a person on a channel; bound by a code, never by a name."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("channel", "account"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str]
    account: Mapped[str]
    private_chat: Mapped[str | None] = mapped_column(comment="set once the person opened it")
    seen_at: Mapped[datetime]


class RoleRow(Base):
    """One role of one person in one area (for property: the company)."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("person_id", "role", "area"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str]
    area: Mapped[str] = mapped_column(default="", comment="empty for managers", index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    away_from: Mapped[date | None]
    away_to: Mapped[date | None]


class InvitationRow(Base):
    """A one-time code that gives a role, or ties a resident to a household."""

    __tablename__ = "invitations"

    code: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str | None]
    area: Mapped[str | None]
    name: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    household: Mapped[str | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


async def person_of(session: AsyncSession, channel: str, account: str) -> PersonRow | None:
    """The person behind an account, if huying has met them."""
    return await session.scalar(
        select(PersonRow)
        .join(IdentityRow, IdentityRow.person_id == PersonRow.id)
        .where(IdentityRow.channel == channel, IdentityRow.account == account)
    )


async def meet(
    session: AsyncSession, channel: str, account: str, *, at: datetime, private_chat: str | None
) -> PersonRow:
    """The person behind an account; a new one where nobody is known. Two at once make one."""
    known = await _with_identity(session, channel, account)
    if known is None:
        person = PersonRow(created_at=at)
        session.add(person)
        await session.flush()
        made = await add_once(
            session, IdentityRow, "channel", "account",
            person_id=person.id, channel=channel, account=account, seen_at=at,
        )  # fmt: skip
        if made is None:
            await session.delete(person)
        known = await _with_identity(session, channel, account)
        assert known is not None
    person, identity = known
    identity.seen_at = at
    identity.private_chat = private_chat or identity.private_chat
    return person


async def _with_identity(
    session: AsyncSession, channel: str, account: str
) -> tuple[PersonRow, IdentityRow] | None:
    found = await session.execute(_WITH_IDENTITY, {"channel": channel, "account": account})
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


# Statements that every line and every answer asks are made once: that takes as long as asking them.
_HERE = (IdentityRow.channel == bindparam("channel"), IdentityRow.account == bindparam("account"))
_WITH_IDENTITY = (
    select(PersonRow, IdentityRow)
    .join(IdentityRow, IdentityRow.person_id == PersonRow.id)
    .where(*_HERE)
)
_CLOSED = select(IdentityRow.id).where(*_HERE, IdentityRow.private_chat.is_(None))
_REACHED = (
    select(IdentityRow.person_id, IdentityRow.channel, IdentityRow.private_chat)
    .where(IdentityRow.person_id.in_(bindparam("people")), IdentityRow.private_chat.is_not(None))
    .order_by(IdentityRow.seen_at, IdentityRow.id)
)


async def touch_identity(
    session: AsyncSession, channel: str, account: str, *, at: datetime, private_chat: str | None
) -> None:
    """Remember when the account was last seen, and its private chat once it is open."""
    identity = await session.scalar(
        select(IdentityRow).where(IdentityRow.channel == channel, IdentityRow.account == account)
    )
    if identity is not None:
        identity.seen_at = at
        identity.private_chat = private_chat or identity.private_chat


async def cannot_be_written_to(session: AsyncSession, channel: str, account: str) -> bool:
    """Whether this account is known, and its private chat is not open."""
    return await session.scalar(_CLOSED, {"channel": channel, "account": account}) is not None


async def close_private_chat(session: AsyncSession, channel: str, account: str) -> None:
    """The person blocked huying: nothing is pushed there until they come back."""
    identity = await session.scalar(
        select(IdentityRow).where(IdentityRow.channel == channel, IdentityRow.account == account)
    )
    if identity is not None:
        identity.private_chat = None


async def address_of(session: AsyncSession, person_id: int) -> Address | None:
    """Where this person can be written to in private: where they were last seen."""
    return (await addresses_of(session, {person_id})).get(person_id)


async def addresses_of(session: AsyncSession, people: Collection[int]) -> dict[int, Address]:
    """Those of these people who can be written to in private, and where."""
    found: dict[int, Address] = {}
    for some in batched(people):
        rows = await session.execute(_REACHED, {"people": some})
        found |= {row.person_id: Address(row.channel, row.private_chat or "") for row in rows}
    return found


def batched(people: Collection[int]) -> Iterator[list[int]]:
    """In parts that a statement can name: SQLite takes no more than 32,766 values."""
    listed = sorted(people)
    for start in range(0, len(listed), NAMED_AT_ONCE):
        yield listed[start : start + NAMED_AT_ONCE]


def to_role(row: RoleRow) -> Role:
    """A role as the rules see it; an empty area is none."""
    return Role(
        row.person_id,
        RoleName(row.role),
        row.area or None,
        row.deputy_id,
        row.away_from,
        row.away_to,
    )


async def all_roles(session: AsyncSession) -> tuple[Role, ...]:
    return tuple(
        to_role(row) for row in await session.scalars(select(RoleRow).order_by(RoleRow.id))
    )


async def roles_of(session: AsyncSession, person_id: int) -> tuple[Role, ...]:
    return tuple(to_role(row) for row in await role_rows(session, person_id))


async def role_rows(session: AsyncSession, person_id: int) -> list[RoleRow]:
    """A person's roles as rows, to write a leave into."""
    rows = await session.scalars(
        select(RoleRow).where(RoleRow.person_id == person_id).order_by(RoleRow.id)
    )
    return list(rows)


async def names_of(session: AsyncSession, people: set[int]) -> dict[int, str]:
    """Names of staff, for colleagues' eyes only."""
    rows = await session.execute(
        select(PersonRow.id, PersonRow.name).where(
            PersonRow.id.in_(people), PersonRow.name.is_not(None)
        )
    )
    return {row.id: row.name or "" for row in rows}


async def serving_names(session: AsyncSession, roles: Collection[str]) -> set[str]:
    """The names of everybody who serves in one of these roles, for telling others from them."""
    rows = await session.scalars(
        select(PersonRow.name)
        .join(RoleRow, RoleRow.person_id == PersonRow.id)
        .where(RoleRow.role.in_(roles), PersonRow.name.is_not(None))
    )
    return {name for name in rows if name}


async def phones_of(session: AsyncSession, people: set[int]) -> dict[int, str]:
    """Phone numbers of staff and volunteers, for an office that has to call them."""
    rows = await session.execute(
        select(PersonRow.id, PersonRow.phone).where(
            PersonRow.id.in_(people), PersonRow.phone.is_not(None)
        )
    )
    return {row.id: row.phone or "" for row in rows}


async def with_role(session: AsyncSession, name: str, role: str, area: str) -> int | None:
    """Somebody of the workbook by name, role and area."""
    found: int | None = await session.scalar(
        select(PersonRow.id)
        .join(RoleRow, RoleRow.person_id == PersonRow.id)
        .where(PersonRow.name == name, RoleRow.role == role, RoleRow.area == area)
        .limit(1)
    )
    return found


async def use_invitation(session: AsyncSession, code: str, person: int, at: datetime) -> bool:
    """Use a code up; of two at once only one gets it."""
    used = await session.execute(
        update(InvitationRow)
        .where(
            InvitationRow.code == code,
            InvitationRow.used_at.is_(None),
            InvitationRow.expires_at > at,
        )
        .values(used_at=at, used_by=person)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]  # a CursorResult for UPDATE


async def give_role(session: AsyncSession, person: int, role: str, area: str) -> None:
    """Let somebody serve; the same role twice is one."""
    insert = upsert_for(session)
    await session.execute(
        insert(RoleRow)
        .values(person_id=person, role=role, area=area)
        .on_conflict_do_nothing(index_elements=["person_id", "role", "area"])
    )


async def hand_account(session: AsyncSession, channel: str, account: str, person: int) -> None:
    """An account turns out to be somebody's whom the workbook knows."""
    await session.execute(
        update(IdentityRow)
        .where(IdentityRow.channel == channel, IdentityRow.account == account)
        .values(person_id=person)
    )


async def find_person(session: AsyncSession, wanted: str) -> PersonRow | None:
    """Staff by code, phone or name, in that order; None where nobody or more than one fits."""
    for column in (PersonRow.code, PersonRow.phone, PersonRow.name):
        rows = list(await session.scalars(select(PersonRow).where(column == wanted).limit(2)))
        if len(rows) == 1:
            return rows[0]
    return None


async def staff_page(
    session: AsyncSession,
    *,
    words: str,
    role: str,
    areas: Collection[str] | None,
    after: int,
    limit: int,
) -> list[PersonRow]:
    """People who serve, in the order in which they came; `areas` None is everywhere."""
    serve = select(RoleRow.person_id)
    if role:
        serve = serve.where(RoleRow.role == role)
    if areas is not None:
        serve = serve.where(RoleRow.area.in_(areas))
    query = select(PersonRow).where(PersonRow.id.in_(serve), PersonRow.id > after)
    if words:
        query = query.where(
            PersonRow.name.contains(words, autoescape=True) | (PersonRow.code == words)
        )
    return list(await session.scalars(query.order_by(PersonRow.id).limit(limit)))


async def open_invitations(
    session: AsyncSession, areas: Collection[str] | None, at: datetime, *, limit: int
) -> list[InvitationRow]:
    """Codes that would still give somebody a role."""
    query = select(InvitationRow).where(
        InvitationRow.role.is_not(None),
        InvitationRow.used_at.is_(None),
        InvitationRow.expires_at > at,
    )
    if areas is not None:
        query = query.where(InvitationRow.area.in_(areas))
    return list(await session.scalars(query.order_by(InvitationRow.expires_at.desc()).limit(limit)))


async def take_role(session: AsyncSession, person: int, role: str, area: str) -> bool:
    """Let somebody no longer serve; False where they did not."""
    taken = await session.scalar(
        delete(RoleRow)
        .where(RoleRow.person_id == person, RoleRow.role == role, RoleRow.area == area)
        .returning(RoleRow.id)
    )
    return taken is not None


async def no_deputy(session: AsyncSession, person: int) -> None:
    """Nobody's deputy any more."""
    await session.execute(update(RoleRow).where(RoleRow.deputy_id == person).values(deputy_id=None))


async def serving_as(session: AsyncSession, role: str) -> list[tuple[int, str]]:
    """Everybody with a role, and where."""
    rows = await session.execute(
        select(RoleRow.person_id, RoleRow.area).where(RoleRow.role == role).order_by(RoleRow.id)
    )
    return [(row.person_id, row.area) for row in rows]


async def serving_named(
    session: AsyncSession, names: Collection[str], areas: Collection[str]
) -> dict[str, int]:
    """Who serves in these areas under these names, where just one person is called so."""
    rows = await session.execute(
        select(PersonRow.name, PersonRow.id)
        .join(RoleRow, RoleRow.person_id == PersonRow.id)
        .where(PersonRow.name.in_(names), RoleRow.area.in_(areas))
        .distinct()
    )
    found: dict[str, set[int]] = {}
    for name, person in rows:
        found.setdefault(name or "", set()).add(person)
    return {name: next(iter(people)) for name, people in found.items() if len(people) == 1}
