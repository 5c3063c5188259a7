"""What huying read wrongly, as an example to learn from: a line in which nobody is found, and what it is.

Only what was said openly teaches: of private, sensitive and nameless matters nothing is kept here.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.catalogue import Category
from domain.privacy import mask
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.wishes.public import without_names

UNDONE_WITHIN = timedelta(hours=2)
"""What is taken back so soon was never meant; what is taken back later may have settled itself."""
NOBODY, NUMBER = "***", "0"
FEWEST = 2  # letters that say anything
KINDS = (Kind.COMPLAINT, Kind.HAZARD, Kind.WISH, Kind.QUESTION)
"""What somebody may say that a ticket is."""


class Why(StrEnum):
    """Who knew better, or that huying was right."""

    UNDONE = "undone"
    """Its author took it back at once: it was just talk."""
    NO_MATTER = "no_matter"
    """The desk says that it was just talk."""
    RECATEGORISED = "recategorised"
    MOVED = "moved"
    """It is elsewhere; what it is was read well."""
    CONFIRMED = "confirmed"
    """Its author was asked whether to register it, and said yes."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a line is: its kind, and the row of the catalogue; chat has none."""

    kind: str
    category: str | None

    @property
    def label(self) -> str:
        """What a model that learns rows of the catalogue calls it."""
        return self.category or self.kind


CHAT = Matter(Kind.CHAT.value, None)


def kind_in(row: Category, said: Kind) -> Kind:
    """What a matter of this row is: who says so decides, but a danger is one whatever they say."""
    return row.kind if row.kind is Kind.HAZARD or row.tier is Tier.E else said


def teaches(sensitivity: str, *, anonymous: bool) -> bool:
    """Whether the words of a ticket may be kept as an example."""
    return sensitivity == Sensitivity.NORMAL and not anonymous


_NUMERALS = "〇零一二三四五六七八九十百千两幺"
_ANY_NUMBER = re.compile(
    rf"\d+|[{_NUMERALS}]{{3,}}"
    rf"|[{_NUMERALS}]+(?=\s*(?:[栋棟幢座号號层層室户戶弄門门洞]|[单單][元]|楼(?![上下道梯])|樓(?![上下道梯])))"
)
"""A figure, or a spelt number that is long or counts a home; for a model all numbers are one anyway."""
_HANDLE = re.compile(
    r"[\w.+-]+@[\w.]*|@\w+|https?://\S+|(?:微信|vx|wx|qq|QQ)号?[是为:]?\s*[A-Za-z0-9_-]{4,}",
    re.IGNORECASE,
)
_FORMULA = "=+-@\t\r "


def example_of(text: str, names: Collection[str] = ()) -> str:
    """A line as an example: no name, number, room or account in it, as far as words can tell.

    `names` are those that huying knows. Nor does it begin as a spreadsheet's formula does. Empty
    where nothing is left to learn from, as of a photo without words.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    plain = mask(_HANDLE.sub(NOBODY, without_names(plain, NOBODY, names)))
    example = _ANY_NUMBER.sub(NUMBER, plain).lstrip(_FORMULA)
    return example if sum(map(str.isalpha, example)) >= FEWEST else ""
