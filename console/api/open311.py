"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2): what may be filed, filing it, and how it stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from console.api.answers import Wrong, bad
from console.api.asked import at_most, instant, listed, numbers, words_in
from console.api.door import Call
from console.office import number_in
from domain.api import LONGEST_TEXT, MOST, Status, offered, states_of, window
from domain.catalogue import Category
from domain.places import PlaceKind
from domain.refusals import Refusal
from handlers import api as filed
from handlers.api import Asked, Elsewhere, NotOffered, OtherWords, Unplaced
from handlers.privacy import freezing, looks
from handlers.privacy.outward import Outward, outward
from handlers.webhooks import stamp
from handlers.world import World
from storage import api
from storage.api import Looked
from storage.tickets.tables import TicketRow

V2 = "/api/open311/v2"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
PLACE = "place"  # the one attribute that a service has
LISTED = {PlaceKind.BUILDING, PlaceKind.PUBLIC}
MOST_LISTED = 500  # places; of more than that the codes are given along by hand
LONGEST_FIELD, LONGEST_MARK = 200, 200


async def discovery(call: Call) -> Response:
    """Where the API is, and how to get a key."""
    async with call.office.database.reading() as session:
        world = await call.office.community.world(session)
    base = world.deployment.public_url.rstrip("/")
    changed = str(world.revision)
    tree = {
        "changeset": changed, "contact": world.deployment.operator or call.say("told", "contact"),
        "key_service": call.say("told", "key_service"),
        "endpoints": [{
            "specification": SPECIFICATION, "url": f"{base}{V2}", "changeset": changed,
            "type": "production", "formats": ["text/xml", "application/json"],
        }],
    }  # fmt: skip
    return call.answer("discovery", tree)


async def services(call: Call) -> Response:
    """What may be filed."""
    async with call.office.database.reading() as session:
        world = await call.office.community.world(session)
    rows = [_service(call, row) for row in world.catalogue if offered(row)]
    return call.answer("services", rows)


def _service(call: Call, row: Category) -> dict[str, Any]:
    return {
        "service_code": row.slug, "service_name": row.name, "description": row.said,
        "metadata": True, "type": "realtime", "keywords": ",".join(row.words),
        "group": call.named("groups", row.group),
    }  # fmt: skip


async def definition(call: Call) -> Response:
    """What a matter needs to be told: where it is."""
    async with call.office.database.reading() as session:
        world = await call.office.community.world(session)
    row = world.catalogue.get(call.request.path_params["service_code"])
    if row is None or not offered(row):
        raise Wrong(HTTPStatus.NOT_FOUND, "no_such_service")
    values = _values(world)
    attribute = {
        "variable": True, "code": PLACE, "datatype": "singlevaluelist" if values else "string",
        "required": False, "datatype_description": call.say("told", "place_code"), "order": 1,
        "description": call.say("told", "place"), "values": values,
    }  # fmt: skip
    tree = {"service_code": row.slug, "attributes": [attribute]}
    return call.answer("service_definition", tree)


def _values(world: World) -> list[dict[str, str]]:
    """The buildings and public spots; none where there are too many to choose from a list."""
    rows = [place for place in world.places if place.kind in LISTED]
    if len(rows) > MOST_LISTED:
        return []
    return [{"key": place.code, "name": world.places.name_of(place.code)} for place in rows]


async def create(call: Call) -> Response:
    """File a request: a ticket, at once."""
    asked = _asked(call)
    try:
        async with call.office.database.transaction() as session:
            turn = await call.office.turn(session, _event(call, asked), channel=filed.SOURCE)
            ticket, new = await filed.file(turn, call.owner, asked)
            seen = outward(turn.world, ticket)
    except NotOffered:
        raise Wrong(HTTPStatus.NOT_FOUND, "no_such_service") from None
    except Elsewhere:
        raise Wrong(HTTPStatus.FORBIDDEN, "other_community") from None
    except OtherWords:
        raise bad("other_words") from None
    except Unplaced as unplaced:
        raise bad(unplaced.why, "、".join(unplaced.names)) from None
    if new:
        call.office.wake()
    row = {"service_request_id": seen.number, "service_notice": None, "account_id": None}
    status = HTTPStatus.CREATED if new else HTTPStatus.OK
    return call.answer("service_requests", [row], status=status)


def _event(call: Call, asked: Asked) -> str:
    """Names this turn: the key, the moment and what was sent; the mark makes a repeat no second ticket."""
    what = filed.digest(f"{asked.mark}{asked.code}{asked.address_id}{asked.address}{asked.text}")
    return f"api/{call.owner.id}/{call.office.clock.now().timestamp()}/{what[:16]}"


def _asked(call: Call) -> Asked:
    sent = call.sent
    code = words_in(sent, "service_code", most=LONGEST_FIELD)
    if not code:
        raise bad("no_service")
    place = words_in(sent, "address_id", most=LONGEST_FIELD)
    place = place or words_in(sent, f"attribute[{PLACE}]", most=LONGEST_FIELD)
    address = words_in(sent, "address_string", most=LONGEST_FIELD)
    if not place and not address:
        raise bad("no_figures" if sent.get("lat") or sent.get("long") else "no_place")
    mark = call.request.headers.get("idempotency-key", "").strip()
    if len(mark) > LONGEST_MARK:
        raise bad("too_long", "Idempotency-Key")
    text = words_in(sent, "description", most=LONGEST_TEXT)
    return Asked(code, text, place, address, mark)


