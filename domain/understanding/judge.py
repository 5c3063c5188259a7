"""Small models' word on a line: whether anything is wanted, what, and whether it is danger."""

from dataclasses import dataclass
from functools import lru_cache

from domain.understanding.model import Held, Model, NoModel
from domain.understanding.reading import Care
from domain.understanding.sieve import Pair, Sieve, load_sieve, paired
from domain.understanding.sorts import Sorts
from domain.understanding.wanted import Wanted

LEAST, NAMED = 0.17, 0.36
"""The shares of "wanted" from which on is asked about what the rules read of a named place or in the barest
words: in full, or less plainly."""
PLAIN, BARELY, FULL = 0.42, 0.58, 0.69
"""From which on is registered what they read: of a named place, in the barest words, in full of none."""
ANSWERED, ASKED = 0.58, 0.88
"""From which on is answered what they read as asked, and what the models alone do."""
NO_TALK = 0.69
"""From which on a line is surely no talk, which speaks for a danger."""
LOUD, DOUBT, HINT, HOUSED, WHISPER = 0.9, 0.5, 0.3, 0.2, 0.1
"""The shares of "emergency" from which on one is meant: where the rules take it for a drill or a memory;
where they hear one; where much else speaks for one, too; where they hear one in a named house. Below
the last nobody looks any closer."""
BOTH = 0.3
"""So likely it must be, that somebody is in danger and that the row is one of danger to life."""
ODDS = {Care.CAREFUL: 1 / 3, Care.USUAL: 1.0, Care.KEEN: 2.0}
"""By what a group multiplies the odds of "wanted"; docs/understanding.md has what each costs and brings."""
NOTHING = Sieve({}, 0, {}).dumped()
"""A sieve that holds everything."""
NAMES = ("wanted", "rows", "alarms", "kinds", "sieve", "danger_sieve")
MODELS = tuple(f"models/{name}.json" for name in NAMES)


@dataclass(frozen=True, slots=True)
class Limits:
    """From which share on something is done about a line; found on lines that no model had learned."""

    register: float
    ask: float
    alarm: float


@dataclass(frozen=True, slots=True)
class Judge:
    """The models that ship, or those that a community has trained with its own corrections."""

    wanted: Wanted
    """Whether anything is wanted."""
    rows: Model
    """Of which row of the catalogue a line is that wants something."""
    alarms: Sorts
    """Whether somebody is in danger now, and of which row that is."""
    kinds: Model
    sieves: Pair
    """One for what is wanted, one for danger."""
    limits: Limits

    def kind(self, held: Held) -> str:
        """The likeliest kind of a line that wants something."""
        return self.kinds.guess(held).label


def leaned(share: float, care: Care) -> float:
    """A share of "wanted" as a group takes it, whose limits lie higher or lower than others'."""
    if care is Care.USUAL:
        return share
    taken = share * ODDS[care]
    return taken / (taken + (1.0 - share))


@lru_cache(maxsize=2)
def load_judge(
    wanted: str, rows: str, alarms: str, kinds: str, sieve: str = NOTHING, danger: str = NOTHING
) -> Judge:
    """The judge from its models' files. Raises NoModel."""
    table, danger_now = Wanted.read(wanted), Sorts.of(Model.read(alarms))
    first, second = table.card, danger_now.model.card
    try:
        limits = Limits(float(first["register"]), float(first["ask"]), float(second["alarm"]))
    except (KeyError, TypeError, ValueError):
        raise NoModel from None
    sieves = paired(load_sieve(sieve), load_sieve(danger))
    return Judge(table, Model.read(rows), danger_now, Model.read(kinds), sieves, limits)
