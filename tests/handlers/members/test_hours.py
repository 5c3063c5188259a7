"""Hours: checked in and out or told by a worker; in the books once another has verified them."""

import pytest

from domain.members.states import NoLongerOpen, NotSoFar, VerifiedByAnother
from domain.refusals import NotAllowed, Unknown
from handlers.members import hours as giving
from tests.handlers.members.register import enlisted, hours, minutes, sound
from tests.handlers.signups.party import acting, opened


async def served(scene, *, length=120):
    """A volunteer has checked in and out."""
    await enlisted(scene)
    await scene.say("zhang", "签到 扫雪", group=False)
    await scene.wait(minutes=length)
    await scene.say("zhang", "签退", group=False)
    return (await hours(scene))[-1]


async def test_a_volunteer_checks_in_and_out_and_waits_for_somebody_to_verify(scene):
    row = await served(scene)

    assert (row.state, row.minutes, row.what) == ("proposed", 120, "扫雪")
    assert "2小时" in (await scene.heard("zhang"))[-1]
    assert await minutes(scene) == 0


async def test_verified_by_another_they_are_in_the_books(scene):
    row = await served(scene)

    await acting(scene, giving.verify, row.id)

    assert await minutes(scene) == 120
    assert "一共2小时" in (await _last(scene))
    assert await sound(scene)
    with pytest.raises(NoLongerOpen):
        await acting(scene, giving.verify, row.id)
    assert await minutes(scene) == 120


async def _last(scene):
    await scene.wait(hours=1)
    return (await scene.heard("zhang"))[-1]


async def test_the_office_may_verify_less_than_was_said(scene):
    row = await served(scene)

    await acting(scene, giving.verify, row.id, 90)

    assert await minutes(scene) == 90


@pytest.mark.parametrize("length", [0, 9, 721, -5])
async def test_no_sound_length_no_hours(scene, length):
    row = await served(scene)

    with pytest.raises(giving.TooLongOrShort):
        await acting(scene, giving.verify, row.id, length)
    assert await minutes(scene) == 0


async def test_checked_in_twice_is_once(scene):
    await enlisted(scene)
    await scene.say("zhang", "签到", group=False)
    await scene.wait(minutes=30)
    await scene.say("zhang", "签到", group=False)

    assert len(await hours(scene)) == 1
    assert "已经在做了" in (await scene.heard("zhang"))[-1]


async def test_at_a_sign_up_of_that_day_its_title_is_what_they_did(scene):
    await enlisted(scene)
    await opened(scene, "周六包饺子", days=0.25, closes_at=scene.now.replace(minute=30),
                 cancel_until=scene.now.replace(minute=30))  # fmt: skip
    await scene.say("zhang", "我报名", group=False)

    await scene.say("zhang", "签到", group=False)

    assert (await hours(scene))[-1].what == "周六包饺子"


async def test_out_without_in_and_from_a_stranger_is_no_word_of_ours(scene):
    await enlisted(scene)

    await scene.say("zhang", "签退", group=False)
    await scene.say("li", "签到", group=False)
    await scene.say("li", "我的志愿时长", group=False)

    assert await hours(scene) == []
    assert not any("签到了" in line for line in await scene.heard("li"))
    assert not any("志愿时长" in line for line in await scene.heard("li"))


async def test_who_forgot_to_check_out_is_asked_by_the_office(scene):
    await enlisted(scene)
    await scene.say("zhang", "签到 站岗", group=False)
    await scene.wait(hours=20)
    await scene.say("zhang", "签退", group=False)
    row = (await hours(scene))[-1]
    assert row.state == "running"
    assert "10分钟到12小时" in (await scene.heard("zhang"))[-1]

    await acting(scene, giving.verify, row.id, 180)

    assert await minutes(scene) == 180


async def test_a_worker_tells_of_somebody_elses_hours(scene):
    await enlisted(scene)

    await scene.say("wang", "老张今天扫雪2小时", group=False)
    await scene.say("wang", "老张今天扫雪2小时", group=False)

    [row] = await hours(scene)
    assert (row.minutes, row.what, row.by_id) == (120, "扫雪", scene.ids["wang"])
    first, again = (await scene.heard("wang"))[-2:]
    assert "记下了" in first
    assert "张建国" in first
    assert "已经记过了" in again
    assert await minutes(scene) == 0


