"""Voices on Telegram where an engine is installed: the real program, and a Bot API over HTTP."""

import pytest

from bot import commands
from tests.bot.engines import Workshop
from tests.privacy.scenes import everything
from tests.stories.life import labels, said
from tests.stories.machine import settings
from tests.stories.village import DESK, GROUP, RESIDENT, WORKER

LEAK = "金桂园3栋2单元1701厨房漏水了"
FIRE = "金桂园2栋着火了快来人"


@pytest.fixture
def shop(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    return Workshop(folder)


async def test_a_resident_speaks_reads_what_was_heard_and_takes_it_back(life, shop):
    async with life.awake(transcribe=shop.says(LEAK)):
        await life.opened(WORKER, DESK, RESIDENT)
        for who in (WORKER, DESK, RESIDENT):
            life.news(who)

        await life.voice(RESIDENT)

        read = life.news(RESIDENT)
        assert read[0] == f"您说的是:“{LEAK}”。不对就点“听错了”,换人来听。"
        said(read, "记下了", "漏水", "编号0001")
        said(life.news(WORKER), LEAK)
        assert any("voice" in message for message in life.telegram.sent(WORKER))
        assert life.news(DESK) == []
        assert list((life.folder / "media").rglob("*.ogg")) != []

        await life.press(RESIDENT, "听错了")

        said(life.news(RESIDENT), "语音收到了", "前有同志听")
        said(life.news(DESK), "有位居民发来语音")
        said(life.news(WORKER), "撤回了,不用办了")
        assert not any("听错了" in labels(m) for m in life.lines(RESIDENT))
        await life.press(DESK, "听完了,写下来")
        await life.say(DESK, "金桂园3栋2单元1701厨房没水了")
        said(life.news(RESIDENT), "记下了", "编号0002")


async def test_what_was_heard_is_in_no_table_once_it_has_left(life, shop):
    async with life.awake(transcribe=shop.says("我家还有多少积分呀")):
        await life.opened(RESIDENT)

        await life.voice(RESIDENT)

        said(life.news(RESIDENT), "您说的是:“我家还有多少积分呀”")
        stored = await everything(life.house.database)
        assert not any("多少积分" in row for row in stored)
        assert shop.given != []
        assert list((life.folder / "media").rglob("*.ogg")) == []


async def test_danger_that_is_spoken_is_answered_before_anything_else(life, shop):
    async with life.awake(transcribe=shop.says(FIRE)):
        await life.opened(WORKER, DESK, RESIDENT)
        for who in (WORKER, DESK, RESIDENT):
            life.news(who)

        await life.voice(RESIDENT)

        assert "119" in life.news(RESIDENT)[0]
        said(life.news(DESK), FIRE)


async def test_under_a_matters_line_in_the_group_the_words_stay_out_of_it(life, shop):
    async with life.awake(transcribe=shop.says("是十七楼靠窗的那个水管")):
        await life.opened(WORKER, RESIDENT)
        line = await life.say(RESIDENT, "3栋2单元漏水了", group=True)
        before = len(life.telegram.sent(GROUP))
        life.news(RESIDENT)

        await life.voice(RESIDENT, group=True, reply_to=line)

        assert len(life.telegram.sent(GROUP)) == before
        assert "靠窗" not in life.everything(GROUP)
        assert "靠窗" in life.everything(WORKER)
        said(life.news(RESIDENT), "您说的是:“是十七楼靠窗的那个水管”")


async def test_an_engine_that_fails_changes_nothing_and_the_doctor_says_so(life, shop):
    broken = shop.engine("sys.exit(2)")
    async with life.awake(transcribe=broken):
        await life.opened(DESK, RESIDENT)
        life.news(RESIDENT)

        await life.voice(RESIDENT)

        said(life.news(RESIDENT), "语音收到了", "前有同志听")
        said(life.news(DESK), "有位居民发来语音")
        found = await commands.doctor(
            settings(life.folder, life.telegram, transcribe=broken, **life.own)
        )
    (finding,) = [one for one in found["findings"] if "语音转字" in one["what"]]
    assert finding["level"] == "warning"
    assert "exit 2" in finding["what"]
    assert "HUYING_TRANSCRIBE" in finding["remedy"]


async def test_a_voice_larger_than_telegram_gives_goes_to_the_desk(life, shop):
    async with life.awake(transcribe=shop.says(LEAK)):
        await life.opened(DESK, RESIDENT)
        life.news(RESIDENT)

        await life.voice(RESIDENT, size=21 * 1024 * 1024)

        said(life.news(RESIDENT), "语音收到了", "前有同志听")
        assert shop.given == []
