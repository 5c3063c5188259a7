"""docs/privacy.md names every rule, and tests that exist."""

import re

from tests.house.source import ROOT, files, functions

PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")


def _tests():
    return {
        function.name
        for path in files("tests")
        for function in functions(path)
        if function.name.startswith("test_")
    }


def test_every_rule_is_on_the_page_once():
    rules = re.findall(r"^\| (P\d\d) ", PAGE, re.MULTILINE)

    assert rules == [f"P{number:02d}" for number in range(1, 25)]


def test_every_test_that_the_page_names_exists():
    named = set(re.findall(r"`(test_\w+)`", PAGE))

    assert named
    assert named - _tests() == set()


def test_every_rule_has_a_test_or_says_why_not():
    later = PAGE.split("\n## What does not hold\n")[1]
    for line in PAGE.splitlines():
        found = re.match(r"\| (P\d\d) ", line)
        assert found is None or "`test_" in line or f"**{found[1]}**" in later
