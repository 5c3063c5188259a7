"""A roster from its first line to the last: made, people put into it, published, withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from domain.messages import Priority
from domain.privacy import mask
from domain.refusals import NotAllowed, Refusal, Unknown
from domain.rosters.asked import Planned, planned, wishes
from domain.rosters.rules import LATE
from domain.rosters.states import OPEN, TABLE, RosterAct, RosterOver, RosterState
from handlers.projects import of_the_desk
from handlers.rosters.assigning import MINE, tell_gone
from handlers.rosters.views import duties, duty_view, must_decide, role_in
from handlers.turn import Asking, Offer, Turn
from storage import rosters
from storage.people import serving_named
from storage.places import touch_revision
from storage.rosters.tables import RosterRow, RosterSlotRow, RosterWishRow, Stand
from storage.timers import cancel, set_timer

LONGEST_TITLE = 30
MOST_DAYS, MOST_SLOTS, MOST_PEOPLE = 31, 10_000, 500
AHEAD = timedelta(days=400)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
GAPS_TOLD = time(10)  # of the day before: there is time to phone round
KEPT = timedelta(days=30)
MOST_WEEKLY = 14


class RosterNeeds(Refusal):
    """A roster needs a title, some days, posts with shifts, and people; what is missing is said."""


class SlotNotEmpty(Refusal):
    """Somebody has this shift, or had it: they are taken off first, and what was stays on record."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a roster is to be."""

    title: str
    community: str
    first: date
    last: date
    shifts: Sequence[Planned]
    area: str | None = None
    """For which area those on duty are asked; None: the whole community."""
    people: Sequence[int] = field(default=())
    names: Sequence[str] = field(default=())
    """Of whoever may have no account."""
    chief: int | None = None
    weekly: int = 4
    answers: bool = True


async def make(turn: Turn, plan: Plan) -> RosterRow:
    """Draft it: nobody hears of it yet."""
    if not of_the_desk(turn, plan.community):
        raise NotAllowed(act="roster")
    _must_hold(turn, plan)
    row = RosterRow(
        state=RosterState.DRAFTED.value, title=mask(plan.title.strip())[:LONGEST_TITLE],
        community=plan.community, area=plan.area or plan.community, first=plan.first,
        last=plan.last, chief_id=plan.chief or turn.actor, weekly=plan.weekly,
        answers=plan.answers, made_by=turn.actor, made_at=turn.now,
    )  # fmt: skip
    turn.session.add(row)
    await turn.session.flush()
    await rosters.add_slots(turn.session, _slots(turn, row.id, plan))
    await add_people(turn, row, plan.people, plan.names)
    turn.note("roster.made", f"roster/{row.id}")
    return row


def _must_hold(turn: Turn, plan: Plan) -> None:
    days = (plan.last - plan.first).days + 1
    if not plan.title.strip():
        raise RosterNeeds(what="title")
    ahead = turn.world.today(turn.now) <= plan.last <= turn.world.today(turn.now + AHEAD)
    if not 0 < days <= MOST_DAYS or not ahead:
        raise RosterNeeds(what="days")
    if not plan.shifts or len(plan.shifts) * days > MOST_SLOTS:
        raise RosterNeeds(what="shifts")
    if not 0 < plan.weekly <= MOST_WEEKLY:
        raise RosterNeeds(what="weekly")


def _slots(turn: Turn, roster: int, plan: Plan) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for n in range((plan.last - plan.first).days + 1):
        for one in plan.shifts:
            begins, ends = one.on(plan.first + n * A_DAY, turn.world.calendar)
            found.append(
                {"roster_id": roster, "post": mask(one.post), "begins": begins, "ends": ends,
                 "fewest": one.fewest, "most": one.most}
            )  # fmt: skip
    return found


async def add_people(
    turn: Turn, row: RosterRow, people: Iterable[int], names: Sequence[str] = ()
) -> None:
    """Let these be put into it; a name of somebody who serves here is that person."""
    known = await serving_named(turn.session, names, areas_of(turn, row.community))
    unknown = [name for name in names if name not in known]
    chosen = dict.fromkeys([*people, *known.values()])
    allowed = {person for person in chosen if serves_near(turn, person, row.community)}
    there = len(await rosters.members(turn.session, row.id))
    if there + len(allowed) + len(unknown) > MOST_PEOPLE:
        raise RosterNeeds(what="people")
    for person in (one for one in chosen if one in allowed):
        role = role_in(turn, person)
        await rosters.add_member(turn.session, row.id, person=person, name=None, role=role)
    for name in unknown:
        await rosters.add_member(
            turn.session, row.id, person=None, name=mask(name), role="volunteer"
        )


async def more_people(
    turn: Turn, row: RosterRow, people: Sequence[int], names: Sequence[str]
) -> None:
    """Whoever comes along later: they are told of nothing until they have a shift."""
    must_decide(turn, row)
    if row.state not in OPEN:
        raise RosterOver(state=row.state)
    await add_people(turn, row, people, names)
    turn.note("roster.people", f"roster/{row.id}")


async def more_shifts(turn: Turn, row: RosterRow, text: str) -> None:
    """More posts or hours, from today on; what is there already is left as it is."""
    must_decide(turn, row)
    if row.state not in OPEN:
        raise RosterOver(state=row.state)
    first = max(row.first, turn.world.today(turn.now))
    plan = Plan(row.title, row.community, first, row.last, planned(text), weekly=row.weekly)
    _must_hold(turn, plan)
    await rosters.add_slots(turn.session, _slots(turn, row.id, plan))
    turn.note("roster.shifts", f"roster/{row.id}")
    if row.state == RosterState.PUBLISHED:
        await _plan_ahead(turn, row)


