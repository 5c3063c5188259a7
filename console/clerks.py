"""Who is signed in, and what their roles open."""

from dataclasses import dataclass
from enum import StrEnum

from domain.areas import Area, AreaKind, Role, RoleName
from domain.organisation import Organisation
from storage.people import PersonRow
from storage.tickets.listing import Sight

COMMUNITY_SEEN = {RoleName.OFFICER, RoleName.DISPATCHER, RoleName.CHIEF}
AREA_SEEN = COMMUNITY_SEEN | {RoleName.GRID_WORKER}
"""Whose role lets them see what is around them; all others see what is their own (P13)."""
DESK = frozenset({RoleName.OFFICER, RoleName.DISPATCHER})
OFFICE = DESK | {RoleName.MANAGER}
GROUND = OFFICE | AREA_SEEN


class Who(StrEnum):
    """Whom a page is for: each address names one of these, or nobody can open it."""

    STAFF = "staff"
    """Whoever serves; the page itself shows each only what is theirs."""
    GROUND = "ground"
    """Who looks after a piece of ground: grid workers, chiefs, and the office."""
    OFFICE = "office"
    """Officers, dispatchers and managers."""
    HEADS = "heads"
    """Officers and managers: what is between somebody and their officer."""
    STREET = "street"
    """Managers: what holds for the whole deployment."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """A signed-in member of staff."""

    person: PersonRow
    roles: tuple[Role, ...]
    form_token: str

    def may(self, who: Who) -> bool:
        """Whether a page for these is theirs to open."""
        if who is Who.STREET:
            return self.is_street
        if who is Who.HEADS:
            return self.heads is None or bool(self.heads)
        if who is Who.GROUND:
            return any(role.role in GROUND for role in self.roles)
        return self.is_office if who is Who.OFFICE else True

    @property
    def is_office(self) -> bool:
        """Whether they belong to an office, not only to a grid."""
        return any(role.role in OFFICE for role in self.roles)

    @property
    def is_street(self) -> bool:
        """Whether they answer for the whole street."""
        return any(role.role is RoleName.MANAGER for role in self.roles)

    @property
    def communities(self) -> frozenset[str]:
        """The communities at whose desk they work; the street's managers are at none of their own."""
        return frozenset(role.area for role in self.roles if role.area and role.role in DESK)

    @property
    def heads(self) -> frozenset[str] | None:
        """The communities whose officer they are; None is the whole street."""
        if self.is_street:
            return None
        held = (role.area for role in self.roles if role.role is RoleName.OFFICER)
        return frozenset(area for area in held if area)

    @property
    def desks(self) -> frozenset[str] | None:
        """The communities at whose desk they work; None is the whole street."""
        return None if self.is_street else self.communities

    def answers_for(self, community: str | None) -> bool:
        """Whether what belongs to this community is theirs to decide."""
        return self.is_street or (community is not None and community in self.communities)

    def communities_in(self, organisation: Organisation) -> list[Area]:
        """The communities that they answer for, in the order in which the organisation has them."""
        areas = organisation.areas.values()
        return [a for a in areas if a.kind is AreaKind.COMMUNITY and self.answers_for(a.code)]

    @property
    def sight(self) -> Sight:
        """Which tickets they may see."""
        around = [role for role in self.roles if role.area and role.role in AREA_SEEN]
        return Sight(
            self.person.id,
            everything=self.is_street,
            communities=frozenset(r.area or "" for r in around if r.role in COMMUNITY_SEEN),
            areas=frozenset(r.area or "" for r in around),
        )
