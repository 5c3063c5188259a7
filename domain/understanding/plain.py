"""A line in one script and width, and the houses that it names."""

import re
import unicodedata
from functools import cache
from typing import Any

from domain.numerals import digits

_TRADITIONAL = re.compile(
    "[們這個樓燈電關門開無沒壞還請問嗎來車裡燒煙點廣場機線總發為會過後別記說報]"
)


_MAY_HIDE = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u180e\u1ab0-\u1dff\u200b-\u206f\u20d0-\u20ff\ufe00-\ufeff\U000e0000-\U000e007f]"
)
"""One class, for a look at every line that is said; most hold none of it."""
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\U000e0000-\U000e007f]"
    "|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
    "|\ufe0f(?=\u20e3|[\u4e00-\u9fff])"
)
"""What is not seen, and what is laid over a sign: nobody means it, and every pattern would miss the word.

What joins two pictures stays, since the models know those as one.
"""


def uncovered(text: str) -> str:
    """A text in one width, without marks that only hide or adorn its signs."""
    plain = unicodedata.normalize("NFKC", text)
    return _HIDDEN.sub("", plain) if _MAY_HIDE.search(plain) else plain


def normal(text: str) -> str:
    """A line in one width and one script."""
    plain = uncovered(text).strip().lower()
    if _TRADITIONAL.search(plain):
        plain = simplified(plain)
    return plain


@cache
def made(grammar: str) -> re.Pattern[str]:
    """A large pattern, made when it is first needed: all of them would double the time of an import."""
    return re.compile(grammar)


def each_then(signs: str, rest: str) -> list[str]:
    """Patterns of each sign with the same rest.

    Of many that begin with one sign each the library looks for all first signs at once; before a class
    (`[ab]c`) beside other ways it tries each way at each place, which takes ten times as long.
    """
    return [sign + rest for sign in signs]


def simplified(text: str) -> str:
    """A text in simplified characters."""
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - only for those who write traditional characters

    return OpenCC("t2s")


_BUILDINGS = re.compile(
    r"([\d一二三四五六七八九十百]{1,4}|(?<!收)[壹贰叁肆伍陆柒捌玖拾]{1,4})\s*(?:栋|号楼|幢|座)"
)


def buildings(text: str) -> frozenset[str]:
    """The numbers of the buildings that a line names, as figures."""
    found = (digits(number) for number in _BUILDINGS.findall(normal(text)))
    return frozenset(number for number in found if number)
