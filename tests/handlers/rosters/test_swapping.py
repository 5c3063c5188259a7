"""A swap: one asks, the other says yes, the chief says yes; each is told once."""

from tests.handlers.rosters.watch import (
    SUNDAY,
    at,
    duties,
    duty_rows,
    published,
    put_in,
    told,
)

ONE = "东门 8:00-16:00 1人"


async def test_two_yeses_and_the_chief_s_and_the_shift_changes_hands(scene):
    await published(scene, ONE, put=[("fang", "东门", 8)])
    await scene.say("fang", "我想换班", group=False)
    assert "想请谁替您" in (await scene.heard("fang"))[-1]
    await scene.press("fang", "李志")
    assert (await scene.heard("fang"))[-1].startswith("问李志了")
    assert (await scene.heard("lizhi"))[-1].startswith("王芳想请您替这个班:12月5日(周六)上午8点")
    assert await duties(scene) == [("王芳", "东门", "assigned")]
    await scene.press("lizhi", "我来替")
    assert await duties(scene) == [("王芳", "东门", "assigned")]
    assert (await scene.heard("chen"))[-1].startswith("王芳的班想换给李志,对方已经同意")
    await scene.press("chen", "同意换")

    assert await duties(scene) == [("李志", "东门", "assigned")]
    assert await told(scene, "fang", "换好了,这个班不用来了") == 1
    assert await told(scene, "lizhi", "换好了,这个班归您") == 1
    assert [row.state for row in await duty_rows(scene)] == ["swapped", "assigned"]
    await at(scene, 5, 7, 1)
    assert await told(scene, "lizhi", "一个小时后值班") == 1
    assert await told(scene, "fang", "一个小时后值班") == 0


async def test_by_name_without_a_list(scene):
    await published(scene, ONE, put=[("fang", "东门", 8)])
    await scene.say("fang", "周六的班换给李志", group=False)

    assert (await scene.heard("lizhi"))[-1].startswith("王芳想请您替这个班")


async def test_of_several_shifts_it_is_asked_which(scene):
    await published(
        scene, "东门 8:00-16:00 1人\n西门 8:00-16:00 1人", last=SUNDAY,
        put=[("fang", "东门", 8)],
    )  # fmt: skip
    await put_in(scene, 1, "fang", "西门", 8, day=SUNDAY)
    await scene.say("fang", "换班", group=False)
    assert (await scene.heard("fang"))[-1] == "哪个班想换?"
    await scene.press("fang", "西门 12月6日(周日)上午8点")

    assert "12月6日(周日)上午8点到下午4点 西门" in (await scene.heard("fang"))[-1]


async def test_only_who_could_without_a_breach_is_offered(scene):
    await published(
        scene, "东门 8:00-16:00 1人\n西门 8:00-16:00 1人",
        put=[("fang", "东门", 8), ("lizhi", "西门", 8)],
    )  # fmt: skip
    await scene.say("fang", "换班", group=False)

    row = [one for one in await scene.rows(chat="p.fang") if one.moment == "rosters/swap_whom"][-1]
    assert [choice["label"] for line in row.choices for choice in line] == ["钱多"]
    await scene.say("fang", "找李志换班", group=False)
    assert (await scene.heard("fang"))[-1].startswith(
        "李志12月5日(周六)上午8点到下午4点已经在西门值班"
    )


async def test_the_other_says_no_and_it_stays_with_the_one_who_asked(scene):
    await published(scene, ONE, put=[("fang", "东门", 8)])
    await scene.say("fang", "找李志换班", group=False)
    await scene.press("lizhi", "替不了")

    assert await duties(scene) == [("王芳", "东门", "assigned")]
    assert await told(scene, "fang", "没有换成") == 1
    assert "还是您的" in (await scene.heard("fang"))[-1]
    assert await told(scene, "chen", "换给") == 0


async def test_the_chief_says_no_and_both_hear_so_once(scene):
    await published(scene, ONE, put=[("fang", "东门", 8)])
    await scene.say("fang", "找李志换班", group=False)
    await scene.press("lizhi", "我来替")
    await scene.press("chen", "不换")

    assert await duties(scene) == [("王芳", "东门", "assigned")]
    assert [await told(scene, who, "没有换成") for who in ("fang", "lizhi")] == [1, 1]


async def test_it_is_refused_with_the_clash_if_a_rule_broke_meanwhile(scene):
    number = await published(
        scene, "东门 8:00-16:00 1人\n西门 8:00-16:00 1人", put=[("fang", "东门", 8)]
    )
    await scene.say("fang", "找李志换班", group=False)
    await scene.press("lizhi", "我来替")
    await put_in(scene, number, "lizhi", "西门", 8)
    await scene.press("chen", "同意换")

    assert await duties(scene) == [("王芳", "东门", "assigned"), ("李志", "西门", "assigned")]
    [toast] = [row.text for row in await scene.rows(op="answer") if "已经在西门值班" in row.text]
    assert toast.startswith("李志12月5日")
    assert await told(scene, "fang", "换好了") == 0


async def test_nobody_asks_two_for_one_shift(scene):
    await published(scene, ONE, put=[("fang", "东门", 8)])
    await scene.say("fang", "找李志换班", group=False)
    await scene.say("fang", "找钱多换班", group=False)

    assert "已经问过一位了" in (await scene.heard("fang"))[-1]
    assert await told(scene, "qian", "想请您替") == 0


async def test_a_forged_yes_and_a_yes_pressed_twice_do_nothing(scene):
    await published(scene, ONE, put=[("fang", "东门", 8)])
    await scene.say("fang", "找李志换班", group=False)
    await scene.press("lizhi", "我来替")
    await scene.press("lizhi", "我来替")

    assert await told(scene, "chen", "对方已经同意") == 1
    [row, *_] = [
        one for one in await scene.rows(chat="p.chen") if one.moment == "rosters/swap_chief"
    ]
    token = row.choices[0][0]["token"]
    await scene.press_token("fang", token, scene.private("fang"))
    assert await duties(scene) == [("王芳", "东门", "assigned")]


async def test_after_it_has_begun_nothing_is_swapped(scene):
    await published(scene, ONE, put=[("fang", "东门", 8)])
    await scene.say("fang", "找李志换班", group=False)
    await scene.press("lizhi", "我来替")
    await at(scene, 5, 8, 1)
    await scene.press("chen", "同意换")

    assert await duties(scene) == [("王芳", "东门", "assigned")]
