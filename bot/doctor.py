"""`huying doctor`: what is wrong with this deployment, each finding with its remedy."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.words import Words
from handlers.world import World
from storage.chats import ChatRow
from storage.inbox import InboxRow
from storage.outbox import BY_HAND, OutboxRow
from storage.people import RoleRow
from storage.points import books

LEAST_DISK = 500 * 1024 * 1024  # bytes; photos of a month of a sub-district fit in this
CLOCK_SKEW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is well (`ok`), could hurt (`warning`) or hurts (`error`)."""

    level: str
    code: str
    facts: dict[str, object]


async def examine(session: AsyncSession, world: World, data: Path) -> list[Finding]:
    """Everything that the database and this machine can tell."""
    return [
        *_disk(data),
        *await _people(session),
        *await _groups(session),
        *_gaps(world),
        *await _waiting(session),
        *await _ledger(session),
    ]


def _disk(data: Path) -> list[Finding]:
    free = shutil.disk_usage(data).free
    level = "ok" if free > LEAST_DISK else "error"
    return [Finding(level, "disk", {"megabytes": free // 1024**2})]


async def _people(session: AsyncSession) -> list[Finding]:
    managers = await session.scalar(
        select(func.count()).select_from(RoleRow).where(RoleRow.role == "manager")
    )
    return [] if managers else [Finding("error", "no_manager", {})]


async def _groups(session: AsyncSession) -> list[Finding]:
    """Per group: tied to a place, and whether huying hears it (听得到/听不到)."""
    found = []
    for chat in await session.scalars(select(ChatRow).where(ChatRow.here).order_by(ChatRow.id)):
        name = chat.name or chat.code or chat.chat
        if chat.place is None:
            found.append(Finding("warning", "unbound", {"group": name}))
        if chat.hears_all is False:
            found.append(Finding("error", "deaf", {"group": name}))
        elif chat.hears_all:
            found.append(Finding("ok", "hears", {"group": name}))
    return found


def _gaps(world: World) -> list[Finding]:
    gaps = world.organisation.gaps()
    names = [world.places.name_of(code) for code in gaps[:5]]
    return [Finding("warning", "gaps", {"places": names, "number": len(gaps)})] if gaps else []


async def _waiting(session: AsyncSession) -> list[Finding]:
    parked = await session.scalar(
        select(func.count()).select_from(InboxRow).where(InboxRow.state == "parked")
    )
    by_hand = await session.scalar(
        select(func.count()).select_from(OutboxRow).where(OutboxRow.state.in_(BY_HAND))
    )
    counted = (("parked", parked), ("by_hand", by_hand))
    return [Finding("warning", code, {"number": number}) for code, number in counted if number]


async def _ledger(session: AsyncSession) -> list[Finding]:
    """Every entry's postings sum to zero, and what is kept of balances is the sum of postings."""
    entries, accounts = await books.unbalanced(session), await books.wrong_balances(session)
    found = [Finding("error", "ledger", {"entries": entries})] if entries else []
    if accounts:
        holders = sorted({account.holder for account in accounts})
        found.append(Finding("error", "balances", {"holders": holders}))
    return found


def clock_finding(ahead: timedelta) -> Finding:
    """The machine's clock beside the platform's: a clock that is off sends at wrong hours."""
    level = "ok" if abs(ahead) < CLOCK_SKEW else "error"
    return Finding(level, "clock", {"seconds": int(abs(ahead).total_seconds())})


def told(finding: Finding, words: Words, locale: str) -> dict[str, str]:
    """A finding as `--json` shows it: what, and the remedy."""
    what, _, remedy = words(
        f"doctor/{finding.code}", locale, level=finding.level, **finding.facts
    ).partition("\n")
    return {"level": finding.level, "what": what, "remedy": remedy.strip()}
