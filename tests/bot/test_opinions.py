"""A line in doubt on its whole way: stored, asked about elsewhere, and what the group then hears."""

import asyncio
import json
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.app import Program, opened
from bot.inbox import StoredInbox
from bot.pump import Pump
from bot.second_opinion import consult_of
from bot.settings import Settings
from domain.messages import Address, ChatKind, Happening, Incoming, Line, Speaker
from domain.tickets.kinds import Kind, Tier
from storage.chats import ChatRow
from storage.inbox import InboxRow
from storage.people import PersonRow
from storage.questions import QuestionRow
from tests.bot.elsewhere import CHAT, KEY, LAMP, WANTED, standing
from tests.bot.stage import until
from tests.handlers.scene import GROUP, SEAL, build
from tests.stories.machine import offline

DOUBTED = "草坪里草快有膝盖高了没人剪"
LEAK = "3栋2单元楼道灯坏了三天了"
QUESTION = "要帮您登记"
PHONE = "13812345678"


class Stage:
    """A scene whose lines are stored and pumped, with an endpoint beside it."""

    def __init__(self, scene, there):
        self.scene, self.there = scene, there
        # Whatever the models that ship make of a line: all that is wanted is in the middle band.
        self._limit(register=2.0, ask=0.5)
        self.box = StoredInbox(scene.database, lambda *_: True, self.now, SEAL)
        self.number = 0

    def now(self):
        return self.scene.now

    def usual(self):
        """The limits that ship, and a model that is sure of everything it calls wanted."""
        self._limit(register=0.5, ask=0.5)

    def _limit(self, **limits):
        known = self.scene.community.knowledge
        judge = replace(known.judge, limits=replace(known.judge.limits, **limits))
        self.scene.community.knowledge = replace(known, judge=judge)

    def pump(self, **more):
        facts = {"llm_url": f"{self.there.address}/v1", "llm_key": KEY, "llm_model": "m", **more}
        settings = Settings(_env_file=None, **facts)
        community = self.scene.community
        return Pump(
            self.scene.database, community.handle, community.refuse, self.now, SEAL,
            self.box.arrived, asyncio.Event(), consult_of(settings, community.doubt),
        )  # fmt: skip

    async def store(self, who, text, *, group=True, **more):
        self.number += 1
        await self.box.append("web", "1", [Incoming(
            key=f"k{self.number}", what=Happening.MESSAGE, at=self.scene.now,
            where=Address("web", GROUP if group else f"p.{who}"),
            chat_kind=ChatKind.GROUP if group else ChatKind.PRIVATE, speaker=Speaker(who, name="李建国"),
            text=text, message=f"m{self.number}", chat_name="金桂园居民群", **more,
        )])  # fmt: skip

    async def say(self, who, text, *, group=True, settings=None, **more):
        """One line from being stored to being answered."""
        await self.store(who, text, group=group, **more)
        assert await self.pump(**(settings or {})).step("web", GROUP if group else f"p.{who}")
        await self.scene.deliver()

    async def waiting(self):
        """The drafts that wait for their authors' yes."""
        async with self.scene.database.reading() as session:
            found = await session.scalars(select(QuestionRow).order_by(QuestionRow.id))
            return [row.facts["draft"] for row in found if row.kind == "intent"]


@pytest.fixture
async def stage(database):
    async with standing() as there:
        yield Stage(await build(database), there)


async def asked(stage):
    return [text for text in await stage.scene.in_group() if QUESTION in text]


async def test_where_nothing_is_wanted_the_group_is_not_asked_and_nothing_is_kept(stage):
    await stage.say("li", DOUBTED)

    assert stage.there.lines == [DOUBTED]
    assert await stage.scene.rows() == []
    assert await stage.waiting() == []
    assert await stage.scene.tickets() == []
    async with stage.scene.database.reading() as session:
        row = await session.scalar(select(InboxRow))
        assert (row.state, row.payload) == ("done", None)


async def test_where_something_is_wanted_its_author_is_asked_all_the_same(stage):
    stage.there.opines(WANTED)

    await stage.say("li", DOUBTED)

    assert len(await asked(stage)) == 1
    assert await stage.scene.tickets() == []
    await stage.scene.press("li", "要", group=True)
    assert [t.category for t in await stage.scene.tickets()] == ["green.tree"]


