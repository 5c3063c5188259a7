"""Whose home it is: hidden from whoever is complained about, and where somebody wants no name (P19)."""

import re

from domain.catalogue import group_of

STARS = "***"
GUARDED = frozenset({"noise", "prop"})
"""First levels of the catalogue in which the doer may be the one who is complained about."""

_PEOPLE = frozenset({"noise", "prop", "safe"})
_PEOPLE_TOO = frozenset({"green.dog", "green.bite"})

_DASH = r"\s*[-—－]\s*"
_COUNTED = r"\d年月日号栋棟幢座路元块塊度分点點天个個人次米斤户戶%集页頁小"
_DASHED = re.compile(rf"(?<![\d.年月:/-])(\d{{1,3}})(?:#|{_DASH})(\d{{1,2}}){_DASH}\d{{3,4}}(?!\d)")
_HOUSE = re.compile(rf"(?<![\d.年月:/-])(\d{{1,3}}[栋棟幢座#]?){_DASH}\d{{3,4}}(?![{_COUNTED}])")
_ROOM = re.compile(rf"(?<![\d.:*-])(?<!编号)(?<!編號)[1-9１-９]\d{{2,3}}(?![{_COUNTED}.:*-])")
_SPELT = re.compile(
    r"(?<=[元门門栋棟幢座楼樓住在家])[一二两三四五六七八九][〇零一二三四五六七八九]{2,3}(?![年元块塊天个個])"
)
_UNIT = re.compile(
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?=\s*(?:单元|單元|[门門](?![口禁卫衛铃鈴岗崗])))"
)
_NEXT = re.compile(rf"(?<![\d.年月:/-])(\d{{1,3}}[栋棟幢座#]?){_DASH}\d{{1,2}}(?![{_COUNTED}:-])")


def guarded(category: str) -> bool:
    """Whether whoever does the work may be the one complained about, and learns of no reporter."""
    return group_of(category) in GUARDED


def shows_people(category: str) -> bool:
    """Whether a photo of it is likely to show whom it is about: for owner and checker alone (P09)."""
    return group_of(category) in _PEOPLE or category in _PEOPLE_TOO


def hide_home(text: str, *, unit: bool = False) -> str:
    """A line without the numbers of homes; with `unit` it tells no more than the building.

    Rather a number too much is hidden than a home told.
    """
    text = _DASHED.sub(rf"\1-*-{STARS}" if unit else rf"\1-\2-{STARS}", text)
    text = _HOUSE.sub(rf"\1-{STARS}", text)
    text = _SPELT.sub(STARS, _ROOM.sub(STARS, text))
    return _NEXT.sub(r"\1-*", _UNIT.sub("*", text)) if unit else text
