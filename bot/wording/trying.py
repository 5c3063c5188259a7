"""Saying a sentence on trial: with the usual facts, and in each other case that its words know of."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.wording.reading import ITEM, Reading
from bot.words import Words, cut

Facts = Mapping[str, Any]
MOST_CASES = 60
SHORT = 20  # characters of an example


def cases(facts: Facts, *readings: Reading) -> Iterator[Facts]:
    """The usual facts, then for each that decides between words another value, one at a time."""
    yield facts
    seen: set[tuple[str, str]] = set()
    for path, value in _others(facts, readings):
        if (path, repr(value)) not in seen and len(seen) < MOST_CASES:
            seen.add((path, repr(value)))
            other = _with(facts, path, value)
            if other is not None:
                yield other


def _others(facts: Facts, readings: tuple[Reading, ...]) -> Iterator[tuple[str, object]]:
    for reading in readings:
        yield from reading.cases
        for use in reading.asks:
            now = _at(facts, use.path)
            if isinstance(now, bool):
                yield use.path, not now
            elif now:
                yield use.path, _nothing(now)


def _nothing(instead: object) -> object:
    """How something is missing: words are empty, lists too, and all else is not there."""
    if isinstance(instead, str):
        return ""
    return () if isinstance(instead, list | tuple) else None


def _at(facts: Facts, path: str) -> object:
    """What a fact is; of several the first."""
    value: object = facts
    for step in path.split("."):
        name, several, place = step.partition(ITEM)
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
        if several:
            value = value[0] if isinstance(value, list | tuple) and value else None
        if place.isdigit() and isinstance(value, list | tuple):
            value = value[int(place)]
    return value


def example(facts: Facts, path: str, words: Words, locale: str) -> str:
    """What a fact might be, as people would read it; empty for what only stands for words."""
    value = _at(facts, path)
    if isinstance(value, datetime):
        return words.clock(value, locale)
    if isinstance(value, date):
        return words.day(value, locale)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return cut(str(value), SHORT)


def _with(facts: Facts, path: str, value: object) -> Facts | None:
    """The facts with another value in one place; None where it cannot be put there."""
    root, *steps = path.split(".")
    if root not in facts or ITEM in path:
        return None
    try:
        return {**facts, root: _put(facts[root], steps, value)}
    except (TypeError, ValueError):  # a list, or what is reckoned from the rest
        return None


def _put(held: Any, steps: list[str], value: object) -> Any:
    if not steps:
        return value
    if not is_dataclass(held) or isinstance(held, type):
        raise TypeError(steps[0])
    return replace(held, **{steps[0]: _put(getattr(held, steps[0]), steps[1:], value)})
