"""A community lives at random: whoever does whatever, whenever, what must always hold holds.

Residents, neighbours and staff say things, press whatever button lies about (theirs or not), and
hours pass, also at night and over weekends. After each move the promises of the design's first
chapter are looked at.
"""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.community import Community as Known
from domain.messages import Address
from domain.tickets.kinds import Kind, Sensitivity
from domain.tickets.states import LIVE, State
from handlers.tickets import pushes
from storage.database import Database
from storage.outbox import OutboxRow
from storage.people import IdentityRow
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets.tables import TicketEventRow, TicketRow
from tests.handlers.scene import GROUP, PEOPLE, Scene, build

RESIDENTS = ("li", "zhang", "zhou")
STAFF = tuple(account for account, *_ in PEOPLE)
NAMES = tuple(name for _, name, *_ in PEOPLE)
SECRETS = ("13912345678", "301", "高血压")
MATTERS = (
    "3栋2单元楼道的灯坏了", "5栋301漏水了", "3栋2单元楼梯扶手断了", "6栋的电梯老是卡在二楼",
    "3栋2单元有煤气味", "想给家里老人要个放大镜", "东门的路灯不亮", "1栋1单元楼上天天半夜拖椅子",
    "我老公天天打我,我有高血压,电话13912345678",
)  # fmt: skip
CHAT = ("哈哈早上好", "谁家包饺子了", "孙子满月啦", "今天天气真好")
ANSWERS = ("好了", "没好", "差一点,罩子没装", "还没修啊", "别登记", "1", "2", "3", "要", "不用", "我家也是",
           "上次那个咋样了", "3栋2单元", "谢谢啦")  # fmt: skip
REPORTS = (
    "收到",
    "我来办",
    "灯换好了",
    "已经修好了",
    "明天下午去",
    "不归我管",
    "缺配件要等一周",
    "12月20日",
)
EXAMPLES = 300 if os.environ.get("HUYING_SOAK") == "1" else 15


