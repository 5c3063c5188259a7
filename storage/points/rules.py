"""What acts are worth, as the database keeps it: versions of rules."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.points.tables import RuleRow


async def rule_names(session: AsyncSession) -> dict[str, str]:
    """What each rule is called, by code; the newest version's name wins."""
    rows = await session.execute(select(RuleRow.code, RuleRow.name).order_by(RuleRow.valid_from))
    return {row.code: row.name for row in rows}


async def has_rules(session: AsyncSession) -> bool:
    """Whether any rule is known yet."""
    return await session.scalar(select(RuleRow.id).limit(1)) is not None
