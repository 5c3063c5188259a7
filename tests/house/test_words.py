"""Every word that people read is in templates, and the glossary knows the words we use."""

import ast
import re

from domain.areas import RoleName
from domain.tickets.kinds import Kind, Tier
from domain.tickets.states import Act, State
from tests.house.source import ROOMS, ROOT, docstrings, files, name_of, tree_of

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
HEADINGS = "handlers/workbook/headings.py"
GLOSSARY = ROOT / "docs" / "glossary.md"


def _literals(path):
    tree = tree_of(path)
    explaining = docstrings(tree)
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in explaining and HAN.search(text):
            yield f"{name_of(path)}:{node.lineno} {text[:30]}"


def test_no_chinese_sentence_hides_in_code():
    rooms = [room for room in ROOMS if room != "domain"]

    found = [
        literal
        for path in files(*rooms, "templates", "docs")
        if name_of(path) != HEADINGS
        for literal in _literals(path)
    ]

    assert not found


def test_the_glossary_has_every_kind_role_state_and_act():
    glossary = GLOSSARY.read_text("utf-8")
    words = [f"`{word.value}`" for closed in (Kind, Tier, RoleName, State, Act) for word in closed]

    assert [word for word in words if word not in glossary] == []


def test_each_word_of_the_glossary_stands_in_both_languages():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in GLOSSARY.read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| word")
    ]

    assert rows
    assert [row for row in rows if len(row) != 3 or not row[0] or not row[1]] == []


def test_every_text_file_is_utf_8_and_ends_with_a_line():
    names = ("README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
    texts = [ROOT / name for name in names] + sorted((ROOT / "docs").glob("*.md"))

    assert [path.name for path in texts if not path.read_text("utf-8").endswith("\n")] == []
