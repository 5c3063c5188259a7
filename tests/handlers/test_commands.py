"""The few commands, and who may use them; plain words come first."""

from datetime import timedelta

import pytest

from domain.areas import RoleName
from handlers import logins, people

LAMP = "3栋2单元楼道的灯坏了"


async def test_start_greets_a_resident_and_shows_staff_their_own_way(scene):
    await scene.say("li", "/start", group=False)
    await scene.say("wang", "/start", group=False)

    assert "平常说话" in (await scene.heard("li"))[-1]
    assert "/tasks" in (await scene.heard("wang"))[-1]


async def test_a_code_gives_a_role_once(scene):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    await scene.say("newcomer", f"/start {code}", group=False)
    assert "第二网格" in (await scene.heard("newcomer"))[-1]

    await scene.say("thief", f"/start {code}", group=False)
    assert "再要一个" in (await scene.heard("thief"))[-1]
    await scene.say("thief", "/tasks", group=False)
    assert "工作人员" in (await scene.heard("thief"))[-1]


@pytest.mark.parametrize("code", ["ABCDEF", "1", "'; DROP TABLE people"])
async def test_a_code_that_was_never_given_out_gives_nothing(scene, code):
    await scene.say("li", f"/start {code}", group=False)

    assert len(await scene.heard("li")) == 1
    assert "再要一个" in (await scene.heard("li"))[0]


async def test_a_code_is_nothing_to_use_in_the_group(scene):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    await scene.say("li", f"/start {code}")
    assert await scene.in_group() == []

    await scene.say("newcomer", f"/start {code}", group=False)
    assert "第二网格" in (await scene.heard("newcomer"))[-1]


async def test_a_code_lasts_for_a_week(scene):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    scene.now += timedelta(days=8)

    await scene.say("newcomer", f"/start {code}", group=False)

    assert "再要一个" in (await scene.heard("newcomer"))[-1]
    await scene.say("newcomer", "/tasks", group=False)
    assert "工作人员" in (await scene.heard("newcomer"))[-1]


async def test_the_same_person_may_follow_the_link_again(scene):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    await scene.say("newcomer", f"/start {code}", group=False)
    await scene.say("newcomer", f"/start {code}", group=False)

    assert "第二网格" in (await scene.heard("newcomer"))[-1]


async def test_mine_lists_what_i_reported_and_nobody_else_s(scene):
    await scene.say("li", LAMP)
    await scene.say("zhang", "5栋1单元的下水道堵了")

    await scene.say("li", "/mine", group=False)

    told = (await scene.heard("li"))[-1]
    assert "0001" in told
    assert "0002" not in told


async def test_tasks_come_in_one_message_to_be_opened(scene):
    await scene.say("li", LAMP)
    await scene.say("wang", "/tasks", group=False)

    row = (await scene.rows(chat="p.wang"))[-1]
    assert "0001" in row.text
    assert [button["label"] for line in row.choices for button in line] == ["1"]


@pytest.mark.parametrize("command", ["/tasks", "/console"])
async def test_residents_are_told_kindly_that_this_is_not_for_them(scene, command):
    await scene.say("li", command, group=False)

    told = await scene.heard("li")
    assert len(told) == 1
    assert "http" not in told[0]


async def test_console_is_a_link_in_private_for_staff(scene):
    await scene.say("sun", "/console", group=False)

    assert "http://127.0.0.1:8080/" in (await scene.heard("sun"))[-1]


@pytest.mark.parametrize("who", ["sun", "liu", "boss", "chen", "wang"])
async def test_the_link_opens_the_console_once(scene, who):
    token = await _console_link(scene, who)

    cookie = await _open(scene, token)
    assert await _open(scene, token) is None

    async with scene.database.reading() as session:
        assert await logins.signed_in(session, cookie, at=scene.now) == scene.ids[who]


async def test_the_link_is_of_no_use_after_ten_minutes(scene):
    token = await _console_link(scene, "sun")
    scene.now += timedelta(minutes=11)

    assert await _open(scene, token) is None


async def test_the_property_s_people_get_tasks_and_no_console(scene):
    await scene.say("fix", "/console", group=False)
    assert "http" not in (await scene.heard("fix"))[-1]

    await scene.say("li", LAMP)
    await scene.say("fix", "/tasks", group=False)
    assert "0001" in (await scene.heard("fix"))[-1]