async def test_of_two_of_that_name_the_worker_says_which(scene):
    await enlisted(scene)
    await enlisted(scene, "zhang2", "张伟")

    await scene.say("wang", "老张昨天扫雪2小时", group=False)
    await scene.press("wang", "张伟")

    [row] = await hours(scene)
    assert row.volunteer_id == 2
    assert row.day.isoformat() == "2026-11-30"


async def test_whom_no_volunteer_is_called_is_no_hours(scene):
    await enlisted(scene)

    await scene.say("wang", "老李今天扫雪2小时", group=False)
    await scene.say("li", "老张今天扫雪2小时", group=False)
    await scene.say("wang", "老张今天扫雪2小时")

    assert await hours(scene) == []
    assert not any("张建国" in line for line in [*await scene.in_group(), *await scene.heard("li")])


async def test_who_wrote_them_down_or_gave_them_does_not_verify_them(scene):
    row = await enlisted(scene)
    number = await acting(scene, giving.write_down, row.id, scene.now.date(), "扫雪", 60, who="liu")

    with pytest.raises(VerifiedByAnother):
        await acting(scene, giving.verify, number, who="liu")
    with pytest.raises(VerifiedByAnother):
        await acting(scene, giving.refuse, number, who="liu")
    await acting(scene, giving.verify, number)
    assert await minutes(scene) == 60


@pytest.mark.parametrize("who", ["wang", "fix", "heart"])
async def test_only_the_desk_verifies(scene, who):
    row = await served(scene)

    with pytest.raises(NotAllowed):
        await acting(scene, giving.verify, row.id, who=who)
    with pytest.raises(NotAllowed):
        await acting(scene, giving.write_down, 1, scene.now.date(), "扫雪", 60, who=who)


async def test_what_is_refused_or_was_wrong_is_not_in_the_books(scene):
    row = await served(scene)
    await acting(scene, giving.verify, row.id)

    await acting(scene, giving.take_back, row.id)

    assert await minutes(scene) == 0
    assert await sound(scene)
    with pytest.raises(NoLongerOpen):
        await acting(scene, giving.take_back, row.id)
    with pytest.raises(Unknown):
        await acting(scene, giving.take_back, 99)


async def test_refused_hours_never_count(scene):
    row = await served(scene)

    await acting(scene, giving.refuse, row.id)

    with pytest.raises(NoLongerOpen):
        await acting(scene, giving.verify, row.id)
    assert await minutes(scene) == 0


async def test_hours_that_lie_ahead_are_not_written_down(scene):
    from datetime import timedelta  # noqa: PLC0415

    row = await enlisted(scene)

    with pytest.raises(NotSoFar):
        await acting(
            scene, giving.write_down, row.id, scene.now.date() + timedelta(days=2), "扫雪", 60
        )


async def test_who_waits_on_the_register_gives_no_hours_yet(scene):
    await scene.say("zhang", "我会修电器,想当志愿者", group=False)

    with pytest.raises(NotSoFar):
        await acting(scene, giving.write_down, 1, scene.now.date(), "扫雪", 60)


async def test_a_volunteer_reads_their_hours_in_private(scene):
    row = await served(scene)
    await acting(scene, giving.verify, row.id)
    await scene.say("wang", "老张今天站岗半小时", group=False)

    await scene.say("zhang", "我的志愿时长", group=False)

    told = (await scene.heard("zhang"))[-1]
    assert "2小时" in told
    assert "30分钟等核实" in told
    assert "扫雪" in told


async def test_in_the_group_nobody_hears_of_hours(scene):
    row = await served(scene)
    await acting(scene, giving.verify, row.id)

    await scene.say("zhang", "我的志愿时长")

    assert not any("小时" in line for line in await scene.in_group())


async def test_who_forgot_to_check_out_can_begin_again_and_the_office_decides(scene):
    await enlisted(scene)
    await scene.say("zhang", "签到 扫雪", group=False)
    await scene.wait(hours=13)
    await scene.say("zhang", "签退", group=False)
    await scene.say("zhang", "签到 巡逻", group=False)

    assert [(row.state, row.what) for row in await hours(scene)] == [
        ("proposed", "扫雪"), ("running", "巡逻"),
    ]  # fmt: skip
    with pytest.raises(giving.TooLongOrShort):
        await acting(scene, giving.verify, 1)
    await acting(scene, giving.verify, 1, 60)
    assert await minutes(scene) == 60