async def test_the_row_that_is_proposed_is_the_drafts(stage):
    stage.there.opines(LAMP)

    await stage.say("li", DOUBTED)

    (draft,) = await stage.waiting()
    assert (draft["category"], draft["kind"], draft["tier"]) == (
        "road.lamp", Kind.COMPLAINT, Tier.N,
    )  # fmt: skip
    assert await stage.scene.tickets() == []


@pytest.mark.parametrize(
    "proposed",
    [{"row": "util.gasleak", "kind": "hazard"}, {"row": "lift.stop", "kind": "complaint"},
     {"row": "care.mind", "kind": "wish"}, {"row": "no.such", "kind": "wish"}],
)  # fmt: skip
async def test_a_row_that_is_more_urgent_private_or_unknown_is_no_answer(stage, proposed):
    stage.there.opines({"wanted": True, **proposed})

    await stage.say("li", DOUBTED)

    (draft,) = await stage.waiting()
    assert (draft["category"], draft["tier"], draft["emergency"]) == ("green.tree", "N", False)
    assert len(await asked(stage)) == 1


@pytest.mark.parametrize("ill", ["status", "broken", "late", "gone", "hostile"])
async def test_without_an_answer_all_is_as_if_nobody_had_been_asked(stage, ill):
    settings = {}
    if ill == "status":
        stage.there.status = 500
    elif ill == "broken":
        stage.there.body = b"{"
    elif ill == "late":
        stage.there.hold = asyncio.Event()
        settings = {"llm_seconds": 0.1}
    elif ill == "gone":
        settings = {"llm_url": "http://127.0.0.1:9"}
    else:
        stage.there.says = json.dumps({**CHAT, "register": True})

    await stage.say("li", DOUBTED, settings=settings)

    assert len(await asked(stage)) == 1


async def test_with_it_off_nobody_is_asked(stage):
    await stage.say("li", DOUBTED, settings={"llm_url": ""})

    assert stage.there.received == []
    assert len(await asked(stage)) == 1


async def test_what_is_surely_wanted_is_registered_and_never_asked_about(stage):
    stage.usual()

    await stage.say("li", LEAK)

    assert stage.there.received == []
    assert len(await stage.scene.tickets()) == 1


async def test_chat_is_never_shown_to_anybody(stage):
    stage.there.opines(LAMP)

    await stage.say("li", "今天天气真好")

    assert stage.there.received == []
    assert await stage.scene.rows() == []


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("3栋着火了,快来人", {}),
        (DOUBTED, {"group": False}),
        (DOUBTED, {"mentioned": True}),
        (DOUBTED, {"late": True}),
        ("我今年10岁,草坪里好几天没人管了", {}),
        ("草坪里好几天没人管了,请给我回个电话", {}),
        ("楼上天天半夜吵得人睡不着", {}),
        ("我有心脏病,草坪里好几天没人管了", {}),
        ("/草坪里好几天没人管了", {}),
        ("好像天花板有点漏水", {}),
    ],
    ids=["emergency", "private", "said to huying", "late", "child", "call", "noise", "illness",
         "command", "urgent"],
)  # fmt: skip
async def test_what_is_none_of_its_business_is_not_shown_to_it(stage, text, more):
    await stage.say("li", text, **more)

    assert stage.there.received == []


async def test_nor_is_what_staff_say(stage):
    await stage.say("wang", DOUBTED)

    assert stage.there.received == []


@pytest.mark.parametrize("change", [{"mode": "quiet"}, {"place": None}])
async def test_nor_what_was_said_where_huying_speaks_no_more(stage, change):
    await stage.store("li", DOUBTED)
    async with stage.scene.database.transaction() as session:
        await session.execute(update(ChatRow).values(**change))

    assert await stage.pump().step("web", GROUP)

    assert stage.there.received == []


async def test_nor_what_may_answer_a_question(stage):
    await stage.say("li", DOUBTED, settings={"llm_url": ""})

    await stage.say("li", "那边椅子坐着晃好久了")

    assert stage.there.received == []


async def test_nor_what_is_said_of_a_ticket(stage):
    await stage.say("li", DOUBTED, settings={"llm_url": ""})
    await stage.scene.press("li", "要", group=True)
    line = (await stage.scene.last_in_group()).message

    await stage.say("zhou", "那边椅子坐着晃好久了", reply_to=line)

    assert stage.there.received == []


