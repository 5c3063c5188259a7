"""The line after: the person in charge is asked how it went, and the groups are thanked once."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.messages import MediaKind, Priority
from domain.refusals import Refusal, Unknown
from domain.schedules import Change, Occurrence, Schedule, matching, occurrences
from domain.schedules.after import told
from domain.understanding import Action, Reading
from handlers import announcements
from handlers.schedules import ahead, standing
from handlers.schedules.private import must_be_for_all
from handlers.turn import Asking, Offer, Turn
from storage import announcements as photos
from storage import outbox, schedules, signups
from storage.chats import bound_groups
from storage.questions import QuestionRow
from storage.schedules import OccurrenceRow, ScheduleRow
from storage.timers import TimerRow, timer

ASKED = "schedule.after"
AFTER, THANKS = "after", "thanks"
"""By which it is on record that somebody was asked, and that the groups were thanked."""
USUAL_LENGTH = timedelta(hours=2)
GRACE, LASTS = timedelta(hours=24), timedelta(hours=48)
A_PHOTO_BY_ITSELF = timedelta(hours=3)
"""For so long after the question a photo without words is an answer to it."""
AHEAD = timedelta(days=40)
LONGEST = timedelta(days=1)  # what begins in the evening may end after midnight
LONGEST_WORDS = 40  # characters, as of any note that a group reads


class ThankedAlready(Refusal):
    """The groups have been thanked for this date."""


def look(
    turn: Turn, schedule: Schedule, row: ScheduleRow, changes: Mapping[date, Change],
    since: datetime | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Find when each date will be over, where the schedule says that it be told.

    `since` is from when on nobody has planned: what ended meanwhile is still asked about in time.
    """
    if not row.after:
        return []
    first = max(min(since or turn.now, turn.now), turn.now - GRACE)
    day, last = turn.world.today(first - LONGEST), turn.world.today(turn.now) + AHEAD
    found = []
    for one in occurrences(schedule, turn.world.calendar, day, last, changes):
        at = _over(turn, schedule, one)
        if one.actual is not None and at >= max(first, row.since):
            found.append(
                timer(
                    f"schedules.after/{row.id}/{one.planned}/{at.isoformat()}", "schedules.after",
                    at, schedule=row.id, planned=one.planned.isoformat(), over=at.isoformat(),
                )
            )  # fmt: skip
    return found


def _over(turn: Turn, schedule: Schedule, one: Occurrence) -> datetime:
    """When it has ended; where nobody wrote an end, some hours after it begins."""
    calendar, day = turn.world.calendar, one.actual or one.planned
    that_day = schedule.on(one)
    begins = calendar.instant(day, that_day.start)
    if that_day.end is None:
        return begins + USUAL_LENGTH
    ends = calendar.instant(day, that_day.end)
    return ends if ends > begins else ends + timedelta(days=1)


async def _of(
    turn: Turn, number: int, day: date
) -> tuple[Schedule, ScheduleRow, Occurrence] | None:
    known = await standing.find(turn, number)
    if known is None:
        return None
    schedule, row = known
    changes = await standing.changes_of(turn, number)
    found = occurrences(schedule, turn.world.calendar, day, day, changes)
    one = next((one for one in found if one.planned == day and one.actual is not None), None)
    return (schedule.on(one), row, one) if one is not None else None


async def _once(turn: Turn, row: ScheduleRow, one: Occurrence, what: str) -> int | None:
    """Of a planned date each of both is done once, whatever it was moved to."""
    start = turn.world.calendar.instant(one.planned, time())
    return await schedules.made(
        turn.session,
        OccurrenceRow(
            schedule_id=row.id, due_at=start, planned=one.planned, moment=what,
            actual=one.actual or one.planned, announced_at=turn.now,
        ),
    )  # fmt: skip


async def due(turn: Turn, fired: TimerRow) -> None:
    """It is over: whoever is in charge is asked once, unless it was called off or moved."""
    number, day = int(fired.facts["schedule"]), date.fromisoformat(fired.facts["planned"])
    found = await _of(turn, number, day)
    if found is None:
        return
    schedule, row, one = found
    over = _over(turn, schedule, one)
    as_known, late = over.isoformat() == fired.facts["over"], turn.now - over > GRACE
    if late or not as_known or not row.after or await _once(turn, row, one, AFTER) is None:
        return
    came = await _by_roll(turn, schedule, row, one)
    facts = {"schedule": row.id, "planned": day.isoformat(), "came": came}
    for person in await ahead.in_charge(turn, row):
        await turn.tell(
            person, "schedules/how_was_it", subject=f"s{row.id}/{day}/p{person}", hold=True,
            priority=Priority.REMINDER, schedule=schedule, occurrence=one, came=came,
            asking=Asking(ASKED, person=person, facts=facts, by_words=True, lasts=LASTS),
        )  # fmt: skip


