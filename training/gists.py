"""Making what tells what a line is about: which signs stand among the same others."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from domain.understanding.alike import bare
from domain.understanding.gist import Gists, grains
from domain.understanding.model import MOST_WEIGHT
from training.corpus import Line

MOST, AXES, ROUNDS = 5_000, 60, 4
"""More signs, or more axes, tell no more on held-out pairs."""
SEED = 4


def of_gists(said: Sequence[Line]) -> Gists:
    """Where signs point, by all sentences that want something."""
    texts = [bare(line.text) for line in said if line.wanted]
    signs = TfidfVectorizer(analyzer=grains, max_features=MOST, binary=True)
    table = signs.fit_transform(texts)
    _, _, axes = randomized_svd(table, AXES, n_iter=ROUNDS, random_state=SEED)
    weights = (axes * signs.idf_).T
    steps = np.abs(weights).max(axis=0) / MOST_WEIGHT
    numbers = np.round(weights / steps).astype(np.int8)
    names = tuple(signs.get_feature_names_out())
    card = {"texts": len(texts), "signs": len(names), "axes": AXES}
    return Gists(names, numbers.tobytes(), tuple(round(float(one), 6) for one in steps), card)
