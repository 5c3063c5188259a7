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
from dataclasses import replace
from functools import cache
from pathlib import Path

import domain
from bot.community import LEXICON, data_file
from domain.understanding.judge import (
    EMERGENCY,
    FULL,
    HINT,
    MODELS,
    WANTED,
    Judge,
    load_judge,
)
from domain.understanding.lexicon import Lexicon, load_lexicon
from domain.understanding.line import grams, held_by
from domain.understanding.model import Held, Model
from domain.understanding.plain import normal
from domain.understanding.sieve import Sieve, grains_of
from domain.understanding.training import (
    Row,
    Taste,
    calibration_error,
    groups_of,
    machine,
    train,
)
from training.corpus import CHAT, LIKE_A_GROUP, Line, lines

DATA = Path(domain.__file__).parent / "data"
OUT = DATA / "models"
FOLDS = 5
SEED = 4
LINES = Taste(most=60_000, power=0.35, penalty=0.5)
ROWS = Taste(most=20_000, power=0.35, penalty=0.3)
PAIR = 2  # signs
REGISTERED, ASKED = 1, 5  # of a thousand lines of chat, by the limits
ALARMED = 2_000  # lines of chat, of which one may alarm
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


def pairs_alone(text: str) -> Held:
    """What the model of rows sees: signs and pairs, and nothing of what the lexicon makes of the line."""
    return [{name for name in grams(normal(text)) if len(name) <= PAIR}]


def wanted(line: Line) -> str:
    return WANTED if line.wanted else CHAT


def alarming(line: Line) -> str:
    return EMERGENCY if line.kind == EMERGENCY else "not"


def kind(line: Line) -> str:
    """A hazard is told from a complaint by its row, and so is an emergency that is none."""
    return "complaint" if line.kind in ("hazard", "emergency") else line.kind


Label = Callable[[Line], str]


def made(said: Sequence[Line], label: Label, reads: Callable[[str], Held], taste: Taste) -> Model:
    return train([(line.text, label(line)) for line in said], reads=reads, taste=taste)


def fold(said: Sequence[Line], number: int, label: Label) -> list[tuple[Line, float]]:
    """One fifth of the sentences, each with the share that a model of the other four gives it."""
    by_text = {line.text: line for line in said}
    apart: list[Line] = []
    learned: list[Line] = []
    for groups in groups_of([(line.text, label(line)) for line in said], SEED):
        for at, group in enumerate(groups):
            (apart if at % FOLDS == number else learned).extend(by_text[text] for text, _ in group)
    model = made(learned, label, whole, LINES)
    share = WANTED if WANTED in model.labels else EMERGENCY
    return [(line, model.shares(whole(line.text))[share]) for line in apart]


def apart(said: Sequence[Line], label: Label) -> list[tuple[Line, float]]:
    """Every sentence with the share that a model gives it that has not learned it."""
    with ProcessPoolExecutor() as workers:
        folds = workers.map(fold, [said] * FOLDS, range(FOLDS), [label] * FOLDS)
        return [pair for pairs in folds for pair in pairs]


def limit(shares: Sequence[float], most: float) -> float:
    """The share above which no more than so many of a thousand lie."""
    ranked = sorted(shares, reverse=True)
    return ranked[int(most * len(ranked) / 1000)]


def of_wanted(said: Sequence[Line]) -> Model:
    """Whether anything is wanted, with the limits from which on something is done about a line."""
    shares = apart(said, wanted)
    talk = [share for line, share in shares if line.file == LIKE_A_GROUP]
    register, ask = limit(talk, REGISTERED), limit(talk, REGISTERED + ASKED)
    model = made(said, wanted, whole, LINES)
    theirs = [share for line, share in shares if line.wanted]
    model.card |= {
        "register": round(register, 4), "ask": round(ask, 4),
        "registered": _part(theirs, register), "registered_or_asked": _part(theirs, ask),
        "calibration_error": round(
            calibration_error([(share, line.wanted) for line, share in shares]), 4
        ),
    }  # fmt: skip
    return model


def of_alarms(said: Sequence[Line]) -> Model:
    """Whether somebody is in danger, with the share from which on it counts."""
    shares = apart(said, alarming)
    talk = [share for line, share in shares if line.file == LIKE_A_GROUP]
    alarm = limit(talk, 1000 / ALARMED)
    model = made(said, alarming, whole, LINES)
    theirs = [share for line, share in shares if line.kind == "emergency"]
    model.card |= {"alarm": round(alarm, 4), "recognised": _part(theirs, alarm)}
    return model


def of_kinds(said: Sequence[Line]) -> Model:
    return made([line for line in said if line.wanted], kind, whole, LINES)


def of_rows(said: Sequence[Line]) -> Model:
    return made([line for line in said if line.wanted], lambda line: line.row, pairs_alone, ROWS)


def _part(shares: Sequence[float], least: float) -> float:
    return round(sum(share > least for share in shares) / len(shares), 4)


def of_sieve(said: Sequence[Line]) -> Sieve:
    """What lets chat fall through; of what would be asked about without a house, next to nothing."""
    return sieved(
        said, lambda line: line.wanted, lambda line: judge().want(whole(line.text)) >= FULL
    )


def of_danger_sieve(said: Sequence[Line]) -> Sieve:
    """The same for dangers."""
    return sieved(
        said, lambda line: line.kind == "emergency",
        lambda line: line.kind == "emergency" and judge().alarm(whole(line.text)) >= HINT,
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


MAKERS: dict[str, Callable[[Sequence[Line]], Model | Sieve]] = {
    "wanted": of_wanted, "kinds": of_kinds, "rows": of_rows, "alarms": of_alarms,
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
