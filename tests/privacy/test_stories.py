"""P02, P20, and marker words: the whole program, its database, its log and its backup."""

import asyncio
import re
import sqlite3
import sys
import textwrap
import zipfile

import httpx
import pytest

from bot.backup import backup
from bot.inbox import StoredInbox
from bot.pump import Pump
from domain.messages import Address, ChatKind, Happening, Incoming, Speaker
from domain.privacy import first_phone, mask
from tests.handlers.scene import GROUP, SEAL
from tests.house.source import ROOT
from tests.privacy.scenes import PHONE, holding
from tests.stories.program import command, environment, running

CHAT = "今晚包饺子暗号甲乙丙谁来"
IDENTITY = "11010519491231002X"
SECRET = "老公又打我了暗号丁戊己我好怕"
ROOM_LINE = f"3栋2单元1701厨房漏水,电话{PHONE},身份证{IDENTITY}"
MARKERS = (CHAT, "暗号甲乙丙", PHONE, IDENTITY)

GUARD = '''
"""Nothing but this machine may be connected to; whatever is tried is written down."""
import os, sys

LOCAL = ("127.", "::1", "localhost", "0.0.0.0")

def watch(event, args):
    if event == "socket.connect":
        address = args[1]
        host = address[0] if isinstance(address, tuple) else "unix"
    elif event == "socket.getaddrinfo":
        host = args[0] or "localhost"
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host)
    if host != "unix" and not host.startswith(LOCAL):
        with open(os.environ["GUARD_FILE"], "a") as file:
            file.write(f"{event} {host}\\n")
        raise OSError(f"{host} is not this machine")

sys.addaudithook(watch)
'''


@pytest.fixture
def guard(tmp_path):
    """Every process of the story refuses strangers: the environment that makes it so, and its book."""
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(textwrap.dedent(GUARD), "utf-8")
    book = tmp_path / "guard.txt"
    book.touch()
    return {"PYTHONPATH": f"{folder}:{ROOT}", "GUARD_FILE": str(book)}, book


async def post(browser, chat, text, who):
    answer = await browser.post(f"/c/{chat}/messages", data={"text": text, "as": who})
    assert answer.status_code == 303, answer.text


async def shown(browser, chat, words):
    async with asyncio.timeout(60):
        while words not in (page := (await browser.get(f"/c/{chat}")).text):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return page


async def press(browser, chat, page, label, who):
    form = r'name="token" value="([^"]*)"[^<]*<input[^>]*><button class="choice">' + label
    token = re.findall(form, page)[-1]
    answer = await browser.post(f"/c/{chat}/press", data={"token": token, "as": who})
    assert answer.status_code == 303


async def lived(address):
    """A group talks, complains and calls for help; somebody leaves a number and is called."""
    async with httpx.AsyncClient(base_url=address, timeout=30) as browser:
        await browser.get("/")
        await post(browser, "jgy", CHAT, "resident")
        await post(browser, "jgy", ROOM_LINE, "resident")
        await shown(browser, "jgy", "记下了")
        await post(browser, "jgy", SECRET, "neighbour")
        await post(browser, "p.resident", f"金桂园3栋2单元1801水管漏水,打我{PHONE}", "resident")
        await shown(browser, "p.resident", "电话收好了")
        page = await shown(browser, "p.worker", "看联系电话")
        await press(browser, "p.worker", page, "看联系电话", "worker")
        await shown(browser, "p.worker", f"联系电话:{PHONE}")
        await post(browser, "p.resident", "/me", "resident")
        await shown(browser, "p.resident", "看了电话")


def tables(path):
    """Every value of every table of an SQLite file."""
    with sqlite3.connect(path) as connection:
        names = [
            n
            for n, sql in connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type='table'"
            )
            if "VIRTUAL" not in (sql or "").upper()  # what it holds stands in tables beside it
        ]
        return [
            f"{name}: {row}" for name in names for row in connection.execute(f"SELECT * FROM {name}")
        ]  # fmt: skip


async def test_p20_the_guard_of_that_story_would_have_seen_it(tmp_path, guard):
    more, book = guard
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, env=environment(tmp_path, **more),
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await process.wait() != 0

    assert "192.0.2.1" in book.read_text("utf-8")


