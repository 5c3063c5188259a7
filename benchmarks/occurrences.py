"""What recurs, at 100, 1,000 and 10,000 schedules: `python -m benchmarks.occurrences [NUMBER …]`.

The handlers on a real database, as the program runs them: SQLite, or the server and first name of
databases that `HUYING_DATABASE_URL` names. An estate has the same twenty schedules at each size; all
others are elsewhere. The sizes take turns, round by round, so that what else runs on the machine falls
on all of them.
"""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from benchmarks import community, program
from bot.clock import Clock
from bot.community import Community
from bot.scheduler import Scheduler
from bot.seal import Seal
from bot.words import Words
from domain.calendar import Calendar
from domain.schedules import due_between
from handlers import schedules, workbook
from handlers.schedules import shelf
from handlers.world import Deployment
from storage.chats import ChatRow, bound_groups
from storage.database import Database
from storage.migrations import migrate
from storage.outbox import OutboxRow
from storage.schedules import ScheduleRow, touch
from storage.timers import set_timer

SIZES = (100, 1_000, 10_000)
HERE, AT_HOME = "E5", 20
"""The estate that is asked about, and how much recurs there, however many schedules there are."""
ROUNDS, WARM = 40, 4
START = datetime(2026, 6, 2, 2, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
WEEK = timedelta(days=7)
SERVICES = (
    "义务理发",
    "量血压",
    "磨刀",
    "修家电",
    "法律咨询",
    "放电影",
    "义诊",
    "大件垃圾清运",
    "读书会",
    "广场舞",
)
RULES = (
    "FREQ=MONTHLY;BYMONTHDAY={}",
    "FREQ=WEEKLY;BYDAY=MO",
    "FREQ=MONTHLY;BYDAY=1SA",
    "FREQ=WEEKLY;BYDAY=WE",
)
ASKED = "7号还理发不"


@dataclass(frozen=True, slots=True)
class Stand:
    """One database with so many schedules, and the community on it."""

    number: int
    database: Database
    community: Community
    group: ChatRow
    clock: Clock
    lines: tuple[dict[str, Any], ...]
    """Announcements of as many schedules, as their timers hold them."""


def _rows(number: int) -> list[dict[str, Any]]:
    """The same twenty in one estate; the others in all the others, told to their estate each."""
    others = [f"E{n}" for n in range(community.ESTATES) if f"E{n}" != HERE]
    return [
        {
            "key": f"{n}", "name": SERVICES[n % len(SERVICES)] + ("" if n < len(SERVICES) else f"{n}"),
            "rule": RULES[n % len(RULES)].format(n % 28 + 1), "start": f"{8 + n % 9:02}:00", "end": None,
            "place": None, "place_words": "门口", "holiday": "next", "weekend": "keep", "offsets": [],
            "bring": "", "person_id": None, "active": True, "since": START, "exceptions": [], "written": "",
            "audience": [HERE if n < AT_HOME else others[n % len(others)]],
        }
        for n in range(number)
    ]  # fmt: skip


async def prepared(url: str, folder: Path, number: int) -> Stand:
    """A sub-district with so much that recurs."""
    database = Database(url)
    await migrate(database)
    house = Community(database, Deployment(), Words(ZONE), Calendar(ZONE), Seal(b"measured"))
    async with database.transaction() as session:
        turn = await house.turn(session, "measured/import", START, channel="bench")
        await workbook.take_in(
            turn, community.write(folder / f"w{number}"), progress=lambda _: None
        )
    async with database.transaction() as session:
        await session.execute(insert(ScheduleRow), _rows(number))
        await touch(session)
    async with database.reading() as session:
        group = next(one for one in await bound_groups(session) if one.place == HERE)
        turn = await house.turn(session, "measured/lines", START, channel="bench")
        known = [schedule for schedule, _ in (await shelf.near(turn, None)).values()]
    calendar = turn.world.calendar
    first = [
        due_between(one, calendar, START, START + WEEK * 5)[0] for one in known[: ROUNDS + WARM]
    ]
    lines = tuple(
        {"schedule": schedule.id, "due": line.due.isoformat(), "planned": one.planned.isoformat(),
         "moment": line.moment.value}
        for schedule, (line, one) in zip(known, first, strict=False)
    )  # fmt: skip
    clock = Clock(rehearsal=True)
    async with database.transaction() as session:
        await clock.set(session, START)
    return Stand(number, database, house, group, clock, lines)


async def planned(stand: Stand) -> tuple[float, float]:
    """Milliseconds of a night's planning, and of its first transaction."""
    began = time.monotonic()
    async with stand.database.transaction() as session:
        turn = await stand.community.turn(session, "measured/plan", START, channel="bench")
        await schedules.plan(turn)
    first = (time.monotonic() - began) * 1000
    await _scheduler(stand).live_due()
    return (time.monotonic() - began) * 1000, first


async def this_week(stand: Stand, _: int) -> None:
    """What is on this week, for one estate's community page: of the estate's own schedules."""
    async with stand.database.reading() as session:
        turn = await stand.community.turn(session, "measured/week", START, channel="bench")
        kept = await shelf.told_in(turn, stand.group)
        today = date(2026, 6, 2)
        found = await schedules.dates_of(turn, kept, today, today + WEEK)
    assert found


async def asked(stand: Stand, _: int) -> None:
    """Somebody of the estate asks in its group whether it is on."""
    async with stand.database.reading() as session:
        turn = await stand.community.turn(session, "measured/asked", START, channel="bench")
        assert await schedules.words_for(turn, ASKED, stand.group)


def _scheduler(stand: Stand) -> Scheduler:
    return Scheduler(
        stand.database, stand.community.fire, stand.clock, asyncio.Event(), lambda: True
    )


async def nothing_due(stand: Stand, _: int) -> None:
    """A wake-up, as every second has one, with nothing to do."""
    await _scheduler(stand).live_due()


async def one_due(stand: Stand, turn: int) -> None:
    """A wake-up in which one announcement is made."""
    async with stand.database.transaction() as session:
        facts = stand.lines[turn]
        await set_timer(session, f"measured/{turn}", "schedule", START - WEEK, **facts)
    await _scheduler(stand).live_due()
    async with stand.database.reading() as session:
        told = await session.scalar(select(func.count()).select_from(OutboxRow))
    assert told, "nothing was announced"


WORKS: tuple[tuple[str, Callable[[Stand, int], Awaitable[None]]], ...] = (
    ("a wake-up, nothing due", nothing_due),
    ("a wake-up, one line due", one_due),
    ("what is on this week, of an estate", this_week),
    ("“is it on?”, in a group", asked),
)


async def measured(stands: Sequence[Stand]) -> dict[tuple[str, int], list[float]]:
    """Milliseconds of each work at each size, the sizes in turn."""
    spent: dict[tuple[str, int], list[float]] = {}
    for name, work in WORKS:
        for turn in range(WARM + ROUNDS):
            for stand in stands:
                began = time.monotonic()
                await work(stand, turn)
                if turn >= WARM:
                    took = (time.monotonic() - began) * 1000
                    spent.setdefault((name, stand.number), []).append(took)
    return spent


def _middle(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


async def _url(number: int, folder: Path) -> str:
    given = os.environ.get("HUYING_DATABASE_URL", "")
    if not given:
        return f"sqlite+aiosqlite:///{folder / f'{number}.db'}"
    address, _, query = given.partition("?")
    server, _, name = address.rpartition("/")
    import asyncpg  # noqa: PLC0415 - only where there is a server

    connection = await asyncpg.connect(given.replace("+asyncpg", ""))
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}_{number}"')
    await connection.execute(f'CREATE DATABASE "{name}_{number}"')
    await connection.close()
    return f"{server}/{name}_{number}" + (f"?{query}" if query else "")


async def main(sizes: Sequence[int]) -> None:
    """Measure all sizes side by side."""
    async with program.folder() as data:
        stands = [await prepared(await _url(n, data), data, n) for n in sizes]
        plans = {stand.number: await planned(stand) for stand in stands}
        spent = await measured(stands)
        for stand in stands:
            await stand.database.close()
    first = sizes[0]
    program.heading(f"What recurs, in ms: {', '.join(f'{n:,}' for n in sizes)} schedules")
    rows = [
        (name, " · ".join(f"{_middle(spent[name, n]):.1f}" for n in sizes)
         + f" (× {_middle(spent[name, sizes[-1]]) / _middle(spent[name, first]):.2f})")
        for name, _ in WORKS
    ]  # fmt: skip
    rows.append(("planning all, once a night", " · ".join(f"{plans[n][0]:,.0f}" for n in sizes)))
    rows.append(("of that in one transaction", " · ".join(f"{plans[n][1]:,.0f}" for n in sizes)))
    program.table(rows)


if __name__ == "__main__":
    asyncio.run(main([int(given) for given in sys.argv[1:]] or SIZES))
