"""A sign-up on the scene: dumplings on Saturday."""

from datetime import timedelta

from sqlalchemy import select

from handlers.signups import opening
from handlers.signups.opening import Plan
from storage.people import PersonRow
from storage.signups import SignupEntryRow, SignupRow

A_DAY = timedelta(days=1)
LIST = "接龙 周六包饺子\n1. 张姐 2人\n2. 老周 3栋"


async def opened(
    scene, title="周六包饺子", *, who="sun", days=4, places=None, at=None, days_of=(), **more
):
    """An officer opens it for ten o'clock some days ahead; the group hears of it."""
    at = at or scene.now + days * A_DAY
    given = {
        "closes_at": at - A_DAY, "cancel_until": at - A_DAY, "audience": ["JGY"], "community": "XL",
        "place": "社区一楼", "places": places, "days": days_of, **more,
    }  # fmt: skip
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, f"console/{title}", scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        rows = await opening.open_up(turn, Plan(title, at, **given))
        numbers = [row.id for row in rows]
    await scene.deliver()
    return numbers[0] if len(numbers) == 1 else numbers


async def acting(scene, verb, *given, who="sun", **more):
    """One of the office's steps, as a page takes it."""
    async with scene.database.transaction() as session:
        event = f"console/{len(await scene.rows())}/{verb.__name__}/{given}"
        turn = await scene.community.turn(session, event, scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        made = await verb(turn, *given, **more)
    await scene.deliver()
    return made


async def the_signup(scene, number=None):
    async with scene.database.reading() as session:
        rows = select(SignupRow).order_by(SignupRow.id.desc())
        return await session.scalar(rows if number is None else rows.where(SignupRow.id == number))


async def states(scene, number=None):
    """Where each place stands, in order."""
    return [row.state for row in await places(scene, number)]


async def places(scene, number=None):
    async with scene.database.reading() as session:
        rows = select(SignupEntryRow).order_by(SignupEntryRow.id)
        if number is not None:
            rows = rows.where(SignupEntryRow.signup_id == number)
        return list(await session.scalars(rows))


async def notice(scene):
    """The message in the group that tells of it, as the platform numbers it."""
    return (await notices(scene))[-1].message


async def notices(scene):
    return [row for row in await scene.rows() if row.moment == "signups/notice_group"]


async def notice_now(scene):
    """What the notice says after its last edit."""
    return [r for r in await scene.rows(op="edit") if r.moment == "signups/notice_group"][-1]
