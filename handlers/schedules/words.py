"""What an officer writes about what recurs: shown back with its dates or its line, kept by a press."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.places import PlaceKind
from domain.refusals import NotAllowed, Refusal
from domain.schedules import (
    Answer,
    BadSchedule,
    Change,
    Occurrence,
    Schedule,
    answer_for,
    matching,
    services_of,
)
from domain.schedules.questions import read_asked
from domain.schedules.said import (
    SEVERAL,
    Arranged,
    Changed,
    Wish,
    arranged,
    changed,
    day_meant,
    hour_meant,
    nameless,
    shifted,
)
from domain.understanding.grammar import said_in
from handlers import announcements
from handlers.schedules import after, changing, making, shelf, standing
from handlers.schedules.making import LunarOrNot, Plan
from handlers.tickets.parts import DESK
from handlers.turn import Asking, Offer, Turn
from storage import schedules
from storage.chats import bound_groups
from storage.questions import ChoiceRow, QuestionRow
from storage.schedules import ScheduleRow

TOLD_LATELY = timedelta(days=40)


class WhichSchedule(Refusal):
    """Several schedules may be meant (`names`)."""


class DayUnclear(Refusal):
    """The day to which it is moved cannot be made out (`words`)."""


class HourMissing(Refusal):
    """Only a part of the day is named for it (`words`)."""


async def asked_in_words(turn: Turn) -> bool:
    """`每月7号上午9点 …` and `这个月理发师请假,改到9号`, from whoever decides about it."""
    text = turn.said.text
    if not text or turn.said.heard or text.startswith("/"):
        return False
    wanted = changed(text)
    if wanted is not None and await _change(turn, wanted):
        return True
    if turn.in_group or not turn.world.organisation.roles_of(turn.actor or 0):
        return False
    plan = arranged(text)
    return plan is not None and await _arrange(turn, plan)


async def _change(turn: Turn, wanted: Changed) -> bool:
    """What is wanted of one date, shown back in private with the line that the groups would hear."""
    mine = await _mine(turn)
    found = matching(wanted.about, [schedule for schedule, _ in mine.values()])
    if not found:
        found = await _spoken_of(turn, wanted, mine)
    if not found:
        return False
    if len(found) > 1:
        raise WhichSchedule(names=[schedule.name for schedule, _ in found[:4]])
    schedule, row = mine[found[0][0].id]
    if schedule.name and not matching(wanted.about, [schedule]):
        wanted = replace(wanted, about=f"{wanted.about}{found[0][1]}")
    day, change = await _meant(turn, schedule, wanted)
    stands, moment = await changing.preview(turn, schedule, row, day, change)
    groups = await announcements.audience_groups(turn, row.audience)
    facts = {
        "schedule": row.id, "planned": day.isoformat(), "cancelled": change.cancelled,
        "note": change.note,
        **{
            name: value.isoformat() if value else None
            for name, value in (
                ("moved_to", change.moved_to), ("start", change.start), ("end", change.end),
            )
        },
    }  # fmt: skip
    line = turn.words(f"schedules/{moment.value}", schedule=schedule.on(stands), occurrence=stands)
    said: dict[str, Any] = {
        "text": line, "groups": [group.name for group in groups],
        "offers": [[Offer("schedules.as_shown", facts), Offer("schedules.leave")]],
        "asking": Asking("schedule", person=turn.actor, facts=facts),
    }  # fmt: skip
    if turn.in_group:
        return await turn.tell(turn.actor or 0, "schedules/change_preview", **said) is not None
    await turn.reply("schedules/change_preview", **said)
    return True


async def _spoken_of(
    turn: Turn, wanted: Changed, mine: Mapping[int, tuple[Schedule, ScheduleRow]]
) -> list[tuple[Schedule, str]]:
    """`这次改成9号下午3点`: what the line quotes, or in private what the groups were told of last."""
    if not nameless(wanted.about):
        return []
    today = turn.world.today(turn.now)
    if turn.said.reply_to:
        numbers = await schedules.told_in(
            turn.session, turn.said.where, turn.said.reply_to, today - TOLD_LATELY
        )
    elif turn.in_group:
        return []
    else:
        numbers = await schedules.told_ahead(turn.session, today)
    found = [mine[number][0] for number in numbers if number in mine]
    asked = read_asked(wanted.about, today)
    if len(found) > 1 and (asked.day or asked.exact):
        changes = await standing.changes(turn, {one.id for one in found})
        answers = [
            (one, answer_for(services_of(one.name)[0] + wanted.about, [one],
                             turn.world.calendar, turn.now, changes))
            for one in found
        ]  # fmt: skip
        found = [one for one, known in answers if known and known.right_day]
    return [(one, services_of(one.name)[0]) for one in found]


async def _mine(turn: Turn) -> dict[int, tuple[Schedule, ScheduleRow]]:
    """What who speaks decides about."""
    known = await shelf.near(turn, None)
    serves = bool(turn.world.organisation.roles_of(turn.actor or 0))
    return {
        number: (schedule, row)
        for number, (schedule, row) in known.items()
        if row.person_id == turn.actor or (serves and await standing.decides(turn, row.audience))
    }


async def _meant(turn: Turn, schedule: Schedule, wanted: Changed) -> tuple[date, Change]:
    """The date that is meant, and what is to become of it."""
    calendar = turn.world.calendar
    changes = await standing.changes(turn, [schedule.id])
    known: Answer | None = answer_for(wanted.about, [schedule], calendar, turn.now, changes)
    one = known.occurrence if known else None
    if known is None or one is None or known.right_day is False:
        raise DayUnclear(words=wanted.about[:30])
    if known.gone:
        raise changing.DateGone(day=one.actual or one.planned)
    note = wanted.note[: changing.LONGEST_NOTE]
    if wanted.wish is Wish.NOTE:
        return one.planned, Change(note=note)
    if wanted.wish is Wish.CANCEL:
        return one.planned, Change(cancelled=True, note=note)
    if wanted.wish is Wish.CONFIRM:
        return one.planned, Change(moved_to=one.planned, note=note)
    return one.planned, replace(_moved(turn, schedule.on(one), one, wanted), note=note)


def _moved(turn: Turn, schedule: Schedule, one: Occurrence, wanted: Changed) -> Change:
    """To which day, which hour, or both."""
    calendar, day = turn.world.calendar, one.actual or one.planned
    if wanted.later is not None:
        day, start, end = shifted(day, schedule.start, schedule.end, wanted.later)
        if start is None and wanted.later % timedelta(days=1):
            raise DayUnclear(words=wanted.about[:30])
        return Change(moved_to=day, start=start, end=end)
    try:
        hour = hour_meant(wanted.to, schedule.start, turn.now, calendar)
    except BadSchedule:
        raise HourMissing(words=wanted.to[:30]) from None
    other = day_meant(wanted.to, one.planned, turn.now, calendar)
    if other is None and hour is None:
        raise DayUnclear(words=wanted.to[:30])
    start, end = hour or (None, None)
    return Change(moved_to=other or (day if hour else None), start=start, end=end)


async def _arrange(turn: Turn, said: Arranged) -> bool:
    """A schedule in one line, shown back as its next six dates."""
    roles = turn.world.organisation.roles_of(turn.actor or 0)
    if not any(role.role in DESK or role.area is None for role in roles) or said.start is None:
        return False
    if said.rule is None:
        raise LunarOrNot(words=said.written)
    audience, place, place_words, name = await _placed(turn, said.parts)
    plan = await making.checked(
        turn,
        Plan(
            name=name, written=said.written, start=said.start.isoformat("minutes"),
            end=said.end.isoformat("minutes") if said.end else None, audience=audience,
            place=place, place_words=place_words, bring=said.bring,
        ),
    )  # fmt: skip
    await making.must_be_new(turn, plan)
    schedule, dates = making.next_dates(turn, plan)
    groups = await announcements.audience_groups(turn, plan.audience)
    facts = {"plan": plan.facts()}
    await turn.reply(
        "schedules/preview", schedule=schedule, dates=dates, groups=[g.name for g in groups],
        offers=[[Offer("schedules.begin"), Offer("schedules.leave")]],
        asking=Asking("schedule", person=turn.actor, facts=facts),
    )  # fmt: skip
    return True


async def _placed(turn: Turn, parts: tuple[str, ...]) -> tuple[list[str], str | None, str, str]:
    """Whom it is for, where it is, and what it is, from the parts of a line."""
    where, what = (parts[0], parts[1:]) if len(parts) > 1 else ("", parts)
    place = await _named(turn, where) if where else None
    known = turn.world.places.get(place) if place else None
    spot = said_in(where, turn.world.places, None) if where and place is None else None
    near = spot.code if spot and spot.code and turn.world.places.get(spot.code) else None
    mine = [r.area for r in turn.world.organisation.roles_of(turn.actor or 0) if r.role in DESK]
    here = place or near or next((area for area in mine if area), announcements.EVERYBODY)
    audience = [_around(turn, here)]
    return audience, place if known else None, "" if known else where, SEVERAL.join(what)


def _around(turn: Turn, place: str) -> str:
    """A house's or a spot's date is told in its whole estate, or wherever the spot hangs."""
    known = turn.world.places.get(place)
    if known is None or known.kind not in (PlaceKind.BUILDING, PlaceKind.PUBLIC):
        return place
    estate = turn.world.places.estate_of(place)
    return estate.code if estate else known.parent or place


async def _named(turn: Turn, words: str) -> str | None:
    """The code of a place, an area or a group with this name."""
    known = {group.name: group.code or "" for group in await bound_groups(turn.session)}
    known |= {area.name: area.code for area in turn.world.organisation.areas.values()}
    known |= {place.name: place.code for place in turn.world.places}
    return known.get(words) or None


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """What was shown back is kept, or left."""
    if question.person_id != turn.actor:
        raise NotAllowed(act="schedule")
    if not await turn.close_question(question):
        return  # pressed twice
    await turn.take_buttons_away(question)
    if choice.verb == "schedules.as_shown":
        await _decided(turn, choice.facts)
    elif choice.verb == "schedules.give_thanks":
        await after.thank(turn, question.facts)
    elif choice.verb == "schedules.begin":
        row = await making.begin(turn, Plan(**question.facts["plan"]))
        await turn.reply("schedules/begun", schedule=standing.as_rule(turn, row))
    else:
        await turn.reply("schedules/left")


async def _decided(turn: Turn, facts: dict[str, object]) -> None:
    to, start, end = (str(facts.get(name) or "") for name in ("moved_to", "start", "end"))
    number, day = int(str(facts["schedule"])), date.fromisoformat(str(facts["planned"]))
    change = Change(
        date.fromisoformat(to) if to else None, cancelled=bool(facts.get("cancelled")),
        note=str(facts.get("note") or ""), start=standing.hour(start), end=standing.hour(end),
    )  # fmt: skip
    stands = await changing.decide(turn, number, day, change)
    schedule, _ = await standing.one(turn, number)
    await turn.reply(
        "schedules/decided",
        schedule=schedule.on(stands),
        occurrence=stands,
        at=turn.waking(),
        now=turn.now,
    )
