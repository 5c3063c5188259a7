"""The API in words: the document that machines read, and the same as a page."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from console.api.document import ANSWERS, SCHEMAS, document
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
    facts = {
        "made": made, "events": words["events"], "base": made["servers"][0]["url"],
        "answers": _answers(),
    }  # fmt: skip
    return office.pages(request, "api_docs.html", facts)


def _answers() -> dict[str, list[str]]:
    """What each answer holds, by its names; of a message that is told, what is in its data."""
    held = {name: _named(schema) for name, schema in ANSWERS.items()}
    return held | {"told": SCHEMAS["Told"]["properties"]["data"]["required"]}


def _named(schema: Mapping[str, Any]) -> list[str]:
    name = schema.get("items", schema)["$ref"].rpartition("/")[2]
    names: list[str] = SCHEMAS[name]["required"]
    return names


OPEN = (Route("/api/openapi.json", openapi), Route("/api/docs", page))
"""Addresses that anybody may read: they tell nothing of the community."""
