"""One lane a chat, faults tried again and parked, refusals answered."""

import asyncio

import pytest
from sqlalchemy import select

from bot.inbox import StoredInbox
from bot.pump import TRIES, Pump
from bot.seal import Seal
from domain.refusals import NotAllowed
from storage import inbox as rows
from storage.audit import AuditRow
from storage.chats import ChatRow
from storage.inbox import InboxRow
from storage.moving import move_chat
from tests.bot.stage import GROUP, Flaky, StandStill, going, said, until

SEAL = Seal(b"k")


class Handlers:
    """What the pump hands facts to: notes them, or fails as told."""

    def __init__(self):
        self.handled = []
        self.refused = []
        self.fault = self.cannot_answer = None
        self.places = []
        self.contacts = []

    async def handle(self, session, incoming, now, row):
        session.add(AuditRow(at=now, act="handled", subject=incoming.text, channel="t", facts={}))
        await session.flush()
        if self.fault is not None:
            raise self.fault
        self.handled.append(incoming.text)
        self.places.append(incoming.where.chat)
        self.contacts.append(incoming.contact)

    async def refuse(self, session, incoming, now, row, refusal):
        session.add(AuditRow(at=now, act="refused", subject="", channel="t", facts={}))
        if self.cannot_answer is not None:
            raise self.cannot_answer
        self.refused.append(type(refusal).__name__)


@pytest.fixture
async def machine(database):
    async with database.transaction() as session:
        for chat in (GROUP, "g2", "g3"):
            session.add(ChatRow(channel="recorder", chat=chat, name="", place="P", mode="auto"))
    clock, handlers = StandStill(), Handlers()
    box = StoredInbox(database, lambda *_: True, clock.now, SEAL)
    pump = Pump(
        database, handlers.handle, handlers.refuse, clock.now, SEAL, box.arrived, asyncio.Event()
    )
    return box, pump, handlers, clock, database


async def states(database):
    async with database.reading() as session:
        found = await session.scalars(select(InboxRow).order_by(InboxRow.id))
        return [(row.state, row.attempts, row.payload) for row in found]


async def all_done(database):
    return {state for state, _, _ in await states(database)} == {"done"}


async def acts(database):
    async with database.reading() as session:
        return list(await session.scalars(select(AuditRow.act).order_by(AuditRow.id)))


async def test_facts_of_a_chat_are_handled_in_order_and_their_words_leave(machine):
    box, pump, handlers, _, database = machine
    await box.append("recorder", "1", [said(n, f"第{n}句") for n in range(1, 6)])

    while await pump.step("recorder", GROUP):
        pass

    assert handlers.handled == [f"第{n}句" for n in range(1, 6)]
    assert await states(database) == [("done", 0, None)] * 5


async def test_a_refusal_rolls_back_and_is_answered(machine):
    box, pump, handlers, _, database = machine
    handlers.fault = NotAllowed()
    await box.append("recorder", "1", [said(1)])

    await pump.step("recorder", GROUP)

    assert await acts(database) == ["refused"]
    assert await states(database) == [("done", 0, None)]


async def test_a_fault_is_tried_again_and_parked_after_five_times(machine):
    box, pump, handlers, clock, database = machine
    handlers.fault = ZeroDivisionError("秘密")
    await box.append("recorder", "1", [said(1), said(2)])

    for _ in range(TRIES):
        await pump.step("recorder", GROUP)
        clock.pass_(hours=1)
    handlers.fault = None
    while await pump.step("recorder", GROUP):
        pass

    assert [state for state, _, _ in await states(database)] == ["parked", "done"]
    async with database.reading() as session:
        (row,) = await rows.parked(session)
        assert "ZeroDivisionError" in row.error
        assert "秘密" not in row.error
    assert await acts(database) == ["handled"]


async def test_a_parked_fact_can_be_tried_once_more(machine):
    box, pump, handlers, clock, database = machine
    handlers.fault = ZeroDivisionError()
    await box.append("recorder", "1", [said(1)])
    for _ in range(TRIES):
        await pump.step("recorder", GROUP)
        clock.pass_(hours=1)
    handlers.fault = None

    async with database.transaction() as session:
        assert await rows.reopen(session, 1)
    await pump.step("recorder", GROUP)

    assert handlers.handled == ["3栋楼道灯坏了"]


