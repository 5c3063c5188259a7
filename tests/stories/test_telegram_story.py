"""The main job on Telegram: the real program, a real Bot API over HTTP, both databases."""

from types import SimpleNamespace

import pytest

from bot.seal import Seal
from handlers import posters
from tests.botapi import served
from tests.stories.machine import offline
from tests.stories.program import running
from tests.stories.village import CHIEF, DESK, FIXER, GROUP, NEIGHBOUR, RESIDENT, WORKER

PATIENCE = 30  # seconds; nothing is measured here, and the machine may be busy
LAMP = "3栋2单元楼道灯坏了三天了,老人上下楼害怕"


@pytest.fixture
async def town(home):
    """A running huying whose staff is on Telegram."""
    folder, database_url = home
    with served() as telegram:
        settings = {
            "HUYING_TELEGRAM_TOKEN": telegram.token, "HUYING_TELEGRAM_API_URL": telegram.address,
            "HUYING_DATABASE_URL": database_url, "HUYING_QUIET": "off",
        }  # fmt: skip
        async with running(folder, **settings):
            for who in (WORKER, CHIEF, DESK, FIXER, RESIDENT):
                telegram.start(who)
            await told(telegram, RESIDENT)
            yield telegram


async def told(telegram, chat, words="", *, after=0):
    """The bot's newest message in a chat that holds these words."""

    def found():
        fitting = [
            message
            for message in telegram.sent(chat)
            if words in message.get("text", message.get("caption", ""))
            and message["message_id"] > after
        ]
        return fitting[-1] if fitting else None

    return await telegram.wait_for(found, PATIENCE)


async def test_a_lamp_from_the_first_word_to_the_last(town):
    said = town.say(GROUP, RESIDENT, LAMP)
    line = await told(town, GROUP, "0001")
    assert line["reply_to_message"]["message_id"] == said
    assert "金桂园3栋2单元" in line["text"]

    task = await told(town, WORKER, LAMP)
    assert "第一网格" in task["text"]
    await told(town, FIXER, LAMP)
    town.press(WORKER, task["message_id"], WORKER, "我来办")
    mine = await told(town, WORKER, "归您了")
    await told(town, RESIDENT, "已有人接手")

    town.press(WORKER, mine["message_id"], WORKER, "办好了")
    asked = await told(town, WORKER, "怎么办好的")
    town.say(WORKER, WORKER, "换了新灯泡,亮了", reply_to=asked["message_id"])
    done = await told(town, GROUP, "请您看看")

    town.press(GROUP, done["message_id"], NEIGHBOUR, "1 好了")
    await town.wait_for(
        lambda: any("show_alert" in c or c.get("text") for c in town.called("answerCallbackQuery")),
        PATIENCE,
    )
    town.say(GROUP, RESIDENT, "没好,晚上还是不亮", reply_to=done["message_id"])
    again = await told(town, CHIEF, "居民说没解决")
    assert "换了新灯泡" in again["text"]

    town.press(CHIEF, again["message_id"], CHIEF, "我来办")
    mine = await told(town, CHIEF, "归您了")
    town.say(CHIEF, CHIEF, "线路重新接好了", reply_to=mine["message_id"])
    done = await told(town, GROUP, "请您看看", after=done["message_id"])
    town.press(GROUP, done["message_id"], RESIDENT, "1 好了")
    await told(town, CHIEF, "居民说好了")


async def test_whoever_scans_a_poster_need_not_say_where(town, home):
    seal = Seal(offline(home[0]).key())
    code = posters.code_of(SimpleNamespace(seal=seal), "JGY/3")
    town.start(NEIGHBOUR, code)
    await told(town, NEIGHBOUR, "您在金桂园3栋")

    town.say(NEIGHBOUR, NEIGHBOUR, "楼道灯坏了三天了")
    assert "金桂园3栋" in (await told(town, NEIGHBOUR, "0001"))["text"]


async def test_asking_how_it_goes_opens_nothing(town):
    town.say(GROUP, RESIDENT, LAMP)
    await told(town, GROUP, "0001")

    town.say(GROUP, RESIDENT, "上次那个灯咋样了")
    answer = await told(town, GROUP, "还没接手")
    town.say(GROUP, RESIDENT, "东门垃圾桶满出来了,臭得很")

    assert "0001" in answer["text"]
    await told(town, GROUP, "0002")


async def test_points_and_the_haircut_are_answered(town):
    town.say(GROUP, RESIDENT, "我有多少积分")
    await told(town, GROUP, "私信")
    assert "66" in (await told(town, RESIDENT, "66"))["text"]

    town.say(GROUP, NEIGHBOUR, "这个月7号还理发吗")
    answer = await told(town, GROUP, "理发")
    assert "社区一楼" in answer["text"] or "下次" in answer["text"]


async def test_a_photo_reaches_the_worker(town):
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    data = io.BytesIO()
    Image.new("RGB", (90, 60), "red").save(data, "JPEG")
    town.photo(GROUP, RESIDENT, caption=LAMP, data=data.getvalue())

    await told(town, GROUP, "0001")
    await town.wait_for(lambda: town.called("sendPhoto") or town.called("sendMediaGroup"), PATIENCE)


async def test_gas_is_answered_with_the_number_and_pushed_to_all(town):
    town.say(GROUP, RESIDENT, "5栋1单元好大的煤气味,快来人")

    line = await told(town, GROUP, "119")
    assert line["text"].index("119") < line["text"].index("0001")
    for who in (WORKER, CHIEF, DESK):
        await told(town, who, "煤气味")


async def test_a_deed_is_said_verified_and_in_publicity(town):
    town.say(RESIDENT, RESIDENT, "我今天参加了楼道清扫")
    await told(town, RESIDENT, "有人核实后公示")
    asked = await told(town, WORKER, "请核实")
    assert "桂兰" not in asked["text"]

    town.press(WORKER, asked["message_id"], WORKER, "属实")
    await told(town, RESIDENT, "3分")
    town.say(RESIDENT, RESIDENT, "我有多少分")
    answer = await told(town, RESIDENT, "可用积分66分")
    assert "另有3分在公示" in answer["text"]
