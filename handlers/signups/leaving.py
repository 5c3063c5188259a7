"""Giving places back, and who moves up into them."""

from collections.abc import Sequence
from typing import Any

from domain.messages import Priority
from domain.refusals import NotAllowed, Unknown
from domain.signups.book import moving_up
from domain.signups.states import ACTIVE, HELD, EntryAct, EntryState, SignUpOver, moved
from handlers.projects import of_the_desk
from handlers.signups.joining import counted
from handlers.signups.opening import EVE, cannot_come, is_ahead
from handlers.signups.telling import hear
from handlers.signups.views import coming, seats, terms, view
from handlers.turn import Asking, Offer, Turn
from storage import signups
from storage.signups import SignupEntryRow, SignupRow

LEAVE_ASKED = "signup.leave_asked"
"""On record, so that whoever said beforehand that they cannot come is not absent without a word."""


async def leave(
    turn: Turn, number: int, *, whom: str = "", loosely: bool = False, heads: int | None = None
) -> None:
    """Somebody cannot come: their places are free at once, or the organiser is asked."""
    row = await _held(turn, number)
    rows = await signups.entries(turn.session, row.id)
    mine = [one for one in rows if one.person_id == turn.actor and one.state in ACTIVE]
    if whom:
        theirs = [one for one in mine if one.whom == whom]
        mine = theirs or ([one for one in mine if not one.whom] if loosely else [])
    if heads:
        mine = mine[-heads:]
    if not mine:
        await hear(turn, "signups/none_of_yours", row.id, more={})
    elif not is_ahead(row, turn.now):
        raise SignUpOver(state=row.state)
    elif turn.now <= row.cancel_until or not coming(mine):
        await give_back(turn, row, rows, mine)
        about = view(row, rows)
        await hear(turn, "signups/left", row.id, more={}, signup=about, places=len(mine))
    else:
        await _ask_organiser(turn, row, rows, mine)


async def _held(turn: Turn, number: int) -> SignupRow:
    row = await signups.held(turn.session, number)
    if row is None:
        raise Unknown
    return row


async def give_back(
    turn: Turn, row: SignupRow, rows: list[SignupEntryRow], gone: Sequence[SignupEntryRow]
) -> None:
    """These places are nobody's any more; whoever waits longest has them now, and hears of it."""
    for one in gone:
        one.state = moved(EntryState(one.state), EntryAct.CANCEL).value
        one.slot, one.changed_at = None, turn.now
        rows.remove(one)
    turn.note("signup.left", f"signup/{row.id}", places=len(gone))
    up = set(moving_up(terms(row), seats(rows)))
    for one in rows:
        if one.slot in up and is_ahead(row, turn.now):
            one.state, one.changed_at = moved(EntryState.WAITING, EntryAct.MOVE_UP).value, turn.now
            await _tell_moved_up(turn, row, rows, one)
    await turn.session.flush()
    if row.state in HELD:
        await counted(turn, row, rows)


async def _tell_moved_up(
    turn: Turn, row: SignupRow, rows: list[SignupEntryRow], one: SignupEntryRow
) -> None:
    """Who was waiting hears that there is a place; a human tells whoever is only on a list."""
    facts: dict[str, Any] = {"signup": view(row, rows), "whom": one.whom, "called": one.called}
    subject = f"signup{row.id}/e{one.id}"
    if one.person_id is not None:
        await turn.tell(
            one.person_id, "signups/moved_up", subject=subject, priority=Priority.REMINDER,
            hold=True, or_by_hand=bool(one.called), offers=[[cannot_come(row)]],
            asking=Asking(EVE, person=one.person_id), **facts,
        )  # fmt: skip
    else:
        await turn.by_hand(None, "signups/moved_up", {"subject": subject, **facts})


async def _ask_organiser(
    turn: Turn, row: SignupRow, rows: list[SignupEntryRow], mine: list[SignupEntryRow]
) -> None:
    """After the set hour the organiser decides: meat may be bought already."""
    facts: dict[str, Any] = {
        "signup": view(row, rows), "places": len(mine), "place": coming(rows).index(mine[0]) + 1,
        "called": mine[0].called, "building": mine[0].building,
    }  # fmt: skip
    turn.note(LEAVE_ASKED, f"signup/{row.id}")
    await hear(turn, "signups/asked_organiser", row.id, more={}, signup=facts["signup"])
    offer = Offer("signups.free_place", {"signup": row.id, "entries": [one.id for one in mine]})
    for person in _organisers(turn, row):
        await turn.tell(
            person, "signups/late_leave", subject=f"signup{row.id}/e{mine[0].id}/p{person}",
            priority=Priority.TASK, offers=[[offer]], asking=Asking(EVE, person=person), **facts,
        )  # fmt: skip


def _organisers(turn: Turn, row: SignupRow) -> list[int]:
    """Who opened it; where they are gone, the community's desk."""
    if row.organiser_id is not None:
        return [row.organiser_id]
    desk = turn.world.organisation.desk(row.community, turn.world.today(turn.now))
    return list(dict.fromkeys(duty.person for duty in desk))


def must_decide(turn: Turn, row: SignupRow) -> None:
    """Only who opened it, and the desk, decide about others' places."""
    if row.organiser_id != turn.actor and not of_the_desk(turn, row.community):
        raise NotAllowed(act="signup")


async def free(turn: Turn, number: int, entries: Sequence[int]) -> SignupRow:
    """The organiser lets a place go, for somebody who cannot come."""
    row = await _held(turn, number)
    must_decide(turn, row)
    rows = await signups.entries(turn.session, row.id)
    gone = [one for one in rows if one.id in set(entries) and one.state in ACTIVE]
    if row.state not in HELD:
        raise SignUpOver(state=row.state)
    if gone:  # else pressed twice
        await give_back(turn, row, rows, gone)
        for person in dict.fromkeys(one.person_id for one in gone if one.person_id is not None):
            if person != turn.actor:
                await turn.tell(
                    person, "signups/left", subject=f"signup{row.id}/p{person}",
                    signup=view(row, rows), places=len(gone),
                )  # fmt: skip
    return row


async def leave_all(turn: Turn, person: int) -> None:
    """Somebody is to be known no more: their places ahead are free, and no list leads to them."""
    for ahead in await signups.of_person(turn.session, person, turn.now):
        row = await _held(turn, ahead.id)
        rows = await signups.entries(turn.session, row.id)
        mine = [one for one in rows if one.person_id == person and one.state in ACTIVE]
        await give_back(turn, row, rows, mine)
    await signups.unname(turn.session, person)
