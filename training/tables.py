"""Making the tables that tell whether anything is wanted, and whether somebody is in danger.

A table is the mean of several machines. Each of eight sees half of the slots, by chance, so that it cannot
rely on the few that tell most; a ninth, which counts as much as the eight together, sees a line's signs
alone, not what stands near what. They differ in what they get wrong, and their mean is one table: it costs
nothing where lines are read.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy import sparse

from domain.catalogue import group_of
from domain.understanding.model import MOST_WEIGHT, Model, quantised
from domain.understanding.table import SIZE, Table, shares_of, slots_of
from domain.understanding.training import calibration_error
from training.corpus import DAYS, EMERGENCY, Line
from training.framing import each_once
from training.machines import solved, table_of
from training.mixing import among, mix_of
from training.models import alarmed, rowed
from training.seen import apart, seen, whole
from training.sieves import DATA

HALVES = 8
SEED = 4
PENALTY = {"wanted": 1.0, "danger": 2.0}
REGISTER, ASK = 0.85, 0.7
"""The shares from which on a line is registered, and asked about, whatever the rules say: chosen by counts
of held-out lines."""
ALARM = 0.7
"""The share from which on a danger is meant whatever the rules say: chosen likewise, and lower than counts
alone would have it, since one that is missed costs more than one too many."""


def wanted(line: Line) -> bool:
    return line.wanted


def danger(line: Line) -> bool:
    return line.kind == EMERGENCY


SORTS = {"wanted": wanted, "danger": danger}
About = tuple[Line, str]
"""A line, and its topic."""


def counts(name: str, line: Line) -> float:
    """For how many a line counts in a table."""
    return line.weight if name == "wanted" else float(line.tells_danger)


@dataclass(frozen=True, slots=True)
class Slots:
    """Lines as rows of numbers: all that the table sees, and their signs alone."""

    whole: sparse.csr_matrix
    signs: sparse.csr_matrix

    @classmethod
    def of(cls, said: Sequence[About]) -> "Slots":
        whole, signs = [], []
        for line, topic in said:
            slots = slots_of(*seen(line.text), topic)
            parts = [
                (part, [share] * len(part))
                for part, share in zip(slots, shares_of(slots), strict=True)
            ]
            whole.append(_joined(parts))
            signs.append(_joined([parts[0], parts[2]]))
        return cls(table_of(whole, SIZE), table_of(signs, SIZE))


def _joined(parts: Sequence[tuple[Sequence[int], list[float]]]) -> tuple[list[int], list[float]]:
    return [slot for slots, _ in parts for slot in slots], [
        one for _, held in parts for one in held
    ]


def made(name: str, said: Sequence[About]) -> Table:
    """A table of these lines, without what its card says of it."""
    fair = [one for one in said if counts(name, one[0])]
    slots, own = Slots.of(fair), np.array([SORTS[name](line) for line, _ in fair])
    costs = PENALTY[name] * np.array([counts(name, line) for line, _ in fair])
    chance = np.random.default_rng(SEED)
    weights, lean = solved(slots.signs, own, costs)
    for _ in range(HALVES):
        half = np.sqrt(2) * (chance.random(SIZE) < 1 / 2)
        its, by = solved((slots.whole @ sparse.diags(half)).tocsr(), own, costs)
        weights, lean = weights + its * half / HALVES, lean + by / HALVES
    weights, lean = weights / 2, lean / 2
    step = float(np.abs(weights).max()) / MOST_WEIGHT
    (packed,) = quantised([weights.tolist()], step)
    topics = sorted({topic for _, topic in fair if topic})
    return Table(packed, step, lean, {"texts": len(fair), "topics": topics})


@lru_cache(maxsize=1)
def scored(said: tuple[Line, ...]) -> list[tuple[Line, Mapping[str, float]]]:
    """A fifth of the lines as tables and models see it that were made of the others.

    Of each line what each table says, and what each model says of the likeliest of its sorts.
    """
    kept = apart([(line.of, line.row) for line in each_once(said)], 0)
    theirs = [line for line in said if line.of in kept]
    others = [line for line in said if line.of not in kept]
    rows = rowed(others)
    learned, heard = about(rows, others), about(rows, theirs)
    with ProcessPoolExecutor() as workers:
        jobs = {name: workers.submit(told, name, learned, heard) for name in SORTS}
        found = {"rows": likeliest(rows, theirs), "alarms": likeliest(alarmed(others), theirs)}
        found |= {name: job.result() for name, job in jobs.items()}
    return [(line, {name: found[name][at] for name in found}) for at, line in enumerate(theirs)]


def about(rows: Model, said: Sequence[Line]) -> list[About]:
    """Lines with what they are about, as a model of rows hears them."""
    topics = [group_of(row) for row in rows.labels]
    scores = (rows.weigh(whole(line.text)) for line in said)
    return [(line, topics[its.index(max(its))]) for line, its in zip(said, scores, strict=True)]


def told(name: str, learned: Sequence[About], others: Sequence[About]) -> list[float]:
    """What a table of some lines says of others."""
    table = made(name, learned)
    return [table.score(slots_of(*seen(line.text), topic)) for line, topic in others]


def likeliest(model: Model, others: Sequence[Line]) -> list[float]:
    """What a model says of the likeliest sort of each line."""
    return [max(model.weigh(whole(line.text))) for line in others]


def of_wanted(said: Sequence[Line]) -> Table:
    """Whether anything is wanted, with the limits from which on something is done."""
    points = [
        (line, (found["wanted"], found["rows"], found["danger"]))
        for line, found in scored(tuple(said)) if line.weight == 1
    ]  # fmt: skip
    learned = mix_of([(scores, line.wanted) for line, scores in points])
    days = [line for line, _ in points if line.file == DAYS]
    mix = among(learned, _share([line for line, _ in points]), _share(days))
    error = calibration_error([(learned.share(*scores), line.wanted) for line, scores in points])
    card = {
        "mix": [mix.lean, *mix.weights], "scored": len(points), "register": REGISTER, "ask": ASK,
        "calibration_error": round(error, 4),
    }  # fmt: skip
    return _with_card(made("wanted", _about_all(tuple(said))), card)


def of_danger(said: Sequence[Line]) -> Table:
    """Whether somebody is in danger, with the share from which on it counts."""
    points = [
        ((found["danger"], found["alarms"], found["wanted"]), danger(line))
        for line, found in scored(tuple(said))
    ]
    mix = mix_of(points)
    card = {"mix": [mix.lean, *mix.weights], "scored": len(points), "alarm": ALARM}
    return _with_card(made("danger", _about_all(tuple(said))), card)


@lru_cache(maxsize=1)
def _about_all(said: tuple[Line, ...]) -> list[About]:
    """All lines with their topics, as the model of rows hears them that is there by now."""
    return about(Model.read((DATA / "models" / "rows.json").read_text(encoding="utf-8")), said)


def _with_card(table: Table, card: dict[str, object]) -> Table:
    return replace(table, card={**table.card, **card})


def _share(said: Sequence[Line]) -> float:
    return sum(line.wanted for line in said) / len(said)
