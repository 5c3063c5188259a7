"""Of many who want to help one does; the others hear so kindly, and press nothing in vain."""

import asyncio
from datetime import timedelta

from sqlalchemy import delete

from domain.messages import Address, ChatKind, Happening, Incoming, Speaker
from domain.refusals import Refusal
from storage.people import RoleRow
from storage.places import touch_revision
from storage.wishes import WishRow, claim
from tests.handlers.wishing import (
    ROADS,
    claimed,
    enlist,
    in_review,
    messages,
    published,
    the_wish,
    tokens,
)

MANY = 100


async def _crowd(scene, count):
    names = [f"v{number}" for number in range(count)]
    for name in names:
        await enlist(scene, name)
    return names


async def _press_at_once(scene, who, token, number):
    """A press as the pump lives it: its own transaction, side by side with all others."""
    where = Address("web", f"p.{who}")
    incoming = Incoming(
        key=f"rush{number}", what=Happening.PRESS, at=scene.now, where=where,
        chat_kind=ChatKind.PRIVATE, speaker=Speaker(who), press=token, press_id=f"rush{number}",
    )  # fmt: skip
    try:
        async with scene.database.transaction() as session:
            await scene.community.handle(session, incoming, scene.now, 10_000 + number)
    except Refusal as refusal:
        async with scene.database.transaction() as session:
            await scene.community.refuse(session, incoming, scene.now, 10_000 + number, refusal)
        return refusal.moment
    return None


async def test_a_hundred_at_once_make_one_claimer_and_ninety_nine_kind_words(scene):
    names = await _crowd(scene, MANY)
    await published(scene, vol=())
    buttons = await tokens(scene, "wishes.claim")
    assert len(buttons) == MANY

    outcomes = await asyncio.gather(*[
        _press_at_once(scene, name, buttons[f"p.{name}"], number)
        for number, name in enumerate(names)
    ])  # fmt: skip
    await scene.deliver()

    assert outcomes.count(None) == 1
    assert outcomes.count("errors/already_claimed") == MANY - 1
    winner = names[outcomes.index(None)]
    wish = await the_wish(scene)
    assert (wish.state, wish.claimer_id) == ("claimed", scene.ids[winner])
    assert (await scene.acts()).count("claim") == 1
    told = [row.text for row in await scene.rows(op="answer") if "已有人认领" in row.text]
    assert len(told) == MANY - 1
    assert not any(name in text for text in told for name in names)
    assert sum("归您了" in row.text for row in await messages(scene, "wishes/yours")) == 1
    edited = {row.chat: row.text for row in await scene.rows(op="edit") if row.chat in buttons}
    assert len(edited) == MANY
    assert sum("已有人认领" in text for text in edited.values()) == MANY - 1


async def test_the_database_itself_lets_only_one_have_it(scene):
    await published(scene)
    number = (await the_wish(scene)).ticket_id

    async def take(person):
        async with scene.database.transaction() as session:
            wish = await session.get(WishRow, number)
            return await claim(session, wish, person, scene.now)

    people = [scene.ids[name] for name in ("vol", "wang", "zhao", "liu", "sun")]
    won = await asyncio.gather(*[take(person) for person in people])

    assert won.count(True) == 1
    assert (await the_wish(scene)).claimer_id == people[won.index(True)]


async def test_who_claims_twice_has_it_once(scene):
    await claimed(scene)
    await scene.press("vol", "我来认领")

    assert (await scene.acts()).count("claim") == 1
    assert (await scene.rows(op="answer"))[-1].text == ""


async def test_i_take_it_in_words_is_enough_where_one_is_on_offer(scene):
    await published(scene)
    await scene.say("vol", "我来认领", group=False)

    assert (await the_wish(scene)).claimer_id == scene.ids["vol"]


async def test_where_several_are_on_offer_it_is_asked_which(scene):
    await published(scene)
    await published(scene, who="mei", text="金桂园6栋502想请人换灯泡")
    await scene.say("vol", "我来", group=False)
    asked = (await scene.heard("vol"))[-1]
    assert "0001" in asked
    assert "0002" in asked

    await scene.say("vol", "0002 我来", group=False)

    assert (await the_wish(scene)).claimer_id == scene.ids["vol"]


