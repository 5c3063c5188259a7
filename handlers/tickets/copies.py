"""Who reads a ticket along with whoever has it, by name, for colleagues' eyes."""

from domain.organisation import OnDuty
from domain.tickets import copies
from domain.tickets.kinds import Sensitivity
from handlers.turn import Turn
from storage import people
from storage.tickets.tables import TicketRow


def readers(turn: Turn, ticket: TicketRow) -> tuple[OnDuty, ...]:
    """Those who were sent a copy, as of today."""
    return copies.copied(
        turn.world.organisation, ticket.place, ticket.owner_area,
        Sensitivity(ticket.sensitivity), turn.world.today(turn.now),
        but=(ticket.owner_id, ticket.doer_id),
    )  # fmt: skip


async def named(turn: Turn, ticket: TicketRow) -> list[dict[str, str]]:
    """Each reader's name and role, as a task and the ticket's page show them."""
    found = readers(turn, ticket)
    names = await people.names_of(turn.session, {duty.person for duty in found})
    return [{"name": names.get(duty.person, ""), "role": duty.role.value} for duty in found]
