"""Small models' word on a line: whether anything is wanted, what, and whether it is danger."""

from dataclasses import dataclass
from functools import lru_cache

from domain.understanding.model import Held, Model, NoModel
from domain.understanding.reading import Care
from domain.understanding.sieve import Pair, Sieve, load_sieve, paired
from domain.understanding.sorts import Sorts, Weighed

LEAST, NAMED, FULL = 0.17, 0.36, 0.58
"""The shares of "wanted" from which on is asked about what the rules read: in full of a named place, less
plainly of one, in full of none."""
PLAIN, FIRM, ANSWERED, ASKED = 0.42, 0.69, 0.58, 0.92
"""From which on is registered what they read in full of a named place, and less plainly of one; and is
answered what they read as asked, and what the models alone do."""
LOUD, DOUBT, HINT, HOUSED, WHISPER = 0.9, 0.5, 0.3, 0.2, 0.1
"""The shares of "emergency" from which on one is meant: where the rules take it for a drill or a memory;
where they hear one; where much else speaks for one, too; where they hear one in a named house. Below
the last nobody looks any closer."""
GRAVE = 0.3
"""So likely it must be that the row is one of danger to life."""
ODDS = {Care.CAREFUL: 1 / 3, Care.USUAL: 1.0, Care.KEEN: 2.0}
"""By what a group multiplies the odds of "wanted"; docs/understanding.md has what each costs and brings."""
NOTHING = Sieve({}, 0, {}).dumped()
"""A sieve that holds everything."""
NAMES = ("lines", "alarms", "kinds", "sieve", "danger_sieve")
MODELS = tuple(f"models/{name}.json" for name in NAMES)
OWN_ROWS = "models/rows.json"
"""A community's own model of rows, where it has one: of which row a line is that wants something."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From which share on something is done about a line; found on lines that no model had learned."""

    register: float
    ask: float
    alarm: float


@dataclass(frozen=True, slots=True)
class Judge:
    """The models that ship, or those that a community has trained with its own corrections."""

    lines: Sorts
    """Whether anything is wanted, and of which row of the catalogue it is."""
    alarms: Sorts
    """Whether somebody is in danger now, and of which row that is."""
    kinds: Model
    sieves: Pair
    """One for what is wanted, one for danger."""
    limits: Limits
    own_rows: Model | None = None

    def kind(self, held: Held) -> str:
        """The likeliest kind of a line that wants something."""
        return self.kinds.guess(held).label

    def rows_of(self, held: Held, line: Weighed) -> dict[str, float]:
        """How likely each row of the catalogue is, if anything is wanted."""
        return line.shares() if self.own_rows is None else self.own_rows.shares(held[:1])


def leaned(share: float, care: Care) -> float:
    """A share of "wanted" as a group takes it, whose limits lie higher or lower than others'."""
    if care is Care.USUAL:
        return share
    taken = share * ODDS[care]
    return taken / (taken + (1.0 - share))


@lru_cache(maxsize=2)
def load_judge(
    lines: str, alarms: str, kinds: str, sieve: str = NOTHING, danger: str = NOTHING,
    *, own_rows: str | None = None,
) -> Judge:  # fmt: skip
    """The judge from its models' files. Raises NoModel."""
    wanted, danger_now = Sorts.of(Model.read(lines)), Sorts.of(Model.read(alarms))
    first, second = wanted.model.card, danger_now.model.card
    try:
        limits = Limits(float(first["register"]), float(first["ask"]), float(second["alarm"]))
    except (KeyError, TypeError, ValueError):
        raise NoModel from None
    sieves = paired(load_sieve(sieve), load_sieve(danger))
    rows = None if own_rows is None else Model.read(own_rows)
    return Judge(wanted, danger_now, Model.read(kinds), sieves, limits, rows)
