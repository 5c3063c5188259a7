"""The reader of residents' lines: what is it, where, how urgent, and what huying does with it.

Rules know what was said before, and what follows from a row of the catalogue; small models know how
people say what they want. Of what is new the models tell whether anything is wanted, and what.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from domain.catalogue import Catalogue, Category
from domain.places import Places
from domain.tickets.kinds import WRONG, Kind, Sensitivity, Tier
from domain.understanding.alike import Voice, voice_of
from domain.understanding.answers import asks_who_is_in_charge
from domain.understanding.heeded import (
    BARER,
    BOUND,
    CHILD_CLIMBS,
    DESPAIR,
    HOUSE,
    SHORTEST,
    answers,
    babbles,
    bound,
    stands_out,
)  # fmt: skip
from domain.understanding.inquiries import DOUBTS_POINTS, OTHER_POINTS
from domain.understanding.judge import (
    ANSWERED,
    ASKED,
    BARELY,
    BOTH,
    BROKEN,
    FAULTY,
    HARMFUL,
    HEARD,
    HINT,
    HOUSED,
    LEAST,
    LONE,
    NAMED,
    NO_TALK,
    PLAIN,
    WHISPER,
    Judge,
    leaned,
)
from domain.understanding.known import things_in
from domain.understanding.lexicon import Lexicon
from domain.understanding.plain import normal
from domain.understanding.quoted import without_own
from domain.understanding.reading import CHAT, Action, Ask, Care, Context, Reading
from domain.understanding.righted import puts_right
from domain.understanding.rules import TO_THE_DESK, Grounds, Line
from domain.understanding.seen import Seen
from domain.understanding.stands import placed
from domain.understanding.takenback import takes_back
from domain.understanding.where import Where

POINTS, MIND, RESCUE, GAS = "gov.points", "care.mind", "care.rescue", "util.gasleak"
BARE, BAREST = 12, 4  # characters
IN_FULL = 6
"""The strength of a matter that is said in full."""
TOLD, TOLD_IN_FULL = 3.0, 12.0
"""How many times likelier a row is that the rules found, too. The models alone are right as often on
held-out lines, but not on the plainest."""
VAGUE = 0.2
"""The share below which no row is believed (of 19 held-out lines four were right): the desk chooses one."""
CLEAR = 0.3
"""The share of the likeliest row from which on what the models alone read as asked is answered."""
SPOKEN = {Kind.POINTS: 0.057, Kind.SIGNUP: 0.25}
"""From which share on the rules are believed who read that somebody speaks to huying."""


class Reader:
    """Reads residents' lines against one community's catalogue, words, models and places."""

    def __init__(
        self, catalogue: Catalogue, lexicon: Lexicon, judge: Judge, places: Places
    ) -> None:
        self.catalogue = catalogue
        self.lexicon = lexicon
        self.judge = judge
        self.places = places
        self._last: Seen | None = None

    def with_places(self, places: Places) -> "Reader":
        """Read on with another tree of places, after the workbook has changed."""
        return Reader(self.catalogue, self.lexicon, self.judge, places)

    def gate(self, text: str, care: Care = Care.USUAL) -> bool:
        """Whether a group's line may matter; False is surely chat and leaves no trace."""
        if len(text) < SHORTEST:
            return False
        plain = without_own(normal(text))
        if asks_who_is_in_charge(plain):
            return True
        bare = len(plain) <= BARER and self._wrong_words.may_hold(plain)  # too short for any sieve
        weighty = bare or self.judge.sieves.holds(plain) or stands_out(plain)
        if not (weighty or self._may_be_bound(plain)) or babbles(plain):
            return False  # nearly always: every line of every group comes through here
        seen = self._see(plain)
        return bound(plain, seen.hits) or (weighty and self._may_want(seen, care))

    def _may_want(self, seen: Seen, care: Care) -> bool:
        """Whether a line may be read as anything, wherever the group is and whatever was said before."""
        sure = leaned(seen.sure, care)
        if sure < LEAST and seen.alarm < WHISPER and not DESPAIR.search(seen.plain):
            return False
        line = self._line(seen, Context(care=care))
        if seen.alarm >= HINT or _Judged(line, seen).reading().action is not Action.IGNORE:
            return True  # of what may be danger it counts what was cried before
        return sure >= LEAST and (
            HOUSE.search(seen.plain) is not None or line.reading() is not CHAT
        )

    def _see(self, plain: str) -> Seen:
        """A line as the models see it; the last is remembered, for what passes the gate is read next."""
        if self._last is None or self._last.plain != plain:
            self._last = Seen.of(self.judge, self.lexicon, plain)
        return self._last

    def _may_be_bound(self, plain: str) -> bool:
        """Whether a line holds a word of `BOUND`; most hold none that could be one."""
        words = self._bound_words
        return (words.may_hold(plain) and bool(words.look(plain).found)) or answers(plain)

    @cached_property
    def _wrong_words(self) -> Lexicon:
        return self.lexicon.of_faults()

    @cached_property
    def _bound_words(self) -> Lexicon:
        return self.lexicon.of_signals(BOUND)

    def names_thing(self, text: str) -> bool:
        """Whether a line names a thing that something may be wrong with."""
        plain = normal(text)
        return bool(things_in(plain, self.lexicon.look(plain), self.lexicon))

    def waits_for_more(self, text: str) -> bool:
        """Whether a line tells and answers nothing by itself: `6栋2单元`; what is wrong may come next."""
        plain = without_own(normal(text))
        return not bound(plain, self._see(plain).hits) and self.read(text, Context()) is CHAT

    def meant(self, text: str) -> float:
        """How likely it is that a line wants anything or cries for help; 0 where a sieve lets it fall."""
        plain = without_own(normal(text))
        if not (self.judge.sieves.holds(plain) or self._wrong_words.may_hold(plain)):
            return 0.0
        seen = self._see(plain)
        return max(seen.sure, seen.alarm)

    def rows_of(self, text: str) -> dict[str, float]:
        """What rows of the catalogue a line may be, and how likely each is."""
        return self._see(normal(text)).rows

    def voice(self, text: str, where: Where, row: str | None = None) -> Voice:
        """A line as it is compared with others; of a ticket's own words its row is known."""
        seen, gists = self._see(normal(text)), self.judge.gists
        return voice_of(text, where, seen.hits, {row: 1.0} if row else seen.rows, seen.kinds, gists)

    def alike(self, one: Voice, other: Voice) -> float:
        """How likely two neighbours' lines are one matter at one place."""
        return self.judge.likeness.share(one, other)

    def words_for(self, text: str, slug: str) -> tuple[str, ...]:
        """The words of a line by which it is read as a matter; none where only the models know why."""
        return self.lexicon.said_of(without_own(normal(text)), slug)

    def read(self, text: str, context: Context) -> Reading:
        """Tell what a line is, where, how urgent, and what huying does with it."""
        plain = without_own(normal(text))
        if not plain.strip() or babbles(plain):
            return CHAT
        seen = self._see(plain)
        return _Judged(self._line(seen, context), seen).reading()

    def _line(self, seen: Seen, context: Context) -> Line:
        by = Grounds(self.catalogue, self.lexicon, self.places)
        return Line(by, seen.plain, seen.hits, context)


