"""Making what tells whether two lines are one matter at one place.

`sets.csv` holds days of estates: four to six matters that are easily taken for one another, each told by
several neighbours. `pairs.csv` holds single pairs, each written to be told apart with care.
"""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, groupby

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from domain.places import Place, PlaceKind, Places
from domain.understanding.alike import Likeness, Voice, between, contradict, voice_of
from domain.understanding.grammar import said_in
from domain.understanding.where import where_of
from training.corpus import HERE, Line
from training.sieves import judge, seen_of

HOME = "E"
PLACES = Places(
    [Place("C", "社区", PlaceKind.COMMUNITY), Place(HOME, "小区", PlaceKind.ESTATE, "C")]
)
PAIR = 8.0
"""For so many of a set's pairs one of `pairs.csv` counts: a set gives a hundred of one day."""
PENALTY, ROUNDS = 0.05, 3000
LEAST = 0.01
"""What weighs less is left out."""
Pair = tuple[str, str, bool, float]
"""Two lines, whether they are one matter, and for how many they count."""


def pairs() -> Iterator[Pair]:
    """All pairs to learn from."""
    with (HERE / "pairs.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            yield row["one"], row["other"], row["same"] == "1", PAIR
    with (HERE / "sets.csv").open(encoding="utf-8", newline="") as table:
        for _, rows in groupby(csv.DictReader(table), lambda row: row["set"]):
            for one, other in combinations(list(rows), 2):
                yield one["text"], other["text"], one["matter"] == other["matter"], 1.0


@cache
def voice(text: str) -> Voice:
    """A line as it is compared."""
    seen = seen_of(text)
    where = where_of(text, said_in(text, PLACES, HOME))
    return voice_of(text, where, seen.hits, seen.rows, seen.kinds, judge().gists)


def of_likeness(_: Sequence[Line]) -> Likeness:
    """The weights under which these pairs are the likeliest."""
    known = [
        (between(voice(one), voice(other)), same, counts)
        for one, other, same, counts in pairs()
        if not contradict(voice(one), voice(other))
    ]
    signs = DictVectorizer()
    table = signs.fit_transform([found for found, _, _ in known])
    found = LogisticRegression(C=PENALTY, max_iter=ROUNDS)
    found.fit(table, [same for _, same, _ in known], sample_weight=[one for _, _, one in known])
    weights = dict(zip(signs.get_feature_names_out(), found.coef_[0], strict=True))
    kept = {name: round(float(own), 3) for name, own in weights.items() if abs(own) >= LEAST}
    card = {"pairs": len(known), "same": sum(same for _, same, _ in known), "signs": len(kept)}
    return Likeness(round(float(found.intercept_[0]), 3), kept, card)
