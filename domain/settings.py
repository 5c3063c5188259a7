"""What a street decides while the program runs, as it is written on the page and kept."""

import re
from datetime import time
from enum import StrEnum
from itertools import pairwise

Span = tuple[time, time]
SPAN = re.compile(r"(\d{1,2})[::.](\d{2})\s*[-–—~至到]\s*(\d{1,2})[::.](\d{2})")
BETWEEN = re.compile(r"[\s,,、;;和]*")
MOST_SPANS = 3  # of a day's service; more is a slip of the keys
OFF = ("off", "无", "不设", "沒有", "没有", "不設", "none")


class Setting(StrEnum):
    """Each thing that is decided here; its words are on the page."""

    QUIET = "quiet"
    HOURS = "hours"
    SURVEY = "survey"


class NotASetting(ValueError):  # noqa: N818 - an answer to whoever typed it
    """What was written cannot be meant."""


def spans(text: str) -> tuple[Span, ...]:
    """`08:30-12:00 14:00-17:30` as times; several in the order of the day.

    Raises:
        NotASetting: It is something else, or one ends before it begins or the last has ended.

    """
    if BETWEEN.fullmatch(SPAN.sub("", text)) is None:
        raise NotASetting(text)
    try:
        found = tuple(
            (time(int(a), int(b)), time(int(c), int(d))) for a, b, c, d in SPAN.findall(text)
        )
    except ValueError as error:
        raise NotASetting(text) from error
    if not found:
        raise NotASetting(text)
    return found


def quiet(text: str) -> Span | None:
    """From when until when pushes wait; it may pass midnight. None for never."""
    if text.strip().lower() in OFF:
        return None
    found = spans(text)
    if len(found) > 1 or found[0][0] == found[0][1]:
        raise NotASetting(text)
    return found[0]


def hours(text: str) -> tuple[Span, ...]:
    """When the office is open on a working day."""
    found = spans(text)
    edges = [edge for span in found for edge in span]
    if len(found) > MOST_SPANS or any(a >= b for a, b in pairwise(edges)):
        raise NotASetting(text)
    return found


def share(text: str) -> int:
    """Of a hundred."""
    written = text.strip().removesuffix("%").strip()
    if not (written.isascii() and written.isdigit()) or len(written) > 3 or int(written) > 100:  # noqa: PLR2004
        raise NotASetting(text)
    return int(written)


def tidy(name: Setting, text: str) -> str:
    """What was written, as it is kept and shown."""
    if name is Setting.SURVEY:
        return str(share(text))
    if name is Setting.QUIET and quiet(text) is None:
        return OFF[0]
    return written(spans(text) if name is Setting.QUIET else hours(text))


def written(several: tuple[Span, ...]) -> str:
    """Times as they are written."""
    return " ".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in several)
