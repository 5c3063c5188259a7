"""At the door: who is there is ticked; who was on the list and did not come is counted."""

from domain.refusals import Unknown
from domain.signups.states import (
    HELD,
    LIVE,
    EntryAct,
    EntryState,
    SignupAct,
    SignUpOver,
    SignupState,
    advance,
    moved,
)
from handlers.points import deductions, earned
from handlers.signups.leaving import must_decide
from handlers.turn import Turn
from storage import signups
from storage.signups import SignupEntryRow, SignupRow


async def tick(turn: Turn, number: int, entry: int, *, there: bool = True) -> None:
    """Somebody of the list is there, or was ticked by mistake."""
    row = await _ours(turn, number)
    one = await turn.session.get(SignupEntryRow, entry)
    if one is None or one.signup_id != row.id:
        raise Unknown
    wanted = EntryState.ATTENDED if there else EntryState.IN
    if one.state == wanted:
        return  # pressed twice
    act = EntryAct.ATTEND if there else EntryAct.UNDO
    one.state, one.changed_at = moved(EntryState(one.state), act).value, turn.now
    turn.note("signup.ticked" if there else "signup.unticked", f"signup/{row.id}", entry=one.id)


async def _ours(turn: Turn, number: int) -> SignupRow:
    row = await signups.held(turn.session, number)
    if row is None:
        raise Unknown
    must_decide(turn, row)
    if row.state not in HELD:
        raise SignUpOver(state=row.state)
    return row


async def settle(turn: Turn, number: int) -> list[SignupEntryRow]:
    """Who was there is known: the others are absent. Returns those who came.

    What their coming is worth is earned from here on; nothing is earned by having signed up.
    """
    row = await _ours(turn, number)
    if turn.now < row.at:
        raise SignUpOver(state=row.state)
    if row.state in LIVE:
        row.state = advance(SignupState(row.state), SignupAct.CLOSE).value
    row.state = advance(SignupState(row.state), SignupAct.SETTLE).value
    row.settled_at = turn.now
    rows = await signups.entries(turn.session, row.id)
    for one in rows:
        if one.state == EntryState.IN:
            one.state, one.changed_at = moved(EntryState.IN, EntryAct.MISS).value, turn.now
    await turn.session.flush()
    came = [one for one in rows if one.state == EntryState.ATTENDED]
    turn.note("signup.settled", f"signup/{row.id}", came=len(came))
    await earned.from_signup(turn, row, came)
    missed = [one for one in rows if one.state == EntryState.ABSENT]
    await deductions.count_absences(turn, missed, turn.world.calendar.day_of(row.at))
    return came
