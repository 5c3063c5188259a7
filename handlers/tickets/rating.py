"""How content the reporter is with how it was done: by press, by number, in plain words."""

from collections.abc import Iterable

from domain.areas import RoleName
from domain.calls import CallKind
from domain.messages import Priority
from domain.privacy import mask
from domain.refusals import NotAllowed
from domain.tickets.kinds import Sensitivity
from domain.tickets.ratings import CHANGED_WITHIN, Rating, Why, rating_in, reproach_in, why_in
from domain.tickets.states import Act, Part, State
from domain.understanding import Action, Reading, Verdict
from domain.understanding.answers import number_in
from handlers.calls import desk
from handlers.tickets import asking, binding, telling, verbs
from handlers.tickets.views import view
from handlers.turn import Asking, Turn
from storage import questions
from storage.questions import QuestionRow
from storage.tickets import queries, ratings
from storage.tickets.tables import TicketRow

WHY = "why"
REASONS = tuple(f"tickets.{why}" for why in Why)
UNCLEAR = "unclear"
"""The words fit no reason: somebody asks."""


async def rated(turn: Turn, ticket: TicketRow, rating: Rating, *, words: str = "") -> None:
    """The reporter says how content they are; who is not is asked why, once."""
    if not await _may_still(turn, ticket):
        return
    if rating.value != ticket.rating:
        await verbs.rate(turn, ticket, rating)
    elif rating is Rating.NOT_CONTENT and await _asked_why(turn, ticket):
        return  # pressed twice
    why = why_in(words) if words else None
    if rating is not Rating.NOT_CONTENT:
        await telling.quietly(turn, ticket, "ratings/noted")
    elif why is not None:
        await because(turn, ticket, why, words=words)
    else:
        asks = Asking(
            WHY, person=ticket.reporter_id, ticket=ticket.id, by_words=True, lasts=CHANGED_WITHIN
        )
        await telling.quietly(turn, ticket, "ratings/why", verbs=REASONS, asking=asks)


async def _may_still(turn: Turn, ticket: TicketRow) -> bool:
    """Whether the reporter rates what is done; what has been reopened by now is rated later."""
    if not await _is_theirs(turn, ticket):
        raise NotAllowed(act=Act.RATE.value)
    return State(ticket.state) in (State.REPORTED, State.CLOSED)


async def _asked_why(turn: Turn, ticket: TicketRow) -> bool:
    question = await questions.newest(turn.session, ticket.id, WHY)
    return question is not None and question.answered_at is None


async def because(turn: Turn, ticket: TicketRow, why: Why | None, *, words: str = "") -> None:
    """Why they are not content: done again, or heard by the officers alone, or explained."""
    if not await _may_still(turn, ticket):
        return
    if not await ratings.explain(turn.session, ticket.id, why or UNCLEAR):
        return  # pressed twice
    await answer_to(turn, ticket, why, words=words)
    if why is None or not why.reopens:
        await telling.quietly(turn, ticket, "ratings/heard", officers=why is Why.ATTITUDE)
    elif telling.group_of(ticket) is not None and not turn.in_group:
        await turn.reply("tickets/reopened_receipt", ticket=ticket.id, ticket_=view(turn, ticket))


async def answer_to(turn: Turn, ticket: TicketRow, why: Why | None, *, words: str = "") -> None:
    """What follows from a reason, whoever wrote it down."""
    if why is Why.ATTITUDE:
        await _tell_officers(turn, ticket, words)
    elif why is not None and why.reopens:
        await verbs.not_solved(turn, ticket, words=words or turn.words(f"reasons/{why}"))
    else:
        kind = CallKind.CALLBACK if why else CallKind.SURVEY
        await desk.request(
            turn, kind, "explain" if why else "unhappy", ticket, once=f"unhappy/t{ticket.id}",
            person_id=ticket.reporter_id, community=ticket.community, note=mask(words.strip()),
        )  # fmt: skip