async def test_who_left_still_reads_what_they_gave(scene):
    row = await served(scene)
    await acting(scene, giving.verify, row.id)
    await scene.say("zhang", "我搬走了,不当志愿者了", group=False)

    await scene.say("zhang", "我的志愿时长", group=False)

    assert "2小时" in (await scene.heard("zhang"))[-1]


async def test_who_wants_a_certificate_hears_how_long_and_where(scene):
    row = await served(scene)
    await acting(scene, giving.verify, row.id)

    await scene.say("zhang", "开个志愿服务证明", group=False)

    told = (await scene.heard("zhang"))[-1]
    assert "2小时" in told
    assert "到社区打印" in told


async def test_a_volunteer_who_fell_is_helped_and_no_hours_are_noted(scene):
    await enlisted(scene)
    await scene.say("wang", "老张今天被困电梯2小时", group=False)

    assert await hours(scene) == []


async def test_what_was_noted_by_mistake_is_taken_back_and_said_again(scene):
    await enlisted(scene)
    await scene.say("wang", "老张今天扫雪2小时", group=False)
    await scene.press("wang", "记错了")
    assert "不记了" in (await scene.heard("wang"))[-1]
    await scene.say("wang", "老张今天扫雪2小时", group=False)

    assert "记下了" in (await scene.heard("wang"))[-1]
    assert [row.state for row in await hours(scene)] == ["refused", "proposed"]


async def test_what_was_verified_is_not_taken_back_in_the_chat(scene):
    await enlisted(scene)
    await scene.say("wang", "老张今天扫雪2小时", group=False)
    row = (await hours(scene))[-1]
    with pytest.raises(Unknown):
        await acting(scene, giving.withdraw, row.id, who="zhao")
    await acting(scene, giving.verify, row.id)

    await scene.press("wang", "记错了")

    assert await minutes(scene) == 120
    assert not any("不记了" in line for line in await scene.heard("wang"))


async def test_hours_that_are_not_counted_or_no_longer_are_told(scene):
    row = await served(scene)
    await acting(scene, giving.refuse, row.id)
    assert "扫雪 2小时没有记上" in await _last(scene)

    await scene.say("wang", "老张今天扫雪3小时", group=False)
    row = (await hours(scene))[-1]
    await acting(scene, giving.verify, row.id)
    await _last(scene)
    await acting(scene, giving.take_back, row.id)
    assert "3小时原来记错了。您现在一共0小时" in await _last(scene)


async def test_who_waits_to_be_accepted_hears_that_they_wait(scene):
    await scene.say("zhang", "我会修电器,想当志愿者", group=False)
    for line in ("我的志愿时长", "我的证书", "签到"):
        await scene.say("zhang", line, group=False)
        assert "社区还在看" in (await scene.heard("zhang"))[-1]
    assert await hours(scene) == []


async def test_the_certificate_is_a_picture_in_the_private_chat(scene):
    row = await served(scene, length=150)
    await acting(scene, giving.verify, row.id)
    await _last(scene)

    await scene.say("zhang", "我的志愿证书", group=False)

    told = (await scene.rows(chat="p.zhang"))[-1]
    [item] = told.attachments
    assert item["paper"].splitlines() == [
        "志愿服务证明", "张建国", "志愿服务时长:2小时30分钟", "感谢您为邻里付出的时间。",
        "时长由社区逐次核实。", "西流湾社区 2026-12-01",
    ]  # fmt: skip
    assert "到社区打印" in told.text
    await scene.say("zhang", "我的志愿证书")
    assert not any("张建国" in line for line in await scene.in_group())


async def test_without_verified_hours_and_for_hours_alone_there_is_no_picture(scene):
    row = await served(scene)
    await scene.say("zhang", "我的志愿证书", group=False)
    assert "记上了时长就有证明" in (await scene.heard("zhang"))[-1]
    await acting(scene, giving.verify, row.id)
    await _last(scene)
    await scene.say("zhang", "我的志愿时长", group=False)

    assert all(row.attachments == [] for row in await scene.rows(chat="p.zhang"))
