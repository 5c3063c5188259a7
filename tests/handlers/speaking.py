"""Somebody speaks, an engine hears these words, and what they are shown of it."""

from sqlalchemy import select

from domain.messages import HIDDEN, Media, MediaKind
from tests.handlers.scene import SEAL

VOICE = Media(MediaKind.VOICE, "v1", mime="audio/ogg", seconds=4)
LAMP = "金桂园3栋2单元楼道的灯坏了"
GAS = "2栋1单元一股煤气味,好浓"
SHOWN = "calls/read_back"


async def speak(scene, who, heard, *, group=False, **more):
    """Somebody speaks, and this is what the engine hears."""
    return await scene.say(who, media=(VOICE,), heard=heard, group=group, **more)


async def read_back(scene, who):
    """What a person was shown of what was heard, in order."""
    rows = [row for row in await scene.rows(chat=f"p.{who}") if row.moment == SHOWN]
    return [row.text.replace(HIDDEN, SEAL.open(row.sealed) if row.sealed else "") for row in rows]


async def rows(scene, table):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


async def moments(scene, who):
    return [row.moment for row in await scene.rows(chat=f"p.{who}")]
