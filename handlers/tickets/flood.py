"""One person reports very much: all of it is taken; a human looks, and pushes come together.

Whether it is ill will, an anxious neighbour or a whole building's spokesman is never for huying to
decide (domain rules a.10).
"""

from datetime import datetime, timedelta

from domain.messages import Priority
from domain.tickets.kinds import Sensitivity, Tier
from handlers.tickets import pushes
from handlers.tickets.views import view
from handlers.turn import Turn
from storage.people import roles_of
from storage.tickets import many, queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow, set_timer

MOST = 10  # things of one person within a day, before somebody looks (domain rules a.10)
WITHIN = timedelta(hours=24)
TOGETHER = timedelta(hours=1)  # well within the four hours in which a worker has to take it
LISTED = 8


async def held(turn: Turn, ticket: TicketRow) -> bool:
    """Whether the workers are told of this one together with others, within the hour.

    What is urgent, and what is for named people alone, never waits.
    """
    person = ticket.reporter_id
    if person is None or ticket.sensitivity == Sensitivity.SENSITIVE:
        return False
    if await many.reported_since(turn.session, person, turn.now - WITHIN) <= MOST:
        return False
    if await roles_of(turn.session, person):  # whoever walks the grid reports what they see
        return False
    day = turn.world.today(turn.now)
    await set_timer(
        turn.session, f"flood/{person}/{day}", "flood.seen", turn.now, ticket=ticket.id
    )  # its key makes it once a day
    if Tier(ticket.tier).urgent:
        return False
    hour = turn.now.replace(minute=0, second=0, microsecond=0) + TOGETHER
    await set_timer(
        turn.session, f"flood/{person}/{hour.isoformat()}", "flood.together", hour,
        person=person, until=hour.isoformat(),
    )  # fmt: skip
    return True


async def seen(turn: Turn, timer: TimerRow) -> None:
    """The desk is told once that somebody reports very much, and looks."""
    ticket = await queries.ticket(turn.session, int(timer.facts["ticket"]))
    if ticket is None or ticket.reporter_id is None:
        return
    number = await many.reported_since(turn.session, ticket.reporter_id, turn.now - WITHIN)
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    for duty in organisation.desk(ticket.community, day):
        await turn.tell(
            duty.person, "tickets/flood", or_by_hand=True, priority=Priority.TASK, hold=True,
            number=number, ticket_=view(turn, ticket, to=duty.person),
        )  # fmt: skip


async def together(turn: Turn, timer: TimerRow) -> None:
    """Each worker hears in one message what came to them within the hour.

    Not that it came from one person: what they said of one matter might tell who spoke of another (P19).
    """
    until = datetime.fromisoformat(str(timer.facts["until"]))
    waiting = await many.held_back(
        turn.session, int(timer.facts["person"]), until - TOGETHER, until
    )
    for person in sorted({one for ticket, told in waiting for one in _whose(turn, ticket, told)}):
        theirs = [ticket for ticket, told in waiting if person in _whose(turn, ticket, told)]
        await turn.tell(
            person, "tickets/together", or_by_hand=True, priority=Priority.TASK, hold=True,
            number=len(theirs),
            tickets=[view(turn, ticket, to=person) for ticket in theirs[:LISTED]],
        )  # fmt: skip


def _whose(turn: Turn, ticket: TicketRow, told: set[int]) -> set[int]:
    """Who has it and has not heard of it; whoever it was given to since has been told of it."""
    owners = told & set(pushes.owners(turn, ticket))
    return owners | ({ticket.doer_id} if ticket.doer_id else set())


FIRES = {"flood.seen": seen, "flood.together": together}