async def _tell_officers(turn: Turn, ticket: TicketRow, words: str) -> None:
    """How somebody was spoken to is for the community's officers, and for nobody who did the work."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    officers = organisation.on_duty(RoleName.OFFICER, ticket.community, day)
    told = await _uninvolved(turn, ticket, (duty.person for duty in officers))
    told = told or await _uninvolved(
        turn, ticket, (duty.person for duty in organisation.street(day))
    )
    for person in told:
        await turn.tell(
            person, "ratings/attitude", or_by_hand=True, subject=f"t{ticket.id}/p{person}",
            ticket=ticket.id, priority=Priority.TASK, hold=True, ticket_=view(turn, ticket),
            note=mask(words.strip()),
        )  # fmt: skip


async def _uninvolved(turn: Turn, ticket: TicketRow, people: Iterable[int]) -> list[int]:
    found = dict.fromkeys(people)
    return [person for person in found if not await desk.works_on(turn, ticket, person)]


async def words_for(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    """An answer to `满意吗` in plain words; in a group only where it can be nothing else."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    meant = not turn.in_group or turn.said.reply_to is not None or turn.said.mentioned
    rating = rating_in(turn.said.text, asked=meant)
    rating = rating or (reproach_in(turn.said.text) if meant else None)
    if ticket is None or rating is None or reading.action is Action.REGISTER:
        return False
    if _names_another(turn, ticket) or not await _is_theirs(turn, ticket):
        return False
    await _settled(turn, question)
    await rated(turn, ticket, rating, words=turn.said.text)
    return True


async def why_words(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    """Why somebody is not content, in their words; what fits no reason a human asks about."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    why = why_in(turn.said.text)
    replies = turn.said.reply_to is not None or turn.said.mentioned
    meant = not turn.in_group or replies or why is not None
    new = reading.action is Action.REGISTER and ticket and reading.category != ticket.category
    if ticket is None or new or not meant or not turn.said.text.strip():
        return False
    if not await _is_theirs(turn, ticket):
        return False
    await _settled(turn, question)
    await because(turn, ticket, why, words=turn.said.text)
    return True


def _names_another(turn: Turn, ticket: TicketRow) -> bool:
    return number_in(turn.said.text) not in (None, ticket.id)


async def _settled(turn: Turn, question: QuestionRow) -> None:
    await turn.close_question(question)
    if turn.in_group:
        await asking.acknowledge(turn)


async def instead(turn: Turn, question: QuestionRow, reading: Reading) -> bool:
    """`很满意` where huying asked whether it is solved says both; `不满意` does not say why not."""
    ticket = await queries.ticket(turn.session, question.ticket_id or 0)
    rating = rating_in(turn.said.text, asked=False)
    if ticket is None or rating is None or reading.action is Action.REGISTER:
        return False
    if _names_another(turn, ticket) or not await _is_theirs(turn, ticket):
        return False
    if reading.verdict not in (None, Verdict.SOLVED) or ticket.sensitivity == Sensitivity.SENSITIVE:
        return False  # `没好,很不满意` says more
    if rating is not Rating.NOT_CONTENT:
        await verbs.solve(turn, ticket, words=turn.said.text, rated=True)
    await rated(turn, ticket, rating, words=turn.said.text)
    if turn.in_group:
        await asking.acknowledge(turn)
    return True


async def changed(turn: Turn) -> bool:
    """A rating that nobody asked for just now: a changed mind within seven days counts."""
    rating = rating_in(turn.said.text, asked=False)
    if rating is None or (turn.in_group and turn.said.reply_to is None):
        return False
    ticket = await _meant(turn)
    if ticket is None or ticket.sensitivity == Sensitivity.SENSITIVE:
        return False
    if not await _is_theirs(turn, ticket):
        return False
    await rated(turn, ticket, rating, words=turn.said.text)
    return True


async def _is_theirs(turn: Turn, ticket: TicketRow) -> bool:
    return Part.REPORTER in await verbs.parts(turn, ticket)


async def _meant(turn: Turn) -> TicketRow | None:
    """The reporter's ticket that was closed lately: the one replied to, else the last."""
    replied = await binding.replied_to(turn)
    mine = [replied] if replied else await queries.of_reporter(
        turn.session, turn.actor or 0, turn.now
    )  # fmt: skip
    lately = [
        row for row in mine
        if row.reporter_id == turn.actor and row.state == State.CLOSED.value
        and row.closed_at is not None and turn.now - row.closed_at <= CHANGED_WITHIN
    ]  # fmt: skip
    return max(lately, key=lambda row: row.closed_at or turn.now, default=None)
