"""The words that huying reads by, from tables that a community may replace."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import add
from typing import Any

from domain.understanding.gapped import END_SIGNS, REACH, Gapped

Classes = Mapping[str, tuple[str, ...]]
"""Words that may stand for one another: `{person}` in a pattern is each word of `person`."""
Key = tuple[str, str]
"""A matter (or `signal`) and the name of its list."""


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words to look for. Plain ones are looked up as they are: that is what is fast."""

    plain: tuple[str, ...] = ()
    gapped: tuple[Gapped, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What residents write about one row of the catalogue."""

    slug: str
    alone: Words
    things: Words
    faults: Words
    needs: Words
    asks: Words
    grave: Words
    """What is danger to life whatever the row's tier: a talk is not urgent, pills taken are."""


TURNED = {
    ("signal", "solved"): "不没未难",
    ("signal", "negation"): "是",
    ("signal", "figure"): "好",
    ("signal", "elsewhere"): "业梯力气水",
    ("signal", "signup"): "回过进下上出",
    ("fire.fire", "alone"): "油香抽",
    ("repair.facade", "alone"): "从",
}
"""Lists whose words say something else after these: `不亮了`, `好像着火了`, `物业公司`, `油烟很大`."""
MATTER_LISTS = ("alone", "things", "faults", "needs", "asks", "grave")
BLANK = "□"


def signals(*names: str) -> frozenset[Key]:
    """Several lists of signals, to be looked for at once."""
    return frozenset(("signal", name) for name in names)


@dataclass(frozen=True)
class Lexicon:
    """Matters and signals, read once, and an index by which a line is looked through in one pass."""

    matters: Mapping[str, Matter]
    signals: Mapping[str, Words]
    innocent: tuple[str, ...] = ()
    """Words that hold another word and do not mean it: `看不见` says nothing of `不见`."""

    def look(self, text: str) -> "Hits":
        """Everything of the lexicon that a line holds."""
        found = self._found(text)
        if found and self.innocent and self._innocent.search(text):
            found = self._found(self._innocent.sub(_blanked, text))
        return Hits(found)

    def may_hold(self, text: str) -> bool:
        """Whether a line holds any of the words, or the beginning of a pattern: one quick look."""
        return self._any.search(text) is not None

    def of_faults(self) -> "Lexicon":
        """What says that something is wrong, without the things that it may be wrong with."""
        none = Words()
        matters = {
            slug: replace(matter, things=none, needs=none, asks=none, grave=none)
            for slug, matter in self.matters.items()
        }
        return Lexicon(matters, {})

    def of_signals(self, keys: Iterable[Key]) -> "Lexicon":
        """These signals alone, as `signals` names them."""
        return Lexicon({}, {name: self.signals[name] for _, name in keys})

    def _found(self, text: str) -> dict[Key, int]:
        found: dict[Key, int] = {}
        for starts in (text, map(add, text, text[1:])):
            for at, heads in enumerate(map(self._index.get, starts)):
                if heads is None:
                    continue  # nearly always: every line of every group comes through here
                for _, key, length in heads.words_at(text, at):
                    turned = at and key in TURNED and text[at - 1] in TURNED[key]
                    if length > found.get(key, 0) and not turned:
                        found[key] = length
        return found

    def said_of(self, text: str, slug: str) -> tuple[str, ...]:
        """The words of a line that speak of a matter, for whoever asks why it was read so."""
        spans = [
            (at, at + length)
            for at in range(len(text))
            for start in (text[at : at + 1], text[at : at + 2])
            if (heads := self._index.get(start)) is not None
            for _, key, length in heads.words_at(text, at)
            if key[0] == slug
        ]
        widest = [
            (a, b) for a, b in spans
            if not any((c, d) != (a, b) and c <= a and b <= d for c, d in spans)
        ]  # fmt: skip
        return tuple(dict.fromkeys(text[a:b] for a, b in sorted(widest)))

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
    def _innocent(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.innocent, key=len, reverse=True))))

    @cached_property
    def _any(self) -> re.Pattern[str]:
        lists = [words for _, words in self._lists()]
        gapped = (each.first for words in lists for each in words.gapped)
        return any_of([*(word for words in lists for word in words.plain), *gapped])

    @cached_property
    def _index(self) -> dict[str, "_Heads"]:
        index: dict[str, _Heads] = {}
        for key, words in self._lists():
            for word in words.plain:
                index.setdefault(word[:2], _Heads()).add(word, key)
            for gapped in words.gapped:
                index.setdefault(gapped.first[:2], _Heads()).add(gapped, key)
        return index

    def _lists(self) -> Iterator[tuple[Key, Words]]:
        for slug, matter in self.matters.items():
            yield from (((slug, name), getattr(matter, name)) for name in MATTER_LISTS)
        yield from ((("signal", name), words) for name, words in self.signals.items())


