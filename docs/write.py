"""Write the pages of the documentation that are made from the code: `python -m docs.write`.

`tables.md` comes from the storage's metadata, `moments.md` from the chat templates.
"""

from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import meta
from sqlalchemy import Column

import templates
from bot.words import FALLBACK, Words
from storage.base import Base
from storage.tables import METADATA

HERE = Path(__file__).parent
AGAIN = "out of date: run .venv/bin/python -m docs.write"
LONGEST = 60  # characters of a moment's words in its table


def tables() -> str:
    """Every table with its columns, and why personal ones are kept."""
    said = {mapper.local_table: mapper.class_.__doc__ or "" for mapper in Base.registry.mappers}
    parts = [
        "# Tables",
        "",
        "Made by `python -m docs.write` from `storage/`. The note of a column says what its name"
        " cannot, and for personal data why it is kept and until when.",
    ]
    for table in METADATA.sorted_tables:
        parts += ["", f"## {table.name}", "", said.get(table, "").strip(), ""]
        parts += ["| column | type | note |", "|---|---|---|"]
        parts += [_column(column) for column in table.columns]
    return "\n".join(parts) + "\n"


def _column(column: "Column[object]") -> str:
    marks = [column.comment or ""]
    if column.primary_key:
        marks.insert(0, "key")
    marks += [f"→ `{key.target_fullname}`" for key in column.foreign_keys]
    kind = type(column.type).__name__.lower() + (", may be empty" if column.nullable else "")
    note = "; ".join(mark for mark in marks if mark)
    return f"| `{column.name}` | {kind} | {note} |"


def moments() -> str:
    """Every moment at which huying says something: the facts it needs, and its first words."""
    words = Words(ZoneInfo("UTC"))
    folder = Path(templates.__file__).parent / "chat" / FALLBACK
    parts = [
        "# Moments",
        "",
        "Made by `python -m docs.write` from `templates/chat`. A moment has a template in each of"
        " `zh-Hans`, `zh-Hant` and `en`, all from the same facts; `locale` is always there.",
        "",
        "| moment | facts | begins |",
        "|---|---|---|",
    ]
    for path in sorted(folder.rglob("*.j2")):
        source = path.read_text("utf-8")
        facts = meta.find_undeclared_variables(words.environment.parse(source)) - {"locale"}
        name = path.relative_to(folder).with_suffix("").as_posix()
        named = ", ".join(f"`{fact}`" for fact in sorted(facts))
        parts.append(f"| `{name}` | {named} | {_beginning(source)} |")
    return "\n".join(parts) + "\n"


def _beginning(source: str) -> str:
    """The first line that holds words; as code, so that no markup is read into it."""
    lines = [line for line in source.splitlines() if line.strip() and not line.startswith("{%")]
    first = (lines or source.splitlines() or [""])[0].strip()
    cut = first if len(first) <= LONGEST else first[: LONGEST - 1] + "…"
    return f"`` {cut} ``".replace("|", "\\|")


def main() -> None:
    """Write both pages."""
    (HERE / "tables.md").write_text(tables(), "utf-8")
    (HERE / "moments.md").write_text(moments(), "utf-8")


if __name__ == "__main__":
    main()
