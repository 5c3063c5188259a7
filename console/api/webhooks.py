"""Addresses that are told of tickets, and what became of each message to them."""

from collections.abc import Callable
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.api.door import WORDS
from console.api.keys import communities, community_in
from console.clerks import Clerk
from console.office import number_in, office_of
from domain.refusals import Refusal
from domain.webhooks import EVENTS
from handlers import webhooks as hooks
from handlers.turn import Turn
from handlers.webhooks import Wanted
from storage import webhooks
from storage.webhooks import UNSETTLED, WebhookRow

ADDRESS = "/console/webhooks"


async def index(request: Request, clerk: Clerk) -> Response:
    """Who is told, and a form for one more."""
    return await _index(request, clerk)


async def make(request: Request, clerk: Clerk) -> Response:
    """Have a system told; the answer is the only page that ever shows its secret."""
    office, form = office_of(request), await request.form()
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session)
            turn.person = clerk.person
            row, secret = await hooks.open_hook(turn, _wanted(turn, form))
    except Refusal as refusal:
        return await _index(request, clerk, refused=refusal, typed=_typed(form))
    return await _show(request, clerk, row.id, secret=secret)


def _wanted(turn: Turn, form: FormData) -> Wanted:
    return Wanted(
        name=str(form.get("name", "")).strip(),
        address=str(form.get("address", "")).strip(),
        events=frozenset(str(one) for one in form.getlist("event")),
        community=community_in(turn, str(form.get("community", ""))),
    )


def _typed(form: FormData) -> dict[str, Any]:
    return {"name": str(form.get("name", "")), "address": str(form.get("address", "")),
            "events": [str(one) for one in form.getlist("event")]}  # fmt: skip


async def _index(
    request: Request, clerk: Clerk, *, refused: Refusal | None = None,
    typed: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows, counts = await webhooks.hooks(session), await webhooks.counts(session)
        areas = communities(turn)
    facts = {
        "clerk": clerk, "rows": rows, "counts": counts, "areas": areas, "names": dict(areas),
        "all_events": list(EVENTS), "events": office.pages.words(request, WORDS)["events"],
        "typed": typed or {"name": "", "address": "", "events": list(EVENTS)},
        "refused": turn.words(refused.moment, **refused.facts) if refused else "",
    }  # fmt: skip
    return office.pages(request, "webhooks.html", facts, status=409 if refused else 200)


async def show(request: Request, clerk: Clerk) -> Response:
    """One of them, with its messages."""
    return await _show(request, clerk, int(request.path_params["row"]))


async def _show(request: Request, clerk: Clerk, number: int, *, secret: str = "") -> Response:
    office = office_of(request)
    before = number_in(request.query_params.get("before", ""))
    async with office.database.reading() as session:
        row = await session.get(WebhookRow, number)
        if row is None:
            raise HTTPException(404)
        turn = await office.turn(session)
        rows = await webhooks.page(session, number, before=before)
        names = dict(communities(turn))
    more = rows[webhooks.PAGE - 1].id if len(rows) > webhooks.PAGE else None
    facts = {
        "clerk": clerk, "hook": row, "rows": rows[: webhooks.PAGE], "more": more, "names": names,
        "secret": secret, "unsettled": UNSETTLED,
        "events": office.pages.words(request, WORDS)["events"],
    }  # fmt: skip
    return office.pages(request, "webhook.html", facts)


async def _off(turn: Turn, row: WebhookRow) -> None:
    await hooks.close_hook(turn, row)


async def _test(turn: Turn, row: WebhookRow) -> None:
    if row.ended_at is None:
        hooks.try_out(turn, row)


VERBS: dict[str, Callable[[Turn, WebhookRow], Any]] = {"off": _off, "test": _test}


async def act(request: Request, clerk: Clerk) -> Response:
    """Tell it nothing more, try it out, or give it a new secret."""
    office, number = office_of(request), int(request.path_params["row"])
    verb, secret = request.path_params["verb"], ""
    if verb not in (*VERBS, "secret"):
        raise HTTPException(404)
    async with office.database.transaction() as session:
        row = await webhooks.hook(session, number)
        if row is None:
            raise HTTPException(404)
        turn = await office.turn(session)
        turn.person = clerk.person
        if verb in VERBS:
            await VERBS[verb](turn, row)
        else:
            secret = await hooks.renew_secret(turn, row)
    office.wake()
    if secret:
        return await _show(request, clerk, number, secret=secret)
    return RedirectResponse(f"{ADDRESS}/{number}", status_code=303)


async def again(request: Request, clerk: Clerk) -> Response:
    """Send one message once more."""
    office, number = office_of(request), int(request.path_params["row"])
    async with office.database.transaction() as session:
        row = await webhooks.delivery(session, int(request.path_params["delivery"]), number)
        if row is None or row.state in UNSETTLED:
            raise HTTPException(404)
        turn = await office.turn(session)
        turn.person = clerk.person
        hooks.send_again(turn, row)
    office.wake()
    return RedirectResponse(f"{ADDRESS}/{number}", status_code=303)
