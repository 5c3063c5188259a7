"""Who looks after what: `changing` does it now or on its day, `moving` takes along what is open."""

from handlers.responsibility.changing import (
    BY_STREET,
    FARTHEST,
    FIRES,
    GIVEN_IN,
    DayPassed,
    NobodyChosen,
    call_off,
    change,
    foresee,
)
from handlers.responsibility.wanted import Kind, Wanted

__all__ = [
    "BY_STREET",
    "FARTHEST",
    "FIRES",
    "GIVEN_IN",
    "DayPassed",
    "Kind",
    "NobodyChosen",
    "Wanted",
    "call_off",
    "change",
    "foresee",
]
