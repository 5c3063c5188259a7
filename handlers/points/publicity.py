"""Once a month a community shows what its households earned; what nobody objects to counts a week later."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from domain.messages import Priority
from domain.places import PlaceKind
from domain.points import AccountKind, settle
from domain.points.claims import ClaimAct, ClaimState, masked, moved_claim
from domain.points.times import PUBLIC_DAYS
from handlers.announcements import audience_groups
from handlers.points.claims import LIST, LISTED_AT, act_of, grounds
from handlers.turn import Turn
from handlers.world import World
from storage.points import books, claims, deductions, households, lists, rules
from storage.points.claims import ClaimRow
from storage.points.honours import HonourListRow
from storage.points.lists import PublicityListRow
from storage.points.tables import HouseholdRow
from storage.timers import TimerRow, set_timer

COUNTS = "points.counts"
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as everybody may read it."""

    number: int
    who: str
    """Building and masked name: `金桂园3栋·陈*`."""
    day: date
    name: str
    points: int
    state: str
    home: str
    """Which household it is, to count them by; no page shows it."""


async def list_due(turn: Turn, timer: TimerRow) -> None:
    """The month's list comes out; after days of standing still it is shown as long as any other."""
    community, month = str(timer.facts["community"]), date.fromisoformat(str(timer.facts["month"]))
    await publish(turn, community, month)


async def publish(turn: Turn, community: str, month: date) -> PublicityListRow | None:
    """Show what was done until the end of a month, once; None where there is nothing, or it is out."""
    next_month = (month + timedelta(days=32)).replace(day=1)
    rows = await claims.to_publish(turn.session, community, next_month)
    if not rows:
        return None
    today = turn.world.today(turn.now)
    # A list that came out late is still shown when the next does: no number means two entries.
    above = await lists.last_line(turn.session, community, today)
    made = await lists.add_list(
        turn.session, community=community, month=month, listed_on=today,
        counts_on=today + timedelta(days=PUBLIC_DAYS), token=secrets.token_urlsafe(TOKEN_BYTES),
    )  # fmt: skip
    if made is None:
        return None
    for line, row in enumerate(rows, above + 1):
        row.state = moved_claim(ClaimState(row.state), ClaimAct.PUBLISH).value
        row.list_id, row.line, row.changed_at = made.id, line, turn.now
    await turn.session.flush()
    turn.note("publicity.opened", f"publicity/{made.id}", entries=len(rows))
    await set_timer(
        turn.session, f"{COUNTS}/{made.id}", COUNTS,
        turn.world.calendar.instant(made.counts_on, LISTED_AT), list=made.id,
    )  # fmt: skip
    await _tell_groups(turn, made)
    return made


async def _tell_groups(turn: Turn, made: PublicityListRow) -> None:
    for group in await audience_groups(turn, [made.community]):
        await turn.say(
            "points/publicity_group", group.address, group=True, hold=True,
            priority=Priority.BROADCAST, subject=f"publicity{made.id}", month=made.month,
            link=link_of(turn.world, made), last=last_day(made),
        )  # fmt: skip


def last_day(made: PublicityListRow | HonourListRow) -> date:
    """The last day on which it can be read, and objected to."""
    return made.counts_on - timedelta(days=1)


def link_of(world: World, made: PublicityListRow) -> str | None:
    """Where the list can be read; None where the program has no public address."""
    start = world.deployment.public_url.rstrip("/")
    return f"{start}/publicity/{made.token}" if start else None


async def counts_due(turn: Turn, timer: TimerRow) -> None:
    """The seven days are over: what nobody objected to counts from now on, once."""
    made = await turn.session.get(PublicityListRow, int(timer.facts["list"]))
    if made is None or made.settled_at is not None:
        return
    made.settled_at = turn.now
    rows = await lists.to_count(turn.session, made.id)
    await count(turn, rows)
    turn.note("publicity.settled", f"publicity/{made.id}", entries=len(rows))
    for household in sorted({row.household for row in rows}):
        await _tell_household(turn, household, [r for r in rows if r.household == household])


async def count(turn: Turn, rows: Iterable[ClaimRow]) -> None:
    """These points can be spent now."""
    made = []
    for row in rows:
        row.state = moved_claim(ClaimState(row.state), ClaimAct.COUNT).value
        row.changed_at = turn.now
        made.append((settle(act_of(row, "counts"), row.points or 0), grounds(row)))
    await books.post(turn.session, made, turn.now)
    await turn.session.flush()


async def _tell_household(turn: Turn, household: str, rows: list[ClaimRow]) -> None:
    sums = await books.balances(turn.session, household)
    for person in await households.members_of(turn.session, household):
        await turn.tell(
            person, "points/counted", subject=f"{household}/p{person}", hold=True,
            priority=Priority.REMINDER, points=sum(row.points or 0 for row in rows),
            free=sums[AccountKind.SPENDABLE],
        )  # fmt: skip


async def lines(turn: Turn, made: PublicityListRow) -> tuple[list[Line], int]:
    """The entries that a list shows, and how many minus items it only counts."""
    names = await rules.rule_names(turn.session)
    found = await lists.lines_of(turn.session, made.id)
    shown = [
        Line(row.line or 0, who(turn.world, home), row.day, names.get(row.rule, row.rule),
             row.points or 0, row.state, home.code)
        for row, home in found if (row.points or 0) > 0
    ]  # fmt: skip
    return shown, await _decided(turn, made)


async def _decided(turn: Turn, made: PublicityListRow) -> int:
    """How many deductions were decided in the list's month: their number is all that anybody reads."""
    next_month = (made.month + timedelta(days=32)).replace(day=1)
    begins, ends = (turn.world.calendar.instant(day, time.min) for day in (made.month, next_month))
    return await deductions.decided_between(turn.session, made.community, begins, ends)


def who(world: World, home: HouseholdRow) -> str:
    """A household as a public list names it: building and masked name, never unit, room or member."""
    places = world.places
    house = places.above(home.place, PlaceKind.BUILDING) if home.place else None
    estate = places.estate_of(home.place) if home.place else None
    spot = house or estate
    return f"{places.name_of(spot.code)}·{masked(home.name)}" if spot else masked(home.name)


def is_shown(turn: Turn, made: PublicityListRow | HonourListRow) -> bool:
    """Whether it can be read, and objected to: from the eighth day on it cannot."""
    return made.listed_on <= turn.world.today(turn.now) < made.counts_on


FIRES = {LIST: list_due, COUNTS: counts_due}
