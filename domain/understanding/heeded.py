"""Lines that are looked at whatever they weigh."""

import re

HOUSE = re.compile(r"(?:[\da-z]|[一二三四五六七八九十])\s?(?:栋|幢|号|座|单元|#|-\d)")
ENGLISH = re.compile(r"[a-z']{2,} [a-z']{2,} [a-z']+")
"""Three words in Latin letters: of these the sieves have seen too few."""
DESPAIR = re.compile(
    r"想死(?![你您他她它们人])|不想活|活着(?:真|也)?(?:没|有什么|有啥)(?:劲|意思|意义)|不如死了(?!这|那)|死了(?:算了|干净)|一了百了|永别了|活够了|轻生|割腕|寻短见"
)
"""So short a line weighs next to nothing, and is the one that must not be lost."""


def stands_out(plain: str) -> bool:
    """Whether a line is looked at whatever it weighs: a house, no Chinese, or who would rather die."""
    return bool(HOUSE.search(plain) or ENGLISH.search(plain) or DESPAIR.search(plain))
