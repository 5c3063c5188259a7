"""The counter of activities: fed by closed tickets, sign-ups held, the office, and one line of a worker."""

import hashlib
from datetime import date, datetime

from domain.activities import (
    MOST_AT_ONCE,
    MOST_PEOPLE,
    ActivityKind,
    ActivityNeeds,
    Line,
    kind_of,
    kind_of_matter,
    line,
    tells_apart,
)
from domain.members.words import past_day, plain
from domain.privacy import mask
from domain.privacy.homes import hide_home
from domain.refusals import NotAllowed, Unknown
from handlers.projects import of_the_desk
from handlers.rosters.words import danger
from handlers.tickets.verbs.taking_back import WITHIN, NothingToUndo
from handlers.turn import BUTTONS, Asking, Offer, Turn
from storage import activities, questions, work_done
from storage.activities import ActivityRow
from storage.questions import ChoiceRow, QuestionRow

WHICH, MINE = "activities.same", "activities.mine"
SAID = "said/"
"""How the source of what somebody told in a line begins."""
WHAT = 40  # characters


async def gather(turn: Turn, since: datetime) -> None:
    """What was closed and held since then, each once; of a ticket only kind and day."""
    today = turn.world.today
    for ticket in await work_done.closed_tickets(turn.session, since):
        assert ticket.closed_at is not None
        await activities.count_in(
            turn.session, source=f"ticket/{ticket.id}", community=ticket.community,
            kind=kind_of_matter(ticket.category).value, day=today(ticket.closed_at), what="",
            made_at=turn.now,
        )  # fmt: skip
    for row, came in await work_done.held_signups(turn.session, since):
        await activities.count_in(
            turn.session, source=f"signup/{row.id}", community=row.community, heads=came,
            kind=(kind_of(row.title) or ActivityKind.HELP).value, day=today(row.at),
            what=row.title[:WHAT], made_at=turn.now,
        )  # fmt: skip


async def enter(
    turn: Turn, community: str, kind: str, day: date, what: str, times: int, heads: int | None
) -> None:
    """The office enters what was done on a day, several times at once where it was.

    Raises:
        NotAllowed, ActivityNeeds.

    """
    if not of_the_desk(turn, community):
        raise NotAllowed(act="activity")
    if kind not in set(ActivityKind):
        raise ActivityNeeds(what="kind")
    if day > turn.world.today(turn.now):
        raise ActivityNeeds(what="day")
    if not 0 < times <= MOST_AT_ONCE or not 0 <= (heads or 0) <= MOST_PEOPLE:
        raise ActivityNeeds(what="times")
    await activities.count_in(
        turn.session, source=f"form/{turn.event}", community=community, kind=kind, day=day,
        what=_what(what), times=times, heads=heads, by_id=turn.actor,
        made_at=turn.now,
    )  # fmt: skip
    turn.note("activity.entered", f"area/{community}", kind=kind, times=times)


async def drop(turn: Turn, number: int) -> None:
    """What was counted by mistake counts no more, and is not counted again. Raises Unknown, NotAllowed."""
    row = await turn.session.get(ActivityRow, number)
    if row is None:
        raise Unknown
    if not of_the_desk(turn, row.community):
        raise NotAllowed(act="activity")
    turn.note("activity.dropped", f"activity/{row.id}", times=row.times)
    row.times = 0


async def sort(turn: Turn, number: int, kind: str) -> None:
    """Somebody of the desk knows better what kind it was. Raises Unknown, NotAllowed, ActivityNeeds."""
    row = await turn.session.get(ActivityRow, number)
    if row is None:
        raise Unknown
    if not of_the_desk(turn, row.community):
        raise NotAllowed(act="activity")
    if kind not in set(ActivityKind):
        raise ActivityNeeds(what="kind")
    turn.note("activity.sorted", f"activity/{row.id}", before=row.kind, after=kind)
    row.kind = kind


async def said(turn: Turn) -> bool:
    """`今天3栋楼道清扫,5个人` in private, from whoever serves: counted once."""
    if turn.in_group:
        return False
    apart = tells_apart(turn.said.text)
    if apart is not None:
        return await _settled_in_words(turn, apart=apart)
    if turn.said.reply_to:
        return False
    told = line(turn.said.text)
    community = _community(turn) if told else None
    if told is None or community is None or danger(turn):
        return False
    day = _day(turn, told)
    like = await activities.alike(turn.session, community, told.kind, day)
    like = like or await _other_words(turn, told, community, day)
    if like is None:
        await _count(turn, told, community, day)
        return True
    offers = [[Offer("activities.same"), Offer("activities.another_one")]]
    asking = Asking(WHICH, person=turn.actor, facts={"text": turn.said.text, "day": str(day)})
    await turn.reply("activities/same_as", what=like.what, day=day, offers=offers, asking=asking)
    return True


