"""Whether a sentence in other words can be said, and tells no more and no less than it must."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.wording.reading import Reading, Use, reading_of
from domain.privacy import mask
from handlers.texts import (
    TextMissing,
    TextNotAllowed,
    TextPersonal,
    TextSyntax,
    TextTellsMore,
    TextTooLong,
    TextUnknown,
)

MUST = frozenset({"number", "url", "link", "code", "call"})
"""What somebody needs to go on: facts with these names are told whatever the words."""
URGENT = re.compile(r"(?<!\d)(?:110|119|120|122|12\d{3})(?!\d)")
"""Whom to call in need; digits in a row elsewhere in the words are no such number."""
LONGEST = 4000  # characters of a template; the longest that comes with huying has 1,400
INSIDE = re.compile(r"/([a-z_]+(?:/[a-z_]+)?)")
CONTROL = dict.fromkeys(c for c in range(32) if c != ord("\n"))


@dataclass(frozen=True)
class Standard:
    """What a sentence says as it comes with huying, in all languages together."""

    readings: tuple[Reading, ...]
    own: Reading
    """That of the language in question."""

    @cached_property
    def told(self) -> dict[str, list[Use]]:
        """Each fact that is said, with every place where it is."""
        found: dict[str, list[Use]] = {}
        for reading in self.readings:
            for use in reading.says:
                found.setdefault(use.path, []).append(use)
        return found

    @cached_property
    def asked(self) -> frozenset[str]:
        """Facts that decide between words."""
        return frozenset(use.path for reading in self.readings for use in reading.asks)

    @cached_property
    def granted(self) -> frozenset[str]:
        return frozenset(built for reading in self.readings for built in reading.built)

    @cached_property
    def shapes(self) -> frozenset[str]:
        return frozenset(shape for reading in self.readings for shape in reading.shapes)

    @property
    def must(self) -> list[Use]:
        """What has to be told, and when."""
        return [
            use
            for use in self.own.says
            if use.path.rpartition(".")[2] in MUST or use.path.startswith("include ")
        ]

    @property
    def urgent(self) -> list[str]:
        """The numbers to dial in need."""
        return list(dict.fromkeys(URGENT.findall(_all_words(self.own))))


def tidy(source: str) -> str:
    """Words as they are kept: lines end in one way, and nothing is invisible."""
    plain = source.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL)
    return plain.encode("utf-8", "ignore").decode("utf-8").strip("\n")


def parse(environment: ImmutableSandboxedEnvironment, source: str) -> nodes.Template:
    """The template of some words.

    Raises:
        TextTooLong: It is longer than any sentence needs to be.
        TextSyntax: It is none.

    """
    if len(source) > LONGEST:
        raise TextTooLong(most=LONGEST, number=len(source))
    try:
        return environment.parse(source)
    except TemplateSyntaxError as error:
        raise TextSyntax(line=error.lineno) from None
    except (RecursionError, MemoryError):  # brackets within brackets within brackets
        raise TextSyntax(line=1) from None


def check(tree: nodes.Template, standard: Standard, imports: Collection[str]) -> Reading:
    """What the words say, where they say what they may and all that they must.

    Raises:
        Refusal: They do not; the first thing that is wrong.

    """
    reading = reading_of(tree, standard.granted)
    _only_words(reading, standard, imports)
    for use in reading.asks:
        _known(use, standard.asked | standard.told.keys())
    for use in reading.says:
        _known(use, standard.told.keys())
        _guarded(use, standard.told[use.path])
    _tables(reading, standard)
    _complete(reading, standard)
    _nobodys(reading)
    return reading


def _only_words(reading: Reading, standard: Standard, imports: Collection[str]) -> None:
    """No calls, no reckoning, and no step but those that come with the sentence."""
    for odd in reading.odd:
        raise TextNotAllowed(name=odd.name[:40], line=odd.line)
    for shape, odd in reading.shapes.items():
        if shape not in standard.shapes and shape not in imports:
            raise TextNotAllowed(name=odd.name, line=odd.line)
    if reading.loops > max(known.loops for known in standard.readings):
        raise TextNotAllowed(name="for", line=1)


def _known(use: Use, names: Collection[str]) -> None:
    if use.path not in names:
        raise TextUnknown(name=shown(use.path), line=use.line)


def _guarded(use: Use, before: Sequence[Use]) -> None:
    """A fact is said only where all that guarded it before guards it still."""
    if not any(known.guards <= use.guards for known in before):
        raise TextTellsMore(name=shown(use.path), line=use.line)


def _tables(reading: Reading, standard: Standard) -> None:
    """Where a fact chooses the words, each value still has some."""
    for chosen_by, keys, where in reading.tables:
        known = [k for r in standard.readings for by, k, _ in r.tables if by == chosen_by]
        if not any(needed <= keys for needed in known):
            raise TextNotAllowed(name=where.name, line=where.line)


def _complete(reading: Reading, standard: Standard) -> None:
    """Wherever something had to be told, it is."""
    for needed in standard.must:
        mine = [use.guards for use in reading.says if use.path == needed.path]
        if not any(guards <= needed.guards for guards in mine):
            raise TextMissing(name=shown(needed.path))
    said = URGENT.findall(_all_words(reading))
    for number in standard.urgent:
        if number not in said:
            raise TextMissing(name=number)


def _all_words(reading: Reading) -> str:
    return " ".join(words for words, _ in reading.words)


def _nobodys(reading: Reading) -> None:
    """What everybody is told holds nobody's number."""
    for words, line in reading.words:
        if mask(words) != words:
            raise TextPersonal(line=line)


def shown(path: str) -> str:
    """A fact's name as an editor knows it."""
    if path.startswith(("include ", "as is ")):
        inside = INSIDE.search(path)
        return inside[1] if inside else path.partition(" ")[0]
    return path.replace("[]", "")[:60]


def facts_of(standard: Standard) -> Iterator[str]:
    """The ways to what a sentence may tell, each once; other sentences in it are no facts."""
    yield from (path for path in standard.told if not path.startswith(("as is ", "include ")))
