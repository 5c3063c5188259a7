"""What every handler knows of the community without asking the database."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from domain.calendar import Calendar
from domain.catalogue import Catalogue
from domain.organisation import Organisation
from domain.places import Places
from domain.points import Rule
from domain.understanding import Reader
from domain.webhooks import Hook, Network


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the operator has set for this deployment."""

    locale: str = "zh-Hans"
    operator: str = ""
    """Who runs it, as the notice in a group says."""
    public_url: str = ""
    quiet: tuple[time, time] | None = (time(20, 30), time(7, 30))
    """Local times from which and until which pushes wait; None = never."""
    survey_share: int = 30
    """Of a hundred tickets that ended in silence, how many reporters are asked by phone."""
    elsewhere: bool = False
    """Whether lines in doubt are put before a model elsewhere, masked; residents are told."""
    bot_name: str | None = None
    """The platform's user name of the bot, for links that open the private chat."""
    inside: tuple[Network, ...] = ()
    """Networks of the house into which tickets' news may be sent."""


class Seal(Protocol):
    """Closes a number that somebody left, so that the database alone tells it to nobody.

    A mark is the same for the same text, and can be neither made nor read without the key.
    """

    def close(self, text: str) -> str: ...

    def open(self, sealed: str) -> str | None: ...

    def mark(self, text: str) -> str: ...


@dataclass(slots=True)
class Made:
    """What was made of the database and costs too much to be made for each event; with its version."""

    version: object = None
    made: Any = None


@dataclass(frozen=True, slots=True)
class World:
    """One moment of the community: rebuilt whenever the workbook or the roles change."""

    revision: int
    organisation: Organisation
    reader: Reader
    catalogue: Catalogue
    calendar: Calendar
    deployment: Deployment
    seal: Seal
    hooks: tuple[Hook, ...] = ()
    """Who outside is told of tickets."""
    recurring: Made = field(default_factory=Made)
    """What recurs, put in order by `handlers.schedules.shelf`."""
    member_items: tuple[Rule, ...] = ()
    """What party members' service points are given and taken for."""

    @property
    def places(self) -> Places:
        return self.organisation.places

    def today(self, now: datetime) -> date:
        """The local day."""
        return now.astimezone(self.calendar.zone).date()
