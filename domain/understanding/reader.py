"""The reader of residents' lines: what is it, where, how urgent, and what huying does with it.

Rules know what was said before, and what follows from a row of the catalogue; small models know how
people say what they want. Of what is new the models tell whether anything is wanted, and what.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from domain.catalogue import Catalogue, Category
from domain.places import Places
from domain.tickets.kinds import WRONG, Kind, Sensitivity
from domain.understanding.inquiries import DOUBTS_POINTS, OTHER_POINTS
from domain.understanding.judge import (
    ANSWERED,
    ASKED,
    DOUBT,
    FIRM,
    FULL,
    GRAVE,
    HINT,
    HOUSED,
    LEAST,
    LOUD,
    NAMED,
    PLAIN,
    WHISPER,
    Judge,
    leaned,
)
from domain.understanding.known import things_in
from domain.understanding.lexicon import Hits, Lexicon, signals
from domain.understanding.line import held_by
from domain.understanding.model import Held
from domain.understanding.plain import normal
from domain.understanding.quoted import without_own
from domain.understanding.reading import CHAT, Action, Ask, Care, Context, Reading
from domain.understanding.righted import puts_right
from domain.understanding.rules import ABOUT_KNOWN, ALSO, ENDS, Grounds, Line, ends
from domain.understanding.sorts import Weighed
from domain.understanding.stands import placed
from domain.understanding.takenback import takes_back
from domain.understanding.verdicts import LONGEST_QUESTION, LONGEST_VERDICT

SHORTEST = 2
HOUSE = re.compile(r"(?:[\da-z]|[一二三四五六七八九十])\s?(?:栋|幢|号|座|单元|#|-\d)")
ENGLISH = re.compile(r"[a-z']{2,} [a-z']{2,} [a-z']+")
"""Three words in Latin letters: of these the sieves have seen too few."""
DESPAIR = re.compile(
    r"想死(?![你您他她它们人])|不如死了(?!这|那)|死了(?:算了|干净)|一了百了|永别了|活够了|轻生|割腕|寻短见"
)
"""So short a line weighs next to nothing, and is the one that must not be lost."""
SPOKEN_TO = signals("points", "signup", "metoo", "refuse")
BOUND = SPOKEN_TO | ABOUT_KNOWN | ENDS | signals("solved")
"""What may be about something known, or said to huying, whatever the models make of it."""
POINTS = "gov.points"
BARE = 12  # characters
IN_FULL = 6
"""The strength of a matter that is said in full: then its row is the rules'."""
TOLD = 0.3
"""How much likelier a row is that the rules found, too."""
SPOKEN = {Kind.POINTS: 0.057, Kind.SIGNUP: 0.2}
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
        self._last: _Seen | None = None

    def with_places(self, places: Places) -> "Reader":
        """Read on with another tree of places, after the workbook has changed."""
        return Reader(self.catalogue, self.lexicon, self.judge, places)

    def gate(self, text: str, care: Care = Care.USUAL) -> bool:
        """Whether a group's line may matter; False is surely chat and leaves no trace."""
        if len(text) < SHORTEST:
            return False
        plain = without_own(normal(text))
        weighty = self.judge.sieves.holds(plain) or _stands_out(plain)
        if not (weighty or self._may_be_bound(plain)):
            return False  # nearly always: every line of every group comes through here
        seen = self._see(plain)
        return _bound(plain, seen.hits) or (weighty and self._may_want(seen, care))

    def _may_want(self, seen: "_Seen", care: Care) -> bool:
        """Whether a line may be read as anything, wherever the group is and whatever was said before."""
        sure = leaned(seen.sure, care)
        if sure < LEAST and seen.alarm < WHISPER:
            return False
        line = self._line(seen, Context(care=care))
        if _Judged(line, seen).reading().action is not Action.IGNORE:
            return True
        near = sure >= LEAST or seen.alarm >= HINT
        return near and (HOUSE.search(seen.plain) is not None or line.reading() is not CHAT)

    def _see(self, plain: str) -> "_Seen":
        """A line as the models see it; the last is remembered, for what passes the gate is read next."""
        if self._last is None or self._last.plain != plain:
            self._last = _Seen(self.judge, plain, self.lexicon.look(plain))
        return self._last

    def _may_be_bound(self, plain: str) -> bool:
        """Whether a line holds a word of `BOUND`; most hold none that could be one."""
        words = self._bound_words
        return (words.may_hold(plain) and bool(words.look(plain).found)) or takes_back(plain)

    @cached_property
    def _bound_words(self) -> Lexicon:
        return Lexicon({}, {name: self.lexicon.signals[name] for _, name in BOUND})

    def names_thing(self, text: str) -> bool:
        """Whether a line names a thing that something may be wrong with."""
        plain = normal(text)
        return bool(things_in(plain, self.lexicon.look(plain), self.lexicon))

    def waits_for_more(self, text: str) -> bool:
        """Whether a line tells and answers nothing by itself: `6栋2单元`; what is wrong may come next."""
        plain = without_own(normal(text))
        return not _bound(plain, self._see(plain).hits) and self.read(text, Context()) is CHAT

    def rows_of(self, text: str) -> dict[str, float]:
        """What rows of the catalogue a line may be, and how likely each is."""
        return self._see(normal(text)).rows

    def words_for(self, text: str, slug: str) -> tuple[str, ...]:
        """The words of a line by which it is read as a matter; none where only the models know why."""
        return self.lexicon.said_of(without_own(normal(text)), slug)

    def read(self, text: str, context: Context) -> Reading:
        """Tell what a line is, where, how urgent, and what huying does with it."""
        plain = without_own(normal(text))
        if not plain.strip():
            return CHAT
        seen = self._see(plain)
        return _Judged(self._line(seen, context), seen).reading()

    def _line(self, seen: "_Seen", context: Context) -> Line:
        by = Grounds(self.catalogue, self.lexicon, self.places)
        return Line(by, seen.plain, seen.hits, context)


