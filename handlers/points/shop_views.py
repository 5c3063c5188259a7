"""What a household, and the desk, see of the shop: the shelf, and an order."""

from dataclasses import dataclass
from datetime import datetime

from domain.points.orders import Window


@dataclass(frozen=True, slots=True)
class GoodView:
    """A good as people see it in a list."""

    code: str
    name: str
    price: int
    left: int
    limit: int | None = None
    """The most that a household may have of it in a window."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One good of an order."""

    name: str
    pieces: int
    points: int


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as its household, and the desk, see it."""

    number: int
    lines: tuple[LineView, ...]
    points: int
    fetch_by: datetime
    hours: str
    place: str
    free: int
    """What the household can spend beside it."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a household sees of its shop."""

    window: Window
    open: bool
    free: int
    goods: tuple[GoodView, ...]

    def within_reach(self) -> tuple[GoodView, ...]:
        """What there is and the household can afford, the dearest first."""
        found = [good for good in self.goods if good.left and good.price <= self.free]
        return tuple(sorted(found, key=lambda good: -good.price))
