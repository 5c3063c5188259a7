"""Make the models that ship, of the sentences of this folder: `python -m training [NAME…]`.

Each model is made twice over: first five times of four fifths of the sentences, so that every sentence is
once read by a model that has not learned it (its limits come from there, and what its card says of it),
then of all. The same sentences give the same files.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import domain
from bot.community import LEXICON, data_file
from domain.understanding.judge import FULL, HINT, MODELS, Judge, load_judge
from domain.understanding.lexicon import Lexicon, load_lexicon
from domain.understanding.line import held_by
from domain.understanding.model import Held, Model
from domain.understanding.plain import normal
from domain.understanding.sieve import Sieve, grains_of
from domain.understanding.sorts import Mix
from domain.understanding.training import (
    Row,
    Taste,
    calibration_error,
    fitted,
    groups_of,
    machine,
    sharpness_of,
    train,
)
from training.corpus import CHAT, DAYS, EMERGENCY, Line, lines
from training.mixing import among, mix_of

DATA = Path(domain.__file__).parent / "data"
OUT = DATA / "models"
FOLDS = 5
SEED = 4
LINES = Taste(most=60_000, power=0.35, penalty=0.5)
FEW, OTHER = 20, "other"
"""A sort of which there are fewer lines is none by itself."""
CALM = "not"
REGISTERED, ASKED = 1, 5  # of a thousand lines of chat, by the limits
ALARM = 0.8
"""The share from which on a danger is meant whatever the rules say: chosen by counts of held-out lines,
since one that is missed costs more than one too many."""
LOST = 0.004  # of what the judge takes, by a sieve
FINEST = 1_000  # the largest weight of a sieve
SEEN = 3  # lines that hold a feature of the sieve
SHARE = 8.0  # by which counts are divided, so that they are about as large as other models' values
SUMS = Taste(power=0.35, penalty=0.5)


@cache
def lexicon() -> Lexicon:
    return load_lexicon(*(data_file(name, None) for name in LEXICON))


def whole(text: str) -> Held:
    """What the models see of a line."""
    plain = normal(text)
    return held_by(plain, lexicon().look(plain))


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


@dataclass(frozen=True, slots=True)
class Sorting:
    """Into what lines are sorted, which label means none of it, and whether lines have weights."""

    label: Label
    none: str
    fair: bool


@dataclass(frozen=True, slots=True)
class Score:
    """What a model that has not learned a line says of it."""

    line: Line
    none: float
    best: float


def labelled(said: Sequence[Line], label: Label) -> list[tuple[str, str]]:
    """Each line with its label; of a sort that has few, with none of its own."""
    texts = [(line.text, label(line)) for line in said]
    times = Counter(name for _, name in texts)
    return [(text, name if times[name] >= FEW else OTHER) for text, name in texts]


def made(said: Sequence[Line], sorts: Sorting) -> Model:
    """A model of all lines."""
    weights = [line.weight if sorts.fair else 1.0 for line in said]
    return fitted(labelled(said, sorts.label), whole, LINES, weights=weights)


def fold(said: Sequence[Line], sorts: Sorting, number: int) -> tuple[list[Score], float]:
    """A fifth of the lines, each as a model of the other four sees it; how steep its scores are."""
    names = dict(labelled(said, sorts.label))
    apart: set[str] = set()
    for groups in groups_of(list(names.items()), SEED):
        apart |= {
            text for at, group in enumerate(groups) for text, _ in group if at % FOLDS == number
        }
    model = made([line for line in said if line.text not in apart], sorts)
    own = model.labels.index(sorts.none)
    found, scored = [], []
    for line in said:
        if line.text not in apart:
            continue
        scores = model.weigh(whole(line.text))
        against = scores.pop(own)
        found.append(Score(line, against, max(scores)))
        name = names[line.text]
        if name in model.labels and name != sorts.none:
            at = model.labels.index(name)
            scored.append((scores, at - (at > own)))
    return found, sharpness_of(scored)


def sorted_out(said: Sequence[Line], sorts: Sorting) -> tuple[Model, Mix, list[Score]]:
    """A model of all lines, how its scores become one share, and every line as it was not learned."""
    with ProcessPoolExecutor() as workers:
        whole_model = workers.submit(made, said, sorts)
        parts = list(workers.map(partial(fold, said, sorts), range(FOLDS)))
        model = whole_model.result()
    scores = [score for found, _ in parts for score in found]
    mix = mix_of([
        (one.none, one.best, sorts.label(one.line) != sorts.none)
        for one in scores if one.line.weight == 1 or not sorts.fair
    ])  # fmt: skip
    model.sharpness = sorted(steep for _, steep in parts)[FOLDS // 2]
    model.card = {
        "none": sorts.none, "mix": [mix.lean, mix.against_none, mix.for_best], "texts": len(said),
        "features": sum(len(block.names) for block in model.blocks), "labels": len(model.labels),
    }  # fmt: skip
    return model, mix, scores


def limit(shares: Sequence[float], most: float) -> float:
    """The share above which no more than so many of a thousand lie."""
    ranked = sorted(shares, reverse=True)
    return ranked[int(most * len(ranked) / 1000)]


def of_lines(said: Sequence[Line]) -> Model:
    """Whether anything is wanted and of which row, with the limits from which on something is done."""
    fair = [line for line in said if line.weight]
    model, found, scores = sorted_out(fair, Sorting(row, CHAT, fair=True))
    error = calibration_error([
        (found.share(one.none, one.best), one.line.wanted) for one in scores
    ])  # fmt: skip
    mix = among(found, _wanted([line for line in fair if line.weight == 1]), _wanted(of_days(fair)))
    shares = [(one.line, mix.share(one.none, one.best)) for one in scores]
    talk = [share for line, share in shares if line.talk]
    theirs = [share for line, share in shares if line.wanted]
    register, ask = limit(talk, REGISTERED), limit(talk, REGISTERED + ASKED)
    model.card |= {
        "mix": [mix.lean, mix.against_none, mix.for_best],
        "register": round(register, 4), "ask": round(ask, 4),
        "registered": _part(theirs, register), "registered_or_asked": _part(theirs, ask),
        "calibration_error": round(error, 4),
    }  # fmt: skip
    return model


def of_alarms(said: Sequence[Line]) -> Model:
    """Whether somebody is in danger and of which row that is, with the share from which on it counts."""
    model, _, _ = sorted_out(said, Sorting(peril, CALM, fair=False))
    model.card["alarm"] = ALARM
    return model


def of_kinds(said: Sequence[Line]) -> Model:
    wanted = [line for line in said if line.wanted]
    return train([(line.text, kind(line)) for line in wanted], reads=whole, taste=LINES)


def of_days(said: Sequence[Line]) -> list[Line]:
    """The lines that were written as talk flows."""
    return [line for line in said if line.file == DAYS]


def _wanted(said: Sequence[Line]) -> float:
    return sum(line.wanted for line in said) / len(said)


def _part(shares: Sequence[float], least: float) -> float:
    return round(sum(share > least for share in shares) / len(shares), 4)


def of_sieve(said: Sequence[Line]) -> Sieve:
    """What lets chat fall through; of what would be asked about without a house, next to nothing."""
    return sieved(
        said,
        lambda line: line.wanted,
        lambda line: judge().lines.weigh(whole(line.text)).share >= FULL,
    )


def of_danger_sieve(said: Sequence[Line]) -> Sieve:
    """The same for dangers."""
    return sieved(
        said, lambda line: line.kind == EMERGENCY,
        lambda line: line.kind == EMERGENCY and judge().alarms.weigh(whole(line.text)).share >= HINT,
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
    texts = [(DATA / name).read_text(encoding="utf-8") for name in MODELS[:3]]
    return load_judge(*texts)


MAKERS: dict[str, Callable[[Sequence[Line]], Model | Sieve]] = {
    "lines": of_lines, "alarms": of_alarms, "kinds": of_kinds,
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
