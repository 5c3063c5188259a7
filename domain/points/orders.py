"""An order of the morality shop: its window, its life, and what a household may have (domain rules c.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.points.times import next_window
from domain.refusals import Refusal
from domain.steps import Steps

MOST_POINTS = 200  # c.3: of one household in one window
KEPT = timedelta(days=3)  # c.3: goods and points are held so long
LONGEST_WINDOW = timedelta(days=62)
MOST_PIECES = 1_000  # of a good, in any one step; more is a slip of the keys
CODE_DIGITS = 6
BOUGHT, COUNTED = "BUY", "COUNT"
"""The reasons for which a good's stock changes, beside opening and redemption."""


class OrderState(StrEnum):
    """Where an order stands; the words are in the glossary."""

    HELD = "held"
    """Points and goods are reserved: it can be fetched."""
    FETCHED = "fetched"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    """Nobody fetched it in time: points and goods went back by themselves."""


class OrderAct(StrEnum):
    """What is done to an order."""

    FETCH = "fetch"
    CANCEL = "cancel"
    LAPSE = "lapse"


class OrderOver(Refusal):
    """The order was fetched, cancelled or has lapsed already (`state`)."""


class RedemptionFrozen(Refusal):
    """False evidence costs a household its orders of this quarter and the next (domain rules c.2)."""


class ShopClosed(Refusal):
    """Nothing can be ordered outside a window; this is the next one."""


class OverMost(Refusal):
    """A household may exchange so many points in a window, and this would be more."""


class OverLimit(Refusal):
    """Of this good a household may have so many in a window."""


class OrderedAlready(Refusal):
    """The household has fetched its order of this window."""


class NotInShop(Refusal):
    """The shop has no such good, or does not give it out now."""


class SoldOut(Refusal):
    """Others were faster: there is not so much of it left."""


class TooFewPoints(Refusal):
    """The household has fewer points to spend than this costs; what waits is named."""


class NothingChosen(Refusal):
    """An order of nothing."""


class HeldForOrders(Refusal):
    """Fewer pieces were counted than are held for orders: those have to be looked at first."""


_S, _A = OrderState, OrderAct
TABLE = Steps(OrderOver, {
    (_S.HELD, _A.FETCH): _S.FETCHED,
    (_S.HELD, _A.CANCEL): _S.CANCELLED,
    (_S.HELD, _A.LAPSE): _S.LAPSED,
})  # fmt: skip
moved = TABLE.after


@dataclass(frozen=True, slots=True)
class Window:
    """When a community's shop gives out goods, once a quarter."""

    quarter: date
    """The first day of the quarter that it belongs to: what names it."""
    opens: date
    closes: date
    hours: str = ""
    """In words, as the notice says it."""
    place: str = ""

    def is_open(self, day: date) -> bool:
        """Whether something can be ordered on this day."""
        return self.opens <= day <= self.closes


def quarter_of(day: date) -> date:
    """The first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def next_quarter(quarter: date) -> date:
    """The first day of the quarter that follows."""
    return quarter_of(quarter + timedelta(days=95))


def usual_window(quarter: date) -> Window:
    """The window of a quarter for which nobody has set another."""
    return Window(quarter, *next_window(quarter))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One good of an order: what it is called, costs, and how many a household may have."""

    name: str
    price: int
    limit: int | None
    had: int
    """Pieces that the household has in this window's order already."""
    pieces: int


def within(wants: Mapping[str, Wanted], spent: int) -> int:
    """What these goods cost, beside the points that the order holds already.

    Raises:
        NothingChosen, OverLimit, OverMost: what may not be.

    """
    if not wants or any(want.pieces < 1 for want in wants.values()):
        raise NothingChosen
    for want in wants.values():
        if want.limit is not None and want.had + want.pieces > want.limit:
            raise OverLimit(good=want.name, limit=want.limit, had=want.had)
    cost = sum(want.price * want.pieces for want in wants.values())
    if spent + cost > MOST_POINTS:
        raise OverMost(most=MOST_POINTS, spent=spent, wanted=cost)
    return cost
