"""Who is responsible where: communities, grids and micro-grids, and the people's roles in them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AreaKind(StrEnum):
    COMMUNITY = "community"
    GRID = "grid"
    MICROGRID = "microgrid"


class RoleName(StrEnum):
    """What a person does for the community; the words are in the glossary."""

    VOLUNTEER = "volunteer"
    GRID_WORKER = "grid_worker"
    CHIEF = "chief"
    DISPATCHER = "dispatcher"
    OFFICER = "officer"
    PROPERTY = "property"
    MEDIATOR = "mediator"
    COUNSELLOR = "counsellor"
    MANAGER = "manager"
    PARTY_MEMBER = "party_member"


STAFF = frozenset(RoleName) - {RoleName.VOLUNTEER, RoleName.PARTY_MEMBER, RoleName.PROPERTY}
"""Who may open the console."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the sub-district and the places it covers."""

    code: str
    name: str
    kind: AreaKind
    parent: str | None = None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """One person's one role; several rows of a person are several roles."""

    person: int
    role: RoleName
    area: str | None = None
    """The area's code; for `property` the company as in `places.property`; None for managers."""
    deputy: int | None = None
    away_from: date | None = None
    away_to: date | None = None

    def here(self, day: date) -> bool:
        """Whether the person is not on leave on this day (both ends of a leave are off)."""
        if self.away_from is None:
            return True
        return not (self.away_from <= day <= (self.away_to or date.max))
