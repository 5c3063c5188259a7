"""Write the pages of the documentation that are made from the code: `python -m docs.write`.

`tables.md` comes from the storage's metadata, `moments.md` from the chat templates, `tickets.md`
from the table of a ticket's life.
"""

from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import meta
from sqlalchemy import Column

import templates
from bot.words import FALLBACK, Words
from domain.tickets.limits import TIERS
from domain.tickets.states import TABLE, Rule
from domain.wishes.states import MIRROR, WISH_TABLE, WishRule
from storage.base import Base
from storage.tables import METADATA

HERE = Path(__file__).parent
AGAIN = "out of date: run .venv/bin/python -m docs.write"
TABLES = """\
# Tables

Made by `python -m docs.write` from `storage/`. A column's note says what its name cannot, and for
personal data why it is kept and until when. SQLite and PostgreSQL have the same tables; instants
are UTC.
"""
MOMENTS = """\
# Moments

Made by `python -m docs.write` from `templates/chat`. At each of these moments huying has something
to say; the words are in `templates/chat/<locale>/<moment>.j2`, once each for `zh-Hans`, `zh-Hant`
and `en`, all from the same facts. `locale` is always among them. Change the words there; no code
has to be touched.

| moment | facts |
|---|---|
"""


TICKETS = """\
# A ticket's life

Made by `python -m docs.write` from `domain/tickets/states.py`, the one table that code and tests use,
too. Two rules stand above it: who did the work never closes it, and nothing is ever without an owner.

"""
LIMITS = """\

## Limits by tier

What a row of the catalogue says outranks these. `h` hours of the clock, `wh` hours of service,
`wd` working days of the Chinese calendar. The resident and the workers are shown dates, never spans.

| tier | take it within | first contact | finish |
|---|---|---|---|
"""
WISHES = """\

## A wish's life

Made from `domain/wishes/states.py`. A wish of tier W that is not sensitive lives by this table; its
ticket mirrors it. One claimer; the address only after release; fulfilled by the wisher's word or by
an officer who did not bring it, never by silence.

"""
HEADINGS = ["| from | step | to | who | needs |", "|---|---|---|---|---|"]


def tickets() -> str:
    """The states of ticket and wish as diagrams, every step with who may take it, and the limits."""
    steps = sorted(TABLE.values(), key=lambda rule: (rule.before, rule.act))
    moves = [rule for rule in steps if rule.before is not rule.after]
    lines = _diagram("open", [f"{r.before} --> {r.after}: {_called(r)}" for r in moves])
    lines += ["", "## Steps", "", *HEADINGS, *(_step(rule) for rule in steps)]
    limits = [f"| {tier} | {t.accept} | {t.respond} | {t.finish} |" for tier, t in TIERS.items()]
    return TICKETS + "\n".join(lines) + "\n" + LIMITS + "\n".join(limits) + "\n" + _wishes()


def _wishes() -> str:
    steps = sorted(WISH_TABLE.values(), key=lambda rule: (rule.before, rule.act))
    moves = [rule for rule in steps if rule.before is not rule.after]
    lines = _diagram("draft", [f"{r.before} --> {r.after}: {r.act}" for r in moves])
    lines += ["", *HEADINGS, *(_step(rule) for rule in steps)]
    lines += ["", "| wish | its ticket |", "|---|---|"]
    lines += [f"| {wish} | {ticket} |" for wish, ticket in MIRROR.items()]
    return WISHES + "\n".join(lines) + "\n"


def _diagram(start: str, moves: list[str]) -> list[str]:
    inner = [f"    {move}" for move in [f"[*] --> {start}", *moves]]
    return ["```mermaid", "stateDiagram-v2", *inner, "```"]


def _called(rule: Rule) -> str:
    return f"{rule.act} (or where it stood)" if rule.undoes else str(rule.act)


def _step(rule: Rule | WishRule) -> str:
    who, needs = ", ".join(sorted(rule.who)), ", ".join(sorted(rule.needs))
    return f"| {rule.before} | {rule.act} | {rule.after} | {who} | {needs} |"


def tables() -> str:
    """Every table with its columns, and why personal ones are kept."""
    said = {mapper.local_table: mapper.class_.__doc__ or "" for mapper in Base.registry.mappers}
    parts = [TABLES]
    for table in METADATA.sorted_tables:
        parts += [f"## {table.name}", "", " ".join(said.get(table, "").split()), ""]
        parts += ["| column | type | note |", "|---|---|---|"]
        parts += [*(_column(column) for column in table.columns), ""]
    return "\n".join(parts)


def _column(column: "Column[object]") -> str:
    marks = [column.comment or ""]
    if column.primary_key:
        marks.insert(0, "key")
    marks += [f"→ `{key.target_fullname}`" for key in column.foreign_keys]
    kind = type(column.type).__name__.lower() + (", may be empty" if column.nullable else "")
    note = "; ".join(mark for mark in marks if mark)
    return f"| `{column.name}` | {kind} | {note} |"


def moments() -> str:
    """Every moment at which huying says something, and the facts it needs."""
    words = Words(ZoneInfo("UTC"))
    folder = Path(templates.__file__).parent / "chat" / FALLBACK
    lines = []
    for path in sorted(folder.rglob("*.j2")):
        tree = words.environment.parse(path.read_text("utf-8"))
        facts = meta.find_undeclared_variables(tree) - {"locale"}
        name = path.relative_to(folder).with_suffix("").as_posix()
        named = ", ".join(f"`{fact}`" for fact in sorted(facts))
        lines.append(f"| `{name}` | {named} |\n")
    return MOMENTS + "".join(lines)


def main() -> None:
    """Write all pages."""
    (HERE / "tables.md").write_text(tables(), "utf-8")
    (HERE / "moments.md").write_text(moments(), "utf-8")
    (HERE / "tickets.md").write_text(tickets(), "utf-8")


if __name__ == "__main__":
    main()
