"""How it went, in the words of whoever was in charge: how many came, and what they want to say."""

import re
from dataclasses import dataclass

from domain.numerals import digits

_NUMBER = "(?:[0-9０-９]{1,4}|[零〇一二两三四五六七八九十百]{1,5})"
_COUNT = re.compile(
    rf"^(?:今天|这次|一共|总共|共|大概|大约|约)*(?:来了|到了|来|到|有)?({_NUMBER})"
    r"多?(?:来)?个?(?:人|位|名)?(?:左右|居民|老人|街坊)?(?:来|参加)?了?$"
)
_BETWEEN = re.compile(r"[,。;\uff0c\uff1b\n]+")
MOST = 5000


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells of a date that is over."""

    came: int | None = None
    words: str = ""


def told(text: str) -> Told:
    """`来了32人,谢谢两位师傅` taken apart: the number, and the rest as it was written."""
    came, rest = None, []
    for part in (one.strip() for one in _BETWEEN.split(text.strip()) if one.strip()):
        found = _COUNT.match(part)
        number = int(digits(found[1]) or 0) if found else 0
        if came is None and 0 < number <= MOST:
            came = number
        else:
            rest.append(part)
    words = ",".join(rest)
    return Told(came, f"{words}。" if words and words[-1] not in "。!?\uff01\uff1f" else words)
