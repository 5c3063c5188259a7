"""A swap: one asks, the other says yes, and whoever is in charge says yes; then it holds."""

from domain.messages import Priority
from domain.refusals import Refusal, Unknown
from domain.rosters.states import (
    SWAPS,
    DutyAct,
    DutyState,
    RosterOver,
    RosterState,
    SwapAct,
    SwapState,
)
from handlers.rosters.assigning import could, free, give, own, refuse_a_clash, tell_gone
from handlers.rosters.views import chiefs, duties, duty_view, must_decide
from handlers.turn import Asking, Offer, Turn
from storage import rosters
from storage.rosters.tables import RosterMemberRow, RosterSwapRow, Stand

SWAP = "roster.swap"
MOST_OFFERED = 8


class SwapAskedAlready(Refusal):
    """For this duty somebody has been asked, and may still answer."""


async def whom(turn: Turn, duty: int) -> None:
    """Who could take it over without a breach, to choose from."""
    stand = await _swappable(turn, duty)
    found = [
        (row, name)
        for row, name in await could(turn, stand.slot, stand.roster, but=[stand.member.id])
        if row.person_id is not None
    ]
    offers = [
        [Offer("rosters.ask_swap", {"duty": duty, "member": row.id}, label=name)]
        for row, name in found[:MOST_OFFERED]
    ]
    await turn.reply(
        "rosters/swap_whom", subject=duty, duty=duty_view(stand), found=len(found), offers=offers,
        asking=Asking(SWAP, person=turn.actor),
    )  # fmt: skip


async def _swappable(turn: Turn, duty: int) -> Stand:
    stand = await own(turn, duty)
    ahead = stand.slot.begins > turn.now and stand.duty.state == DutyState.ASSIGNED
    if not ahead or stand.roster.state != RosterState.PUBLISHED:
        raise RosterOver(state=stand.duty.state)
    return stand


async def ask(turn: Turn, duty: int, member: int) -> None:
    """Ask somebody to take a duty over. Raises RosterClash where a rule speaks against it."""
    stand = await _swappable(turn, duty)
    row = await turn.session.get(RosterMemberRow, member)
    if row is None or row.roster_id != stand.roster.id or row.person_id is None:
        raise Unknown
    await refuse_a_clash(turn, stand.slot, stand.roster, row)
    made = await rosters.ask_swap(turn.session, duty, row.id, turn.now)
    if made is None:
        raise SwapAskedAlready
    turn.note("roster.swap_asked", f"roster/{stand.roster.id}", duty=duty, swap=made)
    facts = {"swap": made}
    [view] = await duties(turn, [stand])
    told = await turn.tell(
        row.person_id, "rosters/swap_asked", subject=f"swap{made}", priority=Priority.TASK,
        hold=True, or_by_hand=True, name=stand.name, duty=view,
        offers=[[Offer("rosters.agree_swap", facts), Offer("rosters.refuse_swap", facts)]],
        asking=Asking(SWAP, person=row.person_id, facts=facts),
    )  # fmt: skip
    name = (await _names(turn, stand)).get(row.id, "")
    await turn.reply(
        "rosters/swap_waits", subject=f"swap{made}", name=name, duty=view, told=told is not None
    )


async def _names(turn: Turn, stand: Stand) -> dict[int, str]:
    return {row.id: name for row, name in await rosters.members(turn.session, stand.roster.id)}


async def _found(turn: Turn, number: int) -> tuple[RosterSwapRow, Stand, RosterMemberRow]:
    swap = await rosters.swap_held(turn.session, number)
    if swap is None:
        raise Unknown
    stand = await rosters.stand(turn.session, swap.duty_id)
    other = await turn.session.get(RosterMemberRow, swap.to_id)
    if stand is None or other is None or stand.slot.begins <= turn.now:
        raise RosterOver(state=swap.state)
    return swap, stand, other


async def agree(turn: Turn, number: int) -> None:
    """The other says yes: whoever is in charge is asked, unless a rule speaks against it by now."""
    swap, stand, other = await _found(turn, number)
    if other.person_id != turn.actor:
        raise Unknown
    await refuse_a_clash(turn, stand.slot, stand.roster, other)
    swap.state = SWAPS.after(SwapState(swap.state), SwapAct.AGREE).value
    turn.note("roster.swap_agreed", f"roster/{stand.roster.id}", swap=number)
    facts, names = {"swap": number}, await _names(turn, stand)
    await turn.reply("rosters/swap_agreed", subject=f"swap{number}", duty=duty_view(stand))
    for person in chiefs(turn, stand.roster):
        await turn.tell(
            person, "rosters/swap_chief", subject=f"swap{number}/p{person}", hold=True,
            priority=Priority.TASK, or_by_hand=True, name=stand.name, other=names[other.id],
            duty=duty_view(stand), asking=Asking(SWAP, person=person, facts=facts),
            offers=[[Offer("rosters.allow_swap", facts), Offer("rosters.forbid_swap", facts)]],
        )  # fmt: skip


async def refuse(turn: Turn, number: int) -> None:
    """The other, or whoever is in charge, says no: the one who asked keeps the duty, and hears so."""
    swap, stand, other = await _found(turn, number)
    if other.person_id != turn.actor:
        must_decide(turn, stand.roster)
    swap.state = SWAPS.after(SwapState(swap.state), SwapAct.REFUSE).value
    swap.open_duty, swap.settled_at = None, turn.now
    turn.note("roster.swap_refused", f"roster/{stand.roster.id}", swap=number)
    for person in dict.fromkeys((stand.member.person_id, other.person_id)):
        if person is not None:
            await turn.tell(
                person, "rosters/swap_refused", subject=f"swap{number}/p{person}", hold=True,
                duty=duty_view(stand), yours=person == stand.member.person_id,
            )  # fmt: skip


async def allow(turn: Turn, number: int) -> None:
    """Whoever is in charge says yes: the duty changes hands, and both hear so, once each."""
    swap, stand, other = await _found(turn, number)
    must_decide(turn, stand.roster)
    swap.state = SWAPS.after(SwapState(swap.state), SwapAct.ALLOW).value
    swap.open_duty, swap.settled_at = None, turn.now
    await rosters.hold_people(turn.session, [stand.member, other])
    gone = duty_view(stand)
    await free(turn, stand, DutyAct.SWAP)
    taken = await give(turn, stand.slot, stand.roster, other)
    turn.note("roster.swapped", f"roster/{stand.roster.id}", swap=number)
    await tell_gone(turn, stand, "rosters/swap_done", duty=gone, yours=False)
    if taken.member.person_id is not None:
        [view] = await duties(turn, [taken])
        await turn.tell(
            taken.member.person_id, "rosters/swap_done", subject=f"duty{taken.duty.id}", hold=True,
            duty=view, yours=True, name=taken.name, title=stand.roster.title,
        )  # fmt: skip
