"""Putting a look at a list on record, apart from reading it: pages never wait for writers."""

from collections.abc import Sequence

from console.clerks import Clerk
from console.office import Office
from handlers.privacy import looks
from storage.tickets.tables import TicketRow


async def on_record(office: Office, clerk: Clerk, rows: Sequence[TicketRow]) -> None:
    """Who saw which private matters in a list, and when; ordinary ones are no matter (P13)."""
    if not looks.private(rows):
        return
    async with office.database.transaction() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        looks.over(turn, rows, why="list")
