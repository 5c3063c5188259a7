"""What must never be kept in the open: numbers of phones, identity cards and bank cards (P04).

Masked before anything is stored or passed on. Rooms, dates, prices and ticket numbers stay.
"""

import re
from collections.abc import Callable, Iterator

from domain.numerals import DIGITS

STARS = "****"
SHORTEST = 11  # digits of the shortest number that is hidden
_GAP = r"[ \t\u3000.·_/–—-]{1,2}"
_COMMON = ((11,), (3, 4, 4), (3, 8), (7, 4))
"""The groups of digits in which people mostly write the eleven digits of a mobile phone."""
_RARE = (
    (4, 4, 3),
    (3, 3, 5),
    (3, 5, 3),
    (3, 2, 2, 2, 2),
    (3, 2, 3, 3),
    (3, 3, 3, 2),
    (1,) * 11,
)
_ID_SHAPES = (
    (17,),
    (6, 11),
    (6, 8, 3),
    (6, 4, 4, 3),
    (6, 4, 2, 2, 3),
    (14, 3),
    (3, 3, 4, 4, 3),
)
_CARD = re.compile(
    rf"(?<!\d)[3-6]\d{{3}}(?:(?:{_GAP})?\d{{4}}){{3}}(?:(?:{_GAP})?\d{{1,3}})?(?!\d)"
)
_NAMED = re.compile(
    rf"(?P<name>(?:身份证|证件|社保|[账帐][号户]|卡)(?:号码?|上)?[是为叫:：\s]{{0,3}})"
    rf"(?P<number>\d{{3,}}(?:{_GAP}\d{{3,}})*(?:{_GAP}\d{{1,2}})?[Xx]?)(?!\d)"
)
"""A number that its writer calls a card's or an account's; a date has shorter groups of digits."""
_SHORTEST_NAMED = 12  # digits of the shortest account; the number on a gate card is no secret
_BORN = range(1900, 2100)
_SPOKEN = re.compile(r"[一幺壹][三四五六七八九叁][〇零一二三四五六七八九幺]{9}")


def _shapes(shapes: tuple[tuple[int, ...], ...], first: str) -> Iterator[str]:
    """Spell each shape as a pattern whose first digits are `first`."""
    for lengths in shapes:
        groups = [rf"\d{{{length}}}" for length in lengths]
        yield rf"{first}{_GAP.join(groups)}"


_PREFIX = r"(?<!\d)(?:(?:[+＋]|[0０]{2})?[8８][6６][ -]?)?"
_MOBILE = rf"(?=[1１](?:{_GAP})?[3-9３-９])"
_LANDLINE = re.compile(
    rf"{_PREFIX}[(（]?(?=[0０][1-9１-９])\d{{3,4}}[)）]?(?:{_GAP})?"
    rf"(?=[2-9２-９])(?:\d{{7,8}}|\d{{3,4}}{_GAP}\d{{4}})(?!\d)"
)  # always with its area code: seven digits alone may be anything


def _phones(shapes: tuple[tuple[int, ...], ...]) -> re.Pattern[str]:
    return re.compile(rf"{_PREFIX}(?P<number>{'|'.join(_shapes(shapes, _MOBILE))})(?!\d)")


_PHONES = (_phones(_COMMON), _phones(_RARE))  # in this order, or 2-1301 138… begins at the room
_ID = re.compile(
    rf"(?<!\d)(?:{'|'.join(_shapes(_ID_SHAPES, '(?=[1-9])'))})(?:{_GAP})?[\dXxＸｘ](?![\dXx])"
)


def mask(text: str) -> str:
    """Hide what identifies a person: `138****`; everything else stays as it was written."""
    if not _may_hold_numbers(text):
        return text
    text = _without_cards(text)
    for shape in _PHONES:
        text = shape.sub(lambda found: plain(found["number"])[:3] + STARS, text)
    text = _LANDLINE.sub(lambda found: plain(found[0])[:3] + STARS, text)
    return _SPOKEN.sub(lambda found: found[0][:3] + STARS, text)


def first_phone(text: str) -> str | None:
    """Find the number a person gave as the way to be reached, in plain digits."""
    hidden = _without_cards(text)
    for shape in _PHONES:
        if found := shape.search(hidden):
            return plain(found["number"])
    if spoken := _SPOKEN.search(text):
        return "".join(str(DIGITS[mark]) for mark in spoken[0])
    landline = _LANDLINE.search(hidden)
    return plain(landline[0]) if landline else None


_LEFT = re.compile(
    r"(?:[1１][3-9３-９]\d|[一幺壹][三四五六七八九叁][〇零一二三四五六七八九幺])\*{4}"
)
_AROUND = re.compile(
    r"我|的|这|那|是|个|本人|手机|电话|联系|方式|号码?|打|找|拨|请|可以|能|用|微信|同号|留|给你?|您|到|谢谢|有事|有空|随时|方便|白天|晚上|上午|下午|就|吧|哈|啊|呢|的话"
    r"|[\s,。.,!!::、…~]"
)
FEW = 2  # characters that a line with nothing but a number may hold beside it


def left_a_number(text: str) -> bool:
    """Whether a masked line held a mobile phone's number."""
    return _LEFT.search(text) is not None


def is_just_a_number(text: str) -> bool:
    """Whether a masked line says how to be reached and little else: `我电话138****,有事打`."""
    rest = re.sub(r"[\d〇零一二三四五六七八九幺壹叁]{3}\*{4}", "", text, count=1)
    return rest != text and len(_AROUND.sub("", rest)) <= FEW


def plain(number: str) -> str:
    """Write a number without its gaps, in ASCII digits."""
    return "".join(str(int(mark)) if mark.isdigit() else "X" for mark in number if mark.isalnum())


def _may_hold_numbers(text: str) -> bool:
    """Whether it is worth looking: most lines carry no long number."""
    if len(text) < SHORTEST:
        return False
    return sum(map(str.isdigit, text)) + sum(map(DIGITS.__contains__, text)) >= SHORTEST


def _without_cards(text: str) -> str:
    """Hide what is a card's number by its digits, or because its writer says so."""
    text = _hide(_CARD, _hide(_ID, text, _is_identity), _is_card)
    return _NAMED.sub(_named, text)


def _named(found: re.Match[str]) -> str:
    number = plain(found["number"])
    if len(number) < _SHORTEST_NAMED:
        return found[0]
    return f"{found['name']}{number[:3]}{STARS}"


def _hide(pattern: re.Pattern[str], text: str, true: Callable[[str], bool]) -> str:
    def stars(found: re.Match[str]) -> str:
        number = plain(found[0])
        return number[:3] + STARS if true(number) else found[0]

    return pattern.sub(stars, text)


def _is_identity(number: str) -> bool:
    """Whether it is a resident identity number (GB 11643): by its check digit, or by a birth date.

    People mistype the last digit, and the day of birth stands in it all the same.
    """
    weighed = sum(int(mark) * (2 ** (17 - at) % 11) for at, mark in enumerate(number[:17]))
    return "10X98765432"[weighed % 11] == number[17] or _is_birth(number[6:14])


def _is_birth(digits: str) -> bool:
    """Whether eight digits are a day on which somebody may have been born."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return year in _BORN and 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - a calendar's


def _is_card(number: str) -> bool:
    """Whether a bank card's check digit is right (Luhn)."""
    values = [int(mark) for mark in reversed(number)]
    doubled = [sum(divmod(2 * value, 10)) for value in values[1::2]]
    return (sum(values[::2]) + sum(doubled)) % 10 == 0
