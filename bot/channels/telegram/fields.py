"""An update's values, each of the type that Telegram promises: whatever is not is unreadable."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

UNREADABLE = (
    LookupError, TypeError, ValueError, AttributeError, OverflowError, OSError, RecursionError,
)  # fmt: skip
"""What a malformed update raises: it is passed over, by its number."""
LARGEST = 2**63  # the Bot API's largest whole numbers have 52 bits
LAST_UPDATE = 2**31 - 2  # an update's number is a plain Integer, and one more must fit into ours


def number(value: Any) -> int:
    """A whole number, such as an id. Raises TypeError."""
    if type(value) is not int or not -LARGEST < value < LARGEST:
        raise TypeError(type(value).__name__)
    return value


def words(value: Any) -> str:
    """A text that every database takes: no NUL, and U+FFFD for half a character. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value if value.isascii() and "\0" not in value else _whole(value)


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "")


def part(value: Any) -> Json:
    """An object inside another. Raises TypeError."""
    if not isinstance(value, dict):
        raise TypeError(type(value).__name__)
    return value


def parts(value: Any) -> Sequence[Json]:
    """Objects in a row. Raises TypeError."""
    if not isinstance(value, list):
        raise TypeError(type(value).__name__)
    return [part(item) for item in value]


def degrees(value: Any) -> float:
    """Where on a map. Raises TypeError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(type(value).__name__)
    return value


def numbers(batch: Sequence[Any]) -> Iterator[int]:
    """The numbers of updates, as far as they can be read: what is asked for next follows them.

    An absurd one is none: asking beyond it would confirm all that is still to come.
    """
    for update in batch:
        found = update.get("update_id") if isinstance(update, dict) else None
        if type(found) is int and 0 <= found <= LAST_UPDATE:
            yield found
