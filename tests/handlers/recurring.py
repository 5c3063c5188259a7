"""What recurs on the stage of the handlers' tests, and two processes that live due moments side by side."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from handlers import schedules
from storage.schedules import OccurrenceRow, ScheduleRow
from storage.timers import due


class Died(Exception):  # noqa: N818 - it is no fault of the code's
    """A process has died in the middle of it."""


async def recurs(
    scene, name, *, audience=("XL",), start="09:00", rule="FREQ=MONTHLY;BYMONTHDAY=7", **more
):
    """A schedule that has been there for long; its number."""
    async with scene.database.transaction() as session:
        row = ScheduleRow(
            key=f"{name}/{audience}", name=name, rule=rule, start=start, audience=list(audience),
            since=scene.now - timedelta(days=99), **more,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return row.id


async def planned(scene):
    """What is due is written down, as every night."""
    async with scene.database.transaction() as session:
        event = f"plan/{scene.now}/{next(scene._numbers)}"
        await schedules.plan(await scene.community.turn(session, event, scene.now, channel="test"))


async def on_record(scene, *moments):
    """Each line that was made: its date, what it said, and the messages that it became."""
    async with scene.database.reading() as session:
        rows = await session.scalars(select(OccurrenceRow).order_by(OccurrenceRow.id))
        return [row for row in rows if not moments or row.moment in moments]


async def live_side_by_side(scene, *, dies=lambda: False, processes=2):
    """Two processes live everything that is due now; each may die before anything is kept."""

    async def process():
        lived = 0
        while True:
            try:
                async with scene.database.transaction() as session:
                    found = await due(session, scene.now)
                    if not found:
                        return lived
                    await scene.community.fire(session, found[0], scene.now)
                    found[0].done_at = scene.now
                    if dies():
                        raise Died  # noqa: TRY301 - as if the power went
                lived += 1
            except Died:
                await asyncio.sleep(0)

    lived = await asyncio.gather(*(process() for _ in range(processes)))
    await scene.deliver()
    return sum(lived)
