"""Training a small model in plain Python: a support vector machine a label, on few features.

Each feature counts by how rare it is and by how much more often it stands in texts of this label than
in others (the log-count ratio: Wang and Manning, Baselines and Bigrams, ACL 2012); the machine is
found by dual coordinate descent (Hsieh et al., ICML 2008). A tenth of the texts is kept apart first,
to learn from it how far a score can be trusted, and what the model's card says of it.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from domain.refusals import Refusal
from domain.understanding.choir import FINE, Block, Held
from domain.understanding.model import MOST_WEIGHT, Model, as_letter, parts_of, quantised

MOST_FEATURES = 20_000  # of each part
LEAST_SEEN = 2  # texts that hold a feature; in few texts every one counts
FEW = 500
ROUNDS = 15
ANEW = 5  # after so many rounds all texts are looked at anew
FAR = 0.1  # beyond its side a text is left alone meanwhile
SMOOTH = 0.5
APART = 10  # every so many-th text is kept apart
SHARPNESS = [0.5 * 1.25**step for step in range(24)]
SEED = 20261122
UNMEASURED = {"macro_f1": None, "accuracy": None, "calibration_error": None}
"""Where each label has one text, however often, none can be kept apart."""
Texts = Sequence[tuple[str, str]]
"""Text and label."""
Reads = Callable[[str], Held]
"""Tells what a text holds: the features of each of its parts."""


class TooFewTexts(Refusal):
    """A model needs two labels at least, and some texts of each; names the first that has too few."""


@dataclass(frozen=True, slots=True)
class Taste:
    """How a model learns: letters of one author each differ from lines that were written in pairs."""

    most: int = MOST_FEATURES
    """Features of each part that are kept."""
    power: float = 0.7
    """Of the log-count ratio."""
    penalty: float = 0.2
    """Of a text on the wrong side."""


LETTERS = Taste()
LEAST_TEXTS = 4  # of each label
TWO = 2  # labels
Row = tuple[list[int], list[float]]
"""A text: the features that it holds, and what each counts; their squares sum to one."""
Machine = Callable[[Sequence[bool], Taste], tuple[list[float], float]]
"""Finds the weights of the features and the lean of a label, by which texts are of it."""
Machines = Callable[[Sequence[Row], int], Machine]
"""Makes one for these texts, which hold so many features."""


@dataclass(slots=True)
class _Part:
    """One part of all texts (the first line, or the whole) as numbers."""

    names: dict[str, int] = field(default_factory=dict)
    idf: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def train(
    texts: Texts, *, reads: Reads = as_letter, taste: Taste = LETTERS,
    told: Callable[[str], None] = lambda _: None, by: Machines | None = None,
) -> Model:  # fmt: skip
    """A model of these texts, the same whenever it is trained; `told` hears which label is at hand.

    Raises TooFewTexts.
    """
    counted = Counter(label for _, label in texts)
    few = next((label for label, number in counted.items() if number < LEAST_TEXTS), None)
    if few is not None or len(counted) < TWO:
        raise TooFewTexts(label=few, texts=counted[few or ""])
    learned, apart = _split(texts)
    trial = fitted(learned, reads, taste, told, by=by)
    trial.sharpness = sharpness_of(
        [(trial.scores(text), trial.labels.index(label)) for text, label in apart]
    )
    made = fitted(texts, reads, taste, told, by=by)
    made.sharpness = trial.sharpness
    made.card = {
        "texts": len(texts), "labels": dict(sorted(counted.items())),
        "features": sum(len(block.names) for block in made.blocks),
        "apart": len(apart), **(measured(trial, apart) if apart else UNMEASURED),
    }  # fmt: skip
    return made


def groups_of(texts: Texts, seed: int) -> list[list[list[tuple[str, str]]]]:
    """Per label its texts in groups that begin alike, by chance: a group is never on both sides."""
    alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for text, label in texts:
        alike.setdefault((label, parts_of(text)[0]), []).append((text, label))
    groups: dict[str, list[list[tuple[str, str]]]] = {}
    for (label, _), group in alike.items():
        groups.setdefault(label, []).append(group)
    chance = random.Random(seed)  # noqa: S311 - nothing secret hangs on it
    for label in sorted(groups):
        chance.shuffle(groups[label])
    return [groups[label] for label in sorted(groups)]


def _split(texts: Texts) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Most texts to learn from, and of each label some that are kept apart."""
    learned: list[tuple[str, str]] = []
    apart: list[tuple[str, str]] = []
    for groups in groups_of(texts, SEED):
        for number, group in enumerate(groups):
            (apart if number % APART == 1 else learned).extend(group)
    return learned, apart


