"""Talk while an emergency is open: it joins what is known, and a second danger is never lost."""

from datetime import timedelta

import pytest

LIFT = "电梯卡住了我和娃在里面,3栋1单元"
FIRE = "5栋3楼冒烟了!!"
GAS = "2栋1单元楼道里好大的煤气味"
FALL = "2栋楼下有个老人摔倒了起不来"


async def _wheres(scene):
    return [text for text in await scene.in_group() if "在哪里" in text]


# -- its reporter goes on -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cried", "words"),
    [
        (LIFT, "快点来人啊"),
        (LIFT, "有没有人啊 快来救救我们"),
        (LIFT, "里面好闷 喘不过气了"),
        (LIFT, "门打不开 我们还困着"),
        (FIRE, "烟越来越大了"),
        (FIRE, "里面还有人没出来"),
        (FIRE, "快叫救护车"),
        (FIRE, "烧到四楼了"),
        (GAS, "味道越来越大了 煤气味呛人"),
        (GAS, "救命啊"),
        (LIFT, "师傅来了没 我们在里面要闷坏了"),
        (FALL, "老人叫不应了"),
    ],
)
async def test_what_its_reporter_says_further_goes_to_everybody_and_opens_nothing(
    scene, cried, words
):
    await scene.say("li", cried)
    lines = await scene.in_group()
    scene.now += timedelta(minutes=2)
    await scene.say("li", words)

    assert len(await scene.tickets()) == 1
    assert await scene.in_group() == lines
    for who in ("liu", "zhao" if cried == FIRE else "wang"):
        assert words in (await scene.heard(who))[-1]


async def test_over_is_said_of_the_one_that_there_is(scene):
    await scene.say("li", LIFT)
    await scene.say("li", "快来人啊")
    await scene.say("li", "出来了出来了,没事了")

    assert "出来了" in (await scene.heard("liu"))[-1]
    assert len(await scene.tickets()) == 1


async def test_a_place_said_with_the_next_cry_is_the_place_of_the_first(scene):
    await scene.say("li", "快来人,有人触电了!")
    await scene.say("li", "有人触电了,在6栋2单元,快点来人")

    [ticket] = await scene.tickets()
    assert ticket.place.startswith("JGY/6")
    assert any("6栋2单元" in text for text in await scene.heard("zhao"))
    assert len(await _wheres(scene)) == 1


async def test_the_unit_said_later_is_kept_and_a_wider_place_takes_nothing_away(scene):
    await scene.say("li", "5栋着火了")
    await scene.say("li", "5栋2单元着火了 快来人")
    assert (await scene.ticket()).place == "JGY/5/2"
    await scene.say("li", "5栋着火了 火好大啊")

    [ticket] = await scene.tickets()
    assert ticket.place == "JGY/5/2"


async def test_in_private_it_is_answered_that_it_was_passed_on(scene):
    await scene.open_private("li")
    await scene.say("li", "3栋1单元502好大的煤气味", group=False)
    await scene.say("li", "快来人啊", group=False)

    assert len(await scene.tickets()) == 1
    assert "已转给" in (await scene.heard("li"))[-1]


# -- neighbours ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cried", "words"),
    [
        (FIRE, "着火了?"),
        (FIRE, "哪栋在冒烟"),
        (FIRE, "哪家着火"),
        (FIRE, "哪里着火了?"),
        (GAS, "煤气泄漏了?"),
        (GAS, "谁家煤气漏了"),
        (FALL, "救护车叫了没"),
        (LIFT, "是哪个电梯卡人了"),
        (FIRE, "5栋着火了?"),
        (FIRE, "谁家烧糊了这么大烟"),
    ],
)
async def test_a_neighbour_s_question_is_left_alone(scene, cried, words):
    await scene.say("li", cried)
    lines, heard = await scene.in_group(), await scene.heard("liu")
    await scene.say("zhang", words)

    [ticket] = await scene.tickets()
    assert ticket.people == 1
    assert (await scene.in_group(), await scene.heard("liu")) == (lines, heard)


@pytest.mark.parametrize(
    ("cried", "words"),
    [
        (FIRE, "我看到烟了!"),
        (FIRE, "着火了有人吗?"),
        (FIRE, "我天,好大的火,5栋楼下"),
        (FIRE, "火好大啊"),
        (FIRE, "烧到4楼了"),
        (FIRE, "里面还有人没出来"),
        (FIRE, "快来人啊"),
        (FIRE, "5栋快来人!"),
        (FIRE, "有没有人啊快来"),
        (FIRE, "来人呐 救火啊"),
        (GAS, "煤气味飘到我们这边来了"),
        (GAS, "我也闻到煤气味了"),
        (GAS, "2栋煤气味好重"),
        (LIFT, "快来人啊"),
        (FALL, "快叫救护车"),
        (FALL, "那个老人晕过去了"),
        (FALL, "2栋那个老人还躺着 叫不应"),
    ],
)
async def test_a_neighbour_who_cries_the_same_joins_quietly(scene, cried, words):
    await scene.say("li", cried)
    lines = await scene.in_group()
    said = await scene.say("zhang", words)

    [ticket] = await scene.tickets()
    assert ticket.people == 2
    assert await scene.in_group() == lines
    assert [row.target for row in await scene.rows(op="react")] == [said]


# -- a second emergency is never lost -----------------------------------------------------------


