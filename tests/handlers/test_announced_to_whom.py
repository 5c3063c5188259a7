"""Whom an announcement reaches: groups or people of one's own, each once, and by which platform."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from domain.messages import Media, MediaKind
from domain.refusals import NotAllowed
from domain.wires import Shape
from handlers.announcements import Draft, NoAudience, NothingToSay, sending
from storage.chats import ChatRow
from storage.outbox import OutboxRow
from storage.people import IdentityRow
from storage.tickets.tables import AttachmentRow
from storage.timers import TimerRow
from tests.handlers.announcing import (
    OTHER,
    a_photo,
    acts,
    announced,
    neighbours,
    row_of,
    stands,
    step,
)
from tests.handlers.recurring import live_side_by_side
from tests.handlers.scene import GROUP, SHANGHAI

STOP = "明天上午检修水管,九点到十一点停水"


@pytest.fixture
async def street(scene):
    await neighbours(scene)
    return scene


async def test_an_officer_reaches_the_groups_of_their_own_community_and_no_other(street):
    number = await announced(street, "sun", STOP, ["all"])

    assert await street.in_group() == [STOP]
    assert [row.text for row in await street.rows(chat="lx")] == [STOP]
    assert await street.rows(chat=OTHER) == []
    assert (await row_of(street, number)).community == "XL"
    assert await acts(street, number) == ["announcement.made"]


async def test_all_groups_in_words_are_all_of_ones_own(street):
    await street.say("sun", f"通知 三个小区: {STOP}", group=False)
    assert "2个群" in (await street.heard("sun"))[-1]
    await street.press("sun", "发出去")

    assert await street.in_group() == [STOP]
    assert await street.rows(chat=OTHER) == []


async def test_the_street_reaches_every_group(street):
    number = await announced(street, "boss", STOP, ["all"])

    assert [len(await street.rows(chat=chat)) for chat in (GROUP, "lx", OTHER)] == [1, 1, 1]
    assert (await row_of(street, number)).community is None


@pytest.mark.parametrize("codes", [["DH"], ["YH"], [OTHER], ["XL", "DH"], ["YQ"]])
async def test_nobody_speaks_for_another_community(street, codes):
    with pytest.raises(NotAllowed):
        await announced(street, "sun", STOP, codes)
    await street.say("sun", "通知 银湖苑: 大家好", group=False)

    assert await street.rows(chat=OTHER) == []
    assert await street.in_group() == []


@pytest.mark.parametrize("who", ["wang", "chen", "heart", "fix"])
async def test_who_works_at_no_desk_announces_nothing(street, who):
    with pytest.raises(NotAllowed):
        await announced(street, who, STOP, ["XL"])
    with pytest.raises(NotAllowed):
        await announced(street, who, STOP, ["all"])

    assert await street.in_group() == []


async def test_the_other_desk_does_not_reach_our_people_either(street):
    with pytest.raises(NotAllowed):
        await announced(street, "qian", STOP, ["XL"], to="grid_worker")

    assert await street.heard("wang") == []


async def test_people_with_a_role_hear_it_in_private_and_who_never_wrote_is_told_by_hand(street):
    async with street.database.transaction() as session:
        await street.serves(session, "he", "何愿", "volunteer", "XL")
        await street.serves(session, "mo", "莫愿", "volunteer", "XL")
        row = await session.scalar(select(IdentityRow).where(IdentityRow.account == "mo"))
        row.private_chat = None

    number = await announced(street, "sun", "周六早上八点集合", to="volunteer")

    assert await street.heard("he") == ["周六早上八点集合"]
    assert await street.heard("mo") == []
    assert await stands(street, number) == {"delivered": 1, "by_hand": 1}
    assert await street.in_group() == []


async def test_those_on_duty_are_the_ones_who_are_not_on_leave(street):
    await street.say("wang", "今天下班了", group=False)
    before = len(await street.heard("wang"))

    await announced(street, "sun", "今晚有雨,都去看看排水口", to="on_duty")

    assert len(await street.heard("wang")) == before
    for who in ("zhao", "chen", "liu", "sun"):
        assert (await street.heard(who))[-1] == "今晚有雨,都去看看排水口", who
    assert "今晚有雨,都去看看排水口" not in await street.heard("boss")


async def test_a_time_is_kept_and_whoever_has_joined_meanwhile_is_reached(street):
    at = street.now + timedelta(hours=3)
    number = await announced(street, "sun", STOP, ["XL"], at=at)
    async with street.database.transaction() as session:
        session.add(ChatRow(channel="web", chat="new", code="new", name="新群", place="JGY",
                            bound_at=street.now))  # fmt: skip
    await street.live_until(at - timedelta(minutes=1))
    assert await street.in_group() == []
    assert await stands(street, number) == {}

    await street.live_until(at + timedelta(minutes=1))

    assert await street.in_group() == [STOP]
    assert len(await street.rows(chat="new")) == 1


async def test_at_night_it_waits_for_the_morning_and_the_preview_says_so(street):
    street.now = datetime(2026, 12, 1, 22, tzinfo=SHANGHAI)
    shown = await step(street, "sun", lambda turn: sending.preview(turn, Draft(STOP, ["XL"])))
    assert shown.later
    assert shown.at == datetime(2026, 12, 2, 7, 30, tzinfo=SHANGHAI)
    await street.say("sun", f"通知 金桂园: {STOP}", group=False)
    assert "7:30" in (await street.heard("sun"))[-1]

    await street.press("sun", "发出去")
    await street.live_until(datetime(2026, 12, 2, 7, 29, tzinfo=SHANGHAI))
    assert await street.in_group() == []
    await street.live_until(datetime(2026, 12, 2, 7, 31, tzinfo=SHANGHAI))
    assert await street.in_group() == [STOP]


async def test_a_preview_counts_groups_and_people_by_platform_and_sends_nothing(street):
    async with street.database.transaction() as session:
        session.add(ChatRow(channel="telegram", chat="-100", code="tg", name="电报群", place="JGY",
                            bound_at=street.now))  # fmt: skip
    long = "停水通知,请提前接水。" * 120

    shown = await step(
        street, "sun", lambda turn: sending.preview(turn, Draft(long, ["XL"], photo=7))
    )

    assert [(one.channel, one.shape, one.groups) for one in shown.parts] == [
        ("telegram", Shape.PHOTO_FIRST, 1), ("web", Shape.CAPTION, 2),
    ]  # fmt: skip
    assert not shown.later
    assert await street.rows() == []


async def test_a_photo_and_words_too_long_for_it_are_two_messages_there_and_one_elsewhere(street):
    async with street.database.transaction() as session:
        session.add(ChatRow(channel="telegram", chat="-100", code="tg", name="电报群", place="JGY",
                            bound_at=street.now))  # fmt: skip
    photo = await a_photo(street)
    long = "停水通知,请提前接水。" * 120

    number = await announced(street, "sun", long, ["XL"], photo=photo)

    there = await street.rows(chat="-100")
    assert [(row.text, row.attachments) for row in there] == [
        ("", [{"id": photo}]), (long, []),
    ]  # fmt: skip
    [here] = await street.rows(chat=GROUP)
    assert (here.text, here.attachments) == (long, [{"id": photo}])
    assert await stands(street, number) == {"delivered": 3}


async def test_a_photo_sent_with_the_words_in_chat_goes_along(street):
    await street.say(
        "sun", f"通知 金桂园: {STOP}", group=False,
        media=(Media(MediaKind.PHOTO, "media/aa/pipe.jpg"),),
    )  # fmt: skip
    assert "照片" in (await street.heard("sun"))[-1]
    await street.press("sun", "发出去")

    [row] = await street.rows(chat=GROUP)
    async with street.database.reading() as session:
        [photo] = await session.scalars(select(AttachmentRow))
    assert row.attachments == [{"id": photo.id}]
    assert (photo.ref, photo.ticket_id, photo.stage) == ("media/aa/pipe.jpg", None, "announcement")


async def test_nothing_and_nobody_are_refused(street):
    with pytest.raises(NothingToSay):
        await announced(street, "sun", "  ", ["XL"])
    with pytest.raises(NoAudience):
        await announced(street, "sun", STOP, ["nowhere"])
    with pytest.raises(NoAudience):
        await announced(street, "sun", STOP, [])


async def test_lived_twice_and_by_two_processes_each_group_gets_it_once(street):
    """The message's key is the announcement's and its reader's, whatever event sends it."""
    at = street.now + timedelta(hours=1)
    number = await announced(street, "sun", STOP, ["XL"], at=at)
    street.now = at
    async with street.database.reading() as session:
        [timer] = await session.scalars(select(TimerRow).where(TimerRow.kind == "announcement"))

    for event in ("timer/1", "timer/2", "another/3"):
        await step(street, "", lambda turn: sending.due(turn, timer), event)
    await _as_if_the_mark_was_lost(street, number)
    await step(street, "", lambda turn: sending.due(turn, timer), "timer/4")

    async with street.database.reading() as session:
        rows = await session.scalars(select(OutboxRow.chat).order_by(OutboxRow.chat))
        assert list(rows) == [GROUP, "lx"]


