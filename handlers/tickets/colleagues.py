"""To whom a ticket may be given: those who serve in its community, and the street."""

from collections.abc import Iterator

from domain.areas import Role, RoleName
from domain.organisation import Organisation
from domain.tickets.kinds import Sensitivity
from handlers.turn import Turn
from storage.tickets.tables import TicketRow

ORDINARY = (
    RoleName.GRID_WORKER,
    RoleName.CHIEF,
    RoleName.DISPATCHER,
    RoleName.OFFICER,
    RoleName.MANAGER,
)
NAMED = (RoleName.COUNSELLOR, RoleName.OFFICER, RoleName.MANAGER)
"""A sensitive matter never goes to a grid."""


def colleagues(turn: Turn, ticket: TicketRow) -> dict[int, Role]:
    """Everybody who may get this ticket and is here today, each with the role they get it as."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    wanted = NAMED if ticket.sensitivity == Sensitivity.SENSITIVE else ORDINARY
    near = [role for role in _around(organisation, ticket.community) if role.role in wanted]
    found: dict[int, Role] = {}
    for role in sorted(near, key=lambda role: _nearness(role, ticket)):
        if organisation.is_here(role.person, day):
            found.setdefault(role.person, role)
    own = RoleName(ticket.owner_role)
    for duty in organisation.deputies(own, ticket.owner_area, day):
        found.setdefault(duty.person, Role(duty.person, own, ticket.owner_area))
    return found


def serving(turn: Turn, community: str | None) -> dict[int, Role]:
    """Everybody who serves in a community or at the street, each with their nearest role."""
    near = [r for r in _around(turn.world.organisation, community) if r.role in ORDINARY]
    found: dict[int, Role] = {}
    for role in sorted(near, key=lambda role: _level(role.role)):
        found.setdefault(role.person, role)
    return found


def _around(organisation: Organisation, community: str | None) -> Iterator[Role]:
    """Whoever serves in a community, and the street's managers."""
    for role in organisation.roles:
        held = organisation.community_of(role.area)
        if role.role is RoleName.MANAGER or (held is not None and held.code == community):
            yield role


def stand_in(turn: Turn, ticket: TicketRow, person: int | None) -> int | None:
    """Who goes on for somebody who has it: the deputy, a colleague of the grid, the chief, a desk."""
    organisation, day = turn.world.organisation, turn.world.today(turn.now)
    near = colleagues(turn, ticket)
    found = organisation.stand_ins(
        person, RoleName(ticket.owner_role), ticket.owner_area, ticket.community, day
    )
    return next((duty.person for duty in found if duty.person in near), None)


def _nearness(role: Role, ticket: TicketRow) -> tuple[bool, int]:
    """The same area first, then the lower level: the street gets what nobody else can."""
    return role.area != ticket.owner_area, _level(role.role)


def _level(role: RoleName) -> int:
    return ORDINARY.index(role) if role in ORDINARY else 0