@dataclass(frozen=True)
class _Judged:
    """A line that rules and models have their word on."""

    line: Line
    seen: Seen

    def reading(self) -> Reading:
        return self._here(self._harmful(self._read()))

    def _harmful(self, found: Reading) -> Reading:
        """A problem of a row of complaints is a hazard where it may hurt somebody: ice on a stairway."""
        harmful = found.kind is Kind.COMPLAINT and self.seen.harm >= HARMFUL
        return replace(found, kind=Kind.HAZARD) if harmful else found

    def _here(self, found: Reading) -> Reading:
        """What names no place is about the one where its author stands, if that is known."""
        return placed(found, self.line.context.stands, self.line.by.places)

    def _read(self) -> Reading:
        rules = self.line.reading()
        if rules.kind in (Kind.FOLLOWUP, Kind.METOO):
            return rules
        if puts_right(self.line.text, self.line.by.places, self.line.context.group_place):
            return CHAT  # `打错了,9栋1单元` hits nobody
        danger = self._danger(rules)
        if danger is not None:
            return danger
        if rules.kind is Kind.EMERGENCY:
            rules = self.line.calm_reading()
        return CHAT if self._no_points(rules) else self._calm(rules)

    def _calm(self, rules: Reading) -> Reading:
        """What a line is that is no emergency."""
        context, sure = self.line.context, self._taken(rules)
        if rules.kind in SPOKEN:
            return rules if sure >= SPOKEN[rules.kind] or context.private else CHAT
        if self._says_nothing(rules):
            return rules
        if context.private or context.reply_to is not None:
            return self._said_to_us(rules, sure)
        register, ask = self._limits(rules)
        if sure < ask:
            return CHAT
        found = self._here(self._found(rules))
        if found.kind is Kind.QUESTION:  # neighbours ask, too
            return found if self._clear(rules) and sure >= min(register, ASKED) else CHAT
        return found if sure >= register else _unsure(found)

    def _clear(self, rules: Reading) -> bool:
        """Whether it is clear what is asked: to the rules, or who is in charge, or of which row."""
        told = rules.kind is not Kind.CHAT or asks_who_is_in_charge(self.line.text)
        return told or max(self.seen.rows.values()) >= CLEAR

    def _said_to_us(self, rules: Reading, sure: float) -> Reading:
        """What is said to huying: the rules' word; a question where they or the models are alone."""
        if rules.action is Action.IGNORE:
            meant = sure >= self.seen.judge.limits.ask
            return _unsure(self._here(self._found(rules))) if meant else rules
        told = rules.action is Action.REGISTER and rules.sensitivity is not Sensitivity.SENSITIVE
        if not (told and rules.kind in WRONG and self.line.context.private):
            return rules
        least = NAMED
        if _named(rules):  # who says where, and all of what, is asked nothing
            least = 0.0 if self._in_full(rules) else LEAST
        return _unsure(rules) if sure < least else rules

    def _says_nothing(self, rules: Reading) -> bool:
        """Whether a line says itself that nothing is wanted: `别的群也停电`, `莫登记哈 我就讲讲`."""
        none = rules.category is None and self.line.says_no_matter()
        return none or (rules.kind is Kind.CHAT and takes_back(self.line.text))

    def _no_points(self, rules: Reading) -> bool:
        """`我孩子考试得了多少分`, `京东积分能换什么`: no points of ours; in a group, none to talk of."""
        text = self.line.text
        if rules.category not in (None, POINTS):
            return False
        if not self.line.context.private and DOUBTS_POINTS.search(text):
            return True
        others = OTHER_POINTS.search(text) is not None
        return others and (self.seen.kind is Kind.POINTS or self._row().slug == POINTS)

    def _taken(self, rules: Reading) -> float:
        """How likely it is that something is wanted, as the group takes it; what is confided is not its."""
        confided = rules.sensitivity is Sensitivity.SENSITIVE
        return self.seen.sure if confided else leaned(self.seen.sure, self.line.context.care)

    def _limits(self, rules: Reading) -> tuple[float, float]:
        """The shares from which on a line is registered and asked about.

        What the rules read, too, needs less of the models' word, least of all where a house is named.
        """
        limits = self.seen.judge.limits
        if rules.kind is Kind.QUESTION or asks_who_is_in_charge(self.line.text):
            return ANSWERED, ANSWERED
        if rules.sensitivity is Sensitivity.SENSITIVE and rules.action is Action.REGISTER:
            return LEAST, LEAST  # it is heard in confidence
        if rules.kind is Kind.WISH:
            return (PLAIN if _named(rules) else limits.register), NAMED
        return self._problem_limits(rules) if rules.kind in WRONG else (limits.register, limits.ask)

    def _problem_limits(self, rules: Reading) -> tuple[float, float]:
        limits = self.seen.judge.limits
        if _named(rules):
            if self._there_too(rules.category):
                return 0.0, 0.0  # what a neighbour has just said tells what is meant
            return PLAIN, LEAST if self._in_full(rules) else NAMED
        if len(self.line.text) <= BARE:  # `单杠坏了` leaves no room for anything else to be meant
            return BARELY, LEAST if len(self.line.text) <= BAREST else NAMED
        if self.line.context.open_tickets:
            return limits.register if self._in_full(rules) else NO_TALK, NAMED
        return limits.register, limits.ask

    def _in_full(self, rules: Reading) -> bool:
        """Whether the rules found all that there is to say of a problem."""
        strength = self.line.hits.strength(rules.category or "")
        return rules.kind in WRONG and strength >= IN_FULL

    def _danger(self, rules: Reading) -> Reading | None:
        """An emergency, where a model hears one, or two agree, or one and the rules do."""
        alarm, told = self.seen.alarm, rules.kind is Kind.EMERGENCY
        if (not told and alarm < HINT) or self.line.waits():
            return None  # nearly always, and the rows need not be looked at
        if alarm < (self._told(rules) if told else self._untold(rules)):
            return None
        row = self._row(rules) if told else self._row(grave=True)
        rescue = self.line.by.catalogue.get(RESCUE)
        if rescue and MIND in (row.slug, rules.category) and CHILD_CLIMBS.search(self.line.text):
            return self.line.emergency_of(rescue, round(alarm, 3))
        if told and (rules.sensitivity is Sensitivity.SENSITIVE or not self._is_other(row, rules)):
            return replace(rules, confidence=round(alarm, 3))
        return self.line.emergency_of(row, round(alarm, 3))

    def _is_other(self, row: Category, rules: Reading) -> bool:
        """Whether a row is another danger than the one that the rules hear."""
        return row in self.line.by.catalogue.grave and row.slug != rules.category

    def _told(self, rules: Reading) -> float:
        """The least share where the rules hear one: less in no talk, and in the barest words of all."""
        if rules.sensitivity is Sensitivity.SENSITIVE:
            return 0.0  # it is heard in confidence: no group is disturbed
        if self.line.names_house() or self.line.context.amid or rules.category == GAS:
            return HOUSED  # gas kills whoever waits to be sure
        return HINT if self.seen.sure >= NO_TALK or len(self.line.text) <= BAREST else HEARD

    def _untold(self, rules: Reading) -> float:
        """The least share where the rules hear none: less amid another, in a house, where it is no talk."""
        likely = self.seen.sure >= NO_TALK or self.line.names_house()
        told = self._in_full(rules) or self.line.urgent() is not None  # a drill, too, a memory
        if self.line.context.amid or (likely and not told and self._both() >= BOTH):
            return HINT
        return LONE if self.seen.sure < LEAST else self.seen.judge.limits.alarm

    def _both(self) -> float:
        """How likely it is that somebody is in danger and that a line's row is one of danger to life."""
        rows = self.seen.rows
        grave = sum(rows.get(row.slug, 0.0) for row in self.line.by.catalogue.grave)
        return self.seen.alarm * grave

    def _found(self, rules: Reading) -> Reading:
        """What a line that wants something wants, and how sure that is."""
        return replace(self._what(rules), confidence=round(self.seen.sure, 3))

    def _what(self, rules: Reading) -> Reading:
        kind = self.seen.kind
        if kind is Kind.QUESTION and rules.kind in WRONG and self.seen.wrong >= FAULTY:
            kind = rules.kind
        if kind is Kind.POINTS:
            return self.line.of_points()
        if kind is Kind.SIGNUP:
            return self.line.of_sign_up()
        row = self._row(rules)
        if kind is Kind.QUESTION:
            return self.line.question(row)
        if kind is Kind.WISH and self._tells_of(row):
            return self.line.problem(row)
        return self.line.wish_for(row) if kind is Kind.WISH else self.line.problem(row)

    def _tells_of(self, row: Category) -> bool:
        """Whether who wishes for something tells of a problem of this row; nobody wishes for a danger."""
        return row.kind in WRONG and (row.tier is Tier.E or self.seen.wrong >= BROKEN)

    def _there_too(self, row: str | None) -> bool:
        """`5栋1单元也黑`, said of a known matter: the rules have its row from there."""
        near = (self.line.context.reply_to, self.line.context.after)
        return self.line.there_too and row in {one.category for one in near if one}

    def _row(self, rules: Reading | None = None, *, grave: bool = False) -> Category:
        """The likeliest row, or the desk's; the rules' where it is known elsewhere or to them alone."""
        catalogue, told = self.line.by.catalogue, rules.category if rules else None
        own = catalogue.get(told or "")
        if own is not None and (self._there_too(own.slug) or not self.seen.knows(own.slug)):
            return own
        shares = dict(self.seen.rows)
        if rules is not None and told in shares:
            shares[told] *= TOLD_IN_FULL if self._in_full(rules) else TOLD
        among = (catalogue.grave if grave else ()) or catalogue
        for row in () if grave else catalogue:
            if row.kind is Kind.WISH:  # which what is wrong is rarely of
                shares[row.slug] = shares.get(row.slug, 0.0) * (1 - self.seen.wrong / 2)
        found = max(among, key=lambda row: shares.get(row.slug, 0.0))
        desk = catalogue.get(TO_THE_DESK)
        return desk if desk and not grave and shares.get(found.slug, 0.0) < VAGUE else found


def _named(rules: Reading) -> bool:
    """Whether it is said where."""
    place = rules.place
    return place is not None and bool(place.building or place.spot or place.landmark)


def _unsure(found: Reading) -> Reading:
    """The author is asked whether it is meant; who says where it is has answered that, too."""
    if found.ask is Ask.PLACE:
        return found
    return replace(found, action=Action.ASK, ask=Ask.INTENT)
