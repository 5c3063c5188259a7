"""Make the models that ship, of the sentences of this folder: `python -m training [NAME…]`.

Each is made of all sentences. What tables and models say of a fifth of them, made of the other four, tells
how scores become shares. The same sentences give the same files. Tables hear what a line is about by the
`rows.json` that is there, and sieves by all others: whoever makes one anew makes those after it, too.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence

from domain.understanding.alike import Likeness
from domain.understanding.gist import Gists
from domain.understanding.model import Model
from domain.understanding.sieve import Sieve
from domain.understanding.table import Table
from training.corpus import Line, lines
from training.framing import with_framings
from training.gists import of_gists
from training.likeness import of_likeness
from training.models import alarmed, of_kinds, of_rows
from training.sieves import DATA, of_danger_sieve, of_sieve
from training.tables import of_danger, of_wanted

OUT = DATA / "models"
MAKERS: dict[str, Callable[[Sequence[Line]], Model | Sieve | Table | Gists | Likeness]] = {
    "rows": of_rows, "alarms": alarmed, "kinds": of_kinds, "wanted": of_wanted, "danger": of_danger,
    "gist": of_gists, "alike": of_likeness, "sieve": of_sieve, "danger_sieve": of_danger_sieve,
}  # fmt: skip


def main(names: Sequence[str]) -> None:
    """Make these models, or all, and say what came of each."""
    said = with_framings(lines())
    OUT.mkdir(exist_ok=True)
    for name in names or MAKERS:
        began = time.monotonic()
        model = MAKERS[name](said)
        (OUT / f"{name}.json").write_text(model.dumped() + "\n", encoding="utf-8")
        card = {key: value for key, value in model.card.items() if key != "labels"}
        sys.stdout.write(f"{name}: {json.dumps(card)} in {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
