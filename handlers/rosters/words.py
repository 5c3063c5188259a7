"""`我来值周六上午`, `我的班`, `到岗了`, `交班 …`: said in private by whoever is in a roster."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time, timedelta

from domain.dates_said import Half, When, when_said
from domain.rosters.asked import wish_said
from domain.rosters.rules import NIGHT_FROM, NIGHT_UNTIL
from domain.rosters.states import DutyState
from domain.rosters.words import Said, Wanted, heard, speaks_of_night, week_meant
from domain.tickets.kinds import Kind
from domain.understanding import Action, Context
from handlers.rosters import assigning, presence, swapping
from handlers.rosters.assigning import MINE
from handlers.rosters.views import duties, duty_view
from handlers.turn import Asking, Offer, Turn
from storage import rosters
from storage.questions import QuestionRow
from storage.rosters.tables import RosterRow, RosterSlotRow, RosterWishRow, Stand

MOST_OFFERED, MOST_LISTED = 8, 12
A_WEEK = timedelta(days=7)
MORNING_ENDS, EVENING_BEGINS = 12, 18  # hours
Ahead = tuple[RosterSlotRow, RosterRow, int]


async def said(turn: Turn) -> bool:
    """Whether a line is about somebody's duties; then it is done. A group hears nothing of these."""
    if turn.in_group or turn.actor is None:
        return False
    want = heard(turn.said.text)
    if want is None or not await rosters.is_in_any(turn.session, turn.actor):
        return False
    if not want.sure and turn.said.reply_to:
        return False  # it answers what it quotes
    return not danger(turn) and await DOES[want.what](turn, want)


def danger(turn: Turn) -> bool:
    """What is read as danger is danger, whatever it begins with."""
    reading = turn.world.reader.read(turn.said.text, Context(private=True))
    return reading.action is Action.REGISTER and reading.kind is Kind.EMERGENCY


async def note_said(turn: Turn, question: QuestionRow) -> bool:
    """What the next one should know, said when it was asked for."""
    if danger(turn) or not turn.said.text.strip():
        return False
    if await turn.close_question(question):
        await turn.take_buttons_away(question)
        await presence.done(turn, int(question.facts["duty"]), turn.said.text)
    return True


async def _here(turn: Turn, want: Said) -> bool:
    stand = await presence.mine_now(turn)
    if stand is None or stand.duty.state == DutyState.ENDED:
        return False  # `到岗了` also ends a leave
    awaited = stand.duty.state == DutyState.ASSIGNED and want.rest in stand.slot.post
    if not want.sure and not awaited:
        return False  # `我到了`, `到家了`: somewhere else
    await presence.say_here(turn, stand.duty.id)
    return True


async def _gone(turn: Turn, want: Said) -> bool:
    stand = await presence.mine_now(turn)
    if stand is None or stand.slot.begins > turn.now:
        return False
    if not want.sure and stand.duty.state != DutyState.STARTED:
        return False  # `下班了`, from another day's work
    await presence.say_gone(turn, stand, want.rest)
    return True


async def _mine(turn: Turn, _: Said) -> bool:
    found = await rosters.of_person(turn.session, turn.actor or 0, turn.now)
    found = [one for one in found if one.duty.state != DutyState.ENDED]
    views = await duties(turn, found[:MOST_LISTED])
    await turn.reply(
        "rosters/mine", duties=views, more=len(found) - len(views),
        offers=[[Offer("rosters.swap", {})]] if found else [],
        asking=Asking(MINE, person=turn.actor),
    )  # fmt: skip
    return True


async def _open(turn: Turn, want: Said) -> bool:
    """What is still open: this week, unless another time is named."""
    found = await _ahead(turn, want.rest)
    await show_open(turn, found)
    return True


async def show_open(turn: Turn, found: Sequence[Ahead]) -> None:
    """Open shifts as buttons, those that lack people first."""
    lacking = sorted(found, key=lambda one: (one[2] >= one[0].fewest, one[0].begins, one[0].post))
    await turn.reply(
        "rosters/open", found=len(found), lacking=sum(n < slot.fewest for slot, _, n in found),
        offers=_to_take(turn, lacking), asking=Asking(MINE, person=turn.actor),
    )  # fmt: skip


def _to_take(turn: Turn, found: Sequence[Ahead]) -> list[list[Offer]]:
    return [
        [
            Offer(
                "rosters.take_shift", {"slot": slot.id},
                label=turn.words("rosters/label", post=slot.post, begins=slot.begins, ends=slot.ends),
            )
        ]
        for slot, *_ in found[:MOST_OFFERED]
    ]  # fmt: skip


async def _ahead(turn: Turn, text: str) -> list[Ahead]:
    """The open shifts that a line may mean; without a day in it those of the next seven."""
    calendar = turn.world.calendar
    when = when_said(text, turn.now, calendar)
    weeks = week_meant(text)
    if weeks is not None and (when is None or not when.dated):
        ends = _week_ends(turn, weeks)
        begins = max(turn.now, ends - A_WEEK)
    elif when is not None and (when.dated or when.at):
        begins = max(turn.now, calendar.instant(when.day, time()))
        ends = calendar.instant(when.day + timedelta(days=1), time())
    else:
        begins, ends = turn.now, turn.now + A_WEEK
    found = await rosters.open_slots(turn.session, turn.actor or 0, begins, ends)
    posts = {slot.post for slot, *_ in found if slot.post in text}
    return [
        one
        for one in found
        if (not posts or one[0].post in posts) and _fits(turn, one[0], when, text)
    ]


