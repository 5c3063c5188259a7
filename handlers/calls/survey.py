"""What a silent reporter said on the phone: written down by whoever asked, never by owner or doer."""

from domain.calls import CallKind
from domain.refusals import Unknown
from domain.tickets.ratings import Rating, Why, rating_in, why_in
from domain.tickets.states import State
from domain.understanding import Reading
from handlers.calls import desk
from handlers.points import earned
from handlers.tickets import rating as ratings
from handlers.tickets import verbs
from handlers.turn import Asking, Offer, Turn
from storage import calls
from storage.calls import CallRow
from storage.questions import QuestionRow

SAID, WHY = "survey_said", "survey_why"
ENDED = (State.REPORTED.value, State.CLOSED.value)


async def answered(
    turn: Turn, call: CallRow, rating: Rating | None, *, why: Why | None = None, note: str = ""
) -> None:
    """The reporter was called; None where nobody picked up."""
    ticket = await desk.allowed(turn, call)
    if call.kind != CallKind.SURVEY or ticket is None:
        raise Unknown
    await desk.done(turn, call, note=note)
    if rating is None or ticket.state not in ENDED:
        return  # it has been reopened meanwhile: there is nothing to be content with yet
    await verbs.rate(turn, ticket, rating, why=why, by_phone=True)
    await earned.from_survey(turn, ticket)
    if rating is not Rating.NOT_CONTENT:
        ticket.outcome = ticket.outcome or "solved"
    elif why is not None and why is not Why.OUTSIDE:  # who asked has explained what is beyond
        await ratings.answer_to(turn, ticket, why, words=note)


async def ask_what_was_said(turn: Turn, call: CallRow) -> None:
    """Whoever has called says what they heard: by press, by number, in words."""
    await desk.allowed(turn, call)
    facts = {"call": call.id}
    verbs_ = [*(f"calls.{rating}" for rating in Rating), "calls.no_answer"]
    asking = Asking(SAID, person=turn.actor, facts=facts, by_words=True)
    offers = [[Offer(verb, facts)] for verb in verbs_]
    await turn.reply("calls/what_was_said", subject=call.id, offers=offers, asking=asking)


async def ask_why(turn: Turn, call: CallRow) -> None:
    """Not content: the caller says why, too."""
    facts = {"call": call.id}
    asking = Asking(WHY, person=turn.actor, facts=facts, by_words=True)
    offers = [[Offer(f"calls.{why}", facts)] for why in Why]
    await turn.reply("calls/why_not", subject=call.id, offers=offers, asking=asking)


async def said(turn: Turn, question: QuestionRow, _: Reading) -> bool:
    """`她说还行`: what was heard, in the caller's words."""
    call = await calls.call(turn.session, int(question.facts["call"]))
    rating = rating_in(turn.said.text, asked=True)
    if call is None or rating is None:
        return False
    await turn.close_question(question)
    why = why_in(turn.said.text)
    if rating is Rating.NOT_CONTENT and why is None:
        await ask_why(turn, call)
        return True
    await answered(turn, call, rating, why=why, note=turn.said.text)
    await turn.reply("calls/kept", subject=call.id)
    return True


async def said_why(turn: Turn, question: QuestionRow, _: Reading) -> bool:
    """Why not, in the caller's words."""
    call = await calls.call(turn.session, int(question.facts["call"]))
    why = why_in(turn.said.text)
    if call is None or why is None:
        return False
    await turn.close_question(question)
    await answered(turn, call, Rating.NOT_CONTENT, why=why, note=turn.said.text)
    await turn.reply("calls/kept", subject=call.id)
    return True


WORDS = {SAID: said, WHY: said_why}
