"""`我手上有什么`: all that somebody has in hand in one message, in walking order, each to be opened."""

from dataclasses import dataclass
from datetime import timedelta

from domain.areas import Role
from domain.refusals import NotAllowed
from domain.tickets.copies import READERS
from domain.tickets.kinds import Tier
from domain.tickets.states import Part, State
from domain.tickets.walking import on_the_way, stop_of
from domain.understanding.answers import asks_tasks, line_number
from handlers.privacy import looks
from handlers.tickets import copies, pushes, telling, verbs
from handlers.tickets.parts import may_see
from handlers.tickets.views import TicketView, view
from handlers.turn import Asking, Offer, Turn
from handlers.wishes.tasks import wish_tasks
from storage.people import roles_of
from storage.questions import ChoiceRow, QuestionRow, choices_of
from storage.tickets import queries
from storage.tickets.tables import TicketRow

TASKS = "tasks"
A_PAGE, A_ROW = 10, 5
MOST = 200  # of one person; more nobody walks to
LASTS = timedelta(hours=12)
FIRST, WAITING, COPIED = "first", "waiting", "copied"
WORKING = frozenset({Part.OWNER, Part.DOER})
HALTED = frozenset({State.SUSPENDED.value, State.REPORTED.value})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in hand: its number in the list, what it is, and why it is marked."""

    number: int
    ticket: TicketView
    where: str
    """The place inside the stop: its heading has said the rest."""
    overdue: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """The things of one building, or `first`, `waiting`, `copied`."""

    name: str
    lines: tuple[Line, ...]


async def show(turn: Turn, *, page: int = 1) -> None:
    """The list, ten lines a message: urgent and overdue first, then building by building."""
    roles = await roles_of(turn.session, turn.actor or 0)
    if not roles:
        raise NotAllowed(act=TASKS)
    found = await everything(turn, roles)
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    if not shown:
        if page > 1 or not await wish_tasks(turn, roles, limit=A_PAGE):
            await turn.reply("tickets/no_tasks")
        return
    rows = [row for _, row in shown]
    if looks.private(rows):
        looks.over(turn, rows, why=TASKS)
    more = max(0, len(found) - page * A_PAGE)
    await turn.reply(
        "tickets/in_hand", subject=f"page{page}", offers=_offers(shown, page, more),
        asking=Asking(TASKS, person=turn.actor, by_words=True, lasts=LASTS),
        stops=_stops(turn, shown), more=more, page=page,
        number=sum(part != COPIED for part, _ in found),
    )  # fmt: skip
    if page == 1:
        await wish_tasks(turn, roles, limit=A_PAGE)


async def everything(turn: Turn, roles: tuple[Role, ...]) -> list[tuple[str, TicketRow]]:
    """What somebody has and what they read along, each with the part of the list it belongs to."""
    desks = [(role.role.value, role.area or "") for role in roles]
    desks += [("dispatcher", area) for name, area in desks if name == "officer"]
    rows = await queries.in_hands_of(turn.session, turn.actor or 0, desks, limit=MOST)
    places = turn.world.places
    walked = on_the_way(places, [(row, row.place) for row in rows])
    by_part: dict[str, list[TicketRow]] = {}
    for row in walked:
        by_part.setdefault(_part(turn, row), []).append(row)
    mine = {row.id for row in rows}
    by_part[COPIED] = [row for row in await _copied(turn, roles) if row.id not in mine]
    order = [FIRST, *(part for part in by_part if part not in SPECIAL), WAITING, COPIED]
    return [(part, row) for part in order for row in by_part.get(part, ())]


SPECIAL = frozenset({FIRST, WAITING, COPIED})


def _part(turn: Turn, row: TicketRow) -> str:
    if row.state in HALTED:
        return WAITING
    if Tier(row.tier).urgent or _overdue(turn, row):
        return FIRST
    return stop_of(turn.world.places, row.place)


def _overdue(turn: Turn, row: TicketRow) -> bool:
    limit = row.accept_by if row.state == State.ASSIGNED.value else row.finish_by
    return row.state not in HALTED and min(limit, row.finish_by) < turn.now


async def _copied(turn: Turn, roles: tuple[Role, ...]) -> list[TicketRow]:
    """What somebody was sent a copy of: of their grid, and of the micro-grid around them."""
    readers = {name for names in READERS.values() for name in names}
    organisation = turn.world.organisation
    areas = {
        held.code
        for role in roles if role.role in readers
        for held in organisation.chain(role.area)
    }  # fmt: skip
    communities = {home.code for area in areas if (home := organisation.community_of(area))}
    if not areas:
        return []
    rows = await queries.live_in(turn.session, communities, limit=MOST)
    mine = [
        row for row in rows
        if any(duty.person == turn.actor for duty in copies.readers(turn, row))
    ]  # fmt: skip
    return on_the_way(turn.world.places, [(row, row.place) for row in mine])


def _stops(turn: Turn, shown: list[tuple[str, TicketRow]]) -> list[Stop]:
    stops: dict[str, list[Line]] = {}
    for number, (part, row) in enumerate(shown, start=1):
        ticket = view(turn, row)
        where = ticket.place.removeprefix(part) if part not in SPECIAL else ticket.place
        line = Line(number, ticket, where, part != COPIED and _overdue(turn, row))
        stops.setdefault(part, []).append(line)
    return [Stop(name, tuple(lines)) for name, lines in stops.items()]


def _offers(shown: list[tuple[str, TicketRow]], page: int, more: int) -> list[list[Offer]]:
    numbers = [
        Offer("tickets.open", {"ticket": row.id}, label=str(number))
        for number, (_, row) in enumerate(shown, start=1)
    ]
    rows = [numbers[at : at + A_ROW] for at in range(0, len(numbers), A_ROW)]
    return [*rows, [Offer("tickets.more", {"page": page + 1})]] if more else rows


async def turn_page(turn: Turn, _: QuestionRow, choice: ChoiceRow) -> None:
    """The next ten."""
    await show(turn, page=int(choice.facts["page"]))


async def line_named(turn: Turn, question: QuestionRow) -> bool:
    """`第3件`, `10`: a line of the list by its number; anything else is about something else."""
    number = line_number(turn.said.text)
    offered = await choices_of(turn.session, question.id)
    lines = [choice for choice in offered if choice.verb == "tickets.open"]
    if number is None or number > len(lines):
        return False
    ticket = await queries.ticket(turn.session, int(lines[number - 1].facts["ticket"]))
    if ticket is not None:
        await opened(turn, ticket)
    return ticket is not None


async def asked_in_words(turn: Turn) -> bool:
    """`我手上有什么`, from whoever serves, in private."""
    if turn.in_group or not asks_tasks(turn.said.text):
        return False
    if not turn.world.organisation.roles_of(turn.actor or 0):
        return False
    await show(turn)
    return True


async def open_one(turn: Turn, ticket: TicketRow, _: QuestionRow, __: ChoiceRow) -> None:
    """A pressed number: the whole task with its buttons."""
    await opened(turn, ticket)


async def opened(turn: Turn, ticket: TicketRow) -> None:
    """Show one task: to whoever works on it with its buttons, to all others who may read it without."""
    parts = await verbs.parts(turn, ticket)
    official = parts - {Part.REPORTER, Part.JOINED}
    if not official and parts:
        await telling.standing(turn, ticket)
        return
    if not may_see(ticket, official, turn.world.organisation.roles_of(turn.actor or 0)):
        raise NotAllowed(act="open")
    looks.at(turn, ticket, why=TASKS)
    photos = [{"id": photo.id} for photo in await looks.photos(turn, ticket, official)]
    await turn.reply(
        "tickets/opened", subject=ticket.id, ticket=ticket.id, attachments=photos,
        offers=await pushes.offers(turn, ticket, official, turn.actor),
        ticket_=view(turn, ticket), copied=await copies.named(turn, ticket),
        reads=not official & WORKING, history=await telling.history(turn, ticket),
    )  # fmt: skip
