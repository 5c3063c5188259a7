"""A small community on a stage: people say things, and the outbox tells what huying answers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community import Community
from bot.seal import Seal
from bot.wording.sentences import in_group
from bot.words import Words
from domain.calendar import Calendar
from domain.messages import Address, ChatKind, Happening, Incoming, Media, Speaker, SpeakerKind
from domain.refusals import Refusal
from handlers.world import Deployment
from storage.chats import ChatRow
from storage.database import Database
from storage.outbox import OutboxRow
from storage.people import IdentityRow, PersonRow, RoleRow
from storage.places import AreaRow, PlaceRow, touch_revision
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets.queries import bind
from storage.tickets.tables import TicketEventRow, TicketRow
from storage.timers import due, next_due

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI).astimezone(UTC)  # a Tuesday
GROUP = "jgy"
WORDS = Words(SHANGHAI)  # its templates are compiled once
SEAL = Seal(b"the scene's")

PLACES = [
    ("YQ", "永清街道", "street", None, None, None),
    ("XL", "西流湾社区", "community", "YQ", None, None),
    ("JGY", "金桂园", "estate", "XL", "安居物业", None),
    ("LX", "林湘新苑", "estate", "XL", None, "江南区"),
    *[(f"JGY/{n}", f"{n}栋", "building", "JGY", None, None) for n in range(1, 9)],
    ("JGY-E", "东门", "public", "JGY", None, None),
]
AREAS = [
    ("XL", "西流湾社区", "community", None, ["XL"]),
    ("XL-1", "第一网格", "grid", "XL", [f"JGY/{n}" for n in range(1, 5)]),
    ("XL-2", "第二网格", "grid", "XL", [f"JGY/{n}" for n in range(5, 9)]),
]
PEOPLE = [
    ("wang", "王格", "grid_worker", "XL-1"),
    ("zhao", "赵格", "grid_worker", "XL-2"),
    ("chen", "陈长", "chief", "XL-1"),
    ("liu", "刘值", "dispatcher", "XL"),
    ("sun", "孙办", "officer", "XL"),
    ("boss", "周街", "manager", ""),
    ("fix", "吴修", "property", "安居物业"),
    ("heart", "郑谈", "counsellor", "XL"),
]


@dataclass
class Scene:
    """Everything a handler test needs; `now` moves only when the test says so."""

    database: Database
    community: Community
    now: datetime = MORNING
    ids: dict[str, int] = field(default_factory=dict)
    _numbers: count = field(default_factory=lambda: count(1))

    async def say(
        self, who: str, text: str = "", *, group: bool = True, reply_to: str | None = None,
        media: tuple[Media, ...] = (), chat: str = GROUP, **more: object,
    ) -> str:  # fmt: skip
        """Somebody says something; returns the message's id."""
        number = next(self._numbers)
        message = f"m{number}"
        incoming = Incoming(
            key=f"k{number}", what=Happening.MESSAGE, at=self.now,
            where=Address("web", chat if group else f"p.{who}"),
            chat_kind=ChatKind.GROUP if group else ChatKind.PRIVATE,
            speaker=Speaker(who), text=text, message=message, reply_to=reply_to, media=media, **more,
        )  # fmt: skip
        await self.handle(incoming)
        return message

    async def edit(self, who: str, message: str, text: str) -> None:
        """Somebody changes what they said in the group."""
        await self.handle(
            Incoming(
                key=f"k{next(self._numbers)}", what=Happening.EDIT, at=self.now,
                where=Address("web", GROUP), chat_kind=ChatKind.GROUP, speaker=Speaker(who),
                text=text, message=message,
            )
        )  # fmt: skip

    async def press(self, who: str, label: str, *, group: bool = False, chat: str = GROUP) -> None:
        """Somebody presses the newest button with these words in this chat."""
        where = Address("web", chat if group else f"p.{who}")
        async with self.database.reading() as session:
            token = await session.scalar(
                select(ChoiceRow.token)
                .join(QuestionRow, QuestionRow.id == ChoiceRow.question_id)
                .where(QuestionRow.chat == where.chat, ChoiceRow.label == label)
                .order_by(ChoiceRow.question_id.desc())
                .limit(1)
            )
        assert token is not None, f"no button {label} in {where}"
        await self.press_token(who, token, where)

    async def press_token(self, who: str, token: str, where: Address) -> None:
        number = next(self._numbers)
        group = where.chat == GROUP
        await self.handle(
            Incoming(
                key=f"k{number}", what=Happening.PRESS, at=self.now, where=where,
                chat_kind=ChatKind.GROUP if group else ChatKind.PRIVATE, speaker=Speaker(who),
                press=token, press_id=f"c{number}",
            )
        )  # fmt: skip

    @staticmethod
    def private(who: str) -> Address:
        return Address("web", f"p.{who}")

    async def handle(self, incoming: Incoming) -> None:
        """One fact through the handlers, as the pump does it; then everything is delivered."""
        number = next(self._numbers)
        try:
            async with self.database.transaction() as session:
                await self.community.handle(session, incoming, self.now, number)
        except Refusal as refusal:
            async with self.database.transaction() as session:
                await self.community.refuse(session, incoming, self.now, number, refusal)
        await self.deliver()

    async def deliver(self) -> None:
        """Everything that is due arrives, and gets the platform's message id."""
        async with self.database.transaction() as session:
            rows = await session.scalars(
                select(OutboxRow).where(
                    OutboxRow.state == "waiting", OutboxRow.not_before <= self.now
                )
            )
            left = list(rows)
            for row in left:
                assert not row.group or row.op != "send" or in_group(row.moment), row.moment
                row.state, row.message, row.sent_at = "sent", f"o{row.id}", self.now
            for row in left:
                if row.ticket_id and row.op == "send":
                    where = Address(row.channel, row.chat)
                    await bind(session, row.ticket_id, where, f"o{row.id}", at=self.now, ours=True)

    async def live_until(self, then: datetime) -> None:
        """Time passes: every due moment on the way is lived, in order."""
        while True:
            async with self.database.reading() as session:
                moment = await next_due(session)
            if moment is None or moment > then:
                break
            self.now = max(self.now, moment)
            async with self.database.transaction() as session:
                for timer in await due(session, self.now):
                    timer.done_at = self.now
                    await self.community.fire(session, timer, self.now)
            await self.deliver()
        self.now = then
        await self.deliver()

    async def wait(self, **span: float) -> None:
        await self.live_until(self.now + timedelta(**span))

    async def rows(self, *, chat: str | None = None, op: str = "send") -> list[OutboxRow]:
        async with self.database.reading() as session:
            query = select(OutboxRow).where(OutboxRow.op == op).order_by(OutboxRow.id)
            if chat is not None:
                query = query.where(OutboxRow.chat == chat)
            return list(await session.scalars(query))

    async def heard(self, who: str) -> list[str]:
        """What a person was told in private, in order, held messages not counted."""
        return [r.text for r in await self.rows(chat=f"p.{who}") if r.state == "sent"]

    async def in_group(self) -> list[str]:
        return [r.text for r in await self.rows(chat=GROUP) if r.state == "sent"]

    async def last_in_group(self) -> OutboxRow:
        return (await self.rows(chat=GROUP))[-1]

    async def tickets(self) -> list[TicketRow]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(TicketRow).order_by(TicketRow.id)))

    async def ticket(self) -> TicketRow:
        return (await self.tickets())[-1]

    async def acts(self) -> list[str]:
        async with self.database.reading() as session:
            rows = await session.scalars(select(TicketEventRow).order_by(TicketEventRow.id))
            return [row.act for row in rows]

    async def serves(
        self, session: AsyncSession, account: str, name: str, role: str, area: str
    ) -> None:
        """One more person who serves, and has opened the private chat."""
        await self.serve(session, [(account, name, role, area)])

    async def serve(self, session: AsyncSession, people: list[tuple[str, str, str, str]]) -> None:
        """Some more people who serve, and have opened their private chats."""
        met = [
            PersonRow(name=name, key=account, created_at=MORNING) for account, name, *_ in people
        ]
        session.add_all(met)
        await session.flush()
        for person, (account, _, role, area) in zip(met, people, strict=True):
            self.ids[account] = person.id
            session.add(RoleRow(person_id=person.id, role=role, area=area))
            session.add(
                IdentityRow(person_id=person.id, channel="web", account=account,
                            private_chat=f"p.{account}", seen_at=MORNING)
            )  # fmt: skip

    async def open_private(self, *people: str) -> None:
        """These people have opened the private chat."""
        for who in people:
            await self.handle(
                Incoming(
                    key=f"r.{who}", what=Happening.REACHABLE, at=self.now,
                    where=Address("web", f"p.{who}"), chat_kind=ChatKind.PRIVATE,
                    speaker=Speaker(who, SpeakerKind.PERSON),
                )
            )  # fmt: skip


async def build(database: Database, *, locale: str = "zh-Hans") -> Scene:
    """The community with all its staff reachable, and its one group."""
    community = Community(
        database, Deployment(locale=locale, public_url="http://127.0.0.1:8080"), WORDS,
        Calendar(SHANGHAI), SEAL,
    )  # fmt: skip
    scene = Scene(database, community)
    async with database.transaction() as session:
        for code, name, kind, parent, firm, outside in PLACES:
            session.add(
                PlaceRow(code=code, name=name, kind=kind, parent=parent, aliases=[], property=firm,
                         outside=outside)
            )  # fmt: skip
        for code, name, kind, parent, covers in AREAS:
            session.add(AreaRow(code=code, name=name, kind=kind, parent=parent, covers=covers))
        await scene.serve(session, PEOPLE)
        session.add(ChatRow(channel="web", chat=GROUP, code=GROUP, name="金桂园居民群", place="JGY",
                            bound_at=MORNING))  # fmt: skip
        await touch_revision(session)
    return scene
