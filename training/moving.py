"""Moving numbers downhill, each at its own pace (Kingma and Ba, Adam, ICLR 2015)."""

import math

import numpy as np

PACE, SLOWEST = 3e-3, 0.05
"""How far a number moves at first, and to what share of that it slows down."""
KEPT, KEPT_SQUARE, LEAST = 0.9, 0.999, 1e-8


class Moving:
    """An array of floats that is moved in place, some so many times; later moves are the slowest."""

    def __init__(self, numbers: np.ndarray, times: int) -> None:
        self.numbers = numbers
        self._mean = np.zeros_like(numbers)
        self._square = np.zeros_like(numbers)
        self._times = times
        self._time = 0

    def move(self, slope: np.ndarray) -> None:
        """One step against this slope."""
        self._time += 1
        done = min(1.0, self._time / self._times)
        pace = PACE * max(SLOWEST, (1 + math.cos(math.pi * done)) / 2)
        self._mean += (1 - KEPT) * (slope - self._mean)
        self._square += (1 - KEPT_SQUARE) * (slope**2 - self._square)
        mean, square = (
            self._mean / (1 - KEPT**self._time),
            self._square / (1 - KEPT_SQUARE**self._time),
        )
        self.numbers -= pace * mean / (np.sqrt(square) + LEAST)
