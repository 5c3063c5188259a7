"""What a year came to for each party member, and why it is not judged yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, and_, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.members.states import ClaimState
from domain.points import AccountKind, Book
from storage.members import MemberClaimRow, MemberRow, MemberYearRow
from storage.people import PersonRow
from storage.points.tables import AccountRow, BalanceRow

MOST_YEARS = 500  # members on one page of a year


@dataclass(frozen=True, slots=True)
class Year:
    """What a member's year came to."""

    row: MemberRow
    name: str
    balance: int | None
    """None where nothing was counted in it."""
    grade: str | None
    waits: int
    """What of it still waits for a decision."""

    @property
    def why(self) -> str:
        """Why it is not judged yet; `ready` where a person may judge it."""
        if self.balance is None:
            return "nothing" if self.row.reported_at else "not_reported"
        return "waits" if self.waits else "ready"


async def years(
    session: AsyncSession, communities: Collection[str] | None, year: int, *,
    organisation: str = "", after: int = 0,
) -> list[Year]:  # fmt: skip
    """What a year came to for each, in the order of the register; of who left before it nothing is said."""
    theirs = cast(MemberRow.person_id, String) + literal(f"/{year}")
    account = and_(AccountRow.book == Book.MEMBER.value, AccountRow.holder == theirs,
                   AccountRow.kind == AccountKind.SPENDABLE.value)  # fmt: skip
    judged = and_(MemberYearRow.member_id == MemberRow.id, MemberYearRow.year == year)
    query = (
        select(MemberRow, PersonRow.name, BalanceRow.amount, MemberYearRow.grade)
        .join(PersonRow, PersonRow.id == MemberRow.person_id)
        .join(AccountRow, account, isouter=True)
        .join(BalanceRow, BalanceRow.account_id == AccountRow.id, isouter=True)
        .join(MemberYearRow, judged, isouter=True)
        .where(
            MemberRow.id > after, PersonRow.erased_at.is_(None),
            or_(MemberRow.left_at.is_(None), BalanceRow.amount.is_not(None)),
        )
    )  # fmt: skip
    if communities is not None:
        query = query.where(MemberRow.community.in_(communities))
    if organisation:
        query = query.where(MemberRow.organisation == organisation)
    rows = list(await session.execute(query.order_by(MemberRow.id).limit(MOST_YEARS + 1)))
    waits = await _waits(session, [row.id for row, *_ in rows], year)
    return [
        Year(row, name or "", balance, grade, waits.get(row.id, 0))
        for row, name, balance, grade in rows
    ]


async def _waits(session: AsyncSession, some: Sequence[int], year: int) -> dict[int, int]:
    rows = await session.execute(
        select(MemberClaimRow.member_id, func.count())
        .where(
            MemberClaimRow.member_id.in_(some),
            MemberClaimRow.state == ClaimState.PROPOSED.value,
            MemberClaimRow.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(MemberClaimRow.member_id)
    )
    return {member: int(count) for member, count in rows}
