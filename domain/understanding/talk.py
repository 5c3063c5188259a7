"""The lines of a talk one after the other: each is read with what was said before it."""

from dataclasses import dataclass, field, replace

from domain.tickets.kinds import Kind
from domain.understanding.reader import Reader
from domain.understanding.reading import Action, Context, Known, Reading


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

    def read(self, line: Spoken, around: Context) -> Reading | None:
        """What a line is, `around` being where it was said; None where it is surely chat."""
        context = self._within(line, around)
        refers = context.reply_to is not None or context.after is not None
        if not (context.private or refers or self.reader.gate(line.text, context.care)):
            return None
        reading = self.reader.read(line.text, context)
        if line.name is not None:
            self._remember(line.name, line.sender, reading)
        return reading

    def belongs(self, name: str, to: str) -> None:
        """One more line of what another one opened: what answers it is about that."""
        if to in self._seen:
            self._seen[name] = self._seen[to]

    def _within(self, line: Spoken, around: Context) -> Context:
        replied, after = self._known(line.reply_to, line), self._known(line.after, line)
        mine = tuple(one for one in (replied, after) if one is not None and one.own)
        return replace(around, reply_to=replied, after=after, open_tickets=mine)

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
