"""A change of who is responsible, as somebody asks for it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

LONGEST_WHY = 200  # characters


class Kind(StrEnum):
    """What may be changed."""

    COVER = "cover"
    """An area looks after a place from now on."""
    UNCOVER = "uncover"
    """It does no more."""
    GIVE = "give"
    """Somebody serves in an area; `instead` of another, who ends."""
    END = "end"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change as somebody asks for it."""

    kind: Kind
    area: str
    day: date
    place: str | None = None
    person: int | None = None
    role: str = ""
    other: int | None = None
    """Whom somebody serves instead of, or the deputy."""
    take_over: bool = False
    """A place is taken from whoever has it now."""
    move: bool = False
    """What is open goes along."""
    why: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept of it beside area and day: ids and codes."""
        known = {"place": self.place, "person": self.person, "role": self.role, "other": self.other,
                 "take_over": self.take_over}  # fmt: skip
        return {name: value for name, value in known.items() if value not in (None, "", False)}
