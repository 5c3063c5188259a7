"""The console's addresses in one table, each with whom it is for: the tests walk all of it as everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console import (
    access,
    appearance,
    calls,
    corrections,
    errands,
    pasted,
    posters,
    suspended,
    tickets,
    wishes,
)
from console.clerks import Clerk, Who

READ, WRITE = ("GET",), ("POST",)


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the console."""

    path: str
    who: Who
    view: access.View
    methods: tuple[str, ...] = READ

    def route(self) -> Route:
        """The address with its guard before it."""
        return Route(self.path, access.guarded(self.view, self.who), methods=list(self.methods))


async def _home(request: Request, clerk: Clerk) -> Response:
    """The office's morning page; grid workers begin with their tickets."""
    return await (errands.home if clerk.is_office else tickets.index)(request, clerk)


PAGES: tuple[Page, ...] = (
    Page("/console", Who.STAFF, _home),
    Page("/console/sign-out", Who.STAFF, access.sign_out, WRITE),
    Page("/console/appearance", Who.STAFF, appearance.choose, WRITE),
    Page("/console/tickets", Who.STAFF, tickets.index),
    Page("/console/tickets/{number:int}", Who.STAFF, tickets.show),
    Page("/console/tickets/{number:int}/photos/{photo:int}", Who.STAFF, tickets.photo),
    Page("/console/tickets/{number:int}/{verb}", Who.STAFF, tickets.act, WRITE),
    Page("/console/paste", Who.STAFF, pasted.begin),
    Page("/console/paste", Who.STAFF, pasted.look, WRITE),
    Page("/console/paste/file", Who.STAFF, pasted.file, WRITE),
    Page("/console/paste/{batch}", Who.STAFF, pasted.filed),
    Page("/console/paste/{batch}/undo", Who.STAFF, pasted.undo, WRITE),
    Page("/console/posters", Who.STAFF, posters.index),
    Page("/console/suspended", Who.OFFICE, suspended.index),
    Page("/console/calls", Who.OFFICE, calls.index),
    Page("/console/calls/{row:int}/voice", Who.OFFICE, calls.listen),
    Page("/console/calls/{row:int}/{verb}", Who.OFFICE, calls.act, WRITE),
    Page("/console/wishes", Who.STAFF, wishes.index),
    Page("/console/wishes/{number:int}", Who.STAFF, wishes.show),
    Page("/console/wishes/{number:int}/{verb}", Who.STAFF, wishes.act, WRITE),
    Page("/console/corrections", Who.OFFICE, corrections.index),
    Page("/console/corrections/table", Who.OFFICE, corrections.export),
    Page("/console/corrections/{row:int}", Who.OFFICE, corrections.drop, WRITE),
    Page("/console/sending", Who.OFFICE, errands.sending),
    Page("/console/sending/{row:int}", Who.OFFICE, errands.sent, WRITE),
    Page("/console/parked", Who.OFFICE, errands.parked),
    Page("/console/parked/{row:int}", Who.OFFICE, errands.retry, WRITE),
)
"""Every page behind the door. A new one cannot be written without saying whom it is for."""

OPEN: tuple[Route, ...] = (
    Route("/console/sign-in", access.sign_in),
    Route("/console/login/{token}", access.use_login),
)
"""Addresses without a session."""


def routes() -> Sequence[BaseRoute]:
    """Every address of the console."""
    return [*OPEN, *(page.route() for page in PAGES)]
