"""What recurs: announced in time, each once, and answered when somebody asks whether it is on."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from domain.schedules import (
    Announcement,
    Answer,
    Change,
    Schedule,
    answer_for,
    due_between,
    occurrences,
)
from domain.tickets.kinds import Kind
from domain.understanding import Action, Reading
from domain.understanding.inquiries import asks_when
from handlers import announcements, handbook
from handlers.schedules import after, ahead, standing, telling
from handlers.tickets import asking
from handlers.tickets.drafts import draft_of
from handlers.turn import Turn
from storage import outbox, schedules
from storage.chats import ChatRow, bound_groups
from storage.schedules import ScheduleRow
from storage.timers import TimerRow, same_minute, set_timer

AHEAD = timedelta(days=40)  # how far due moments are written down; planned anew every night
PLANNED_AT = time(3, 0)
INSTANT = timedelta(seconds=1)
A_DAY = timedelta(hours=24)


async def plan(turn: Turn) -> None:
    """Write down what is due in the weeks ahead; what is written already stays as it is."""
    changes = await standing.changes(turn)
    for number, (schedule, row) in (await standing.known(turn)).items():
        await plan_one(turn, schedule, row, changes.get(number, {}))
    await ahead.look_for_notices(turn)
    local = turn.world.calendar.local(turn.now)
    night = turn.world.calendar.instant(local.date() + timedelta(days=1), PLANNED_AT)
    await set_timer(turn.session, f"schedules.plan/{night.isoformat()}", "schedules.plan", night)


async def plan_one(
    turn: Turn, schedule: Schedule, row: ScheduleRow, changes: dict[date, Change]
) -> None:
    """Write down what is due of one schedule, and what is open or was told otherwise."""
    lines = due_between(
        schedule, turn.world.calendar, max(turn.now, row.since) - INSTANT, turn.now + AHEAD,
        changes, quiet=turn.world.deployment.quiet,
    )  # fmt: skip
    for line, occurrence in lines:
        why = f"schedule/{row.id}/{occurrence.planned}/{line.moment}/{line.due.isoformat()}"
        await set_timer(
            turn.session, why, "schedule", line.due,
            schedule=row.id, due=line.due.isoformat(), planned=occurrence.planned.isoformat(),
            moment=line.moment.value,
        )  # fmt: skip
    await ahead.look(turn, schedule, row, changes)
    await after.look(turn, schedule, row, changes)


async def plan_due(turn: Turn, _: TimerRow) -> None:
    """Every night the weeks ahead are planned anew."""
    await plan(turn)


async def due(turn: Turn, timer: TimerRow) -> None:
    """An announcement's moment: made once, unless the schedule has changed since or it is too late.

    Whatever is due at the same minute is made with it, so that a group hears of all in one message.
    """
    facts = timer.facts
    at, planned = datetime.fromisoformat(facts["due"]), date.fromisoformat(facts["planned"])
    number, moment = int(facts["schedule"]), str(facts["moment"])
    if await schedules.is_made(turn.session, number, planned, moment, at):
        return  # with another that was due at this minute
    beside = [] if timer.attempts else await same_minute(turn.session, timer, turn.now)
    lines = [line for one in (timer, *beside) for line in await _lines(turn, one)]
    await telling.tell(turn, lines)


async def _lines(turn: Turn, timer: TimerRow) -> list[telling.Line]:
    """What a due moment is about, as it stands now."""
    number, moment = int(timer.facts["schedule"]), datetime.fromisoformat(timer.facts["due"])
    known = await standing.find(turn, number)
    if known is None:
        return []
    schedule, row = known
    changes = await standing.changes_of(turn, number)
    lines = due_between(
        schedule, turn.world.calendar, moment - INSTANT, moment, changes,
        quiet=turn.world.deployment.quiet,
    )  # fmt: skip
    return [
        telling.Line(row, schedule, line, occurrence)
        for line, occurrence in lines
        if occurrence.planned.isoformat() == timer.facts["planned"]
        and line.moment.value == timer.facts["moment"]
    ]


async def again_due(turn: Turn, timer: TimerRow) -> None:
    """What a group was told is no longer so, by the calendar or by the schedule's own new words."""
    number, day = int(timer.facts["schedule"]), date.fromisoformat(timer.facts["planned"])
    known = await standing.find(turn, number)
    if known is None:
        return
    schedule, row = known
    changes = await standing.changes_of(turn, number)
    found = ahead.told_otherwise(
        turn, schedule, changes, day, await schedules.last_told(turn.session, number, day)
    )
    if found is not None:
        occurrence, moment = found
        line = telling.Line(row, schedule, Announcement(turn.now, moment), occurrence)
        await telling.tell(turn, [line])


