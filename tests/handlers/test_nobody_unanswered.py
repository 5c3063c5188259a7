"""In private nobody who wants something is left with a list of what can be done."""

import pytest

from domain.messages import Media, MediaKind
from tests.handlers.wishing import enlist, wishes

LAMP = "3栋2单元楼道的灯坏了"
PHOTO = Media(MediaKind.PHOTO, "p1", unique="p1", mime="image/jpeg")


@pytest.mark.parametrize(
    "words",
    ["投诉王格 他收黑钱", "我要举报3栋2单元聚众赌博", "我孤老婆子一个 想吃顿饺子",
     "爷爷想学用手机 视频看孙子", "想理个发 出不了门"],
)  # fmt: skip
async def test_it_is_asked_whether_to_register_and_a_yes_does(scene, words):
    await scene.say("li", words, group=False)
    assert "登记" in (await scene.heard("li"))[-1]

    await scene.say("li", "要", group=False)

    assert (await scene.ticket()).text == words


async def test_whoever_is_accused_is_not_the_one_who_reads_it(scene):
    await scene.say("li", "我要举报3栋2单元的王格收黑钱", group=False)
    await scene.say("li", "要", group=False)

    assert (await scene.ticket()).owner_id != scene.ids["wang"]
    assert await scene.heard("wang") == []


@pytest.mark.parametrize("words", ["想睡觉了", "我想想", "晚上想吃火锅吗"])
async def test_small_talk_is_not(scene, words):
    await scene.say("li", words, group=False)
    await scene.say("li", "要", group=False)

    assert await scene.tickets() == []


async def test_in_a_group_neighbours_accuse_each_other_and_nothing_is_asked(scene):
    await scene.say("li", "投诉王格 他收黑钱")

    assert await scene.in_group() == []


async def test_who_gets_nothing_to_eat_is_served_as_one_in_danger(scene):
    await scene.open_private("li")
    await scene.say("li", "我儿媳妇天天骂我 不给我饭吃")

    ticket = await scene.ticket()
    assert (ticket.category, ticket.tier, ticket.sensitivity) == ("safe.violence", "E", "s")
    assert await scene.in_group() == []
    assert "110" in (await scene.heard("li"))[-1]


async def test_a_photo_in_private_of_what_was_just_reported_is_kept_and_said_to_be(scene):
    await scene.open_private("li")
    await scene.say("li", LAMP)
    await scene.say("li", "", group=False, media=(PHOTO,))

    assert "已转给" in (await scene.heard("li"))[-1]
    assert (await scene.rows(chat="p.wang"))[-1].moment == "tickets/photos"


async def test_of_nothing_reported_it_belongs_to_nothing(scene):
    await scene.say("li", LAMP)
    await scene.open_private("ma")
    await scene.say("ma", "", group=False, media=(PHOTO,))

    assert "哪里" in (await scene.heard("ma"))[-1]


async def test_where_it_is_said_afterwards_reaches_whoever_has_it(scene):
    await scene.open_private("li")
    await scene.say("li", "楼上老是半夜吵 跟他吵过架 请人评评理", group=False)
    before = len(await scene.tickets())
    await scene.say("li", "金桂园3栋2单元", group=False)

    if before:  # it was registered without a place
        assert "已转给" in (await scene.heard("li"))[-1]
    assert len(await scene.tickets()) == 1


@pytest.mark.parametrize("words", ["她同意了", "老人家当面答应了", "同意", "好的"])
async def test_the_worker_writes_that_the_resident_said_yes(scene, words):
    await enlist(scene, "vol")
    await scene.say("wang", "帮3栋101的李奶奶登记个心愿:想要一台收音机听戏", group=False)
    await scene.say("wang", words, group=False)

    assert len(await wishes(scene)) == 1


@pytest.mark.parametrize("words", ["她不同意", "老人没答应", "先不登", "她想想"])
async def test_without_a_yes_nothing_is_filed(scene, words):
    await enlist(scene, "vol")
    await scene.say("wang", "帮3栋101的李奶奶登记个心愿:想要一台收音机听戏", group=False)
    await scene.say("wang", words, group=False)

    assert await wishes(scene) == []


async def test_asked_whether_to_delete_they_keep_it_and_nothing_else_is_answered(scene):
    await scene.say("li", "水管漏水", group=False)
    await scene.say("li", "注销", group=False)
    await scene.say("li", "不删了", group=False)
    await scene.say("li", "金桂园3栋2单元", group=False)

    assert [ticket.place for ticket in await scene.tickets()] == ["JGY/3/2"]


@pytest.mark.parametrize(
    ("words", "public"),
    [
        ("想要根拐杖 金桂园3栋101", "一位居民想要一根拐杖"),
        ("老伴走了 我眼睛瞎了 想要个能说话的收音机 3栋101", "一位居民想要一个能说话的收音机"),
    ],
)
async def test_spaces_for_marks_give_nobody_away_and_say_what_is_wished_for(scene, words, public):
    await scene.say("li", words, group=False)
    await scene.say("li", "要", group=False)

    assert [wish.text for wish in await wishes(scene)] == [public]
