"""A sign-up's due moments: its closing time, the eve, the day after, and forgetting."""

from collections.abc import Awaitable, Callable

from domain.messages import Priority
from domain.signups.states import HELD, LIVE, SignupAct, SignupState, advance
from handlers.signups import codes, following
from handlers.signups.opening import EVE, cannot_come, is_ahead, show
from handlers.signups.views import coming, view
from handlers.turn import Asking, Turn
from storage import signups
from storage.signups import SignupRow
from storage.timers import TimerRow

Living = Callable[[Turn, SignupRow], Awaitable[None]]


def _fires(live: Living) -> Callable[[Turn, TimerRow], Awaitable[None]]:
    async def fire(turn: Turn, timer: TimerRow) -> None:
        row = await signups.held(turn.session, int(timer.facts["signup"]))
        if row is not None:
            await live(turn, row)

    return fire


async def _close(turn: Turn, row: SignupRow) -> None:
    """Nobody signs up any more; whoever prepares it knows for how many."""
    if row.state not in LIVE:
        return
    row.state = advance(SignupState(row.state), SignupAct.CLOSE).value
    await show(turn, row)
    await _tell_organiser(turn, row, "signups/closed")


async def _tell_organiser(turn: Turn, row: SignupRow, moment: str) -> None:
    if row.organiser_id is not None:
        about = view(row, await signups.entries(turn.session, row.id))
        await turn.tell(
            row.organiser_id, moment, subject=f"signup{row.id}", priority=Priority.REMINDER,
            hold=True, signup=about,
        )  # fmt: skip


async def _remind(turn: Turn, row: SignupRow) -> None:
    """On the eve each hears of it once; a human tells those who are only on a list."""
    if not is_ahead(row, turn.now):
        return
    rows = await signups.entries(turn.session, row.id)
    about, who = view(row, rows), coming(rows)
    people: dict[int, list[int]] = {}
    for number, one in enumerate(who, 1):
        if one.person_id is not None:
            people.setdefault(one.person_id, []).append(number)
    for person, numbers in people.items():
        await turn.tell(
            person, "signups/eve", subject=f"signup{row.id}/p{person}", hold=True,
            priority=Priority.REMINDER, offers=[[codes.offer(row)], [cannot_come(row)]],
            asking=Asking(EVE, person=person), signup=about, places=len(numbers), place=numbers[0],
        )  # fmt: skip
    listed = [one.called for one in who if one.person_id is None and one.called]
    if listed:
        facts = {
            "subject": f"signup{row.id}",
            "signup": about,
            "names": list(dict.fromkeys(listed)),
        }
        await turn.by_hand(None, "signups/eve_by_hand", facts)


async def _tally(turn: Turn, row: SignupRow) -> None:
    """The day after, whoever opened it is asked who was there, if nobody has said so."""
    if row.state in HELD and coming(await signups.entries(turn.session, row.id)):
        await _tell_organiser(turn, row, "signups/who_came")


async def _forget(turn: Turn, row: SignupRow) -> None:
    await signups.forget_names(turn.session, row.id)


async def _forget_homes(turn: Turn, row: SignupRow) -> None:
    await signups.forget_homes(turn.session, row.id)


async def _follow(turn: Turn, _: TimerRow) -> None:
    """What recurs was planned anew: what people have signed up for goes where its date is now."""
    await following.follow(turn)


FIRES = {
    "signup.follow": _follow,
    "signup.close": _fires(_close),
    "signup.show": _fires(show),
    "signup.eve": _fires(_remind),
    "signup.tally": _fires(_tally),
    "signup.forget": _fires(_forget),
    "signup.forget_homes": _fires(_forget_homes),
}
