"""The machine's share: a number leaves in the words alone, files go, and what was deleted is gone."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.messages import HIDDEN, Delivery, Outcome
from storage.outbox import OutboxRow
from storage.privacy.tables import DiscardedRow
from storage.tickets.tables import AttachmentRow, TicketRow
from storage.timers import TimerRow
from storage.web import WebAccountRow, WebMessageRow, WebSessionRow, forget_account
from tests.bot.channels.courtyard import Courtyard, picture, press, private_of, say, shown
from tests.bot.post import SEAL, Post
from tests.handlers.scene import GROUP
from tests.privacy.scenes import LEAK, LIGHT, PHONE, holding, nights_planned

PHOTO = [("photos", ("a.png", picture(), "image/png"))]


@pytest.fixture
async def post(database, tmp_path):
    return Post(database, tmp_path)


@pytest.fixture
async def yard(scene, tmp_path):
    async with Courtyard(scene, tmp_path).awake() as made:
        yield made


async def test_p04_the_number_is_put_in_as_the_message_leaves_and_then_forgotten(post):
    await post.put("shown", text=f"电话:{HIDDEN}", sealed=SEAL.close(PHONE))

    await post.round()

    (out,) = post.channel.sent
    assert (out.text, out.fleeting) == (f"电话:{PHONE}", True)
    row = await post.row("shown")
    assert (row.text, row.sealed, row.state) == (f"电话:{HIDDEN}", None, "sent")


async def test_p04_while_it_is_tried_again_it_stays_sealed(post):
    post.channel.outcomes = [Outcome(Delivery.RETRY, why="gone"), Outcome(Delivery.SENT)]
    await post.put("shown", text=f"电话:{HIDDEN}", sealed=SEAL.close(PHONE))
    await post.round()
    assert SEAL.open((await post.row("shown")).sealed) == PHONE

    post.clock.pass_(minutes=1)
    await post.round()

    assert (await post.row("shown")).sealed is None


async def test_p04_what_will_not_arrive_is_put_before_a_human_without_the_number(post):
    post.channel.outcomes = [Outcome(Delivery.UNREACHABLE, why="blocked")]
    await post.put("shown", text=f"电话:{HIDDEN}", sealed=SEAL.close(PHONE))

    await post.round()

    row = await post.row("shown")
    assert (row.state, row.sealed) == ("unreachable", None)
    assert PHONE not in row.text


async def test_p04_ordinary_messages_may_hold_the_same_signs(post):
    await post.put("plain", text=f"看{HIDDEN}")
    await post.round()

    assert (post.channel.sent[0].text, post.channel.sent[0].fleeting) == (f"看{HIDDEN}", False)


async def test_p04_in_the_web_chat_the_owner_reads_it_and_no_table_does(yard):
    async with yard.neighbour() as li, yard.staff("wang") as wang:
        mine = private_of((await li.get(f"/c/{GROUP}")).text)
        await say(li, f"{LEAK},打我电话{PHONE}", mine)
        page = await shown(wang, "看联系电话", "p.wang")
        await press(wang, page, "看联系电话", "p.wang")
        page = await shown(wang, f"联系电话:{PHONE}", "p.wang")

        assert await holding(yard.scene.database, PHONE) == []
        await due_now(yard, "contact.hide")

        async def taken_back():
            return PHONE not in (await wang.get("/c/p.wang")).text

        await holds(taken_back)


async def due_now(yard, kind):
    """What is due later is lived now, as the scheduler would."""
    async with yard.scene.database.transaction() as session:
        timer = await session.scalar(
            select(TimerRow).where(TimerRow.kind == kind, TimerRow.done_at.is_(None))
        )
        now = yard.house.clock.now()
        timer.done_at = now
        await yard.scene.community.fire(session, timer, now)
    yard.program.wake()


async def holds(condition):
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110 - another task sees to it
            await asyncio.sleep(0.02)


async def test_p11_a_web_account_is_gone_with_its_browser_s_tie_and_can_begin_anew(yard):
    database = yard.scene.database
    async with yard.neighbour("欧阳阿姨") as li:
        mine = private_of((await li.get(f"/c/{GROUP}")).text)
        account = mine.removeprefix("p.")
        await say(li, LIGHT)
        await say(li, LEAK, mine)
        await shown(li, "编号0002", mine)
        await say(li, "删除我的信息", mine)
        await press(li, await shown(li, "确认删除", mine), "确认删除", mine)
        await shown(li, "回执:P", mine)

        async def nothing_under_way():
            return yard.program.pump.idle and yard.program.sender.idle

        await holds(nothing_under_way)
        await due_now(yard, "privacy.sweep")

        assert await holding(database, account, "欧阳阿姨") == []
        async with database.reading() as session:
            assert await session.get(WebAccountRow, account) is None
            assert list(await session.scalars(select(WebSessionRow.accounts))) == [[]]
        link = await yard.link()
        await li.get(link)
        await li.post(link, data={"nickname": "新名字"})
        assert private_of((await li.get(f"/c/{GROUP}")).text) != mine


async def test_p11_an_account_of_the_sample_is_a_part_and_stays(yard):
    async with yard.scene.database.transaction() as session:
        session.add(WebAccountRow(id="resident", nickname="李阿姨", persona="resident", groups=[],
                                  created_at=yard.house.clock.now()))  # fmt: skip
        session.add(WebMessageRow(id="1", key="k", chat="p.resident", at=yard.house.clock.now(),
                                  text="", choices=[], attachments=[]))  # fmt: skip
        await forget_account(session, "resident", "p.resident", ["k"], anew=False)

    async with yard.scene.database.reading() as session:
        assert await session.get(WebAccountRow, "resident")
        assert await session.get(WebMessageRow, "1") is None


async def test_p15_the_file_of_a_discarded_photo_is_deleted_at_once(yard):
    scene = yard.scene
    async with yard.neighbour() as li:
        await say(li, LIGHT, files=PHOTO)
        await shown(li, "编号0001")
    (path,) = [str(p.relative_to(yard.folder)) for p in (yard.folder / "media").glob("*/*")]
    await nights_planned(scene)
    async with scene.database.transaction() as session:
        long_ago = scene.now - timedelta(days=91)
        await session.execute(update(TicketRow).values(state="closed", closed_at=long_ago))
    await due_now(yard, "privacy.retention")

    await yard.program.media.discard()

    assert not (yard.folder / path).exists()
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(AttachmentRow.id))) == []
        assert list(await session.scalars(select(DiscardedRow.path))) == []


async def test_p15_a_file_that_is_gone_already_stops_nothing(yard):
    async with yard.scene.database.transaction() as session:
        for path in ("media/aa/gone.jpg", "../outside.txt"):
            session.add(DiscardedRow(path=path, at=yard.house.clock.now()))
    outside = yard.folder.parent / "outside.txt"
    outside.write_text("not ours", "utf-8")

    await yard.program.media.discard()

    assert outside.read_text("utf-8") == "not ours"
    async with yard.scene.database.reading() as session:
        assert list(await session.scalars(select(DiscardedRow.path))) == []


async def test_p11_what_sqlite_deletes_it_overwrites(scene):
    if not scene.database.is_sqlite:
        pytest.skip("PostgreSQL's own files are its administrator's")
    word = "markerword7f3e"
    await scene.say("li", f"{LEAK},{word}", group=False)
    async with scene.database.transaction() as session:
        await session.execute(update(TicketRow).values(text=""))
        await session.execute(update(OutboxRow).values(text=""))
    async with scene.database.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    path = scene.database.url.removeprefix("sqlite+aiosqlite:///")
    assert word.encode() not in await asyncio.to_thread(Path(path).read_bytes)
