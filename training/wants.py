"""Making the table that tells whether anything is wanted."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from domain.understanding.model import MOST_WEIGHT, quantised
from domain.understanding.sorts import Mix
from domain.understanding.training import Row, Taste, calibration_error, machine
from domain.understanding.wanted import SIZE, Wanted, shares_of, slots_of
from training.corpus import DAYS, Line
from training.mixing import among, mix_of
from training.seen import FOLDS, apart, seen

TASTE = Taste(power=0.0, penalty=0.5)
REGISTER, ASK = 0.9, 0.7
"""The shares from which on a line is registered, and asked about, whatever the rules say: chosen by counts
of held-out lines."""
EVEN = Mix(0.0, 1.0, 0.0)
"""Before it is known how scores become shares."""


def of_wanted(said: Sequence[Line]) -> Wanted:
    """Whether anything is wanted, with the limits from which on something is done."""
    fair = [line for line in said if line.weight]
    with ProcessPoolExecutor() as workers:
        first = workers.submit(made, fair)
        parts = list(workers.map(partial(fold, fair), range(FOLDS)))
        table = first.result()
    scores = [(line, score) for part in parts for line, score in part if line.weight == 1]
    learned = mix_of([(-score, 0.0, line.wanted) for line, score in scores])
    days = [line for line, _ in scores if line.file == DAYS]
    mix = among(learned, _wanted([line for line, _ in scores]), _wanted(days))
    error = calibration_error([(learned.share(-score, 0.0), line.wanted) for line, score in scores])
    card = {
        "texts": len(fair), "scored": len(scores), "register": REGISTER, "ask": ASK,
        "calibration_error": round(error, 4),
    }  # fmt: skip
    return Wanted(table.weights, table.step, table.lean, mix, card)


def made(said: Sequence[Line]) -> Wanted:
    """A table of these lines, whose scores are no shares yet."""
    rows = [_row(line) for line in said]
    own, counts = [line.wanted for line in said], [line.weight for line in said]
    weights, lean = machine(rows, own, SIZE, TASTE, counts)
    step = max(map(abs, weights)) / MOST_WEIGHT
    (packed,) = quantised([weights], step)
    return Wanted(packed, step, lean, EVEN, {})


def _row(line: Line) -> Row:
    slots = slots_of(*seen(line.text))
    ids: list[int] = []
    values: list[float] = []
    for part, share in zip(slots, shares_of(slots), strict=True):
        ids += part
        values += [share] * len(part)
    return ids, values


def fold(said: Sequence[Line], number: int) -> list[tuple[Line, float]]:
    """A fifth of the lines, each with its score by a table of the other four."""
    kept = apart([(line.text, line.row) for line in said], number)
    table = made([line for line in said if line.text not in kept])
    theirs = [line for line in said if line.text in kept]
    return [(line, table.score(slots_of(*seen(line.text)))) for line in theirs]


def _wanted(said: Sequence[Line]) -> float:
    return sum(line.wanted for line in said) / len(said)
