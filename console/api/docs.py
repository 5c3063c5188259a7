"""The API in words: the document that machines read, and the same as a page."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from console.api.document import document
from console.api.door import WORDS
from console.office import Office, office_of
from handlers.world import World


async def _world(office: Office) -> World:
    async with office.database.reading() as session:
        return await office.community.world(session)


async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    office = office_of(request)
    made = await _made(request, office)
    return JSONResponse(made, headers={"Cache-Control": "no-cache"})


async def _made(request: Request, office: Office) -> dict[str, Any]:
    server = (await _world(office)).deployment.public_url.rstrip("/")
    words = office.pages.words(request, WORDS)
    return document(words, title=str(words["told"]["title"]), server=server)


async def page(request: Request) -> Response:
    """The API for people: each address, what it needs and what it answers."""
    office = office_of(request)
    made = await _made(request, office)
    words = office.pages.words(request, WORDS)
    facts = {"made": made, "events": words["events"], "base": made["servers"][0]["url"]}
    return office.pages(request, "api_docs.html", facts)


OPEN = (Route("/api/openapi.json", openapi), Route("/api/docs", page))
"""Addresses that anybody may read: they tell nothing of the community."""
