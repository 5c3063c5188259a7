"""Putting people into shifts: by the office, or by themselves; never against a rule."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.messages import Priority
from domain.refusals import NotAllowed, Refusal, Unknown
from domain.rosters.rules import Breach, BreachKind, Slot, breaches
from domain.rosters.states import (
    DUTIES,
    OPEN,
    DutyAct,
    DutyState,
    RosterOver,
    RosterState,
)
from handlers.rosters.views import (
    chiefs,
    duties,
    duty_view,
    member_of,
    must_decide,
    slot_of,
)
from handlers.turn import Asking, Offer, Turn
from storage import rosters
from storage.places import touch_revision
from storage.rosters import letting_go
from storage.rosters.tables import RosterMemberRow, RosterRow, RosterSlotRow, Stand

MINE = "roster.mine"


class RosterClash(Refusal):
    """Somebody cannot have this shift: it names what stands in the way."""


class ShiftFull(Refusal):
    """Every place of this shift is taken."""


async def slot_in(turn: Turn, number: int) -> tuple[RosterSlotRow, RosterRow]:
    """A shift and its roster, as long as people may be put into it."""
    slot = await turn.session.get(RosterSlotRow, number)
    if slot is None:
        raise Unknown
    roster = await rosters.roster(turn.session, slot.roster_id)
    assert roster is not None
    if roster.state not in OPEN or slot.ends <= turn.now:
        raise RosterOver(state=roster.state)
    return slot, roster


async def assign(turn: Turn, slot: int, member: int) -> Stand:
    """The office, or the chief, puts somebody into a shift; they hear of it once it is published."""
    shift, roster = await slot_in(turn, slot)
    must_decide(turn, roster)
    row = await turn.session.get(RosterMemberRow, member)
    if row is None or row.roster_id != roster.id:
        raise Unknown
    stand = await give(turn, shift, roster, row)
    turn.note("roster.assigned", f"roster/{roster.id}", duty=stand.duty.id)
    if roster.state == RosterState.PUBLISHED:
        await tell(turn, stand, "rosters/assigned", duty=(await duties(turn, [stand]))[0])
    return stand


async def take(turn: Turn, slot: int) -> Stand:
    """Somebody of the roster takes an open shift."""
    shift, roster = await slot_in(turn, slot)
    if roster.state != RosterState.PUBLISHED or shift.begins <= turn.now:
        raise RosterOver(state=roster.state)
    row = await rosters.member_of(turn.session, roster.id, turn.actor or 0)
    if row is None:
        raise NotAllowed(act="roster")
    stand = await give(turn, shift, roster, row)
    turn.note("roster.taken", f"roster/{roster.id}", duty=stand.duty.id)
    return stand


async def give(turn: Turn, slot: RosterSlotRow, roster: RosterRow, row: RosterMemberRow) -> Stand:
    """Give somebody a place of a shift, if no rule speaks against it."""
    await rosters.hold_people(turn.session, [row])
    await refuse_a_clash(turn, slot, roster, row)
    made = await rosters.seat(turn.session, slot, row.id, by=turn.actor, at=turn.now)
    if made is None:
        raise ShiftFull(post=slot.post, begins=slot.begins)
    if roster.state == RosterState.PUBLISHED:
        await touch_revision(turn.session)
    stand = await rosters.stand(turn.session, made)
    assert stand is not None
    return stand


async def refuse_a_clash(
    turn: Turn, slot: RosterSlotRow, roster: RosterRow, row: RosterMemberRow
) -> None:
    """Refuse, with what it clashes with, whatever breaks a rule."""
    held = [slot_of(one) for one in await rosters.beside(turn.session, row, slot)]
    wishes = await rosters.wishes(turn.session, [row.id])
    member = member_of(turn, row, roster, wishes)
    found = breaches(member, slot_of(slot), held, turn.world.calendar.zone)
    if row.person_id is not None and row.person_id == turn.actor:  # they know better by now
        found = [breach for breach in found if breach.kind is not BreachKind.WISH]
    if found:
        raise RosterClash(**await clash_facts(turn, row, slot_of(slot), found[0]))


async def clash_facts(
    turn: Turn, row: RosterMemberRow, slot: Slot, breach: Breach, *, name: str = ""
) -> dict[str, Any]:
    """What the sentence needs that names a clash; `name` where it is known already."""
    name = name or dict(await named_members(turn, row.roster_id)).get(row.id, "")
    return {
        "clash": {
            "name": name, "own": row.person_id == turn.actor,
            "kind": breach.kind.value, "slot": slot, "other": breach.other, "count": breach.count,
            "until": breach.until,
        }
    }  # fmt: skip


async def named_members(turn: Turn, roster: int) -> list[tuple[int, str]]:
    """The members of a roster and their names."""
    return [(row.id, name) for row, name in await rosters.members(turn.session, roster)]


async def tell(turn: Turn, stand: Stand, moment: str, **facts: Any) -> None:
    """Tell whoever has a duty; a human phones those who have no account."""
    asking = Asking(MINE, person=stand.member.person_id)
    await _tell(turn, stand, moment, facts, offers=[[give_up(stand)]], asking=asking)


async def tell_gone(turn: Turn, stand: Stand, moment: str, **facts: Any) -> None:
    """Tell somebody about a duty that is theirs no longer: there is nothing to press."""
    await _tell(turn, stand, moment, facts)


async def _tell(
    turn: Turn, stand: Stand, moment: str, facts: dict[str, Any], **buttons: Any
) -> None:
    subject, person = f"duty{stand.duty.id}", stand.member.person_id
    more: dict[str, Any] = {"name": stand.name, "title": stand.roster.title, **facts}
    if person is None:
        await turn.by_hand(None, moment, {"subject": subject, **more})
    elif person != turn.actor:
        await turn.tell(
            person, moment, subject=subject, or_by_hand=True, priority=Priority.TASK, hold=True,
            **buttons, **more,
        )  # fmt: skip


def give_up(stand: Stand) -> Offer:
    """The button that gives a duty back."""
    return Offer("rosters.give_up", {"duty": stand.duty.id})


async def own(turn: Turn, duty: int) -> Stand:
    """One's own duty. Raises Unknown where it is not theirs (any more)."""
    stand = await rosters.stand(turn.session, duty)
    if stand is None or stand.member.person_id is None or stand.member.person_id != turn.actor:
        raise Unknown
    return stand


