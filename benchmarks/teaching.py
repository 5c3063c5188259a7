"""How well small models learn, on tables that you bring: `python -m benchmarks.teaching FILE…`.

Each file is a CSV (or `.csv.gz`) with `text` and `label`, or with `title`, `detail` and `label`; a
detail is what follows a title's line. `--without PATTERN` takes out what would give a label away, such
as codes of places. A fifth of each label is kept apart to test by, texts that begin alike on one side.
Beside `huying train` stands what takes no training: for each label the hundred features that tell it
best, counted. Where scikit-learn is installed, its plain way is tried too: tf-idf of the same features
and a linear support vector machine.
"""

import csv
import gzip
import io
import re
import sys
import time
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from benchmarks import program
from bot.teaching import LARGEST_FIELD
from domain.understanding.model import Model, features, parts_of
from domain.understanding.training import groups_of, macro_f1, measured, train

SEEDS = (20261122, 2, 3)
FIFTH = 5
TELLING = 100  # features of a label in the plain lexicon
Rows = list[tuple[str, str]]


def read(file: Path, without: str | None) -> Rows:
    """Texts and labels of a table."""
    csv.field_size_limit(LARGEST_FIELD)
    raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    rows = []
    for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))):
        told = [row[name] for name in ("text", "title", "detail") if row.get(name)]
        text = "\n".join(re.sub(without, "", part) if without else part for part in told)
        if text.strip() and row["label"]:
            rows.append((text, row["label"]))
    return rows


def split(rows: Rows, seed: int) -> tuple[Rows, Rows]:
    """Four fifths of each label to learn from, and a fifth to test by."""
    learned: Rows = []
    apart: Rows = []
    for groups in groups_of(rows, seed):
        for number, group in enumerate(groups):
            (apart if number < len(groups) // FIFTH else learned).extend(group)
    return learned, apart


def by_lexicon(learned: Rows, apart: Rows) -> float:
    """Macro-F1 of counting, for each label, its most telling features."""
    counts = Counter(label for _, label in learned)
    held: dict[str, Counter[str]] = {label: Counter() for label in counts}
    for text, label in learned:
        held[label].update(features(parts_of(text)[0]))
    total = sum(held.values(), Counter[str]())
    lists = {
        label: {
            name
            for name, _ in sorted(
                seen.items(),
                key=lambda item: item[1] / counts[label] - total[item[0]] / len(learned),
                reverse=True,
            )[:TELLING]
        }
        for label, seen in held.items()
    }
    return macro_f1(
        [
            (max(lists, key=lambda label: len(lists[label] & features(parts_of(text)[0]))), right)
            for text, right in apart
        ]
    )


def by_library(learned: Rows, apart: Rows) -> float | None:
    """Macro-F1 of scikit-learn's plain way, where it is installed."""
    if find_spec("sklearn") is None:
        return None
    text = import_module("sklearn.feature_extraction.text")
    machine = import_module("sklearn.svm").LinearSVC()
    seen = text.TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    machine.fit(seen.fit_transform([one for one, _ in learned]), [label for _, label in learned])
    guesses = machine.predict(seen.transform([one for one, _ in apart]))
    return macro_f1(list(zip(guesses, [label for _, label in apart], strict=True)))


def one_split(rows: Rows, seed: int) -> list[tuple[str, str]]:
    """What came of one split."""
    learned, apart = split(rows, seed)
    began = time.perf_counter()
    model = Model.read(train(learned).dumped())
    taken, began = time.perf_counter() - began, time.perf_counter()
    found = measured(model, apart)
    each = (time.perf_counter() - began) / len(apart) * 1e6
    plain, error = by_library(learned, apart), found["calibration_error"]
    size = len(model.dumped()) / 1000
    return [
        (f"split {seed}: huying, macro-F1", f"**{found['macro_f1']:.3f}**"),
        (f"split {seed}: plain lexicon", f"{by_lexicon(learned, apart):.3f}"),
        (f"split {seed}: plain library", f"{plain:.3f}" if plain else "not installed"),
        (f"split {seed}: expected calibration error", f"{error:.3f}"),
        (f"split {seed}: training, a text, size", f"{taken:.0f} s, {each:.0f} µs, {size:.0f} kB"),
    ]


def main(files: list[Path], without: str | None) -> None:
    """One table a file."""
    program.heading("Teaching")
    for file in files:
        rows = read(file, without)
        print(f"\n{file.name}\n")
        table = [("texts, labels", f"{len(rows):,}, {len({label for _, label in rows})}")]
        program.table([*table, *(row for seed in SEEDS for row in one_split(rows, seed))])


if __name__ == "__main__":
    words = sys.argv[1:]
    pattern = words.pop(words.index("--without") + 1) if "--without" in words else None
    main([Path(word) for word in words if word != "--without"], pattern)
