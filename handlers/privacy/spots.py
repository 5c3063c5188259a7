"""Where something was, no more exactly than the building."""

from domain.places import PlaceKind
from handlers.turn import Turn
from storage.privacy.letting_go import Spot
from storage.tickets.tables import TicketRow


def spot_of(turn: Turn, ticket: TicketRow) -> Spot:
    """A ticket's building; where it has none, the place itself, which is nobody's home."""
    places = turn.world.places
    if ticket.place is None:
        return None, ""
    building = places.above(ticket.place, PlaceKind.BUILDING)
    code = building.code if building else ticket.place
    return code, places.name_of(code)
