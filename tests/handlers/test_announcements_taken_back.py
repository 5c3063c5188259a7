"""An announcement taken back or mended: deleted where that can be, rewritten elsewhere, never sent late."""

from datetime import datetime, timedelta

import pytest

from domain.announcements import Fate
from domain.refusals import NotAllowed
from handlers.announcements import NothingToSay
from handlers.announcements.recalling import RecalledAlready
from storage.chats import ChatRow
from tests.handlers.announcing import (
    a_photo,
    acts,
    announced,
    became,
    corrected,
    lines,
    neighbours,
    read_by,
    recalled,
    row_of,
    stands,
)
from tests.handlers.scene import GROUP, SHANGHAI

STOP = "明天上午检修水管,九点到十一点停水"
RIGHT = "后天上午检修水管,九点到十一点停水"
BACK = "这条通知已撤回,请不用理会。"


@pytest.fixture
async def street(scene):
    await neighbours(scene)
    async with scene.database.transaction() as session:
        session.add(ChatRow(channel="telegram", chat="-100", code="tg", name="电报群", place="JGY",
                            bound_at=scene.now))  # fmt: skip
    return scene


async def _fates(scene, number):
    return {one.chat or f"p{one.person}": one.fate for one in await read_by(scene, number)}


async def test_what_has_arrived_is_deleted_and_what_has_not_left_never_does(street):
    number = await announced(street, "sun", STOP)
    await became(street, number, state="waiting", message=None, where={"chat": "-100"},
                 not_before=street.now + timedelta(hours=1))  # fmt: skip

    await recalled(street, number)
    await street.wait(hours=2)

    assert await lines(street, GROUP) == []
    assert await lines(street, "-100") == []
    assert await _fates(street, number) == {
        GROUP: Fate.DELETED, "lx": Fate.DELETED, "-100": Fate.NOT_SENT,
    }  # fmt: skip
    assert (await stands(street, number)) == {"delivered": 2, "not_sent": 1}
    assert await acts(street, number) == ["announcement.made", "announcement.recalled"]


async def test_after_two_days_telegram_deletes_no_more_and_the_words_are_replaced(street):
    number = await announced(street, "sun", STOP)
    await street.wait(hours=49)

    await recalled(street, number)

    assert await lines(street, "-100") == [BACK]
    assert await lines(street, GROUP) == []
    fates = await _fates(street, number)
    assert (fates["-100"], fates[GROUP]) == (Fate.EDITED, Fate.DELETED)


async def test_taken_back_by_changing_the_words_nothing_is_deleted(street):
    number = await announced(street, "sun", STOP)

    await recalled(street, number, delete=False)

    for chat in (GROUP, "lx", "-100"):
        assert await lines(street, chat) == [BACK]
    assert await street.rows(op="delete") == []


async def test_where_a_deletion_is_refused_the_words_are_replaced_minutes_later(street):
    number = await announced(street, "sun", STOP)
    await recalled(street, number)
    await became(street, number, state="refused", why="message can't be deleted",
                 where={"op": "delete", "chat": "-100"})  # fmt: skip
    assert (await _fates(street, number))["-100"] is Fate.KEPT

    await street.wait(minutes=4)

    assert await lines(street, "-100") == [BACK]
    assert (await _fates(street, number))["-100"] is Fate.EDITED


async def test_what_cannot_be_taken_back_is_named_with_the_reason(street):
    number = await announced(street, "sun", STOP)
    await became(street, number, state="unknown", message=None, why="timeout",
                 where={"chat": GROUP})  # fmt: skip
    await became(street, number, state="done_by_person", where={"chat": "lx"})
    await recalled(street, number)
    await became(street, number, state="refused", where={"op": "delete", "chat": "-100"})
    await street.wait(minutes=4)
    await became(street, number, state="refused", where={"op": "edit", "chat": "-100"})

    assert await _fates(street, number) == {
        GROUP: Fate.KEPT_UNKNOWN, "lx": Fate.KEPT_BY_HAND, "-100": Fate.KEPT,
    }  # fmt: skip
    before = len(await street.rows(op="edit"))
    await street.wait(hours=2)
    assert len(await street.rows(op="edit")) == before


async def test_a_photo_that_went_before_its_words_is_deleted_with_them(street):
    number = await announced(
        street, "sun", "停水通知,请提前接水。" * 120, photo=await a_photo(street)
    )

    await recalled(street, number)

    assert await lines(street, "-100") == []
    assert len([row for row in await street.rows(op="delete") if row.chat == "-100"]) == 2


async def test_what_is_planned_and_taken_back_before_is_never_sent(street):
    at = street.now + timedelta(hours=3)
    number = await announced(street, "sun", STOP, at=at, receipt=True)

    await recalled(street, number)
    await street.live_until(at + timedelta(hours=2))

    assert await street.in_group() == []
    assert "announcements/not_confirmed" not in [row.moment for row in await street.rows()]


