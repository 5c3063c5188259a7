"""Shares as people read them in a report (domain rules a.9)."""

from decimal import ROUND_HALF_UP, Decimal

NOTHING = "—"


def rate(part: int, whole: int) -> str:
    """A share with the figures behind it: `96.0%(24/25)`; of nothing there is none."""
    if not whole:
        return NOTHING
    percent = (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{percent}%({part}/{whole})"
