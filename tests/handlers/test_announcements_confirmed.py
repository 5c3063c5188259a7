"""Who has confirmed an announcement, and who has not after half an hour (feature S1-09)."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from domain.refusals import NotAllowed
from handlers.announcements import receipts as confirming
from storage.announcements import ReceiptRow
from storage.people import IdentityRow
from tests.handlers.announcing import (
    acts,
    announced,
    lines,
    neighbours,
    recalled,
    receipts,
    stands,
    step,
)
from tests.handlers.scene import GROUP, SHANGHAI

CALL = "今晚八点起全体到岗,各守一处排水口,到了回话"
WORKERS = {"to": "grid_worker", "receipt": True}


@pytest.fixture
async def street(scene):
    await neighbours(scene)
    return scene


async def _names(scene, people):
    known = {number: who for who, number in scene.ids.items()}
    return [known[person] for person in people]


async def test_a_notice_to_posts_lists_who_confirmed_and_who_not_after_thirty_minutes(street):
    async with street.database.transaction() as session:
        await street.serves(session, "far", "远格", "grid_worker", "XL-2")
        row = await session.scalar(select(IdentityRow).where(IdentityRow.account == "far"))
        row.private_chat = None
    number = await announced(street, "sun", CALL, **WORKERS)
    await street.press("wang", "收到")
    await street.wait(minutes=29)
    assert not [line for line in await street.heard("sun") if "半小时" in line]

    await street.wait(minutes=2)

    told = [line for line in await street.heard("sun") if "半小时" in line]
    assert len(told) == 1
    assert "1位说收到,2位还没说" in told[0]
    assert "赵格" in told[0]
    assert "远格" in told[0]
    assert "王格" not in told[0]
    got = await receipts(street, number)
    assert await _names(street, got.confirmed) == ["wang"]
    assert await _names(street, got.missing) == ["zhao", "far"]
    assert await stands(street, number) == {"delivered": 2, "by_hand": 1}
    await street.wait(hours=5)
    assert len([line for line in await street.heard("sun") if "半小时" in line]) == 1


@pytest.mark.parametrize("words", ["收到", "收到!", "收到了", "好的,收到", "已收到,谢谢", "收悉"])
async def test_plain_words_confirm_it_too(street, words):
    number = await announced(street, "sun", CALL, **WORKERS)

    await street.say("zhao", words, group=False)

    assert await _names(street, (await receipts(street, number)).confirmed) == ["zhao"]
    assert (await street.heard("zhao"))[-1] == "好,记下了。"
    assert await street.tickets() == []


async def test_in_reply_to_the_notice_and_to_nothing_else(street):
    first = await announced(street, "sun", CALL, **WORKERS)
    second = await announced(street, "sun", "明早七点交班", **WORKERS)
    old = (await street.rows(chat="p.wang"))[0].message

    await street.say("wang", "收到", group=False, reply_to=old)

    assert await _names(street, (await receipts(street, first)).confirmed) == ["wang"]
    assert await _names(street, (await receipts(street, second)).confirmed) == []
    await street.say("wang", "收到", group=False)
    assert await _names(street, (await receipts(street, second)).confirmed) == ["wang"]


@pytest.mark.parametrize("words", ["收到货了但是坏的", "没收到", "3栋楼道灯坏了三天了", "好"])
async def test_other_words_confirm_nothing(street, words):
    number = await announced(street, "sun", CALL, **WORKERS)

    await street.say("wang", words, group=False)

    assert await _names(street, (await receipts(street, number)).confirmed) == []


async def test_pressed_twice_counts_once_and_the_button_is_gone(street):
    number = await announced(street, "sun", CALL, **WORKERS)

    await street.press("wang", "收到")
    await street.press("wang", "收到")
    await street.say("wang", "收到", group=False)

    async with street.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(ReceiptRow)) == 1
    [edit] = [row for row in await street.rows(op="edit") if row.chat == "p.wang"]
    assert (edit.text, edit.choices) == (CALL, [])
    assert await acts(street, number) == ["announcement.made", "announcement.confirmed"]


async def test_whoever_asks_what_is_kept_reads_that_they_confirmed(street):
    await announced(street, "sun", "周六停电", ["XL"], receipt=True)
    await street.say("li", "你们存了我什么", group=False)
    assert "这里存了这些" in (await street.heard("li"))[-1]
    assert "回过收到" not in (await street.heard("li"))[-1]
    await street.press("li", "收到", group=True)

    await street.say("li", "你们存了我什么", group=False)

    assert "回过收到的通知1条" in (await street.heard("li"))[-1]


async def test_nobody_confirms_for_another(street):
    number = await announced(street, "sun", CALL, **WORKERS)
    [row] = await street.rows(chat="p.wang")

    await street.press_token("zhao", row.choices[0][0]["token"], street.private("zhao"))

    assert (await receipts(street, number)).confirmed == []


async def test_in_a_group_it_answers_only_who_pressed_and_counts_people(street):
    number = await announced(street, "sun", "周六停电,看到请按一下", ["XL"], receipt=True)

    for who in ("li", "zhang", "li"):
        await street.press(who, "收到", group=True)
    await street.press("qiu", "收到", group=True)

    assert await street.in_group() == ["周六停电,看到请按一下"]
    answers = [row for row in await street.rows(op="answer") if row.text]
    assert {row.text for row in answers} == {"好,记下了。"}
    got = await receipts(street, number)
    assert got.in_groups == 3
    assert len(got.by_group) == 1
    await street.wait(minutes=31)
    [told] = [line for line in await street.heard("sun") if "半小时" in line]
    assert "2个群里有3人按了收到" in told
    assert "li" not in told
    assert not [row for row in await street.rows(op="edit") if row.chat == GROUP]


async def test_asked_for_in_the_words_themselves_there_is_a_button(street):
    await street.say("sun", "通知 金桂园: 周六停电,收到请回复", group=False)
    assert "带“收到”按钮" in (await street.heard("sun"))[-1]
    await street.press("sun", "发出去")
    await street.press("li", "收到", group=True)

    await street.wait(minutes=31)

    [told] = [line for line in await street.heard("sun") if "发出半小时" in line]
    assert told.splitlines() == [
        "通知“周六停电,收到请回复”发出半小时了。", "1个群里有1人按了收到。"
    ]  # fmt: skip


async def test_whoever_has_not_confirmed_is_reminded_once_with_a_button(street):
    number = await announced(street, "sun", CALL, **WORKERS)
    await street.press("wang", "收到")
    await street.wait(minutes=31)

    await street.press("sun", "提醒他们一次")
    await street.press("sun", "提醒他们一次")

    again = [line for line in await street.heard("zhao") if "还没看到您回" in line]
    assert len(again) == 1
    assert not [line for line in await street.heard("wang") if "还没看到您回" in line]
    assert (await street.heard("sun"))[-1] == "好,提醒了1位。"
    with pytest.raises(confirming.RemindedAlready):
        await step(street, "sun", lambda turn: confirming.remind(turn, number))
    await street.press("zhao", "收到")
    assert (await receipts(street, number)).missing == []
    gone = [row for row in await street.rows(op="edit") if row.chat == "p.zhao"]
    assert [row.choices for row in gone] == [[], []]  # under the first message and the reminder
    assert await stands(street, number) == {"delivered": 2}


async def test_with_everybody_there_it_says_so_and_offers_no_reminder(street):
    await announced(street, "sun", CALL, **WORKERS)
    for who in ("wang", "zhao"):
        await street.press(who, "收到")

    await street.wait(minutes=31)

    [row] = [r for r in await street.rows(chat="p.sun") if "半小时" in r.text]
    assert "2位都说收到了" in row.text
    assert row.choices == []


async def test_who_follows_it_up_hears_it_and_may_remind(street):
    number = await announced(street, "boss", CALL, ["XL"], follows=street.ids["chen"], **WORKERS)
    await street.wait(minutes=31)

    for who in ("boss", "chen"):
        assert len([line for line in await street.heard(who) if "半小时" in line]) == 1
    await street.press("chen", "提醒他们一次")
    assert len([x for x in await street.heard("zhao") if "还没看到您回" in x]) == 1
    assert "announcement.reminded" in await acts(street, number)


async def test_the_other_desk_reminds_nobody(street):
    number = await announced(street, "sun", CALL, **WORKERS)

    with pytest.raises(NotAllowed):
        await step(street, "qian", lambda turn: confirming.remind(turn, number))

    assert not [x for x in await street.heard("zhao") if "还没看到您回" in x]


async def test_what_was_taken_back_is_asked_of_nobody(street):
    number = await announced(street, "sun", CALL, **WORKERS)
    await recalled(street, number)

    await street.wait(hours=1)

    assert not [line for line in await street.heard("sun") if "半小时" in line]
    with pytest.raises(confirming.RemindedAlready):
        await step(street, "sun", lambda turn: confirming.remind(turn, number))


async def test_taken_back_later_its_reminders_go_with_it_and_what_the_officer_was_told_stays(
    street,
):
    number = await announced(street, "sun", CALL, **WORKERS)
    await street.wait(minutes=31)
    await street.press("sun", "提醒他们一次")

    await recalled(street, number)

    assert await lines(street, "p.zhao") == []
    assert any("发出半小时" in line for line in await lines(street, "p.sun"))


async def test_at_night_the_half_hour_begins_in_the_morning(street):
    street.now = datetime(2026, 12, 1, 22, tzinfo=SHANGHAI)
    await announced(street, "sun", CALL, **WORKERS)

    await street.live_until(datetime(2026, 12, 2, 7, 59, tzinfo=SHANGHAI))
    assert not [line for line in await street.heard("sun") if "半小时" in line]
    await street.live_until(datetime(2026, 12, 2, 8, 1, tzinfo=SHANGHAI))
    assert len([line for line in await street.heard("sun") if "半小时" in line]) == 1


async def test_where_nobody_is_asked_nothing_is_counted(street):
    await announced(street, "sun", CALL, to="grid_worker")

    await street.say("wang", "收到", group=False)
    await street.wait(hours=1)

    assert not [line for line in await street.heard("sun") if "半小时" in line]
    assert [row.choices for row in await street.rows(chat="p.zhao")] == [[]]
