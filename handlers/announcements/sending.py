"""An announcement on its way: looked at as each platform will show it, then each chat once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from domain.announcements import MOST_WORDS, as_written
from domain.messages import Address, Op, Priority
from domain.refusals import Refusal
from domain.wires import Shape, shape_of, wire_of
from handlers.announcements import audience
from handlers.announcements.audience import TO_GROUPS, Audience, NoAudience
from handlers.texts import TextTooLong
from handlers.turn import NOBODY, Asking, Turn, lane_of
from storage import announcements, outbox, questions
from storage.announcements import OWN, PHOTO, AnnouncementRow
from storage.outbox import SendState
from storage.people import addresses_of
from storage.timers import TimerRow, set_timer

RECEIPT = "announcement.receipt"
GOT_IT = "announcements.got_it"
RECEIPT_LASTS = timedelta(days=30)
ASKED_AFTER = timedelta(minutes=30)
AHEAD = timedelta(days=400)
HAND = "none"
"""The platform of those to whom a human passes it on."""


class NothingToSay(Refusal):
    """An announcement needs words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an officer wants to have announced."""

    text: str
    codes: Sequence[str]
    to: str = TO_GROUPS
    at: datetime | None = None
    photo: int | None = None
    receipt: bool = False
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """How it arrives on one platform, and with how many."""

    channel: str
    shape: Shape
    groups: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """An announcement before it is sent."""

    draft: Draft
    at: datetime
    later: bool
    """It waits for its hour, or for the end of the quiet hours."""
    parts: Sequence[Part]
    groups: Sequence[str]
    people: int
    watching: int
    """Who of the people is at a post by a roster, and gets it in the quiet hours, too."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What became of an announcement: for the command line, and for the officer."""

    id: int
    at: datetime
    chats: int
    people: int


@dataclass(slots=True)
class _Letters:
    """The messages that an announcement becomes, all put into the outbox at once."""

    turn: Turn
    row: AnnouncementRow
    watching: frozenset[int]
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, key: str, to: Address | None, *, person: int | None = None) -> None:
        turn, row = self.turn, self.row
        leaves = turn.now if person in self.watching else turn.waking()
        mine: dict[str, Any] = {
            "op": Op.SEND.value, "priority": int(Priority.BROADCAST), "moment": OWN,
            "text": turn.words(OWN, text=row.text), "announcement_id": row.id,
            "created_at": turn.now, "state": SendState.WAITING.value, "why": "", "thread": None,
            "not_before": leaves, "person_id": person, "group": person is None, "key": key,
            "choices": [], "attachments": [],
        }  # fmt: skip
        if to is None:
            self.rows.append(mine | NOBODY | {"not_before": turn.now})
            return
        mine |= lane_of(to)
        shape = shape_of(row.text, wire_of(to.channel), photo=row.photo_id is not None)
        attached = [{"id": row.photo_id}]
        if shape is Shape.PHOTO_FIRST:
            self.rows.append(mine | {"key": key + PHOTO, "text": "", "attachments": attached})
        self.rows.append(mine | ({"attachments": attached} if shape is Shape.CAPTION else {}))


async def preview(turn: Turn, draft: Draft) -> Preview:
    """How it will look and whom it will reach; nothing is sent."""
    draft, to = await _checked(turn, draft)
    reached = await addresses_of(turn.session, to.people)
    near = Counter(chat.channel for chat in to.chats)
    far = Counter(reached[one].channel if one in reached else HAND for one in to.people)
    parts = [
        Part(one, shape_of(draft.text, wire_of(one), photo=draft.photo is not None),
             near[one], far[one])
        for one in sorted({*near, *far})
    ]  # fmt: skip
    leaves = _leaves(turn, draft)
    return Preview(
        draft, leaves, leaves > turn.now, parts, [chat.name for chat in to.chats], len(to.people),
        len(to.watching),
    )  # fmt: skip


async def _checked(turn: Turn, draft: Draft) -> tuple[Draft, Audience]:
    """The same with its audience as who speaks may mean it; refused where there is none."""
    text = sayable(draft.text)
    at = _due(turn, draft)
    to = await audience.reached(turn, draft.codes, draft.to, at)
    if not to.chats and not to.people:
        raise NoAudience(codes=_called(turn, draft.codes))
    codes = await audience.must_speak_for(turn, draft.codes)
    if codes != list(draft.codes):
        to = await audience.reached(turn, codes, draft.to, at)
    if not to.chats and not to.people:
        raise NoAudience(codes=_called(turn, codes))
    return replace(draft, codes=codes, text=text), to


