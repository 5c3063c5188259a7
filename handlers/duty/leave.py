"""Off duty and back: until when somebody is off, as they say it, and that everybody works by it."""

from datetime import date, time, timedelta

from domain.leave import Leave, leave_said, says_back, says_off
from domain.refusals import NotAllowed, Refusal
from domain.understanding.coming import worker_means
from handlers.duty import handing, news
from handlers.turn import Asking, Offer, Turn
from storage.people import PersonRow, RoleRow, role_rows
from storage.places import touch_revision
from storage.questions import ChoiceRow, QuestionRow
from storage.timers import TimerRow, cancel, set_timer, waiting

UNTIL_WHEN = "leave"
LONGEST_DAY = 8  # characters: longer words that name no day are something else


class LeaveUnclear(Refusal):
    """No day that lies ahead can be made out."""


async def off(turn: Turn, words: str) -> None:
    """`/off`, with or without until when; asked where it was not said."""
    _must_serve(turn)
    leave = leave_said(words, turn.now, turn.world.calendar) if words else None
    if leave is None:
        await _ask_until_when(turn)
    else:
        await go_off(turn, leave)


async def asked_in_words(turn: Turn) -> bool:
    """`今天下班了`, `我回来了`, from whoever serves, in private."""
    words = turn.said.text
    if turn.in_group or not turn.world.organisation.roles_of(turn.actor or 0):
        return False
    if says_off(words):
        await off(turn, words)
        return True
    if says_back(words) and await _current(turn) is not None:
        await on(turn)
        return True
    return False


def _must_serve(turn: Turn) -> None:
    if not turn.world.organisation.roles_of(turn.actor or 0):
        raise NotAllowed(act="off")


async def _ask_until_when(turn: Turn) -> None:
    today = turn.world.today(turn.now)
    sunday = today + timedelta(days=6 - today.weekday())
    days = dict.fromkeys((today, today + timedelta(days=1), max(sunday, today)))
    offers = [
        Offer("duty.off", {"first": today.isoformat(), "last": day.isoformat()},
              label=turn.words("duty/until_day", day=day, days=(day - today).days))
        for day in days
    ]  # fmt: skip
    asks = Asking(UNTIL_WHEN, person=turn.actor, by_words=True)
    await turn.reply("duty/until_when", offers=[offers], asking=asks)


async def said_until_when(turn: Turn, question: QuestionRow) -> bool:
    """The day that was asked for; words that name none are about something else."""
    leave = leave_said(turn.said.text, turn.now, turn.world.calendar, asked=True)
    if leave is None:
        if len(turn.said.text) <= LONGEST_DAY and worker_means(turn.said.text) in ("note", "nod"):
            raise LeaveUnclear
        return False
    await turn.close_question(question)
    await go_off(turn, leave)
    return True


async def go_off(turn: Turn, leave: Leave) -> None:
    """Set the leave: from now on nothing new comes to them, and what nobody took goes on."""
    _must_serve(turn)
    today, before = turn.world.today(turn.now), await _current(turn)
    if leave.last < today:
        raise LeaveUnclear
    await cancel(turn.session, _subject(turn.actor), turn.now)
    if before is not None and leave.joins(before):
        leave = leave.with_(before)
    elif before is not None and before.first > leave.last:
        await _plan(turn, "leave.planned", leave.last + timedelta(days=1), before)
    await _write(turn, leave)
    turn.note("leave.set", f"person/{turn.actor}", first=leave.first.isoformat(),
              last=leave.last.isoformat())  # fmt: skip
    substitutes = news.substitutes(turn, leave)
    handed = await handing.hand_out(turn) if leave.covers(today) else 0
    if not leave.covers(today):
        await _plan(turn, "leave.begins", leave.first, leave)
    await news.tell_others(turn, leave, substitutes)
    main = next(iter(substitutes), None)
    await turn.reply(
        "duty/off", first=leave.first, last=leave.last, number=handed,
        name=await news.name_of(turn, main.person) if main else "", role=main.role.value if main else "",
    )  # fmt: skip
    await handing.offer_taken(turn, leave)


def _subject(person: int | None) -> str:
    return f"leave/{person}"


async def _plan(turn: Turn, kind: str, day: date, leave: Leave) -> None:
    """Something about a leave is due at the beginning of a day."""
    subject = _subject(turn.actor)
    await set_timer(
        turn.session, f"{subject}/{kind}/{day}/{turn.event}", kind,
        turn.world.calendar.instant(day, time(0)), subject=subject, person=turn.actor,
        first=leave.first.isoformat(), last=leave.last.isoformat(),
    )  # fmt: skip


