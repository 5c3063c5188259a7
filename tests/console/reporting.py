"""Tickets laid for reports: dated around the scene's noon, in any state."""

from datetime import timedelta

from storage.tickets.tables import TicketRequestRow
from tests.bot.stage import ticket as bare

A_DAY = timedelta(days=1)
DEFAULTS = {"community": "XL", "owner_area": "XL-1", "place": "JGY/3", "category": "road.lamp"}


async def lay(scene, *some, start=1):
    """These tickets, registered two days ago and due yesterday where nothing else is said."""
    async with scene.database.transaction() as session:
        for number, fields in enumerate(some, start=start):
            row = bare(number)
            row.created_at = row.assigned_at = scene.now - 2 * A_DAY
            row.finish_by = row.respond_by = row.first_finish_by = scene.now - A_DAY
            for name, value in {**DEFAULTS, **fields}.items():
                setattr(row, name, value)
            if row.state in ("closed", "archived") and "finished_at" not in fields:
                row.finished_at = row.closed_at = scene.now - A_DAY - timedelta(hours=1)
            session.add(row)


def done(**more):
    """Solved by the reporter's word."""
    return {"state": "closed", "outcome": "solved", "closed_by": "reporter", **more}


async def suspend(scene, number, grounds="funds", *, in_time=True):
    """One of them waits, on these grounds."""
    async with scene.database.transaction() as session:
        session.add(TicketRequestRow(
            ticket_id=number, kind="suspension", grounds=grounds, asked_by=scene.ids["wang"],
            asked_at=scene.now, until=scene.now + 30 * A_DAY, said="等钱", state="granted",
            decided_at=scene.now - A_DAY, before_deadline=in_time,
        ))  # fmt: skip


def waiting(scene, **more):
    """The fields of a suspended one."""
    return {"state": "suspended", "suspended_at": scene.now - A_DAY,
            "review_at": scene.now + 30 * A_DAY, **more}  # fmt: skip
