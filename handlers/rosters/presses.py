"""Buttons of rosters: each is for the one who was asked, and rights are looked at by each verb."""

from collections.abc import Awaitable, Callable

from domain.refusals import Unknown
from handlers.rosters import assigning, presence, swapping, words
from handlers.rosters.assigning import MINE, could, slot_in
from handlers.rosters.views import must_decide
from handlers.tickets.presses import must_be_asked
from handlers.turn import Asking, Offer, Turn
from storage import rosters
from storage.questions import ChoiceRow, QuestionRow

ENDS = frozenset(
    {
        "rosters.agree_swap", "rosters.refuse_swap", "rosters.allow_swap", "rosters.forbid_swap",
        "rosters.check_in", "rosters.check_out", "rosters.nothing", "rosters.give_up",
        "rosters.take_shift", "rosters.ask_swap", "rosters.assign_to", "rosters.called",
    }
)  # fmt: skip
"""After these the buttons are taken away: what was decided is decided."""
MOST_OFFERED = 8


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Carry out a press of a roster's button."""
    must_be_asked(turn, choice, question)
    does = PRESSES.get(choice.verb)
    if does is None:
        raise Unknown
    await does(turn, choice)
    if choice.verb in ENDS and await turn.close_question(question):
        await turn.take_buttons_away(question)


async def _take(turn: Turn, choice: ChoiceRow) -> None:
    await words.take(turn, int(choice.facts["slot"]))


async def _give_up(turn: Turn, choice: ChoiceRow) -> None:
    await words.give_up(turn, int(choice.facts["duty"]))


async def _check_in(turn: Turn, choice: ChoiceRow) -> None:
    await presence.say_here(turn, int(choice.facts["duty"]))


async def _check_out(turn: Turn, choice: ChoiceRow) -> None:
    stand = await assigning.own(turn, int(choice.facts["duty"]))
    await presence.say_gone(turn, stand, "")


async def _nothing(turn: Turn, choice: ChoiceRow) -> None:
    await presence.done(turn, int(choice.facts["duty"]), "")


async def _swap(turn: Turn, choice: ChoiceRow) -> None:
    duty = choice.facts.get("duty")
    await words.swap_one(turn, int(duty) if duty is not None else None)


async def _ask_swap(turn: Turn, choice: ChoiceRow) -> None:
    await swapping.ask(turn, int(choice.facts["duty"]), int(choice.facts["member"]))


async def _agree(turn: Turn, choice: ChoiceRow) -> None:
    await swapping.agree(turn, int(choice.facts["swap"]))


async def _allow(turn: Turn, choice: ChoiceRow) -> None:
    await swapping.allow(turn, int(choice.facts["swap"]))


async def _refuse(turn: Turn, choice: ChoiceRow) -> None:
    await swapping.refuse(turn, int(choice.facts["swap"]))


async def _fill(turn: Turn, choice: ChoiceRow) -> None:
    """Who could stand there instead, whoever has least first."""
    slot, roster = await slot_in(turn, int(choice.facts["slot"]))
    must_decide(turn, roster)
    found = await could(turn, slot, roster)
    offers = [
        [Offer("rosters.assign_to", {"slot": slot.id, "member": row.id}, label=name)]
        for row, name in found[:MOST_OFFERED]
    ]
    await turn.reply(
        "rosters/fill_whom", subject=slot.id, post=slot.post, begins=slot.begins, ends=slot.ends,
        found=len(found), offers=offers, asking=Asking(MINE, person=turn.actor),
    )  # fmt: skip


async def _assign_to(turn: Turn, choice: ChoiceRow) -> None:
    """Somebody else is put in; who has not come is taken off where there is no other place."""
    slot, member = int(choice.facts["slot"]), int(choice.facts["member"])
    shift, roster = await slot_in(turn, slot)
    must_decide(turn, roster)
    there = await rosters.in_slots(turn.session, [slot])
    if len(there) >= shift.most and shift.begins <= turn.now:
        absent = [one for one in there if one.duty.state == "assigned"]
        if absent:
            await assigning.remove(turn, absent[0].duty.id)
    stand = await assigning.assign(turn, slot, member)
    await turn.reply(
        "rosters/filled", subject=stand.duty.id, name=stand.name, post=shift.post,
        begins=shift.begins, ends=shift.ends,
    )  # fmt: skip


async def _called(turn: Turn, choice: ChoiceRow) -> None:
    slot = await presence.called(turn, int(choice.facts["slot"]))
    await turn.reply("rosters/called", subject=slot.id, post=slot.post)


PRESSES: dict[str, Callable[[Turn, ChoiceRow], Awaitable[None]]] = {
    "rosters.take_shift": _take, "rosters.give_up": _give_up, "rosters.check_in": _check_in,
    "rosters.check_out": _check_out, "rosters.nothing": _nothing, "rosters.swap": _swap,
    "rosters.ask_swap": _ask_swap, "rosters.agree_swap": _agree, "rosters.refuse_swap": _refuse,
    "rosters.allow_swap": _allow, "rosters.forbid_swap": _refuse, "rosters.fill": _fill,
    "rosters.assign_to": _assign_to, "rosters.called": _called,
}  # fmt: skip
