"""The list of tickets: narrowed by what stands in its address, walked by keys, kept under a name."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from console.asked import TICKETS, Asked, areas_of, micro_grids
from console.clerks import Clerk
from console.office import number_in, office_of
from console.seen import on_record
from domain.areas import Role
from domain.tickets.lists import ThreeList
from domain.tickets.states import State
from handlers.tickets.colleagues import NAMED, ORDINARY
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from storage import saved_views
from storage.people import names_of
from storage.tickets import listing, wanted
from storage.tickets.tables import TicketRow
from storage.tickets.wanted import Standing

USUAL = (
    ("mine", Asked(mine="1")),
    ("overdue", Asked(state=Standing.OVERDUE)),
    ("today", Asked(state=Standing.TODAY)),
    ("urgent", Asked(urgent="1")),
    ("untaken", Asked(state=State.ASSIGNED)),
    ("decision", Asked(state=Standing.DECISION)),
)
"""What every office looks at; the words are in `tickets.html`."""
HANDED = frozenset({State.ASSIGNED, State.ACCEPTED, State.WORKING, State.RETURNED})
"""States in which something may be given to somebody else."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one ticket that was to be handed over together with others."""

    number: int
    refused: str
    """Why it stayed where it was; empty where it went."""


async def index(request: Request, clerk: Clerk) -> Response:
    """The list, narrowed by what stands in the address."""
    answer = await page(request, clerk, Asked.of(request.query_params))
    if request.headers.get("hx-request") == "true":
        answer.headers["HX-Push-Url"] = Asked.of(request.query_params).address
    return answer


async def page(
    request: Request, clerk: Clerk, asked: Asked, *, refused: str = "",
    handed: Sequence[Handed] = (), status: int = 200,
) -> Response:  # fmt: skip
    """The list as it is asked for, with what became of what was just done to it."""
    office = office_of(request)
    before = number_in(request.query_params.get("before", ""))
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        looked_for = asked.wanted(turn, before=before)
        rows = await wanted.page(session, clerk.sight, looked_for)
        more = rows[listing.PAGE - 1].id if len(rows) > listing.PAGE else None
        rows = rows[: listing.PAGE]
        facts = {
            **await _choices(turn, clerk, asked),
            "tickets": await _shown(turn, rows, asked), "more": more, "later": before is not None,
            "count": await wanted.count(session, clerk.sight, looked_for),
            "counted": wanted.COUNTED, "now": turn.now,
        }  # fmt: skip
    await on_record(office, clerk, rows)
    facts |= {"clerk": clerk, "asked": asked, "refused": refused, "handed": handed,
              "further": replace(asked, state=Standing.EVER.value).address,
              "once": secrets.token_hex(8)}  # fmt: skip
    return office.pages(request, "tickets.html", facts, status=status)


async def _shown(
    turn: Turn, rows: Sequence[TicketRow], asked: Asked
) -> list[tuple[TicketView, str, str]]:
    """Each ticket as this reader may read it, its owner's name, and its tick where it may be given.

    What a reader may not read they cannot find either: the room of whoever wants no name.
    """
    people = await names_of(turn.session, {row.owner_id for row in rows if row.owner_id})
    shown = []
    for row in rows:
        seen = view(turn, row)
        if not (asked.number or _says(seen, asked)):
            continue
        tick = f"{row.id}.{row.version}" if row.state in HANDED and not row.wish else ""
        shown.append((seen, people.get(row.owner_id or 0, ""), tick))
    return shown


def _says(seen: TicketView, asked: Asked) -> bool:
    words = f"{seen.text} {seen.place}".lower()
    return asked.q.lower() in words and asked.place.lower() in seen.place.lower()


async def _choices(turn: Turn, clerk: Clerk, asked: Asked) -> dict[str, Any]:
    """What the form offers."""
    organisation = turn.world.organisation
    areas = areas_of(organisation, clerk)
    own = {area.code for area in areas}
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in turn.world.catalogue:
        groups.setdefault(row.group, []).append((row.slug, row.name))
    return {
        "states": [state.value for state in State if state not in (State.OPEN, State.REOPENED)],
        "kinds": [kind.value for kind in TICKETS],
        "lists": [one.value for one in ThreeList],
        "groups": groups,
        "areas": areas,
        "micros": micro_grids(organisation, asked.area) if asked.area in own else [],
        "owners": await _owners(turn, clerk, asked.area if asked.area in own else ""),
        "usual": [(name, one.query, one.address) for name, one in USUAL],
        "views": await saved_views.of(turn.session, clerk.person.id),
    }


async def _owners(turn: Turn, clerk: Clerk, area: str) -> list[tuple[int, str, str]]:
    """Who may own what a clerk sees (in an area: who serves in its community), by name and role."""
    organisation = turn.world.organisation
    community = organisation.community_of(area)
    theirs = {
        above.code for code in clerk.sight.areas for above in organisation.chain(code)
    }  # fmt: skip
    found: dict[int, Role] = {}
    for role in organisation.roles:
        if role.role not in {*ORDINARY, *NAMED}:
            continue
        held = organisation.community_of(role.area)
        street = held is None
        if community is not None and not street and held != community:
            continue
        if clerk.sight.everything or street or (held is not None and held.code in theirs):
            found.setdefault(role.person, role)
    names = await names_of(turn.session, set(found))
    return [
        (person, names[person], role.role.value)
        for person, role in found.items()
        if person in names
    ]