async def _current(turn: Turn) -> Leave | None:
    """The leave that lasts or lies ahead."""
    today = turn.world.today(turn.now)
    for row in await role_rows(turn.session, turn.actor or 0):
        if row.away_from is not None and (row.away_to or date.max) >= today:
            return Leave(row.away_from, row.away_to or date.max)
    return None


async def _write(turn: Turn, leave: Leave | None) -> None:
    for row in await role_rows(turn.session, turn.actor or 0):
        _set(row, leave)
    await touch_revision(turn.session)


def _set(row: RoleRow, leave: Leave | None) -> None:
    row.away_from = leave.first if leave else None
    row.away_to = leave.last if leave and leave.last < date.max else None


async def on(turn: Turn) -> None:
    """`/on`: back; what is planned for later stays planned."""
    _must_serve(turn)
    today, leave = turn.world.today(turn.now), await _current(turn)
    if leave is None:
        await turn.reply("duty/not_off")
        return
    planned = await _planned(turn) if leave.covers(today) else None
    await cancel(turn.session, _subject(turn.actor), turn.now)
    await _write(turn, planned)
    if planned is not None:
        await _plan(turn, "leave.begins", planned.first, planned)
    turn.note("leave.ended", f"person/{turn.actor}")
    left = await handing.in_hand(turn)
    await turn.reply(
        "duty/on", number=len(left), ahead=leave.first > today,
        first=planned.first if planned else None, last=planned.last if planned else None,
    )  # fmt: skip


async def _planned(turn: Turn) -> Leave | None:
    """A later leave that had been planned before this one."""
    for timer in await waiting(turn.session, _subject(turn.actor)):
        if timer.kind == "leave.planned":
            return _leave(timer)
    return None


def _leave(timer: TimerRow) -> Leave:
    return Leave(*(date.fromisoformat(str(timer.facts[name])) for name in ("first", "last")))


async def set_for(turn: Turn, person: PersonRow, leave: Leave | None, *, hand: bool) -> None:
    """The office says that somebody is off, or back; with `hand` what nobody has taken goes on."""
    clerk, turn.person = turn.person, person
    try:
        await cancel(turn.session, _subject(person.id), turn.now)
        await _write(turn, leave)
        if leave is not None:
            await news.tell_others(turn, leave, news.substitutes(turn, leave))
        if leave is not None and hand:
            if leave.covers(turn.world.today(turn.now)):
                await handing.hand_out(turn)
            else:
                await _plan(turn, "leave.begins", leave.first, leave)
    finally:
        turn.person = clerk
    facts = {"first": leave.first.isoformat(), "last": leave.last.isoformat()} if leave else {}
    turn.note("leave.set" if leave else "leave.ended", f"person/{person.id}", **facts)


async def begins(turn: Turn, timer: TimerRow) -> None:
    """The first day of a leave that was said before: what nobody has taken goes on."""
    await _as(turn, timer)
    if turn.person is not None and await _current(turn) == _leave(timer):
        await handing.hand_out(turn)


async def planned_begins(turn: Turn, timer: TimerRow) -> None:
    """A leave is over that stood before a planned one: the planned one is set again."""
    await _as(turn, timer)
    if turn.person is None:
        return
    leave = _leave(timer)
    await _write(turn, leave)
    if leave.covers(turn.world.today(turn.now)):
        await handing.hand_out(turn)
    else:
        await _plan(turn, "leave.begins", leave.first, leave)


async def _as(turn: Turn, timer: TimerRow) -> None:
    """What was said before is done now, in the name of whoever said it."""
    turn.person = await turn.session.get(PersonRow, int(timer.facts["person"]))


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Until when, and what becomes of what was taken."""
    if question.person_id != turn.actor:
        raise NotAllowed(act=choice.verb)
    if question.answered_at is not None:
        return  # pressed twice
    await turn.close_question(question)
    if choice.verb == "duty.off":
        await go_off(
            turn, Leave(*(date.fromisoformat(str(choice.facts[n])) for n in ("first", "last")))
        )
    elif choice.verb == "duty.hand_all":
        await handing.hand_all(turn, question)
    await turn.take_buttons_away(question)


FIRES = {"leave.begins": begins, "leave.planned": planned_begins}