async def leave(turn: Turn, duty: int) -> Stand:
    """Somebody gives a shift back before it begins; the chief knows at once."""
    stand = await own(turn, duty)
    if stand.slot.begins <= turn.now or stand.roster.state != RosterState.PUBLISHED:
        raise RosterOver(state=stand.duty.state)
    view = duty_view(stand)
    await free(turn, stand, DutyAct.LEAVE)
    turn.note("roster.left", f"roster/{stand.roster.id}", duty=duty)
    there = len(await rosters.in_slots(turn.session, [stand.slot.id]))
    for person in chiefs(turn, stand.roster):
        if person != turn.actor:
            await turn.tell(
                person, "rosters/left_chief", subject=f"duty{duty}/p{person}",
                priority=Priority.TASK, or_by_hand=True, name=stand.name, duty=view, there=there,
                fewest=stand.slot.fewest, asking=Asking(MINE, person=person),
                offers=[[Offer("rosters.fill", {"slot": stand.slot.id})]],
            )  # fmt: skip
    return stand


async def remove(turn: Turn, duty: int) -> Stand:
    """The office takes somebody off a shift."""
    stand = await rosters.stand(turn.session, duty)
    if stand is None:
        raise Unknown
    must_decide(turn, stand.roster)
    view = duty_view(stand)
    await free(turn, stand, DutyAct.LEAVE)
    turn.note("roster.removed", f"roster/{stand.roster.id}", duty=duty)
    ahead = stand.slot.ends > turn.now
    if stand.roster.state == RosterState.PUBLISHED and ahead:
        await tell_gone(turn, stand, "rosters/removed", duty=view)
    return stand


async def free(turn: Turn, stand: Stand, act: DutyAct) -> None:
    """A place of a shift is nobody's any more."""
    await rosters.hold_people(turn.session, [stand.member])
    now = await rosters.stand(turn.session, stand.duty.id)
    if now is None:
        raise RosterOver(state=DutyState.LEFT)
    now.duty.state = DUTIES.after(DutyState(now.duty.state), act).value
    now.duty.seat = now.duty.holder = None
    await turn.session.flush()
    if stand.roster.state == RosterState.PUBLISHED:
        await touch_revision(turn.session)


async def could(
    turn: Turn, slot: RosterSlotRow, roster: RosterRow, *, but: Iterable[int] = ()
) -> list[tuple[RosterMemberRow, str]]:
    """Who could have a shift without a breach, whoever has least first."""
    known = await rosters.members(turn.session, roster.id)
    held = await held_by(turn, roster, known)
    wishes = await rosters.wishes(turn.session, [row.id for row, _ in known])
    zone, gone = turn.world.calendar.zone, set(but)
    found = [
        (row, name)
        for row, name in known
        if row.id not in gone
        and all(one.id != slot.id for one in held[row.id])
        and not breaches(member_of(turn, row, roster, wishes), slot_of(slot), held[row.id], zone)
    ]
    return sorted(found, key=lambda one: (len(held[one[0].id]), one[0].id))


async def held_by(
    turn: Turn, roster: RosterRow, known: Sequence[tuple[RosterMemberRow, str]]
) -> dict[int, list[Slot]]:
    """Of each member the shifts that they have, here and in other rosters."""
    held: dict[int, list[Slot]] = {row.id: [] for row, _ in known}
    for stand in await rosters.stands(turn.session, roster.id):
        held[stand.member.id].append(slot_of(stand.slot))
    own = {row.person_id: row.id for row, _ in known if row.person_id is not None}
    for stand in await elsewhere(turn, roster, list(own)):
        held[own[stand.member.person_id or 0]].append(slot_of(stand.slot))
    return held


async def elsewhere(turn: Turn, roster: RosterRow, people: Sequence[int | None]) -> list[Stand]:
    """What these people have in other rosters around the days of this one."""
    begins, ends = around(turn, roster)
    known = {person for person in people if person is not None}
    return await rosters.elsewhere(turn.session, roster.id, known, begins, ends)


def around(turn: Turn, roster: RosterRow) -> tuple[datetime, datetime]:
    """From a roster's first instant to its last."""
    calendar = turn.world.calendar
    midnight = datetime.min.time()
    return (
        calendar.instant(roster.first, midnight),
        calendar.instant(roster.last + timedelta(days=2), midnight),
    )


async def leave_all(turn: Turn, person: int) -> None:
    """Somebody is to be known no more: their shifts ahead are free, and no roster leads to them."""
    for stand in await rosters.of_person(turn.session, person, turn.now, published=False):
        if stand.duty.state == DutyState.ASSIGNED:
            await free(turn, stand, DutyAct.LEAVE)
    await letting_go.unname(turn.session, person)
