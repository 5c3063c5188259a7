"""What is in hand when somebody goes off duty: what nobody took goes on, what was taken is offered."""

from domain.areas import RoleName
from domain.leave import Leave
from domain.tickets.states import State
from domain.understanding.answers import yes_or_no
from handlers.tickets import verbs
from handlers.tickets.appointments import promised
from handlers.tickets.colleagues import stand_in
from handlers.tickets.views import view
from handlers.turn import Asking, Offer, Turn
from storage.questions import QuestionRow
from storage.tickets import queries
from storage.tickets.tables import TicketRow

TAKEN = "leave.taken"
MOST = 200  # of one person
TAKEN_STATES = frozenset({State.ACCEPTED.value, State.WORKING.value})


async def in_hand(turn: Turn) -> list[TicketRow]:
    """What somebody has still to do; what waits for the resident is none of it."""
    rows = await queries.in_hands_of(turn.session, turn.actor or 0, (), limit=MOST)
    return [row for row in rows if row.state != State.REPORTED.value]


async def hand_out(turn: Turn) -> int:
    """What nobody has taken yet goes to whoever stands in; tells how many went."""
    handed = 0
    for row in await in_hand(turn):
        if row.state == State.ASSIGNED.value and await _pass_on(turn, row.id):
            handed += 1
    return handed


async def _pass_on(turn: Turn, number: int) -> bool:
    """Give one ticket to whoever goes on for its owner or doer; False where nobody can."""
    ticket = await queries.ticket(turn.session, number)  # locked, as every verb needs it
    if ticket is None:
        return False
    if ticket.doer_id == turn.actor:
        await verbs.change_doer(turn, ticket, _other_of_the_firm(turn, ticket))
        return True
    to = stand_in(turn, ticket, turn.actor)
    if ticket.owner_id != turn.actor or to is None:
        return False
    await verbs.hand_over(turn, ticket, to, code="off_duty")
    return True


def _other_of_the_firm(turn: Turn, ticket: TicketRow) -> int | None:
    """Another one who could do the work: deputy or colleague of the company."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    for role in organisation.roles_of(turn.actor or 0):
        if role.role in (RoleName.PROPERTY, RoleName.MEDIATOR):
            there = organisation.deputies(role.role, role.area, day)
            there += organisation.on_duty(role.role, role.area, day)
            return next(
                (d.person for d in there if d.person not in (turn.actor, ticket.owner_id)), None
            )
    return None


async def offer_taken(turn: Turn, leave: Leave) -> None:
    """What they have taken stays theirs, unless they hand it over with one press.

    Before a leave begins only what falls into it is spoken of: a promised visit, a last day.
    """
    rows = [row for row in await in_hand(turn) if row.state in TAKEN_STATES]
    if not leave.covers(turn.world.today(turn.now)):
        rows = [row for row in rows if _falls_into(turn, row, leave)]
    if not rows:
        return
    asks = Asking(
        TAKEN, person=turn.actor, facts={"tickets": [row.id for row in rows]}, by_words=True
    )
    await turn.reply(
        "duty/taken", tickets=[view(turn, row) for row in rows], asking=asks,
        offers=[[Offer("duty.hand_all"), Offer("duty.keep")]],
    )  # fmt: skip


def _falls_into(turn: Turn, ticket: TicketRow, leave: Leave) -> bool:
    visit = promised(ticket) if ticket.arrives_by == turn.actor else None
    moments = [ticket.finish_by, *([visit.begins] if visit is not None else [])]
    return any(leave.covers(turn.world.today(moment)) for moment in moments)


async def said_about_taken(turn: Turn, question: QuestionRow) -> bool:
    """`要`, `不用`: whether what was taken is handed over."""
    answer = yes_or_no(turn.said.text)
    if answer is None:
        return False
    await turn.close_question(question)
    if answer:
        await hand_all(turn, question)
    await turn.take_buttons_away(question)
    return True


async def hand_all(turn: Turn, question: QuestionRow) -> None:
    """Hand over what was taken, as far as somebody is there for it."""
    handed = 0
    for number in question.facts.get("tickets", ()):  # a few of one person, each locked as verbs do
        ticket = await queries.ticket(turn.session, int(number))
        mine = ticket is not None and turn.actor in (ticket.owner_id, ticket.doer_id)
        if (
            mine
            and ticket is not None
            and ticket.state in TAKEN_STATES
            and await _pass_on(turn, ticket.id)
        ):
            handed += 1
    await turn.reply("duty/handed", number=handed)