async def test_p20_a_whole_story_with_default_settings_connects_to_nobody_and_leaves_no_marker(
    tmp_path, guard
):
    """Tables, the file's own bytes, the log, the backup and the export are searched."""
    more, book = guard
    home = tmp_path / "home"
    home.mkdir()
    async with running(home, "--sample", **more) as program:
        await lived(program.address)
        for arguments in (("backup", "b.zip"), ("export", "w.xlsx"), ("doctor",)):
            code, out, err = await command(home, *arguments, **more)
            assert code == 0, out + err
        program.process.terminate()
        log = "".join(program.log) + (await program.process.stdout.read()).decode()

    assert book.read_text("utf-8") == ""
    rows = tables(home / "huying.db")
    assert any("1701" in row for row in rows), "the owner has to find the home"
    stored, exported = unzipped(home / "b.zip"), unzipped(home / "w.xlsx")
    bytes_of = b"".join(path.read_bytes() for path in home.glob("huying.db*"))
    for marker in MARKERS:
        assert [row for row in rows if marker in row] == [], marker
        assert marker.encode() not in bytes_of, marker
        for place in (log, stored, exported):
            assert marker not in place
    for secret in ("暗号丁戊己", "1701", "1801"):
        assert secret not in re.sub(r"line \d+", "", log)  # a traceback's own numbers are nobody's
    assert said_in_the_group(home / "huying.db")
    for line in said_in_the_group(home / "huying.db"):
        assert all(word not in line for word in ("1701", "1801", "138", "身份证", "暗号", "打我"))


def unzipped(path):
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(n) for n in archive.namelist()).decode("utf-8", "replace")


def said_in_the_group(path):
    """What huying has said or changed in the group."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT text FROM outbox WHERE chat = 'jgy'")
        return [text for (text,) in rows]


class Door:
    """The gate, the inbox and the pump before the scene's handlers."""

    def __init__(self, scene):
        self.scene = scene
        community = scene.community
        self.inbox = StoredInbox(
            scene.database, community.may_matter, lambda: scene.now, SEAL,
            names_place=community.names_place,
        )  # fmt: skip
        self.pump = Pump(
            scene.database, community.handle, community.refuse, lambda: scene.now, SEAL,
            asyncio.Event(), asyncio.Event(),
        )  # fmt: skip
        self.number = 0

    async def say(self, who, text, *, group=True):
        self.number += 1
        where = Address("web", GROUP if group else f"p.{who}")
        said = Incoming(
            key=f"{who}/{self.number}", what=Happening.MESSAGE, at=self.scene.now, where=where,
            chat_kind=ChatKind.GROUP if group else ChatKind.PRIVATE, speaker=Speaker(who),
            text=mask(text), message=f"m{self.number}",
            contact=None if group else first_phone(text),
        )  # fmt: skip
        await self.inbox.append("web", "web", [said])
        while await self.pump.step("web", where.chat):
            await self.scene.deliver()


@pytest.fixture
async def door(scene):
    async with scene.database.reading() as session:
        await scene.community.world(session)
    return Door(scene)


async def test_p02_chat_is_in_no_table_log_or_backup(door, scene, tmp_path, capfd):
    for line in (CHAT, "哈哈哈哈好的", f"我电话{PHONE},明天一起跳舞", "我身份证办好了真快"):
        await door.say("li", line)
    await door.say("li", "今天太阳真好暗号甲乙丙", group=False)
    await door.say("li", ROOM_LINE)
    await door.say("zhang", SECRET)

    assert await holding(scene.database, *MARKERS) == []
    assert len(await scene.tickets()) == 2
    await backup(scene.database, tmp_path, tmp_path / "b.zip", lambda *_: None)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        stored = b"".join(archive.read(name) for name in archive.namelist()).decode()
    printed = "".join(capfd.readouterr())
    for marker in MARKERS:
        assert marker not in stored
        assert marker not in printed


async def test_p02_of_group_lines_no_room_number_or_secret_is_said_back(door, scene):
    await door.say("li", ROOM_LINE)
    await door.say("zhang", SECRET)

    for row in await scene.rows(chat=GROUP):
        assert all(word not in row.text for word in ("1701", "138", "身份证", "打我", "暗号"))
    assert len(await scene.in_group()) == 1


async def test_p11_traces_in_the_inbox_go_with_their_author(door, scene):
    who = "acct7f3e9a"
    await door.say(who, "3栋2单元楼道的灯坏了")
    await door.say(who, "金桂园3栋2单元401厨房漏水", group=False)
    assert await holding(scene.database, who)
    await door.say(who, "删除我的信息", group=False)
    await door.say(who, "确认删除", group=False)
    assert any("回执" in row.text for row in await scene.rows(chat=f"p.{who}"))

    await scene.wait(minutes=3)

    assert await holding(scene.database, who) == []
