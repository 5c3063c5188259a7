"""What tests of corrections share: a line, a step of the desk, and what was kept."""

from sqlalchemy import select

from storage.corrections import CorrectionRow
from storage.people import PersonRow
from storage.tickets.queries import ticket as the_ticket

LAMP = "3栋2单元楼道的灯坏了"


async def rows(scene):
    async with scene.database.reading() as session:
        return list(await session.scalars(select(CorrectionRow).order_by(CorrectionRow.id)))


async def does(scene, who, verb, **given):
    """Somebody of the office takes a step on the newest ticket, as their page does."""
    number = (await scene.ticket()).id
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(
            session, f"t{next(scene._numbers)}", scene.now, channel="c"
        )
        turn.person = await session.get(PersonRow, scene.ids[who])
        await verb(turn, await the_ticket(session, number), **given)
    await scene.deliver()