def fitted(
    texts: Texts, reads: Reads, taste: Taste, told: Callable[[str], None] = lambda _: None,
    *, by: Machines | None = None, none: str | None = None,
) -> Model:  # fmt: skip
    """A model whose scores nobody has measured yet.

    `none` is what texts are called that are of no label of the model's.
    """
    labels = sorted({label for _, label in texts} - {none})
    held = [reads(text) for text, _ in texts]
    parts = [_part([one[place] for one in held], taste.most) for place in range(len(held[0]))]
    starts = [sum(len(part.names) for part in parts[:place]) for place in range(len(parts))]
    rows = [_side_by_side(parts, starts, number) for number in range(len(texts))]
    size = sum(len(part.names) for part in parts)
    machine_of = (by or plain_machines)(rows, size)
    found, bias = [], []
    alone = len(labels) == TWO and none is None
    for label in labels[: 1 if alone else None]:
        told(label)
        row, lean = machine_of([own == label for _, own in texts], taste)
        found.append(row)
        bias.append(lean)
    if alone:  # what speaks for one speaks against the other
        found.append([-weight for weight in found[0]])
        bias.append(-bias[0])
    return _packed(labels, parts, starts, found, bias, reads)


def _side_by_side(parts: Sequence[_Part], starts: Sequence[int], number: int) -> Row:
    """One text's features of all parts, those of one part behind those of the other."""
    ids: list[int] = []
    values: list[float] = []
    for part, start in zip(parts, starts, strict=True):
        ids += [start + name for name in part.rows[number][0]]
        values += part.rows[number][1]
    return ids, values


def _packed(
    labels: Sequence[str], parts: Sequence[_Part], starts: Sequence[int],
    weights: Sequence[Sequence[float]], bias: Sequence[float], reads: Reads,
) -> Model:  # fmt: skip
    scaled = [
        [[w * rare for w, rare in zip(row[start:], part.idf, strict=False)] for row in weights]
        for part, start in zip(parts, starts, strict=True)
    ]
    scale = max((abs(w) for part in scaled for row in part for w in row), default=0.0)
    scale = scale / MOST_WEIGHT or 1.0
    blocks = [
        Block(
            tuple(part.names),
            quantised(its, scale),
            tuple(round(rare * rare * FINE) for rare in part.idf),
        )
        for part, its in zip(parts, scaled, strict=True)
    ]
    return Model(labels, blocks, bias=bias, scale=scale, sharpness=1.0, card={}, reads=reads)


def _part(held: Sequence[AbstractSet[str]], most: int) -> _Part:
    """The features of one part of all texts; those in most texts are kept."""
    seen = Counter(name for names in held for name in names)
    least = LEAST_SEEN if len(held) > FEW else 1
    kept = sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:most]
    part = _Part()
    for name, times in kept:
        if times >= least:
            part.names[name] = len(part.names)
            part.idf.append(math.log((1 + len(held)) / (1 + times)) + 1)
    for names in held:
        ids = sorted(part.names[name] for name in names if name in part.names)
        values = [part.idf[number] for number in ids]
        length = math.sqrt(sum(value * value for value in values)) or 1.0
        part.rows.append((ids, [value / length for value in values]))
    return part


