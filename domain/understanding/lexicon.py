"""The words that huying reads by, from tables that a community may replace."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Matter:
    """What residents write about one row of the catalogue."""

    slug: str
    alone: re.Pattern[str] | None
    things: re.Pattern[str] | None
    faults: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    asks: re.Pattern[str] | None


@dataclass(frozen=True)
class Lexicon:
    """Matters and signals, compiled once."""

    matters: Mapping[str, Matter]
    signals: Mapping[str, re.Pattern[str]]

    def has(self, signal: str, text: str) -> bool:
        """Whether a text carries a signal."""
        return self.signals[signal].search(text) is not None

    @cached_property
    def anything(self) -> re.Pattern[str]:
        """One pattern that every line which may matter matches: what it misses is surely chat."""
        parts = [
            pattern.pattern
            for matter in self.matters.values()
            for pattern in (matter.alone, matter.things, matter.needs, matter.asks)
            if pattern is not None
        ]
        named = ("points", "signup", "metoo", "refuse", "progress", "not_solved", "partly", "wish")
        parts += [self.signals[name].pattern for name in named]
        return re.compile("|".join(parts), re.IGNORECASE)


def load_lexicon(matters: str, words: str) -> Lexicon:
    """Read the tables (TOML): what residents write about, and the signals around it."""
    signs = tomllib.loads(words)
    faults = {name: list(listed) for name, listed in signs["faults"].items()}
    rows = {slug: _matter(slug, row, faults) for slug, row in tomllib.loads(matters).items()}
    return Lexicon(rows, {name: _any(listed) for name, listed in signs["signals"].items()})


def _matter(slug: str, row: Mapping[str, list[str]], faults: Mapping[str, list[str]]) -> Matter:
    wrong = [word for name in row.get("faults", ()) for word in faults.get(name, ())]
    needs, things = row.get("needs", []), row.get("things", [])
    return Matter(
        slug, _maybe(row.get("alone")), _maybe(things), _maybe(wrong), _maybe([*needs]),
        _maybe([*row.get("asks", []), *things, *needs]),
    )  # fmt: skip


def _maybe(words: list[str] | None) -> re.Pattern[str] | None:
    return _any(words) if words else None


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(_one(word) for word in words), re.IGNORECASE)


def _one(word: str) -> str:
    """`a~b` is a, and soon after it b; `a*b` with one to three signs between."""
    escaped = re.escape(word)
    return escaped.replace(r"\~", r"[^。!?;!?\n]{0,8}?").replace("~", r"[^。!?;!?\n]{0,8}?").replace(
        r"\*", ".{1,3}"
    )
