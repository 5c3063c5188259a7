"""The steps of a wish, as an officer would say them. Chat and console both call these.

Each takes the turn and the ticket (already locked by whoever looked it up), decides by the table in
`domain.wishes.states`, writes the change and its history, and says what has to be said.
"""

from domain.places import PlaceKind
from domain.refusals import Refusal
from domain.tickets.states import NeedsReason, WrongState
from domain.wishes.public import Problem
from domain.wishes.states import HELD, WishAct, WishPart, WishState
from domain.wishes.words import thanks
from handlers import corrections
from handlers.points import earned
from handlers.tickets import pushes
from handlers.turn import Asking, Offer, Turn
from handlers.wishes import board, dates, opening, telling, wording
from handlers.wishes.parts import parts, the_wish
from handlers.wishes.step import step
from storage import wishes
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow

OTHER = "other"
UNFIT = ("money", "debt", "illegal", "trade", "dear", OTHER)
"""Why a wish is none for volunteers (d.1); each has its way to go in `wishes/declined`."""


class AlreadyClaimed(Refusal):
    """Somebody was faster; nobody is told who."""


class NeedsPlace(Refusal):
    """Nobody knows where the claimer is to go: the officer has to say."""


class OneAtATime(Refusal):
    """Another wish of the same home is open: this one has its turn afterwards."""


async def confirm(turn: Turn, ticket: TicketRow) -> None:
    """The wisher agrees to the words."""
    await _in_turn(turn, ticket)
    wish = await step(turn, ticket, WishAct.CONFIRM)
    wish.confirmed = True
    await _on_its_way(turn, ticket, wish)


async def reword(turn: Turn, ticket: TicketRow, words: str) -> None:
    """The wisher says it in their own words."""
    text = wording.tidy(words)
    before = await _in_turn(turn, ticket)
    wish = await step(turn, ticket, WishAct.REWORD, problems=await _problems(turn, ticket, text))
    wish.text, wish.confirmed = text, True
    if before is WishState.DRAFT:
        await _on_its_way(turn, ticket, wish)
    else:
        await opening.to_review(turn, ticket, wish)


async def _in_turn(turn: Turn, ticket: TicketRow) -> WishState:
    """Where it stands; a draft that waits behind another wish of the same home goes no further."""
    wish = await the_wish(turn, ticket)
    if wish.state == WishState.DRAFT.value and wish.slot is None:
        raise OneAtATime
    return WishState(wish.state)


