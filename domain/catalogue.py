"""The catalogue: what a community takes care of, who does it, how fast, and who may know of it.

The rows are `data/catalogue.csv`, which a community may replace by its own. An empty limit
means the tier's. Words are the first hints of a category; how a line is read stands in
`understanding`.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.tickets.kinds import Kind, Sensitivity, Tier


class Doer(StrEnum):
    """Who does the work; who answers for it is the grid worker of the place."""

    GRID = "G"
    PROPERTY = "P"
    STREET = "S"
    DESK = "K"
    VOLUNTEERS = "V"
    MEDIATION = "M"


class Span(StrEnum):
    """What a limit is counted in."""

    MINUTES = "min"
    HOURS = "h"
    """Hours of the clock."""
    WORK_HOURS = "wh"
    DAYS = "d"
    WORK_DAYS = "wd"


class PlaceRule(StrEnum):
    """How exactly a place must be known before something is registered."""

    PRIVATE = "private"
    """A home: the room, or at least the unit."""
    PUBLIC = "public"
    """A public part: the building, a zone or a landmark."""
    NONE = "none"
    """No place is needed."""


class Service(StrEnum):
    """The six services by which a community reports what it does; each matter is part of one."""

    AFFAIRS = "affairs"
    """Papers, policies, having a say."""
    LIVING = "living"
    """What makes a day easier: errands, parking, parcels, events."""
    UPKEEP = "upkeep"
    """Houses, pipes, lamps, lifts, and whoever is paid to look after them."""
    ENVIRONMENT = "environment"
    SAFETY = "safety"
    CARE = "care"
    """The old, the young, and whoever is in need."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A time that something may take: `4wh`, `24h`, `5wd`."""

    amount: int
    span: Span

    def __str__(self) -> str:
        return f"{self.amount}{self.span}"


class BadCatalogue(ValueError):  # noqa: N818 - reads as what it is
    """A row of the catalogue cannot be understood; its words name the row and why."""


@dataclass(frozen=True, slots=True)
class Category:
    """One matter of the catalogue."""

    slug: str
    """`first.second`."""
    name: str
    said: str
    """The name as it stands in a sentence: `消防通道被占`."""
    kind: Kind
    doer: tuple[Doer, ...]
    tier: Tier
    respond: Limit | None
    """Until the first contact; None is the tier's own."""
    finish: Limit | None
    """Until it is done; None is the tier's own."""
    sensitivity: Sensitivity
    place_rule: PlaceRule
    needs_evidence: bool
    """Whether a photo afterwards belongs to the result."""
    call: str | None
    """The number to dial at once, where life may be at risk."""
    service: Service
    """Under which of the six services it is reported."""
    words: tuple[str, ...]

    @property
    def tangible(self) -> bool:
        """Whether two reports from one place are likely the same thing: a lamp, not an opinion."""
        return self.group not in ("gov", "prop", "svc", "care", "safe")

    @property
    def grave(self) -> bool:
        """Whether a matter of this row may be danger to life."""
        return self.tier is Tier.E or self.call is not None

    @property
    def group(self) -> str:
        """The first level: `repair` of `repair.leak`."""
        return group_of(self.slug)


def group_of(slug: str) -> str:
    """The first level of a row, by its slug."""
    return slug.partition(".")[0]


class Catalogue:
    """All matters a community takes care of."""

    def __init__(self, rows: Mapping[str, Category]) -> None:
        self._rows = dict(rows)
        self.grave = tuple(row for row in rows.values() if row.grave)
        """The rows that may be danger to life."""

    def __iter__(self) -> Iterator[Category]:
        """Go through the catalogue in its order."""
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, slug: object) -> bool:
        return slug in self._rows

    def get(self, slug: str | None) -> Category | None:
        """Look up the matter with this slug."""
        return self._rows.get(slug) if slug else None

    @property
    def groups(self) -> tuple[str, ...]:
        """The first levels, in the catalogue's order."""
        return tuple(dict.fromkeys(row.group for row in self))

    @property
    def names(self) -> dict[str, str]:
        """What each matter is called, by slug."""
        return {slug: row.name for slug, row in self._rows.items()}


@lru_cache(maxsize=2)  # the same table, the same catalogue
def load_catalogue(text: str) -> Catalogue:
    """Read a community's catalogue from its table (CSV, headings in the first line).

    Raises `BadCatalogue` naming the row that cannot be read.
    """
    rows: dict[str, Category] = {}
    for number, cells in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            category = _category(cells)
        except (ValueError, KeyError, AttributeError) as error:
            raise BadCatalogue(f"row {number}: {error}") from error
        if category.slug in rows:
            raise BadCatalogue(f"row {number}: {category.slug} stands there twice")
        rows[category.slug] = category
    return Catalogue(rows)


def _category(cells: Mapping[str, str]) -> Category:
    if not re.fullmatch(r"[a-z]+\.[a-z]+", cells["slug"]):
        raise ValueError(f"{cells['slug']!r} is no slug")
    return Category(
        slug=cells["slug"],
        name=cells["name"],
        said=cells.get("said") or cells["name"],
        kind=Kind(cells["kind"]),
        doer=tuple(Doer(code) for code in cells["doer"].split("+")),
        tier=Tier(cells["tier"]),
        respond=parse_limit(cells["respond"]),
        finish=parse_limit(cells["finish"]),
        sensitivity=Sensitivity(cells["sensitivity"]),
        place_rule=PlaceRule(cells["place"]),
        needs_evidence=cells["photo"] == "yes",
        call=cells["call"] or None,
        # A table from before there were services: what everybody needs now and then.
        service=Service(cells.get("service") or Service.LIVING),
        words=tuple(word for word in cells["words"].split(";") if word),
    )


def parse_limit(text: str) -> Limit | None:
    """Read a limit such as `24h`, `5wd`, `4wh`, `15min` or `30d`; nothing is None."""
    if not text:
        return None
    match = re.fullmatch(r"(\d+)(min|wh|wd|h|d)", text)
    if not match:
        raise ValueError(f"{text!r} is no limit")
    return Limit(int(match[1]), Span(match[2]))
