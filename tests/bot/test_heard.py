"""A voice message on its whole way: stored, heard by a real program, and answered."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.app import Program, opened
from bot.files import Files
from bot.hearing import listen_of
from bot.inbox import StoredInbox
from bot.pump import Pump
from bot.settings import Settings
from domain.messages import (
    Address,
    ChatKind,
    Happening,
    Incoming,
    Media,
    MediaKind,
    Speaker,
    SpeakerKind,
)
from storage.calls import CallRow
from storage.chats import ChatRow
from storage.inbox import InboxRow
from storage.people import PersonRow
from tests.bot.engines import LAMP, Workshop
from tests.bot.stage import until
from tests.handlers.scene import GROUP, SEAL, build
from tests.stories.machine import offline

VOICE = Media(MediaKind.VOICE, "v1", mime="audio/ogg", seconds=3)
SPOKEN = "语音收到了"


class Wire:
    """Where voices are fetched from; it counts how often."""

    def __init__(self):
        self.fetched = 0

    async def fetch(self, media):
        self.fetched += 1
        return b"OggS"


class Stage:
    """A scene whose lines are stored and pumped, with an engine beside it."""

    def __init__(self, scene, folder):
        self.scene, self.folder = scene, folder
        self.shop, self.wire = Workshop(folder), Wire()
        self.box = StoredInbox(scene.database, lambda *_: True, self.now, SEAL)
        self.number = 0

    def now(self):
        return self.scene.now

    def pump(self, command=None, seconds=20.0):
        command = self.shop.says() if command is None else command
        settings = Settings(_env_file=None, transcribe=command, transcribe_seconds=seconds)
        community = self.scene.community
        listen = listen_of(settings, community.voice, {"web": self.wire}, Files(self.folder))
        return Pump(
            self.scene.database, community.handle, community.refuse, self.now, SEAL,
            self.box.arrived, asyncio.Event(), listen=listen,
        )  # fmt: skip

    def said(self, who="li", text="", *, group=False, media=(VOICE,), **more):
        self.number += 1
        return Incoming(
            key=f"k{self.number}", what=Happening.MESSAGE, at=self.scene.now,
            where=Address("web", GROUP if group else f"p.{who}"),
            chat_kind=ChatKind.GROUP if group else ChatKind.PRIVATE,
            speaker=more.pop("speaker", Speaker(who)), text=text, message=f"s{self.number}",
            media=media, **more,
        )  # fmt: skip

    async def store(self, *said):
        await self.box.append("web", "1", said)

    async def speak(self, pump=None, **more):
        """One voice from being stored to being answered."""
        said = self.said(**more)
        await self.store(said)
        assert await (pump or self.pump()).step("web", said.where.chat)
        await self.scene.deliver()

    async def calls(self):
        async with self.scene.database.reading() as session:
            return list(await session.scalars(select(CallRow)))

    async def row(self):
        async with self.scene.database.reading() as session:
            return await session.scalar(select(InboxRow).order_by(InboxRow.id.desc()))


@pytest.fixture
async def stage(database, tmp_path):
    scene = await build(database)
    await scene.open_private("li")
    return Stage(scene, tmp_path)


async def test_what_is_spoken_is_registered_by_what_was_heard(stage):
    await stage.speak()

    assert (await stage.scene.ticket()).text == LAMP
    assert await stage.calls() == []
    row = await stage.row()
    assert (row.state, row.payload) == ("done", None)


async def test_a_choice_is_spoken_as_it_is_typed(stage):
    await stage.scene.say("li", LAMP, group=False)
    await stage.scene.press("wang", "我来办")
    await stage.scene.press("wang", "办好了")
    await stage.scene.say("wang", "换了灯管,亮了", group=False)

    await stage.speak(stage.pump(stage.shop.says("一。")))

    assert (await stage.scene.ticket()).state == "closed"
    assert await stage.calls() == []


async def test_with_it_off_a_human_listens_and_nothing_is_fetched(stage):
    await stage.speak(stage.pump(""))

    assert (await stage.scene.heard("li"))[-1].startswith(SPOKEN)
    assert stage.wire.fetched == 0


@pytest.mark.parametrize("body", ["sys.exit(1)", "pass", "time.sleep(300)", "print('嗯嗯啊啊')"])
async def test_whatever_goes_wrong_a_human_listens(stage, body):
    await stage.speak(stage.pump(stage.shop.engine(body), seconds=1.0))

    assert (await stage.scene.heard("li"))[-1].startswith(SPOKEN)
    assert len(await stage.calls()) == 1
    assert await stage.scene.tickets() == []


async def test_no_transaction_waits_for_the_program(stage):
    await stage.store(stage.said())
    step = asyncio.create_task(stage.pump(stage.shop.hangs(), seconds=60).step("web", "p.li"))
    await stage.shop.started()

    async with asyncio.timeout(3), stage.scene.database.transaction() as session:
        session.add(PersonRow(created_at=stage.now()))
    assert not step.done()

    await stage.store(stage.said(text="2栋着火了", media=()))
    assert await step
    await stage.shop.over()


async def test_an_emergency_typed_behind_it_does_not_wait(stage):
    pump = stage.pump(stage.shop.hangs(), seconds=60)
    await stage.store(stage.said())
    step = asyncio.create_task(pump.step("web", "p.li"))
    await stage.shop.started()

    await stage.store(stage.said(text="2栋1单元着火了,快来人", media=()))
    async with asyncio.timeout(10):
        assert await step
        assert await pump.step("web", "p.li")

    await stage.scene.deliver()
    assert (await stage.scene.ticket()).tier == "E"
    assert len(await stage.calls()) == 1


async def test_of_two_voices_in_a_row_both_are_heard(stage):
    pump = stage.pump()
    await stage.store(
        stage.said(), stage.said(media=(replace(VOICE, ref="v2"),)),
    )  # fmt: skip

    while await pump.step("web", "p.li"):
        pass

    assert len(stage.shop.given) == 2
    assert await stage.calls() == []
    assert len(await stage.scene.tickets()) == 1


async def test_a_voice_that_is_tried_again_is_not_heard_again_and_goes_to_a_human(stage):
    await stage.store(stage.said())
    async with stage.scene.database.transaction() as session:
        await session.execute(update(InboxRow).values(attempts=1))

    assert await stage.pump().step("web", "p.li")

    assert stage.wire.fetched == 0
    assert len(await stage.calls()) == 1


async def test_the_same_voice_twice_is_one_ticket(stage):
    pump, said = stage.pump(), stage.said()
    await stage.store(said)
    await pump.step("web", "p.li")
    await stage.store(said, replace(said, key="another"))

    assert not await pump.step("web", "p.li")

    assert len(await stage.scene.tickets()) == 1
    assert stage.wire.fetched == 1


async def test_a_turn_that_fails_leaves_no_ticket_and_the_next_try_is_a_humans(stage):
    pump = stage.pump()
    handle, broken = pump.handle, [ZeroDivisionError()]

    async def once(session, said, now, row):
        await handle(session, said, now, row)
        if broken:
            raise broken.pop()

    pump.handle = once
    await stage.store(stage.said())
    await pump.step("web", "p.li")
    assert await stage.scene.tickets() == []

    await stage.scene.wait(seconds=5)
    await pump.step("web", "p.li")

    assert await stage.scene.tickets() == []
    assert (stage.wire.fetched, len(await stage.calls())) == (1, 1)


async def test_a_fault_in_listening_is_told_without_words_and_a_human_listens(stage):
    async def broken(said, now, behind):
        raise ZeroDivisionError(LAMP)

    pump = stage.pump()
    pump.listen = broken
    with capture_logs() as told:
        await stage.speak(pump)

    (entry,) = [entry for entry in told if entry["event"] == "hearing.failed"]
    assert "ZeroDivisionError" in entry["fault"]
    assert LAMP not in str(told)
    assert len(await stage.calls()) == 1


async def test_of_what_was_heard_nothing_is_in_the_row_while_it_waits(stage):
    said = replace(stage.said(), heard=LAMP)

    await stage.store(said)

    assert "heard" not in (await stage.row()).payload
    assert (await stage.row()).payload["media"][0]["seconds"] == 3


@pytest.mark.parametrize(
    "more",
    [{"text": "3栋灯坏了"}, {"media": ()}, {"media": (Media(MediaKind.PHOTO, "p"),)}, {"forwarded": True},
     {"group": True}, {"group": True, "reply_to": "none"},
     {"speaker": Speaker("b", SpeakerKind.BOT)}, {"what": Happening.EDIT}],
    ids=["words", "nothing", "photo", "passed on", "group", "under chat", "bot", "edit"],
)  # fmt: skip
async def test_what_is_not_somebodys_own_voice_for_huying_is_not_heard(stage, more):
    what = more.get("what", Happening.MESSAGE)
    said = replace(stage.said(**{k: v for k, v in more.items() if k != "what"}), what=what)

    assert await stage.scene.community.voice(said, stage.now()) is None


async def test_in_private_and_under_a_matters_line_it_is(stage):
    line = await stage.scene.say("li", LAMP)

    for said in (stage.said(), stage.said(group=True, reply_to=line)):
        assert await stage.scene.community.voice(said, stage.now()) == VOICE


@pytest.mark.parametrize("change", [{"mode": "quiet"}, {"place": None}])
async def test_not_in_a_group_where_huying_speaks_no_more(stage, change):
    line = await stage.scene.say("li", LAMP)
    async with stage.scene.database.transaction() as session:
        await session.execute(update(ChatRow).values(**change))

    said = stage.said(group=True, reply_to=line)

    assert await stage.scene.community.voice(said, stage.now()) is None


async def test_not_what_a_worker_says_in_front_of_all(stage):
    line = await stage.scene.say("li", LAMP)

    said = stage.said("wang", group=True, reply_to=line)

    assert await stage.scene.community.voice(said, stage.now()) is None


@pytest.mark.parametrize("on", [True, False])
async def test_the_program_listens_only_where_a_command_is_set(tmp_path, on):
    settings = offline(tmp_path).model_copy(update={"transcribe": "hear {file}" if on else ""})

    async with opened(settings) as house:
        program = Program(house, [])

    assert (program.pump.listen is not None) is on


async def test_a_voice_in_the_group_waits_for_nobodys_engine_once_somebody_speaks(stage):
    line = await stage.scene.say("li", LAMP)
    pump = stage.pump(stage.shop.hangs(), seconds=60)
    await stage.store(stage.said(group=True, reply_to=line))
    step = asyncio.create_task(pump.step("web", GROUP))
    await stage.shop.started()

    await stage.store(stage.said("zhou", "2栋1单元着火了,快来人", group=True, media=()))
    async with asyncio.timeout(10):
        assert await step
        assert await pump.step("web", GROUP)

    async def alarmed():
        return (await stage.scene.ticket()).tier == "E"

    await until(alarmed)
