"""A roster on the scene: the east and the west gate, three shifts a day, and who stands there."""

from datetime import date, datetime

from sqlalchemy import select

from domain.rosters.asked import planned
from handlers.rosters import assigning, making
from handlers.rosters.making import Plan
from storage import rosters
from storage.people import PersonRow
from storage.places import touch_revision
from storage.rosters.tables import RosterDutyRow, RosterRow
from tests.handlers.scene import SHANGHAI

SATURDAY, SUNDAY = date(2026, 12, 5), date(2026, 12, 6)
LINES = "东门 8:00-16:00 1人\n西门 8:00-16:00 1人\n东门 22:00-6:00 1人"
VOLUNTEERS = (("fang", "王芳"), ("lizhi", "李志"), ("qian", "钱多"))


async def acting(scene, verb, *given, who="sun", **more):
    """One of the office's steps, as a page takes it."""
    async with scene.database.transaction() as session:
        event = f"console/{next(scene._numbers)}"
        turn = await scene.community.turn(session, event, scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who])
        made = await verb(turn, *given, **more)
    await scene.deliver()
    return made


async def volunteers(scene, people=VOLUNTEERS):
    """These serve as volunteers, and have opened the private chat."""
    async with scene.database.transaction() as session:
        for account, name in people:
            await scene.serves(session, account, name, "volunteer", "XL-1")
        await touch_revision(session)


async def drafted(
    scene, lines=LINES, *, first=SATURDAY, last=SATURDAY, people=("fang", "lizhi", "qian"), names=(),
    chief="chen", **more,
):  # fmt: skip
    """A roster that nobody has heard of yet; its number."""
    if not set(people) <= set(scene.ids):
        await volunteers(scene)
    plan = Plan(
        "国庆值守", "XL", first, last, planned(lines), people=[scene.ids[who] for who in people],
        names=names, chief=scene.ids[chief], **more,
    )  # fmt: skip
    row = await acting(scene, making.make, plan)
    return row.id


async def published(scene, *given, put=(), **more):
    """A roster that holds; `put` are who and which shift, as `("fang", "东门", 8)`."""
    number = await drafted(scene, *given, **more)
    for who, post, hour in put:
        await put_in(scene, number, who, post, hour)
    await acting(scene, publish, number)
    return number


async def publish(turn, number):
    await making.publish(turn, await making.found(turn, number))


async def slot(scene, number, post, hour, day=SATURDAY):
    """A shift by its post and hour."""
    rows = await slots(scene, number)
    local = scene.community.calendar.local
    [found] = [
        one for one in rows
        if one.post == post and local(one.begins).hour == hour and local(one.begins).date() == day
    ]  # fmt: skip
    return found


async def slots(scene, number):
    async with scene.database.reading() as session:
        return await rosters.slots(session, number)


async def member(scene, number, who):
    """Somebody's line in the roster, by account or by a name by hand."""
    async with scene.database.reading() as session:
        known = await rosters.members(session, number)
    [found] = [row for row, name in known if who == name or row.person_id == scene.ids.get(who, -1)]
    return found.id


async def put_in(scene, number, who, post, hour, *, day=SATURDAY, by="sun"):
    shift = await slot(scene, number, post, hour, day)
    return await acting(scene, assigning.assign, shift.id, await member(scene, number, who), who=by)


async def duties(scene):
    """Every duty that somebody has: name, post, state."""
    async with scene.database.reading() as session:
        number = await session.scalar(select(RosterRow.id).order_by(RosterRow.id.desc()))
        found = await rosters.stands(session, number)
    return [(one.name, one.slot.post, one.duty.state) for one in found]


async def duty_rows(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(RosterDutyRow).order_by(RosterDutyRow.id)))


async def the_roster(scene):
    async with scene.database.reading() as session:
        return await session.scalar(select(RosterRow).order_by(RosterRow.id.desc()))


async def at(scene, day, hour, minute=0):
    """Time passes until a local hour of a day of December 2026."""
    then = datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)
    await scene.live_until(then.astimezone(scene.now.tzinfo))


async def told(scene, who, part):
    """How often a person was told something with these words in it."""
    return sum(part in text for text in await scene.heard(who))
