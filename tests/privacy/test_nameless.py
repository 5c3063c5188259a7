"""a.10 and P19, P24: nobody learns who said it, unless somebody has to be found."""

from datetime import timedelta

import pytest

from tests.console.desk import Desk, unsealed
from tests.privacy.scenes import (
    LEAK,
    NOISE,
    PHONE,
    contacts,
    in_private,
    on_record,
    opened,
)

BARE = "金桂园3栋2单元401楼上半夜拖椅子,别说是我说的"
GAS = "金桂园3栋2单元401好大的煤气味,匿名"


async def pushes(scene, who):
    return [row for row in await scene.rows(chat=f"p.{who}") if row.state == "sent"]


async def told(scene, who):
    return "\n".join(await scene.heard(who))


async def test_anonymous_by_words_the_owner_learns_the_building_and_nothing_more(scene):
    await in_private(scene, "li", BARE)

    text = await told(scene, "wang")
    assert "匿名居民" in text
    assert "金桂园3栋 " in text
    assert all(part not in text for part in ("401", "2单元", "1户"))
    assert "地址只到楼栋" in (await scene.heard("li"))[-1]
    assert (await scene.ticket()).anonymous


async def test_anonymous_by_the_button_afterwards_changes_what_was_told(scene):
    await in_private(scene, "li", LEAK)
    assert "401" in await told(scene, "wang")

    await scene.press("li", "匿名")

    assert "401" not in await told(scene, "wang")
    assert "401" not in await told(scene, "fix")
    edits = await scene.rows(chat="p.wang", op="edit")
    assert "401" not in edits[-1].text
    assert edits[-1].choices, "the worker still has the buttons"


async def test_anonymous_by_a_word_afterwards_is_the_newest_matter(scene):
    await in_private(scene, "li", LEAK)
    await in_private(scene, "li", "别说是我说的")

    assert (await scene.ticket()).anonymous
    assert len(await scene.tickets()) == 1


async def test_anonymous_in_a_group_is_said_to_be_too_late_in_private(scene):
    await scene.open_private("li")
    await scene.say("li", "3栋2单元装修电钻声太吵了,匿名")

    assert not (await scene.ticket()).anonymous
    assert "大家都看到了" in (await scene.heard("li"))[-1]
    await in_private(scene, "li", "匿名")
    assert not (await scene.ticket()).anonymous


async def test_anonymous_with_nothing_open_is_told_how(scene):
    await in_private(scene, "li", "匿名")

    assert "带上“匿名”两个字" in (await scene.heard("li"))[-1]


async def test_anonymous_what_is_added_later_hides_the_home_as_well(scene):
    await in_private(scene, "li", BARE)
    await scene.press("wang", "我来办")
    await in_private(scene, "li", "编号0001 我家401,他家501,昨晚又吵到两点")

    text = (await scene.heard("wang"))[-1]
    assert "昨晚又吵到两点" in text
    assert "401" not in text
    assert "501" not in text


async def test_anonymous_questions_go_through_huying_and_so_do_the_answers(scene):
    await in_private(scene, "li", BARE)
    await scene.press("wang", "我来办")
    await scene.press("wang", "联系居民")
    await scene.say("wang", "一般是几点钟", group=False)
    assert "一般是几点钟" in (await scene.heard("li"))[-1]

    await in_private(scene, "li", "都是半夜一点以后")

    assert "半夜一点以后" in (await scene.heard("wang"))[-1]


async def test_anonymous_has_no_number_to_call(scene):
    await in_private(scene, "li", f"{BARE},电话{PHONE}")
    await in_private(scene, "li", PHONE)

    assert await contacts(scene) == []
    assert "电话不留" in (await scene.heard("li"))[-1]


async def test_anonymous_afterwards_lets_a_number_go(scene):
    await in_private(scene, "li", f"{LEAK},打我电话{PHONE}")
    await scene.press("li", "匿名")

    assert await contacts(scene) == []


async def test_anonymous_handed_up_the_next_one_learns_no_more(scene):
    await in_private(scene, "li", BARE)
    await scene.wait(days=2)

    owner = (await scene.ticket()).owner_id
    assert owner != scene.ids["wang"]
    for who in ("chen", "liu", "sun", "boss"):
        assert "401" not in await told(scene, who), who


