"""Tables of states: from where which act leads, and where; what is not written is not done."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from domain.refusals import Refusal

State = TypeVar("State", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)


class Steps(dict[tuple[State, Act], State]):
    """One table of states, and how it says no."""

    def __init__(self, no: type[Refusal], table: Mapping[tuple[State, Act], State]) -> None:
        super().__init__(table)
        self.no = no

    def after(self, now: State, act: Act) -> State:
        """The state after an act. Raises the table's own refusal where it has no such step from here."""
        then = self.get((now, act))
        if then is None:
            raise self.no(state=now.value, act=act.value)
        return then
