"""What somebody may be called in a group: plain characters, and nobody else's name or office."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from domain.understanding.plain import simplified

LONGEST = 12  # characters
MARKS = 2  # combining marks in a row; no living script needs more for a name
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Letters and marks that show nothing; what is invisible by its category is no letter at all."""
SHORT = 2  # characters: such a name is part of many others (李建, 李建国)

_NUMBERS = re.compile(r"\d{3,}")
_HAN = re.compile(r"[\u3400-\u9fff]")


def clean(text: str) -> str:
    """A nickname as the group sees it: one short line of letters, without rooms and numbers.

    Whatever only changes how a name looks is gone: full width, invisible and turning characters,
    signs, heaps of accents. Empty where no letter is left.
    """
    plain = "".join(_plain(unicodedata.normalize("NFKC", text)))
    name = " ".join(_NUMBERS.sub("", plain).split())[:LONGEST].strip()
    return name if any(mark.isalpha() for mark in name) else ""


def _plain(text: str) -> Iterator[str]:
    marks = MARKS  # none may stand at the beginning
    for mark in text:
        kind = unicodedata.category(mark)
        if mark.isspace():
            yield " "
        elif mark in INVISIBLE or kind[0] in "CSZ" or kind == "Me":
            continue
        elif kind == "Mn":
            marks += 1
            if marks <= MARKS:
                yield mark
            continue
        else:
            yield mark
        marks = MARKS if mark.isspace() else 0


def pretends(name: str, *, words: Collection[str], people: Collection[str]) -> bool:
    """Whether a nickname would be taken for huying, for an office (words), or for one of its people."""
    shown = _letters(name)
    if any(_letters(word) in shown if _HAN.search(word) else _says(name, word) for word in words):
        return True
    return any(_is(shown, name, person) for person in people if person.strip())


def _is(shown: str, name: str, person: str) -> bool:
    wanted = _letters(person)
    if shown == wanted:
        return True
    if not _HAN.search(person):
        return _says(name, person)
    return len(wanted) > SHORT and wanted in shown


def _says(name: str, wanted: str) -> bool:
    """Whether words with spaces between them stand in a name, or are all of it."""
    spoken = " ".join(re.findall(r"[^\W\d_]+", name.casefold()))
    sought = " ".join(re.findall(r"[^\W\d_]+", wanted.casefold()))
    return f" {sought} " in f" {spoken} " or _letters(wanted) == _letters(name)


def _letters(text: str) -> str:
    """The letters alone, in one width, case and script: spaces, dots and numbers hide nothing."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return simplified("".join(mark for mark in plain if mark.isalpha()))
