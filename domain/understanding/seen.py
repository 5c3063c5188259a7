"""What the models make of a line."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from domain.tickets.kinds import Kind
from domain.understanding.choir import Held
from domain.understanding.judge import Judge, Weighed
from domain.understanding.lexicon import Hits, Lexicon
from domain.understanding.line import LONGEST, evened, grams, signs, told
from domain.understanding.table import slots_of

HARMS = (Kind.HAZARD, Kind.EMERGENCY)
"""Kinds of what may hurt somebody."""
SMALLEST = 1e-9
"""No share is divided by less."""


def heard(lexicon: Lexicon, plain: str) -> tuple[str, Hits]:
    """A line as the models hear it, and what the lexicon finds in it: as written, or as heard."""
    said, hits = told(plain), lexicon.look(plain)
    return (said, hits if said == plain else hits | lexicon.look(said))


@dataclass(frozen=True)
class Seen:
    """A line as the models see it, and their word on it: whatever is asked is found once."""

    judge: Judge
    plain: str
    """As it was written, in one width: rules, names and places are read in it."""
    said: str
    """As the models hear it."""
    hits: Hits

    @classmethod
    def of(cls, judge: Judge, lexicon: Lexicon, plain: str) -> "Seen":
        return cls(judge, plain, *heard(lexicon, plain))

    @cached_property
    def even(self) -> str:
        return evened(self.said)

    @cached_property
    def named(self) -> AbstractSet[str]:
        """What the lexicon says of it."""
        return signs(self.said, self.hits)

    @cached_property
    def held(self) -> Held:
        return [grams(self.even), self.named]

    @cached_property
    def _scores(self) -> tuple[float, float]:
        """What the tables say: that anything is wanted, that somebody is in danger."""
        slots = slots_of(self.even, self.named, self.judge.topic(self._weighed.rows))
        return self.judge.wanted.table.score(slots), self.judge.danger.table.score(slots)

    @cached_property
    def _weighed(self) -> Weighed:
        return self.judge.weigh(self.held)

    @cached_property
    def sure(self) -> float:
        """How likely it is that the community is wanted to do or to answer something."""
        wanted, danger = self._scores
        return self.judge.wanted.share(wanted, self._weighed.rows, danger)

    @cached_property
    def alarm(self) -> float:
        """How likely it is that somebody is in danger now."""
        wanted, danger = self._scores
        return self.judge.danger.share(danger, self._weighed.alarms, wanted)

    @cached_property
    def _by_kind(self) -> dict[str, float]:
        return self.judge.kinds.shares_of(self._weighed.kinds)

    @cached_property
    def kinds(self) -> dict[str, float]:
        """How likely each kind is, if anything is wanted; whatever is wrong counts as a complaint."""
        shares = dict(self._by_kind)
        wrong = sum(shares.pop(kind, 0.0) for kind in (Kind.COMPLAINT, *HARMS))
        return {Kind.COMPLAINT.value: wrong, **shares}

    @property
    def wrong(self) -> float:
        """How likely it is that something is wrong, if anything is wanted."""
        return self.kinds[Kind.COMPLAINT]

    @cached_property
    def harm(self) -> float:
        """How likely it is that somebody may get hurt, if something is wrong."""
        harm = sum(self._by_kind.get(kind, 0.0) for kind in HARMS)
        return harm / max(self.wrong, SMALLEST)

    @cached_property
    def kind(self) -> Kind:
        return Kind(max(self.kinds, key=self.kinds.__getitem__))

    @cached_property
    def rows(self) -> dict[str, float]:
        """How likely each row of the catalogue is, if anything is wanted."""
        return self.judge.wanted.model.shares_of(self._weighed.rows)

    def knows(self, row: str) -> bool:
        """Whether the models have learned this row and have seen the whole line.

        What a community has added they have not learned; of a rant they see the beginning and the end.
        """
        return row in self.rows and len(self.plain) <= 2 * LONGEST
