"""At the door: the code of somebody's places, scanned by whoever keeps the list."""

import hmac
from datetime import datetime, time

from domain.refusals import Refusal, Unknown
from domain.signups.states import COMING, HELD
from domain.signups.words import asks_for_code
from handlers.signups.telling import hear
from handlers.signups.views import coming, view
from handlers.turn import Offer, Turn
from handlers.world import World
from storage import signups
from storage.signups import SignupEntryRow, SignupRow

SIGNS = 24  # of sixteen kinds each: nobody guesses one, and the picture stays coarse enough to scan
MOST_SHOWN = 3


class CodeOfAnotherDay(Refusal):
    """A code is good on the day of what it is for, and on no other (`at`)."""


def code_of(world: World, row: SignupRow, entry: SignupEntryRow) -> str:
    """The code of somebody's places: for this sign-up, on its day, and telling nothing by itself."""
    return f"{entry.id}-{_mark(world, row, entry)}"


def _mark(world: World, row: SignupRow, entry: SignupEntryRow) -> str:
    day = world.calendar.day_of(row.at)
    return world.seal.mark(f"door/{row.id}/{entry.id}/{entry.person_id}/{day}")[:SIGNS]


def link_of(world: World, row: SignupRow, entry: SignupEntryRow) -> str:
    """What the picture says: a page that only whoever keeps the list can open."""
    base = world.deployment.public_url.rstrip("/")
    return f"{base}/console/signups/{row.id}/door/{code_of(world, row, entry)}"


async def scanned(turn: Turn, row: SignupRow, code: str) -> list[SignupEntryRow]:
    """The places that a code stands for.

    Raises:
        Unknown: it is no code of this sign-up's, or its place was given back.
        CodeOfAnotherDay: today is not its day.

    """
    number, _, mark = code.partition("-")
    rows = await signups.entries(turn.session, row.id)
    first = next((one for one in rows if number == str(one.id)), None)
    if first is None or first.person_id is None or not code.isascii():
        raise Unknown
    if not hmac.compare_digest(_mark(turn.world, row, first), mark):
        raise Unknown
    if turn.world.calendar.day_of(row.at) != turn.world.today(turn.now):
        raise CodeOfAnotherDay(at=row.at)
    return [one for one in rows if one.person_id == first.person_id and one.state in COMING]


def offer(row: SignupRow) -> Offer:
    """The button under the eve's reminder."""
    return Offer("signups.my_code", {"signup": row.id})


async def asked(turn: Turn) -> bool:
    """`我的签到码`: of what they come to next, in private."""
    if turn.actor is None or not asks_for_code(turn.said.text):
        return False
    rows = await signups.on_or_after(turn.session, turn.actor, _today(turn))
    shown = [await show(turn, row) for row in rows[:MOST_SHOWN]]
    if not any(shown) and not turn.in_group:
        await turn.reply("signups/none_of_yours")
    return any(shown) or not turn.in_group


def _today(turn: Turn) -> datetime:
    return turn.world.calendar.instant(turn.world.today(turn.now), time())


async def show(turn: Turn, row: SignupRow) -> bool:
    """The picture of somebody's places; False where they have none."""
    rows = await signups.entries(turn.session, row.id)
    mine = [one for one in coming(rows) if one.person_id == turn.actor]
    if not mine or row.state not in HELD:
        return False
    picture = [{"code": link_of(turn.world, row, mine[0])}]
    await turn.tell(
        turn.actor or 0, "signups/code", subject=f"signup{row.id}/{turn.now.isoformat()}",
        attachments=picture, signup=view(row, rows), places=len(mine),
    )  # fmt: skip
    return True


async def pressed(turn: Turn, number: int) -> None:
    """The button under the reminder."""
    row = await signups.signup(turn.session, number)
    if row is None or not await show(turn, row):
        await hear(turn, "signups/none_of_yours", number, more={})
