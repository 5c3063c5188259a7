"""Support vector machines found by a library, some thirty times as fast as in plain Python.

They are those of `domain.understanding.training.machine`. A community that runs `huying train` on its own
texts needs no library. The models that ship are made of a quarter of a million sentences, of a hundred
sorts, many times over.
"""

import warnings
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC

from domain.understanding.training import SMOOTH, Machine, Row, Taste

ROUNDS = 30
SEED = 4


def solved(
    table: sparse.csr_matrix, own: np.ndarray, costs: np.ndarray
) -> tuple[np.ndarray, float]:
    """What each column weighs, and the lean: squared hinge loss; a row on the wrong side costs so much."""
    made = LinearSVC(loss="squared_hinge", dual=True, max_iter=ROUNDS, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # more rounds tell held-out lines no better
        made.fit(table, own, sample_weight=costs)
    return made.coef_[0], float(made.intercept_[0])


def table_of(rows: Sequence[Row], number: int) -> sparse.csr_matrix:
    """Texts' features as rows and columns of numbers."""
    ends = np.cumsum([0, *(len(ids) for ids, _ in rows)])
    ids = np.fromiter((one for held, _ in rows for one in held), np.int32, ends[-1])
    values = np.fromiter((one for _, held in rows for one in held), np.float64, ends[-1])
    table = sparse.csr_matrix((values, ids, ends), shape=(len(rows), number))
    table.sum_duplicates()
    return table


def machines(rows: Sequence[Row], number: int) -> Machine:
    """One that finds the same weights as the plain one."""
    table = table_of(rows, number)
    held = table.astype(bool).astype(np.float64)

    def machine(own: Sequence[bool], taste: Taste) -> tuple[list[float], float]:
        mine = np.array(own)
        ratios = _ratios(held, mine, taste.power)
        few, many = mine.sum(), len(mine) - mine.sum()  # together the few count as much as the many
        costs = taste.penalty * len(mine) / 2 / np.where(mine, few, many)
        weights, lean = solved((table @ sparse.diags(ratios)).tocsr(), mine, costs)
        return list(weights * ratios), lean

    return machine


def _ratios(held: sparse.csr_matrix, own: np.ndarray, power: float) -> np.ndarray:
    """By how much each feature tells this label from the others, either way."""
    inside, outside = SMOOTH + held.T @ own, SMOOTH + held.T @ ~own
    few, many = own.sum() + 2 * SMOOTH, len(own) - own.sum() + 2 * SMOOTH
    return np.abs(np.log(inside / few) - np.log(outside / many)) ** power