async def _by_roll(turn: Turn, schedule: Schedule, row: ScheduleRow, one: Occurrence) -> int | None:
    """How many were ticked at the door of a sign-up for the same thing on this day."""
    begins = turn.world.calendar.instant(one.actual or one.planned, time())
    concerned = standing.communities(turn, row.audience, await bound_groups(turn.session))
    counted = [
        came
        for title, community, came in await signups.came(
            turn.session, begins, begins + timedelta(days=1)
        )
        if matching(title, [schedule]) and {community, standing.ANY} & concerned
    ]
    return sum(counted) or None


async def answered(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    """A number, words, a photo: shown back as the groups would get it. What is something else is not."""
    photo = next((one for one in turn.said.media if one.kind is MediaKind.PHOTO), None)
    said = told(turn.said.text)
    if not await _meant(turn, question, reading, photo=photo is not None, number=said.came):
        return False
    if await _thanked(turn, question.facts):
        return False
    must_be_for_all(turn.said.text)
    facts = dict(question.facts)
    if said.came is not None:
        facts["came"] = said.came
    if said.words:
        facts["words"] = said.words[:LONGEST_WORDS]
    if photo is not None:
        facts |= {"photo": photo.ref, "channel": turn.channel}
    question.facts = facts
    await _show(turn, facts)
    return True


async def _thanked(turn: Turn, facts: dict[str, Any]) -> bool:
    """Whether a colleague has answered, or they themselves before."""
    number, day = int(facts["schedule"]), date.fromisoformat(facts["planned"])
    start = turn.world.calendar.instant(day, time())
    return await schedules.is_made(turn.session, number, day, THANKS, start)


async def _meant(
    turn: Turn, question: QuestionRow, reading: Reading, *, photo: bool, number: int | None
) -> bool:
    """Whether this is about the date at all: staff write of their work to the same chat."""
    asked = await outbox.became(turn.session, question.outbox_key)
    if turn.said.reply_to:
        return asked is not None and asked.message == turn.said.reply_to
    if not turn.said.text:
        since = asked.sent_at if asked is not None else None
        return photo and since is not None and turn.now - since <= A_PHOTO_BY_ITSELF
    return number is not None or reading.action is Action.IGNORE


async def _show(turn: Turn, facts: dict[str, Any]) -> None:
    found = await _of(turn, int(facts["schedule"]), date.fromisoformat(facts["planned"]))
    if found is None:
        raise Unknown
    schedule, row, one = found
    groups = await announcements.audience_groups(turn, row.audience)
    await turn.reply(
        "schedules/thanks_preview", groups=[group.name for group in groups],
        text=_line(turn, schedule, one, facts), photo=bool(facts.get("photo")),
        offers=[[Offer("schedules.give_thanks"), Offer("schedules.leave")]],
        asking=Asking("schedule", person=turn.actor, facts=facts, lasts=LASTS),
    )  # fmt: skip


def _line(turn: Turn, schedule: Schedule, one: Occurrence, facts: dict[str, Any]) -> str:
    return turn.words(
        "schedules/thanks", schedule=schedule, occurrence=one, came=facts.get("came"),
        words=facts.get("words", ""),
    )  # fmt: skip


async def thank(turn: Turn, facts: dict[str, Any]) -> None:
    """The groups hear it: once for each date."""
    found = await _of(turn, int(facts["schedule"]), date.fromisoformat(facts["planned"]))
    if found is None:
        raise Unknown
    schedule, row, one = found
    number = await _once(turn, row, one, THANKS)
    if number is None:
        raise ThankedAlready
    attached = []
    if facts.get("photo"):
        kept = await photos.keep_photo(turn.session, facts["channel"], facts["photo"], turn.now)
        attached = [{"id": kept}]
    keys = [
        await turn.say(
            "schedules/thanks", group.address, group=True, hold=True, priority=Priority.BROADCAST,
            subject=f"s{row.id}/{one.planned}", attachments=attached, schedule=schedule,
            occurrence=one, came=facts.get("came"), words=facts.get("words", ""),
        )
        for group in await announcements.audience_groups(turn, row.audience)
    ]  # fmt: skip
    await schedules.keep_told(turn.session, number, [key for key in keys if key is not None])
    turn.note("schedule.thanked", f"schedule/{row.id}", day=one.planned.isoformat())
    await turn.reply("schedules/thanked")
