"""Announcements as rows: counted once, held back once, and never mixed up with their changes."""

import asyncio
from datetime import timedelta

import pytest

from storage import announcements, outbox
from storage.announcements import OWN, PHOTO, AnnouncementRow
from storage.outbox import OutboxRow
from storage.people import PersonRow
from tests.handlers.scene import MORNING


@pytest.fixture
async def number(database):
    """An announcement to three groups, each message in another state."""
    async with database.transaction() as session:
        row = AnnouncementRow(
            text="停水", audience=["XL"], to="groups", community="XL", at=MORNING,
            created_at=MORNING, facts={}, receipt=True,
        )  # fmt: skip
        session.add(row)
        for name in ("a", "b"):
            session.add(PersonRow(name=name, created_at=MORNING))
        await session.flush()
        await _put(session, row.id, waiting="waiting", sent="sent", unknown="unknown")
        await _put(session, row.id, **{f"sent{PHOTO}": "sent"})
        return row.id


async def _put(session, announcement, **states):
    for key, state in states.items():
        await outbox.put(
            session, key=key, channel="web", chat=key, thread=None, op="send", priority=4,
            text="" if key.endswith(PHOTO) else "停水", moment=OWN, announcement_id=announcement,
            created_at=MORNING, not_before=MORNING, choices=[], attachments=[], group=True,
            state=state,
        )  # fmt: skip


async def _states(database):
    async with database.reading() as session:
        rows = await announcements.messages(session, 1)
        return {row.key: (row.state, row.text) for row in rows}


async def test_of_many_presses_of_one_person_one_counts(database, number):
    async def press(person):
        async with database.transaction() as session:
            return await announcements.confirm(session, number, person, None, MORNING)

    made = await asyncio.gather(*(press(person) for person in (1, 1, 1, 2, 2)))

    assert sum(made) == 2
    async with database.reading() as session:
        rows = await announcements.receipts(session, number)
        assert sorted(row.person_id for row in rows) == [1, 2]


async def test_of_two_who_remind_at_once_one_does(database, number):
    async def remind():
        async with database.transaction() as session:
            return await announcements.remind_once(session, number, MORNING)

    assert sorted(await asyncio.gather(remind(), remind())) == [False, True]


async def test_held_back_is_what_has_surely_not_left(database, number):
    async with database.transaction() as session:
        assert await announcements.hold_back(session, number) == 1

    states = await _states(database)
    assert states["waiting"][0] == "dropped"
    assert (states["sent"][0], states["unknown"][0]) == ("sent", "unknown")


async def test_what_a_sender_has_taken_is_not_held_back_and_the_other_way_round(database, number):
    async with database.reading() as session:
        row = await outbox.became(session, "waiting")
    async with database.transaction() as session:
        assert len(await outbox.claim(session, [row.id], "me", MORNING)) == 1
    async with database.transaction() as session:
        assert await announcements.hold_back(session, number) == 0

    async with database.transaction() as session:
        await _put(session, number, late="waiting")
        await announcements.hold_back(session, number)
    async with database.transaction() as session:
        late = await outbox.became(session, "late")
        assert await outbox.claim(session, [late.id], "me", MORNING) == []


async def test_new_words_are_for_what_has_not_left_and_no_photo_gets_any(database, number):
    async with database.transaction() as session:
        await _put(session, number, **{f"waiting{PHOTO}": "waiting"})
        assert await announcements.reword(session, number, "停电") == 1

    states = await _states(database)
    assert states["waiting"] == ("waiting", "停电")
    assert states["sent"] == ("sent", "停水")
    assert states[f"waiting{PHOTO}"] == ("waiting", "")


async def test_a_photo_before_its_words_counts_as_no_reader(database, number):
    async with database.reading() as session:
        assert await announcements.tallies(session, [number, 99]) == {
            number: {"waiting": 1, "sent": 1, "unknown": 1}
        }


async def test_the_figures_stay_when_the_words_are_gone(database, number):
    async with database.transaction() as session:
        for row in await announcements.messages(session, number):
            row.text = ""
    async with database.reading() as session:
        assert sum((await announcements.tallies(session, [number]))[number].values()) == 3


async def test_the_last_change_of_each_message_is_the_one_that_counts(database, number):
    async with database.transaction() as session:
        for key, op in (("one", "delete"), ("two", "edit")):
            session.add(OutboxRow(
                key=key, channel="web", chat="sent", op=op, priority=1, text="", target_key="sent",
                moment=OWN, announcement_id=number, created_at=MORNING, not_before=MORNING,
            ))  # fmt: skip
            await session.flush()
    async with database.reading() as session:
        done = await announcements.changes(session, number)

    assert {key: row.op for key, row in done.items()} == {"sent": "edit"}


async def test_a_page_holds_ones_own_and_those_of_ones_community(database, number):
    async with database.transaction() as session:
        for community, by in (("DH", None), (None, 1), ("DH", 1)):
            session.add(AnnouncementRow(
                text="x", audience=[], to="groups", community=community, by=by, facts={},
                at=MORNING, created_at=MORNING + timedelta(hours=1),
            ))  # fmt: skip
            await session.flush()
    async with database.reading() as session:
        mine = await announcements.page(session, {"XL"}, 1, before=None)
        every = await announcements.page(session, None, 1, before=4)

    assert [row.id for row in mine] == [4, 3, 1]
    assert [row.id for row in every] == [3, 2, 1]


async def test_a_photo_of_a_matter_is_none_of_an_announcement(database):
    async with database.transaction() as session:
        kept = await announcements.keep_photo(
            session, "console", "media/a", MORNING, path="media/a"
        )
        row = await announcements.photo(session, kept)
        assert (row.stage, row.ticket_id) == (announcements.STAGE, None)
        row.stage = "before"
        await session.flush()
        assert await announcements.photo(session, kept) is None
        assert await announcements.photo(session, 0) is None
        assert await announcements.photo(session, 99) is None
