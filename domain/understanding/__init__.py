"""How huying reads what residents write: offline, by word lists that a community edits."""

from domain.understanding.reader import Reader
from domain.understanding.reading import (
    Absent,
    Action,
    Ask,
    Care,
    Context,
    Known,
    PlaceSaid,
    Reading,
    Verdict,
)

__all__ = [
    "Absent",
    "Action",
    "Ask",
    "Care",
    "Context",
    "Known",
    "PlaceSaid",
    "Reader",
    "Reading",
    "Verdict",
]
