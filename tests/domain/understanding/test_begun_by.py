"""Patterns that look at one sign before they try all their ways: no way begins with another sign."""

import importlib
import pkgutil
import re
from re import _constants as codes
from re import _parser as parser

import pytest

from domain import understanding

SPACES = " \t\n\r\f\v"
DIGITS = "0123456789"
MADE_OF = {codes.CATEGORY_SPACE: SPACES, codes.CATEGORY_DIGIT: DIGITS}
NO_SIGNS = {codes.ASSERT, codes.ASSERT_NOT, codes.AT}


def firsts(items):
    """The signs that what these items match may begin with, and whether they may match nothing."""
    found = set()
    for code, its in items:
        if code in NO_SIGNS:
            continue
        signs, empty = beginnings(code, its)
        found |= signs
        if not empty:
            return found, False
    return found, True


def beginnings(code, its):
    if code is codes.LITERAL:
        return {chr(its)}, False
    if code is codes.IN:
        return set().union(*(listed(*one) for one in its)), False
    if code is codes.BRANCH:
        each = [firsts(way) for way in its[1]]
        return set().union(*(signs for signs, _ in each)), any(empty for _, empty in each)
    if code is codes.SUBPATTERN:
        return firsts(its[-1])
    assert code in {codes.MAX_REPEAT, codes.MIN_REPEAT}, code
    signs, empty = firsts(its[2])
    return signs, empty or its[0] == 0


def listed(code, its):
    if code is codes.RANGE:
        return {chr(number) for number in range(its[0], its[1] + 1)}
    return set(MADE_OF[its]) if code is codes.CATEGORY else {chr(its)}


def all_that_look():
    for each in pkgutil.iter_modules(understanding.__path__):
        module = importlib.import_module(f"{understanding.__name__}.{each.name}")
        for name, pattern in vars(module).items():
            if isinstance(pattern, re.Pattern) and pattern.pattern.startswith("(?=["):
                yield pytest.param(pattern, id=f"{each.name}.{name}")


@pytest.mark.parametrize("pattern", list(all_that_look()))
def test_no_way_begins_with_a_sign_that_is_not_looked_for(pattern):
    (code, (_, looked)), *ways = parser.parse(pattern.pattern, pattern.flags)
    assert code is codes.ASSERT

    begin, empty = firsts(ways)

    assert begin <= firsts(looked)[0]
    assert not empty


def test_those_that_are_known_to_look_are_among_them():
    found = {case.id for case in all_that_look()}

    assert found >= {"counted._SINCE", "inquiries.OTHER_POINTS", "line._GREETING", "line._THANKS"}


def test_the_beginnings_of_a_pattern_are_found():
    begin, empty = firsts(parser.parse(r"(?<!一)(?:好|很)?久|[天\d](?:前)|春(?=节)"))

    assert begin == {*"好很久天春", *DIGITS}
    assert not empty
