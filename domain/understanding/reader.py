"""The reader of residents' lines: what is it, where, how urgent, and what huying does with it.

Rules know what was said before, and what follows from a row of the catalogue; small models know how
people say what they want. Of what is new the models tell whether anything is wanted, and what.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from operator import add

from domain.catalogue import Catalogue, Category
from domain.places import Places
from domain.tickets.kinds import Kind
from domain.understanding.judge import Judge
from domain.understanding.known import things_in
from domain.understanding.lexicon import Hits, Lexicon, signals
from domain.understanding.line import held_by
from domain.understanding.model import Held
from domain.understanding.plain import normal
from domain.understanding.reading import CHAT, Action, Ask, Context, Reading
from domain.understanding.rules import ABOUT_KNOWN, ENDS, Grounds, Line, ends
from domain.understanding.takenback import takes_back
from domain.understanding.verdicts import LONGEST_QUESTION, LONGEST_VERDICT

SHORTEST = 2
SPOKEN_TO = signals("points", "signup", "metoo", "refuse")
BOUND = SPOKEN_TO | ABOUT_KNOWN | ENDS | signals("solved")
"""What may be about something known, or said to huying, whatever the models make of it."""
IN_FULL = 6
"""The strength of a matter that is said in full: then its row is the rules'."""
IN_FULL_LEAST = 0.6
"""The share from which on what is said in full of a place that is named is at least asked about."""
MEANT = 0.5
"""What is said to huying alone is meant for it, unless it is likelier that nothing is wanted."""


class Reader:
    """Reads residents' lines against one community's catalogue, words, models and places."""

    def __init__(
        self, catalogue: Catalogue, lexicon: Lexicon, judge: Judge, places: Places
    ) -> None:
        self.catalogue = catalogue
        self.lexicon = lexicon
        self.judge = judge
        self.places = places

    def with_places(self, places: Places) -> "Reader":
        """Read on with another tree of places, after the workbook has changed."""
        return Reader(self.catalogue, self.lexicon, self.judge, places)

    def gate(self, text: str) -> bool:
        """Whether a group's line may matter; False is surely chat and leaves no trace."""
        if len(text) < SHORTEST:
            return False
        plain = normal(text)
        if not self._worth_a_look(plain):
            return False  # nearly always: every line of every group comes through here
        hits = self.lexicon.look(plain)
        if _bound(plain, hits):
            return True
        held, limits = held_by(plain, hits), self.judge.limits
        return self.judge.want(held) >= limits.ask or self.judge.alarm(held) >= limits.alarm

    def _worth_a_look(self, plain: str) -> bool:
        if self.judge.sieve.holds(plain):
            return True
        ones, twos = self._starts
        return not (ones.isdisjoint(plain) and twos.isdisjoint(map(add, plain, plain[1:])))

    @cached_property
    def _starts(self) -> tuple[frozenset[str], frozenset[str]]:
        """How the words of `BOUND` begin: by one sign, or by two."""
        starts = frozenset(start for name in BOUND for start in self.lexicon.starts(name))
        ones = frozenset(start for start in starts if len(start) == 1)
        return ones, starts - ones

    def names_thing(self, text: str) -> bool:
        """Whether a line names a thing that something may be wrong with."""
        plain = normal(text)
        return bool(things_in(plain, self.lexicon.look(plain), self.lexicon))

    def rows_of(self, text: str) -> dict[str, float]:
        """What rows of the catalogue a line may be, and how likely each is."""
        plain = normal(text)
        hits = self.lexicon.look(plain)
        return self.judge.rows_of(held_by(plain, hits))

    def read(self, text: str, context: Context) -> Reading:
        """Tell what a line is, where, how urgent, and what huying does with it."""
        plain = normal(text)
        if not plain.strip():
            return CHAT
        hits = self.lexicon.look(plain)
        grounds = Grounds(self.catalogue, self.lexicon, self.places)
        line = Line(grounds, plain, hits, context)
        return _Judged(self.judge, line, held_by(plain, hits)).reading()


