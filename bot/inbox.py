"""The one door in: what may matter is stored with the platform's offset; chat leaves no trace."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.codec import pack
from bot.memory import Memory
from bot.seal import Seal
from domain.messages import ChatKind, Happening, Incoming, Line, SpeakerKind
from domain.points.gate import may_concern as may_want
from domain.schedules.questions import may_ask
from domain.signups.words import may_concern
from domain.understanding import Care
from domain.understanding.answers import number_in
from domain.understanding.righted import WITHIN, may_put_right
from domain.understanding.takenback import RIGHT_AFTER, thinks_better
from domain.understanding.things import may_go_on
from storage import chats, inbox, questions, signups
from storage.database import Database
from storage.places import revision
from storage.points.goods import names
from storage.tickets import queries

Gate = Callable[[str, Care], bool]
"""Whether a group's text may matter, by the text and the group's care; False is surely chat."""

FRAGMENT = (
    24  # characters: `3栋2单元楼道` said just before `灯坏了` belongs to it, a story does not
)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the database knows around a batch: asked for once, not once a line."""

    bound: Mapping[str, Care]
    """Groups that are tied to a place and not quiet, and how sure huying must be in each."""
    asked: frozenset[tuple[str, str]]
    """Chats and accounts whose words huying waits for."""
    signing: bool = False
    """Whether people can sign up for something, or cancel."""
    shop: tuple[str, ...] = ()
    """What the morality shop has, by name."""
    said: set[tuple[str, str | None]] = field(default_factory=set)
    """Chats and messages of this batch that mattered."""


IDLE = timedelta(days=6)  # Telegram numbers updates anew after a week without any
REMEMBER = 2.0  # seconds between two commits of an offset while there is nothing but chat
FLOOD = 50  # updates at once come from a backlog, not from people who answer what they just read
GLANCE = 0.1  # seconds for which one look around serves a flood


def _second_thought(text: str) -> timedelta | None:
    """`算了`, or `打错了,9栋`: how soon after one's own matter it counts; None for anything else."""
    if may_put_right(text):
        return WITHIN
    return RIGHT_AFTER if thinks_better(text) else None