async def test_no_number_home_name_or_group_leaves_the_house(stage):
    text = (
        f"3栋2单元401门口的树枝伸出来好长一截,我叫李建国,打{PHONE},@王小明 王格也看看,金桂园都这样"
    )

    await stage.say("li-account-77", text)

    (body,) = stage.there.received
    (line,) = stage.there.lines
    assert "树枝伸出来好长一截" in line
    raw = body.decode() + json.loads(body)["messages"][0]["content"] + line
    # The port that the other end got today may be any number, "401" among them.
    headers = str({name: value for name, value in stage.there.headers[0].items() if name != "host"})
    for secret in (PHONE, "1381", "401", "3栋", "2单元", "李建国", "王小明", "王格", "金桂园", "JGY",
                   "li-account-77", "居民群", GROUP):  # fmt: skip
        assert secret not in raw
        assert secret not in headers


async def test_the_lines_said_just_before_are_masked_as_well(stage):
    await stage.say("li", DOUBTED, earlier=(Line("m0", f"我是李建国,{PHONE}"),))

    (body,) = stage.there.received
    assert PHONE not in body.decode()
    assert "李建国" not in stage.there.lines[0]


async def test_no_transaction_waits_for_the_network(stage):
    stage.there.hold = asyncio.Event()
    await stage.store("li", DOUBTED)
    step = asyncio.create_task(stage.pump().step("web", GROUP))
    await until(lambda: arrived(stage, 1))

    async with asyncio.timeout(3), stage.scene.database.transaction() as session:
        session.add(PersonRow(created_at=stage.now()))
    assert not step.done()

    stage.there.hold.set()
    assert await step
    assert await stage.scene.rows() == []


async def arrived(stage, number):
    return len(stage.there.received) == number


async def test_an_emergency_behind_a_line_in_doubt_does_not_wait_for_its_answer(stage):
    stage.there.hold = asyncio.Event()
    pump = stage.pump(llm_seconds=10)
    await stage.store("li", DOUBTED)
    step = asyncio.create_task(pump.step("web", GROUP))
    await until(lambda: arrived(stage, 1))

    await stage.store("zhou", "3栋着火了,快来人")
    async with asyncio.timeout(5):
        assert await step
        assert await pump.step("web", GROUP)

    await stage.scene.deliver()
    assert (await stage.scene.ticket()).tier == Tier.E
    assert len(await asked(stage)) == 1
    assert len(stage.there.received) == 1


async def test_of_several_lines_that_wait_only_the_last_is_asked_about(stage):
    pump = stage.pump()
    for line in ("草坪里好多天没人管了", "那边椅子坐着晃好久了", DOUBTED):
        await stage.store(f"neighbour of {line}", line)

    while await pump.step("web", GROUP):
        pass

    assert stage.there.lines == [DOUBTED]


async def test_a_line_that_is_tried_again_is_not_asked_about_again(stage):
    await stage.store("li", DOUBTED)
    async with stage.scene.database.transaction() as session:
        await session.execute(update(InboxRow).values(attempts=1))

    assert await stage.pump().step("web", GROUP)

    assert stage.there.received == []


async def test_a_fault_in_asking_is_told_without_words_and_the_line_is_handled(stage):
    async def broken(said, now, behind):
        raise ZeroDivisionError(said.text)

    await stage.store("li", DOUBTED)
    pump = stage.pump()
    pump.consult = broken
    with capture_logs() as told:
        assert await pump.step("web", GROUP)

    await stage.scene.deliver()
    assert len(await asked(stage)) == 1
    (entry,) = [entry for entry in told if entry["event"] == "opinion.failed"]
    assert "ZeroDivisionError" in entry["fault"]
    assert DOUBTED not in str(told)


@pytest.mark.parametrize("on", [True, False])
async def test_the_program_asks_somebody_only_where_an_address_is_set(tmp_path, on):
    settings = offline(tmp_path).model_copy(update={"llm_url": "http://127.0.0.1:9" if on else ""})

    async with opened(settings) as house:
        program = Program(house, [])

    assert (program.pump.consult is not None) is on
    assert house.community.deployment.elsewhere is on
