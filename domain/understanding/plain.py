"""What any line holds besides its matter: one script and width, how many people, since when."""

import re
import unicodedata
from functools import cache
from typing import Any

from domain.numerals import digits

_TRADITIONAL = re.compile(
    "[們這個樓燈電關門開無沒壞還請問嗎來車裡燒煙點廣場機線總發為會過後別記說報]"
)
_SINCE = re.compile(
    r"(?:从?昨天|前天|今早|上周)|[\d一二两三四五六七八九十几好]{1,3}个?(?:多)?(?:天(?!天)|周|星期|礼拜|月|年|小时|晚上)(?:了|多了)?"
)
_HOUSEHOLDS = re.compile(r"([\d一二两三四五六七八九十]{1,3})\s*(?:户|家人|家)(?!里|属|长|庭)")
_PEOPLE = re.compile(r"(?:我家|我们|就)?([\d一二两三四五六七八九十]{1,3})\s*个人")


def normal(text: str) -> str:
    """A line in one width and one script."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if _TRADITIONAL.search(plain):
        plain = simplified(plain)
    return plain


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


def households(text: str) -> int | None:
    """How many households a line speaks for, where it says so."""
    found = _HOUSEHOLDS.search(text)
    number = digits(found[1]) if found else None
    return int(number) if number and number.isdigit() and int(number) > 1 else None


def since(text: str) -> str | None:
    """Since when, in the resident's words."""
    found = _SINCE.search(text)
    return found[0] if found else None


def heads(text: str) -> int | None:
    """How many people somebody signs up, where they say so."""
    count = _PEOPLE.search(text)
    if count:
        return int(digits(count[1]) or 0)
    return 2 if "我和" in text else None
