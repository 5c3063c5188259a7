"""Making what tells whether two neighbours' lines are one matter at one place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from domain.understanding.alike import Likeness, Voice, bare, between, voice_of
from domain.understanding.gist import Gists
from training.corpus import Line
from training.gists import gists_of
from training.pairing import NOTHING, Pair, pairs, place
from training.sieves import seen_of

PENALTY, ROUNDS = 0.05, 3000
PARTS = 4
"""How near two lines are is told by signs that days moved of which theirs is none: else it would seem
to tell more than it does."""
LEAST = 0.01
"""What weighs less is left out."""


@cache
def _voice(text: str) -> Voice:
    """A line as it is compared, but for what it is about."""
    seen = seen_of(text)
    return voice_of(text, place(text), seen.hits, seen.rows, seen.kinds, NOTHING)


def _compared(told: Sequence[Pair], gists: Gists) -> Iterator[dict[str, float]]:
    texts = {text for pair in told for text in (pair.one, pair.other)}
    voices = {text: replace(_voice(text), point=gists.point(bare(text))) for text in texts}
    return (between(voices[pair.one], voices[pair.other]) for pair in told)


def of_likeness(_: Sequence[Line]) -> Likeness:
    """The weights under which these pairs are the likeliest."""
    known: list[tuple[dict[str, float], Pair]] = []
    for part in range(PARTS):
        its = [pair for pair in pairs() if pair.part(PARTS) == part]
        others = [pair for pair in pairs() if pair.part(PARTS) != part]
        known += zip(_compared(its, gists_of(others)), its, strict=True)
    signs = DictVectorizer()
    table = signs.fit_transform([found for found, _ in known])
    found = LogisticRegression(C=PENALTY, max_iter=ROUNDS)
    same, counts = [pair.same for _, pair in known], [pair.counts for _, pair in known]
    found.fit(table, same, sample_weight=counts)
    weights = dict(zip(signs.get_feature_names_out(), found.coef_[0], strict=True))
    kept = {name: round(float(own), 3) for name, own in weights.items() if abs(own) >= LEAST}
    card = {"pairs": len(known), "same": sum(same), "signs": len(kept)}
    return Likeness(round(float(found.intercept_[0]), 3), kept, card)
