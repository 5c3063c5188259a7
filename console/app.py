"""The console's addresses in one table, each with whom it is for: the tests walk all of it as everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute, Route

from console import (
    access,
    appearance,
    audit,
    calls,
    corrections,
    door,
    entry,
    errands,
    exports,
    feeds,
    groups,
    handing_over,
    me,
    month,
    pasted,
    people,
    posters,
    projects,
    responsibility,
    saved_views,
    schedules,
    settings,
    signups,
    suspended,
    texts,
    ticket,
    ticket_list,
    today,
    trying,
    whistles,
    wishes,
    workbook,
    working_days,
)
from console.api import docs, keys, table, webhooks
from console.clerks import Who
from console.reports import behind as figures_behind
from console.reports import board, figures, files, lists

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


PAGES: tuple[Page, ...] = (
    Page("/console", Who.STAFF, today.home),
    Page("/console/today/{what}/{number:int}/{verb}", Who.STAFF, today.act, WRITE),
    Page("/console/sign-out", Who.STAFF, access.sign_out, WRITE),
    Page("/console/appearance", Who.STAFF, appearance.choose, WRITE),
    Page("/console/tickets", Who.STAFF, ticket_list.index),
    Page("/console/tickets/hand-over", Who.STAFF, handing_over.together, WRITE),
    Page("/console/tickets/together/projects", Who.OFFICE, handing_over.into, WRITE),
    Page("/console/tickets/together/whistles", Who.STAFF, handing_over.into, WRITE),
    Page("/console/views", Who.STAFF, saved_views.keep, WRITE),
    Page("/console/views/{row:int}", Who.STAFF, saved_views.drop, WRITE),
    Page("/console/tickets/new", Who.STAFF, entry.blank),
    Page("/console/tickets/new", Who.STAFF, entry.write, WRITE),
    Page("/console/tickets/new/proposal", Who.STAFF, entry.proposal, WRITE),
    Page("/console/tickets/{number:int}", Who.STAFF, ticket.show),
    Page("/console/tickets/{number:int}/present", Who.STAFF, ticket.present),
    Page("/console/tickets/{number:int}/photos/{photo:int}", Who.STAFF, ticket.photo),
    Page("/console/tickets/{number:int}/{verb}", Who.STAFF, ticket.act, WRITE),
    Page("/console/paste", Who.GROUND, pasted.begin),
    Page("/console/paste", Who.GROUND, pasted.look, WRITE),
    Page("/console/paste/file", Who.GROUND, pasted.file, WRITE),
    Page("/console/paste/{batch}", Who.GROUND, pasted.filed),
    Page("/console/paste/{batch}/undo", Who.GROUND, pasted.undo, WRITE),
    Page("/console/posters", Who.GROUND, posters.index),
    Page("/console/suspended", Who.OFFICE, suspended.index),
    Page("/console/calls", Who.OFFICE, calls.index),
    Page("/console/calls/{row:int}/voice", Who.OFFICE, calls.listen),
    Page("/console/calls/{row:int}/{verb}", Who.OFFICE, calls.act, WRITE),
    Page("/console/wishes", Who.STAFF, wishes.index),
    Page("/console/wishes/{number:int}", Who.STAFF, wishes.show),
    Page("/console/wishes/{number:int}/{verb}", Who.STAFF, wishes.act, WRITE),
    Page("/console/projects", Who.STAFF, projects.index),
    Page("/console/projects", Who.OFFICE, projects.begin, WRITE),
    Page("/console/projects/new", Who.OFFICE, projects.new),
    Page("/console/projects/{number:int}", Who.STAFF, projects.show),
    Page("/console/projects/{number:int}/{verb}", Who.STAFF, projects.act, WRITE),
    Page("/console/whistles", Who.STAFF, whistles.index),
    Page("/console/whistles", Who.STAFF, whistles.begin, WRITE),
    Page("/console/whistles/new", Who.STAFF, whistles.new),
    Page("/console/whistles/{number:int}", Who.STAFF, whistles.show),
    Page("/console/whistles/{number:int}/{verb}", Who.STAFF, whistles.act, WRITE),
    Page("/console/signups", Who.OFFICE, signups.index),
    Page("/console/signups", Who.OFFICE, signups.begin, WRITE),
    Page("/console/signups/new", Who.OFFICE, signups.new),
    Page("/console/signups/{number:int}", Who.OFFICE, signups.show),
    Page("/console/signups/{number:int}/door/{code}", Who.OFFICE, door.show),
    Page("/console/signups/{number:int}/door/{code}", Who.OFFICE, door.came, WRITE),
    Page("/console/signups/{number:int}/{verb}", Who.OFFICE, signups.act, WRITE),
    Page("/console/schedules", Who.OFFICE, schedules.index),
    Page("/console/schedules", Who.OFFICE, schedules.begin, WRITE),
    Page("/console/schedules/new", Who.OFFICE, schedules.new),
    Page("/console/schedules/{number:int}", Who.OFFICE, schedules.show),
    Page("/console/schedules/{number:int}/edit", Who.OFFICE, schedules.edit),
    Page("/console/schedules/{number:int}/edit", Who.OFFICE, schedules.change, WRITE),
    Page("/console/schedules/{number:int}/{verb}", Who.OFFICE, schedules.act, WRITE),
    Page("/console/schedules/month", Who.OFFICE, month.show),
    Page("/console/schedules/working-days", Who.OFFICE, working_days.index),
    Page("/console/schedules/working-days", Who.STREET, working_days.enter, WRITE),
    Page("/console/figures", Who.OFFICE, figures.index),
    Page("/console/figures/behind", Who.OFFICE, figures_behind.index),
    Page("/console/figures/print", Who.OFFICE, files.figures_print),
    Page("/console/figures/table.xlsx", Who.OFFICE, files.figures_xlsx),
    Page("/console/lists", Who.OFFICE, lists.index),
    Page("/console/lists/print", Who.OFFICE, files.lists_print),
    Page("/console/lists/table.xlsx", Who.OFFICE, files.lists_xlsx),
    Page("/console/lists/table.csv", Who.OFFICE, files.lists_csv),
    Page("/console/lists/picture.png", Who.OFFICE, files.lists_picture),
    Page("/console/corrections", Who.OFFICE, corrections.index),
    Page("/console/corrections/table", Who.OFFICE, corrections.export),
    Page("/console/corrections/{row:int}", Who.OFFICE, corrections.drop, WRITE),
    Page("/console/texts", Who.OFFICE, texts.index),
    Page("/console/texts/{locale}/{part}/{name}", Who.OFFICE, texts.show),
    Page("/console/texts/{locale}/{part}/{name}", Who.STREET, texts.save, WRITE),
    Page("/console/texts/{locale}/{part}/{name}/try", Who.STREET, texts.try_out, WRITE),
    Page("/console/texts/{locale}/{part}/{name}/default", Who.STREET, texts.default, WRITE),
    Page("/console/people", Who.OFFICE, people.index),
    Page("/console/people/invite", Who.OFFICE, people.invite, WRITE),
    Page("/console/people/revoke", Who.OFFICE, people.revoke, WRITE),
    Page("/console/people/{number:int}", Who.OFFICE, people.show),
    Page("/console/people/{number:int}/{verb}", Who.OFFICE, people.act, WRITE),
    Page("/console/groups", Who.OFFICE, groups.index),
    Page("/console/groups/{row:int}", Who.OFFICE, groups.change, WRITE),
    Page("/console/settings", Who.STREET, settings.index),
    Page("/console/settings/{name}", Who.STREET, settings.decide, WRITE),
    Page("/console/audit", Who.OFFICE, audit.index),
    Page("/console/audit/table", Who.OFFICE, audit.export),
    Page("/console/me", Who.STAFF, me.show),
    Page("/console/me/end", Who.STAFF, me.end, WRITE),
    Page("/console/responsibility", Who.OFFICE, responsibility.index),
    Page("/console/responsibility/area", Who.OFFICE, responsibility.area),
    Page("/console/responsibility/place", Who.OFFICE, responsibility.place),
    Page("/console/responsibility/change", Who.OFFICE, responsibility.change, WRITE),
    Page("/console/responsibility/changes/{row:int}", Who.OFFICE, responsibility.cancel, WRITE),
    Page("/console/responsibility/try", Who.OFFICE, trying.show),
    Page("/console/responsibility/try", Who.OFFICE, trying.tried, WRITE),
    Page("/console/exports", Who.OFFICE, exports.index),
    Page("/console/exports/table", Who.OFFICE, exports.masked),
    Page("/console/exports/page", Who.OFFICE, exports.on_paper),
    Page("/console/exports/ask", Who.OFFICE, exports.ask, WRITE),
    Page("/console/exports/forms", Who.OFFICE, exports.name_form, WRITE),
    Page("/console/exports/forms/{row:int}", Who.OFFICE, exports.drop_form, WRITE),
    Page("/console/exports/{row:int}/{verb}", Who.OFFICE, exports.act, WRITE),
    Page("/console/workbook", Who.STREET, workbook.index),
    Page("/console/workbook", Who.STREET, workbook.send, WRITE),
    Page("/console/workbook/table", Who.STREET, workbook.download),
    Page("/console/workbook/take", Who.STREET, workbook.take_in, WRITE),
    Page("/console/sending", Who.OFFICE, errands.sending),
    Page("/console/sending/{row:int}", Who.OFFICE, errands.sent, WRITE),
    Page("/console/parked", Who.OFFICE, errands.parked),
    Page("/console/parked/{row:int}", Who.OFFICE, errands.retry, WRITE),
    Page("/console/api", Who.STREET, keys.index),
    Page("/console/api", Who.STREET, keys.make, WRITE),
    Page("/console/api/{row:int}/revoke", Who.STREET, keys.revoke, WRITE),
    Page("/console/webhooks", Who.STREET, webhooks.index),
    Page("/console/webhooks", Who.STREET, webhooks.make, WRITE),
    Page("/console/webhooks/{row:int}", Who.STREET, webhooks.show),
    Page("/console/webhooks/{row:int}/again/{delivery:int}", Who.STREET, webhooks.again, WRITE),
    Page("/console/webhooks/{row:int}/{verb}", Who.STREET, webhooks.act, WRITE),
)
"""Every page behind the door. A new one cannot be written without saying whom it is for."""

OPEN: tuple[Route, ...] = (
    Route("/console/sign-in", access.sign_in),
    Route("/console/login/{token}", access.use_login),
    Route("/board", board.show),
    Route("/calendar/{code}.ics", feeds.area),
)
"""Addresses without a session."""


def routes() -> Sequence[BaseRoute]:
    """Every address of the console."""
    pages = (page.route() for page in PAGES)
    return [*OPEN, *pages, *docs.OPEN, *table.routes()]
