"""Every address of the API in one table, from which routes, the OpenAPI document and the tests are made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.api import open311
from console.api.answers import Wrong
from console.api.door import Needs, View, opened, told
from console.api.open311 import V2

EVERY = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that another system may do."""

    name: str
    method: str
    path: str
    needs: Needs
    view: View


OPERATIONS: tuple[Operation, ...] = (
    Operation("discovery", "GET", "/api/open311/discovery.{format}", Needs.NOTHING,
              open311.discovery),
    Operation("services", "GET", f"{V2}/services.{{format}}", Needs.NOTHING, open311.services),
    Operation("definition", "GET", f"{V2}/services/{{service_code}}.{{format}}", Needs.NOTHING,
              open311.definition),
    Operation("requests", "GET", f"{V2}/requests.{{format}}", Needs.READ, open311.requests),
    Operation("create", "POST", f"{V2}/requests.{{format}}", Needs.CREATE, open311.create),
    Operation("request", "GET", f"{V2}/requests/{{service_request_id}}.{{format}}", Needs.READ,
              open311.request),
    Operation("token", "GET", f"{V2}/tokens/{{token}}.{{format}}", Needs.READ, open311.token),
)  # fmt: skip
"""What may be done without a key tells nothing of any ticket."""


def routes() -> list[Route]:
    """The addresses; of each any way to use it is answered, and any other below `/api`."""
    found = [
        _route(path, tuple(operations))
        for path, operations in groupby(OPERATIONS, key=lambda one: one.path)
    ]
    every = list(EVERY)
    below = [Route(path, _nothing, methods=every) for path in ("/api", "/api/{rest:path}")]
    return [*found, *below]


def _route(path: str, operations: Sequence[Operation]) -> Route:
    by_method = {one.method: one for one in operations}

    async def called(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        if (operation := by_method.get(method)) is None:
            return _unused(request, by_method)
        return await opened(request, operation.view, operation.needs)

    return Route(path, called, methods=list(EVERY))


def _unused(request: Request, methods: Collection[str]) -> Response:
    wrong = Wrong(
        HTTPStatus.METHOD_NOT_ALLOWED, "wrong_method", headers={"Allow": ", ".join(methods)}
    )
    form = request.path_params.get("format")
    return told(request, wrong, "xml" if form == "xml" else "json")


async def _nothing(request: Request) -> Response:
    """No such address; in the form that its end asks for."""
    form = "xml" if request.url.path.endswith(".xml") else "json"
    return told(request, Wrong(HTTPStatus.NOT_FOUND, "no_such_address"), form)