async def test_p17_who_wants_no_name_has_the_same_owner_dates_and_tier(scene):
    await in_private(scene, "li", LEAK)
    await in_private(scene, "zhang", f"{LEAK.replace('3栋', '4栋')},匿名")

    named, nameless = await scene.tickets()
    same = ("category", "tier", "owner_id", "doer_id", "accept_by", "respond_by", "finish_by")
    assert [getattr(nameless, s) for s in same] == [getattr(named, s) for s in same]


@pytest.mark.parametrize("words", [NOISE, "金桂园3栋2单元401业主说门岗保安不管事,随便放人进来"])
async def test_p19_the_firm_learns_of_one_resident_and_no_room(scene, words):
    await in_private(scene, "li", words)
    ticket = await scene.ticket()
    assert ticket.category.partition(".")[0] in ("noise", "prop")
    assert ticket.doer_id == scene.ids["fix"]

    assert "一位居民" in await told(scene, "fix")
    assert "401" not in await told(scene, "fix")
    assert "401" in await told(scene, "wang"), "the owner has to know where"


async def test_p19_nor_does_it_learn_the_room_from_anything_later(scene):
    await scene.say("li", NOISE)
    await scene.press("fix", "我来办")
    await scene.say("li", "我家401都没法睡了,编号0001", group=True)
    await scene.press("fix", "办好了")
    await scene.say("fix", "已经和装修师傅说好了", group=False)
    await scene.say("li", "没好,401还是吵", group=True)
    await scene.wait(days=3)
    await scene.say("fix", "/tasks", group=False)

    assert (await scene.ticket()).reopened == 1
    assert "401" not in await told(scene, "fix")
    assert all("401" not in row.text for row in await scene.rows(chat="p.fix", op="edit"))


async def test_p19_what_is_not_about_the_firm_it_has_to_find(scene):
    await scene.say("li", "3栋2单元401厨房漏水,漏到楼下了")

    assert "401" in await told(scene, "fix")


async def test_p24_where_life_is_at_risk_rescuers_see_the_door_on_record(scene):
    await in_private(scene, "li", GAS)

    for who in ("wang", "chen", "liu"):
        assert "401" in await told(scene, who), who
    (record,) = await on_record(scene, "ticket.shown_in_danger")
    assert record.subject == "ticket/1"
    assert (await scene.ticket()).anonymous


async def test_p24_and_the_person_is_told_afterwards_once(scene):
    await in_private(scene, "li", GAS)
    assert all("为了尽快找到您" not in text for text in await scene.heard("li"))

    await scene.wait(hours=3)
    await scene.wait(days=2)

    said = [text for text in await scene.heard("li") if "为了尽快找到您" in text]
    assert len(said) == 1
    assert "门牌" in said[0]
    assert "电话" not in said[0]


async def test_p24_duty_may_call_and_that_is_told_as_well(scene):
    await in_private(scene, "li", f"金桂园3栋2单元401好大的煤气味,我电话{PHONE}")
    await scene.press("liu", "看联系电话")

    shown = (await scene.rows(chat="p.liu"))[-1]
    assert opened(shown) == PHONE
    await scene.wait(hours=3)
    assert "看了您的电话" in (await told(scene, "li")).replace("\n", "")


async def test_p24_a_number_that_nobody_looked_at_is_no_news(scene):
    await in_private(scene, "li", f"金桂园3栋2单元401好大的煤气味,我电话{PHONE}")
    await scene.wait(hours=3)

    assert all("为了尽快找到您" not in text for text in await scene.heard("li"))


async def test_p24_at_night_it_is_told_in_the_morning(scene):
    scene.now = scene.now + timedelta(hours=12)  # ten in the evening
    await in_private(scene, "li", GAS)
    await scene.wait(hours=4)
    assert all("为了尽快找到您" not in text for text in await scene.heard("li"))

    await scene.wait(hours=6)

    assert any("为了尽快找到您" in text for text in await scene.heard("li"))


async def test_anonymous_on_the_office_s_pages_as_well(scene, tmp_path):
    """Words, notes, what was told to whom; and a colleague's name where it is theirs."""
    await in_private(scene, "zhao", LEAK)
    await in_private(scene, "zhao", "编号0001 我家就是401,漏得更厉害了")
    await scene.press("zhao", "匿名")
    await scene.press("wang", "我来办")

    async with Desk(scene, tmp_path).signed_in("sun") as browser:
        page = unsealed(await browser.get("/console/tickets/1"))
        listed = unsealed(await browser.get("/console/tickets"))

    assert "漏得更厉害了" in page
    assert "金桂园3栋" in page
    for hidden in ("401", "2单元", "赵格("):
        assert hidden not in page
        assert hidden not in listed
