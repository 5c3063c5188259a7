"""How well lines are read, and how fast: `python -m benchmarks.understanding [folder]`.

Without a folder it reads the project's own lines, which the rules have been mended with. A folder
may hold lines that nobody has seen, as `*.jsonl` with `text`, `kind`, `action` and `category`, or
as `*.txt` in the form of `tests/domain/understanding/residents.txt`.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import program
from tests.domain.understanding import village

Row = dict[str, Any]


def main(folder: str = "") -> None:
    """Print one table for the project's lines, and one for each file of the folder."""
    program.heading("Reading residents")
    report("heldout.jsonl", village.heldout())
    groups("residents.txt", village.residents())
    for path in sorted(Path(folder).glob("*")) if folder else ():
        text = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        if path.suffix == ".jsonl":
            report(path.name, [json.loads(line) for line in text])
        elif path.suffix == ".txt":
            rows = [line.split("|", 1) for line in text if "|" in line]
            groups(path.name, [village.Line(said, kind) for kind, said in rows])
    speed([line.text for line in village.residents()])


def report(name: str, rows: list[Row]) -> None:
    """Kind, action and category as labelled."""
    found = [(row, village.read(row["text"])) for row in rows]
    right = sum(got.kind == row["kind"] for row, got in found)
    acted = sum(got.action == row["action"] for row, got in found)
    named = [(row, got) for row, got in found if row.get("category")]
    placed = sum(got.category == row["category"] for row, got in named)
    print(f"\n**{name}**, {len(rows)} lines\n")
    program.table([
        ("kind", _share(right, len(rows))),
        ("action", _share(acted, len(rows))),
        ("category, where one is labelled", _share(placed, len(named))),
    ])  # fmt: skip


def groups(name: str, lines: list[village.Line]) -> None:
    """What may not happen: chat that is answered, emergencies that are missed."""
    got = Counter((line.kind, village.kind_of(line.text)) for line in lines)
    chat = sum(n for (want, _), n in got.items() if want == "c")
    disturbed = sum(n for (want, is_), n in got.items() if want == "c" and is_ != "c")
    danger = sum(n for (want, _), n in got.items() if want == "e")
    missed = sum(n for (want, is_), n in got.items() if want == "e" and is_ != "e")
    alarms = sum(n for (want, is_), n in got.items() if want != "e" and is_ == "e")
    print(f"\n**{name}**, {len(lines)} lines\n")
    program.table([
        ("read for what they are", _share(sum(n for (a, b), n in got.items() if a == b), len(lines))),
        ("chat that was answered", _share(disturbed, chat)),
        ("emergencies missed", _share(missed, danger)),
        ("false alarms", str(alarms)),
    ])  # fmt: skip


def speed(texts: list[str], rounds: int = 20) -> None:
    """Microseconds a line: the gate alone, and a whole reading."""
    reader = village.reader()

    def cost(work: Any) -> float:
        begun = time.perf_counter()
        for _ in range(rounds):
            for text in texts:
                work(text)
        return (time.perf_counter() - begun) / (rounds * len(texts)) * 1e6

    print()
    program.table([
        ("the gate", f"{cost(lambda text: reader.gate(text, village.GROUP)):.0f} µs a line"),
        ("a reading", f"{cost(lambda text: reader.read(text, village.GROUP)):.0f} µs a line"),
    ])  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} ({part} of {whole})" if whole else "—"


if __name__ == "__main__":
    main(*sys.argv[1:])
