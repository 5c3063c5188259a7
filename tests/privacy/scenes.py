"""What the privacy tests say and look for."""

from sqlalchemy import select

from domain.privacy import first_phone, mask
from handlers.privacy import retention
from storage.audit import AuditRow
from storage.privacy.tables import ContactRow
from storage.tables import METADATA
from tests.handlers.scene import SEAL

PHONE = "13812345678"
LEAK = "金桂园3栋2单元401厨房漏水,漏到楼下了"
LIGHT = "金桂园3栋2单元楼道的灯坏了"
NOISE = "金桂园3栋2单元401住户反映装修电钻太吵"


async def in_private(scene, who, text):
    """Said in private, as a channel tells it: numbers as stars, the first phone apart."""
    return await scene.say(who, mask(text), group=False, contact=first_phone(text))


async def finished(scene, *, worker="wang", reporter="li", private=True):
    """The newest ticket is done, and its reporter says so."""
    await scene.press(worker, "我来办")
    await scene.press(worker, "办好了")
    await scene.say(worker, "都换好了,试过了", group=False)
    await scene.say(reporter, "好了,谢谢", group=not private)


async def contacts(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(ContactRow)))


async def on_record(scene, act):
    async with scene.database.reading() as session:
        rows = await session.scalars(
            select(AuditRow).where(AuditRow.act == act).order_by(AuditRow.id)
        )
        return list(rows)


async def everything(database):
    """Every value of every row of every table, as one text each."""
    found = []
    async with database.reading() as session:
        for table in METADATA.sorted_tables:
            rows = await session.execute(select(table))
            found += [f"{table.name}: {dict(row)}" for row in rows.mappings()]
    return found


async def holding(database, *words):
    """The rows in which any of these words stands."""
    return [row for row in await everything(database) if any(word in row for word in words)]


async def nights_planned(scene):
    """As the program does when it starts."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "start", scene.now, channel="start")
        await retention.plan(turn)


def opened(row):
    """What a message says once its number has been put in."""
    return SEAL.open(row.sealed) if row.sealed else None
