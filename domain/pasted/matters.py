"""What of a copied chat is to be registered: read line by line, in order, as a group is heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.pasted.lines import Line
from domain.pasted.names import stands_by_name
from domain.privacy import mask
from domain.tickets.kinds import WRONG, Kind
from domain.understanding.grammar import said_in
from domain.understanding.known import overlaps
from domain.understanding.reader import Reader
from domain.understanding.reading import Action, Context, Reading, Verdict
from domain.understanding.several import several
from domain.understanding.stands import place_at
from domain.understanding.talk import Spoken, Talk
from domain.understanding.things import may_go_on

FRAGMENT = 24  # characters, as in a group: `3栋2单元楼道`, said just before `灯坏了`, belongs to it
TOGETHER = timedelta(minutes=3)  # lines of one person so close are one matter, where the copy tells
FURTHER = timedelta(minutes=10)  # `我家也是` answers what was said so lately
SAME_WORDS = 6  # characters of a quotation that tell which line is meant


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to be registered, in its author's words."""

    reading: Reading
    text: str
    """Masked; the lines that belong together, one below the other."""
    lines: tuple[Line, ...]
    too: tuple[Line, ...] = ()
    """Neighbours who say that it is so with them as well."""
    over: bool = False
    """Its author says later that it is settled, or is not to be noted."""
    by_name: bool = False
    """Where it is stands in no line: its author's nickname tells where they live."""

    @property
    def sender(self) -> str:
        """Who voiced it, as the group shows them."""
        return self.lines[0].sender

    @property
    def photos(self) -> int:
        """How many pictures came along, which a copy does not hold."""
        return sum(line.photos for line in self.lines)


@dataclass(slots=True)
class _Hearing:
    """A copied chat as far as it has been read."""

    talk: Talk
    around: Context
    matters: list[Matter] = field(default_factory=list)
    of_line: dict[str, int] = field(default_factory=dict)
    """Which matter a line opened or belongs to."""
    loose: list[Line] = field(default_factory=list)
    """The speaker's lines just before that told nothing alone."""
    own: int | None = None
    """The matter that the speaker has just told of."""
    homes: dict[str, str | None] = field(default_factory=dict)
    """Where nicknames say that somebody lives."""

    @property
    def reader(self) -> Reader:
        return self.talk.reader

    def hear(self, name: str, line: Line, spoken: Spoken) -> None:
        """Read one more line."""
        around = self._where(line)
        whole = self._with_place(line)
        reading = self.talk.read(replace(spoken, text=_joined(whole)), around)
        if reading is None or reading.action is Action.IGNORE:
            self._quiet(name, line, spoken, around)
        elif reading.kind in (Kind.METOO, Kind.FOLLOWUP):
            self._about_known(name, line, reading)
        elif reading.kind not in (Kind.POINTS, Kind.SIGNUP):
            self._tells(name, whole, reading, around)

    def _where(self, line: Line) -> Context:
        """The group's place; whose nickname tells a house stands there."""
        if line.sender not in self.homes:
            self.homes[line.sender] = stands_by_name(
                line.sender, self.reader.places, self.around.group_place
            )
        lives = self.homes[line.sender]
        return replace(self.around, stands=lives or self.around.stands)

    def _with_place(self, line: Line) -> tuple[Line, ...]:
        """A line with those before it that say where."""
        if not self.loose or self._names_place(line.text):
            return (line,)
        return (*(one for one in self.loose if self._names_place(one.text)), line)

    def _names_place(self, text: str) -> bool:
        return len(text) <= FRAGMENT and said_in(text, self.reader.places, None) is not None

    def _quiet(self, name: str, line: Line, spoken: Spoken, around: Context) -> None:
        """A line that tells nothing alone may go on about what was told, or begin it."""
        if self.own is not None and (may_go_on(line.text) or self._names_place(line.text)):
            self._goes_on(name, line, around)
            return
        whole = (*self.loose, line)
        if len(whole) > 1:
            reading = self.talk.read(replace(spoken, text=_joined(whole, ",")), around)
            if reading is not None and reading.action in (Action.REGISTER, Action.ASK):
                self._tells(name, whole, reading, around)
                return
        if len(line.text) <= FRAGMENT:
            self.loose = [*self.loose, line][-3:]

    def _goes_on(self, name: str, line: Line, around: Context) -> None:
        assert self.own is not None
        matter = self.matters[self.own]
        text = f"{matter.text}\n{mask(line.text)}"
        again = self.reader.read(text, around)
        same = again.category == matter.reading.category
        reading = again if same and again.action is Action.REGISTER else matter.reading
        by_name = matter.by_name and not self._names_place(line.text)
        self.matters[self.own] = replace(
            matter, text=text, reading=reading, lines=(*matter.lines, line), by_name=by_name
        )
        self._belongs(name, self.own)

    def _belongs(self, name: str, at: int) -> None:
        """A line is one more of a matter: so is what answers it."""
        opened = next(one for one, of in self.of_line.items() if of == at)
        self.of_line[name] = at
        self.talk.belongs(name, opened)

    def _about_known(self, name: str, line: Line, reading: Reading) -> None:
        """`我家也是`, `好了,修好了`: about something that stands further up."""
        at = self.of_line.get(str(reading.known))
        if at is None:
            return
        matter = self.matters[at]
        if reading.kind is Kind.METOO and line.sender != matter.sender:
            if self._there_too(name, line, matter):
                return
            self.matters[at] = replace(matter, too=(*matter.too, line))
            self.of_line[name] = at
        elif line.sender == matter.sender:
            over = matter.over or reading.verdict in (Verdict.SOLVED, Verdict.WITHDRAW)
            self.matters[at] = replace(matter, over=over)
            self.of_line[name] = at

    def _there_too(self, name: str, line: Line, matter: Matter) -> bool:
        """`我家也黑`, from somebody of another house: the same there is a matter of its own."""
        lives, there = self.homes.get(line.sender), matter.reading.place
        places = self.reader.places
        if lives is None or there is None or there.code is None or not there.building:
            return False
        if overlaps(lives, there.code, places):
            return False
        reading = replace(matter.reading, place=place_at(lives, places), people=None)
        self.matters.append(Matter(reading, mask(line.text), (line,), by_name=True))
        self.of_line[name] = len(self.matters) - 1
        return True

    def _tells(self, name: str, whole: tuple[Line, ...], reading: Reading, around: Context) -> None:
        """Something new, or several things in one line."""
        text = mask(_joined(whole))
        parts = several(text, self.reader, around) if reading.kind in WRONG else []
        for words, one in parts or [(text, reading)]:
            self._add(name, whole, words, _counted(one, whole), around)
        self.own, self.loose = self.of_line[name], []

    def _add(
        self, name: str, whole: tuple[Line, ...], text: str, reading: Reading, around: Context
    ) -> None:
        sender = whole[0].sender
        for at, matter in enumerate(self.matters):
            if matter.sender == sender and _same(matter.reading, reading):
                self.matters[at] = replace(matter, lines=(*matter.lines, *whole))
                self.of_line[name] = at
                return
        # Read without the nickname: whether the words themselves say where.
        told = self.reader.read(text, replace(around, stands=self.around.stands))
        guessed = around.stands != self.around.stands and reading.place != told.place
        self.matters.append(Matter(reading, text, whole, by_name=guessed))
        self.of_line[name] = len(self.matters) - 1


