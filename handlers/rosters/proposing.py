"""A proposal that the office looks at before it takes it over."""

import hashlib

from domain.refusals import Refusal
from domain.rosters.proposal import Proposal, propose
from domain.rosters.states import OPEN, DutyState, RosterOver, RosterState
from handlers.rosters.assigning import elsewhere
from handlers.rosters.making import tell_each
from handlers.rosters.views import member_of, must_decide, slot_of
from handlers.turn import Turn
from storage import rosters
from storage.places import touch_revision
from storage.rosters import RosterRow


class RosterChanged(Refusal):
    """Somebody changed the roster since the proposal was shown: it is to be looked at again."""


async def proposed(turn: Turn, row: RosterRow) -> tuple[Proposal, str]:
    """Who could stand where, and a mark by which it is known again."""
    must_decide(turn, row)
    if row.state not in OPEN:
        raise RosterOver(state=row.state)
    known = [one for one, _ in await rosters.members(turn.session, row.id)]
    wishes = await rosters.wishes(turn.session, [one.id for one in known])
    slots = [
        slot_of(one) for one in await rosters.slots(turn.session, row.id) if one.begins > turn.now
    ]
    stands = await rosters.stands(turn.session, row.id)
    own = {one.person_id: one.id for one in known if one.person_id is not None}
    others = await elsewhere(turn, row, list(own))
    past = [(one.member.id, slot_of(one.slot)) for one in stands if one.slot.begins <= turn.now]
    found = propose(
        slots, [member_of(turn, one, row, wishes) for one in known],
        [(one.member.id, one.slot.id) for one in stands if one.slot.begins > turn.now],
        turn.world.calendar.zone,
        [*past, *((own[one.member.person_id or 0], slot_of(one.slot)) for one in others)],
    )  # fmt: skip
    return found, hashlib.sha256(repr(found.new).encode()).hexdigest()[:16]


async def take_over(turn: Turn, row: RosterRow, mark: str) -> int:
    """What was shown becomes the roster. Returns how many shifts were given."""
    known = [one for one, _ in await rosters.members(turn.session, row.id)]
    await rosters.hold_people(turn.session, known)
    found, now = await proposed(turn, row)
    if now != mark:
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
