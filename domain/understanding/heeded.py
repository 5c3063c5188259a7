"""Lines that are looked at whatever they weigh."""

import re

from domain.understanding.lexicon import Hits, signals
from domain.understanding.rules import ABOUT_KNOWN, ENDS, ends
from domain.understanding.takenback import owns_up, takes_back
from domain.understanding.too import says_me_too, says_there_too
from domain.understanding.urged import waits
from domain.understanding.verdicts import LONGEST_QUESTION, LONGEST_VERDICT

SHORTEST, BARER = 2, 8  # characters
SPOKEN_TO = signals("points", "signup", "metoo", "refuse")
BOUND = SPOKEN_TO | ABOUT_KNOWN | ENDS | signals("solved")
"""What may be about something known, or said to huying, whatever the models make of it."""
HOUSE = re.compile(r"(?:[\da-z]|[一二三四五六七八九十])\s?(?:栋|幢|号|座|单元|#|-\d)")
ENGLISH = re.compile(r"[a-z']{2,} [a-z']{2,} [a-z']+")
"""Three words in Latin letters: of these the sieves have seen too few."""
CHILD_CLIMBS = re.compile(
    r"(?:孩|娃|宝宝|崽|伢|囡|细路|弟弟|妹妹|kid|child|toddler)[^。!?]{0,14}(?:爬|翻|骑|climb)[^。!?]{0,10}(?:窗|阳台|栏杆|防盗网|外沿|window|balcony)"
)
"""A child on a window sill wants to look out."""
DESPAIR = re.compile(
    r"想死(?![你您他她它们人])|不想活|活着(?:真|也)?(?:没|有什么|有啥)(?:劲|意思|意义)|不如死了(?!这|那)|死了(?:算了|干净)|一了百了|永别了|活够了|轻生|割腕|寻短见"
)
"""So short a line weighs next to nothing, and is the one that must not be lost."""


def stands_out(plain: str) -> bool:
    """Whether a line is looked at whatever it weighs: a house, no Chinese, or who would rather die."""
    return bool(HOUSE.search(plain) or ENGLISH.search(plain) or DESPAIR.search(plain))


def babbles(plain: str) -> bool:
    """Whether a line is a sign or two over and over: of many alike a table makes too much."""
    return len(plain) > BARER and len(set(plain)) <= SHORTEST


def answers(plain: str) -> bool:
    """Whether a line takes something back, waits, or says that its author has the same."""
    back = takes_back(plain) or owns_up(plain)
    return back or waits(plain) is not None or says_me_too(plain, answers=False)


def bound(plain: str, hits: Hits) -> bool:
    """Whether a line may be about something known, or is said to huying."""
    if hits.any_of(SPOKEN_TO):
        return True
    if len(plain) <= LONGEST_QUESTION and (hits.any_of(ABOUT_KNOWN) or answers(plain)):
        return True
    if HOUSE.search(plain) and says_there_too(plain):
        return True
    return len(plain) <= LONGEST_VERDICT and ends(hits)