async def _settled_in_words(turn: Turn, *, apart: bool) -> bool:
    """`是另一次`, written instead of pressed."""
    waiting = await questions.open_of(turn.session, turn.actor or 0, WHICH, turn.now)
    if waiting:
        await _settle(turn, waiting[0], apart=apart)
    return bool(waiting)


async def _other_words(turn: Turn, told: Line, community: str, day: date) -> ActivityRow | None:
    """What was counted of that house or in those words, where another said so, or in other words."""
    row = await activities.by_source(turn.session, _source(told, community, day))
    same = row is None or (row.by_id == turn.actor and row.what == _what(told.what))
    return None if same else row


def _what(text: str) -> str:
    return hide_home(mask(text.strip()))[:WHAT]


def _source(told: Line, community: str, day: date) -> str:
    mark = told.building or hashlib.sha256(plain(told.what).encode()).hexdigest()[:12]
    return f"{SAID}{community}/{day}/{told.kind.value}/{mark}"


def _community(turn: Turn) -> str | None:
    """Where whoever serves does so."""
    org = turn.world.organisation
    for role in org.roles_of(turn.actor or 0):
        area = org.community_of(role.area) if role.area else None
        if area is not None:
            return area.code
    return None


def _day(turn: Turn, told: Line) -> date:
    """The day they name, which is over or today."""
    return past_day(told.day, turn.world.today(turn.now))


async def _count(turn: Turn, told: Line, community: str, day: date, *, apart: bool = False) -> None:
    source = _source(told, community, day) + (f"/{turn.event}" if apart else "")
    made = await activities.count_in(
        turn.session, source=source, community=community, kind=told.kind.value, day=day,
        what=_what(told.what), heads=told.heads, by_id=turn.actor,
        made_at=turn.now,
    )  # fmt: skip
    mine = None if made is None else Asking(MINE, person=turn.actor, lasts=WITHIN)
    await turn.reply(
        "activities/counted", subject=source, kind=told.kind.value, day=day, heads=told.heads,
        again=made is None, asking=mine or BUTTONS,
        offers=[[Offer("activities.mistaken", {"activity": made})]] if mine else (),
    )  # fmt: skip


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """It was what is counted already, or something else; or it was a mistake."""
    if choice.verb != "activities.mistaken":
        await _settle(turn, question, apart=choice.verb == "activities.another_one")
    elif question.person_id == turn.actor and await turn.close_question(question):
        await turn.take_buttons_away(question)
        row = await withdraw(turn, int(choice.facts["activity"]))
        await turn.reply("activities/dropped", subject=row.id, what=row.what, day=row.day)


async def withdraw(turn: Turn, number: int) -> ActivityRow:
    """Whoever told of it in a line takes it back; said again, it counts again.

    Raises:
        Unknown, NothingToUndo.

    """
    row = await turn.session.get(ActivityRow, number)
    if row is None or row.by_id != turn.actor or not row.source.startswith(SAID):
        raise Unknown
    if turn.now - row.made_at > WITHIN:
        raise NothingToUndo
    if row.times:
        row.times, row.source = 0, f"{row.source}/back/{turn.event}"
        turn.note("activity.withdrawn", f"activity/{row.id}")
    return row


async def just_told(turn: Turn) -> list[ActivityRow]:
    """What somebody has told of in a line, and may still take back."""
    since = turn.now - WITHIN
    return await activities.told_by(turn.session, turn.actor or 0, since, begins=SAID)


async def _settle(turn: Turn, question: QuestionRow, *, apart: bool) -> None:
    told, community = line(str(question.facts["text"])), _community(turn)
    if told is None or community is None or not await turn.close_question(question):
        return
    await turn.take_buttons_away(question)
    day = date.fromisoformat(str(question.facts["day"]))
    if apart:
        await _count(turn, told, community, day, apart=True)
    else:
        await turn.reply(
            "activities/counted", kind=told.kind.value, day=day, heads=told.heads, again=True
        )
