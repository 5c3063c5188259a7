"""Shares as people read them in a report (domain rules a.9)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOTHING = "—"
TENTH = Decimal("0.1")
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Share:
    """So much of so many. A part that is weighted may be no whole number: `10.6` of `12`."""

    part: Decimal | int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """As it is printed: half up to one decimal; of nothing there is none."""
        return to_tenth(100 * Decimal(self.part) / self.whole) if self.whole else None

    def __str__(self) -> str:
        """Both figures always stand beside it: `91.7%(11/12)`."""
        return NOTHING if self.percent is None else f"{self.percent}%({self.parts})"

    @property
    def parts(self) -> str:
        """The figures alone: `11/12`."""
        return f"{_plain(self.part)}/{self.whole}"


def to_tenth(value: Decimal) -> Decimal:
    """Rounded half up, as everybody was taught at school."""
    return value.quantize(TENTH, ROUND_HALF_UP)


def _plain(part: Decimal | int) -> str:
    """`10.6`, `10.65` and `10`, never `10.60`."""
    rounded = Decimal(part).quantize(HUNDREDTH, ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")


def rate(part: int, whole: int) -> str:
    """A share with the figures behind it: `96.0%(24/25)`; of nothing there is none."""
    return str(Share(part, whole))
