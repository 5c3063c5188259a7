"""Who hears of a deduction: the household in private, who decides, and the street; never a group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.messages import Priority
from domain.points.deductions import TO_ANSWER, TO_MEND
from handlers.turn import BUTTONS, Asking, Turn
from storage.points import households, rules
from storage.points.deductions import DeductionRow
from storage.points.tables import HouseholdRow, RuleRow

ANSWER, OBJECT = "deductions.answer", "deductions.object"
OBJECTS_IN = timedelta(days=15)  # in chat; at the desk at any time


@dataclass(frozen=True, slots=True)
class DeductionView:
    """A deduction as its household, or whoever decides, hears of it."""

    id: int
    name: str
    day: date
    state: str
    points: int
    household: str
    place: str
    words: str
    evidence: str
    reason: str
    mend_until: datetime | None
    answer_until: datetime | None


async def view_of(turn: Turn, row: DeductionRow) -> DeductionView:
    """A deduction in words that its household understands."""
    home = await turn.session.get(HouseholdRow, row.household)
    names = await rules.rule_names(turn.session)
    version = await turn.session.get(RuleRow, row.rule_id) if row.rule_id else None
    full = -version.points if version else 0
    place = home.place if home else None
    return DeductionView(
        row.id, names.get(row.rule, row.rule), row.day, row.state,
        full if row.amount is None else row.amount, home.name if home else "",
        turn.world.places.name_of(place) if place and turn.world.places.get(place) else "",
        row.words, row.evidence, row.reason,
        row.reminded_at + TO_MEND if row.reminded_at else None,
        row.heard_at + TO_ANSWER if row.heard_at else None,
    )  # fmt: skip


async def household(turn: Turn, row: DeductionRow, moment: str, **facts: Any) -> None:
    """Everybody of the household who writes to huying hears of a step, each in private."""
    about = await view_of(turn, row)
    for person in await households.members_of(turn.session, row.household):
        await turn.tell(
            person, f"deductions/{moment}", subject=f"deduction{row.id}/p{person}", hold=True,
            deduction=about, asking=_asking(row, person, moment), **facts,
        )  # fmt: skip


ASKS: dict[str, tuple[str, timedelta]] = {
    "hearing": (ANSWER, TO_ANSWER),
    "taken": (OBJECT, OBJECTS_IN),
}


def _asking(row: DeductionRow, person: int, moment: str) -> Asking:
    if moment not in ASKS:
        return BUTTONS
    kind, lasts = ASKS[moment]
    return Asking(kind, person=person, facts={"deduction": row.id}, by_words=True, lasts=lasts)


async def desk(turn: Turn, row: DeductionRow, moment: str) -> None:
    """The community's desk has something to do; whoever is of the household hears nothing of it."""
    today = turn.world.today(turn.now)
    duties = turn.world.organisation.desk(row.community, today)
    await _staff(turn, row, moment, (duty.person for duty in duties))


async def street(turn: Turn, row: DeductionRow, moment: str) -> None:
    """The street is to look at it."""
    duties = turn.world.organisation.street(turn.world.today(turn.now))
    await _staff(turn, row, moment, (duty.person for duty in duties))


async def one(turn: Turn, row: DeductionRow, moment: str, person: int | None) -> None:
    """Whoever reminded the household; the desk where nobody did, or they have gone."""
    if person is None or not turn.world.organisation.roles_of(person):
        await desk(turn, row, moment)
    else:
        await _staff(turn, row, moment, (person,))


async def _staff(turn: Turn, row: DeductionRow, moment: str, people: Iterable[int]) -> None:
    about = await view_of(turn, row)
    own = set(await households.members_of(turn.session, row.household))
    for person in dict.fromkeys(people):
        if person not in own and person != turn.actor:
            await turn.tell(
                person, f"deductions/{moment}", subject=f"deduction{row.id}/p{person}",
                hold=True, priority=Priority.TASK, deduction=about,
            )  # fmt: skip
