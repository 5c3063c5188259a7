"""At the post: who is there, what they leave for the next, and nobody there."""

from datetime import timedelta

from domain.privacy import mask
from domain.refusals import Unknown
from domain.rosters.rules import EARLY
from domain.rosters.states import DUTIES, DutyAct, DutyState, RosterOver, RosterState
from domain.rosters.words import LONGEST_NOTE
from handlers.rosters.assigning import MINE, slot_in
from handlers.rosters.views import chiefs, decides, duties, duty_view, must_decide
from handlers.turn import Asking, Offer, Turn
from storage import rosters
from storage.places import touch_revision
from storage.rosters.tables import RosterSlotRow, Stand

NOTE = "roster.note"
HANDED_OVER_WITHIN = timedelta(hours=2)
"""So long after a shift's end somebody may still hand over."""


async def mine_now(turn: Turn) -> Stand | None:
    """The duty that somebody may begin or end now; what has begun before what begins."""
    since = turn.now - HANDED_OVER_WITHIN
    found = [
        one
        for one in await rosters.of_person(turn.session, turn.actor or 0, since)
        if one.slot.begins - EARLY <= turn.now and one.duty.state != DutyState.ENDED
    ]
    begun = [one for one in found if one.duty.state == DutyState.STARTED]
    to_begin = [one for one in found if one.slot.ends > turn.now]
    return next(iter(begun or to_begin), None)


async def _own_or_decided(turn: Turn, duty: int) -> Stand:
    stand = await rosters.stand(turn.session, duty)
    mine = stand is not None and stand.member.person_id == turn.actor
    if stand is None or not (mine or decides(turn, stand.roster)):
        raise Unknown
    if stand.roster.state != RosterState.PUBLISHED:
        raise RosterOver(state=stand.roster.state)
    return stand


async def check_in(turn: Turn, duty: int) -> Stand:
    """Somebody is at their post; whoever is in charge may say so for them."""
    stand = await _own_or_decided(turn, duty)
    if stand.duty.state == DutyState.STARTED:
        return stand  # said twice
    if not stand.slot.begins - EARLY <= turn.now < stand.slot.ends:
        raise RosterOver(state=stand.duty.state)
    stand.duty.state = DUTIES.after(DutyState(stand.duty.state), DutyAct.CHECK_IN).value
    stand.duty.started_at = turn.now
    turn.note("roster.checked_in", f"roster/{stand.roster.id}", duty=duty)
    return stand


async def say_here(turn: Turn, duty: int) -> None:
    """`到岗了`: noted, with what the one before has left, and who stands there as well."""
    stand = await check_in(turn, duty)
    [view] = await duties(turn, [stand])
    note = await rosters.note_before(turn.session, stand.slot)
    await turn.reply(
        "rosters/checked_in", subject=duty, duty=view, note=note,
        offers=[[Offer("rosters.check_out", {"duty": duty})]],
        asking=Asking(MINE, person=turn.actor),
    )  # fmt: skip


async def check_out(turn: Turn, duty: int, note: str = "") -> Stand:
    """Somebody goes home; from now on they are not asked, and the next one reads their note."""
    stand = await _own_or_decided(turn, duty)
    if stand.duty.state == DutyState.ASSIGNED and turn.now >= stand.slot.begins:
        await check_in(turn, duty)  # they were there, and forgot to say so
    stand.duty.state = DUTIES.after(DutyState(stand.duty.state), DutyAct.CHECK_OUT).value
    stand.duty.ended_at, stand.duty.note = turn.now, mask(note.strip())[:LONGEST_NOTE]
    turn.note("roster.checked_out", f"roster/{stand.roster.id}", duty=duty)
    if turn.now < stand.slot.ends:
        await touch_revision(turn.session)
    if stand.duty.note:
        await _pass_on(turn, stand)
    return stand


async def _pass_on(turn: Turn, stand: Stand) -> None:
    """Who is at the post already hears it at once; who comes later, when they come."""
    for other in await rosters.next_at(turn.session, stand.slot):
        if other.duty.state == DutyState.STARTED and other.member.person_id is not None:
            await turn.tell(
                other.member.person_id, "rosters/note_for_next",
                subject=f"duty{stand.duty.id}/d{other.duty.id}", note=stand.duty.note,
                duty=duty_view(stand),
            )  # fmt: skip


async def say_gone(turn: Turn, stand: Stand, note: str) -> None:
    """`交班 …`: noted; without a word of what was, it is asked once what the next should know."""
    if not note:
        await turn.reply(
            "rosters/ask_note", subject=stand.duty.id, duty=duty_view(stand),
            offers=[[Offer("rosters.nothing", {"duty": stand.duty.id})]],
            asking=Asking(NOTE, person=turn.actor, facts={"duty": stand.duty.id}, by_words=True),
        )  # fmt: skip
        return
    await done(turn, stand.duty.id, note)


async def done(turn: Turn, duty: int, note: str) -> None:
    """The duty is over, and they hear that they may go."""
    stand = await check_out(turn, duty, note)
    await turn.reply("rosters/checked_out", subject=duty, duty=duty_view(stand), note=note)


async def missing(turn: Turn, slot: RosterSlotRow, there: list[Stand]) -> None:
    """A quarter of an hour after the beginning somebody is not there: whoever is in charge knows, once."""
    absent = [one for one in there if one.duty.state == DutyState.ASSIGNED]
    lacking = slot.fewest - len(there)
    if not absent and lacking <= 0:
        return
    roster = await rosters.roster(turn.session, slot.roster_id)
    assert roster is not None
    offers = [
        [Offer("rosters.fill", {"slot": slot.id}), Offer("rosters.called", {"slot": slot.id})]
    ]
    for person in chiefs(turn, roster):
        await turn.tell(
            person, "rosters/missing", subject=f"slot{slot.id}/p{person}", or_by_hand=True,
            post=slot.post, begins=slot.begins, ends=slot.ends, names=[one.name for one in absent],
            lacking=max(0, lacking), offers=offers, asking=Asking(MINE, person=person),
        )  # fmt: skip


async def called(turn: Turn, number: int) -> RosterSlotRow:
    """Whoever is in charge has phoned who was missing: that is on record."""
    slot, roster = await slot_in(turn, number)
    must_decide(turn, roster)
    slot.called_at = slot.called_at or turn.now
    turn.note("roster.called", f"roster/{roster.id}", slot=number)
    return slot