class Community(RuleBasedStateMachine):
    """Random people, random moves, random hours."""

    template: Path  # a database with the scene's people in it
    start: Scene

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="huying-life-"))
        shutil.copy(self.template, self.folder / "life.db")
        self.database = Database(f"sqlite+aiosqlite:///{self.folder}/life.db")
        self.scene = Scene(self.database, _community(self.start, self.database), self.start.now)
        self.scene.ids = dict(self.start.ids)
        self.events = {}

    def _do(self, coroutine):
        return self.loop.run_until_complete(asyncio.wait_for(coroutine, 60))

    def teardown(self):
        self._do(self.database.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        shutil.rmtree(self.folder)

    @rule(who=st.sampled_from(RESIDENTS), text=st.sampled_from(MATTERS), group=st.booleans())
    def report(self, who, text, group):
        self._do(self.scene.say(who, text, group=group))

    @rule(who=st.sampled_from(RESIDENTS + STAFF), text=st.sampled_from(CHAT))
    def chat(self, who, text):
        self._do(self.scene.say(who, text))

    @rule(who=st.sampled_from(RESIDENTS), text=st.sampled_from(ANSWERS), group=st.booleans())
    def answer(self, who, text, group):
        self._do(self.scene.say(who, text, group=group))

    @rule(who=st.sampled_from(STAFF), text=st.sampled_from(REPORTS))
    def tell(self, who, text):
        self._do(self.scene.say(who, text, group=False))

    @rule(
        who=st.sampled_from(RESIDENTS + STAFF), choice=st.integers(0, 10_000), newest=st.booleans()
    )
    def press(self, who, choice, newest):
        self._do(self._press(who, choice, newest=newest))

    @rule(choice=st.integers(0, 10_000))
    def press_own(self, choice):
        """Somebody presses a button that lies in their own private chat."""
        self._do(self._press(None, choice, newest=True))

    @rule(ticket=st.integers(0, 100), words=st.sampled_from(("收到,我来办", "灯换好了,都正常")))
    def work(self, ticket, words):
        """The owner or doer of some ticket reports by its number."""
        self._do(self._work(ticket, words))

    @rule(ticket=st.integers(0, 100), words=st.sampled_from(("好了", "没好", "差一点,罩子没装")))
    def judge(self, ticket, words):
        """The reporter of some ticket says what became of it."""
        self._do(self._judge(ticket, words))

    @rule(hours=st.sampled_from([0.1, 1, 5, 14, 30, 80]))
    def wait(self, hours):
        self._do(self.scene.wait(hours=hours))

    async def _work(self, choice, words):
        live = [t for t in await self.scene.tickets() if State(t.state) in LIVE]
        if not live:
            return
        ticket = live[choice % len(live)]
        by_id = {number: account for account, number in self.scene.ids.items()}
        who = by_id.get(ticket.owner_id or ticket.doer_id, "liu")
        await self.scene.say(who, f"{ticket.id:04d} {words}", group=False)

    async def _judge(self, choice, words):
        found = [t for t in await self.scene.tickets() if t.state in ("reported", "closed")]
        if not found:
            return
        ticket = found[choice % len(found)]
        async with self.database.reading() as session:
            who = await session.scalar(
                select(IdentityRow.account).where(IdentityRow.person_id == ticket.reporter_id)
            )
        if who is not None:
            await self.scene.say(who, f"{ticket.id:04d} {words}", group=ticket.chat is not None)

    async def _press(self, who, choice, *, newest):
        async with self.database.reading() as session:
            query = (
                select(ChoiceRow.token, QuestionRow.chat)
                .join(QuestionRow, QuestionRow.id == ChoiceRow.question_id)
                .order_by(ChoiceRow.question_id.desc(), ChoiceRow.position)
            )
            found = list(await session.execute(query.limit(12 if newest else 500)))
        if not found:
            return
        token, chat = found[choice % len(found)]
        if who is None:
            who = chat.removeprefix("p.") if chat != GROUP else "li"
        where = self.scene.private(who) if chat != GROUP else _group()
        await self.scene.press_token(who, token, where)

    @invariant()
    def promises(self):
        self._do(self._promises())

    async def _promises(self):
        async with self.database.reading() as session:
            tickets = list(await session.scalars(select(TicketRow)))
            by_number = select(TicketEventRow).order_by(TicketEventRow.id)
            events = list(await session.scalars(by_number))
            told = list(await session.scalars(select(OutboxRow)))
        await self._nobody_is_without_an_owner(tickets)
        _nobody_closes_their_own_work(tickets, events)
        _nothing_private_is_said_in_the_group(tickets, told)
        self._history_only_grows(events)
        assert not [ticket for ticket in tickets if ticket.text in CHAT]

    async def _nobody_is_without_an_owner(self, tickets):
        async with self.database.reading() as session:
            turn = await self.scene.community.turn(session, "look", self.scene.now, channel="test")
        for ticket in tickets:
            if State(ticket.state) in LIVE:
                assert pushes.owners(turn, ticket), f"nobody has {ticket.id}"
                assert ticket.state not in ("open", "reopened")
                assert ticket.finish_by is not None

    def _history_only_grows(self, events):
        now = {event.id: (event.act, event.actor_id, event.note, event.at) for event in events}
        assert self.events.items() <= now.items(), "what happened was changed"
        self.events = now


def _nobody_closes_their_own_work(tickets, events):
    for ticket in tickets:
        if ticket.state != State.CLOSED.value:
            continue
        closings = [e for e in events if e.ticket_id == ticket.id and e.after == "closed"]
        closing = next(e for e in reversed(closings) if e.before != "closed")
        assert closing.part in ("reporter", "checker", "bot"), closing.part
        if closing.part == "bot":
            assert ticket.kind != Kind.HAZARD.value, "a hazard ended in silence"
            assert ticket.sensitivity != Sensitivity.SENSITIVE.value
        else:
            assert closing.actor_id not in (ticket.owner_id, ticket.doer_id)


def _nothing_private_is_said_in_the_group(tickets, told):
    sensitive = {ticket.id for ticket in tickets if ticket.sensitivity == "s"}
    for row in told:
        if row.chat != GROUP or row.op not in ("send", "edit"):
            continue
        assert row.ticket_id not in sensitive
        for secret in (*SECRETS, *NAMES):
            assert secret not in row.text, row.text
    for ticket in tickets:
        lines = [r for r in told if r.chat == GROUP and r.ticket_id == ticket.id
                 and r.op == "send" and r.moment in ("tickets/filed", "tickets/done_group")]  # fmt: skip
        assert len(lines) <= 2 + 2 * ticket.reopened


def _group():
    return Address("web", GROUP)


def _community(scene, database):
    known = scene.community
    return Known(database, known.deployment, known.words, known.calendar, known.seal)


@pytest.fixture
def template(migrated, tmp_path):
    """A database with the scene's people, and the scene as it begins."""
    path = tmp_path / "start.db"
    shutil.copy(migrated, path)

    async def make():
        database = Database(f"sqlite+aiosqlite:///{path}")
        scene = await build(database)
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        await database.close()
        return scene

    return path, asyncio.run(make())


def test_whatever_people_do_what_must_always_hold_holds(template):
    Community.template, Community.start = template
    run_state_machine_as_test(
        Community,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
