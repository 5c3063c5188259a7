"""What members, volunteers and workers write in private; whoever is none of these learns nothing by it."""

from collections.abc import Awaitable, Callable

from domain.areas import STAFF
from domain.members import words
from domain.members.reckoning import rule_on
from domain.members.states import PledgeAct, VolunteerState
from domain.members.words import Served
from domain.refusals import Refusal
from handlers import activities, people
from handlers.members import hours, pledging, register, volunteering
from handlers.rosters.words import danger
from handlers.turn import BUTTONS, Asking, Offer, Turn
from storage import members, volunteers
from storage.members import MemberRow
from storage.questions import ChoiceRow, QuestionRow
from storage.volunteers import VolunteerRow

WHICH, NOTED = "members.whose", "members.noted"
MOST_OFFERED = 6
LAST = 8  # entries that a chat shows; the sheet has them all


class NotByThatCode(Refusal):
    """The code is good, and for somebody who is on no register of members."""


async def said(turn: Turn) -> bool:
    """Whether a private line is one of these; then it is done."""
    if turn.in_group or turn.actor is None or not turn.said.text:
        return False
    for asked in ASKED:
        if await asked(turn):
            return True
    return False


async def _reports(turn: Turn) -> bool:
    """`报到`: from who is on no register, and has no code, it is no word of ours."""
    found = words.reports_in(turn.said.text)
    if found is None:
        return False
    if found.code:
        await people.start(turn, found.code)
    row = await members.by_person(turn.session, turn.actor or 0)
    if row is None or (row.left_at is not None and not found.code):
        if found.code:
            raise NotByThatCode
        return False
    new = await register.report_in(turn, row)
    year = turn.world.today(turn.now).year
    await turn.reply(
        "members/reported_in", subject=row.id, new=new, organisation=row.organisation,
        balance=await members.balance(turn.session, row.person_id, year),
    )  # fmt: skip
    return True


async def _member(turn: Turn) -> MemberRow | None:
    """The member who writes, where they serve here."""
    row = await members.by_person(turn.session, turn.actor or 0)
    here = row is not None and row.reported_at is not None and row.left_at is None
    return row if here else None


async def _points(turn: Turn) -> bool:
    row = await _member(turn) if words.asks_points(turn.said.text) else None
    if row is None:
        return False
    today = turn.world.today(turn.now)
    entries = await members.entries(turn.session, row.person_id, today.year)
    lines = [
        (one.day, rule_on(turn.world.member_items, one.rule, one.day).name, amount)
        for one, amount in reversed(entries)
    ]
    waiting = await members.open_claims(turn.session, None, member=row.id, year=today.year)
    await turn.reply(
        "members/my_points", subject=row.id, year=today.year, lines=lines[:LAST],
        more=max(0, len(lines) - LAST), waits=len(waiting),
        balance=await members.balance(turn.session, row.person_id, today.year),
    )  # fmt: skip
    return True


async def _pledges(turn: Turn) -> bool:
    text = turn.said.text
    promised, done, back = (
        words.pledges(text), words.pledge_done(text), words.pledge_taken_back(text),
    )  # fmt: skip
    if (promised, done, back) == (None, None, None) and not words.asks_pledges(text):
        return False
    row = await _member(turn)
    if row is None:
        return False
    if promised is not None:
        made = await pledging.pledge(turn, row, promised)
        await turn.reply("members/pledged", subject=made.id, number=made.id, text=made.text)
    elif done is not None:
        kept = await pledging.act(turn, done, PledgeAct.FINISH)
        await turn.reply("members/pledge_done", subject=kept.id, text=kept.text)
    elif back is not None:
        await pledging.act(turn, back, PledgeAct.WITHDRAW)
        await pledging.mine(turn, row)
    else:
        await pledging.mine(turn, row)
    return True


async def _volunteers(turn: Turn) -> bool:
    if words.stops_helping(turn.said.text):
        return await _stops(turn)
    wants = words.wants_to_help(turn.said.text)
    if wants is None or danger(turn):
        return False
    await volunteering.wants(turn, wants)
    return True


async def _stops(turn: Turn) -> bool:
    row = await volunteers.by_person(turn.session, turn.actor or 0)
    if row is None or row.state not in (VolunteerState.PENDING, VolunteerState.ACCEPTED):
        return False
    await volunteering.leave(turn, row)
    await turn.reply("members/volunteer_left", subject=row.id)
    return True


