"""The words that huying reads by, from a table that a community may replace."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists by what they tell."""

    words: Mapping[str, tuple[str, ...]]


def load_lexicon(*texts: str) -> Lexicon:
    """Read the word lists (TOML)."""
    words: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for name, listed in tomllib.loads(text).items():
            words[name] = tuple(listed)
    return Lexicon(words)
