"""Looking again: a hazard, or a sensitive matter after silence, ends by somebody else's eyes.

Who is asked neither owns the ticket nor does the work; whoever does not look within a working day
is followed by the next.
"""

from collections.abc import Iterator
from datetime import timedelta

from domain.areas import RoleName
from domain.calls import CallKind
from domain.tickets.kinds import Sensitivity, Tier
from domain.tickets.sources import Source
from domain.tickets.states import Part, State
from handlers.calls.desk import request, works_on
from handlers.tickets import pushes
from handlers.tickets.parts import parts_of
from handlers.tickets.views import view
from handlers.turn import Asking, Offer, Turn
from storage.people import address_of
from storage.privacy import contacts
from storage.tickets import queries
from storage.tickets.tables import TicketRow
from storage.timers import TimerRow, set_timer

CHECK = "check"
WITHIN = 1  # working days: domain rules d.6
LASTS = timedelta(days=60)  # whoever looks late still counts


async def needs_other_eyes(turn: Turn, ticket: TicketRow) -> bool:
    """Whether its reporter owns or does it, or is of the same firm: who did the work never closes it."""
    if ticket.reporter_id is None:
        return False
    reporters = await queries.reporters(turn.session, ticket.id)
    day = turn.world.today(turn.now)
    parts = parts_of(ticket, ticket.reporter_id, turn.world.organisation, reporters, day)
    return Part.REPORTER not in parts


async def ask(turn: Turn, ticket: TicketRow, *, asked: tuple[int, ...] = ()) -> None:
    """Ask the next uninvolved person to look, with a date; nobody is asked twice."""
    person = await _next(turn, ticket, asked)
    if person is None:
        turn.note("check.nobody", f"ticket/{ticket.id}")
        return
    ticket.checker_id = person
    by = turn.world.calendar.add_working_days(turn.now, WITHIN)
    sensitive = ticket.sensitivity == Sensitivity.SENSITIVE
    photos = [] if sensitive else await queries.attachments(turn.session, ticket.id)
    facts = {"ticket": ticket.id}
    await turn.tell(
        person, "tickets/recheck_sensitive" if sensitive else "tickets/recheck", or_by_hand=True,
        subject=f"t{ticket.id}/p{person}", ticket=ticket.id, priority=pushes.priority(ticket),
        hold=not Tier(ticket.tier).urgent, attachments=[{"id": row.id} for row in photos],
        offers=[[Offer("tickets.checked_good", facts), Offer("tickets.checked_bad", facts)]],
        asking=Asking(CHECK, person=person, ticket=ticket.id, by_words=True, lasts=LASTS),
        ticket_=view(turn, ticket), by=by,
    )  # fmt: skip
    await set_timer(
        turn.session, f"ticket/{ticket.id}/{ticket.version}/check/{len(asked)}", "ticket.check", by,
        subject=f"ticket/{ticket.id}", ticket=ticket.id, asked=[*asked, person],
    )  # fmt: skip


async def by_phone(turn: Turn, ticket: TicketRow) -> None:
    """Whoever phoned or came by reads no message: where they left a number, the desk calls them."""
    person = ticket.reporter_id
    if ticket.source == Source.CHAT or person is None:
        return
    left = await contacts.for_ticket(turn.session, ticket.id)
    if left is None or await address_of(turn.session, person) is not None:
        return
    await request(
        turn, CallKind.SURVEY, "by_phone", ticket, person_id=person, community=ticket.community,
        once=f"by_phone/t{ticket.id}/{ticket.reopened}", contact=left.sealed,
    )  # fmt: skip


async def due(turn: Turn, timer: TimerRow) -> None:
    """Nobody has looked in time: the next one is asked."""
    ticket = await queries.ticket(turn.session, int(timer.facts["ticket"]))
    if ticket is not None and ticket.state == State.REPORTED.value:
        await ask(turn, ticket, asked=tuple(timer.facts["asked"]))


async def _next(turn: Turn, ticket: TicketRow, asked: tuple[int, ...]) -> int | None:
    for person in _eyes(turn, ticket):
        if person not in asked and not await works_on(turn, ticket, person):
            return person
    return None


def _eyes(turn: Turn, ticket: TicketRow) -> Iterator[int]:
    """Who may look, the nearest first; of a sensitive matter those who may be named for it."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    chiefs = [area.code for area in organisation.chain(ticket.owner_area)]
    posts = [(RoleName.CHIEF, area) for area in chiefs]
    if ticket.sensitivity == Sensitivity.SENSITIVE:
        posts = [(RoleName.COUNSELLOR, ticket.community or "")]
    posts.append((RoleName.OFFICER, ticket.community or ""))
    for role, area in posts:
        yield from (duty.person for duty in organisation.on_duty(role, area, day))
    if ticket.sensitivity != Sensitivity.SENSITIVE:
        yield from (duty.person for duty in organisation.desk(ticket.community, day))
    yield from (duty.person for duty in organisation.street(day))
