"""What an operator sets, runs and keeps is written down, and what is written down is true."""

import ast
import re

import typer

from bot.cli import cli
from bot.settings import Settings
from docs import write
from tests.house.source import ROOMS, ROOT, files, length, name_of, tree_of

OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text("utf-8")
NAMED_ENOUGH = 8  # lines; a shorter function may leave its docstring to its name
INSIDE = {
    "turn",
    "world",
    "listening",
    "router",
    "commands",
    "presses",
    "timers",
}  # of handlers: the frame


def _table(text, heading):
    """The first cells of the table below a heading."""
    part = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| `")]


def test_every_setting_is_documented_and_every_documented_one_exists():
    told = {re.match(r"`HUYING_(\w+)`", cell)[1].lower() for cell in _table(OPERATIONS, "Settings")}

    assert told == set(Settings.model_fields)


def test_every_command_is_documented_and_every_documented_one_exists():
    told = {re.match(r"`huying (\w+)", cell)[1] for cell in _table(OPERATIONS, "Commands")}

    assert told == set(typer.main.get_command(cli).commands)


def test_every_option_of_a_command_is_documented():
    commands = typer.main.get_command(cli).commands.values()

    options = {opt for c in commands for p in c.params for opt in p.opts if opt.startswith("--")}

    assert {option for option in options if option not in OPERATIONS} <= {"--help"}


def test_every_table_and_its_columns_are_documented():
    assert (ROOT / "docs" / "tables.md").read_text("utf-8") == write.tables(), write.AGAIN


def test_every_moment_and_its_facts_are_documented():
    assert (ROOT / "docs" / "moments.md").read_text("utf-8") == write.moments(), write.AGAIN


def test_the_diagram_of_a_tickets_life_is_the_table():
    assert (ROOT / "docs" / "tickets.md").read_text("utf-8") == write.tickets(), write.AGAIN


def test_every_capability_is_documented():
    handlers = {path.name.removesuffix(".py") for path in (ROOT / "handlers").iterdir()}
    capabilities = {name for name in handlers if not name.startswith("_")} - INSIDE

    assert [name for name in sorted(capabilities) if f"| `{name}` |" not in DESIGN] == []


def test_every_address_of_the_design_is_named_once():
    for address in ("/console/tickets", "/healthz", "/readyz", "/metrics", "/g/TOKEN"):
        assert address in OPERATIONS


def test_every_module_says_what_it_is_for():
    silent = [
        name_of(path)
        for path in files(*ROOMS)
        if path.name != "__init__.py" and ast.get_docstring(tree_of(path)) is None
    ]

    assert not silent


def test_what_a_name_cannot_tell_a_docstring_does():
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in files(*ROOMS)
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and length(node) > NAMED_ENOUGH
        and ast.get_docstring(node) is None
        and name_of(path) != "bot/commands.py"  # their docstrings are the command line's help
    ]

    assert not silent


def test_every_linked_file_exists():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "benchmarks").glob("*.md")]

    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert not broken