def _stands_out(plain: str) -> bool:
    """Whether a line is looked at whatever it weighs: a house, no Chinese, or who would rather die."""
    return bool(HOUSE.search(plain) or ENGLISH.search(plain) or DESPAIR.search(plain))


def _bound(plain: str, hits: Hits) -> bool:
    """Whether a line may be about something known, or is said to huying."""
    if hits.any_of(SPOKEN_TO):
        return True
    if len(plain) <= LONGEST_QUESTION and (hits.any_of(ABOUT_KNOWN) or takes_back(plain)):
        return True
    return len(plain) <= LONGEST_VERDICT and ends(hits)


@dataclass(frozen=True)
class _Seen:
    """A line as the models see it, and their word on it: each is asked once, and only where it matters."""

    judge: Judge
    plain: str
    hits: Hits

    @cached_property
    def held(self) -> Held:
        return held_by(self.plain, self.hits)

    @cached_property
    def told(self) -> Weighed:
        return self.judge.lines.weigh(self.held)

    @property
    def sure(self) -> float:
        """How likely it is that the community is wanted to do or to answer something."""
        return self.told.share

    @cached_property
    def alarm(self) -> float:
        """How likely it is that somebody is in danger now."""
        return self.judge.alarms.weigh(self.held).share

    @cached_property
    def kind(self) -> Kind:
        return Kind(self.judge.kind(self.held))

    @cached_property
    def rows(self) -> dict[str, float]:
        return self.judge.rows_of(self.held, self.told)


