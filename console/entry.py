"""Registering for somebody who phones or walks in: read while it is typed, and filed by the same rules."""

import secrets
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import number_in, office_of
from console.steps import event_of, once_of
from console.ticket import sees
from domain.corrections import KINDS
from domain.privacy import first_phone, plain
from domain.refusals import Refusal, Unknown
from domain.tickets.kinds import Kind, Sensitivity
from domain.tickets.sources import BY_HAND, Source
from domain.tickets.states import Act
from handlers.tickets import entry as entries
from handlers.tickets.entry import Entry, NothingSaid, Proposal
from handlers.tickets.views import TicketView, view
from handlers.turn import Turn
from storage.people import find_person, names_of
from storage.points import households
from storage.tickets import queries
from storage.tickets.tables import TicketRow

MOST_WORDS, MOST_WHERE, MOST_WHO = 1000, 60, 40  # characters
FIELDS = {"text": MOST_WORDS, "where": MOST_WHERE, "who": MOST_WHO, "number": 20, "kind": 20,
          "category": 40, "source": 20, "caller": 60, "at": 60}  # fmt: skip


class NoNumberHere(Refusal):
    """What was written as a number to call is none."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may be the one who calls: a household, or one who serves here."""

    value: str
    name: str
    """Of a household the head's, masked."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What would become of an entry, as far as this clerk may know."""

    kind: str
    what: str
    place: str
    candidates: tuple[tuple[str, str], ...]
    at: str
    needs_place: bool
    role: str
    owner: str
    reason: dict[str, str]
    doer: str
    respond_by: Any
    finish_by: Any
    sensitive: bool
    urgent: bool
    known: TicketView | None


async def blank(request: Request, clerk: Clerk) -> Response:
    """The empty form; after filing, what to tell the caller."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        filed = await _filed(request, turn, clerk)
    return await _form(request, clerk, {}, filed=filed)


async def _filed(request: Request, turn: Turn, clerk: Clerk) -> dict[str, Any] | None:
    """The number to tell, and its dates where the clerk may see the ticket at all."""
    number = number_in(request.query_params.get("filed", ""))
    if number is None:
        return None
    how = request.query_params.get("how", "")
    ticket = await queries.ticket(turn.session, number)
    shown = ticket is not None and await sees(turn, ticket, clerk)
    known = view(turn, ticket) if ticket is not None else None
    told = ticket is not None and (shown or await _wrote(turn, ticket, clerk))
    return {
        "number": f"{number:04d}", "how": how if how in ("joined", "again") else "filed",
        "ticket": known if shown else None, "by": known.respond_by if known and told else None,
    }  # fmt: skip


async def _wrote(turn: Turn, ticket: TicketRow, clerk: Clerk) -> bool:
    """Whether this clerk wrote it down and it went to somebody else: then they know its dates."""
    return ticket.sensitivity != Sensitivity.SENSITIVE and any(
        row.actor_id == clerk.person.id and row.act == Act.NOTE and "source" in row.facts
        for row in await queries.history(turn.session, ticket.id)
    )


async def write(request: Request, clerk: Clerk) -> Response:
    """File what was written down; or only show how it is read, where that was pressed."""
    form = await request.form()
    typed, step = _typed(form), str(form.get("step", "file"))
    if step == "read":
        return await _form(request, clerk, typed)
    office, event = office_of(request), event_of(form)
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session, event)
            turn.person = clerk.person
            entry = await _entry(turn, clerk, form)
            known = (await _shown(turn, clerk, entry)).known
            if known is not None and step == "file":
                return await _form(request, clerk, typed, asks=True)
            join = known.id if known is not None and step == "join" else None
            done = await entries.write_down(turn, entry, join=join)
    except Refusal as refusal:
        words = turn.words(refusal.moment, **refusal.facts)
        return await _form(request, clerk, typed, refused=words)
    office.wake()
    address = f"/console/tickets/new?filed={done.ticket.id}&how={done.how}"
    return RedirectResponse(address, status_code=303)


async def proposal(request: Request, clerk: Clerk) -> Response:
    """How what has been typed so far is read, for a script that asks while it is typed."""
    typed = _typed(await request.form())
    facts = {"clerk": clerk, **await _read(request, clerk, typed)}
    return office_of(request).pages(request, "proposal.html", facts)


def _typed(form: FormData) -> dict[str, str]:
    """What stands in the form, cut to what anybody would type."""
    typed = {
        name: str(form.get(name, "")).replace("\0", "")[:most] for name, most in FIELDS.items()
    }
    return typed | {"consent": "1" if form.get("consent") else ""}


async def _form(
    request: Request, clerk: Clerk, typed: dict[str, str], *, refused: str = "", asks: bool = False,
    filed: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        rows = [
            (row.slug, row.said)
            for row in turn.world.catalogue
            if row.sensitivity is not Sensitivity.SENSITIVE
        ]
    blank_ = dict.fromkeys([*FIELDS, "consent"], "") | {"source": Source.PHONE.value}
    facts = {
        "clerk": clerk, "typed": blank_ | typed, "refused": refused, "asks": asks, "filed": filed,
        "kinds": KINDS, "rows": rows, "sources": BY_HAND, "once": secrets.token_hex(12),
        **await _read(request, clerk, typed),
    }  # fmt: skip
    status = 409 if refused else 200
    return office.pages(request, "entry.html", facts, status=status)


async def _read(request: Request, clerk: Clerk, typed: dict[str, str]) -> dict[str, Any]:
    """The proposal and the callers who may be meant, of what has been typed."""
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        callers = await _callers(turn, clerk, typed.get("who", ""))
        chosen = typed.get("caller", "")
        offered = chosen if chosen in {caller.value for caller in callers} else ""
        try:
            shown = await _shown(turn, clerk, _of(typed, household=_household(offered)))
        except NothingSaid:
            shown = None
    return {"shown": shown, "callers": callers, "chosen": chosen, "sought": typed.get("who", "")}


async def _entry(turn: Turn, clerk: Clerk, form: FormData) -> Entry:
    """A filled-in form, with a caller whom this clerk was offered.

    Raises:
        Unknown: the caller was not.
        NoNumberHere: what is to be called is no number.

    """
    typed = _typed(form)
    chosen, person, household = typed["caller"], None, ""
    if chosen:
        offered = {caller.value for caller in await _callers(turn, clerk, typed["who"])}
        if chosen not in offered:
            raise Unknown
        what, _, code = chosen.partition("/")
        person, household = number_in(code) if what == "person" else None, _household(chosen)
    return _of(typed, person=person, household=household, once=once_of(form))


def _household(caller: str) -> str:
    """The household's number, where the caller is one."""
    what, _, code = caller.partition("/")
    return code if what == "household" else ""


