"""What nobody else may know: sensitive matters, rooms, numbers."""

import pytest

SECRETS = [
    "我老公又打我了,我好怕,住2栋",
    "活着没意思,不想活了",
    "老公天天喝酒打人,孩子吓得直哭,3栋的",
]


@pytest.mark.parametrize("words", SECRETS)
async def test_nothing_of_a_sensitive_matter_appears_in_the_group_but_whom_to_call(scene, words):
    await scene.say("li", words)

    assert (await scene.tickets())[-1].sensitivity == "s"
    assert all(words[:6] not in text for text in await scene.in_group())
    assert all("打" not in text.replace("拨打", "") for text in await scene.in_group())


@pytest.mark.parametrize("words", SECRETS)
async def test_only_the_named_person_sees_it_even_when_the_author_never_opened_the_bot(
    scene, words
):
    await scene.say("li", words)

    assert any(words in text for text in await scene.heard("heart"))
    for who in ("wang", "chen", "fix", "boss", "zhao"):
        assert all(words not in text for text in await scene.heard(who)), who


async def test_its_author_is_told_in_private_who_sees_it(scene):
    await scene.open_private("li")
    await scene.say("li", SECRETS[0])

    assert (await scene.heard("li"))[-1]
    assert SECRETS[0] not in (await scene.heard("li"))[-1]


async def test_others_cannot_ask_where_a_sensitive_ticket_stands(scene):
    await scene.open_private("zhang")
    await scene.say("li", SECRETS[0], group=False)
    number = (await scene.ticket()).id

    await scene.say("zhang", f"编号{number:04}怎么样了", group=False)

    assert all("老公" not in text for text in await scene.heard("zhang"))


async def test_a_room_is_known_to_the_worker_and_never_said_in_the_group(scene):
    await scene.say("li", "3栋2单元401厨房漏水,漏到楼下了")

    assert all("401" not in text for text in await scene.in_group())
    assert any("401" in text for text in await scene.heard("wang"))


async def test_the_result_in_the_group_names_no_room_and_no_worker_s_words(scene):
    await scene.say("li", "3栋2单元401厨房漏水,漏到楼下了")
    await scene.press("wang", "我来办")
    await scene.press("wang", "办好了")
    await scene.say("wang", "401的陈阿姨家换了水管", group=False)

    assert all("401" not in text and "陈阿姨" not in text for text in await scene.in_group())


async def test_a_neighbour_who_asks_hears_no_room_either(scene):
    said = await scene.say("li", "3栋2单元401厨房漏水,漏到楼下了")

    await scene.say("zhang", "这事怎么样了", reply_to=said)

    assert all("401" not in text for text in await scene.in_group())


async def test_buttons_that_ask_for_a_place_name_places_and_nobody_who_lives_there(scene):
    await scene.say("li", "楼道的灯坏了好几天了")

    line = await scene.last_in_group()
    labels = [button["label"] for row in line.choices for button in row]
    assert labels
    assert all("栋" in label or "门" in label for label in labels)
