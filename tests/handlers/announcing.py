"""An office that announces things, on the stage of the handlers' tests: two estates, two communities."""

from sqlalchemy import select, update

from handlers import announcements
from handlers.announcements import recalling
from handlers.announcements.reached import readers, tally
from handlers.announcements.receipts import receipts_of
from storage import announcements as kept
from storage.announcements import AnnouncementRow
from storage.audit import AuditRow
from storage.chats import ChatRow
from storage.outbox import OutboxRow
from storage.people import PersonRow
from storage.places import AreaRow, PlaceRow, touch_revision
from tests.handlers.scene import MORNING

OTHER = "dh"


async def neighbours(scene):
    """A community next door with a group and a desk of its own; and a second group of ours."""
    async with scene.database.transaction() as session:
        session.add(PlaceRow(code="DH", name="东湖社区", kind="community", parent="YQ", aliases=[]))
        session.add(PlaceRow(code="YH", name="银湖苑", kind="estate", parent="DH", aliases=[]))
        session.add(
            AreaRow(code="DH", name="东湖社区", kind="community", parent=None, covers=["DH"])
        )
        for code, name, place in (("lx", "林湘群", "LX"), (OTHER, "银湖群", "YH")):
            session.add(ChatRow(channel="web", chat=code, code=code, name=name, place=place,
                                bound_at=MORNING))  # fmt: skip
        await scene.serves(session, "qian", "钱办", "officer", "DH")
        await touch_revision(session)


async def step(scene, who, work, event=""):
    """Something that somebody does, in a transaction of its own; then everything is delivered."""
    async with scene.database.transaction() as session:
        event = event or f"console/{scene.now}/{next(scene._numbers)}"
        turn = await scene.community.turn(session, event, scene.now, channel="console")
        turn.person = await session.get(PersonRow, scene.ids[who]) if who else None
        made = await work(turn)
    await scene.deliver()
    return made


async def announced(scene, who, text, codes=("XL",), **more):
    """An announcement on its way; its number."""
    draft = announcements.Draft(text, list(codes), **more)
    return (await step(scene, who, lambda turn: announcements.announce(turn, draft))).id


async def row_of(scene, number):
    async with scene.database.reading() as session:
        return await session.get(AnnouncementRow, number)


async def stands(scene, number):
    """How many of its messages stand where, by plain names."""
    return {reach.value: many for reach, many in tally(await read_by(scene, number)).items()}


async def read_by(scene, number):
    async with scene.database.reading() as session:
        turn = await scene.community.turn(session, "look", scene.now, channel="console")
        return await readers(turn, await session.get(AnnouncementRow, number))


async def receipts(scene, number):
    async with scene.database.reading() as session:
        turn = await scene.community.turn(session, "look", scene.now, channel="console")
        row = await session.get(AnnouncementRow, number)
        return await receipts_of(turn, row, await readers(turn, row))


async def became(scene, number, **values):
    """A platform's verdict on the messages of an announcement, as the sender would write it down."""
    where = values.pop("where", {})
    async with scene.database.transaction() as session:
        query = update(OutboxRow).where(OutboxRow.announcement_id == number)
        for name, value in where.items():
            query = query.where(getattr(OutboxRow, name) == value)
        await session.execute(query.values(**values))


async def lines(scene, chat):
    """What stands in a group in the end: edits and deletions have taken place."""
    async with scene.database.reading() as session:
        rows = await session.scalars(
            select(OutboxRow).where(OutboxRow.chat == chat, OutboxRow.state == "sent")
            .order_by(OutboxRow.id)
        )  # fmt: skip
        shown = {}
        for row in rows:
            if row.op == "send":
                shown[row.key] = row.text
            elif row.op == "edit" and row.target_key in shown:
                shown[row.target_key] = row.text
            elif row.op == "delete":
                shown.pop(row.target_key, None)
    return list(shown.values())


async def acts(scene, number):
    """What is on record about an announcement."""
    async with scene.database.reading() as session:
        rows = await session.scalars(
            select(AuditRow).where(AuditRow.subject == f"announcement/{number}")
            .order_by(AuditRow.id)
        )  # fmt: skip
        return [row.act for row in rows]


async def a_photo(scene, ref="media/aa/pipe.jpg"):
    """A photo that the office has added on its page."""
    return await step(
        scene, "sun",
        lambda turn: kept.keep_photo(turn.session, "console", ref, turn.now, path=ref),
    )  # fmt: skip


async def recalled(scene, number, who="sun", **more):
    await step(scene, who, lambda turn: recalling.recall(turn, number, **more))


async def corrected(scene, number, text, who="sun"):
    await step(scene, who, lambda turn: recalling.correct(turn, number, text))