async def test_many_chats_are_worked_side_by_side_each_in_its_order(machine):
    box, pump, handlers, _, database = machine
    facts = [
        said(n, f"{chat}/{n}", chat=chat, message=f"{n}")
        for n in range(1, 31)
        for chat in (GROUP, "g2", "g3")
    ]
    facts = [
        said(i, fact.text, chat=fact.where.chat, message=str(i)) for i, fact in enumerate(facts)
    ]
    await box.append("recorder", "1", facts)

    async with going(pump.run()):
        await until(lambda: all_done(database))

    for chat in (GROUP, "g2", "g3"):
        mine = [text for text in handlers.handled if text.startswith(f"{chat}/")]
        assert mine == sorted(mine, key=lambda text: int(text.split("/")[1]))


async def test_a_refusal_that_cannot_be_answered_is_a_fault_and_stops_nobody(machine):
    box, pump, handlers, _, database = machine
    handlers.fault, handlers.cannot_answer = NotAllowed(), ZeroDivisionError()
    await box.append("recorder", "1", [said(1)])

    await pump.step("recorder", GROUP)

    assert [(state, tries) for state, tries, _ in await states(database)] == [("open", 1)]
    assert await acts(database) == []


async def test_a_fact_that_is_tried_again_later_holds_its_chat_and_no_other(machine):
    box, pump, handlers, clock, _ = machine
    await box.append(
        "recorder", "1", [said(1, "first"), said(2, "second"), said(3, "c", chat="g2")]
    )
    handlers.fault = ZeroDivisionError()
    await pump.step("recorder", GROUP)
    handlers.fault = None

    for chat in (GROUP, "g2"):
        await pump.step("recorder", chat)
    assert handlers.handled == ["c"]

    clock.pass_(seconds=3)
    while await pump.step("recorder", GROUP):
        pass
    assert handlers.handled == ["c", "first", "second"]


async def test_a_fact_of_a_group_that_has_moved_meanwhile_is_handled_at_its_new_address(machine):
    box, pump, handlers, _, database = machine
    await box.append("recorder", "1", [said(1)])
    async with database.transaction() as session:
        await move_chat(session, "recorder", GROUP, "-1001")

    await pump.step("recorder", "-1001")

    assert handlers.places == ["-1001"]


async def test_a_number_left_in_private_reaches_the_handler_and_leaves_with_the_row(machine):
    box, pump, handlers, _, database = machine
    await box.append("recorder", "1", [said(1, group=False, chat="p", contact="13800001234")])

    await pump.step("recorder", "p")

    assert handlers.contacts == ["13800001234"]
    async with database.reading() as session:
        assert (await session.scalar(select(InboxRow))).contact is None


async def test_the_pump_outlives_a_database_that_comes_back(machine, monkeypatch):
    monkeypatch.setattr("bot.pump.RECOVER", 0.01)
    box, pump, handlers, _, database = machine
    await box.append("recorder", "1", [said(1)])
    flaky = pump.database = Flaky(database)
    flaky.fail(3)

    async with going(pump.run()):
        await until(lambda: all_done(database))

    assert handlers.handled == ["3栋楼道灯坏了"]


async def test_two_processes_share_the_chats_and_handle_each_fact_once_in_order(machine):
    box, pump, handlers, clock, database = machine
    other = Pump(
        database,
        handlers.handle,
        handlers.refuse,
        clock.now,
        SEAL,
        asyncio.Event(),
        asyncio.Event(),
    )
    chats = [f"p{n}" for n in range(8)]
    await box.append("recorder", "1", [
        said(i, f"{chat}/{n:02}", chat=chat, group=False)
        for i, (n, chat) in enumerate((n, chat) for n in range(10) for chat in chats)
    ])  # fmt: skip

    async with going(pump.run()), going(other.run()):
        await until(lambda: all_done(database))

    assert len(handlers.handled) == len(await acts(database)) == 80
    for chat in chats:
        mine = [text for text in handlers.handled if text.startswith(f"{chat}/")]
        assert mine == sorted(mine)
