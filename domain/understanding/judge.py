"""Small models' word on a line: whether anything is wanted, what, and whether it is danger."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from domain.catalogue import group_of
from domain.understanding.alike import Likeness, load_likeness
from domain.understanding.choir import Choir, Held
from domain.understanding.gist import Gists, load_gists
from domain.understanding.model import Model, NoModel
from domain.understanding.reading import Care
from domain.understanding.sieve import Pair, Sieve, load_sieve, paired
from domain.understanding.sorts import Sorts
from domain.understanding.table import Table

LEAST, NAMED = 0.17, 0.36
"""The shares of "wanted" from which on is asked about what the rules read: in full of a named place, or in
the barest words of all; less plainly of a named place, or in few words."""
PLAIN, BARELY = 0.42, 0.69
"""From which on is registered what they read: of a named place, in few words."""
ANSWERED, ASKED = 0.69, 0.88
"""From which on is answered what they read as asked, and what the models alone do."""
NO_TALK = 0.69
"""From which on a line is surely no talk, which speaks for a danger."""
LONE, HEARD, HINT, HOUSED, WHISPER = 0.8, 0.65, 0.3, 0.3, 0.1
"""The shares of "emergency" from which on one is meant: where this is surely talk to all else; where the
rules hear one and this may be talk; where much else speaks for one, one is out, or the rules hear it in the
barest words; where they hear one in a named house, or gas. Below the last nobody looks any closer."""
BOTH = 0.3
"""So likely it must be, that somebody is in danger and that the row is one of danger to life."""
FAULTY = 0.05
"""From which share of "wrong" on what asks about a fault tells of it: `修好没,又卡住了`."""
BROKEN = 0.2
"""The same of what wishes for a row of problems: `能不能喊人来看看,软管老化开裂了`."""
HARMFUL = 0.8
"""From which share of "may hurt" on a problem of any row is a hazard."""
ODDS = {Care.CAREFUL: 1 / 3, Care.USUAL: 1.0, Care.KEEN: 2.0}
"""By what a group multiplies the odds of "wanted"; docs/understanding.md has what each costs and brings."""
NOTHING = Sieve({}, 0, {}).dumped()
"""A sieve that holds everything."""
NAMES = ("wanted", "rows", "danger", "alarms", "kinds", "gist", "alike", "sieve", "danger_sieve")
MODELS = tuple(f"models/{name}.json" for name in NAMES)


@dataclass(frozen=True, slots=True)
class Limits:
    """From which share on something is done about a line; found on lines that no model had learned."""

    register: float
    ask: float
    alarm: float


class Weighed(NamedTuple):
    """How much speaks for each row, for each row of danger and for each kind, by a model each."""

    rows: list[float]
    alarms: list[float]
    kinds: list[float]


@dataclass(frozen=True)
class Judge:
    """The models that ship, or those that a community has trained with its own corrections."""

    wanted: Sorts
    """Whether anything is wanted, and of which row of the catalogue that is."""
    danger: Sorts
    """Whether somebody is in danger now, and of which row that is."""
    kinds: Model
    gists: Gists
    """What lines are about, as points."""
    likeness: Likeness
    """Whether two lines are one matter."""
    sieves: Pair
    """One for what is wanted, one for danger."""
    limits: Limits
    topics: frozenset[str]
    """First levels of the catalogue by which both tables have learned what signs mean."""

    def weigh(self, held: Held) -> Weighed:
        """What the models say of a line, all in one pass."""
        return Weighed(*self._choir.weigh(held))

    def topic(self, scores: Sequence[float]) -> str:
        """What a line is about, by how much speaks for each row; "" of what the tables do not know."""
        return self._topics[scores.index(max(scores))]

    @cached_property
    def _topics(self) -> list[str]:
        """Of each row its first level, if it is one that the tables know."""
        firsts = [group_of(row) for row in self.wanted.model.labels]
        return [first if first in self.topics else "" for first in firsts]

    @cached_property
    def _choir(self) -> Choir:
        return Choir([one.numbers for one in (self.wanted.model, self.danger.model, self.kinds)])


def leaned(share: float, care: Care) -> float:
    """A share of "wanted" as a group takes it, whose limits lie higher or lower than others'."""
    if care is Care.USUAL:
        return share
    taken = share * ODDS[care]
    return taken / (taken + (1.0 - share))


def _listed(names: object) -> list[str]:
    """Raises TypeError."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError
    return names


@lru_cache(maxsize=2)
def load_judge(
    wanted: str, rows: str, danger: str, alarms: str, kinds: str, gist: str, alike: str,
    sieve: str = NOTHING, danger_sieve: str = NOTHING,
) -> Judge:  # fmt: skip
    """The judge from its models' files. Raises NoModel."""
    anything = Sorts.of(Table.read(wanted), Model.read(rows))
    now = Sorts.of(Table.read(danger), Model.read(alarms))
    first, second = anything.table.card, now.table.card
    try:
        limits = Limits(float(first["register"]), float(first["ask"]), float(second["alarm"]))
        topics = frozenset(_listed(first["topics"])) & frozenset(_listed(second["topics"]))
    except (KeyError, TypeError, ValueError):
        raise NoModel from None
    sieves = paired(load_sieve(sieve), load_sieve(danger_sieve))
    found = Judge(
        anything, now, Model.read(kinds), load_gists(gist), load_likeness(alike), sieves, limits,
        topics,
    )  # fmt: skip
    found.topic(found.weigh(()).rows)  # all is made ready before the first line is said
    return found