def matters_of(
    lines: Sequence[Line], reader: Reader, around: Context
) -> tuple[tuple[Matter, ...], int]:
    """What is to be registered of a copied chat, and how many of its lines were just talk."""
    hearing = _Hearing(Talk(reader), around)
    for at, line, near, same in _with_neighbours(lines):
        if not same:
            hearing.loose, hearing.own = [], None
        spoken = Spoken(
            line.text, str(at), line.sender or None, _quoted(lines, at),
            str(at - 1) if near else None,
        )  # fmt: skip
        hearing.hear(str(at), line, spoken)
    taken = {id(one) for matter in hearing.matters for one in (*matter.lines, *matter.too)}
    talk = sum(
        id(line) not in taken and str(at) not in hearing.of_line for at, line in enumerate(lines)
    )
    return tuple(hearing.matters), talk


def _with_neighbours(lines: Sequence[Line]) -> Iterator[tuple[int, Line, bool, bool]]:
    """Each line, whether it comes soon after the one before, and whether the same person goes on."""
    before: Line | None = None
    for at, line in enumerate(lines):
        same = before is not None and before.sender == line.sender
        yield (
            at, line, before is not None and _within(before, line, FURTHER),
            same and before is not None and _within(before, line, TOGETHER),
        )  # fmt: skip
        before = line


def _within(before: Line, line: Line, most: timedelta) -> bool:
    """Whether no more time lies between two lines, as far as the copy tells."""
    one, other = before.when, line.when
    if one.clock is None or other.clock is None or one.day is None or other.day is None:
        return True
    gap = datetime.combine(other.day, other.clock) - datetime.combine(one.day, one.clock)
    return abs(gap) <= most


def _quoted(lines: Sequence[Line], at: int) -> str | None:
    """The line that this one quotes, if it is in the copy."""
    quote = lines[at].quote
    if quote is None:
        return None
    start = quote.text[:SAME_WORDS]
    for earlier in range(at - 1, -1, -1):
        line = lines[earlier]
        if line.sender == quote.sender and line.text.startswith(start):
            return str(earlier)
    return None


def _same(one: Reading, other: Reading) -> bool:
    """Whether somebody says the same thing of the same place once more."""
    place = one.place.code if one.place else None
    return (one.category, place) == (other.category, other.place.code if other.place else None)


def _counted(reading: Reading, whole: Sequence[Line]) -> Reading:
    """With as many households as have put themselves on a 接龙."""
    entries = max(line.entries for line in whole)
    return replace(reading, people=max(entries, reading.people or 1)) if entries else reading


def _joined(lines: Sequence[Line], between: str = "\n") -> str:
    return between.join(line.text for line in lines)
