"""The night receipt: answered at once, promised for the morning, and the promise is kept."""

from datetime import datetime

import pytest

from tests.handlers.scene import SHANGHAI

LAMP = "3栋2单元楼道的灯坏了"
NOISE = "3栋2单元楼上半夜拖椅子跑跳,吵得睡不着"


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(("said", "when"), [(at(1, 23), "明早8点半"), (at(2, 2), "今早8点半")])
async def test_one_line_in_the_group_at_once_with_what_by_when_and_whom_to_call(scene, said, when):
    scene.now = said
    await scene.say("li", LAMP)

    (line,) = await scene.in_group()
    assert line.startswith("夜里收到了:金桂园3栋2单元")
    assert f"{when}前有人联系您" in line
    assert "110" in line
    assert line.endswith("编号0001")
    assert len(line) <= 60
    assert await scene.heard("wang") == []


async def test_in_private_the_same(scene):
    scene.now = at(1, 23)
    await scene.say("li", f"金桂园{LAMP}", group=False)

    assert "夜里收到了" in (await scene.heard("li"))[0]
    assert "明早8点半前" in (await scene.heard("li"))[0]


async def test_a_private_matter_is_not_named_in_the_group(scene):
    scene.now = at(1, 23)
    await scene.say("li", NOISE)

    (line,) = await scene.in_group()
    assert line.startswith("夜里收到了,明早8点半前")
    assert "椅子" not in line
    assert "3栋" not in line


async def test_on_saturday_night_no_sunday_morning_is_promised(scene):
    scene.now = at(5, 22)
    await scene.say("li", LAMP)

    (line,) = await scene.in_group()
    assert "明早" not in line
    assert "12月7日(周一)上午8:30前" in line


@pytest.mark.parametrize(
    ("words", "moment"),
    [("2栋1单元一股煤气味,好浓", "119"), ("3栋1单元水管爆了往下漏水", "记下了")],
)
async def test_neither_danger_nor_a_hurry_waits_for_the_morning(scene, words, moment):
    scene.now = at(1, 23)
    await scene.say("li", words)

    line = (await scene.in_group())[0]
    assert moment in line
    assert "夜里收到了" not in line


async def test_by_day_nothing_is_said_of_the_night(scene):
    await scene.say("li", LAMP)

    assert "夜里" not in (await scene.in_group())[0]


async def test_the_promise_is_kept_the_owner_is_reminded_and_then_whoever_is_above(scene):
    scene.now = at(1, 23)
    await scene.say("li", LAMP)
    await scene.live_until(at(2, 8, 5))
    assert not any("答应了居民" in text for text in await scene.heard("wang"))

    await scene.live_until(at(2, 8, 29))
    assert any("答应了居民12月2日(周三)上午8:30前" in text for text in await scene.heard("wang"))
    assert not any("还没有人联系" in text for text in await scene.heard("chen"))

    await scene.live_until(at(2, 8, 45))
    assert any("还没有人联系" in text for text in await scene.heard("chen"))


async def test_once_somebody_was_in_touch_nobody_is_reminded(scene):
    await scene.open_private("li")
    scene.now = at(1, 23)
    await scene.say("li", LAMP)
    await scene.live_until(at(2, 7, 45))
    await scene.say("wang", "0001 今天上午10点到", group=False)
    await scene.live_until(at(2, 9))

    assert "今天上午10点到现场看" in (await scene.heard("li"))[-1]
    for who in ("wang", "chen"):
        assert not any("答应" in text for text in await scene.heard(who))


async def test_the_date_on_the_task_is_the_promised_one(scene):
    scene.now = at(1, 23)
    await scene.say("li", LAMP)

    assert (await scene.ticket()).respond_by == at(2, 8, 30)
