"""How far somebody's exports reach: an officer's to their communities, a manager's everywhere."""

from domain.areas import RoleName
from handlers.turn import Turn


def reaches(turn: Turn, person: int | None, community: str | None) -> bool:
    """Whether somebody answers for a community, or (None) for the whole street."""
    roles = turn.world.organisation.roles_of(person or 0)
    if any(role.role is RoleName.MANAGER for role in roles):
        return True
    return community is not None and any(
        role.role is RoleName.OFFICER and role.area == community for role in roles
    )


def deciders(turn: Turn, community: str | None, but: int | None) -> list[int]:
    """Everybody with the same reach, but the one who asked."""
    people = dict.fromkeys(role.person for role in turn.world.organisation.roles)
    return [one for one in people if one != but and reaches(turn, one, community)]
