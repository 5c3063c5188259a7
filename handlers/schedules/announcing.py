"""What recurs: announced in time, each once, and answered when somebody asks whether it is on."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from domain.schedules import (
    Announcement,
    Answer,
    Change,
    Schedule,
    answer_for,
    due_between,
    matching,
    occurrences,
)
from domain.schedules.questions import one_script, whats_on
from domain.tickets.kinds import Kind
from domain.understanding import Action, Reading
from domain.understanding.inquiries import asks_when
from handlers import handbook
from handlers.schedules import after, ahead, shelf, standing, telling
from handlers.schedules.shelf import Kept
from handlers.tickets import asking
from handlers.tickets.drafts import draft_of
from handlers.turn import Turn
from storage import outbox, schedules
from storage.chats import ChatRow
from storage.schedules import ScheduleRow
from storage.timers import TimerRow, same_minute, set_timer, set_timers, timer

AHEAD = timedelta(days=40)  # how far due moments are written down; planned anew every night
PLANNED_AT = time(3, 0)
MOST_NAMED = 5  # of one answer
AT_ONCE = 200  # schedules that are planned in one transaction
TOLD_LATELY = timedelta(days=15)
INSTANT = timedelta(seconds=1)
A_DAY = timedelta(hours=24)


async def plan(turn: Turn, since: datetime | None = None, *, done: int = 0) -> None:
    """Write down what is due in the weeks ahead; what is written already stays as it is.

    `since` is from when on nobody has planned: what became due meanwhile is looked at, too. A few
    hundred schedules are one transaction, so that nobody waits for thousands; `done` is the last
    one that is planned.
    """
    kept = await shelf.near(turn, None)
    some = dict(islice(((n, one) for n, one in kept.items() if n > done), AT_ONCE))
    changes = await standing.changes(turn, some)
    told = await _told_lately(turn, some)
    found = [
        line
        for number, (schedule, row) in some.items()
        for line in await _due_of(
            turn, schedule, row, changes.get(number, {}), told.get(number, ()), since
        )
    ]
    await set_timers(turn.session, found)
    if len(some) == AT_ONCE:
        await set_timer(
            turn.session, f"schedules.plan/{turn.event}/{max(some)}", "schedules.plan", turn.now,
            done=max(some), since=(since or turn.now).isoformat(),
        )  # fmt: skip
        return
    await ahead.look_for_notices(turn)
    await set_timer(turn.session, f"signup.follow/{turn.event}", "signup.follow", turn.now)
    local = turn.world.calendar.local(turn.now)
    night = turn.world.calendar.instant(local.date() + timedelta(days=1), PLANNED_AT)
    await set_timer(turn.session, f"schedules.plan/{night.isoformat()}", "schedules.plan", night)


async def plan_one(
    turn: Turn, schedule: Schedule, row: ScheduleRow, changes: dict[date, Change]
) -> None:
    """The same for one schedule, of which something has changed."""
    told = (await _told_lately(turn, [row.id])).get(row.id, ())
    await set_timers(turn.session, await _due_of(turn, schedule, row, changes, told))


async def _told_lately(turn: Turn, numbers: Collection[int]) -> dict[int, list[date]]:
    today = turn.world.today(turn.now)
    return await schedules.days_told(turn.session, numbers, today - TOLD_LATELY)


async def _due_of(
    turn: Turn, schedule: Schedule, row: ScheduleRow, changes: dict[date, Change],
    told: Collection[date], since: datetime | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """What is due of one schedule, and what is open or was told otherwise."""
    lines = due_between(
        schedule, turn.world.calendar, max(min(since or turn.now, turn.now), row.since) - INSTANT,
        turn.now + AHEAD, changes, quiet=turn.world.deployment.quiet,
    )  # fmt: skip
    found = [
        timer(
            f"schedule/{row.id}/{one.planned}/{line.moment}/{line.due.isoformat()}", "schedule",
            line.due, schedule=row.id, due=line.due.isoformat(), planned=one.planned.isoformat(),
            moment=line.moment.value,
        )
        for line, one in lines
    ]  # fmt: skip
    found += after.look(turn, schedule, row, changes, since)
    return found + await ahead.look(turn, schedule, row, changes, told)


async def plan_due(turn: Turn, fired: TimerRow) -> None:
    """Every night the weeks ahead are planned anew; after months away also what they brought."""
    since = fired.facts.get("since")
    done = int(fired.facts.get("done", 0))
    await plan(turn, datetime.fromisoformat(since) if since else fired.due_at, done=done)


async def due(turn: Turn, fired: TimerRow) -> None:
    """An announcement's moment: made once, unless the schedule has changed since or it is too late.

    Whatever is due at the same minute is made with it, so that a group hears of all in one message.
    """
    facts = fired.facts
    at, planned = datetime.fromisoformat(facts["due"]), date.fromisoformat(facts["planned"])
    number, moment = int(facts["schedule"]), str(facts["moment"])
    if await schedules.is_made(turn.session, number, planned, moment, at):
        return  # with another that was due at this minute
    beside = [] if fired.attempts else await same_minute(turn.session, fired, turn.now)
    lines = [line for one in (fired, *beside) for line in await _lines(turn, one)]
    await telling.tell(turn, lines)


async def _lines(turn: Turn, fired: TimerRow) -> list[telling.Line]:
    """What a due moment is about, as it stands now."""
    number, moment = int(fired.facts["schedule"]), datetime.fromisoformat(fired.facts["due"])
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
        if occurrence.planned.isoformat() == fired.facts["planned"]
        and line.moment.value == fired.facts["moment"]
    ]


async def again_due(turn: Turn, fired: TimerRow) -> None:
    """What a group was told is no longer so, by the calendar or by the schedule's own new words."""
    number, day = int(fired.facts["schedule"]), date.fromisoformat(fired.facts["planned"])
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
    return await dates_of(turn, await shelf.near(turn, communities), first, last)


