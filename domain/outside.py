"""What of a line may leave the house: no number, no home, no name, no estate; some lines never leave.

Rather a word too much is hidden. What is hidden is looked at once more by the rules that keep a
wish's public words clean: where these still find somebody, or an illness or aid, the line stays.
"""

import re
from collections.abc import Collection

from domain.places import PlaceKind, Places
from domain.privacy import hide_home, mask
from domain.privacy.homes import STARS
from domain.understanding.homes import homes
from domain.understanding.plain import normal
from domain.understanding.slips import mended
from domain.wishes.public import Problem, problems, without_accounts, without_names

LONGEST = 300  # characters; a longer line is a notice or a letter, and nobody's question
SOMEWHERE, SOMEBODY = "某处", "某人"
WIDE = (PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ESTATE)
SHORTEST_NAME = 2  # characters
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_CALLED = re.compile(
    r"@\S+"
    r"|(?:我是|这里是|本人是?)\s*[\u4e00-\u9fff]{2,3}(?=[,.;:!?。、\s]|$)"
    r"|(?:my name is|this is)\s+\w+"
)
_FIGURES = re.compile(r"\d{3,}|[〇零一二三四五六七八九幺]{3,}")


def outside(text: str, *, names: Collection[str], places: Places) -> str | None:
    """A line as a model elsewhere may read it; None where it stays in the house.

    `names` are those that huying knows: of its own people.
    """
    plain = mended(normal(mask(text)))
    if len(plain) > LONGEST:
        return None
    plain = without_accounts(_LINK.sub(STARS, plain), SOMEBODY)
    plain = _CALLED.sub(SOMEBODY, without_names(plain, SOMEBODY))
    known = _words(names)
    plain = _without(plain, known, SOMEBODY)
    plain = _without(plain, _words(_wide(places)), SOMEWHERE)
    plain = _FIGURES.sub(STARS, hide_home(_without_homes(plain), unit=True))
    found = set(problems(plain, known)) - {Problem.LENGTH}
    return None if found else plain


def _words(names: Collection[str]) -> list[str]:
    """Names as a line spells them, the longest first."""
    spelt = {mended(normal(name)) for name in names}
    return sorted((name for name in spelt if len(name) >= SHORTEST_NAME), key=len, reverse=True)


def _without(text: str, words: list[str], instead: str) -> str:
    for word in words:
        text = text.replace(word, instead)
    return text


def _wide(places: Places) -> set[str]:
    """What tells where the group is: estates and what holds them, by every name, and their firms."""
    listed = [place for kind in WIDE for place in places.of(kind)]
    firms = {place.property for place in places if place.property}
    return {word for place in listed for word in (place.name, *place.aliases)} | firms


def _without_homes(text: str) -> str:
    for home in reversed(homes(text)):
        text = text[: home.start] + SOMEWHERE + text[home.end :]
    return text
