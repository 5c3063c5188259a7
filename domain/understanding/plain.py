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
CLAUSES = re.compile(r"[\s,。.!?、;:~…]+")
"""What stands between the clauses of a line."""
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


_MAY_LACK = re.compile("[莫冇木么]|没得|[官馆棺冠关]")
"""One look at every line that is said; most hold none of it."""
_SUPPLY = (
    "水(?![果平准泥票饺杯壶军彩泡煤友瓶费电卡师])|电(?![梯话脑视影动瓶池费台器子商饭风联工信邮报])|[燃煤]气(?![灶罐费])|天然气(?![灶费])"
    "|暖气?(?![片费])|热水(?![器瓶壶袋])|自来水|冷气|气(?![势氛色质派概魄味息死温球])|网(?![红友购店课吧名站])|灯(?![泡笼具])|信号|光"
)
_LACK = re.compile(
    rf"(?<![有得])(?:莫得|莫有|莫(?=[水电])|冇得|冇有|冇|没得|木有|木得|么得)(?P<what>{_SUPPLY})"
    r"(?P<end>[喇咗](?!叭))?"
)
"""`莫得水`, `冇电喇` for 没水, 没电啦: of what every home is supplied with, all say the same."""
_GONE = re.compile(
    r"(?P<what>[水电气网]|暖气|热水)(?P<also>[都也又还]|一点都|一滴都)?(?:莫得|莫有|冇得|冇|没得|木有|么得)(?=[了咯啦嘛哈喇咗哒哦]|$|[\s,。!])(?P<end>[喇咗])?"
)
_PIPE = re.compile(
    r"(?<=[水气])(?:[官馆棺冠]|(?<![把将给]水)关)(?=(?:子|道)?[又也都在那处里面老]{0,3}(?:漏|爆|裂|炸|喷|冒|冻|滴|渗|锈|呲|崩|破|堵))"
)
"""`水官爆了`, by a slip of the finger."""


def normal(text: str) -> str:
    """A line in one width and one script, and what is lacking in the words of all the country."""
    plain = uncovered(text).strip().lower()
    if _TRADITIONAL.search(plain):
        plain = simplified(plain)
    return _usual(plain) if _MAY_LACK.search(plain) else plain


def _usual(plain: str) -> str:
    plain = _LACK.sub(lambda found: f"没{found['what']}{'啦' if found['end'] else ''}", plain)
    plain = _GONE.sub(
        lambda found: f"{found['what']}{found['also'] or ''}没{'了' if found['end'] else ''}", plain
    )
    return _PIPE.sub("管", plain)


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


def begun_by(signs: str, ways: str) -> str:
    """A pattern each of whose ways begins with one of these signs, written as in a class (`0-9零一`).

    Where ways begin with a class or look behind, the library tries all of them at each sign of a line; most
    signs begin none.
    """
    return f"(?=[{signs}])(?:{ways})"


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
