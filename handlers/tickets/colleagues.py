"""To whom a ticket may be given: those who serve in its community, and the street."""

from domain.areas import Role, RoleName
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
    found: dict[int, Role] = {}
    for role in sorted(organisation.roles, key=lambda role: _nearness(role, ticket)):
        if role.role not in wanted or not organisation.is_here(role.person, day):
            continue
        held = organisation.community_of(role.area)
        if role.role is RoleName.MANAGER or (held is not None and held.code == ticket.community):
            found.setdefault(role.person, role)
    return found


def _nearness(role: Role, ticket: TicketRow) -> tuple[bool, int]:
    """The same area first, then the lower level: the street gets what nobody else can."""
    level = ORDINARY.index(role.role) if role.role in ORDINARY else 0
    return role.area != ticket.owner_area, level
