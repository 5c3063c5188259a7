"""What volunteers say in words of their own, and what is about something else beside a duty."""

import pytest

from tests.handlers.rosters.watch import at, duties, duty_rows, published, told, volunteers

HERE = ("fang", "东门", 8)


@pytest.mark.parametrize(
    "line", ["到了", "我到了", "到东门了", "打卡", "我来了", "到岗了,一切正常"]
)
async def test_whoever_is_awaited_has_come(scene, line):
    await published(scene, put=[HERE])
    await at(scene, 5, 7, 50)
    await scene.say("fang", line, group=False)

    assert await duties(scene) == [("王芳", "东门", "started")]
    assert await told(scene, "fang", "到岗记下了") == 1


@pytest.mark.parametrize("line", ["到家了", "我到西门了", "我到楼下了"])
async def test_whoever_is_somewhere_else_has_not_come(scene, line):
    await published(scene, put=[HERE])
    await at(scene, 5, 7, 50)
    await scene.say("fang", line, group=False)

    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_who_was_there_goes_home_in_plain_words_and_is_not_on_leave(scene):
    await published(scene, put=[HERE])
    await at(scene, 5, 7, 50)
    await scene.say("fang", "到了", group=False)
    await at(scene, 5, 15, 55)
    await scene.say("fang", "下班了,一切正常", group=False)

    assert await duties(scene) == [("王芳", "东门", "ended")]
    assert [row.note for row in await duty_rows(scene)] == ["一切正常"]
    assert await told(scene, "fang", "不在") == 0


async def test_the_end_of_another_day_s_work_ends_no_watch(scene):
    await published(scene, put=[HERE])
    await at(scene, 5, 8, 5)
    await scene.say("fang", "下班了", group=False)

    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_a_loose_offer_is_asked_about_before_it_is_taken(scene):
    await published(scene, "东门 8:00-12:00 1人")
    await scene.say("fang", "周六上午我来", group=False)
    assert await duties(scene) == []
    await scene.press("fang", "东门 12月5日(周六)上午8点")

    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_a_loose_offer_for_a_day_without_shifts_is_about_something_else(scene):
    await published(scene, "东门 8:00-12:00 1人")
    await scene.say("fang", "周日上午我来", group=False)

    assert await told(scene, "fang", "可以值") == 0
    assert await told(scene, "fang", "您想值哪一个") == 0


async def test_what_answers_a_quoted_message_is_no_loose_offer(scene):
    await published(scene, "东门 8:00-12:00 1人")
    await scene.say("fang", "周六上午我来", group=False, reply_to="77")

    assert await told(scene, "fang", "您想值哪一个") == 0


@pytest.mark.parametrize(
    "line", ["周六我来不了", "周六上午我有事去不了", "帮我把周六的班退了", "周六来不了怎么办"]
)
async def test_who_cannot_come_may_press_the_duty_they_mean(scene, line):
    await published(scene, put=[HERE])
    await scene.say("fang", line, group=False)
    await scene.press("fang", "东门 12月5日(周六)上午8点")

    assert await duties(scene) == []
    assert await told(scene, "chen", "王芳来不了") == 1
    assert await scene.tickets() == []


async def test_to_swap_with_somebody_is_no_leave_until_that_day(scene):
    await published(scene, put=[HERE])
    await scene.say("fang", "我要请假", group=False)
    await scene.say("fang", "我和李志换一下周六的班", group=False)

    assert await told(scene, "fang", "问李志了") == 1
    assert await told(scene, "fang", "记下了:您") == 0
    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_when_is_my_next_one_is_answered_and_is_no_matter(scene):
    await published(scene, put=[HERE])
    for line in ("我下一班是几点", "什么时候轮到我值班", "值班表"):
        await scene.say("fang", line, group=False)
        assert (await scene.heard("fang"))[-1] == "12月5日(周六)上午8点到下午4点 东门"
    assert await scene.tickets() == []


@pytest.mark.parametrize(
    "line",
    [
        "我值夜班回来看到楼道灯不亮",
        "值班室电话多少",
        "孩子换班级了",
        "班主任来不了",
        "值此中秋佳节祝大家快乐",
    ],
)
async def test_like_words_about_something_else_take_and_offer_nothing(scene, line):
    await published(scene, "东门 22:00-6:00 1人\n西门 8:00-16:00 1人", put=[("fang", "西门", 8)])
    await scene.say("fang", line, group=False)

    assert await duties(scene) == [("王芳", "西门", "assigned")]
    for part in ("您想值哪一个", "想请谁替您", "哪个班来不了", "隔不到8小时"):
        assert await told(scene, "fang", part) == 0


@pytest.mark.parametrize(
    "line", ["我下一班是几点", "到东门了", "周六的班我来不了", "还有班吗", "换班"]
)
async def test_who_is_in_no_roster_learns_nothing_of_one(scene, line):
    await published(scene, put=[HERE])
    await volunteers(scene, (("sheng", "生人"),))
    await at(scene, 5, 7, 50)
    before = len(await scene.rows())
    await scene.say("sheng", line, group=False)
    await scene.say("sheng", line)

    new = [row.text for row in (await scene.rows())[before:]]
    assert not any("东门" in text or "王芳" in text for text in new)
    assert await duties(scene) == [("王芳", "东门", "assigned")]