def _ratios(rows: Sequence[Row], own: Sequence[bool], number: int, power: float) -> list[float]:
    """By how much each feature tells this label from the others, either way."""
    inside, outside = [SMOOTH] * number, [SMOOTH] * number
    for (ids, _), mine in zip(rows, own, strict=True):
        counts = inside if mine else outside
        for name in ids:
            counts[name] += 1
    few, many = sum(own) + 2 * SMOOTH, len(own) - sum(own) + 2 * SMOOTH
    return [
        abs(math.log(a / few) - math.log(b / many)) ** power
        for a, b in zip(inside, outside, strict=True)
    ]


def plain_machines(rows: Sequence[Row], number: int) -> Machine:
    """The machine that follows, of these texts."""
    return lambda own, taste: machine(rows, own, number, taste)


def machine(
    rows: Sequence[Row], own: Sequence[bool], number: int, taste: Taste = LETTERS
) -> tuple[list[float], float]:
    """The weights of the features and the lean of one label: squared hinge loss, by its dual."""
    ratios = _ratios(rows, own, number, taste.power)
    texts = [(ids, [v * ratios[f] for f, v in zip(ids, vs, strict=True)]) for ids, vs in rows]
    few, many = sum(own), len(own) - sum(own)  # together the few count as much as the many
    damping = [(few if mine else many) / (taste.penalty * len(own)) for mine in own]
    sizes = [sum(v * v for v in vs) + 1 + d for (_, vs), d in zip(texts, damping, strict=True)]
    signs = [1.0 if mine else -1.0 for mine in own]
    weights, lean, dual = [0.0] * number, 0.0, [0.0] * len(texts)
    order = list(range(len(texts)))
    chance = random.Random(SEED)  # noqa: S311 - nothing secret hangs on it
    for turn in range(ROUNDS):
        if turn % ANEW == 0:
            order = list(range(len(texts)))
        chance.shuffle(order)
        moving = []
        for at in order:
            ids, vs = texts[at]
            score = lean
            for f, v in zip(ids, vs):  # noqa: B905 - the innermost loop of all
                score += weights[f] * v
            slope = signs[at] * score - 1 + dual[at] * damping[at]
            if dual[at] or slope < FAR:
                moving.append(at)  # the others are far on their side: left alone for some rounds
            new = max(0.0, dual[at] - slope / sizes[at])
            step = (new - dual[at]) * signs[at]
            if not step:
                continue
            dual[at], lean = new, lean + step
            for f, v in zip(ids, vs):  # noqa: B905 - see above
                weights[f] += step * v
        order = moving
    return [w * r for w, r in zip(weights, ratios, strict=True)], lean


def sharpness_of(scored: Sequence[tuple[Sequence[float], int]]) -> float:
    """How steeply scores become shares, so that texts kept apart are the likeliest.

    Of each its scores, and which of them is of the right label.
    """

    def surprise(sharpness: float) -> float:
        return sum(
            math.log(sum(math.exp(sharpness * (score - scores[right])) for score in scores))
            for scores, right in scored
        )

    return min(SHARPNESS, key=surprise)


def measured(model: Model, texts: Texts) -> Mapping[str, float]:
    """Macro-F1, accuracy and expected calibration error (ten bins) of a model on these texts."""
    guesses = [(model.classify(text), label) for text, label in texts]
    right = sum(guess.label == label for guess, label in guesses)
    sure = [(guess.confidence, guess.label == label) for guess, label in guesses]
    return {
        "macro_f1": round(macro_f1([(guess.label, label) for guess, label in guesses]), 4),
        "accuracy": round(right / len(guesses), 4),
        "calibration_error": round(calibration_error(sure), 4),
    }


def calibration_error(shares: Sequence[tuple[float, bool]]) -> float:
    """How far shares are from the part that came true, expected, in ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for share, right in shares:
        bins.setdefault(min(9, int(share * 10)), []).append((share, right))
    wrong = sum(
        abs(sum(share for share, _ in held) - sum(right for _, right in held))
        for held in bins.values()
    )
    return wrong / len(shares)


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean over all labels of F1, of pairs of guess and label."""
    labels = {label for _, label in pairs}
    hits = Counter(label for guess, label in pairs if guess == label)
    both = Counter(name for pair in pairs for name in pair)
    return sum(2 * hits[label] / both[label] for label in labels) / len(labels)
