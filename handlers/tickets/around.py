"""What is known around a message before it is read: its group's place, and what it may be about."""

from datetime import timedelta

from domain.understanding import Care, Context, Known
from handlers import posters
from handlers.tickets import amid, binding
from handlers.turn import Turn
from storage.chats import ChatRow
from storage.people import roles_of
from storage.tickets import queries
from storage.tickets.tables import TicketRow

JUST_NOW = timedelta(hours=2)
"""So long what somebody says without naming anything is about what was last told to or by them."""


async def context_of(turn: Turn, chat: ChatRow | None) -> Context:
    """What is known around a message: its group's place, and the tickets it may be about."""
    who = turn.actor or 0  # whoever has not been met has no tickets and serves nowhere
    mine = await queries.of_reporter(turn.session, who, turn.now)
    behind = {row.id for row in mine}
    replied = await binding.replied_to(turn)
    after = await just_said(turn, turn.said.after)

    def known(row: TicketRow | None) -> Known | None:
        return binding.known_of(row, turn.actor, behind) if row else None

    staff = bool(await roles_of(turn.session, who))
    here = None if staff or chat else await posters.stands(turn, mine)
    home = None if staff else _estate(turn, here) or _home(turn, mine)
    return Context(
        group_place=chat.place if chat else home,
        care=Care(chat.care) if chat else Care.USUAL,
        private=not turn.in_group,
        staff=staff,
        reply_to=known(replied),
        after=known(after),
        open_tickets=tuple(k for row in mine if (k := known(row)) is not None),
        today=turn.world.today(turn.now),
        stands=here,
        amid=await amid.is_open(turn),
    )


def _estate(turn: Turn, place: str | None) -> str | None:
    """The estate of a place, or the place itself where it lies in none."""
    estate = turn.world.places.estate_of(place) if place else None
    return estate.code if estate else place


def _home(turn: Turn, mine: list[TicketRow]) -> str | None:
    """The estate that somebody's newest ticket was about: in private they say just `3栋`."""
    places = turn.world.places
    estate = next((found for row in mine if (found := places.estate_of(row.place or ""))), None)
    return estate.code if estate else None


async def just_said(turn: Turn, message: str | None) -> TicketRow | None:
    """The ticket of a line said here just before."""
    if message is None:
        return None
    found = await queries.by_message(turn.session, turn.said.where, message)
    return found[0] if found else None
