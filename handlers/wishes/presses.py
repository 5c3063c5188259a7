"""Buttons under messages about wishes. Rights are checked beside each step."""

from collections.abc import Awaitable, Callable

from domain.refusals import Unknown
from domain.tickets.states import NotYours, WrongState
from domain.wishes.states import WISH_TABLE, WishAct, WishState, may
from handlers.tickets.presses import must_be_asked
from handlers.turn import Asking, Offer, Turn
from handlers.wishes import consent, telling, verbs
from handlers.wishes.parts import parts, the_wish
from handlers.wishes.views import wish_view
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

Press = Callable[[Turn, TicketRow, ChoiceRow], Awaitable[None]]


async def pressed(turn: Turn, choice: ChoiceRow, question: QuestionRow) -> None:
    """Carry out a press of a wish's button."""
    must_be_asked(turn, choice, question)
    name = choice.verb.removeprefix("wishes.")
    if name in consent.ANSWERS:
        await consent.ANSWERS[name](turn, question)
        return
    number = choice.facts.get("ticket")
    ticket = await queries.ticket(turn.session, int(number)) if number else None
    if ticket is None or not ticket.wish or name not in PRESSES:
        raise Unknown
    await PRESSES[name](turn, ticket, choice)
    if name in ENDING:
        await turn.close_question(question)
        if not turn.in_group:
            await turn.take_buttons_away(question)


async def noted(turn: Turn, ticket: TicketRow, what: str) -> None:
    """A short word that it is done, to whoever did it in private."""
    if not turn.in_group:
        wish = wish_view(ticket, await the_wish(turn, ticket))
        await turn.reply("wishes/noted", subject=what, ticket=ticket.id, what=what, wish=wish)


async def ask_words(
    turn: Turn, ticket: TicketRow, kind: str, moment: str, act: WishAct, **facts: object
) -> None:
    """Ask for the words that a step needs, of somebody who may take it; their next message answers."""
    wish = await the_wish(turn, ticket)
    state = WishState(wish.state)
    if not may(state, act, await parts(turn, ticket)):
        raise (NotYours if (state, act) in WISH_TABLE else WrongState)(state=state.value, act=act)
    asking = Asking(kind, person=turn.actor, ticket=ticket.id, by_words=True)
    await turn.reply(
        moment, subject=ticket.id, ticket=ticket.id, asking=asking,
        wish=wish_view(ticket, wish), **facts,
    )  # fmt: skip


def _asks(kind: str, moment: str, act: WishAct) -> Press:
    async def press(turn: Turn, ticket: TicketRow, _: ChoiceRow) -> None:
        await ask_words(turn, ticket, kind, moment, act)

    return press


def _does(verb: Callable[[Turn, TicketRow], Awaitable[None]], what: str) -> Press:
    async def press(turn: Turn, ticket: TicketRow, _: ChoiceRow) -> None:
        await verb(turn, ticket)
        await noted(turn, ticket, what)

    return press


async def _confirm(turn: Turn, ticket: TicketRow, _: ChoiceRow) -> None:
    await verbs.confirm(turn, ticket)


async def _claim(turn: Turn, ticket: TicketRow, _: ChoiceRow) -> None:
    if (await the_wish(turn, ticket)).claimer_id != turn.actor:  # else pressed twice
        await verbs.claim(turn, ticket)


async def _release(turn: Turn, ticket: TicketRow, _: ChoiceRow) -> None:
    try:
        await verbs.release(turn, ticket)
    except verbs.NeedsPlace:
        await ask_words(turn, ticket, telling.MEET, "wishes/where", WishAct.RELEASE)
        return
    await noted(turn, ticket, "release")


async def _unfit(turn: Turn, ticket: TicketRow, choice: ChoiceRow) -> None:
    code = choice.facts.get("reason")
    if code is None:
        wish = await the_wish(turn, ticket)
        offers = [
            [Offer("wishes.unfit", {"ticket": ticket.id, "reason": reason},
                   label=turn.words(f"reasons/wish_{reason}"))]
            for reason in verbs.UNFIT
        ]  # fmt: skip
        await turn.reply(
            "wishes/why_unfit", ticket=ticket.id, offers=offers, wish=wish_view(ticket, wish)
        )
    elif code == verbs.OTHER:
        await ask_words(turn, ticket, telling.UNFIT, "wishes/what_unfit", WishAct.UNFIT)
    else:
        await verbs.unfit(turn, ticket, str(code))
        await noted(turn, ticket, "unfit")


async def _came(turn: Turn, ticket: TicketRow, _: ChoiceRow) -> None:
    if (await the_wish(turn, ticket)).state != WishState.FULFILLED.value:  # else pressed twice
        await verbs.came(turn, ticket)


async def _not_arrived(turn: Turn, ticket: TicketRow, _: ChoiceRow) -> None:
    if (await the_wish(turn, ticket)).state != WishState.RELEASED.value:  # else pressed twice
        await verbs.not_arrived(turn, ticket)
        await noted(turn, ticket, "missing")


async def _give_back(turn: Turn, ticket: TicketRow, _: ChoiceRow) -> None:
    await verbs.give_back(turn, ticket)


async def _keep(turn: Turn, ticket: TicketRow, _: ChoiceRow) -> None:
    await noted(turn, ticket, "keep")


PRESSES: dict[str, Press] = {
    "confirm": _confirm,
    "reword": _asks(telling.WORDS, "wishes/your_words", WishAct.REWORD),
    "drop": _does(verbs.withdraw, "drop"),
    "publish": _does(verbs.publish, "publish"),
    "edit": _asks(telling.EDITED, "wishes/edit_words", WishAct.EDIT),
    "unfit": _unfit,
    "claim": _claim,
    "release": _release,
    "progress": _asks(telling.PROGRESS, "wishes/what_progress", WishAct.PROGRESS),
    "give_back": _give_back,
    "take_from": _does(verbs.give_back, "take_from"),
    "deliver": _asks(telling.DELIVERED, "wishes/what_delivered", WishAct.DELIVER),
    "came": _came,
    "not_arrived": _not_arrived,
    "check": _does(verbs.check, "check"),
    "missing": _does(verbs.not_arrived, "missing"),
    "unfulfil": _asks(telling.UNFULFIL, "wishes/why_unfulfilled", WishAct.UNFULFIL),
    "forward_thanks": _does(verbs.forward_thanks, "forward_thanks"),
    "keep_thanks": _keep,
}
ENDING = frozenset(
    {"confirm", "drop", "publish", "claim", "release", "give_back", "take_from", "came",
     "not_arrived", "check", "missing", "forward_thanks", "keep_thanks"}
)  # fmt: skip
"""After these the message's buttons have nothing left to do."""
