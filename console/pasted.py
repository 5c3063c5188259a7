"""Chat pasted from a WeChat group: looked through, filed by one press, answered, taken back.

Nothing of it is kept but what is filed: until then the proposals travel with the form, sealed.
"""

import asyncio
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.grounds import Ground, grounds, holds
from console.office import Office, number_in, office_of
from domain.corrections import KINDS
from domain.pasted import MOST_LINES, UNDO, lines_of, matters_of
from domain.places import Place
from domain.refusals import Refusal
from domain.tickets.kinds import Sensitivity
from domain.understanding import Reader
from handlers.pasted import answers, filing, proposing, undoing
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from storage import pasted
from storage.pasted import CallerRow
from storage.tickets.tables import TicketRow

BATCH = re.compile(r"\d{1,9}-[0-9A-Za-z]{1,20}")


async def begin(request: Request, clerk: Clerk) -> Response:
    """Choose the group, and paste."""
    return await _begin(request, clerk, undone=number_in(request.query_params.get("undone", "")))


async def _begin(
    request: Request, clerk: Clerk, *, refused: str = "", undone: int | None = None,
    group: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await _turn(office, clerk, session)
        around = _around(turn, clerk)
        chosen = group or await pasted.last_place(session, clerk.person.id)
    facts = {
        "clerk": clerk, "grounds": around, "group": chosen if chosen and holds(around, chosen) else "",
        "refused": refused, "undone": undone, "most": MOST_LINES,
        "name_of": turn.world.places.name_of,
    }  # fmt: skip
    return office.pages(request, "paste.html", facts, status=status)


async def _turn(office: Office, clerk: Clerk, session: Any, event: str = "console") -> Turn:
    turn = await office.turn(session, event)
    turn.person = clerk.person
    return turn


def _around(turn: Turn, clerk: Clerk) -> list[Ground]:
    """The groups that somebody may paste from: those of their own estates and houses."""
    found = grounds(clerk, turn.world.organisation)
    if not found:
        raise HTTPException(403)  # whoever serves nowhere around here
    return found


async def look(request: Request, clerk: Clerk) -> Response:
    """What huying proposes of what was pasted; nothing is stored by looking."""
    office, form = office_of(request), await request.form()
    group, chat = str(form.get("group", "")), str(form.get("chat", ""))
    async with office.database.reading() as session:
        turn = await _turn(office, clerk, session)
        around = _around(turn, clerk)
        if not holds(around, group):
            raise HTTPException(404)
        try:
            matters, talk = await asyncio.to_thread(_read, turn, group, chat)
        except Refusal as refusal:
            words = turn.words(refusal.moment, **refusal.facts)
            return await _begin(request, clerk, refused=words, group=group, status=422)
        rows = await proposing.propose(turn, group, matters)
        facts = {
            "clerk": clerk, "rows": rows, "talk": talk, "more": max(0, len(matters) - proposing.MOST),
            "kinds": [kind.value for kind in KINDS], "matters": _names(turn),
            "places": _places(turn, group), "group": turn.world.places.name_of(group),
            "once": secrets.token_hex(8), "ticked": sum(row.ticked for row in rows),
        }  # fmt: skip
    return office.pages(request, "proposals.html", facts)


def _read(turn: Turn, group: str, chat: str) -> tuple[tuple[Any, ...], int]:
    """Read off the loop, for thousands of lines take seconds; a reader remembers, so it has its own."""
    world = turn.world
    reader = Reader(world.catalogue, world.reader.lexicon, world.reader.judge, world.places)
    copied = lines_of(chat, world.today(turn.now))
    matters, talk = matters_of(copied.lines, reader, proposing.around(turn, group))
    return matters, talk + copied.others


def _names(turn: Turn) -> list[str]:
    return [
        row.name for row in turn.world.catalogue if row.sensitivity is not Sensitivity.SENSITIVE
    ]


def _places(turn: Turn, group: str) -> list[str]:
    """Places that may be meant, as a list to choose from while typing."""
    places = turn.world.places
    estate = places.estate_of(group) or places.get(group)
    inner: list[Place] = [estate, *places.within(estate.code)] if estate else []
    return [places.name_of(place.code) for place in inner if place.kind.value != "room"][:500]


async def file(request: Request, clerk: Clerk) -> Response:
    """File what was ticked, by one press; pressed twice it is filed once."""
    office, form = office_of(request), await request.form()
    once = re.sub(r"[^0-9A-Za-z]", "", str(form.get("once", "")))[:20] or secrets.token_hex(8)
    batch = f"{clerk.person.id}-{once}"
    try:
        async with office.database.transaction() as session:
            turn = await _turn(office, clerk, session, f"console/{batch}")
            await filing.file(turn, _chosen(form), batch)
            made = await pasted.of_batch(session, batch, clerk.person.id)
    except Refusal as refusal:
        words = turn.words(refusal.moment, **refusal.facts)
        return await _begin(request, clerk, refused=words, status=409)
    office.wake()
    return RedirectResponse(f"/console/paste/{batch}" if made else "/console/paste", 303)


def _chosen(form: FormData) -> list[filing.Chosen]:
    """The rows that were ticked, with what was put right in them."""
    ticked = [number_in(str(value)) for value in form.getlist("tick")]
    return [_row(form, at) for at in dict.fromkeys(ticked) if at is not None][: proposing.MOST]


def _row(form: FormData, at: int) -> filing.Chosen:
    token, kind, category, place, anew = (
        _plain(str(form.get(f"{name}_{at}", "")))
        for name in ("token", "kind", "category", "place", "anew")
    )
    return filing.Chosen(token, kind[:20], category[:60], place, anew == "1")


def _plain(typed: str) -> str:
    """What was typed, without signs that nobody can see and no database holds."""
    return "".join(sign for sign in typed if sign.isprintable())


def _batch(request: Request) -> str:
    """What was pasted together, as the address names it."""
    batch = str(request.path_params["batch"])
    if BATCH.fullmatch(batch) is None:
        raise HTTPException(404)
    return batch


@dataclass(frozen=True, slots=True)
class Filed:
    """A ticket that was filed, and what is said about it in the group."""

    ticket: TicketView
    joined: bool
    secret: bool
    text: str | None
    names: tuple[str, ...] = ()
    """Whom it answers, as the group shows them: for whoever copies it back, never in the words."""


async def filed(request: Request, clerk: Clerk) -> Response:
    """The numbers of what was filed, and the words to copy back into the group."""
    office = office_of(request)
    batch = _batch(request)
    async with office.database.reading() as session:
        turn = await _turn(office, clerk, session)
        rows = await pasted.of_batch(session, batch, clerk.person.id)
        if not rows:
            raise HTTPException(404)
        numbers = dict.fromkeys(row.ticket_id for row in rows)
        made = [
            await _filed(turn, number, [row for row in rows if row.ticket_id == number])
            for number in numbers
        ]
    facts = {
        "clerk": clerk, "rows": made, "batch": batch, "texts": [one.text for one in made if one.text],
        "undo": office.clock.now() - rows[0].at <= UNDO, "until": rows[0].at + UNDO,
        "group": turn.world.places.name_of(rows[0].place),
    }  # fmt: skip
    return office.pages(request, "pasted.html", facts)


async def _filed(turn: Turn, number: int, callers: Sequence[CallerRow]) -> Filed:
    """What became of a ticket: it was there before only if none of these lines began it."""
    joined = all(row.joined for row in callers)
    ticket = await turn.session.get(TicketRow, number)
    assert ticket is not None
    secret = ticket.sensitivity == Sensitivity.SENSITIVE
    text = answers.receipt(turn, ticket, joined=joined)
    names = () if secret else tuple(dict.fromkeys(row.name for row in callers if row.name))
    return Filed(view(turn, ticket), joined, secret, text, names)


async def undo(request: Request, clerk: Clerk) -> Response:
    """Take back all of it, or one ticket; nobody in the group hears of it."""
    office, form = office_of(request), await request.form()
    batch = _batch(request)
    event = f"console/undo/{batch}/{secrets.token_hex(8)}"
    try:
        async with office.database.transaction() as session:
            turn = await _turn(office, clerk, session, event)
            gone = await undoing.undo(turn, batch, only=number_in(str(form.get("ticket", ""))))
            left = await pasted.of_batch(session, batch, clerk.person.id)
    except Refusal as refusal:
        words = turn.words(refusal.moment, **refusal.facts)
        return await _begin(request, clerk, refused=words, status=409)
    office.wake()
    back = f"/console/paste/{batch}" if left else f"/console/paste?undone={gone}"
    return RedirectResponse(back, status_code=303)
