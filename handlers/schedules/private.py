"""What somebody adds for a group to read: never what no group may read."""

from domain.refusals import Refusal
from domain.wishes.public import Problem, problems

NOT_IN_A_GROUP = {Problem.ROOM, Problem.NUMBER, Problem.ILLNESS, Problem.AID}


class NoteTooPrivate(Refusal):
    """A note for the group holds what no group may read."""


def must_be_for_all(words: str) -> None:
    """Refuse words that hold what is nobody else's."""
    if set(problems(words)) & NOT_IN_A_GROUP:
        raise NoteTooPrivate