def sayable(text: str) -> str:
    """The words as they will stand there. Raises NothingToSay, TextTooLong: nothing is cut in silence."""
    said = as_written(text)
    if not said:
        raise NothingToSay
    if len(said) > MOST_WORDS:
        raise TextTooLong(number=len(said), most=MOST_WORDS)
    return said


def _called(turn: Turn, codes: Sequence[str]) -> str:
    """An audience that is none, as who speaks knows it."""
    areas = turn.world.organisation.areas
    return ", ".join(areas[code].name if code in areas else code for code in codes)[:80]


def _due(turn: Turn, draft: Draft) -> datetime:
    return max(draft.at or turn.now, turn.now)


def _leaves(turn: Turn, draft: Draft) -> datetime:
    """When it leaves: never before its hour, never in the quiet hours."""
    return turn.world.calendar.next_waking(_due(turn, draft), turn.world.deployment.quiet)


async def announce(turn: Turn, draft: Draft) -> Announced:
    """Put an announcement on its way: now, or at its time; never within the quiet hours."""
    draft, to = await _checked(turn, draft)
    concerned = await audience.communities_of(turn, draft.codes)
    row = AnnouncementRow(
        text=draft.text, audience=list(draft.codes), to=draft.to,
        community=next(iter(concerned)) if len(concerned) == 1 else None,
        at=_due(turn, draft), by=turn.actor, created_at=turn.now, facts={},
        photo_id=draft.photo, receipt=draft.receipt, follows_id=draft.follows,
    )  # fmt: skip
    turn.session.add(row)
    await turn.session.flush()
    turn.note("announcement.made", f"announcement/{row.id}", chats=len(to.chats),
              people=len(to.people))  # fmt: skip
    if row.at > turn.now:
        await set_timer(
            turn.session, f"announcement/{row.id}", "announcement", row.at, announcement=row.id,
            subject=f"announcement/{row.id}",
        )  # fmt: skip
    else:
        await _send(turn, row, to)
    return Announced(row.id, row.at, len(to.chats), len(to.people))


async def due(turn: Turn, timer: TimerRow) -> None:
    """The time of an announcement has come."""
    row = await announcements.held(turn.session, int(timer.facts["announcement"]))
    if row is not None and row.sent_at is None and row.recalled_at is None:
        await _send(turn, row, await audience.reached(turn, row.audience, row.to, turn.now))


async def _send(turn: Turn, row: AnnouncementRow, to: Audience) -> None:
    """One statement for all: thousands of single ones would hold everybody else up.

    A message's key is the announcement's and its reader's: whatever sends it again adds none.
    """
    row.sent_at = turn.now
    reached = await addresses_of(turn.session, to.people)
    letters = _Letters(turn, row, to.watching)
    for chat in to.chats:
        letters.add(key_of(row, str(chat.address)), chat.address)
    for person in to.people:
        letters.add(key_of(row, f"p{person}"), reached.get(person), person=person)
    if row.receipt:
        at_once = bool(to.watching) and to.watching == set(to.people)
        told = turn.now if at_once else turn.waking()
        await _ask_to_confirm(turn, row, letters.rows)
        await set_timer(
            turn.session, f"announcement/{row.id}/receipts", "announcement.receipts",
            told + ASKED_AFTER, announcement=row.id, subject=f"announcement/{row.id}",
        )  # fmt: skip
    await outbox.put_all(turn.session, letters.rows)


def key_of(row: AnnouncementRow, reader: str) -> str:
    """By which the message to one reader is known."""
    return f"announcement/{row.id}/{reader}"


async def _ask_to_confirm(turn: Turn, row: AnnouncementRow, rows: list[dict[str, Any]]) -> None:
    """A button under each; in private plain words will do, too."""
    facts = {"announcement": row.id}
    asking = Asking(RECEIPT, facts=facts, lasts=RECEIPT_LASTS)
    wanted = {one["key"]: one for one in rows if one["text"] and one["channel"] != HAND}
    asked = [
        turn.asked(
            key, Address(one["channel"], one["chat"]),
            replace(asking, person=one["person_id"], by_words=not one["group"]),
        )
        for key, one in wanted.items()
    ]  # fmt: skip
    label = turn.words("choices/got_it")
    tokens = await questions.ask_all(turn.session, asked, verb=GOT_IT, label=label, facts=facts)
    for key, one in wanted.items():
        one["choices"] = [[{"token": tokens[key], "label": label, "url": None}]]
