"""The lines of a talk one after the other: each is read with what was said before it."""

import re
from dataclasses import dataclass, field, replace

from domain.signups.words import heard
from domain.tickets.kinds import Kind
from domain.understanding.plain import normal
from domain.understanding.reader import Reader
from domain.understanding.reading import LIKELY, Action, Context, Known, Reading

_INVITES = re.compile(
    r"报名|接龙|名额|欢迎[^。!?]{0,8}(?:参加|来|加入)"
    r"|(?:想|愿意|有空|有兴趣|能)[^\s,。!?]{0,4}(?:来|去|参加)[^\s,。!?]{0,4}的"
)
"""Words that bid others come. Whoever answers them in short speaks of that."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of a talk."""

    text: str
    name: str | None = None
    """What other lines call it by."""
    sender: str | None = None
    reply_to: str | None = None
    after: str | None = None
    """The line said just before, whoever said it."""


@dataclass(slots=True)
class Talk:
    """A talk as it is read: a line that is registered counts as an open ticket for those after it."""

    reader: Reader
    _seen: dict[str, tuple[Known, str | None]] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)
    """The lines that somebody may sign up under: who bid others come, and who has signed up there."""

    def read(self, line: Spoken, around: Context) -> Reading | None:
        """What a line is, `around` being where it was said; None where it is surely chat."""
        context = self._within(line, around)
        refers = context.reply_to is not None or context.after is not None
        if not (context.private or refers or self.reader.gate(line.text, context.care)):
            reading = self._signs_up(line)
            self._invite(line, reading)
            return reading
        reading = self.reader.read(line.text, context)
        if reading.action is Action.IGNORE:
            reading = self._signs_up(line) or reading
        self._invite(line, reading)
        if line.name is not None:
            self._remember(line.name, line.sender, reading)
        return reading

    def _signs_up(self, line: Spoken) -> Reading | None:
        """`给我留个位`, under or right after what bids others come; what it would be else is chat."""
        if self._open.isdisjoint({line.reply_to, line.after}):
            return None
        said = heard(line.text)
        if said is None:
            return None
        return Reading(Kind.SIGNUP, "svc.event", LIKELY, Action.ANSWER, people=said.heads)

    def _invite(self, line: Spoken, reading: Reading | None) -> None:
        """What others may sign up under: it is chat to huying, or a sign-up itself."""
        if line.name is None:
            return
        signs_up = reading is not None and reading.kind is Kind.SIGNUP
        chat = reading is None or reading.action is Action.IGNORE
        if signs_up or (chat and _INVITES.search(normal(line.text))):
            self._open.add(line.name)

    def belongs(self, name: str, to: str) -> None:
        """One more line of what another one opened: what answers it is about that."""
        if to in self._seen:
            self._seen[name] = self._seen[to]

    def _within(self, line: Spoken, around: Context) -> Context:
        replied, after = self._known(line.reply_to, line), self._known(line.after, line)
        mine = tuple(one for one in (replied, after) if one is not None and one.own)
        amid = after is not None and after.kind is Kind.EMERGENCY
        return replace(around, reply_to=replied, after=after, open_tickets=mine, amid=amid)

    def _known(self, name: str | None, line: Spoken) -> Known | None:
        found = self._seen.get(name) if name is not None else None
        if found is None:
            return None
        known, author = found
        return replace(known, own=line.sender is not None and author == line.sender)

    def _remember(self, name: str, sender: str | None, reading: Reading) -> None:
        if reading.kind is Kind.METOO:
            self.belongs(name, str(reading.known))  # the next one's `也是` is about it, too
        if reading.action not in (Action.REGISTER, Action.ASK):
            return
        kind = Kind.HAZARD if reading.kind is Kind.EMERGENCY else reading.kind
        place = reading.place.code if reading.place else None
        self._seen[name] = Known(name, kind, reading.category, place), sender