def _week_ends(turn: Turn, weeks: int) -> datetime:
    day = turn.world.today(turn.now)
    monday = day - timedelta(days=day.weekday()) + (weeks + 1) * A_WEEK
    return turn.world.calendar.instant(monday, time())


def _fits(turn: Turn, slot: RosterSlotRow, when: When | None, text: str) -> bool:
    """Whether a shift is at the hour, or in the part of the day, that was named."""
    hour = turn.world.calendar.local(slot.begins).hour
    if when is not None and when.at is not None:
        begins = turn.world.calendar.local(slot.begins).time()
        return begins == when.at
    if speaks_of_night(text):
        return hour >= NIGHT_FROM or hour < NIGHT_UNTIL
    if when is None or when.half is None:
        return True
    parts = {
        Half.MORNING: hour < MORNING_ENDS, Half.NOON: hour == MORNING_ENDS,
        Half.AFTERNOON: MORNING_ENDS <= hour < EVENING_BEGINS, Half.EVENING: hour >= EVENING_BEGINS,
    }  # fmt: skip
    return parts[when.half]


async def _take(turn: Turn, want: Said) -> bool:
    """One open shift is meant: it is theirs. Several: they choose. None: they see what is open."""
    found = await _ahead(turn, want.rest)
    if not found and not want.sure:
        return False
    if len(found) == 1 and want.sure:
        await take(turn, found[0][0].id)
    elif found:
        await turn.reply(
            "rosters/which", offers=_to_take(turn, found), asking=Asking(MINE, person=turn.actor)
        )
    else:
        await show_open(turn, await _ahead(turn, ""))
    return True


async def take(turn: Turn, slot: int) -> None:
    """Take it, and hear when and where and with whom."""
    stand = await assigning.take(turn, slot)
    [view] = await duties(turn, [stand])
    await turn.reply(
        "rosters/taken", subject=stand.duty.id, duty=view, offers=[[assigning.give_up(stand)]],
        asking=Asking(MINE, person=turn.actor),
    )  # fmt: skip


async def give_up(turn: Turn, duty: int) -> None:
    """Give it back, and hear that the chief knows."""
    stand = await assigning.leave(turn, duty)
    await turn.reply("rosters/left", subject=duty, duty=duty_view(stand))


async def meant(turn: Turn, text: str) -> list[Stand]:
    """Those of one's duties ahead that a line may mean."""
    found = [
        one
        for one in await rosters.of_person(turn.session, turn.actor or 0, turn.now)
        if one.slot.begins > turn.now
    ]
    when = when_said(text, turn.now, turn.world.calendar)
    day = turn.world.calendar.day_of
    if when is not None and when.dated:
        found = [one for one in found if day(one.slot.begins) == when.day]
    return [one for one in found if _fits(turn, one.slot, when, text)]


async def _cannot(turn: Turn, want: Said) -> bool:
    """A duty at that time is given back after a press; where there is none, it is kept as a wish."""
    found = await meant(turn, want.rest)
    if found:
        await _which(turn, found, "rosters.give_up", "rosters/which_back")
        return True
    wish = wish_said(want.rest, turn.now, turn.world.calendar)
    if wish is None or not want.sure:
        return False
    for row in await rosters.memberships(turn.session, turn.actor or 0):
        turn.session.add(
            RosterWishRow(member_id=row.id, day=wish.day, weekday=wish.weekday, hour=wish.hour,
                          hard=wish.hard)
        )  # fmt: skip
    await turn.reply("rosters/wish_noted")
    return True


async def _which(turn: Turn, found: Sequence[Stand], verb: str, moment: str) -> None:
    offers = [
        [
            Offer(
                verb, {"duty": one.duty.id},
                label=turn.words(
                    "rosters/label", post=one.slot.post, begins=one.slot.begins, ends=one.slot.ends
                ),
            )
        ]
        for one in found[:MOST_OFFERED]
    ]  # fmt: skip
    await turn.reply(moment, offers=offers, asking=Asking(MINE, person=turn.actor))


async def _swap(turn: Turn, want: Said) -> bool:
    """`周六的班换给王芳`: whom, and which duty, as far as it is said; the rest is chosen."""
    found = await meant(turn, turn.said.text) or await meant(turn, "")
    if not found:
        await turn.reply("rosters/mine", duties=[], more=0)
    elif len(found) > 1:
        await _which(turn, found, "rosters.swap", "rosters/which_swap")
    else:
        await swap_with(turn, found[0], want.rest)
    return True


async def swap_with(turn: Turn, stand: Stand, name: str = "") -> None:
    """Ask whom they named, or show who could."""
    known = await rosters.members(turn.session, stand.roster.id)
    named = [row for row, called in known if name and called == name]
    if len(named) == 1 and named[0].person_id is not None:
        await swapping.ask(turn, stand.duty.id, named[0].id)
    else:
        await swapping.whom(turn, stand.duty.id)


async def swap_one(turn: Turn, duty: int | None) -> None:
    """`换班`: of the duty that was pressed, or of the one that is chosen now."""
    found = [
        one for one in await meant(turn, "") if duty is None or one.duty.id == duty
    ]  # fmt: skip
    if len(found) == 1:
        await swapping.whom(turn, found[0].duty.id)
    elif found:
        await _which(turn, found, "rosters.swap", "rosters/which_swap")
    else:
        await turn.reply("rosters/mine", duties=[], more=0)


DOES: dict[Wanted, Callable[[Turn, Said], Awaitable[bool]]] = {
    Wanted.HERE: _here, Wanted.GONE: _gone, Wanted.MINE: _mine, Wanted.OPEN: _open,
    Wanted.TAKE: _take, Wanted.CANNOT: _cannot, Wanted.SWAP: _swap,
}  # fmt: skip
