"""Numbers as residents write them: `三`, `十二`, `三零一`, `３`, all as plain digits."""

import re
import unicodedata
from functools import cache

DIGITS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9, "幺": 1, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6,
    "柒": 7, "捌": 8, "玖": 9, "俩": 2, "仨": 3,
}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
CHINESE = "[〇零一二两三四五六七八九十百]"
_WHOLE = re.compile(r"[〇零一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖俩仨十百千拾佰仟]+")
_MIXED = str.maketrans("0123456789", "零一二三四五六七八九")


@cache
def digits(word: str) -> str | None:
    """Read a number as a resident wrote it, in plain digits; None where it is no number.

    Letters (`A`) stay, in capitals: blocks of flats carry them like numbers.
    """
    word = unicodedata.normalize("NFKC", word)
    if word.isascii():
        return _ascii(word)
    word = word.translate(_MIXED)  # `十2`, `三零1`
    if not _WHOLE.fullmatch(word):
        return None
    if any(mark in UNITS for mark in word):
        return str(_by_weight(word))
    return "".join(str(DIGITS[mark]) for mark in word)


def _ascii(word: str) -> str | None:
    """Digits without leading zeros, or a short name of letters and digits in capitals."""
    if word.isdigit():
        return str(int(word))
    return word.upper() if re.fullmatch(r"[A-Za-z]\d{0,3}|\d{1,4}[A-Za-z]", word) else None


def _by_weight(word: str) -> int:
    """`一百零三` read as 103, `十二` as 12."""
    total, last = 0, 0
    for mark in word:
        if mark in UNITS:
            total += (last or 1) * UNITS[mark]
            last = 0
        else:
            last = DIGITS[mark]
    return total + last
