"""Who has confirmed an announcement, who has not after half an hour, and one reminder of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.announcements import Reach, confirms
from domain.messages import Op, Priority
from domain.refusals import NotAllowed, Refusal, Unknown
from handlers.announcements.audience import may_speak_for
from handlers.announcements.reached import Reader, readers
from handlers.announcements.sending import GOT_IT, RECEIPT, RECEIPT_LASTS
from handlers.turn import Asking, Offer, Turn
from storage import announcements, outbox, questions
from storage.announcements import AnnouncementRow
from storage.chats import chat_at
from storage.people import addresses_of, names_of
from storage.questions import QuestionRow
from storage.timers import TimerRow

NAMED = 30  # people in one message; the page names all
QUOTED = 30  # characters of an announcement by which it is known


class RemindedAlready(Refusal):
    """Nobody is reminded twice of one announcement."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """How an announcement was confirmed."""

    confirmed: Sequence[int]
    """People to whom it was sent, and who said so."""
    missing: Sequence[int]
    by_group: dict[int, int]
    """By the group's number, how many people pressed the button there."""

    @property
    def in_groups(self) -> int:
        """How many people pressed the button in a group."""
        return sum(self.by_group.values())


async def receipts_of(turn: Turn, row: AnnouncementRow, told: Sequence[Reader]) -> Receipts:
    """Who has confirmed it; whom it never reached is missing as well."""
    given = await announcements.receipts(turn.session, row.id)
    said = {one.person_id for one in given}
    asked = [one.person for one in told if one.person and one.reach is not Reach.NOT_SENT]
    by_group: dict[int, int] = {}
    for one in given:
        if one.chat_id is not None:
            by_group[one.chat_id] = by_group.get(one.chat_id, 0) + 1
    return Receipts(
        [person for person in asked if person in said],
        [person for person in asked if person not in said],
        by_group,
    )


async def confirmed(turn: Turn, question: QuestionRow) -> None:
    """Somebody pressed the button: noted, and nobody else hears of it."""
    if question.person_id not in (None, turn.actor):
        raise NotAllowed(act=GOT_IT)
    await _note(turn, question)
    if turn.said.press_id:
        moment = "announcements/noted"
        await turn.do(
            Op.ANSWER, turn.said.where, target=turn.said.press_id, moment=moment,
            text=turn.words(moment),
        )  # fmt: skip


async def _note(turn: Turn, question: QuestionRow) -> None:
    number = int(question.facts["announcement"])
    chat = await chat_at(turn.session, turn.said.where) if turn.in_group else None
    new = turn.actor is not None and await announcements.confirm(
        turn.session, number, turn.actor, chat.id if chat else None, turn.now
    )
    if new:
        turn.note("announcement.confirmed", f"announcement/{number}")
    for one in await questions.open_of(turn.session, turn.actor or 0, RECEIPT, turn.now):
        if one.facts.get("announcement") == number and await turn.close_question(one):
            await turn.take_buttons_away(one)  # under the message, and under a reminder of it


async def said_so(turn: Turn, question: QuestionRow) -> bool:
    """`收到` in private, in reply to it or right after."""
    if not confirms(turn.said.text):
        return False
    if turn.said.reply_to:
        sent = await outbox.became(turn.session, question.outbox_key)
        if sent is None or sent.message != turn.said.reply_to:
            return False
    await _note(turn, question)
    await turn.reply("announcements/noted")
    return True


async def due(turn: Turn, timer: TimerRow) -> None:
    """Half an hour on, whoever sent it learns who has not confirmed it."""
    row = await turn.session.get(AnnouncementRow, int(timer.facts["announcement"]))
    if row is None or row.recalled_at is not None:
        return
    told = await readers(turn, row)
    got = await receipts_of(turn, row, told)
    names = await names_of(turn.session, set(got.missing[:NAMED]))
    for person in dict.fromkeys(one for one in (row.by, row.follows_id) if one is not None):
        await turn.tell(
            person, "announcements/not_confirmed", subject=f"announcement{row.id}",
            priority=Priority.TASK, hold=True,
            offers=[[Offer("announcements.remind", {"announcement": row.id})]]
            if got.missing else (),
            asking=Asking("announcement", person=person),
            about=row.text[:QUOTED], confirmed=len(got.confirmed), missing=len(got.missing),
            names=[names.get(one, "") for one in got.missing[:NAMED]],
            groups=sum(one.person is None for one in told), in_groups=got.in_groups,
        )  # fmt: skip


async def remind(turn: Turn, number: int) -> int:
    """Remind those who have not confirmed it, once; how many can be written to."""
    row = await turn.session.get(AnnouncementRow, number)
    if row is None or not row.receipt:
        raise Unknown
    if turn.actor not in (row.by, row.follows_id) and not await may_speak_for(turn, row.audience):
        raise NotAllowed(act="announce")
    if row.recalled_at or not await announcements.remind_once(turn.session, number, turn.now):
        raise RemindedAlready
    got = await receipts_of(turn, row, await readers(turn, row))
    reached = await addresses_of(turn.session, got.missing)
    turn.note("announcement.reminded", f"announcement/{number}", people=len(reached))
    await turn.invite(
        sorted(reached), "announcements/reminder", start=f"announcement/{number}/again/",
        offer=Offer(GOT_IT, {"announcement": number}), announcement=number,
        asking=Asking(
            RECEIPT, facts={"announcement": number}, by_words=True, lasts=RECEIPT_LASTS
        ),
        about=row.text[:QUOTED],
    )  # fmt: skip
    return len(reached)


async def remind_pressed(turn: Turn, number: int) -> None:
    """The same from the button under the message."""
    people = await remind(turn, number)
    await turn.reply("announcements/reminded", people=people)
