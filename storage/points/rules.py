"""What acts are worth, as the database keeps it: versions of rules."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.points import Rule, parse_caps
from storage.points.tables import RuleRow


async def rule_names(session: AsyncSession) -> dict[str, str]:
    """What each rule is called, by code; the newest version's name wins."""
    rows = await session.execute(select(RuleRow.code, RuleRow.name).order_by(RuleRow.valid_from))
    return {row.code: row.name for row in rows}


async def has_rules(session: AsyncSession) -> bool:
    """Whether any rule is known yet."""
    return await session.scalar(select(RuleRow.id).limit(1)) is not None


async def rules_on(session: AsyncSession, day: date) -> dict[str, tuple[RuleRow, Rule]]:
    """What each act of a day is worth, by code: of its versions the newest that has begun then."""
    rows = await session.scalars(
        select(RuleRow).where(RuleRow.valid_from <= day).order_by(RuleRow.valid_from, RuleRow.id)
    )
    found = {row.code: (row, as_rule(row)) for row in rows}
    return {code: pair for code, pair in found.items() if pair[1].holds(day)}


def as_rule(row: RuleRow) -> Rule:
    """A version as the domain reckons with it."""
    return Rule(
        row.code,
        row.name,
        row.points,
        tuple(int(one) for one in row.levels.split("/") if one),
        parse_caps(row.cap, row.period),
        row.evidence,
        row.valid_from,
        row.valid_until,
        row.active,
    )


async def all_versions(session: AsyncSession) -> list[RuleRow]:
    """Every version of every rule, in the order of their days."""
    return list(await session.scalars(select(RuleRow).order_by(RuleRow.valid_from, RuleRow.id)))


async def version_from(session: AsyncSession, code: str, day: date) -> RuleRow | None:
    """The version of a rule that begins on this day."""
    row: RuleRow | None = await session.scalar(
        select(RuleRow).where(RuleRow.code == code, RuleRow.valid_from == day)
    )
    return row