async def test_a_crash_between_leaves_nothing_and_the_next_process_sends_all_of_it(street):
    at = street.now + timedelta(hours=1)
    await announced(street, "sun", STOP, ["XL"], at=at, receipt=True)
    street.now = at
    async with street.database.reading() as session:
        [timer] = await session.scalars(select(TimerRow).where(TimerRow.kind == "announcement"))

    with pytest.raises(ZeroDivisionError):
        await step(street, "", lambda turn: _dies_after(turn, timer))
    assert await street.rows() == []
    await street.live_until(at + timedelta(minutes=1))

    assert await street.in_group() == [STOP]
    assert len(await street.rows(chat="lx")) == 1


async def test_two_processes_that_die_now_and_then_send_each_group_each_announcement_once(street):
    dice = random.Random(7)
    wanted = {}
    for number in range(6):
        at = street.now + timedelta(hours=dice.choice([1, 1, 2]))
        codes = dice.choice([["XL"], ["jgy"], ["lx"], ["all"]])
        wanted[f"第{number}条通知"] = codes
        await announced(street, "boss", f"第{number}条通知", codes, at=at, receipt=True)

    for _ in range(3):
        street.now += timedelta(hours=1)
        await live_side_by_side(street, dies=lambda: dice.random() < 0.3)

    chats = {"XL": {GROUP, "lx"}, "jgy": {GROUP}, "lx": {"lx"}, "all": {GROUP, "lx", OTHER}}
    heard = Counter((row.text, row.chat) for row in await street.rows() if row.group)
    assert heard == {(text, chat): 1 for text, [code] in wanted.items() for chat in chats[code]}


async def _dies_after(turn, timer):
    await sending.due(turn, timer)
    raise ZeroDivisionError


async def _as_if_the_mark_was_lost(scene, number):
    async with scene.database.transaction() as session:
        row = await session.get(type(await row_of(scene, number)), number)
        row.sent_at = None
