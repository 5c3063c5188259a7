"""How huying reads what residents write: offline, by word lists that a community edits."""

from domain.understanding.reader import Reader
from domain.understanding.reading import (
    Action,
    Ask,
    Care,
    Context,
    Known,
    NoSuch,
    PlaceSaid,
    Reading,
    Verdict,
)

__all__ = [
    "Action",
    "Ask",
    "Care",
    "Context",
    "Known",
    "NoSuch",
    "PlaceSaid",
    "Reader",
    "Reading",
    "Verdict",
]