@pytest.mark.parametrize(
    ("cried", "words"),
    [
        (FIRE, "18栋着火了"),
        (FIRE, "快递柜那边着火了"),
        (FIRE, "河边有人掉水里了"),
        (GAS, "12楼救命"),
        (GAS, "救命啊有人吗?"),
        (FALL, "有人掉水里了怎么办?"),
        (FALL, "一个小孩晕倒了 谁会急救?"),
        (FIRE, "7栋2楼也着火了"),
        (FIRE, "1栋冒烟了"),
        (FIRE, "6栋有人晕倒了,叫不应"),
        (FIRE, "我家着火了"),
        (FIRE, "厨房着火了"),
        (FIRE, "看到隔壁着火了"),
        (FIRE, "家里有老人走不动"),
        (GAS, "我头晕 煤气味太大了"),
        (FIRE, "我爸晕倒了快来人"),
        (FIRE, "有人晕过去了"),
        (FIRE, "我们家煤气漏了"),
        (FIRE, "有人拿刀砍人"),
        (LIFT, "我们也被关在电梯里了"),
        (LIFT, "5栋电梯里有人出不来"),
        (LIFT, "着火了!!"),
        (LIFT, "煤气味好大"),
        (FALL, "我老公晕倒了"),
        (FALL, "怎么回事,有人晕倒了"),
        (FALL, "4栋有人从楼上掉下来了"),
        (GAS, "我妈昏过去了叫不醒"),
        (GAS, "2栋有人触电了"),
    ],
)
async def test_another_danger_or_place_or_home_is_an_emergency_of_its_own(scene, cried, words):
    await scene.say("li", cried)
    await scene.say("zhang", words)

    first, *more = await scene.tickets()
    assert [row.tier for row in more] == ["E"]
    assert first.people == 1


@pytest.mark.parametrize(
    ("cried", "words", "number"),
    [(LIFT, "着火了,冒烟了!", "119"), (FIRE, "孩子晕过去了", "120"), (LIFT, "娃晕倒了", "120")],
)
async def test_another_danger_to_its_reporter_has_its_advice_and_is_where_they_are(
    scene, cried, words, number
):
    await scene.say("li", cried)
    await scene.say("li", words)

    first, second = await scene.tickets()
    assert second.place == first.place
    assert number in (await scene.last_in_group()).text
    assert await _wheres(scene) == []


async def test_its_reporter_tells_of_another_house(scene):
    await scene.say("li", FIRE)
    await scene.say("li", "7栋也着火了")

    assert [row.place for row in await scene.tickets()] == ["JGY/5", "JGY/7"]


async def test_what_is_cried_after_it_was_called_off_is_new(scene):
    await scene.say("li", FIRE)
    await scene.say("li", "虚惊一场,没有着火")
    await scene.say("zhang", "我看到烟了!")

    assert [row.people for row in await scene.tickets()] == [1, 1]


async def test_half_an_hour_later_it_is_new(scene):
    await scene.say("li", FIRE)
    scene.now += timedelta(minutes=31)
    await scene.say("zhang", "我看到烟了!")

    assert len(await scene.tickets()) == 2


async def test_what_was_said_in_private_is_nobody_else_s(scene):
    await scene.open_private("li")
    await scene.say("li", "3栋1单元着火了", group=False)
    await scene.say("zhang", "着火了!!")

    assert len(await scene.tickets()) == 2


async def test_what_is_sensitive_is_joined_by_nobody_else(scene):
    await scene.open_private("li")
    await scene.say("li", "我妈喝药了")
    await scene.say("zhang", "快来人啊")

    assert len(await scene.tickets()) == 2


async def test_whoever_serves_there_is_no_household(scene):
    await scene.say("li", FIRE)
    await scene.say("zhao", "快来人啊,火好大")

    assert (await scene.tickets())[0].people == 1


# -- it was none, or is over ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cried", "words"),
    [
        (FIRE, "虚惊一场,是楼下在烧烤"),
        (FIRE, "误报了,不好意思"),
        (FIRE, "看错了,是水蒸气"),
        (FIRE, "火已经灭了"),
        (GAS, "搞错了 是油漆味"),
        (GAS, "解除了 没事了"),
        (LIFT, "我们出来了 谢谢"),
        (LIFT, "没事了,门开了"),
        (FALL, "老人没事 缓过来了"),
        (FALL, "误会误会 他是坐那儿歇脚"),
    ],
)
async def test_the_group_hears_once_that_it_was_passed_on_and_somebody_looks(scene, cried, words):
    await scene.say("li", cried)
    said = await scene.say("li", words)

    line = await scene.last_in_group()
    assert "核实" in line.text
    assert line.reply_to == said
    assert (await scene.ticket()).state == "assigned"
    lines = await scene.in_group()
    await scene.say("li", "真的没事了")
    assert await scene.in_group() == lines


async def test_of_what_is_sensitive_the_group_hears_nothing(scene):
    await scene.open_private("li")
    await scene.say("li", "我妈喝药了")
    await scene.say("li", "没事了 看错了")

    assert await scene.in_group() == []


async def test_called_off_in_private_is_answered_there(scene):
    await scene.open_private("li")
    await scene.say("li", "3栋1单元502好大的煤气味", group=False)
    await scene.say("li", "虚惊一场,是菜糊了", group=False)

    assert "核实" in (await scene.heard("li"))[-1]
