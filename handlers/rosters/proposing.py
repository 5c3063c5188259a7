"""A proposal that the office looks at before it takes it over."""

import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain.refusals import Refusal
from domain.rosters.proposal import Proposal, propose
from domain.rosters.rules import Member, Slot
from domain.rosters.states import OPEN, DutyState, RosterOver, RosterState
from handlers.rosters.assigning import elsewhere
from handlers.rosters.making import tell_each
from handlers.rosters.views import member_of, must_decide, slot_of
from handlers.turn import Turn
from storage import rosters
from storage.places import touch_revision
from storage.rosters.tables import RosterRow


class RosterChanged(Refusal):
    """Somebody changed the roster since the proposal was shown: it is to be looked at again."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a proposal is made from."""

    slots: tuple[Slot, ...]
    members: tuple[Member, ...]
    given: tuple[tuple[int, int], ...]
    elsewhere: tuple[tuple[int, Slot], ...]
    zone: ZoneInfo

    @property
    def mark(self) -> str:
        """The same as long as nothing has changed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def propose(self) -> Proposal:
        """Who could stand where; it takes seconds where there are hundreds, and no session."""
        return propose(self.slots, self.members, self.given, self.zone, self.elsewhere)


async def basis(turn: Turn, row: RosterRow) -> Basis:
    """What is known of a roster's shifts ahead, and of its people."""
    must_decide(turn, row)
    if row.state not in OPEN:
        raise RosterOver(state=row.state)
    known = [one for one, _ in await rosters.members(turn.session, row.id)]
    wishes = await rosters.wishes(turn.session, [one.id for one in known])
    slots = await rosters.slots(turn.session, row.id)
    stands = await rosters.stands(turn.session, row.id)
    own = {one.person_id: one.id for one in known if one.person_id is not None}
    others = await elsewhere(turn, row, list(own))
    past = [(one.member.id, slot_of(one.slot)) for one in stands if one.slot.begins <= turn.now]
    return Basis(
        tuple(slot_of(one) for one in slots if one.begins > turn.now),
        tuple(member_of(turn, one, row, wishes) for one in known),
        tuple((one.member.id, one.slot.id) for one in stands if one.slot.begins > turn.now),
        (*past, *((own[one.member.person_id or 0], slot_of(one.slot)) for one in others)),
        turn.world.calendar.zone,
    )


async def take_over(turn: Turn, row: RosterRow, found: Proposal, mark: str) -> int:
    """What was shown becomes the roster. Returns how many shifts were given."""
    known = [one for one, _ in await rosters.members(turn.session, row.id)]
    await rosters.hold_people(turn.session, known)
    if (await basis(turn, row)).mark != mark:
        raise RosterChanged
    taken: dict[int, set[int]] = {}
    for stand in await rosters.stands(turn.session, row.id):
        taken.setdefault(stand.slot.id, set()).add(stand.duty.seat or 0)
    rows = []
    for member, slot in found.new:
        held = taken.setdefault(slot, set())
        seat = next(n for n in range(1, len(held) + 2) if n not in held)
        held.add(seat)
        rows.append(
            {"slot_id": slot, "seat": seat, "holder": member, "member_id": member, "note": "",
             "state": DutyState.ASSIGNED.value, "made_at": turn.now, "by_id": turn.actor}
        )  # fmt: skip
    made = await rosters.seat_all(turn.session, rows)
    turn.note("roster.filled", f"roster/{row.id}", duties=len(made))
    if row.state == RosterState.PUBLISHED:
        await touch_revision(turn.session)
        new = [one for one in await rosters.stands(turn.session, row.id) if one.duty.id in made]
        await tell_each(turn, row, new)
    return len(made)
