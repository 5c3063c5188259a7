"""What is stored, what is dropped, and that nothing is stored twice."""

import pytest
from sqlalchemy import func, select

from bot.codec import pack, unpack
from bot.inbox import StoredInbox
from bot.seal import Seal
from domain.messages import Happening, Media, MediaKind
from storage import inbox as rows
from storage.chats import ChatRow
from storage.inbox import InboxRow
from storage.tickets.queries import bind
from tests.bot.stage import GROUP, NOON, StandStill, said, ticket

SEAL = Seal(b"a key for tests")
PHOTO = (Media(MediaKind.PHOTO, "file1", unique="u1"),)


@pytest.fixture
async def box(database):
    async with database.transaction() as session:
        session.add(ChatRow(channel="recorder", chat=GROUP, name="", place="JGY", mode="auto"))
    return StoredInbox(database, lambda text: "坏" in text, StandStill().now, SEAL)


async def stored(database):
    async with database.reading() as session:
        found = await session.scalars(select(InboxRow).order_by(InboxRow.id))
        return [unpack(row.payload) for row in found]


async def append(box, *facts, **more):
    await box.append("recorder", "1", facts, **more)


async def test_chat_leaves_no_trace_but_the_offset_passes_on(box, database):
    await append(box, said(1, "早啊 暗号甲乙丙"), said(2, "吃了没"), next_offset=3)

    assert await stored(database) == []
    assert await box.offset("recorder", "1") == 3


async def test_what_may_matter_is_stored_once_however_often_it_comes(box, database):
    await append(box, said(1), next_offset=2)
    await append(box, said(1), next_offset=2)
    await append(box, said(900, message="1"), next_offset=901)  # numbers began anew

    assert len(await stored(database)) == 1


async def test_a_group_that_is_tied_to_no_place_is_not_listened_to(box, database):
    await append(box, said(1, chat="unbound"))

    assert await stored(database) == []


async def test_three_short_lines_of_one_person_are_one_matter(box, database):
    box.gate = lambda text: "3栋" in text and "不亮" in text
    await append(box, said(1, "3栋2单元"))
    await append(box, said(2, "随便说说", who="somebody else"))
    await append(box, said(3, "楼道灯"))
    await append(box, said(4, "不亮"))

    (fact,) = await stored(database)
    assert [line.text for line in fact.earlier] == ["3栋2单元", "楼道灯"]


async def test_a_photo_before_the_words_rides_along_and_one_after_them_follows(box, database):
    await append(box, said(1, "", media=PHOTO))
    await append(box, said(2))
    await append(box, said(3, "", media=PHOTO))
    await append(box, said(4, "", media=PHOTO, who="somebody else"))

    words, photo = await stored(database)
    assert words.earlier[0].media == PHOTO
    assert photo.own_before == "2"


async def test_a_late_picture_of_a_known_album_passes(box, database):
    async with database.transaction() as session:
        session.add(ticket(1))
        await session.flush()
        await bind(session, 1, said(1).where, "77", at=NOON, album="a1")
    await append(box, said(5, "", media=PHOTO, album="a1"))

    assert len(await stored(database)) == 1


async def test_an_edit_matters_only_where_the_message_does(box, database):
    await append(box, said(5, "改了", what=Happening.EDIT, message="99"))

    assert await stored(database) == []


async def test_a_number_left_in_private_lies_sealed(box, database):
    await append(box, said(1, "打我电话138******", group=False, chat="p", contact="13800001234"))

    async with database.reading() as session:
        row = await session.scalar(select(InboxRow))
        assert "13800001234" not in str(row.payload)
        assert SEAL.open(row.contact) == "13800001234"


def test_a_fact_survives_its_way_through_the_database():
    fact = said(1, media=PHOTO, reply_to="5", album="a", press="t", late=True)
    assert unpack(pack(fact)) == fact


async def test_a_chat_that_waits_holds_its_own_lane_back_and_no_other(box, database):
    await append(box, said(1, "坏1"), said(2, "坏2"), said(3, "坏3", chat="p", group=False))
    async with database.transaction() as session:
        first = await rows.oldest(session, "recorder", GROUP)
        first.not_before = NOON.replace(year=2030)

    async with database.reading() as session:
        assert await rows.waiting_chats(session, NOON) == [("recorder", "p")]
        assert await session.scalar(select(func.count()).select_from(InboxRow)) == 3