def _of(
    typed: dict[str, str], *, person: int | None = None, household: str = "", once: str = ""
) -> Entry:
    source, kind = typed.get("source", ""), typed.get("kind", "")
    given = typed.get("number", "").strip() if typed.get("consent") else ""
    number = first_phone(given)
    if given and number is None and once:  # while it is typed it is none yet
        raise NoNumberHere
    return Entry(
        typed.get("text", ""), Source(source) if source in set(BY_HAND) else Source.PHONE,
        where=typed.get("where", ""), at=typed.get("at", ""),
        kind=Kind(kind) if kind in set(KINDS) else None,
        category=typed.get("category", ""), person=person, household=household,
        number=plain(number) if number else "", once=once,
    )  # fmt: skip


async def _shown(turn: Turn, clerk: Clerk, entry: Entry) -> Shown:
    found = await entries.propose(turn, entry)
    sensitive = found.draft.sensitivity is Sensitivity.SENSITIVE
    people = {person for person in (found.to.owner, found.to.doer) if person}
    names = {} if sensitive else await names_of(turn.session, people)
    return Shown(
        found.draft.kind.value, found.row.said, found.place, found.candidates,
        found.draft.place or "",
        entries.needs_place(turn, found), found.to.role.value,
        names.get(found.to.owner or 0, ""), {"code": found.to.reason.code, **found.to.reason.facts},
        names.get(found.to.doer or 0, ""), found.respond_by, found.finish_by, sensitive,
        found.draft.tier.urgent, await _known(turn, clerk, found),
    )  # fmt: skip


async def _known(turn: Turn, clerk: Clerk, found: Proposal) -> TicketView | None:
    """What is open already, where the clerk may see it."""
    known = found.known
    if known is None or not await sees(turn, known, clerk):
        return None
    return view(turn, known)


async def _callers(turn: Turn, clerk: Clerk, sought: str) -> list[Caller]:
    """Whom a name, a number, a household's number or an address may mean, near this clerk."""
    words = sought.strip()
    if not words:
        return []
    said = entries.place_meant(turn, words)
    homes = await households.looked_for(
        turn.session, words, [said.code] if said and said.code else []
    )
    name_of = turn.world.places.name_of
    found = [
        Caller(
            f"household/{row.code}", f"{row.name[:1]}**", name_of(row.place) if row.place else ""
        )
        for row in homes
        if _near(turn, clerk, row.place)
    ]
    person = await find_person(turn.session, words)
    if person is not None and turn.world.organisation.roles_of(person.id):
        found.insert(0, Caller(f"person/{person.id}", person.name or ""))
    return found


def _near(turn: Turn, clerk: Clerk, place: str | None) -> bool:
    """Whether a household lives where this clerk serves."""
    if clerk.is_street:
        return True
    organisation = turn.world.organisation
    area = organisation.area_of(place) if place else None
    return area is not None and any(
        held.code in clerk.sight.areas for held in organisation.chain(area.code)
    )
