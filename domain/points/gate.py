"""Which of a group's lines may be about points or the shop: asked of every line that is else dropped."""

import re
from collections.abc import Iterable

from domain.points import asked, wants

_SIGN = re.compile("[换換兑兌领領攞取拿超积積]")
"""Without one of these a line is about neither: for nearly every line this is all that it costs."""
_WORTH_A_LOOK = re.compile(r"[换換兑兌领領攞]|[取拿](?:[一东東货貨]|\W*$)|超市|[积積][分份]")


def may_concern(text: str, names: Iterable[str]) -> bool:
    """Whether a group's line is said to the shop that has these goods, or asks for one's own points."""
    if len(text) > wants.MOST_SIGNS or not _SIGN.search(text) or not _WORTH_A_LOOK.search(text):
        return False
    return wants.may_concern(text, names) or asked.may_be_told(text)