async def held(
    turn: Turn, communities: Collection[str] | None, first: date, last: date
) -> list[tuple[Schedule, date]]:
    """What is held on which day of a time, for these communities (None: for all), in order."""
    changes, groups = await standing.changes(turn), await bound_groups(turn.session)
    found = [
        (schedule, one.actual)
        for number, (schedule, row) in (await standing.known(turn)).items()
        if communities is None
        or standing.communities(turn, row.audience, groups) & {*communities, standing.ANY}
        for one in occurrences(schedule, turn.world.calendar, first, last, changes.get(number))
        if one.actual is not None and first <= one.actual <= last
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0].start))


async def answer(turn: Turn, chat: ChatRow | None, reading: Reading) -> None:
    """Answer a question at once where huying knows; else it becomes a ticket for somebody who does."""
    found = await _about_schedule(turn, chat, turn.said.text)
    if found is not None:
        await turn.reply("schedules/answer", answer=found, today=turn.world.today(turn.now))
        return
    if await handbook.answer(turn, chat):
        return
    draft = draft_of(
        reading, turn.said, turn.world, in_group=turn.in_group,
        group_place=chat.place if chat else None,
    )  # fmt: skip
    await asking.register(turn, draft)


async def answered(turn: Turn, chat: ChatRow | None, reading: Reading) -> bool:
    """`大件垃圾哪天收` asks what is on the schedule, though rubbish is a complaint elsewhere."""
    taken = reading.action is Action.ANSWER or reading.kind is Kind.WISH
    if taken or not asks_when(turn.said.text):
        return False
    found = await _about_schedule(turn, chat, turn.said.text, elsewhere=False)
    if found is None:
        return False
    await turn.reply("schedules/answer", answer=found, today=turn.world.today(turn.now))
    return True


async def words_for(turn: Turn, text: str) -> str | None:
    """The words that answer a question about what recurs; None where it is about nothing such."""
    found = await _about_schedule(turn, None, text)
    today = turn.world.today(turn.now)
    return turn.words("schedules/answer", answer=found, today=today) if found else None


async def _about_schedule(
    turn: Turn, chat: ChatRow | None, text: str, *, elsewhere: bool = True
) -> Answer | None:
    """What is asked about; with `elsewhere` also what is held for other groups."""
    known = await standing.known(turn)
    concerned = [
        schedule
        for schedule, row in known.values()
        if chat is None or await _concerns(turn, chat, row)
    ]
    if not concerned and elsewhere:
        concerned = [schedule for schedule, _ in known.values()]
    return answer_for(text, concerned, turn.world.calendar, turn.now, await standing.changes(turn))


async def _concerns(turn: Turn, chat: ChatRow, row: ScheduleRow) -> bool:
    groups = await announcements.audience_groups(turn, row.audience)
    return any(group.id == chat.id for group in groups)


async def sign_up_later(turn: Turn) -> None:
    """Sign-ups are not kept yet: say where to sign up, rather than swallow it.

    In a group once a day: a 接龙 is pasted anew by each who joins it. The others hear it in private.
    """
    where, moment = turn.said.where, "schedules/sign_up"
    if turn.in_group and await outbox.times_said(turn.session, where, moment, turn.now - A_DAY):
        await turn.tell(turn.actor or 0, moment)
    else:
        await turn.reply(moment)
