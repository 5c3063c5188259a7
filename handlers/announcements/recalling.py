"""Taking an announcement back, or mending its words, as far as each platform lets it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from domain.messages import Address, Can, Op, Priority
from domain.refusals import NotAllowed, Refusal, Unknown
from domain.wires import Means, Shape, means_of, shape_of, wire_of
from handlers.announcements.audience import may_speak_for
from handlers.announcements.sending import sayable
from handlers.turn import NOBODY, Turn
from storage import announcements, outbox
from storage.announcements import OWN, PHOTO, AnnouncementRow
from storage.outbox import OutboxRow, SendState
from storage.timers import TimerRow, cancel, set_timer

LOOKED_AT_AFTER = timedelta(minutes=3)
"""So long a platform has to take a deletion or an edit, before the other way is tried."""
LOOKS = 5
CORRECTED = "announcements/corrected"
GIVEN_UP = (SendState.REFUSED.value, SendState.UNREACHABLE.value, SendState.PERSON.value)
UNDER_WAY = (SendState.WAITING.value, SendState.SENDING.value)
THERE = (SendState.SENT.value, SendState.SENDING.value)


class RecalledAlready(Refusal):
    """What was taken back is not changed any more."""


async def _mine(turn: Turn, number: int) -> AnnouncementRow:
    row = await announcements.held(turn.session, number)
    if row is None:
        raise Unknown
    if not await may_speak_for(turn, row.audience):
        raise NotAllowed(act="announce")
    if row.recalled_at is not None:
        raise RecalledAlready
    return row


async def recall(turn: Turn, number: int, *, delete: bool = True) -> None:
    """What was not sent never is; the rest is deleted where that can still be, or rewritten."""
    row = await _mine(turn, number)
    row.recalled_at = turn.now
    held_back = await announcements.hold_back(turn.session, number)
    await cancel(turn.session, f"announcement/{number}", turn.now)
    sent = [one for one in await announcements.messages(turn.session, number) if _there(one)]
    await _take_back(turn, sent, delete=delete)
    turn.note("announcement.recalled", f"announcement/{number}", unsent=held_back, sent=len(sent))
    await _look_again(turn, number)


async def _look_again(turn: Turn, number: int, again: int = LOOKS) -> None:
    """Once the platforms have answered, the other way is tried where one was refused."""
    await set_timer(
        turn.session, f"announcement/{number}/look/{turn.event}", "announcement.look",
        turn.now + LOOKED_AT_AFTER, announcement=number, again=again,
    )  # fmt: skip


def _there(row: OutboxRow) -> bool:
    return row.state in THERE and row.channel != NOBODY["channel"]


async def _take_back(turn: Turn, sent: Sequence[OutboxRow], *, delete: bool) -> None:
    words = turn.words("announcements/recalled")
    rows = []
    for one in sent:
        age = turn.now - (one.sent_at or turn.now)
        means = means_of(wire_of(one.channel), age, delete=delete)
        if means is Means.DELETE:
            rows.append(_change(turn, one, Op.DELETE))
        elif means is Means.EDIT and not one.key.endswith(PHOTO):
            rows.append(_change(turn, one, Op.EDIT, words))
            one.text = words  # a press that comes late changes nothing back
    await outbox.put_all(turn.session, rows)


def _change(
    turn: Turn, row: OutboxRow, op: Op, text: str = "", choices: Sequence[Any] = ()
) -> dict[str, Any]:
    """A change of a message that has arrived, or is about to."""
    return {
        "key": f"{turn.event}/{op.value}/{row.key}", "channel": row.channel, "chat": row.chat,
        "thread": row.thread, "group": row.group, "person_id": None, "op": op.value,
        "priority": int(Priority.ANSWER), "text": text, "target_key": row.key,
        "moment": "announcements/recalled" if not choices and op is Op.EDIT else OWN,
        "announcement_id": row.announcement_id, "choices": list(choices), "attachments": [],
        "created_at": turn.now, "not_before": turn.now, "state": SendState.WAITING.value,
        "why": "",
    }  # fmt: skip


async def correct(turn: Turn, number: int, text: str) -> None:
    """New words in place of the old; where they cannot be put there, one line quotes the first."""
    row = await _mine(turn, number)
    text = sayable(text)
    if text == row.text:
        return
    row.text, row.corrected_at = text, turn.now
    said = turn.words(OWN, text=text)
    unsent = await announcements.reword(turn.session, number, said)
    answered = await announcements.answered(turn.session, number)
    changes, others = [], []
    for one in await announcements.messages(turn.session, number, OWN):
        if one.key.endswith(PHOTO):
            continue
        if _there(one) and _fits(one, said):
            kept = [] if one.key in answered else one.choices
            changes.append(_change(turn, one, Op.EDIT, said, kept))
            one.text = said  # its button, once pressed, leaves the new words
        elif _there(one) or one.state == SendState.DONE_BY_PERSON:
            others.append(one)
    await outbox.put_all(turn.session, changes)
    await _say_anew(turn, row, others)
    turn.note("announcement.corrected", f"announcement/{number}", unsent=unsent,
              edited=len(changes), said=len(others))  # fmt: skip
    await _look_again(turn, number)


def _fits(row: OutboxRow, text: str) -> bool:
    """Whether these words can stand in the place of those: in one message, as before."""
    wire, photo = wire_of(row.channel), bool(row.attachments)
    shapes = {shape_of(one, wire, photo=photo) for one in (row.text, text)}
    return Can.EDIT in wire.can and shapes <= {Shape.WORDS, Shape.CAPTION}


async def _say_anew(turn: Turn, row: AnnouncementRow, others: Sequence[OutboxRow]) -> None:
    """One line that quotes the first; a human passes it on where a human passed on the first."""
    said = await announcements.messages(turn.session, row.id, CORRECTED)
    words = turn.words(CORRECTED, text=row.text)
    known = {(one.channel, one.chat, one.person_id) for one in said if one.text == words}
    for one in others:
        if (one.channel, one.chat, one.person_id) in known:
            continue
        facts: dict[str, Any] = {
            "subject": one.key, "announcement": row.id, "priority": Priority.BROADCAST,
            "text": row.text,
        }  # fmt: skip
        if one.channel == NOBODY["channel"]:
            await turn.by_hand(one.person_id, CORRECTED, facts)
            continue
        await turn.say(
            CORRECTED, Address(one.channel, one.chat), group=one.group, person=one.person_id,
            hold=True, reply_to=one.message, **facts,
        )  # fmt: skip


async def look_due(turn: Turn, timer: TimerRow) -> None:
    """What a platform did not let be deleted is rewritten; what not be rewritten, said anew."""
    number, again = int(timer.facts["announcement"]), int(timer.facts["again"])
    row = await announcements.held(turn.session, number)
    if row is None:
        return
    done = await announcements.changes(turn.session, number)
    refused = [
        one for one in await announcements.messages(turn.session, number, OWN)
        if (last := done.get(one.key)) is not None and last.state in GIVEN_UP
        and last.op == (Op.DELETE if row.recalled_at else Op.EDIT).value
    ]  # fmt: skip
    if row.recalled_at is not None:
        await _take_back(turn, refused, delete=False)
    else:
        await _say_anew(turn, row, refused)
    under_way = any(one.state in UNDER_WAY for one in done.values())
    if under_way and again:
        await _look_again(turn, number, again - 1)


FIRES: dict[str, Callable[[Turn, TimerRow], Awaitable[None]]] = {"announcement.look": look_due}
