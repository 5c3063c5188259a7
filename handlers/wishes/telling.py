"""What is said about a wish: to wisher, claimer and officers in private, hardly in the group."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from domain.areas import RoleName
from domain.messages import Address, Priority
from domain.tickets.kinds import Sensitivity
from domain.wishes.states import WishAct, WishPart, WishState, may
from handlers.tickets.views import heard, view
from handlers.turn import BUTTONS, Asking, Offer, Turn
from handlers.wishes.parts import officers, parts_of
from handlers.wishes.views import wish_view
from storage import questions
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow

PROPOSED, WORDS, ASKED = "wish_text", "wish_words", "wish_asked"
THANKS, FORWARD = "wish_thanks", "wish_forward"
EDITED, MEET, UNFIT, UNFULFIL = "wish_edit", "wish_meet", "wish_unfit", "wish_unfulfil"
DELIVERED, PROGRESS = "wish_delivered", "wish_progress"
ANSWERABLE = timedelta(days=15)  # domain rules a.3
BY_STATE: dict[WishState, tuple[tuple[WishAct, str], ...]] = {
    WishState.REVIEW: (
        (WishAct.PUBLISH, "publish"), (WishAct.EDIT, "edit"), (WishAct.UNFIT, "unfit"),
    ),
    WishState.PUBLISHED: ((WishAct.CLAIM, "claim"), (WishAct.UNFULFIL, "unfulfil")),
    WishState.CLAIMED: (
        (WishAct.RELEASE, "release"), (WishAct.PROGRESS, "progress"),
        (WishAct.GIVE_BACK, "give_back"),
    ),
    WishState.RELEASED: (
        (WishAct.DELIVER, "deliver"), (WishAct.PROGRESS, "progress"),
        (WishAct.GIVE_BACK, "give_back"),
    ),
    WishState.DELIVERED: ((WishAct.CHECK, "check"), (WishAct.NOT_ARRIVED, "missing")),
}  # fmt: skip
"""The buttons of whoever works on a wish; the wisher is asked in words of their own."""


def offers(ticket: TicketRow, state: WishState, mine: frozenset[WishPart]) -> list[list[Offer]]:
    """The steps that somebody may take now; who is no claimer takes the wish from one by `take_from`."""
    mine = mine - {WishPart.WISHER}
    found = []
    for act, verb in BY_STATE.get(state, ()):
        if may(state, act, mine):
            other = act is WishAct.GIVE_BACK and WishPart.CLAIMER not in mine
            found.append(Offer(f"wishes.{'take_from' if other else verb}", {"ticket": ticket.id}))
    return [found] if found else []


def _facts(turn: Turn, ticket: TicketRow, wish: WishRow, to: int) -> dict[str, Any]:
    return {"ticket_": view(turn, ticket, to=to), "wish": wish_view(ticket, wish)}


async def wisher(
    turn: Turn, ticket: TicketRow, wish: WishRow, moment: str, *, hold: bool = False, **more: Any
) -> str | None:
    """Tell whoever voiced it, in private; for a resident at the door that is the worker."""
    if ticket.reporter_id is None:
        return None
    return await turn.tell(
        ticket.reporter_id, moment, subject=f"t{ticket.id}", ticket=ticket.id, hold=hold,
        **_facts(turn, ticket, wish, ticket.reporter_id), **more,
    )  # fmt: skip


def _group(ticket: TicketRow) -> Address:
    return Address(ticket.channel, ticket.chat or "", ticket.thread)


async def end(turn: Turn, ticket: TicketRow, wish: WishRow, moment: str) -> None:
    """Tell the wisher how it ended; where they never opened the chat, the group names the way alone."""
    told = await wisher(turn, ticket, wish, moment, hold=True)
    if told is None and ticket.chat is not None and ticket.sensitivity == Sensitivity.NORMAL:
        await turn.say(
            "wishes/news_group", _group(ticket), group=True, subject=f"t{ticket.id}",
            ticket=ticket.id, person=ticket.reporter_id, reply_to=ticket.message, hold=True,
            wish=wish_view(ticket, wish),
        )  # fmt: skip


async def claimer(
    turn: Turn, ticket: TicketRow, wish: WishRow, moment: str, *, to: int | None = None,
    buttons: bool = False, **more: Any,
) -> None:  # fmt: skip
    """Tell the claimer, who reads the public words; the place alone once an officer has released it."""
    person = to or wish.claimer_id
    if person is None:
        return
    mine = parts_of(turn, ticket, wish, person)
    await turn.tell(
        person, moment, or_by_hand=True, subject=f"t{ticket.id}/v{ticket.version}",
        ticket=ticket.id, priority=Priority.TASK, hold=person != turn.actor,
        offers=offers(ticket, WishState(wish.state), mine) if buttons else [], asking=BUTTONS,
        wish=wish_view(ticket, wish), **heard(turn, ticket, more, to=person),
    )  # fmt: skip


async def desk(
    turn: Turn, ticket: TicketRow, wish: WishRow, moment: str, *,
    people: Sequence[int] | None = None, **more: Any,
) -> None:  # fmt: skip
    """Tell the officers who review wishes, with the buttons for what comes next."""
    for person in people if people is not None else officers(turn, ticket):
        mine = parts_of(turn, ticket, wish, person)
        await turn.tell(
            person, moment, or_by_hand=True, subject=f"t{ticket.id}/p{person}/v{ticket.version}",
            ticket=ticket.id, priority=Priority.TASK, hold=person != turn.actor,
            offers=offers(ticket, WishState(wish.state), mine), asking=BUTTONS,
            **_facts(turn, ticket, wish, person), **heard(turn, ticket, more, to=person),
        )  # fmt: skip


def claimer_s_post(turn: Turn, ticket: TicketRow, wish: WishRow) -> dict[str, Any]:
    """As what the claimer serves, and where: a name would outlive its owner in a message."""
    organisation = turn.world.organisation
    serves = [
        role
        for role in organisation.roles_of(wish.claimer_id or 0)
        if (held := organisation.community_of(role.area)) and held.code == ticket.community
    ]
    if not serves:
        return {"role": RoleName.VOLUNTEER.value, "area": ""}
    area = organisation.areas[serves[0].area or ""].name
    return {"role": serves[0].role.value, "area": area}


async def ask_whether_it_came(
    turn: Turn, ticket: TicketRow, wish: WishRow, note: str, *, again: bool = False
) -> None:
    """Ask the wisher in private; else once under their own words in the group; else an officer asks."""
    asking = Asking(ASKED, person=ticket.reporter_id, ticket=ticket.id, by_words=True,
                    lasts=ANSWERABLE)  # fmt: skip
    facts = {name: {"ticket": ticket.id} for name in ("came", "not_arrived")}
    choices = [[Offer(f"wishes.{name}", given) for name, given in facts.items()]]
    told = await wisher(
        turn, ticket, wish, "wishes/asked", hold=True, asking=asking, offers=choices
    )
    if told is not None:
        return
    unnamed = ticket.reporter_id is None or ticket.chat is None or ticket.anonymous
    if again or unnamed or ticket.sensitivity != Sensitivity.NORMAL:
        await desk(turn, ticket, wish, "wishes/asked_desk", note=note)
        return
    await turn.say(
        "wishes/asked_group", _group(ticket), group=True, subject=f"t{ticket.id}", ticket=ticket.id,
        person=ticket.reporter_id, reply_to=ticket.message, hold=True, asking=asking,
        offers=choices, wish=wish_view(ticket, wish),
    )  # fmt: skip


async def settle(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    """It was answered: the line in the group that asked becomes one that thanks; buttons go."""
    question = await questions.newest(turn.session, ticket.id, ASKED)
    if question is None or not await turn.close_question(question):
        return
    words = None
    if question.chat == ticket.chat:
        words = turn.words("wishes/settled_group", wish=wish_view(ticket, wish))
    await turn.rewrite(question.outbox_key, text=words, subject="settled")


async def standing(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    """Say where a wish stands, to somebody who asks; in a group without a word of what it is."""
    moment = "wishes/standing_group" if turn.in_group else "wishes/standing"
    await turn.reply(moment, ticket=ticket.id, wish=wish_view(ticket, wish))
