"""Refusals: answers that say no. They roll the turn back and tell the person why.

    Refusal
    ├── WrongState, NotYours, NotAllowed, TooShort …   (each where its rule lives)

A refusal's words are in `templates/chat/<locale>/errors/<name>.j2`, where the name is the class's
in snake case; its keyword facts are the template's variables.
"""

import re


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error
    """huying does not do this, and says why."""

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts

    @property
    def moment(self) -> str:
        """The name of the template that tells the person."""
        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()
        return f"errors/{snake}"


class NotAllowed(Refusal):
    """It is for others to do: the person lacks the role, or the area is not theirs."""


class Unknown(Refusal):
    """There is no such thing here, or it is not this person's to know."""


class NoSuch(Unknown):
    """What was named (`code`) does not exist; said to whoever may know that."""
