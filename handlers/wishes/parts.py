"""What somebody is to a wish: the rights of every press, word and console button come from here."""

from domain.areas import RoleName
from domain.wishes.states import WishPart
from handlers.turn import Turn
from storage import wishes
from storage.tickets.tables import TicketRow
from storage.wishes import WishRow

HELPERS = frozenset({RoleName.VOLUNTEER, RoleName.PARTY_MEMBER})
DESK = frozenset({RoleName.DISPATCHER, RoleName.OFFICER})


async def the_wish(turn: Turn, ticket: TicketRow) -> WishRow:
    """The wish of a ticket that is one."""
    wish = await wishes.of_ticket(turn.session, ticket.id)
    assert wish is not None
    return wish


async def parts(turn: Turn, ticket: TicketRow) -> frozenset[WishPart]:
    """All that the person of this turn is to a wish; huying itself where nobody acts."""
    if turn.person is None:
        return frozenset({WishPart.BOT})
    return parts_of(turn, ticket, await the_wish(turn, ticket), turn.person.id)


async def concerned(turn: Turn, ticket: TicketRow) -> bool:
    """Whether somebody who names the number of a wish has anything to do with it."""
    return ticket.wish and bool(await parts(turn, ticket))


def parts_of(turn: Turn, ticket: TicketRow, wish: WishRow, person: int) -> frozenset[WishPart]:
    """All that a person is to a wish. Nobody reviews their own, or claims it."""
    found = _official(turn, ticket, person)
    if ticket.owner_id == person:
        found.add(WishPart.OWNER)
    if wish.claimer_id == person:
        found.add(WishPart.CLAIMER)
    if ticket.reporter_id == person:
        found.add(WishPart.WISHER)
        found -= {WishPart.VOLUNTEER} if wish.by_proxy else {WishPart.VOLUNTEER, WishPart.OFFICER}
    return frozenset(found)


def _official(turn: Turn, ticket: TicketRow, person: int) -> set[WishPart]:
    organisation, found = turn.world.organisation, set()
    for role in organisation.roles_of(person):
        held = organisation.community_of(role.area)
        here = held is not None and held.code == ticket.community
        if role.role is RoleName.MANAGER or (role.role in DESK and role.area == ticket.community):
            found.add(WishPart.OFFICER)
        if role.role in HELPERS and here:
            found.add(WishPart.VOLUNTEER)
    return found


def officers(turn: Turn, ticket: TicketRow) -> list[int]:
    """The community's desk today, where wishes are reviewed."""
    desk = turn.world.organisation.desk(ticket.community, turn.world.today(turn.now))
    return list(dict.fromkeys(duty.person for duty in desk))


def helpers(turn: Turn, ticket: TicketRow) -> list[int]:
    """Volunteers and party members of the community who are here today."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    return sorted({
        role.person for role in organisation.roles
        if role.role in HELPERS and role.here(day) and role.person != ticket.reporter_id
        and (held := organisation.community_of(role.area)) and held.code == ticket.community
    })  # fmt: skip
