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
REGISTERED, ASKED = 2, 5  # of a thousand lines of chat, by the limits
EVEN = Mix(0.0, 1.0, 0.0)
"""Before it is known how scores become shares."""


def of_wanted(said: Sequence[Line]) -> Wanted:
    """Whether anything is wanted, with the limits from which on something is done."""
    fair = [line for line in said if line.weight]
    with ProcessPoolExecutor() as workers:
        first = workers.submit(made, fair)
        parts = list(workers.map(partial(fold, fair), range(FOLDS)))
        table = first.result()
    scores = [one for part in parts for one in part]
    learned = mix_of([(-score, 0.0, line.wanted) for line, score in scores if line.weight == 1])
    days = [line for line in fair if line.file == DAYS]
    mix = among(learned, _wanted([line for line in fair if line.weight == 1]), _wanted(days))
    return Wanted(table.weights, table.step, table.lean, mix, _card(scores, learned, mix))


def _card(scores: Sequence[tuple[Line, float]], learned: Mix, mix: Mix) -> dict[str, float]:
    error = calibration_error([(learned.share(-score, 0.0), line.wanted) for line, score in scores])
    shares = [(line, mix.share(-score, 0.0)) for line, score in scores]
    talk = [share for line, share in shares if line.talk]
    theirs = [share for line, share in shares if line.wanted]
    register, ask = limit(talk, REGISTERED), limit(talk, REGISTERED + ASKED)
    return {
        "texts": len(scores), "register": round(register, 4), "ask": round(ask, 4),
        "registered": _part(theirs, register), "registered_or_asked": _part(theirs, ask),
        "calibration_error": round(error, 4),
    }  # fmt: skip


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


def limit(shares: Sequence[float], most: float) -> float:
    """The share above which no more than so many of a thousand lie."""
    ranked = sorted(shares, reverse=True)
    return ranked[int(most * len(ranked) / 1000)]


def _wanted(said: Sequence[Line]) -> float:
    return sum(line.wanted for line in said) / len(said)


def _part(shares: Sequence[float], least: float) -> float:
    return round(sum(share > least for share in shares) / len(shares), 4)
