"""Make the models that ship, of the sentences of this folder: `python -m training [NAME…]`.

Each model is made of all sentences, and beside it of a part of them: what it says of the others tells how
its scores become shares, and what its card says of it. `wanted` is made of four fifths five times, so that
every sentence is read once by one that has not learned it: its limits come from there. The same sentences
give the same files.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import domain
from domain.understanding.judge import HINT, MODELS, Judge, load_judge
from domain.understanding.model import Model
from domain.understanding.plain import normal
from domain.understanding.sieve import Sieve, grains_of
from domain.understanding.training import Row, Taste, fitted, machine, train
from domain.understanding.wanted import Wanted
from training.corpus import EMERGENCY, Line, lines
from training.mixing import mix_of
from training.seen import apart, seen, whole
from training.wants import of_wanted

DATA = Path(domain.__file__).parent / "data"
OUT = DATA / "models"
LINES = Taste(most=60_000, power=0.35, penalty=0.5)
FEW, OTHER = 20, "other"
"""A sort of which there are fewer lines is none by itself."""
CALM = "not"
ALARM = 0.8
"""The share from which on a danger is meant whatever the rules say: chosen by counts of held-out lines,
since one that is missed costs more than one too many."""
HELD = 0.69
"""The share of "wanted" from which on its sieve must hold a line, which is less than is asked about."""
LOST = 0.004  # of what the judge takes, by a sieve
FINEST = 1_000  # the largest weight of a sieve
SEEN = 3  # lines that hold a feature of the sieve
SHARE = 8.0  # by which counts are divided, so that they are about as large as other models' values
SUMS = Taste(power=0.35, penalty=0.5)


def row(line: Line) -> str:
    """The row of the catalogue of a line that wants something."""
    return line.row


def peril(line: Line) -> str:
    """The row of a danger that is there now."""
    return line.row if line.kind == EMERGENCY else CALM


def kind(line: Line) -> str:
    """A hazard is told from a complaint by its row, and so is an emergency that is none."""
    return "complaint" if line.kind in ("hazard", "emergency") else line.kind


Label = Callable[[Line], str]


Score = tuple[float, float, bool]
"""What a model says of a line that it has not learned: of none, of the likeliest, and which was right."""


def labelled(said: Sequence[Line], label: Label) -> list[tuple[str, str]]:
    """Each line with its label; of a sort that has few, with none of its own."""
    texts = [(line.text, label(line)) for line in said]
    times = Counter(name for _, name in texts)
    return [(text, name if times[name] >= FEW else OTHER) for text, name in texts]


def alarmed(said: Sequence[Line]) -> Model:
    """A model of all lines."""
    return fitted(labelled(said, peril), whole, LINES)


def fold(said: Sequence[Line]) -> list[Score]:
    """A fifth of the lines, each as a model of the other four fifths sees it."""
    kept = apart(labelled(said, peril), 0)
    model = alarmed([line for line in said if line.text not in kept])
    none, found = model.labels.index(CALM), []
    for line in said:
        if line.text in kept:
            scores = model.weigh(whole(line.text))
            found.append((scores.pop(none), max(scores), peril(line) != CALM))
    return found


def of_alarms(said: Sequence[Line]) -> Model:
    """Whether somebody is in danger and of which row that is, with the share from which on it counts."""
    with ProcessPoolExecutor() as workers:
        first, apart_from = workers.submit(alarmed, said), workers.submit(fold, said)
        model, mix = first.result(), mix_of(apart_from.result())
    model.card = {
        "none": CALM, "mix": [mix.lean, mix.against_none, mix.for_best], "texts": len(said),
        "features": sum(len(block.names) for block in model.blocks), "labels": len(model.labels),
        "alarm": ALARM,
    }  # fmt: skip
    return model


def of_rows(said: Sequence[Line]) -> Model:
    """Of which row of the catalogue a line is that wants something."""
    return train(labelled([line for line in said if line.wanted], row), reads=whole, taste=LINES)


def of_kinds(said: Sequence[Line]) -> Model:
    wanted = [line for line in said if line.wanted]
    return train([(line.text, kind(line)) for line in wanted], reads=whole, taste=LINES)


def of_sieve(said: Sequence[Line]) -> Sieve:
    """What lets chat fall through; of what would be asked about without a house, next to nothing."""
    return sieved(
        said,
        lambda line: line.wanted,
        lambda line: judge().wanted.share(*seen(line.text)) >= HELD,
    )


def of_danger_sieve(said: Sequence[Line]) -> Sieve:
    """The same for dangers."""
    return sieved(
        said, lambda line: line.kind == EMERGENCY,
        lambda line: line.kind == EMERGENCY and judge().alarms.share(whole(line.text)) >= HINT,
    )  # fmt: skip


def sieved(
    said: Sequence[Line], own: Callable[[Line], bool], taken: Callable[[Line], bool]
) -> Sieve:
    """Weights of single signs and pairs, and the sum below which next to nothing lies that is taken."""
    held = [Counter(grains_of(normal(line.text))) for line in said]
    seen = Counter(name for grains in held for name in grains)
    names = {name: at for at, name in enumerate(sorted(n for n, t in seen.items() if t >= SEEN))}
    rows = [_counted(grains, names) for grains in held]
    weights, _ = machine(rows, [own(line) for line in said], len(names), SUMS)
    scale = FINEST / max(map(abs, weights))
    numbers = {name: round(weights[at] * scale) for name, at in names.items()}
    sieve = Sieve({name: number for name, number in numbers.items() if number}, 0, {})
    sums = sorted(sieve.weigh(grains_of(normal(line.text))) for line in said if taken(line))
    card = {"texts": len(said), "features": len(sieve.weights), "taken": len(sums), "lost": LOST}
    return replace(sieve, limit=sums[int(LOST * len(sums))], card=card)


def _counted(grains: Counter[str], names: Mapping[str, int]) -> Row:
    known = sorted(names[name] for name in grains if name in names)
    by_number = {names[name]: times for name, times in grains.items() if name in names}
    return known, [by_number[number] / SHARE for number in known]


@cache
def judge() -> Judge:
    """The judge of the models that are there by now, without its sieves."""
    texts = [(DATA / name).read_text(encoding="utf-8") for name in MODELS[:4]]
    return load_judge(*texts)


MAKERS: dict[str, Callable[[Sequence[Line]], Model | Sieve | Wanted]] = {
    "wanted": of_wanted, "rows": of_rows, "alarms": of_alarms, "kinds": of_kinds,
    "sieve": of_sieve, "danger_sieve": of_danger_sieve,
}  # fmt: skip


def main(names: Sequence[str]) -> None:
    """Make these models, or all, and say what came of each."""
    said = lines()
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
