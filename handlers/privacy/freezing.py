"""After a leak nothing leaves the house until somebody says so; whom it concerns is on record (P21)."""

from sqlalchemy.ext.asyncio import AsyncSession

from domain.areas import RoleName
from domain.refusals import Refusal
from handlers.turn import Turn
from storage.people import roles_of
from storage.places import get_state, set_state
from storage.privacy import erasing

FROZEN = "privacy.frozen"


class Frozen(Refusal):
    """Exports and backups are stopped until a manager lifts it."""


async def must_be_open(session: AsyncSession) -> None:
    """Whatever leaves the house asks this first."""
    if await frozen(session):
        raise Frozen


async def frozen(session: AsyncSession) -> bool:
    """Whether nothing may leave at present."""
    return bool(await get_state(session, FROZEN))


async def freeze(turn: Turn) -> bool:
    """Stop exports and backups; the numbers of everybody concerned go on record."""
    if not await _is_manager(turn):
        return False
    people = await erasing.numbers(turn.session)
    await set_state(turn.session, FROZEN, {"at": turn.now.isoformat(), "by": turn.actor})
    turn.note("exports.frozen", "exports", people=people)
    await turn.reply("privacy/frozen", people=len(people))
    return True


async def thaw(turn: Turn) -> bool:
    """Let exports and backups go on."""
    if not await _is_manager(turn):
        return False
    await set_state(turn.session, FROZEN, None)
    turn.note("exports.thawed", "exports")
    await turn.reply("privacy/thawed")
    return True


async def _is_manager(turn: Turn) -> bool:
    roles = await roles_of(turn.session, turn.actor or 0)
    return any(role.role is RoleName.MANAGER for role in roles)