async def dates_of(turn: Turn, known: Kept, first: date, last: date) -> list[tuple[Schedule, date]]:
    """On which days of a time these are held, in order."""
    changes = await standing.changes(turn, known)
    found = [
        (schedule.on(one), one.actual)
        for number, (schedule, _) in known.items()
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
    if await _whats_on(turn, chat) or await handbook.answer(turn, chat):
        return
    draft = draft_of(
        reading, turn.said, turn.world, in_group=turn.in_group,
        group_place=chat.place if chat else None,
    )  # fmt: skip
    await asking.register(turn, draft)


async def answered(turn: Turn, chat: ChatRow | None, reading: Reading) -> bool:
    """`大件垃圾哪天收` asks what is on the schedule, though rubbish is a complaint elsewhere."""
    if reading.action is Action.ANSWER or reading.kind is Kind.WISH:
        return False
    found = None
    if asks_when(one_script(turn.said.text)):
        found = await _about_schedule(turn, chat, turn.said.text, elsewhere=False)
    if found is None:
        return await _whats_on(turn, chat)
    await turn.reply("schedules/answer", answer=found, today=turn.world.today(turn.now))
    return True


async def _whats_on(turn: Turn, chat: ChatRow | None) -> bool:
    """`这周有什么活动`: what is held in those days, for the group or for the whole street."""
    today = turn.world.today(turn.now)
    asked = whats_on(turn.said.text, today)
    if asked is None:
        return False
    known = await (shelf.near(turn, None) if chat is None else shelf.told_in(turn, chat))
    if not known:
        return False
    # Of a week that has begun, what is still to come.
    first = max(asked.first, today) if asked.last >= today else asked.first
    found = await dates_of(turn, known, first, asked.last)
    later = [] if found else await dates_of(turn, known, max(today, asked.last), today + AHEAD)
    await turn.reply(
        "schedules/on", dates=found[:MOST_NAMED], more=max(0, len(found) - MOST_NAMED),
        later=later[:1], first=first, last=asked.last,
    )  # fmt: skip
    return True


async def words_for(turn: Turn, text: str, chat: ChatRow | None = None) -> str | None:
    """The words that answer a question about what recurs; None where it is about nothing such."""
    found = await _about_schedule(turn, chat, text)
    today = turn.world.today(turn.now)
    return turn.words("schedules/answer", answer=found, today=today) if found else None


async def _about_schedule(
    turn: Turn, chat: ChatRow | None, text: str, *, elsewhere: bool = True
) -> Answer | None:
    """What is asked about; with `elsewhere` also what is held for other groups."""
    known = await (shelf.near(turn, None) if chat is None else shelf.told_in(turn, chat))
    if not known and elsewhere:
        known = await shelf.near(turn, None)
    named = [schedule for schedule, _ in matching(text, [one for one, _ in known.values()])]
    changes = await standing.changes(turn, {schedule.id for schedule in named})
    return answer_for(text, named, turn.world.calendar, turn.now, changes)


async def sign_up_later(turn: Turn) -> None:
    """Sign-ups are not kept yet: say where to sign up, rather than swallow it.

    In a group once a day: a 接龙 is pasted anew by each who joins it. The others hear it in private.
    """
    where, moment = turn.said.where, "schedules/sign_up"
    if turn.in_group and await outbox.times_said(turn.session, where, moment, turn.now - A_DAY):
        await turn.tell(turn.actor or 0, moment)
    else:
        await turn.reply(moment)
