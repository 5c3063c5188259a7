"""The words that huying reads by, from tables that a community may replace."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import add


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words to look for. Plain ones are looked up as they are: that is what is fast."""

    plain: tuple[str, ...]
    gapped: tuple[tuple[str, re.Pattern[str]], ...]
    """The first part of `a~b`, and the pattern that is tried where that part occurs."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What residents write about one row of the catalogue."""

    slug: str
    alone: Words
    things: Words
    faults: Words
    needs: Words
    asks: Words


TURNED = {
    ("signal", "solved"): "不没未难",
    ("signal", "negation"): "是",
    ("signal", "figure"): "好",
    ("signal", "elsewhere"): "业梯力气水",
    ("signal", "signup"): "回过进下上出",
}
"""Lists whose words say something else after these: `不亮了`, `好像着火了`, `物业公司`, `回不去了`."""
MATTER_LISTS = ("alone", "things", "faults", "needs", "asks")


@dataclass(frozen=True)
class Lexicon:
    """Matters and signals, read once, and an index by which a line is looked through in one pass."""

    matters: Mapping[str, Matter]
    signals: Mapping[str, Words]

    def look(self, text: str) -> "Hits":
        """Everything of the lexicon that a line holds."""
        found: dict[tuple[str, str], int] = {}
        index = self._index
        starts = [*enumerate(text), *enumerate(map(add, text, text[1:]))]
        for at, start in starts:
            if start not in index:
                continue  # nearly always: every line of every group comes through here
            for word, pattern, key in index[start]:
                if at and key in TURNED and text[at - 1] in TURNED[key]:
                    continue
                length = found.get(key, 0)
                if pattern is None:
                    if len(word) > length and text.startswith(word, at):
                        found[key] = len(word)
                elif match := pattern.match(text, at):
                    found[key] = max(length, len(match[0]))
        return Hits(found)

    def without(self, text: str, signals: tuple[str, ...]) -> str:
        """A text whose words of these lists are gone, for what is said beside them."""
        for name in signals:
            text = self._patterns[name].sub(" ", text)
        return text

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        """The plain words of each list of signals, the longest first."""
        return {name: _pattern(name, words.plain) for name, words in self.signals.items()}

    @cached_property
    def _index(self) -> dict[str, list[tuple[str, re.Pattern[str] | None, tuple[str, str]]]]:
        index: dict[str, list[tuple[str, re.Pattern[str] | None, tuple[str, str]]]] = {}
        lists = [
            ((slug, name), getattr(matter, name))
            for slug, matter in self.matters.items()
            for name in MATTER_LISTS
        ]
        lists += [(("signal", name), words) for name, words in self.signals.items()]
        for key, words in lists:
            for word in words.plain:
                index.setdefault(word[:2], []).append((word, None, key))
            for first, pattern in words.gapped:
                index.setdefault(first[:2], []).append((first, pattern, key))
        return index


@dataclass(frozen=True, slots=True)
class Hits:
    """What a line holds: for each list of words the length of the longest one found."""

    found: Mapping[tuple[str, str], int]

    def longest(self, slug: str, name: str) -> int:
        return self.found.get((slug, name), 0)

    def has(self, signal: str) -> bool:
        return ("signal", signal) in self.found

    def matters(self, name: str) -> dict[str, int]:
        """The matters of which a line holds words of this list."""
        return {
            slug: length
            for (slug, kind), length in self.found.items()
            if kind == name and slug != "signal"
        }

    def slugs(self) -> set[str]:
        """The matters of which a line holds anything."""
        return {slug for slug, _ in self.found if slug != "signal"}

    def strength(self, slug: str) -> int:
        """How much of a line speaks of a matter: what says it by itself, or a thing with its fault."""
        alone = self.longest(slug, "alone")
        if alone:
            return 3 + alone
        thing, fault = self.longest(slug, "things"), self.longest(slug, "faults")
        return thing + fault if thing and fault else 0


def _pattern(name: str, words: tuple[str, ...]) -> re.Pattern[str]:
    turned = TURNED.get(("signal", name))
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile((f"(?<![{turned}])" if turned else "") + f"(?:{listed})")


@lru_cache(
    maxsize=2
)  # a third of a second for thousands of patterns; the same tables, the same lexicon
def load_lexicon(matters: str, words: str) -> Lexicon:
    """Read the tables (TOML): what residents write about, and the signals around it."""
    signs = tomllib.loads(words)
    faults = {name: list(listed) for name, listed in signs["faults"].items()}
    rows = {slug: _matter(slug, row, faults) for slug, row in tomllib.loads(matters).items()}
    return Lexicon(rows, {name: words_of(listed) for name, listed in signs["signals"].items()})


def _matter(slug: str, row: Mapping[str, list[str]], faults: Mapping[str, list[str]]) -> Matter:
    wrong = [word for name in row.get("faults", ()) for word in faults.get(name, ())]
    needs, things = row.get("needs", []), row.get("things", [])
    return Matter(
        slug, words_of(row.get("alone", [])), words_of(things), words_of(wrong), words_of(needs),
        words_of([*row.get("asks", []), *things, *needs]),
    )  # fmt: skip


def words_of(listed: list[str]) -> Words:
    """A list of words, told apart by how they are looked for."""
    words = [word.lower() for word in listed]
    plain = tuple(word for word in words if "~" not in word and "*" not in word)
    gapped = tuple(
        (re.split(r"[~*]", word)[0], _gapped(word)) for word in words if word not in plain
    )
    return Words(plain, gapped)


def _gapped(word: str) -> re.Pattern[str]:
    """`a~b` is a, and soon after it b; `a*b` with one to three signs between."""
    pieces = re.split(r"([~*])", word)
    gaps = {"~": r"[^。!?;!?\n]{0,8}?", "*": ".{1,3}"}
    return re.compile("".join(gaps.get(piece, re.escape(piece)) for piece in pieces))
