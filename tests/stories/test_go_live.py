"""The README's steps to go live on Telegram, taken one after the other as they stand there."""

import re
import shutil
from contextlib import asynccontextmanager

from tests.botapi import served
from tests.house.source import ROOT
from tests.stories.program import command, running

FIRST = ("places", "areas", "people")  # the sheets that are enough to begin with
GROUP, RESIDENT, MANAGER, WORKER = -1001234567890, 501, 605, 601
LAMP = "3栋2单元楼道灯坏了三天了,老人上下楼害怕"


def commands(readme):
    """What a README tells to type, in its order, without the folder of the environment."""
    text = (ROOT / readme).read_text("utf-8")
    return re.findall(r"\.venv/bin/huying ([^`\n]+)", text)


def parts(line):
    return line.split()


def workbook(folder):
    """Step 4: a copy of the sample's first sheets."""
    home = folder / "my-community"
    home.mkdir()
    for name in FIRST:
        shutil.copy(ROOT / "samples" / "community" / f"{name}.csv", home)


def settle(folder, telegram):
    """Step 3: the file .env, beside which everything is started."""
    lines = re.findall(
        r"^ +(HUYING_\w+=.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    own = {"HUYING_TELEGRAM_TOKEN": telegram.token, "HUYING_TELEGRAM_API_URL": telegram.address}
    named = dict(line.split("=", 1) for line in lines)
    text = "".join(
        f"{name}={value}\n" for name, value in {**named, **own, "HUYING_QUIET": "off"}.items()
    )
    (folder / ".env").write_text(text, "utf-8")


async def typed(folder, line):
    code, out, err = await command(folder, *parts(line))
    assert code == 0, out + err
    return out


async def told(telegram, chat, words):
    def found():
        return next((m for m in telegram.sent(chat) if words in m.get("text", "")), None)

    return await telegram.wait_for(found, 10)


def code_in(out):
    """The code that the printed Telegram link carries."""
    return re.search(r"https://t\.me/huying_bot\?start=(\S+)", out)[1]


@asynccontextmanager
async def live(folder, telegram):
    """Steps 3 to 6."""
    importing, run, first, second, doctor = commands("README.md")
    settle(folder, telegram)
    workbook(folder)
    await typed(folder, importing)
    async with running(folder, *parts(run)[1:]):
        await telegram.wait_for(lambda: telegram.called("setMyCommands"), 10)
        telegram.start(MANAGER, code_in(await typed(folder, first)))
        telegram.start(WORKER, code_in(await typed(folder, second)))
        await told(telegram, MANAGER, "街道负责人")
        await told(telegram, WORKER, "网格员")
        yield doctor


async def bound(telegram):
    """Step 7: the bot comes to the group, and the manager ties it to its estate."""
    telegram.join(GROUP, by=RESIDENT)
    await told(telegram, GROUP, "Yongqing Street")
    telegram.say(GROUP, MANAGER, "/bind")
    asked = await told(telegram, GROUP, "哪个小区")
    telegram.press(GROUP, asked["message_id"], MANAGER, "金桂园")
    await told(telegram, GROUP, "金桂园")


def test_both_readmes_tell_to_type_the_same():
    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(commands("README.md")) == 5


async def test_whoever_follows_the_readme_is_live_and_hears_of_a_forgotten_privacy_mode(tmp_path):
    """The doctor, asked once in each case: both communities took the same steps up to it."""
    with served() as telegram:
        async with live(tmp_path, telegram) as doctor:
            await bound(telegram)

            found = await typed(tmp_path, doctor)
            telegram.say(GROUP, RESIDENT, LAMP)

            assert "听得到" in found
            await told(telegram, GROUP, "0001")
            task = await told(telegram, WORKER, LAMP)
            assert "3栋2单元" in task["text"]

            telegram.reads_all = False
            _, found, _ = await command(tmp_path, *parts(doctor))

            assert "听不到" in found
            assert "/setprivacy" in found or "BotFather" in found
