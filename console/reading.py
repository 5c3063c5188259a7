"""The language of whoever reads a page, for words that come from below: refusals, what is wrong."""

from dataclasses import replace

from starlette.requests import Request

from console.clerks import Clerk
from console.office import office_of
from domain.refusals import Refusal
from handlers.turn import Turn


def for_reader(request: Request, turn: Turn, clerk: Clerk) -> Turn:
    """The same turn as this clerk's act, whose words are in the language that they read."""
    locale = office_of(request).pages.locale_of(request)
    world = turn.world
    turn.world = replace(world, deployment=replace(world.deployment, locale=locale))
    turn.person = clerk.person
    return turn


def sentence(request: Request, turn: Turn, refusal: Refusal) -> str:
    """Why something was not done, as its reader understands it."""
    return turn.render(refusal.moment, office_of(request).pages.locale_of(request), **refusal.facts)
