"""A small matter (小实事): several tickets that are settled by one piece of work, and what came of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.refusals import Refusal
from domain.tickets.states import State

MOST_TICKETS = 200  # of one project; more is a plan, not a matter
LONGEST_TITLE = 40  # characters: it stands in one line of a push


class ProjectState(StrEnum):
    """Where a project stands; what became of its tickets is theirs to say."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ProjectOver(Refusal):
    """The project is done or was given up: nothing more is added to it."""


class NotTheLeader(Refusal):
    """Who leads a project says that it is done."""


class NotForMany(Refusal):
    """One of them goes its own way: another community, private, a wish, or in another project."""


class NeedsTitle(Refusal):
    """What many tickets are done under needs a name."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the reporters of a project's tickets said after its end, in tickets."""

    solved: int
    partly: int
    not_solved: int
    waiting: int

    @property
    def asked(self) -> int:
        """How many were asked."""
        return self.solved + self.partly + self.not_solved + self.waiting


def answers(tickets: Iterable[tuple[State, str | None]]) -> Answers:
    """Count the answers from each ticket's state and outcome; whoever has said nothing is waited for."""
    told = Counter(outcome or "" for _, outcome in tickets)
    return Answers(
        told["solved"], told["partly"], told["not_solved"],
        told.total() - told["solved"] - told["partly"] - told["not_solved"],
    )  # fmt: skip


def title_of(words: str) -> str:
    """A title as it is kept: one line, not too long.

    Raises:
        NeedsTitle: nothing is left of it.

    """
    title = " ".join(words.split())[:LONGEST_TITLE]
    if not title:
        raise NeedsTitle
    return title
