"""Photos in the web chat: what a ticket takes is kept once, and everything else goes by itself."""

import os
import re
import time

import pytest
from sqlalchemy import select, update

from bot.files import UNDECIDED
from storage.inbox import InboxRow
from storage.questions import QuestionRow
from storage.tickets.tables import AttachmentRow
from tests.bot.channels.courtyard import Courtyard, picture, private_of, say, shown
from tests.handlers.scene import GROUP, build

LAMP = "3栋2单元楼道灯坏了三天了"
PHOTO = [("photos", ("a.png", picture(), "image/png"))]


@pytest.fixture
async def yard(database, tmp_path):
    async with Courtyard(await build(database), tmp_path).awake() as made:
        yield made


async def test_a_photo_of_mere_chat_is_deleted_soon_and_the_page_says_so(yard):
    async with yard.neighbour() as browser:
        await say(browser, "今天的晚霞", files=PHOTO)
        address = photo_in(await shown(browser, "今天的晚霞"))
        assert (await browser.get(address)).status_code == 200

        await later(yard)
        page = await shown(browser, "今天的晚霞")

        assert stored(yard) == []
        assert "照片没有保留" in page
        assert "<img" not in page
        assert (await browser.get(address)).status_code == 404


async def test_a_photo_is_not_deleted_while_its_words_may_still_follow(yard):
    async with yard.neighbour() as browser:
        await say(browser, files=PHOTO)
        await yard.program.media.sweep()
        await say(browser, LAMP)
        await shown(browser, "编号0001")

        await later(yard)

    assert [row.ref for row in await attachments(yard)] == stored(yard) != []


async def test_a_tickets_photo_is_kept_once_and_stays(yard):
    async with yard.neighbour() as browser:
        await say(browser, LAMP, files=PHOTO)
        await shown(browser, "编号0001")
        row = (await attachments(yard))[0]
        assert await yard.program.media.fetched(row.id)

        await later(yard)

        row = (await attachments(yard))[0]
        assert stored(yard) == [row.path] == [row.ref]
        assert (await browser.get(photo_in(await shown(browser, LAMP)))).status_code == 200


async def test_a_photo_waits_with_the_question_and_goes_when_nobody_answers(yard):
    async with yard.neighbour() as browser:
        await say(browser, "灯坏了,看不见路", files=PHOTO)
        await shown(browser, "几栋几单元")
        await later(yard)
        assert len(stored(yard)) == 1

        async with yard.scene.database.transaction() as session:
            await session.execute(update(QuestionRow).values(facts={}))
        await later(yard)

    assert stored(yard) == []


async def test_a_photo_of_a_line_that_waits_for_somebody_to_look_is_kept(yard):
    async with yard.neighbour() as browser:
        private = private_of((await browser.get(f"/c/{GROUP}")).text)
        await say(browser, "这个是什么", private, files=PHOTO)
        await shown(browser, "怎么了", private)
        path = stored(yard)[0]
        async with yard.scene.database.transaction() as session:
            await session.execute(
                update(InboxRow)
                .where(InboxRow.state == "done")
                .values(state="parked", payload={"media": [{"ref": path}]})
            )
        await later(yard)

    assert stored(yard) == [path]


async def test_what_a_crash_left_behind_is_found_by_the_next_start(yard):
    left = yard.files.keep(b"half a post", "image/jpeg")

    await later(yard)

    assert not yard.files.holds(left)


async def test_of_a_post_with_one_file_that_is_no_photo_none_is_stored(yard):
    async with yard.neighbour() as browser:
        files = [*PHOTO, ("photos", ("b.png", b"no picture", "image/png"))]
        assert (await say(browser, LAMP, files=files)).status_code == 415

    assert stored(yard) == []


def photo_in(page):
    return re.search(r'src="(/c/[^"]+/photos/[^"]+)"', page)[1]


def stored(yard):
    """The files below the data folder, named as rows name them."""
    return [str(p.relative_to(yard.folder)) for p in (yard.folder / "media").glob("*/*")]


async def later(yard):
    """The program looks again when everything that is stored has become old."""
    then = time.time() - UNDECIDED.total_seconds() - 1
    for path in stored(yard):
        os.utime(yard.folder / path, (then, then))
    await yard.program.media.sweep()


async def attachments(yard):
    return await yard.rows(select(AttachmentRow))