async def _on_its_way(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    await telling.wisher(turn, ticket, wish, "wishes/in_review", by=dates.review_by(turn, turn.now))
    await opening.to_review(turn, ticket, wish)


async def _problems(turn: Turn, ticket: TicketRow, text: str) -> tuple[Problem, ...]:
    return await wording.looked_through(turn, await the_wish(turn, ticket), text)


async def pass_on(turn: Turn, ticket: TicketRow) -> None:
    """An officer takes up a draft whose wisher has said nothing yet; never out of turn."""
    await _in_turn(turn, ticket)
    wish = await step(turn, ticket, WishAct.PASS_ON)
    await opening.to_review(turn, ticket, wish)


async def edit(turn: Turn, ticket: TicketRow, words: str) -> None:
    """An officer changes what volunteers will read."""
    text = wording.tidy(words)
    wish = await step(turn, ticket, WishAct.EDIT, problems=await _problems(turn, ticket, text))
    wish.confirmed = wish.confirmed and wish.text == text
    wish.text = text


async def publish(turn: Turn, ticket: TicketRow) -> None:
    """An officer lets volunteers read it; from now on it has thirty days."""
    found = await _problems(turn, ticket, (await the_wish(turn, ticket)).text)
    ticket.finish_by = turn.now + dates.STANDS
    wish = await step(turn, ticket, WishAct.PUBLISH, problems=found)
    wish.published_at = turn.now
    ticket.accepted_at = ticket.accepted_at or turn.now
    ticket.contacted_at = ticket.contacted_at or turn.now
    await board.post(turn, ticket, wish)
    await telling.wisher(
        turn, ticket, wish, "wishes/published", hold=True,
        offers=[[Offer("wishes.drop", {"ticket": ticket.id})]],
    )  # fmt: skip


async def unfit(turn: Turn, ticket: TicketRow, code: str, words: str = "") -> None:
    """An officer says that it is none for volunteers, and which way to go instead (P16: a person)."""
    reason = code if code != OTHER else words
    if code not in UNFIT:
        raise NeedsReason(state=ticket.state, act=WishAct.UNFIT.value)
    wish = await step(
        turn, ticket, WishAct.UNFIT, reason=reason, note=words, facts={"reason": code}
    )
    wish.reason, wish.words = code, wording.tidy(words)
    await _over(turn, ticket, wish)
    await telling.end(turn, ticket, wish, "wishes/declined")


async def claim(turn: Turn, ticket: TicketRow) -> None:
    """One volunteer takes it: of many at once the database lets one, the others hear so kindly."""
    wish, mine = await the_wish(turn, ticket), await parts(turn, ticket)
    if wish.claimer_id is not None:
        raise AlreadyClaimed
    if mine & {WishPart.VOLUNTEER, WishPart.OFFICER, WishPart.OWNER}:
        was_faster = not await wishes.claim(turn.session, wish, turn.actor or 0, turn.now)
        if was_faster and wish.claimer_id is not None:
            raise AlreadyClaimed
    wish = await step(turn, ticket, WishAct.CLAIM)
    await board.take_down(turn, ticket, wish)
    await telling.claimer(turn, ticket, wish, "wishes/yours", by=turn.now + dates.GIVEN_BACK)
    post = telling.claimer_s_post(turn, ticket, wish)
    await telling.desk(turn, ticket, wish, "wishes/claimed_desk", **post)
    await telling.wisher(turn, ticket, wish, "wishes/claimed", hold=True)


async def release(turn: Turn, ticket: TicketRow, meet: str = "") -> None:
    """An officer tells the claimer where to go; that somebody learned it is on record."""
    meet = wording.tidy(meet)
    home = "" if ticket.anonymous else _home(turn, ticket)
    if not meet and not home:
        raise NeedsPlace
    wish = await step(turn, ticket, WishAct.RELEASE)
    wish.released_at, wish.meet = turn.now, meet
    turn.note("wish.address", f"ticket/{ticket.id}", to=wish.claimer_id)
    await telling.claimer(turn, ticket, wish, "wishes/address", place=home, meet=meet, buttons=True)


def _home(turn: Turn, ticket: TicketRow) -> str:
    """Where the wisher lives, where that is known at least to the building."""
    known = ticket.place and turn.world.places.above(ticket.place, PlaceKind.BUILDING)
    return ticket.place_name if known else ""


async def progress(turn: Turn, ticket: TicketRow, words: str) -> None:
    """The claimer says how it goes: to the wisher once the address is told, else to the officers."""
    wish = await step(turn, ticket, WishAct.PROGRESS, note=words)
    if wish.state == WishState.RELEASED.value:
        told = await telling.wisher(turn, ticket, wish, "wishes/relayed", hold=True, note=words)
        if told is not None:
            return
    await telling.desk(turn, ticket, wish, "wishes/claimer_says", note=words)


async def say_to_claimer(turn: Turn, ticket: TicketRow, words: str) -> None:
    """The wisher answers the claimer, through huying: neither learns the other's account."""
    wish = await the_wish(turn, ticket)
    await telling.claimer(turn, ticket, wish, "wishes/relayed_back", note=words, buttons=True)


async def give_back(turn: Turn, ticket: TicketRow, *, words: str = "") -> None:
    """The claimer cannot, or is not heard of: it is offered to the others again."""
    wish = await the_wish(turn, ticket)
    former = wish.claimer_id
    own = former is not None and former == turn.actor
    await step(turn, ticket, WishAct.GIVE_BACK, note=words, facts={"from": former})
    wish.claimer_id = wish.claimed_at = wish.released_at = None
    wish.meet = ""
    await board.post(turn, ticket, wish, but=former)
    await telling.claimer(
        turn, ticket, wish, "wishes/given_back" if own else "wishes/taken_from", to=former
    )


async def deliver(turn: Turn, ticket: TicketRow, *, result: str) -> None:
    """The claimer says that it is done: the wisher is asked whether it came."""
    wish = await step(turn, ticket, WishAct.DELIVER, result=result, note=result)
    wish.delivered_at = ticket.finished_at = turn.now
    ticket.result = wording.tidy(result)
    await telling.ask_whether_it_came(turn, ticket, wish, ticket.result)


async def came(turn: Turn, ticket: TicketRow, *, words: str = "") -> None:
    """The wisher says that it came: their word fulfils it."""
    wish = await step(turn, ticket, WishAct.CAME, note=words)
    await _fulfilled(turn, ticket, wish, by="reporter")
    if thanks(words):
        await thank(turn, ticket, words)
        return
    asking = Asking(telling.THANKS, person=ticket.reporter_id, ticket=ticket.id, by_words=True)
    await telling.wisher(turn, ticket, wish, "wishes/glad", asking=asking)


async def check(turn: Turn, ticket: TicketRow, *, words: str = "") -> None:
    """An officer has asked or looked, and it came."""
    wish = await step(turn, ticket, WishAct.CHECK, note=words)
    await _fulfilled(turn, ticket, wish, by="checker")


async def _fulfilled(turn: Turn, ticket: TicketRow, wish: WishRow, *, by: str) -> None:
    ticket.outcome, ticket.closed_by = "solved", by
    await telling.settle(turn, ticket, wish)
    await _over(turn, ticket, wish)
    await telling.claimer(turn, ticket, wish, "wishes/came_true")
    await earned.from_wish(turn, ticket, wish.claimer_id)


async def not_arrived(turn: Turn, ticket: TicketRow, *, words: str = "") -> None:
    """It did not come: the claimer and the officers hear so, and it goes on."""
    wish = await the_wish(turn, ticket)
    ended = wish.ended_at
    if ended is not None and turn.now - ended > telling.ANSWERABLE:
        raise WrongState(state=wish.state, act=WishAct.NOT_ARRIVED.value)
    await step(turn, ticket, WishAct.NOT_ARRIVED, note=words)
    wish.delivered_at = ticket.finished_at = None
    ticket.reopened += 1
    await telling.settle(turn, ticket, wish)
    if ended is not None:
        await wishes.take_place(turn.session, wish)
    await telling.claimer(turn, ticket, wish, "wishes/not_there", note=words, buttons=True)
    await telling.desk(turn, ticket, wish, "wishes/not_there_desk", note=words)


async def unfulfil(turn: Turn, ticket: TicketRow, *, reason: str) -> None:
    """Nobody could: an officer has talked to the wisher, and says why."""
    wish = await step(turn, ticket, WishAct.UNFULFIL, reason=reason, note=reason)
    wish.words, ticket.outcome = wording.tidy(reason), "not_solved"
    await board.take_down(turn, ticket, wish)
    await _over(turn, ticket, wish)
    await telling.end(turn, ticket, wish, "wishes/unfulfilled")


async def withdraw(turn: Turn, ticket: TicketRow) -> None:
    """The wisher takes it back: whoever has to do with it hears so."""
    wish = await the_wish(turn, ticket)
    before = WishState(wish.state)
    await step(turn, ticket, WishAct.WITHDRAW)
    if before is WishState.PUBLISHED:
        await board.take_down(turn, ticket, wish)
    await _over(turn, ticket, wish)
    if before in HELD:
        await telling.claimer(turn, ticket, wish, "wishes/not_needed")
    if before is WishState.DRAFT:
        await corrections.undone(turn, ticket)
    else:
        await telling.desk(turn, ticket, wish, "wishes/withdrawn")


async def _over(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    if ticket.line is not None:
        await turn.rewrite(ticket.line, subject="over")  # too late for "do not register"
    await pushes.lay_aside(turn, ticket, but=board.MOMENT)
    await opening.take_up_next(turn, wish.holder)


async def thank(turn: Turn, ticket: TicketRow, words: str) -> None:
    """The wisher thanks; whether the claimer may read it is asked, and never the group."""
    wish = await step(turn, ticket, WishAct.THANK, note=words)
    wish.thanks = wording.tidy(words)
    given = {"ticket": ticket.id}
    await telling.wisher(
        turn, ticket, wish, "wishes/forward",
        offers=[[Offer("wishes.forward_thanks", given), Offer("wishes.keep_thanks", given)]],
        asking=Asking(
            telling.FORWARD, person=ticket.reporter_id, ticket=ticket.id, by_words=True
        ),
    )  # fmt: skip


async def forward_thanks(turn: Turn, ticket: TicketRow) -> None:
    """The wisher agrees: the claimer reads their thanks, without a name."""
    wish = await step(turn, ticket, WishAct.THANK, facts={"consent": True})
    if not wish.thanks or wish.thanks_sent:
        return
    wish.thanks_sent = True
    await telling.claimer(turn, ticket, wish, "wishes/thanked")
