"""What a roster must hold: nobody twice at one hour, rest, a week's limit, leave, wishes, no gap.

Values in, values out. A breach names the shift that it clashes with, so that whoever is refused
knows what stands in the way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.calendar import SHANGHAI

REST = timedelta(hours=8)  # domain rules d.3
WEEKLY = 4  # shifts a week, Monday to Sunday, for volunteers (d.3)
LATE = timedelta(minutes=15)
"""Nobody there so long after the beginning: the chief knows."""
EARLY = timedelta(hours=1)
"""So long before the beginning somebody may say that they are there."""


NIGHT = "night"
"""Of a wish: every shift that begins so late or so early that it is a night's."""
NIGHT_FROM, NIGHT_UNTIL = 20, 5  # hours


class BreachKind(StrEnum):
    """Which rule would be broken."""

    TWICE = "twice"
    REST = "rest"
    WEEK = "week"
    LEAVE = "leave"
    WISH = "wish"
    """They said that they cannot."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One shift at one post on one day."""

    id: int
    post: str
    begins: datetime
    ends: datetime
    fewest: int = 1
    most: int = 1

    def near(self, other: "Slot", rest: timedelta = REST) -> bool:
        """Whether nobody can do both: they overlap, or leave too little rest."""
        return self.begins < other.ends + rest and other.begins < self.ends + rest

    def overlaps(self, other: "Slot") -> bool:
        """Whether both are at one hour."""
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody cannot, or would rather not: a day, a weekday, an hour, or these together."""

    day: date | None = None
    weekday: int | None = None
    hour: str = ""
    """The beginning of a shift, as the roster writes it: `22:00`, or `night`; empty = the whole day."""
    hard: bool = True
    """Cannot; else would rather not."""

    def meets(self, slot: Slot, zone: ZoneInfo = SHANGHAI) -> bool:
        """Whether it is about this shift."""
        local = slot.begins.astimezone(zone)
        return (
            (self.day is None or self.day == local.date())
            and (self.weekday is None or self.weekday == local.weekday())
            and (not self.hour or self.hour in (f"{local:%H:%M}", _night(local)))
            and (self.day is not None or self.weekday is not None or bool(self.hour))
        )


def _night(local: datetime) -> str:
    return NIGHT if local.hour >= NIGHT_FROM or local.hour < NIGHT_UNTIL else ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can be put into a roster."""

    id: int
    weekly: int | None = WEEKLY
    """None: staff, who have no limit a week."""
    away: tuple[tuple[date, date], ...] = ()
    """Leave; both ends are off."""
    wishes: tuple[Wish, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that would be broken, and by what."""

    kind: BreachKind
    other: Slot | None = None
    """The shift that it clashes with."""
    count: int = 0
    """How many shifts they have in that week already."""
    until: date | None = None
    """The last day of their leave."""


def monday(at: datetime, zone: ZoneInfo = SHANGHAI) -> date:
    """The week that a shift counts for: that of the day on which it begins."""
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def breaches(
    member: Member, slot: Slot, held: Iterable[Slot], zone: ZoneInfo = SHANGHAI
) -> list[Breach]:
    """What speaks against putting somebody into a shift beside those that they have; the worst first."""
    others = [one for one in held if one.id != slot.id]
    found = [Breach(BreachKind.TWICE, one) for one in others if one.overlaps(slot)]
    found += [
        Breach(BreachKind.REST, one) for one in others if one.near(slot) and not one.overlaps(slot)
    ]
    week = monday(slot.begins, zone)
    count = sum(monday(one.begins, zone) == week for one in others)
    if member.weekly is not None and count >= member.weekly:
        found.append(Breach(BreachKind.WEEK, count=count))
    found += [Breach(BreachKind.LEAVE, until=last) for last in _leave(member, slot, zone)]
    if any(wish.hard and wish.meets(slot, zone) for wish in member.wishes):
        found.append(Breach(BreachKind.WISH))
    return found


def _leave(member: Member, slot: Slot, zone: ZoneInfo) -> list[date]:
    """The leaves into which a shift falls; one that ends at midnight is not of the next day."""
    first = slot.begins.astimezone(zone).date()
    last = max(first, (slot.ends - timedelta(microseconds=1)).astimezone(zone).date())
    return [until for since, until in member.away if since <= last and first <= until]


@dataclass(frozen=True, slots=True)
class Gap:
    """A shift in which fewer than needed are."""

    slot: Slot
    there: int

    @property
    def lacking(self) -> int:
        """How many more are needed."""
        return self.slot.fewest - self.there


def gaps(slots: Iterable[Slot], taken: dict[int, int]) -> list[Gap]:
    """The shifts that lack people, in the order of time."""
    found = [Gap(one, taken.get(one.id, 0)) for one in slots]
    return sorted(
        (gap for gap in found if gap.lacking > 0),
        key=lambda gap: (gap.slot.begins, gap.slot.post, gap.slot.id),
    )


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody on duty by a published roster, as the router asks for them."""

    person: int
    area: str
    post: str
    begins: datetime
    ends: datetime
    """When they go home: the shift's end, or when they checked out."""

    def now(self, at: datetime) -> bool:
        """Whether they are on duty at this instant."""
        return self.begins <= at < self.ends


def all_breaches(
    members: Sequence[Member], slots: Sequence[Slot], given: Iterable[tuple[int, int]],
    zone: ZoneInfo = SHANGHAI,
) -> list[tuple[int, int, Breach]]:  # fmt: skip
    """Every rule that a whole roster breaks: member, shift and what."""
    by_id, who = {one.id: one for one in slots}, {one.id: one for one in members}
    held: dict[int, list[Slot]] = {}
    for member, slot in given:
        held.setdefault(member, []).append(by_id[slot])
    return [
        (member, slot.id, breach)
        for member, mine in held.items()
        for slot in mine
        for breach in breaches(who[member], slot, mine, zone)
    ]