@dataclass(frozen=True)
class _Judged:
    """A line that rules and models have their word on."""

    line: Line
    seen: _Seen

    def reading(self) -> Reading:
        return self._here(self._read())

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
            meant = rules.action is Action.IGNORE and sure >= self.seen.judge.limits.ask
            return _unsure(self._here(self._found(rules))) if meant else rules
        register, ask = self._limits(rules)
        if sure < ask:
            return CHAT
        found = self._here(self._found(rules))
        if found.kind is Kind.QUESTION:
            return found if sure >= min(register, ASKED) else CHAT  # neighbours ask, too
        return found if sure >= register else _unsure(found)

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
        return others and self._row_of_points()

    def _row_of_points(self) -> bool:
        return self.seen.kind is Kind.POINTS or self._row().slug == POINTS

    def _taken(self, rules: Reading) -> float:
        """How likely it is that something is wanted, as the group takes it; what is confided is not its."""
        confided = rules.sensitivity is Sensitivity.SENSITIVE
        return self.seen.sure if confided else leaned(self.seen.sure, self.line.context.care)

    def _limits(self, rules: Reading) -> tuple[float, float]:
        """The shares from which on a line is registered and asked about.

        What the rules read, too, needs less of the models' word, least of all where a house is named.
        """
        limits = self.seen.judge.limits
        if rules.kind is Kind.QUESTION:
            return ANSWERED, ANSWERED
        if rules.sensitivity is Sensitivity.SENSITIVE and rules.action is Action.REGISTER:
            return LEAST, LEAST  # it is heard in confidence
        if rules.kind is Kind.WISH:
            return (FIRM if _named(rules) else limits.register), NAMED
        return self._problem_limits(rules) if rules.kind in WRONG else (limits.register, limits.ask)

    def _problem_limits(self, rules: Reading) -> tuple[float, float]:
        limits, named, full = self.seen.judge.limits, _named(rules), self._in_full(rules)
        if full and named:
            return PLAIN, LEAST
        if len(self.line.text) <= BARE:  # `单杠坏了` leaves no room for anything else to be meant
            return FIRM, LEAST
        known = bool(self.line.context.open_tickets)
        if named or (known and not full):
            return FIRM, NAMED
        if full:
            return limits.register, NAMED if known else FULL
        return limits.register, limits.ask

    def _in_full(self, rules: Reading) -> bool:
        """Whether the rules found all that there is to say of a problem."""
        strength = self.line.hits.strength(rules.category or "")
        return rules.kind in WRONG and strength >= IN_FULL

    def _danger(self, rules: Reading) -> Reading | None:
        """An emergency, where a model hears one, or two agree, or one and the rules do."""
        alarm, told = self.seen.alarm, rules.kind is Kind.EMERGENCY
        if alarm < (self._told(rules) if told else self._untold(rules)):
            return None
        if told:
            return replace(rules, confidence=round(alarm, 3))
        return self.line.emergency_of(self._row(grave=True), round(alarm, 3))

    def _told(self, rules: Reading) -> float:
        """The least share where the rules hear an emergency: less where this is surely no talk."""
        if rules.sensitivity is Sensitivity.SENSITIVE:
            return 0.0  # it is heard in confidence: no group is disturbed
        if self.line.names_house():
            return HOUSED
        return HINT if self.seen.sure >= FIRM else DOUBT

    def _untold(self, rules: Reading) -> float:
        """The least share where the rules hear none.

        Where the words name one, which the rules take for a drill or a memory, the model must be sure. Else
        a house that is named, or that this is surely no talk, speaks for it, and so does its row.
        """
        if self._in_full(rules):
            return max(self.seen.judge.limits.alarm, LOUD)
        likely = self.seen.sure >= FIRM or self.line.names_house()
        if not likely or self.line.urgent() is not None or self._grave() < GRAVE:
            return self.seen.judge.limits.alarm
        return DOUBT if rules.kind in WRONG else HINT

    def _grave(self) -> float:
        """How likely a line's row is one that may be danger to life."""
        rows = self.seen.rows
        return sum(rows.get(row.slug, 0.0) for row in self.line.by.catalogue.grave)

    def _found(self, rules: Reading) -> Reading:
        """What a line that wants something wants, and how sure that is."""
        return replace(self._what(rules), confidence=round(self.seen.sure, 3))

    def _what(self, rules: Reading) -> Reading:
        kind = self.seen.kind
        if rules.kind in WRONG and kind is Kind.QUESTION:
            kind = rules.kind  # `修好没,又卡住了` asks because something is wrong
        if kind is Kind.POINTS:
            return self.line.of_points()
        if kind is Kind.SIGNUP:
            return self.line.of_sign_up()
        row = self._row(rules)
        if kind is Kind.QUESTION:
            return self.line.question(row)
        return self.line.wish_for(row) if kind is Kind.WISH else self.line.problem(row)

    def _there_too(self, own: Category) -> bool:
        """`5栋1单元也黑`, said of a known matter: the rules have its row from there."""
        context = self.line.context
        known = {one.category for one in (context.reply_to, context.after) if one is not None}
        return own.slug in known and self.line.hits.any_of(ALSO)

    def _row(self, rules: Reading | None = None, *, grave: bool = False) -> Category:
        """The row of the catalogue: the rules' where they found it said in full, else the likeliest."""
        catalogue, told = self.line.by.catalogue, rules.category if rules else None
        own = catalogue.get(told or "")
        if rules is not None and own is not None and (self._in_full(rules) or self._there_too(own)):
            return own

        def likely(row: Category) -> float:
            return self.seen.rows.get(row.slug, 0.0) + (TOLD if row.slug == told else 0.0)

        return max((catalogue.grave if grave else ()) or catalogue, key=likely)


def _named(rules: Reading) -> bool:
    """Whether it is said where."""
    place = rules.place
    return place is not None and bool(place.building or place.spot or place.landmark)


def _unsure(found: Reading) -> Reading:
    """The author is asked whether it is meant; who says where it is has answered that, too."""
    if found.ask is Ask.PLACE:
        return found
    return replace(found, action=Action.ASK, ask=Ask.INTENT)
