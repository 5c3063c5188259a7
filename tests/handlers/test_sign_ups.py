"""Who signs up hears where to, and a group hears it once a day."""

LIST = "接龙 周六包饺子\n1. 张姐 2人\n2. 老周 1人"
WHERE = "报名的事请直接找社区"


async def test_a_list_that_goes_round_is_answered_once_however_often_it_is_pasted(scene):
    for number, who in enumerate(("li", "zhang", "zhou")):
        await scene.say(who, f"{LIST}\n{3 + number}. {who}")

    [line] = await scene.in_group()
    assert WHERE in line
    assert await scene.tickets() == []


async def test_whoever_signs_up_later_hears_it_in_private_and_the_next_day_the_group(scene):
    await scene.open_private("zhang")
    await scene.say("li", LIST)
    await scene.say("zhang", "算我一个,我报名")
    assert WHERE in (await scene.heard("zhang"))[-1]
    assert len(await scene.in_group()) == 1

    await scene.wait(hours=25)
    await scene.say("li", LIST)
    assert len(await scene.in_group()) == 2


async def test_in_private_each_is_answered(scene):
    for who in ("li", "zhang"):
        await scene.say(who, "义务理发我报名", group=False)
        assert WHERE in (await scene.heard(who))[-1]