async def requests(call: Call) -> Response:
    """How requests stand: those with these numbers, else those of a span of time."""
    if numbered := listed(call.sent, "service_request_id"):
        return await _numbered(call, numbers(call.sent, "service_request_id") if numbered else [])
    looked = _looked(call)
    async with call.office.database.reading() as session:
        await _must_be_open(session)
        rows = await api.found(session, call.owner, looked)
        shown = await _shown(call, session, rows[: looked.most])
    await _on_record(call, rows[: looked.most])
    more = {}
    if len(rows) > looked.most:
        more["Link"] = f'<{_next(call, rows[looked.most - 1].id, looked)}>; rel="next"'
    return call.answer("service_requests", shown, headers=more)


async def _must_be_open(session: AsyncSession) -> None:
    """After a leak nothing leaves the house, by this way neither."""
    try:
        await freezing.must_be_open(session)
    except Refusal:
        raise Wrong(HTTPStatus.FORBIDDEN, "frozen") from None


def _looked(call: Call) -> Looked:
    sent, now = call.sent, call.office.clock.now()
    if sent.get("page", "").strip() not in ("", "1"):
        raise bad(
            "no_page"
        )  # pages go by number: a client that counts them would read the first for ever
    begins, ends = instant(sent, "start_date"), instant(sent, "end_date")
    if begins and ends and ends < begins:
        raise bad("backwards")
    try:
        span = window(begins, ends, now)
    except OverflowError:
        raise bad("bad_date", "start_date") from None
    if span is None:
        raise bad("too_long_a_span")
    wanted = listed(sent, "status")
    if not set(wanted) <= set(Status):
        raise bad("bad_status")
    states = states_of(frozenset(Status(one) for one in wanted))
    before = sent.get("before", "").strip()
    if before and number_in(before) is None:
        raise bad("bad_count", "before")
    return Looked(
        *span, codes=frozenset(listed(sent, "service_code")),
        states=frozenset(state.value for state in states), before=number_in(before),
        most=at_most(sent, "page_size", MOST),
    )  # fmt: skip


def _next(call: Call, last: int, looked: Looked) -> str:
    """The address of the next page; the key is none of it."""
    kept = {name: value for name, value in call.sent.items() if name not in ("api_key", "before")}
    span = {"start_date": stamp(looked.begins), "end_date": stamp(looked.ends)}
    return f"{call.request.url.path}?{urlencode({**kept, **span, 'before': f'{last:04d}'})}"


async def request(call: Call) -> Response:
    """How one request stands."""
    number = number_in(call.request.path_params["service_request_id"])
    return await _numbered(call, [] if number is None else [number])


async def _numbered(call: Call, wanted: Sequence[int]) -> Response:
    async with call.office.database.reading() as session:
        await _must_be_open(session)
        rows = await api.numbered(session, call.owner, wanted) if wanted else []
        shown = await _shown(call, session, rows)
    await _on_record(call, rows)
    if not shown:
        raise Wrong(HTTPStatus.NOT_FOUND, "no_such_request")
    return call.answer("service_requests", shown)


async def token(call: Call) -> Response:
    """What became of a request whose answer was lost, by the mark that its system gave it."""
    mark = call.request.path_params["token"]
    async with call.office.database.reading() as session:
        row = await api.filed(session, call.owner.id, f"mark/{filed.digest(mark)}")
    if row is None or row.ticket_id is None:
        raise Wrong(HTTPStatus.NOT_FOUND, "no_such_request")
    found = {"service_request_id": f"{row.ticket_id:04d}", "token": mark}
    return call.answer("service_requests", [found])


async def _shown(
    call: Call, session: AsyncSession, rows: Sequence[TicketRow]
) -> list[dict[str, Any]]:
    """Tickets as this system may know them: words only of what it filed itself."""
    numbers = [row.id for row in rows]
    world = await call.office.community.world(session)
    own = await api.own(session, call.owner.id, numbers) if numbers else set()
    changed = await api.changed(session, numbers) if numbers else {}
    stands = call.office.pages.words(call.request, "words.html")["states"]
    return [
        _request(
            call,
            outward(world, row),
            row.text if row.id in own else "",
            changed.get(row.id),
            stands,
        )
        for row in rows
    ]


async def _on_record(call: Call, rows: Sequence[TicketRow]) -> None:
    """A look at private matters is on record, also of the system that filed them (P13)."""
    private = looks.private(rows)
    if not private:
        return
    async with call.office.database.transaction() as session:
        turn = await call.office.turn(session, channel=filed.SOURCE)
        turn.note("tickets.listed", "tickets", why="api", tickets=private, key=call.owner.id)


def _request(
    call: Call, seen: Outward, words: str, changed: datetime | None, stands: Mapping[str, Any]
) -> dict[str, Any]:
    told = ":".join(part for part in (seen.address, seen.matter) if part)
    notice = call.say("told", "merged", seen.main) if seen.main else None
    return {
        "service_request_id": seen.number, "status": seen.status.value,
        "status_notes": str(stands[seen.state.value]), "service_name": seen.matter,
        "service_code": seen.code, "description": words or told,
        "agency_responsible": seen.community_name or None, "service_notice": notice,
        "requested_datetime": stamp(seen.asked_at),
        "updated_datetime": stamp(changed or seen.asked_at),
        "expected_datetime": stamp(seen.finish_by), "address": seen.address,
        "address_id": seen.place, "zipcode": None, "lat": None, "long": None, "media_url": None,
    }  # fmt: skip
