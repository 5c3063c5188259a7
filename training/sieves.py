"""Making the sieves, which let plain talk fall through."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import domain
from domain.understanding.judge import HINT, MODELS, NAMES, Judge, load_judge
from domain.understanding.plain import normal
from domain.understanding.seen import Seen
from domain.understanding.sieve import Sieve, grains_of
from domain.understanding.training import Row, Taste
from training.corpus import EMERGENCY, Line
from training.machines import machines
from training.seen import lexicon

DATA = Path(domain.__file__).parent / "data"
HELD = 0.69
"""The share of "wanted" from which on its sieve must hold a line, which is less than is asked about."""
LOST = 0.004  # of what the judge takes, by a sieve
FINEST = 1_000  # the largest weight of a sieve
SEEN = 3  # lines that hold a feature of the sieve
SHARE = 8.0  # by which counts are divided, so that they are about as large as other models' values
SUMS = Taste(power=0.35, penalty=0.5)


def of_sieve(said: Sequence[Line]) -> Sieve:
    """What lets talk fall through; of what would be asked about without a house, next to nothing."""
    return sieved(said, lambda line: line.wanted, lambda line: seen_of(line.text).sure >= HELD)


def of_danger_sieve(said: Sequence[Line]) -> Sieve:
    """The same for dangers."""
    return sieved(
        said, lambda line: line.kind == EMERGENCY, lambda line: seen_of(line.text).alarm >= HINT
    )


def sieved(
    said: Sequence[Line], own: Callable[[Line], bool], taken: Callable[[Line], bool]
) -> Sieve:
    """Weights of single signs and pairs, and the sum below which next to nothing lies that is taken."""
    held = [Counter(grains_of(normal(line.text))) for line in said]
    seen = Counter(name for grains in held for name in grains)
    names = {name: at for at, name in enumerate(sorted(n for n, t in seen.items() if t >= SEEN))}
    rows = [_counted(grains, names) for grains in held]
    weights, _ = machines(rows, len(names))([own(line) for line in said], SUMS)
    scale = FINEST / max(map(abs, weights))
    numbers = {name: round(weights[at] * scale) for name, at in names.items()}
    sieve = Sieve({name: number for name, number in numbers.items() if number}, 0, {})
    sums = sorted(
        sieve.weigh(grains_of(normal(line.text))) for line in said if own(line) and taken(line)
    )
    card = {"texts": len(said), "features": len(sieve.weights), "taken": len(sums), "lost": LOST}
    return replace(sieve, limit=sums[int(LOST * len(sums))], card=card)


def _counted(grains: Counter[str], names: Mapping[str, int]) -> Row:
    known = sorted(names[name] for name in grains if name in names)
    by_number = {names[name]: times for name, times in grains.items() if name in names}
    return known, [by_number[number] / SHARE for number in known]


@cache
def judge() -> Judge:
    """The judge of the models that are there by now, without its sieves."""
    texts = [
        (DATA / name).read_text(encoding="utf-8")
        for name, short in zip(MODELS, NAMES, strict=True) if "sieve" not in short
    ]  # fmt: skip
    return load_judge(*texts)


def seen_of(text: str) -> Seen:
    """A line as the models see it that are there by now."""
    plain = normal(text)
    return Seen.of(judge(), lexicon(), plain)