async def drop_slot(turn: Turn, row: RosterRow, number: int) -> None:
    """A shift that nobody has or had is not needed after all."""
    must_decide(turn, row)
    slot = await turn.session.get(RosterSlotRow, number)
    if slot is None or slot.roster_id != row.id:
        raise Unknown
    if not await rosters.drop(turn.session, slot):
        raise SlotNotEmpty
    turn.note("roster.dropped", f"roster/{row.id}", slot=number)


def areas_of(turn: Turn, community: str) -> list[str]:
    """A community and the areas in it."""
    organisation = turn.world.organisation
    return [
        code
        for code in organisation.areas
        if (home := organisation.community_of(code)) is not None and home.code == community
    ]


def serves_near(turn: Turn, person: int, community: str) -> bool:
    """Whether somebody serves in a community, or for the whole street."""
    near = set(areas_of(turn, community))
    roles = turn.world.organisation.roles_of(person)
    return any(role.area in near or role.area is None for role in roles)


async def add_wishes(turn: Turn, row: RosterRow, text: str) -> int:
    """`王芳 周六不行`, a line each. Returns how many were noted."""
    must_decide(turn, row)
    named = {name: one.id for one, name in await rosters.members(turn.session, row.id)}
    found = wishes(text, turn.now, turn.world.calendar)
    for name, wish in found:
        if name not in named:
            raise RosterNeeds(what="member")
        turn.session.add(
            RosterWishRow(
                member_id=named[name], day=wish.day, weekday=wish.weekday, hour=wish.hour,
                hard=wish.hard,
            )
        )  # fmt: skip
    turn.note("roster.wishes", f"roster/{row.id}", count=len(found))
    return len(found)


async def publish(turn: Turn, row: RosterRow) -> None:
    """From now on it holds: each hears of their shifts once, and is asked when they are on duty."""
    must_decide(turn, row)
    stands = await rosters.stands(turn.session, row.id)
    if not await rosters.members(turn.session, row.id):
        raise RosterNeeds(what="people")
    row.state = TABLE.after(RosterState(row.state), RosterAct.PUBLISH).value
    row.published_at = turn.now
    turn.note("roster.published", f"roster/{row.id}")
    await _plan_ahead(turn, row)
    await touch_revision(turn.session)
    await tell_each(turn, row, stands)


async def tell_each(turn: Turn, row: RosterRow, stands: Sequence[Stand]) -> None:
    """One message each, with all their shifts; a human phones whoever has no account."""
    views = {one.id: one for one in await duties(turn, stands)}
    mine: dict[int, list[Stand]] = {}
    for stand in stands:
        if stand.slot.ends > turn.now:
            mine.setdefault(stand.member.id, []).append(stand)
    for found in mine.values():
        member, name = found[0].member, found[0].name
        facts = {
            "title": row.title, "name": name, "duties": [views[one.duty.id] for one in found],
            "subject": f"roster{row.id}/m{member.id}",
        }  # fmt: skip
        if member.person_id is None:
            await turn.by_hand(None, "rosters/published", facts)
        else:
            await turn.tell(
                member.person_id, "rosters/published", or_by_hand=True, hold=True,
                priority=Priority.TASK, asking=Asking(MINE, person=member.person_id),
                offers=[[Offer("rosters.swap", {"roster": row.id})]], **facts,
            )  # fmt: skip


async def _plan_ahead(turn: Turn, row: RosterRow) -> None:
    """What is due about it: of each hour of beginning the eve, the hour before, and who is missing."""
    slots = await rosters.slots(turn.session, row.id)
    calendar, about = turn.world.calendar, f"roster/{row.id}"
    due: list[tuple[str, datetime, datetime]] = []
    for begins in sorted({slot.begins for slot in slots}):
        due += [
            ("roster.eve", begins, begins - A_DAY), ("roster.hour", begins, begins - AN_HOUR),
            ("roster.missing", begins, begins + LATE),
        ]  # fmt: skip
    for day in sorted({calendar.day_of(slot.begins) for slot in slots}):
        midnight = calendar.instant(day, time())
        due.append(("roster.gaps", midnight, calendar.instant(day - A_DAY, GAPS_TOLD)))
    last = max(slot.ends for slot in slots)
    due += [("roster.over", last, last), ("roster.forget", last, last + KEPT)]
    for kind, begins, at in due:
        if at > turn.now:
            await set_timer(
                turn.session, f"{about}/{kind}/{begins.isoformat()}", kind, at, subject=about,
                roster=row.id, begins=begins.isoformat(),
            )  # fmt: skip


async def withdraw(turn: Turn, row: RosterRow) -> None:
    """It does not hold any more: whoever had a shift ahead is told once."""
    must_decide(turn, row)
    told = row.state == RosterState.PUBLISHED
    row.state = TABLE.after(RosterState(row.state), RosterAct.WITHDRAW).value
    turn.note("roster.withdrawn", f"roster/{row.id}")
    await cancel(turn.session, f"roster/{row.id}", turn.now)
    at = turn.now + KEPT
    await set_timer(
        turn.session, f"roster/{row.id}/forget", "roster.forget", at, roster=row.id,
        begins=turn.now.isoformat(),
    )  # fmt: skip
    await touch_revision(turn.session)
    if told:
        first: dict[int, Stand] = {}
        for stand in await rosters.stands(turn.session, row.id):
            if stand.slot.begins > turn.now:
                first.setdefault(stand.member.id, stand)
        for stand in first.values():
            await tell_gone(turn, stand, "rosters/withdrawn", duty=duty_view(stand))


async def found(turn: Turn, number: int) -> RosterRow:
    """A roster by its number."""
    row = await rosters.roster(turn.session, number)
    if row is None:
        raise Unknown
    return row
