"""Words that a speech engine heard: what of its output is somebody's, and how it is shown to them."""

import re

from domain.understanding.plain import normal, simplified

LONGEST = 3000  # characters; who speaks for five minutes says no more
SHOWN = 60  # characters that are enough to see whether it was heard right

_TIMES = re.compile(r"^\[[\d:.,\s]+-->[\d:.,\s]+\]")
_SOUND = re.compile(r"[\[(【(*♪][^\])】)*♪]*[\])】)*♪]")
_CHOICE = re.compile(r"((?:我?选|我?回|第)?)([一二三四五六七八九])(?:号|个)?")
_ENDS = " \t,。.,、;;"
_WRONG = re.compile(
    r"(?:这|刚才)?(?:您|你)?(?:都|全|又)?"
    r"(?:(?:听|理解)(?:错|岔|歪)|没听(?:对|清楚?|懂|准)|听得?不(?:对|清楚?|懂|准)|不是(?:我|这么)说的)了?"
    r"(?:吧|啦|哦|啊|呀)?|mis-?heard|you (?:mis-?heard|heard (?:me |it )?wrong)(?: me)?|"
    r"that(?:'s| is) not what i said"
)


def words_in(printed: str) -> str:
    """What somebody said, of what an engine printed: one line, without times and sounds.

    A choice that is spoken is written as it would be typed: `一` is 1.
    """
    lines = (_cleaned(line) for line in printed.splitlines())
    said = ",".join(line for line in lines if any(sign.isalnum() for sign in line))
    choice = _CHOICE.fullmatch(said)
    return f"{'一二三四五六七八九'.index(choice[2]) + 1}" if choice else said.lstrip("/")[:LONGEST]


def _cleaned(line: str) -> str:
    """One line of it; engines note what is no word in brackets: `[BLANK_AUDIO]`, `(音乐)`."""
    shown = "".join(sign for sign in line if sign.isprintable()).strip()
    return _SOUND.sub("", _TIMES.sub("", shown)).strip(_ENDS)


def shown(words: str) -> str:
    """As much of it as its speaker needs to see."""
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def says_misheard(text: str) -> bool:
    """`听错了`: the words that were shown are not what was said."""
    said = normal(text).strip(_ENDS + "!~")
    return len(said) <= SHOWN and _WRONG.fullmatch(simplified(said)) is not None
