"""The steps on a household's file: divided, joined to another, moving away; all on record."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from console.clerks import Clerk
from console.office import number_in
from console.steps import MOST_WORDS, number_of, words_of
from domain.points.claims import ClaimStands
from domain.points.files import NotALeavingDay
from handlers import people as invitations
from handlers.points import claims as verbs
from handlers.points import files, leaving
from handlers.projects import of_the_desk
from handlers.turn import Turn
from storage.people import names_of
from storage.points import files as kept
from storage.points import households
from storage.points.tables import HouseholdRow

MOST_GOING = 20  # ticks of a form


async def found(turn: Turn, request: Request, clerk: Clerk) -> HouseholdRow:
    """The file that the form is about, of a community whose desk this clerk is."""
    form = await request.form()
    home = await turn.session.get(HouseholdRow, words_of(form, "code")[:MOST_WORDS])
    if home is None or not may_change(turn, clerk, home):
        raise HTTPException(404)
    return home


def may_change(turn: Turn, clerk: Clerk, home: HouseholdRow) -> bool:
    """Whether somebody serves at the desk of the community on whose list the household stands."""
    community = verbs.community_of(turn, home)
    return clerk.answers_for(community) and of_the_desk(turn, community)


async def facts(turn: Turn, clerk: Clerk, home: HouseholdRow) -> dict[str, Any]:
    """What the page shows of changes: those that were made, the one that waits, who could go along."""
    people = await households.members_of(turn.session, home.code)
    names = await names_of(turn.session, set(people))
    today = turn.world.today(turn.now)
    return {
        "row": home, "may": may_change(turn, clerk, home),
        "waits": await files.waiting_change(turn, home.code),
        "changes": await kept.changes_of(turn.session, home.code),
        "people": [(person, names.get(person, "")) for person in people],
        "today": today.isoformat(),
    }  # fmt: skip


async def _split(turn: Turn, home: HouseholdRow, form: FormData) -> None:
    going = {number_in(str(one)) or 0 for one in form.getlist("going")[:MOST_GOING]}
    points = number_in(words_of(form, "points").strip())
    await files.propose_split(
        turn, home, words_of(form, "new"), words_of(form, "name"),
        -1 if points is None else points, going,
    )  # fmt: skip


async def _merge(turn: Turn, home: HouseholdRow, form: FormData) -> None:
    await files.propose_merge(turn, home, words_of(form, "other"))


async def _agree(turn: Turn, home: HouseholdRow, form: FormData) -> None:
    giving = words_of(form, "side") == "giving"
    await files.agree(turn, await _own(turn, home, form), giving=giving, name=words_of(form, "who"))


async def _own(turn: Turn, home: HouseholdRow, form: FormData) -> int:
    """The change that waits for this file; a number of another's opens nothing."""
    waits, number = await files.waiting_change(turn, home.code), number_of(form, "change")
    if waits is not None and waits.id == number:
        return waits.id
    if any(one.id == number for one in await kept.changes_of(turn.session, home.code)):
        raise ClaimStands(state="done", act="change")  # in another tab meanwhile
    raise HTTPException(404)


async def _do(turn: Turn, home: HouseholdRow, form: FormData) -> None:
    await files.carry_out(turn, await _own(turn, home, form))


async def _drop(turn: Turn, home: HouseholdRow, form: FormData) -> None:
    await files.drop(turn, await _own(turn, home, form))


async def _leave(turn: Turn, home: HouseholdRow, form: FormData) -> None:
    try:
        day = date.fromisoformat(words_of(form, "day"))
    except ValueError:
        raise NotALeavingDay from None
    await leaving.leave(turn, home, day)


async def _code(turn: Turn, home: HouseholdRow, _: FormData) -> invitations.Invitation:
    made = await invitations.invite(turn.session, turn.world, at=turn.now, household=home.code)
    turn.note("invitation.made", f"household/{home.code}")
    return made


async def _stay(turn: Turn, home: HouseholdRow, _: FormData) -> None:
    await leaving.stay(turn, home)


STEPS: dict[str, Callable[[Turn, HouseholdRow, FormData], Awaitable[Any]]] = {
    "split": _split, "merge": _merge, "agree": _agree, "do": _do, "drop": _drop, "leave": _leave,
    "stay": _stay, "code": _code,
}  # fmt: skip
