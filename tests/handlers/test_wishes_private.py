"""What nobody else may learn of a wish: in the group, on the board, in anybody's private chat."""

import pytest

from tests.handlers.wishing import (
    claimed,
    delivered,
    enlist,
    messages,
    published,
    released,
    the_wish,
    wishes,
)

MARKERS = ("101", "3栋", "王桂兰", "13812345678", "糖尿病", "低保", "li")
FULL = "我叫王桂兰,住金桂园3栋101,有糖尿病,低保户,电话13812345678,想要一台收音机"


async def _told_to(scene, *but):
    chats = {f"p.{who}" for who in but}
    return "\n".join(row.text for row in await scene.rows() if row.chat not in chats)


async def test_nothing_private_is_on_the_board_or_in_the_group(scene):
    await published(scene, text="金桂园3栋101,我叫王桂兰,有糖尿病,电话13812345678,想请人修收音机")

    board = "\n".join(row.text for row in await messages(scene, "wishes/board"))
    assert "一位居民想请人修收音机" in board
    assert not any(word in board for word in MARKERS)
    assert await scene.in_group() == []


@pytest.mark.parametrize("road", [published, claimed])
async def test_until_the_address_is_told_it_is_with_wisher_owner_and_officers_alone(scene, road):
    await enlist(scene, "party", "party_member", "XL")
    await road(scene, text="金桂园3栋101,我叫王桂兰,有糖尿病,想请人修收音机", vol=("vol", "wei"))

    others = await _told_to(scene, "li", "wang", "sun", "liu")
    assert not any(word in others for word in MARKERS)


async def test_the_claimer_learns_where_and_not_why(scene):
    await released(
        scene, text="金桂园3栋101,我叫王桂兰,有糖尿病,想请人修收音机", vol=("vol", "wei")
    )

    told = "\n".join(await scene.heard("vol"))
    assert "金桂园3栋101" in told
    assert not any(word in told for word in ("王桂兰", "糖尿病"))
    assert "101" not in "\n".join(await scene.heard("wei"))


async def test_an_illness_in_the_words_leaves_only_the_matter(scene):
    await published(scene, text="金桂园3栋101,想找人陪我妈去医院看病")

    assert (await the_wish(scene)).text == "一位居民有个小心愿:上门探访、陪诊"
    board = (await messages(scene, "wishes/board"))[0].text
    assert "看病" not in board


async def test_a_wish_that_is_private_leaves_a_number_in_the_group_and_no_matter(scene):
    await scene.open_private("li")
    await scene.say("li", "3栋101想找人陪我妈去医院看病")

    line = (await scene.in_group())[0]
    assert "编号0001" in line
    assert all(word not in line for word in ("陪", "101", "3栋"))
    assert (await the_wish(scene)).state == "draft"


async def test_who_cannot_be_reached_about_a_private_wish_is_asked_by_an_officer_not_in_the_group(
    scene,
):
    await enlist(scene, "vol")
    await scene.say("li", "3栋101想找人陪我妈去医院看病")
    await scene.press("sun", "发布")
    await scene.press("vol", "我来认领")
    await scene.press("sun", "告诉地址")
    await scene.say("vol", "陪完送回家了,办好了", group=False)

    assert (await the_wish(scene)).state == "delivered"
    assert len(await scene.in_group()) == 1
    assert "请您问一声再按" in (await scene.heard("sun"))[-1]


@pytest.mark.parametrize(
    "text",
    ["放学没人接孩子,想找个托管", "家里困难,想申请低保救助", "想给残疾人家里装扶手"],
)
async def test_what_is_sensitive_never_enters_this_flow(scene, text):
    await scene.open_private("li")
    await enlist(scene, "vol")
    await scene.say("li", text, group=False)

    ticket = await scene.ticket()
    assert (ticket.sensitivity, ticket.wish) == ("s", False)
    assert await wishes(scene) == []
    assert await scene.heard("vol") == []
    assert not any("志愿者" in said for said in await scene.heard("li"))


@pytest.mark.parametrize("text", ["金桂园3栋想加装电梯", "希望小区装几个充电桩"])
async def test_what_takes_more_than_a_volunteer_is_an_ordinary_ticket(scene, text):
    await scene.open_private("li")
    await scene.say("li", text, group=False)
    if not await scene.tickets():
        await scene.press("li", "要")

    ticket = await scene.ticket()
    assert (ticket.kind, ticket.tier, ticket.wish) == ("wish", "C", False)
    assert await wishes(scene) == []


async def test_a_volunteer_cannot_ask_about_a_wish_that_another_has(scene):
    await released(scene, vol=("vol", "wei"))
    await scene.say("wei", "0001 进展怎么样了", group=False)

    told = (await scene.heard("wei"))[-1]
    assert "101" not in told
    assert "收音机" not in told or "一位居民" in told


async def test_a_stranger_who_names_the_number_learns_nothing(scene):
    await released(scene)
    await scene.open_private("zhang")
    await scene.say("zhang", "0001 进展怎么样了", group=False)

    told = "\n".join(await scene.heard("zhang"))
    assert all(word not in told for word in ("101", "收音机", "志愿者在办"))


async def test_where_to_meet_is_forgotten_when_it_is_over(scene):
    await delivered(scene)
    async with scene.database.transaction() as session:
        from storage.wishes import WishRow  # noqa: PLC0415

        (await session.get(WishRow, 1)).meet = "下午在家"
    await scene.press("li", "到了")

    assert (await the_wish(scene)).meet == ""
