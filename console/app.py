"""The console's addresses, in one table: a new one without its rule does not pass the tests."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.templating import Jinja2Templates

import templates
from console import access, calls, corrections, errands, suspended, tickets, wishes

OPEN_TO_ALL = frozenset({"/console/sign-in", "/console/login/{token}"})
"""Addresses without a session: the way in."""


def pages(clock: Callable[[datetime], str]) -> Jinja2Templates:
    """The console's page templates, with the filters that chat templates have."""
    made = Jinja2Templates(directory=Path(templates.__file__).parent / "console")
    made.env.filters["clock"] = clock
    return made


def routes() -> Sequence[BaseRoute]:
    """Every page of the console."""
    return [
        Route("/console/sign-in", access.sign_in),
        Route("/console/login/{token}", access.use_login),
        Route("/console/sign-out", access.staff(access.sign_out), methods=["POST"]),
        Route("/console", _home),
        Route("/console/tickets", tickets.index),
        Route("/console/tickets/{number:int}", tickets.show),
        Route("/console/tickets/{number:int}/photos/{photo:int}", tickets.photo),
        Route("/console/tickets/{number:int}/{verb}", tickets.act, methods=["POST"]),
        Route("/console/suspended", suspended.index),
        Route("/console/calls", calls.index),
        Route("/console/calls/{row:int}/voice", calls.listen),
        Route("/console/calls/{row:int}/{verb}", calls.act, methods=["POST"]),
        Route("/console/wishes", wishes.index),
        Route("/console/wishes/{number:int}", wishes.show),
        Route("/console/wishes/{number:int}/{verb}", wishes.act, methods=["POST"]),
        Route("/console/corrections", corrections.index),
        Route("/console/corrections/table", corrections.export),
        Route("/console/corrections/{row:int}", corrections.drop, methods=["POST"]),
        Route("/console/sending", errands.sending),
        Route("/console/sending/{row:int}", errands.sent, methods=["POST"]),
        Route("/console/parked", errands.parked),
        Route("/console/parked/{row:int}", errands.retry, methods=["POST"]),
    ]


async def _home(request: Request) -> Response:
    """The office's morning page; grid workers begin with their tickets."""
    clerk = await access.clerk_of(request)
    if clerk is not None and not clerk.is_office:
        return await tickets.index(request)
    return await errands.home(request)