async def test_a_reply_says_which_one_is_meant(scene):
    await published(scene)
    await published(scene, who="mei", text="金桂园6栋502想请人换灯泡")
    first = (await messages(scene, "wishes/board"))[0]
    await scene.say("vol", "我来", group=False, reply_to=first.message)

    assert "一位居民想请人修收音机" in (await messages(scene, "wishes/yours"))[-1].text


async def test_nobody_claims_their_own(scene):
    await enlist(scene, "vol")
    await scene.say("vol", "金桂园3栋101想请人修收音机", group=False)
    await scene.press("vol", "可以")
    await scene.press("sun", "发布")
    assert await messages(scene, "wishes/board") == []

    await scene.say("vol", "0001 我来认领", group=False)
    assert (await the_wish(scene)).claimer_id is None


async def test_a_stranger_with_somebody_else_s_button_is_refused(scene):
    await published(scene)
    token = (await tokens(scene, "wishes.claim"))["p.vol"]
    await scene.press_token("zhang", token, scene.private("zhang"))

    assert (await the_wish(scene)).claimer_id is None
    assert "问的是别人" in (await scene.rows(op="answer"))[-1].text


async def test_a_volunteer_who_serves_no_longer_cannot_take_it(scene):
    await published(scene)
    async with scene.database.transaction() as session:
        await session.execute(delete(RoleRow).where(RoleRow.person_id == scene.ids["vol"]))
        await touch_revision(session)
    await scene.press("vol", "我来认领")

    assert (await the_wish(scene)).claimer_id is None
    assert (await scene.rows(op="answer"))[-1].text == "这一步要由负责这件事的人来做。"


async def test_at_night_nobody_is_asked_and_what_is_claimed_by_morning_is_asked_of_nobody(scene):
    await in_review(scene, vol=("vol", "wei"))
    await scene.live_until(scene.now + timedelta(hours=12))  # ten at night
    await scene.press("sun", "发布")
    assert not any("我来认领" in text for text in await scene.heard("vol"))

    await scene.say("vol", "/tasks", group=False)  # who looks may take it
    await scene.press("vol", "我来认领")
    await scene.wait(hours=12)

    assert not any("您能帮上忙吗" in text for text in await scene.heard("wei"))


async def test_whoever_cannot_gives_it_back_and_the_others_are_asked_again(scene):
    await claimed(scene, vol=("vol", "wei"))
    await scene.press("sun", "告诉地址")
    await scene.press("vol", "我来不了")

    wish = await the_wish(scene)
    assert (wish.state, wish.claimer_id, wish.meet) == ("published", None, "")
    assert "没关系" in (await scene.heard("vol"))[-1]
    assert "您能帮上忙吗" in (await scene.heard("wei"))[-1]

    await scene.press("wei", "我来认领")
    assert (await the_wish(scene)).claimer_id == scene.ids["wei"]


async def test_words_give_it_back_too(scene):
    await claimed(scene, vol=("vol", "wei"))
    await scene.say("vol", "不好意思,我来不了", group=False)

    assert (await the_wish(scene)).state == "published"


async def test_an_officer_may_ask_for_another_volunteer(scene):
    await claimed(scene, vol=("vol", "wei"))
    await scene.press("sun", "换个志愿者")

    assert (await the_wish(scene)).state == "published"
    assert "请别的志愿者来办" in (await scene.heard("vol"))[-1]
    assert "您能帮上忙吗" in (await scene.heard("wei"))[-1]


async def test_only_what_is_on_offer_can_be_claimed(scene):
    for name, road in ROADS.items():
        if name == "published":
            continue
        account = f"w{name}"
        await road(scene, who=account, text=f"金桂园3栋1{len(name)}1想请人修收音机")
        wish = await the_wish(scene)
        before = (wish.state, wish.claimer_id)
        await enlist(scene, f"late{name}")
        await scene.say(f"late{name}", f"{wish.ticket_id:04d} 我来认领", group=False)

        wish = await the_wish(scene)
        assert (wish.state, wish.claimer_id) == before
        told = (await scene.heard(f"late{name}"))[-1]
        assert "已有人认领" in told or "这一步不用做了" in told