def _bound(plain: str, hits: Hits) -> bool:
    """Whether a line may be about something known, or is said to huying."""
    if hits.any_of(SPOKEN_TO):
        return True
    if len(plain) <= LONGEST_QUESTION and (hits.any_of(ABOUT_KNOWN) or takes_back(plain)):
        return True
    return len(plain) <= LONGEST_VERDICT and ends(hits)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A line that the models have their word on."""

    judge: Judge
    line: Line
    held: Held

    def reading(self) -> Reading:
        rules = self.line.reading()
        if rules.kind in (Kind.FOLLOWUP, Kind.METOO):
            return rules
        sure = self.judge.want(self.held)
        danger = self._danger(rules, sure)
        if danger is not None:
            return danger
        if rules.kind is Kind.EMERGENCY:
            rules = self.line.calm_reading()
        if rules.kind in (Kind.POINTS, Kind.SIGNUP):
            return rules if sure >= MEANT or self.line.context.private else CHAT
        if self.line.context.private:
            meant = rules.action is Action.IGNORE and sure >= MEANT
            return _unsure(self._what(rules), sure) if meant else rules
        register, ask = self._limits(rules)
        if sure < ask:
            return CHAT
        found = replace(self._what(rules), confidence=round(sure, 3))
        return found if sure >= register else _unsure(found, sure)

    def _limits(self, rules: Reading) -> tuple[float, float]:
        """What is said in full of a place that is named needs less of the models' word."""
        limits, place, hits = self.judge.limits, rules.place, self.line.hits
        acts = rules.action in (Action.REGISTER, Action.ASK) and rules.category is not None
        if not acts or hits.strength(rules.category or "") < IN_FULL:
            return limits.register, limits.ask
        named = place is not None and (place.building or place.spot or place.landmark)
        return (limits.ask, IN_FULL_LEAST) if named else (limits.register, limits.ask)

    def _danger(self, rules: Reading, sure: float) -> Reading | None:
        """An emergency, where a model hears one, or does not contradict what else speaks for it.

        That is the rules, who know the words for it, and the model that is sure that this is no talk.
        """
        alarm, limits = self.judge.alarm(self.held), self.judge.limits
        beside = rules.kind is Kind.EMERGENCY or sure >= limits.register
        if alarm < (limits.doubt if beside else limits.alarm):
            return None
        if rules.kind is Kind.EMERGENCY:
            return replace(rules, confidence=round(alarm, 3))
        return self.line.emergency_of(self._row(grave=True), round(alarm, 3))

    def _what(self, rules: Reading) -> Reading:
        """What a line that wants something wants."""
        kind = Kind(self.judge.kind(self.held))
        if kind is Kind.POINTS:
            return self.line.of_points()
        if kind is Kind.SIGNUP:
            return self.line.of_sign_up()
        row = self._row(rules)
        if kind is Kind.QUESTION:
            return self.line.question(row)
        return self.line.wish(row) if kind is Kind.WISH else self.line.problem(row)

    def _row(self, rules: Reading | None = None, *, grave: bool = False) -> Category:
        """The row of the catalogue: the rules' where they found it said in full, else the likeliest."""
        catalogue, hits = self.line.by.catalogue, self.line.hits
        if rules is not None and rules.category is not None:
            own = catalogue.get(rules.category)
            if own is not None and hits.strength(own.slug) >= IN_FULL:
                return own
        shares = self.judge.rows_of(self.held)
        known = [row for row in catalogue if row.grave] if grave else []
        return max(known or catalogue, key=lambda row: shares.get(row.slug, 0.0))


def _unsure(found: Reading, sure: float) -> Reading:
    """The author is asked whether it is meant."""
    return replace(found, confidence=round(sure, 3), action=Action.ASK, ask=Ask.INTENT)
