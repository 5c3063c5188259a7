"""The beginning of a wish: whose it is, whether it is their turn, and its public words proposed."""

from datetime import date, datetime, time

from domain.areas import RoleName
from domain.places import PlaceKind
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.wishes.states import WishAct, WishPart, WishState, is_wish
from handlers.tickets.drafts import Draft
from handlers.tickets.record import record
from handlers.turn import Asking, Offer, Turn
from handlers.wishes import dates, telling, wording
from handlers.wishes.parts import officers
from handlers.wishes.step import step
from storage import wishes
from storage.points import households
from storage.tickets.tables import TicketRow
from storage.timers import set_timer
from storage.wishes import WishRow

MOST_A_YEAR = 6  # domain rules d.1
OPENS = time(8, 30)  # a.4: service hours begin


def becomes_wish(draft: Draft) -> bool:
    """Whether a draft is to live by the table of wishes."""
    return is_wish(Kind(draft.kind), Tier(draft.tier), Sensitivity(draft.sensitivity))


async def open_wish(turn: Turn, ticket: TicketRow, draft: Draft) -> None:
    """Begin a wish: with number, owner and date; its words go to the wisher before anybody else."""
    holder = await _holder(turn, ticket, draft)
    full = await wishes.had_since(turn.session, holder, _new_year(turn)) >= MOST_A_YEAR
    wish = await wishes.note_down(turn.session, ticket.id, holder, wait=full)
    wish.text = wording.propose(turn, ticket)
    wish.by_proxy = draft.door is not None
    wish.consent_at = turn.now if wish.by_proxy else None
    part = WishPart.WISHER if turn.actor else WishPart.BOT
    record(turn, ticket, WishAct.NOTE_DOWN, part, after=WishState.DRAFT,
           facts={"by_proxy": wish.by_proxy})  # fmt: skip
    await _tell_owner(turn, ticket, wish)
    if wish.slot is None:
        await _wait(turn, ticket, wish, full=full)
    else:
        await propose(turn, ticket, wish)


async def _holder(turn: Turn, ticket: TicketRow, draft: Draft) -> str:
    """Whose wish it is: the household's, where its file is known; else the room's, or the person's."""
    if draft.door is not None:
        room = turn.world.places.above(draft.place, PlaceKind.ROOM) if draft.place else None
        household = await households.household_at(turn.session, room.code) if room else None
        if household is not None:
            return f"household/{household}"
        return f"place/{room.code}" if room else f"ticket/{ticket.id}"
    found = await households.households_of(turn.session, ticket.reporter_id or 0)
    return f"household/{found[0].code}" if found else f"person/{ticket.reporter_id or 0}"


def _new_year(turn: Turn, *, ahead: int = 0) -> datetime:
    day = date(turn.world.today(turn.now).year + ahead, 1, 1)
    return turn.world.calendar.instant(day, OPENS if ahead else time())


async def _tell_owner(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    """A grid worker who answers for it learns of it; the desk hears when there is something to decide."""
    owner = ticket.owner_id
    on_site = ticket.owner_role in (RoleName.GRID_WORKER, RoleName.CHIEF)
    if owner is not None and owner != turn.actor and on_site:
        await telling.desk(turn, ticket, wish, "wishes/owner", people=[owner])


async def _wait(turn: Turn, ticket: TicketRow, wish: WishRow, *, full: bool) -> None:
    """One open wish at a time, six a year: the next one is kept, and is taken up when its turn comes."""
    other = await wishes.open_of(turn.session, wish.holder)
    number = f"{other.ticket_id:04d}" if other else ""
    if full:
        await _wait_for_the_new_year(turn, wish)
    await telling.wisher(turn, ticket, wish, "wishes/waits", full=full, other=number)
    await telling.desk(
        turn, ticket, wish, "wishes/waits_desk", people=officers(turn, ticket), full=full,
        other=number,
    )  # fmt: skip


async def _wait_for_the_new_year(turn: Turn, wish: WishRow) -> None:
    day = _new_year(turn, ahead=1)
    await set_timer(
        turn.session, f"wish/{wish.ticket_id}/next/{day.year}", "wish.next", day,
        ticket=wish.ticket_id,
    )  # fmt: skip


async def take_up_next(turn: Turn, holder: str) -> None:
    """One wish is over: the oldest that waits in the same home has its turn, unless the year is full."""
    wish = await wishes.waiting_of(turn.session, holder)
    ticket = await turn.session.get(TicketRow, wish.ticket_id) if wish else None
    if wish is None or ticket is None:
        return
    if await wishes.had_since(turn.session, holder, _new_year(turn)) >= MOST_A_YEAR:
        await _wait_for_the_new_year(turn, wish)
    elif await wishes.take_place(turn.session, wish):
        await propose(turn, ticket, wish)


async def propose(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    """Ask the wisher whether these words will do; who cannot be asked leaves it to an officer."""
    asking = Asking(
        telling.PROPOSED, person=ticket.reporter_id, ticket=ticket.id, by_words=True,
        lasts=dates.SILENT,
    )  # fmt: skip
    given = {"ticket": ticket.id}
    told = await telling.wisher(
        turn, ticket, wish, "wishes/proposed", asking=asking,
        offers=[[Offer(f"wishes.{verb}", given) for verb in ("confirm", "reword", "drop")]],
    )  # fmt: skip
    if told is not None:
        await dates.set_dates(turn, ticket, wish)
    else:
        await pass_on(turn, ticket)


async def pass_on(turn: Turn, ticket: TicketRow) -> None:
    """No word from the wisher: the officers look at what huying proposed, and change it."""
    wish = await step(turn, ticket, WishAct.PASS_ON, by_huying=True)
    await to_review(turn, ticket, wish)


async def to_review(turn: Turn, ticket: TicketRow, wish: WishRow) -> None:
    """Show the officers what would be published, with what might give the wisher away."""
    found = await wording.looked_through(turn, wish, wish.text)
    await telling.desk(
        turn, ticket, wish, "wishes/review", by=dates.review_by(turn, turn.now),
        problems=[problem.value for problem in found],
    )  # fmt: skip
