"""Making what tells what a line is about, as a point.

Signs lie at first where they stand among the same others, in all sentences that want something and the
lines of all pairs (latent semantic analysis: Deerwester et al., Indexing by Latent Semantic Analysis, JASIS
1990). Neighbours who tell one matter, and others who tell another, then move them, until the lines of one
matter lie near one another and others apart (Chopra, Hadsell and LeCun, Learning a Similarity Metric
Discriminatively, CVPR 2005).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from domain.understanding.alike import bare
from domain.understanding.gist import Gists, grains
from domain.understanding.model import MOST_WEIGHT
from training.corpus import Line, lines
from training.moving import Moving
from training.pairing import Pair, pairs

MOST, AXES, POWERS = 10_000, 192, 3
SMALL = 0.03
"""How far signs lie from the middle at first: so near that what moves them soon counts for more. Signs
that stand in no pair stay there and hardly count."""
SEED = 4
ROUNDS, DAYS = 14, 8
"""How often the days are gone through, and by how many signs are moved at once; what is left over of a
round, others take in the next. Fewer days than that move nothing."""
UNSEEN = 0.3
"""Of a line's signs so many are left out each time, so that it hangs on none."""
STEEP, HALFWAY = 10.0, 0.4
"""At first: how nearness becomes a likelihood, and where that is a half."""
Numbers = np.ndarray


def of_gists(_: Sequence[Line]) -> Gists:
    """Where signs point, by all pairs."""
    return gists_of(pairs())


def gists_of(told: Sequence[Pair]) -> Gists:
    """Where signs point, moved by these pairs."""
    names, start = _begun()
    places = moved(told, names, start)
    steps = np.abs(places).max(axis=0) / MOST_WEIGHT
    numbers = np.round(places / steps).astype(np.int8)
    card = {"pairs": len(told), "signs": len(names), "axes": AXES}
    return Gists(names, numbers.tobytes(), tuple(round(float(one), 8) for one in steps), card)


@cache
def _begun() -> tuple[tuple[str, ...], Numbers]:
    """The signs, and where they lie before they are moved."""
    texts = {line.text for line in lines() if line.wanted}
    texts |= {text for pair in pairs() for text in (pair.one, pair.other)}
    signs = TfidfVectorizer(analyzer=grains, max_features=MOST, binary=True)
    table = signs.fit_transform([bare(text) for text in sorted(texts)])
    _, _, axes = randomized_svd(table, AXES, n_iter=POWERS, random_state=SEED)
    places = (axes * signs.idf_).T
    return tuple(signs.get_feature_names_out()), places * (SMALL / np.sqrt((places**2).mean()))


@dataclass(frozen=True, slots=True)
class Compared:
    """The pairs of one or more days: the numbers of their lines, and what each pair is."""

    one: Numbers
    other: Numbers
    same: Numbers
    counts: Numbers


def _days(told: Sequence[Pair], number_of: dict[str, int]) -> list[Compared]:
    return [
        Compared(
            np.array([number_of[pair.one] for pair in of_day]),
            np.array([number_of[pair.other] for pair in of_day]),
            np.array([pair.same for pair in of_day], float),
            np.array([pair.counts for pair in of_day]),
        )
        for of_day in (list(some) for _, some in groupby(told, lambda pair: pair.day))
    ]


def _together(days: Sequence[Compared]) -> Compared:
    parts = ("one", "other", "same", "counts")
    return Compared(*(np.concatenate([getattr(day, part) for day in days]) for part in parts))


def _batches(days: Sequence[Compared], chance: np.random.Generator) -> Iterator[Compared]:
    for _ in range(ROUNDS):
        order = chance.permutation(len(days))
        for at in range(0, len(order) - DAYS + 1, DAYS):
            yield _together([days[number] for number in order[at : at + DAYS]])


def moved(told: Sequence[Pair], names: tuple[str, ...], start: Numbers) -> Numbers:
    """Where these pairs move the signs of these names: from `start`, a row a sign and a column an axis."""
    texts = sorted({text for pair in told for text in (pair.one, pair.other)})
    counted = CountVectorizer(analyzer=grains, vocabulary=names, binary=True, dtype=np.float64)
    table = counted.fit_transform([bare(text) for text in texts])
    days = _days(told, {text: number for number, text in enumerate(texts)})
    chance = np.random.default_rng(SEED)
    times = ROUNDS * (len(days) // DAYS)
    places = Moving(start.copy(), times)
    curve = Moving(np.array([STEEP, -STEEP * HALFWAY]), times)
    for some in _batches(days, chance):
        uphill = slopes(some, table, places.numbers, curve.numbers, chance)
        places.move(uphill[0])
        curve.move(uphill[1])
    return places.numbers


def slopes(
    some: Compared,
    table: sparse.csr_matrix,
    places: Numbers,
    curve: Numbers,
    chance: np.random.Generator,
) -> tuple[Numbers, Numbers]:
    """How fast the mean logistic loss of these pairs grows with each number of places and curve."""
    chosen, numbers = np.unique(np.concatenate([some.one, some.other]), return_inverse=True)
    one, other = numbers[: len(some.one)], numbers[len(some.one) :]
    held = table[chosen]
    held.data = held.data * (chance.random(len(held.data)) >= UNSEEN)
    points = held @ places
    lengths = np.sqrt((points**2).sum(axis=1, keepdims=True)) + 1e-9
    points /= lengths
    nearness = (points[one] * points[other]).sum(axis=1)
    likely = 1 / (1 + np.exp(-(curve[0] * nearness + curve[1])))
    wrong = (likely - some.same) * some.counts / some.counts.sum()
    pull = (wrong * curve[0])[:, None]
    moves = _summed(one, pull * points[other], len(chosen))
    moves += _summed(other, pull * points[one], len(chosen))
    moves = (moves - points * (moves * points).sum(axis=1, keepdims=True)) / lengths
    return held.T @ moves, np.array([(wrong * nearness).sum(), wrong.sum()])


def _summed(numbers: Numbers, rows: Numbers, whole: int) -> Numbers:
    """Rows added up by number."""
    ends = np.arange(len(numbers) + 1)
    by_number = sparse.csr_matrix(
        (np.ones(len(numbers)), numbers, ends), shape=(len(numbers), whole)
    )
    return by_number.T @ rows
