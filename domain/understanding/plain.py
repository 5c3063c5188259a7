"""A line in one script and width, and the houses that it names."""

import re
import unicodedata
from functools import cache
from typing import Any

from domain.numerals import digits

_TRADITIONAL = re.compile(
    "[們這個樓燈電關門開無沒壞還請問嗎來車裡燒煙點廣場機線總發為會過後別記說報]"
)


def normal(text: str) -> str:
    """A line in one width and one script."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
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


_BUILDINGS = re.compile(r"([\d一二三四五六七八九十百]{1,4})\s*(?:栋|号楼|幢|座)")


def buildings(text: str) -> frozenset[str]:
    """The numbers of the buildings that a line names, as figures."""
    found = (digits(number) for number in _BUILDINGS.findall(normal(text)))
    return frozenset(number for number in found if number)