async def test_what_waits_for_the_morning_is_taken_back_at_night(street):
    street.now = datetime(2026, 12, 1, 22, tzinfo=SHANGHAI)
    number = await announced(street, "sun", STOP)
    await recalled(street, number)

    await street.live_until(datetime(2026, 12, 2, 9, tzinfo=SHANGHAI))

    for chat in (GROUP, "lx", "-100"):
        assert await lines(street, chat) == []
    assert await stands(street, number) == {"not_sent": 3}


async def test_taken_back_twice_or_mended_after_that_is_refused(street):
    number = await announced(street, "sun", STOP)
    await recalled(street, number)
    deletions = len(await street.rows(op="delete"))

    with pytest.raises(RecalledAlready):
        await recalled(street, number)
    with pytest.raises(RecalledAlready):
        await corrected(street, number, RIGHT)

    assert len(await street.rows(op="delete")) == deletions


@pytest.mark.parametrize("who", ["qian", "wang", "heart"])
async def test_only_those_whose_community_it_is_take_it_back(street, who):
    number = await announced(street, "sun", STOP)
    for_all = await announced(street, "boss", "全街道停水", ["all"])

    for one in (number, for_all):
        with pytest.raises(NotAllowed):
            await recalled(street, one, who)
        with pytest.raises(NotAllowed):
            await corrected(street, one, RIGHT, who)
    with pytest.raises(NotAllowed):
        await recalled(street, for_all, "sun")

    assert await lines(street, GROUP) == [STOP, "全街道停水"]


async def test_a_wrong_word_is_mended_in_place_and_what_waits_leaves_mended(street):
    number = await announced(street, "sun", STOP, receipt=True)
    await became(street, number, state="waiting", message=None, where={"chat": "-100"},
                 not_before=street.now + timedelta(hours=1))  # fmt: skip

    await corrected(street, number, RIGHT)
    await street.wait(hours=2)

    for chat in (GROUP, "lx", "-100"):
        assert await lines(street, chat) == [RIGHT]
    edits = await street.rows(op="edit")
    assert {row.chat for row in edits} == {GROUP, "lx"}
    assert all(row.choices for row in edits)  # the button stays
    assert (await row_of(street, number)).text == RIGHT
    assert await acts(street, number) == ["announcement.made", "announcement.corrected"]


async def test_whoever_has_confirmed_keeps_the_new_words_and_gets_no_button_again(street):
    number = await announced(street, "sun", STOP, to="grid_worker", receipt=True)
    await street.press("wang", "收到")

    await corrected(street, number, RIGHT)
    await street.press("zhao", "收到")

    assert await lines(street, "p.wang") == [RIGHT]
    assert await lines(street, "p.zhao") == [RIGHT]
    last = {row.chat: row for row in await street.rows(op="edit")}
    assert (last["p.wang"].choices, last["p.zhao"].choices) == ([], [])


async def test_where_the_words_cannot_be_changed_one_line_quotes_the_first_once(street):
    number = await announced(street, "sun", STOP)
    await corrected(street, number, RIGHT)
    await became(street, number, state="refused", where={"op": "edit", "chat": "-100"})

    await street.wait(minutes=4)
    await street.wait(hours=2)

    first, anew = await street.rows(chat="-100")
    assert (first.state, anew.text, anew.reply_to) == ("sent", f"更正:{RIGHT}", first.message)
    assert await lines(street, GROUP) == [RIGHT]
    assert await stands(street, number) == {"delivered": 3}


async def test_words_too_long_to_be_changed_in_one_message_are_said_anew(street):
    long = "\n".join(f"{day}日停水,请提前接水" * 9 for day in range(60))
    number = await announced(street, "sun", long)

    await corrected(street, number, RIGHT)

    assert [row.text for row in await street.rows(chat="-100")] == [long, f"更正:{RIGHT}"]
    assert await lines(street, GROUP) == [RIGHT]


async def test_what_a_human_passed_on_is_passed_on_mended(street):
    async with street.database.transaction() as session:
        await street.serves(session, "mo", "莫愿", "volunteer", "XL")
    number = await announced(street, "sun", STOP, to="volunteer")
    await became(street, number, state="done_by_person", channel="none", chat="")

    await corrected(street, number, RIGHT)

    assert [(row.state, row.text) for row in await street.rows(chat="")] == [
        ("done_by_person", STOP), ("person", f"更正:{RIGHT}"),
    ]  # fmt: skip


async def test_nothing_is_no_correction_and_the_same_words_are_none(street):
    number = await announced(street, "sun", STOP)

    with pytest.raises(NothingToSay):
        await corrected(street, number, "  ")
    await corrected(street, number, STOP)

    assert await street.rows(op="edit") == []