class StoredInbox:
    """Implements the channels' `Inbox` on the database."""

    def __init__(
        self, database: Database, gate: Gate, now: Callable[[], datetime], seal: Seal,
        *, names_place: Callable[[str], bool] = lambda _: False,
        waits_for_more: Callable[[str], bool] = lambda _: False,
    ) -> None:  # fmt: skip
        self.database = database
        self.gate = gate
        self.names_place = names_place
        self.waits_for_more = waits_for_more
        self.now = now
        self.seal = seal
        self.memory = Memory()
        self.arrived = asyncio.Event()
        self._moved: dict[tuple[str, str], float] = {}
        self._groups: dict[str, tuple[int, dict[str, Care]]] = {}
        """Of each channel, as of a revision, the groups that are listened to."""
        self._shop: tuple[str, ...] = ()
        """What the shop has, as of the same revision."""
        self._glances: dict[str, tuple[float, _Around]] = {}

    async def offset(self, channel: str, account: str) -> int:
        """The next update to ask the platform for; after idle days whatever it still holds.

        Its numbers may have begun anew below ours; what was stored before is known by its key.
        """
        async with self.database.reading() as session:
            last = await inbox.last_heard(session, channel, account)
            if last is not None and self.now() - last > IDLE:
                return 0
            return await inbox.next_offset(session, channel, account)

    async def append(
        self,
        channel: str,
        account: str,
        batch: Sequence[Incoming],
        *,
        next_offset: int | None = None,
    ) -> None:
        """Store what may matter of a batch, and the offset, before anything is confirmed."""
        kept = await self._sifted(channel, batch)
        place, now = (channel, account), time.monotonic()
        if not kept and (next_offset is None or now - self._moved.get(place, 0.0) < REMEMBER):
            return  # chat alone: the platform learns the offset, the database a little later
        rows = [self._row(channel, account, said) for said in kept]
        async with self.database.transaction() as session:
            new = await inbox.store(session, rows)
            if next_offset is not None:
                await inbox.move_offset(session, channel, account, next_offset)
                self._moved[place] = now
        if new:
            self.arrived.set()

    async def _sifted(self, channel: str, batch: Sequence[Incoming]) -> list[Incoming]:
        clock = time.monotonic()
        self.memory.forget(clock)
        kept = []
        async with self.database.reading() as session:
            around = await self._look(session, channel, batch, clock)
            for said in batch:
                found = await self._matters(session, said, around, clock)
                if said.what is Happening.MESSAGE:
                    mattered = found is not None and not self._waits(said, around)
                    self.memory.keep(said, clock, mattered=mattered)
                if found is not None:
                    around.said.add((said.where.chat, said.message))
                    kept.append(found)
        return kept

    async def _look(
        self, session: AsyncSession, channel: str, batch: Sequence[Incoming], clock: float
    ) -> _Around:
        if all(said.chat_kind is not ChatKind.GROUP for said in batch):
            return _Around({}, frozenset())
        at, seen = self._glances.get(channel, (0.0, None))
        if seen is not None and len(batch) >= FLOOD and clock - at < GLANCE:
            return _Around(seen.bound, seen.asked, seen.signing, seen.shop)
        now = await revision(session)
        if channel not in self._groups or self._groups[channel][0] != now:
            self._groups[channel] = now, await chats.listened(session, channel)
            self._shop = await names(session)
        asked = await questions.asked(session, channel, self.now())
        signing = await signups.any_open(session, self.now())
        around = _Around(self._groups[channel][1], asked, signing, self._shop)
        self._glances[channel] = clock, around
        return around

    async def _matters(
        self, session: AsyncSession, said: Incoming, known: _Around, clock: float
    ) -> Incoming | None:
        """The fact with what belongs to it, if it may matter; None for chat."""
        if said.what is Happening.EDIT:
            return said if await self._stored(session, said, known) else None
        if said.what is not Happening.MESSAGE or said.chat_kind is ChatKind.PRIVATE:
            return said
        if said.speaker.kind is not SpeakerKind.PERSON:
            return None
        addressed = said.text.startswith("/") or said.mentioned
        if not addressed and said.where.chat not in known.bound:
            return None
        found = said if addressed else await self._in_group(session, said, known, clock)
        if found is None:
            return None
        return replace(
            found,
            after=self.memory.after(said, clock),
            own_before=self.memory.own_before(said, clock),
        )

    async def _in_group(
        self, session: AsyncSession, said: Incoming, known: _Around, clock: float
    ) -> Incoming | None:
        """A line in a group that is listened to, with the sender's own lines that belong to it."""
        before, care = self.memory.before(said, clock), known.bound[said.where.chat]
        if said.text and self.gate(said.text, care):
            return replace(said, earlier=self._belonging(said, before))
        if before and said.text and self._together(said, before, care):
            return replace(said, earlier=before)
        asked = (said.where.chat, said.speaker.account) in known.asked
        asked = (
            asked
            or (known.signing and may_concern(said.text))
            or may_want(said.text, known.shop)
            or may_ask(said.text, said.at.date())
        )
        return said if asked or await self._belongs(session, said, clock) else None

    def _waits(self, said: Incoming, known: _Around) -> bool:
        """`6栋2单元` passes, for it may answer; where it answers nothing, what is wrong comes next."""
        spoken = said.reply_to or (said.where.chat, said.speaker.account) in known.asked
        return not spoken and 0 < len(said.text) <= FRAGMENT and self.waits_for_more(said.text)

    def _together(self, said: Incoming, before: tuple[Line, ...], care: Care) -> bool:
        """Several short lines within a minute may be one matter."""
        text = ",".join([line.text for line in before if line.text] + [said.text])
        return text != said.text and self.gate(text, care)

    def _belonging(self, said: Incoming, before: tuple[Line, ...]) -> tuple[Line, ...]:
        """Of the lines before one that stands by itself: its photos, and where it is. No chat."""
        lacks_place = bool(before) and not self.names_place(said.text)

        def belongs(line: Line) -> bool:
            return lacks_place and len(line.text) <= FRAGMENT and self.names_place(line.text)

        kept = [line if belongs(line) else replace(line, text="") for line in before]
        return tuple(line for line in kept if line.text or line.media)

    async def _stored(self, session: AsyncSession, said: Incoming, known: _Around) -> bool:
        """Whether the edited message mattered: it has a ticket, or nobody has come to it yet."""
        if (said.where.chat, said.message) in known.said or await self._bound(session, said):
            return True
        where = said.where
        return await inbox.known(session, where.channel, where.chat, said.message or "")

    async def _belongs(self, session: AsyncSession, said: Incoming, clock: float) -> bool:
        """More words or a photo beside a line that mattered, an album's late picture, a reply, a number."""
        soon = _second_thought(said.text)
        mine = self.memory.own_before(said, clock)
        if mine and (said.media or soon is not None or may_go_on(said.text)):
            return True
        if mine and len(said.text) <= FRAGMENT and self.names_place(said.text):
            return True  # `2栋门禁坏了`, `3单元`
        if said.media and self.memory.knows_album(said):
            return True
        if said.album and await self._known_album(session, said):
            return True
        if await self._names_own(session, said) or await self._thinks_again(session, said, soon):
            return True
        return bool(said.reply_to) and await self._bound(
            session, replace(said, message=said.reply_to)
        )

    async def _names_own(self, session: AsyncSession, said: Incoming) -> bool:
        """`0042 好了`: the number of a ticket that this person stands behind."""
        number, where = number_in(said.text), said.where
        return number is not None and await queries.stands_behind(
            session, where.channel, said.speaker.account, number
        )

    async def _thinks_again(
        self, session: AsyncSession, said: Incoming, soon: timedelta | None
    ) -> bool:
        """Whether a second thought comes soon after something of theirs was registered here."""
        return soon is not None and await queries.lately(
            session, said.where, said.speaker.account, self.now() - soon
        )

    async def _bound(self, session: AsyncSession, said: Incoming) -> bool:
        bound = await queries.by_message(session, said.where, said.message or "")
        return bool(bound)

    async def _known_album(self, session: AsyncSession, said: Incoming) -> bool:
        return await queries.by_album(session, said.where, said.album or "") is not None

    def _row(self, channel: str, account: str, said: Incoming) -> dict[str, Any]:
        message = said.what is Happening.MESSAGE and said.message
        return {
            "channel": channel,
            "account": account,
            "key": said.key,
            "said": inbox.said_key(said.where.chat, message) if message else None,
            "chat": said.where.chat,
            "payload": pack(said),
            "contact": self.seal.close(said.contact) if said.contact else None,
            "received_at": self.now(),
            "state": inbox.OPEN,
            "attempts": 0,
        }
