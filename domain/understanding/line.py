"""What small models see of a line: its signs in ones, twos and threes, and the lists that it touches."""

import re
from operator import add

from domain.understanding.lexicon import Hits

LONGEST = 300  # signs of a line's beginning, and of its end: a rant says what it wants at either
STEP, LAST_STEP = 6, 8  # how long a line is counts in steps
STRONGEST = 8
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(r"[一二三四五六七八九十两0]+(?=[栋幢座号楼单层区期室米户天月年个点])")
_FIGURES = re.compile(r"[\d一二两三四五六七八九十]")
_MARKS = re.compile(r"""[,。、;:\s.~…!"“”'‘’()《》【】—·-]+""")


def evened(plain: str) -> str:
    """A line in one width and script, made more like others.

    Numbers are all alike, and so are the marks between clauses: some write none.
    """
    if len(plain) > 2 * LONGEST:
        plain = f"{plain[:LONGEST]} {plain[-LONGEST:]}"
    if _FIGURES.search(plain):
        plain = _COUNTED.sub("0", _DIGITS.sub("0", plain))
    return _MARKS.sub(" ", plain).strip()


def grams(even: str) -> set[str]:
    """Each sign of an even line, and each two and three neighbours; its ends are signs, too."""
    if not even:
        return set()
    text = f"^{even}$"
    twos = list(map(add, text, text[1:]))
    return {*text, *twos, *map(add, twos, text[2:])}


def signs(plain: str, hits: Hits) -> set[str]:
    """Which lists of the lexicon a line holds words of, how much of it says what is wrong, its length."""
    found = {f"{slug} {name}" if slug == "signal" else name for slug, name in hits.found}
    strongest = max((hits.strength(slug) for slug in hits.slugs()), default=0)
    found.add(f"strength {min(strongest, STRONGEST)}")
    found.add(f"length {min(len(plain) // STEP, LAST_STEP)}")
    return found
