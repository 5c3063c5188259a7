"""What waits to be verified: one press on the phone of whoever looks after the household."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import number_of, step_taken, taken, words_of
from domain.points.claims import WHOLE, NoSuchHome, NotThatDay, must_be_written
from domain.points.said import MOST_HALVES
from handlers.points import claims as verbs
from handlers.points import telling
from handlers.points.claims import ClaimView, Deed
from handlers.tickets.entry import place_meant
from handlers.turn import Turn
from storage.points import claims, households, rules
from storage.points.claims import ClaimRow
from storage.points.tables import HouseholdRow
from storage.tickets.tables import AttachmentRow

FIELDS = ("home", "rule", "day", "hours", "level", "note")
HERE = "/console/points"


def near(turn: Turn, clerk: Clerk) -> set[str] | None:
    """The communities in which a clerk serves; None for the whole street."""
    if clerk.is_street:
        return None
    organisation = turn.world.organisation
    found = (organisation.community_of(role.area) for role in clerk.roles)
    return {area.code for area in found if area is not None}


async def index(request: Request, clerk: Clerk) -> Response:
    """What this clerk can verify, the oldest first; and a form to claim for a household."""
    return await _page(request, clerk)


async def _page(
    request: Request, clerk: Clerk, refused: str = "", form: FormData | None = None
) -> Response:
    office, given = office_of(request), form or FormData()
    after = number_in(request.query_params.get("after", "")) or 0
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        rows = await claims.waiting_claims(session, near(turn, clerk), after=after)
        mine = [row for row in rows if await verbs.looks_after(turn, row)]
        shown = [(row, await verbs.view_of(turn, row), await _written(turn, row)) for row in mine]
        photos = await claims.claim_photos(session, [row.id for row in mine])
        today = turn.world.today(turn.now)
        known = [rule for _, rule in (await rules.rules_on(session, today)).values()]
    facts = {
        "clerk": clerk, "rows": shown, "photos": photos, "refused": refused, "today": today,
        "rules": sorted((one for one in known if one.points > 0), key=lambda one: one.code),
        "typed": {name: words_of(given, name) for name in FIELDS}, "once": secrets.token_hex(8),
        "more": rows[-1].id if len(rows) == claims.PAGE else None,
    }  # fmt: skip
    return office.pages(request, "points.html", facts, status=409 if refused else 200)


async def _written(turn: Turn, row: ClaimRow) -> bool:
    _, rule = await verbs.rule_of(turn, row.rule, row.day)
    return must_be_written(rule)


async def begin(request: Request, clerk: Clerk) -> Response:
    """Claim for a household: somebody else verifies it."""
    form = await request.form()

    async def work(turn: Turn) -> ClaimView:
        row, new = await verbs.claim(turn, await _deed(turn, clerk, form))
        if new:
            await telling.ask_to_verify(turn, row)
        return await verbs.view_of(turn, row)

    _, refused = await taken(request, clerk, work)
    return await _page(request, clerk, refused, form) if refused else _back()


async def the_home(turn: Turn, clerk: Clerk, where: str) -> HouseholdRow:
    """The one household, where this clerk serves, that somebody means. Raises NoSuchHome."""
    place = place_meant(turn, where)
    homes = await households.looked_for(
        turn.session, where, [place.code] if place and place.code else []
    )
    around = near(turn, clerk)
    homes = [one for one in homes if around is None or verbs.community_of(turn, one) in around]
    if len(homes) != 1:
        raise NoSuchHome
    return homes[0]


async def _deed(turn: Turn, clerk: Clerk, form: FormData) -> Deed:
    """What was filled in. Raises NoSuchHome, NotThatDay."""
    home = await the_home(turn, clerk, words_of(form, "home").strip())
    return Deed(
        home.code, words_of(form, "rule"), day_done(form), verbs.WORKER, halves=halves_of(form),
        level=number_of(form, "level"), note=words_of(form, "note"),
    )  # fmt: skip


def day_done(form: FormData) -> date:
    """The day on which it was done. Raises NotThatDay."""
    try:
        return date.fromisoformat(words_of(form, "day"))
    except ValueError:
        raise NotThatDay from None


def halves_of(form: FormData) -> int:
    """Hours as half hours; one hour where nothing, or nothing that can be meant, is written."""
    try:
        hours = float(words_of(form, "hours") or 1)
    except ValueError:
        return WHOLE
    return int(hours * 2) if 0 < hours * 2 <= MOST_HALVES else WHOLE


async def act(request: Request, clerk: Clerk) -> Response:
    """Verify one, or say why it is not so."""
    form = await request.form()
    _, refused = await step_taken(request, clerk, STEPS, _found)
    return await _page(request, clerk, refused, form) if refused else _back()


def _back() -> Response:
    return RedirectResponse(HERE, status_code=303)


async def _found(turn: Turn, request: Request, _: Clerk) -> ClaimRow:
    return await seen(turn, int(request.path_params["number"]))


async def seen(turn: Turn, number: int) -> ClaimRow:
    """A claim that whoever is signed in may look at.

    Raises:
        HTTPException: 404 where it is not in their care.

    """
    row = await claims.claim(turn.session, number)
    if row is None or not await verbs.looks_after(turn, row):
        raise HTTPException(404)
    return row


async def _verify(turn: Turn, row: ClaimRow, form: FormData) -> None:
    await telling.verified(turn, await verbs.verify(turn, row.id, seen=words_of(form, "seen")))


async def _refuse(turn: Turn, row: ClaimRow, form: FormData) -> None:
    await telling.refused(turn, await verbs.refuse(turn, row.id, words_of(form, "reason")))


STEPS: dict[str, Callable[[Turn, ClaimRow, FormData], Awaitable[Any]]] = {
    "verify": _verify,
    "refuse": _refuse,
}


async def photo(request: Request, clerk: Clerk) -> Response:
    """A photo beside a claim, for whoever may verify it; that it was looked at is on record."""
    office = office_of(request)
    async with office.database.transaction() as session:
        row = await _photo_of(await office.turn(session), request, clerk, session)
    return Response(
        office.read_file(row.path or ""), media_type=row.mime or "image/jpeg",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=600"},
    )  # fmt: skip


async def _photo_of(
    turn: Turn, request: Request, clerk: Clerk, session: AsyncSession
) -> AttachmentRow:
    turn.person = clerk.person
    row = await session.get(AttachmentRow, int(request.path_params["number"]))
    if row is None or row.claim_id is None or not row.path:
        raise HTTPException(404)
    await seen(turn, row.claim_id)
    turn.note("claim.photo_seen", f"claim/{row.claim_id}")
    return row
