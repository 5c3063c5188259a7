"""What is proposed goes with the form to whoever pasted it, sealed: nobody else can read or change it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from domain.pasted import Line
from domain.refusals import Refusal
from handlers.tickets.drafts import Draft, unpacked
from handlers.turn import Turn
from handlers.world import Seal

LASTS = timedelta(hours=1)


class PastedTooLongAgo(Refusal):
    """What was pasted is no longer known: it has to be pasted once more."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody of the group who said it, and the marks of their lines."""

    name: str
    marks: tuple[str, ...]
    """What becomes known when it is filed."""
    known_by: tuple[str, ...]
    """By which of these it would be known already; the first of a line is its own."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposal as it waits in the form."""

    by: int
    at: datetime
    group: str
    """The place of the WeChat group."""
    draft: Draft
    voices: tuple[Voice, ...]
    known: int | None = None
    """The ticket behind which they may stand."""

    def closed(self, seal: Seal) -> str:
        """Sealed, fit for a form."""
        facts = asdict(self) | {"at": self.at.isoformat(), "draft": self.draft.packed()}
        return seal.close(json.dumps(facts, ensure_ascii=False))


def opened(turn: Turn, token: str) -> Kept:
    """What a form brought back.

    Raises:
        PastedTooLongAgo: It is more than an hour old, somebody else's, or none of ours.

    """
    facts = json.loads(turn.world.seal.open(token) or "null")
    if not isinstance(facts, dict) or facts.get("by") != turn.actor or "voices" not in facts:
        raise PastedTooLongAgo
    at = datetime.fromisoformat(facts["at"])
    if not timedelta() <= turn.now - at <= LASTS:
        raise PastedTooLongAgo
    voices = tuple(
        Voice(one["name"], tuple(one["marks"]), tuple(one["known_by"])) for one in facts["voices"]
    )
    draft = unpacked(facts["draft"])
    return Kept(facts["by"], at, facts["group"], draft, voices, facts["known"])


def voice(turn: Turn, estate: str, name: str, lines: Iterable[Line]) -> Voice:
    """Who said these lines, with the marks by which they are known again.

    A line without its time is known from the same words with any time, and the other way round.
    """
    marks: list[str] = []
    known_by: list[str] = []
    for line in lines:
        said = f"{estate}/{line.sender}/{''.join(line.text.split())}"
        timed, other = ("any", "none") if str(line.when) else ("none", "any")
        own = _mark(turn, str(line.when) or timed, said)
        marks += [own, _mark(turn, timed, said)]
        known_by += [own, _mark(turn, other, said)]
    return Voice(name, tuple(dict.fromkeys(marks)), tuple(dict.fromkeys(known_by)))


def _mark(turn: Turn, when: str, said: str) -> str:
    return turn.world.seal.mark(f"pasted/{when}/{said}")