class _Heads:
    """All words and patterns that begin with the same one or two signs, each once."""

    def __init__(self) -> None:
        self._number = 0
        self._plain: dict[int, dict[str, list[_Place]]] = {}
        """By how long they are."""
        self._gapped: dict[Gapped, list[_Place]] = {}

    def add(self, word: str | Gapped, key: Key) -> None:
        """One more; it is found after those that were added before."""
        if isinstance(word, Gapped):
            self._gapped.setdefault(word, []).append((self._number, key))
        else:
            alike = self._plain.setdefault(len(word), {})
            alike.setdefault(word, []).append((self._number, key))
        self._number += 1

    def words_at(self, text: str, at: int) -> list[tuple[int, Key, int]]:
        """Those that stand at a place of a text, in order: each with its list and how long it is."""
        found: list[tuple[int, Key, int]] = []
        for length, alike in self._plain.items():
            if (places := alike.get(text[at : at + length])) is not None:
                found += [(number, key, length) for number, key in places]
        for gapped, places in self._gapped.items():
            if length := gapped.longest(text, at):
                found += [(number, key, length) for number, key in places]
        found.sort()
        return found


_Place = tuple[int, Key]
"""Which of its likes a word is, and the list that it stands in."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What a line holds: for each list of words the length of the longest one found."""

    found: Mapping[tuple[str, str], int]

    def __or__(self, other: "Hits") -> "Hits":
        """What either holds."""
        keys = {**self.found, **other.found}
        longest = {key: max(self.found.get(key, 0), other.found.get(key, 0)) for key in keys}
        return Hits(longest)

    def longest(self, slug: str, name: str) -> int:
        return self.found.get((slug, name), 0)

    def has(self, signal: str) -> bool:
        return ("signal", signal) in self.found

    def any_of(self, signals: frozenset[Key]) -> bool:
        """Whether a line holds any of these, as `signals` makes them."""
        return not signals.isdisjoint(self.found)

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
        longest = self.found.get
        alone = max(longest((slug, "alone"), 0), longest((slug, "grave"), 0))
        if alone:
            return 3 + alone
        thing, fault = longest((slug, "things"), 0), longest((slug, "faults"), 0)
        return thing + fault if thing and fault else 0