async def _own_hours(turn: Turn) -> bool:
    text = turn.said.text
    begins = words.checks_in(text)
    paper = words.asks_certificate(text)
    asks = paper or words.asks_hours(text)
    if begins is None and not words.checks_out(text) and not asks:
        return False
    row = await volunteers.by_person(turn.session, turn.actor or 0)
    if row is not None and row.state == VolunteerState.LEFT and asks:
        await hours.mine(turn, row, certificate=paper)  # what they gave is theirs
        return True
    if row is not None and row.state == VolunteerState.PENDING:
        await turn.reply("members/volunteer_pending", subject=row.id)
        return True
    if row is None or row.state != VolunteerState.ACCEPTED:
        return False
    if begins is not None:
        await hours.check_in(turn, row, begins)
    elif asks:
        await hours.mine(turn, row, certificate=paper)
    else:
        return await hours.check_out(turn, row)
    return True


async def _others_hours(turn: Turn) -> bool:
    """`老张今天扫雪2小时`, from staff: who is meant is asked where two may be."""
    told = words.served(turn.said.text)
    roles = turn.world.organisation.roles_of(turn.actor or 0)
    if told is None or not any(role.role in STAFF for role in roles):
        return False
    if danger(turn):
        return False
    rows = await volunteering.called(turn, _near(turn), told.who)
    if not rows:
        return False
    if len(rows) == 1:
        await _tell_hours(turn, rows[0][0], rows[0][1], told, turn.said.text)
        return True
    offers = [
        [Offer("members.this_one", {"volunteer": row.id}, label=name)]
        for row, name in rows[:MOST_OFFERED]
    ]
    asking = Asking(WHICH, person=turn.actor, facts={"text": turn.said.text})
    await turn.reply("members/which_volunteer", called=told.who, offers=offers, asking=asking)
    return True


def _near(turn: Turn) -> frozenset[str] | None:
    """The communities in which somebody of the staff works; None is everywhere."""
    org = turn.world.organisation
    roles = org.roles_of(turn.actor or 0)
    if any(role.area is None for role in roles):
        return None
    areas = (org.community_of(role.area) for role in roles)
    return frozenset(area.code for area in areas if area is not None)


async def _tell_hours(turn: Turn, row: VolunteerRow, name: str, told: Served, text: str) -> None:
    today = turn.world.today(turn.now)
    day = words.past_day(text, today)
    made = await hours.told(turn, row, told, day)
    await turn.reply(
        "members/hours_noted", subject=f"v{row.id}", name=name, what=told.what, day=day,
        minutes=told.minutes, again=made is None,
        asking=BUTTONS if made is None else Asking(NOTED, person=turn.actor),
        offers=[[Offer("members.mistaken", {"hours": made})]] if made else (),
    )  # fmt: skip


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Which of two volunteers was meant; or what was told of one was a mistake."""
    if choice.verb == "members.mistaken":
        await _mistaken(turn, int(choice.facts["hours"]), question)
    else:
        await _this_one(turn, choice, question)


async def _mistaken(turn: Turn, number: int, question: QuestionRow) -> None:
    if question.person_id != turn.actor or not await turn.close_question(question):
        return
    await turn.take_buttons_away(question)
    gone = await hours.withdraw(turn, number)
    await turn.reply(
        "members/hours_dropped", subject=gone.id, day=gone.day, what=gone.what,
        minutes=gone.minutes,
    )  # fmt: skip


async def _this_one(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    told = words.served(str(question.facts["text"]))
    number = int(choice.facts["volunteer"])
    near = await volunteering.called(turn, _near(turn), told.who) if told else []
    found = next(((row, name) for row, name in near if row.id == number), None)
    if told is None or found is None or question.person_id != turn.actor:
        return
    if await turn.close_question(question):
        await turn.take_buttons_away(question)
        await _tell_hours(turn, *found, told, str(question.facts["text"]))


ASKED: tuple[Callable[[Turn], Awaitable[bool]], ...] = (
    _reports, _points, _pledges, _own_hours, _volunteers, _others_hours,
    activities.said,
)  # fmt: skip
"""In this order; each tells whether the line was one of its own."""
