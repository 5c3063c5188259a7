"""What is known around a line, and what huying makes of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.places import PlaceKind
from domain.tickets.kinds import Kind, Sensitivity, Tier

SURE, LIKELY, UNSURE = 0.92, 0.8, 0.55
Ref = int | str
"""How whoever asks names a ticket: its number, or the id of the line that opened it."""


class Action(StrEnum):
    """What huying does with a line."""

    REGISTER = "register"
    ASK = "ask"
    ANSWER = "answer"
    IGNORE = "ignore"


class Care(StrEnum):
    """How sure huying must be in a group before it speaks: of danger it never makes a difference."""

    CAREFUL = "careful"
    USUAL = "usual"
    KEEN = "keen"


class Ask(StrEnum):
    """What one short question to the author is about."""

    PLACE = "place"
    INTENT = "intent"
    BESIDES = "besides"
    """Whether something else that the same line tells of is to be registered, too."""


class Verdict(StrEnum):
    """What the reporter says about a ticket."""

    SOLVED = "solved"
    PARTLY = "partly"
    NOT_SOLVED = "not_solved"
    PROGRESS = "progress"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket that a line may be about."""

    ticket: Ref
    kind: Kind
    category: str | None
    place: str | None = None
    """Its place's code."""
    own: bool = False
    """Whether the author of the line reported (or joined) it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What huying knows around a line when it reads it."""

    group_place: str | None = None
    """The code of the place that the group is bound to."""
    care: Care = Care.USUAL
    private: bool = False
    staff: bool = False
    reply_to: Known | None = None
    """The ticket of the message that this line answers."""
    after: Known | None = None
    """The ticket of the line said in the group just before, within ten minutes."""
    open_tickets: tuple[Known, ...] = ()
    """The tickets that this author has open (or were closed lately)."""
    asked: bool = False
    """Whether huying has asked this author whether `reply_to` is solved."""
    today: date | None = None
    stands: str | None = None
    """The code of the place where the author is: what names no place is about that one."""
    amid: bool = False
    """Whether a danger that was cried here lately is open: who speaks now is likelier to speak of one."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A zone, a house or a stairway that somebody names and that does not exist."""

    kind: PlaceKind
    name: str
    """`8` of a house or a stairway, `C区` of a zone."""
    within: str | None = None
    """The code of the place that has no such, where that is known."""


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """Where a line is about: in the database's names, the group's estate included."""

    estate: str | None = None
    zone: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None
    spot: str | None = None
    code: str | None = None
    """The deepest place that is certain, listed or as said."""
    candidates: tuple[str, ...] = ()
    """Codes of the likely places when it is ambiguous or incomplete, for buttons."""
    missing: str | None = None
    """What has to be asked for: estate, zone, building or unit."""
    landmark: str | None = None
    """A spot as said that no row knows: enough to find it, not a place of the tree."""
    absent: Absent | None = None
    """What was named and does not exist, for whoever asks."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What huying makes of one line."""

    kind: Kind
    category: str | None
    confidence: float
    action: Action
    place: PlaceSaid | None = None
    people: int | None = None
    since: str | None = None
    """Since when, in the resident's words."""
    tier: Tier | None = None
    sensitivity: Sensitivity = Sensitivity.NORMAL
    ask: Ask | None = None
    known: Ref | None = None
    """The ticket that a follow-up or a me-too is about."""
    verdict: Verdict | None = None

    @property
    def urgent(self) -> bool:
        """Whether it may disturb people's rest."""
        return self.tier is not None and self.tier.urgent


CHAT = Reading(Kind.CHAT, None, 0.99, Action.IGNORE)