async def test_in_the_group_there_is_never_a_link_to_the_console(scene):
    await scene.say("sun", "/console")

    assert len(await scene.in_group()) == 1
    assert all("/console/" not in text and "login" not in text for text in await scene.in_group())


async def test_help_says_what_to_say_in_words(scene):
    await scene.say("li", "/help", group=False)
    await scene.say("li", "/help")

    assert "灯坏了" in (await scene.heard("li"))[-1]
    assert len(await scene.in_group()) == 1


@pytest.mark.parametrize(
    "words",
    ["/weather 武汉", "/report 3栋2单元楼道灯坏了", "/help@weather_bot", "/mine@weather_bot"],
)
async def test_commands_of_other_bots_are_left_alone_in_the_group(scene, words):
    scene.community.named("huying_bot")
    await scene.say("li", words)

    assert await scene.in_group() == []
    assert await scene.tickets() == []


@pytest.mark.parametrize("words", ["/help@huying_bot", "/HELP@Huying_Bot"])
async def test_a_command_with_our_own_name_is_ours(scene, words):
    scene.community.named("huying_bot")
    await scene.say("li", words)

    assert "平常聊天我不存" in (await scene.in_group())[0]


@pytest.mark.parametrize("words", ["/weather 武汉", "/report 3栋2单元楼道灯坏了"])
async def test_an_unknown_command_in_private_gets_a_kind_word(scene, words):
    await scene.say("li", words, group=False)

    assert len(await scene.heard("li")) == 1
    assert "哪里" in (await scene.heard("li"))[0]
    assert await scene.tickets() == []


async def test_a_stray_slash_before_a_matter_is_no_command(scene):
    await scene.say("li", "/3栋2单元楼道灯坏了")

    assert len(await scene.tickets()) == 1


async def _console_link(scene, who):
    await scene.say(who, "/console", group=False)
    return (await scene.heard(who))[-1].rpartition("/")[2]


async def _open(scene, token):
    async with scene.database.transaction() as session:
        return await logins.use_link(session, token, at=scene.now)


async def _invited(scene, **what):
    async with scene.database.transaction() as session:
        world = await scene.community.world(session)
        invitation = await people.invite(session, world, at=scene.now, **what)
    return invitation.code


async def test_who_guesses_codes_is_braked_and_told_so_once(scene):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    for guess in range(20):
        await scene.say("guesser", f"/start guess{guess}", group=False)
    await scene.say("guesser", f"/start {code}", group=False)

    told = await scene.heard("guesser")
    assert ["一小时后再试" in text for text in told] == [False] * 5 + [True]
    assert not any("第二网格" in text for text in told)


async def test_after_an_hour_the_brake_is_off(scene):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    for guess in range(6):
        await scene.say("guesser", f"/start guess{guess}", group=False)
    await scene.wait(minutes=61)

    await scene.say("guesser", f"/start {code}", group=False)

    assert "第二网格" in (await scene.heard("guesser"))[-1]


async def test_one_who_guesses_brakes_nobody_else(scene):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    for guess in range(10):
        await scene.say("guesser", f"/start guess{guess}", group=False)

    await scene.say("newcomer", f"/start {code}", group=False)

    assert "第二网格" in (await scene.heard("newcomer"))[-1]


async def test_a_few_slips_are_forgiven(scene):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    for guess in range(4):
        await scene.say("newcomer", f"/start {code}{guess}", group=False)

    await scene.say("newcomer", f"/start {code}", group=False)

    assert "第二网格" in (await scene.heard("newcomer"))[-1]


@pytest.mark.parametrize("words", ["{}", "码是{}", " {}。"])
async def test_the_code_on_the_paper_is_enough_without_a_command(scene, words):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    await scene.say("newcomer", words.format(code), group=False)
    await scene.say("late", words.format(code), group=False)

    assert "第二网格" in (await scene.heard("newcomer"))[-1]
    assert "用过了" in (await scene.heard("late"))[-1]


async def test_a_bare_code_is_nothing_to_use_in_the_group(scene):
    code = await _invited(scene, role=RoleName.GRID_WORKER, area="XL-2", name="孙格")
    await scene.say("newcomer", code)
    await scene.say("newcomer", code, group=False)

    assert await scene.in_group() == []
    assert "第二网格" in (await scene.heard("newcomer"))[-1]
