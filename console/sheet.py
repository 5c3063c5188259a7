"""The page of one matter: shown, acted upon, and shown again with its sentence where that is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from console.steps import event_of, sent_before, words_of
from domain.refusals import Refusal
from handlers.privacy import looks
from handlers.turn import Turn
from storage.tickets.tables import TicketRow

CHOSEN = ("day", "choice", "unit", "person")
"""What a refused form brings beside its words, and is shown with again."""
Step = Callable[[Turn, TicketRow], Awaitable[None]]


class Overtaken(Refusal):
    """Somebody else has just changed this ticket."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How one kind of matter is looked up and shown."""

    address: str
    template: str
    why: str
    """What a look at it is called on record."""
    find: Callable[[Request, Clerk, Turn], Awaitable[TicketRow]]
    facts: Callable[[Turn, TicketRow, Clerk], Awaitable[dict[str, Any]]]

    async def shown(self, request: Request, clerk: Clerk) -> Response:
        """The page as it stands; the look is on record."""
        office = office_of(request)
        async with office.database.transaction() as session:
            turn = await office.turn(session)
            ticket = await self.find(request, clerk, turn)
            looks.at(turn, ticket, why=self.why)
            facts = await self.facts(turn, ticket, clerk)
        return office.pages(
            request, self.template, {**facts, "refused": "", "typed": "", "tried": "", "given": {}}
        )

    async def acted(
        self, request: Request, clerk: Clerk, form: FormData, step: Step, *, typed: str
    ) -> Response:
        """Take one step; a refusal shows its sentence on the page, and nothing is changed."""
        office = office_of(request)
        event = event_of(form)
        try:
            async with office.database.transaction() as session:
                turn = await office.turn(session, event)
                ticket = await self.find(request, clerk, turn)
                if not await sent_before(turn, request, form):
                    if str(form.get("version", ticket.version)) != str(ticket.version):
                        raise Overtaken
                    await step(turn, ticket)
        except Refusal as refusal:
            return await self._refused(request, clerk, refusal, typed, form)
        office.wake()
        return RedirectResponse(f"{self.address}/{ticket.id}", status_code=303)

    async def _refused(
        self, request: Request, clerk: Clerk, refusal: Refusal, typed: str, form: FormData
    ) -> Response:
        office = office_of(request)
        async with office.database.reading() as session:
            turn = await office.turn(session)
            ticket = await self.find(request, clerk, turn)
            facts = await self.facts(turn, ticket, clerk)
            facts |= {"refused": turn.words(refusal.moment, **refusal.facts), "typed": typed,
                      "tried": request.path_params["verb"],
                      "given": {name: words_of(form, name) for name in CHOSEN}}  # fmt: skip
        return office.pages(request, self.template, facts, status=409)