def _pattern(name: str, words: tuple[str, ...]) -> re.Pattern[str]:
    turned = TURNED.get(("signal", name))
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile((f"(?<![{turned}])" if turned else "") + f"(?:{listed})")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds whether any of many words is there: those that begin alike are looked for together.

    The library would try one after the other at each sign.
    """
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for sign in word:
            branch = branch.setdefault(sign, {})
        branch[_END] = {}
    return re.compile(_any_of(tree) if tree else "(?!)")


_END = ""


def _any_of(tree: Mapping[str, Any]) -> str:
    """What may follow; nothing need where a word has ended."""
    if _END in tree:
        return ""
    rests = {sign: _any_of(branch) for sign, branch in tree.items()}
    last = "".join(re.escape(sign) for sign, rest in rests.items() if not rest)
    ways = [re.escape(sign) + rest for sign, rest in rests.items() if rest]
    return f"(?:{'|'.join([f'[{last}]', *ways] if last else ways)})"


def _blanked(found: re.Match[str]) -> str:
    return BLANK * len(found[0])


@lru_cache(maxsize=2)  # thousands of words; the same tables, the same lexicon
def load_lexicon(matters: str, words: str) -> Lexicon:
    """Read the tables (TOML): what residents write about, and the signals around it.

    Either table may have `[classes]` of its own, so that a community may replace one of the two.
    """
    signs, rows = tomllib.loads(words), tomllib.loads(matters)
    classes = _classes(signs)
    signal = {name: words_of(listed, classes) for name, listed in signs["signals"].items()}
    faults = {name: list(listed) for name, listed in signs["faults"].items()}
    classes, innocent = _classes(rows), tuple(signs.get("innocent", {}).get("words", ()))
    matter = {slug: _matter(slug, row, faults, classes) for slug, row in rows.items()}
    return Lexicon(matter, signal, innocent)


def _classes(table: dict[str, dict[str, list[str]]]) -> Classes:
    """Take the classes out of a table."""
    return {name: tuple(listed) for name, listed in table.pop("classes", {}).items()}


def _matter(
    slug: str, row: Mapping[str, list[str]], faults: Mapping[str, list[str]], classes: Classes
) -> Matter:
    needs, things = row.get("needs", []), row.get("things", [])
    listed = {
        "alone": row.get("alone", []),
        "things": things,
        "faults": [word for name in row.get("faults", ()) for word in faults.get(name, ())],
        "needs": needs,
        "asks": [*row.get("asks", []), *things, *needs],
        "grave": row.get("grave", []),
    }
    return Matter(slug, **{name: words_of(words, classes) for name, words in listed.items()})


_MARKS = re.compile(r"(!\{\w+\}|[~*$]|\{\w+\??\})")


def words_of(listed: Iterable[str], classes: Classes | None = None) -> Words:
    """A list of words, told apart by how they are looked for."""
    plain: list[str] = []
    gapped: dict[str, tuple[dict[str, None], dict[str, None]]] = {}  # each once, in order
    for word in map(str.lower, listed):
        first, *rest = _MARKS.split(word)
        if not rest:
            plain.append(word)
            continue
        if first:
            heads: tuple[str, ...] = (first,)
        else:
            heads, rest = (classes or {})[rest[0].strip("{}")], rest[1:]
        pieces = list(filter(None, rest))
        plainly = pieces[:-1] == ["~"] and not _MARKS.match(pieces[-1])
        pattern = "".join(_part(piece, classes or {}) for piece in pieces)
        for head in heads:
            later, rests = gapped.setdefault(head, ({}, {}))
            if plainly:
                later[pieces[-1]] = None
            else:
                rests[pattern] = None
    found = (Gapped(head, tuple(later), tuple(rests)) for head, (later, rests) in gapped.items())
    return Words(tuple(dict.fromkeys(plain)), tuple(found))


_GAPS = {
    "~": f"[^{END_SIGNS}]{{0,{REACH}}}?",
    "*": ".{1,3}",
    "$": r"(?=$|[\s,.。!?;:、~…啊呀呢哦噢嘛哈哇哟噻呐])",
}


def _part(piece: str, classes: Classes) -> str:
    """`a~b` is a, and soon after it b; `a*b` with one to three signs between; `a$` ends a clause.

    `{name}` is any word of a class, `{name?}` may be missing, `!{name}b` is b not right after any.
    """
    if piece in _GAPS:
        return _GAPS[piece]
    if piece.startswith("!"):
        return "".join(f"(?<!{re.escape(word)})" for word in classes[piece.strip("!{}")])
    if not piece.startswith("{"):
        return re.escape(piece)
    name = piece.strip("{?}")
    words = "|".join(map(re.escape, sorted(classes[name], key=len, reverse=True)))
    return f"(?:{words})" + ("?" if piece.endswith("?}") else "")
