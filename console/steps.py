"""One step taken on a page: done once however often it is sent, or refused with its sentence."""

import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from domain.areas import Role
from domain.refusals import Refusal
from domain.tickets.states import NeedsDate
from handlers import forms
from handlers.turn import Turn
from storage.people import names_of

R = TypeVar("R")
T = TypeVar("T")
Step = Callable[[Turn, R, FormData], Awaitable[T]]
Found = Callable[[Turn, Request, Clerk], Awaitable[R]]
MOST_WORDS = 2000  # of what somebody types into a form
LONGEST_NAME = 60  # of a form
ENDS = time(18)
"""A day that somebody names is over, for those who work, at six."""


async def taken(
    request: Request, clerk: Clerk, work: Callable[[Turn], Awaitable[T]]
) -> tuple[T | None, str]:
    """What the step made, or the sentence with which it was refused; then nothing is changed.

    A form that was taken already makes nothing more, and is not refused either.
    """
    office, form = office_of(request), await request.form()
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session, event_of(form))
            turn.person = clerk.person
            repeated = await sent_before(turn, request, form)
            made = None if repeated else await work(turn)
    except Refusal as refusal:
        return None, turn.words(refusal.moment, **refusal.facts)
    office.wake()
    return made, ""


async def step_taken(
    request: Request, clerk: Clerk, steps: Mapping[str, Step[R, T]], found: Found[R]
) -> tuple[T | None, str]:
    """Take the step that the address names on what it is about, as `taken` does.

    Raises:
        HTTPException: 404 where there is no such step.

    """
    form, step = await request.form(), steps.get(request.path_params["verb"])
    if step is None:
        raise HTTPException(404)

    async def work(turn: Turn) -> T:
        return await step(turn, await found(turn, request, clerk), form)

    return await taken(request, clerk, work)


def communities_of(turn: Turn, clerk: Clerk) -> list[tuple[str, str]]:
    """Code and name of each community that a clerk may choose: those that they answer for."""
    mine = clerk.communities_in(turn.world.organisation)
    return [(area.code, area.name) for area in mine]


def to_made(address: str, made: int | None) -> Response:
    """To what a form has made; to all of them where it was sent before."""
    return RedirectResponse(address if made is None else f"{address}/{made}", status_code=303)


def event_of(form: FormData) -> str:
    """What names this form's one sending, so that a repeat of it is done once."""
    return f"console/{once_of(form) or secrets.token_hex(8)}"


def once_of(form: FormData) -> str:
    """A form's own name, as a page of ours makes it."""
    given = str(form.get("once", ""))[:LONGEST_NAME]
    return "".join(sign for sign in given if sign.isascii() and (sign.isalnum() or sign == "-"))


async def sent_before(turn: Turn, request: Request, form: FormData) -> bool:
    """Whether exactly this was sent from here already: pressed twice, or sent anew for want of an answer.

    Whoever went back and wrote something else into the same form means something else.
    """
    if not once_of(form):
        return False
    fields = [f"{name}={_filled(value)}" for name, value in form.multi_items()]
    return await forms.sent_before(turn, request.url.path, str(turn.actor), *fields)


def _filled(value: str | UploadFile) -> str:
    return value if isinstance(value, str) else f"{value.filename}/{value.size}"


def day_of(turn: Turn, text: str) -> datetime:
    """The end of the day that a form names.

    Raises:
        NeedsDate: it names none, or one that is over.

    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NeedsDate from None
    if day < turn.world.today(turn.now):
        raise NeedsDate
    return turn.world.calendar.instant(day, ENDS)


def words_of(form: FormData, name: str = "words") -> str:
    """What was typed into a field, cut to what anybody would type; no database keeps a NUL."""
    return str(form.get(name, "")).replace("\0", "")[:MOST_WORDS]


def number_of(form: FormData, name: str) -> int:
    """A row's number from a field; 0, which no row has, where there is none."""
    return number_in(str(form.get(name, ""))) or 0


def numbers_of(given: Iterable[str]) -> list[int]:
    """The tickets' numbers of a form: several fields, or one field with several."""
    parts = " ".join(given)[:MOST_WORDS].replace(",", " ").replace("、", " ").split()
    return [number for part in parts if (number := number_in(part)) is not None]


async def named(turn: Turn, who: Mapping[int, Role]) -> list[tuple[int, str, str]]:
    """People to choose from: number, name and role."""
    names = await names_of(turn.session, set(who))
    return [(person, names.get(person, ""), role.role.value) for person, role in who.items()]
