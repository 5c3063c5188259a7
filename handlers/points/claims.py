"""A claim's steps: made, verified by somebody of another household, refused, taken back (c.3)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.areas import AreaKind, RoleName
from domain.calendar import Calendar
from domain.points import Act, Rule, issue, next_publicity, rule_code
from domain.points.claims import (
    GONE,
    WHOLE,
    ClaimAct,
    ClaimStands,
    ClaimState,
    NeedsSeen,
    NoSuchRule,
    NotThatDay,
    OddHours,
    OwnClaim,
    Worth,
    moved_claim,
    must_be_written,
    worth,
)
from domain.points.files import FileClosed, FileState
from domain.points.rules import Period
from domain.points.said import MOST_HALVES, OLDEST
from domain.points.times import span_of
from domain.privacy import mask
from domain.refusals import NotAllowed, Unknown
from domain.tickets.states import NeedsReason
from handlers.turn import Turn
from storage.points import books, claims, households, lists, rules
from storage.points.books import Grounds
from storage.points.claims import ClaimRow
from storage.points.tables import HouseholdRow, RuleRow
from storage.timers import set_timer

RESIDENT, WORKER, SIGNUP, TICKET, WISH = "resident", "worker", "signup", "ticket", "wish"
SURVEY = "survey"
DESK = frozenset({RoleName.OFFICER, RoleName.DISPATCHER})
GROUND = frozenset({RoleName.GRID_WORKER, RoleName.CHIEF})
LIST = "points.list"
LISTED_AT = time(9)  # S0-07: the list comes out at nine, and points count from nine on
SHORTEST = 2  # characters of what somebody saw, or of a reason
LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Deed:
    """What a household did, before anybody looks at it."""

    household: str
    rule: str
    day: date
    source: str
    halves: int = WHOLE
    level: int = 0
    event: str = ""
    """The occasion: a sign-up, a ticket; of one occasion a household claims an item once."""
    what: str = ""
    """Tells two deeds of a day apart: whom they helped."""
    note: str = ""

    @property
    def slot(self) -> str:
        return f"{self.household}/{self.rule}/{self.day}/{self.event or self.what}"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as its household, or whoever verifies it, hears of it."""

    id: int
    name: str
    day: date
    state: str
    points: int
    full: int
    """What it would be worth without caps."""
    capped: str
    cap: int
    household: str
    place: str
    note: str
    evidence: str
    counts: date
    listed: date
    reason: str = ""
    """Why it counts nothing, where somebody said so."""


async def claim(turn: Turn, deed: Deed) -> tuple[ClaimRow, bool]:
    """Write down what a household did; tells whether that is new. The same deed is claimed once.

    Raises NoSuchRule, NotThatDay, NeedsLevel, OddHours.
    """
    today = turn.world.today(turn.now)
    if not 1 <= deed.halves <= MOST_HALVES:
        raise OddHours
    if not today - OLDEST <= deed.day <= today:
        raise NotThatDay
    _, rule = await rule_of(turn, deed.rule, deed.day)
    worth(rule, {}, halves=deed.halves, level=deed.level)
    home = await turn.session.get(HouseholdRow, deed.household)
    if home is None:
        raise Unknown
    if not earns(home, today):
        raise FileClosed
    if not (deed.what or deed.event):
        before = await claims.same_day(turn.session, deed.household, rule.code, deed.day)
        if before is not None:
            return before, False
    row = await claims.add_claim(
        turn.session, state=ClaimState.CLAIMED.value, slot=deed.slot, household=deed.household,
        community=community_of(turn, home), rule=rule.code, day=deed.day, halves=deed.halves,
        level=deed.level, points=None, capped="", source=deed.source, event=deed.event,
        note=mask(deed.note)[:LONGEST_WORDS], seen="", reason="", claimed_by=turn.actor,
        made_at=turn.now, changed_at=turn.now,
    )  # fmt: skip
    if row is not None:
        turn.note("claim.made", f"claim/{row.id}", rule=rule.code, source=deed.source)
        return row, True
    known = await claims.claim_of_slot(turn.session, deed.slot)
    assert known is not None
    return known, False


async def rule_of(turn: Turn, code: str, day: date) -> tuple[RuleRow, Rule]:
    """What an act of this day is worth, and the version that says so; minus items are decided apart."""
    found = (await rules.rules_on(turn.session, day)).get(rule_code(code))
    if found is None or found[1].points <= 0:
        raise NoSuchRule(code=code)
    return found


def earns(home: HouseholdRow, today: date) -> bool:
    """Whether new deeds are written into a file: until the day on which its household moves."""
    leaving = home.state == FileState.LEAVING and today < (home.closed_on or today)
    return home.state == FileState.OPEN or leaving


def community_of(turn: Turn, home: HouseholdRow) -> str:
    """On whose list a household stands; of the only community where its file has no place."""
    organisation = turn.world.organisation
    area = organisation.area_of(home.place) if home.place else None
    community = organisation.community_of(area.code) if area else organisation.only_community()
    return community.code if community else ""


async def verify(turn: Turn, number: int, *, seen: str = "") -> ClaimRow:
    """Somebody of another household has looked, and it is so: it enters the books, not yet to be spent.

    What is above a cap is worth nothing, and the household hears which. Raises OwnClaim, NotAllowed,
    NeedsSeen, ClaimStands.
    """
    row = await _in_hand(turn, number)
    known = await rule_of(turn, row.rule, row.day)
    if must_be_written(known[1]) and len(seen.strip()) < SHORTEST:
        raise NeedsSeen(evidence=known[1].evidence.replace(";", "、"))
    await enter(turn, row, known, seen=seen)
    return row


async def enter(turn: Turn, row: ClaimRow, known: tuple[RuleRow, Rule], *, seen: str = "") -> None:
    """A claim that is true enters the books, as far as the caps leave room."""
    version, rule = known
    found = await reckoned(turn, row, rule)
    act = ClaimAct.VERIFY if found.points > 0 else ClaimAct.CAP
    row.state = moved_claim(ClaimState(row.state), act).value
    row.points, row.rule_id, row.capped = found.points, version.id, _period(found)
    row.verified_by, row.changed_at = turn.actor, turn.now
    row.seen = mask(seen)[:LONGEST_WORDS]
    if found.points > 0:
        entry = issue(act_of(row, "issued"), found.points, effective=False)
        await books.post(turn.session, [(entry, grounds(row))], turn.now)
        await _plan_list(turn, row)
    turn.note("claim.verified", f"claim/{row.id}", points=found.points, capped=row.capped)
    await turn.session.flush()


async def _plan_list(turn: Turn, row: ClaimRow) -> None:
    """The list on which it will be shown comes out in time; a month without deeds has none."""
    listed, _ = dates_from(turn.world.calendar, row.day, turn.now)
    month = (listed.replace(day=1) - timedelta(days=1)).replace(day=1)
    await set_timer(
        turn.session, f"{LIST}/{row.community}/{month}", LIST,
        turn.world.calendar.instant(listed, LISTED_AT), community=row.community,
        month=month.isoformat(),
    )  # fmt: skip


def _period(found: Worth) -> str:
    return found.cap.period.value if found.cap else ""


async def reckoned(turn: Turn, row: ClaimRow, rule: Rule) -> Worth:
    """What it is worth beside all that the household had for this item."""
    had: dict[Period, int] = {}
    for cap in rule.caps:
        if cap.period is not Period.EVENT:
            span = span_of(cap.period, row.day)
            had[cap.period] = await books.earned_between(
                turn.session, row.household, *span, rule=row.rule
            )
        elif row.event:
            had[cap.period] = await claims.had_at(turn.session, row.household, row.rule, row.event)
    return worth(rule, had, halves=row.halves, level=row.level)


def act_of(row: ClaimRow, what: str) -> Act:
    """What an entry of this claim is about."""
    return Act(f"claim/{row.id}/{what}", row.household, row.day, row.rule, community=row.community)


def grounds(row: ClaimRow, by: int | None = None) -> Grounds:
    """On what an entry of this claim stands."""
    return Grounds(
        row.rule_id,
        f"claim/{row.id}",
        proposed_by=row.claimed_by,
        approved_by=by or row.verified_by,
    )


async def _in_hand(turn: Turn, number: int) -> ClaimRow:
    """The claim, held; by somebody who looks after its household and has nothing to do with it."""
    row = await claims.held_claim(turn.session, number)
    if row is None:
        raise Unknown
    if row.state != ClaimState.CLAIMED:
        raise ClaimStands(state=row.state, act=ClaimAct.VERIFY.value)
    if not await looks_after(turn, row):
        raise NotAllowed(act="verify")
    own = {home.code for home in await households.households_of(turn.session, turn.actor or 0)}
    if row.claimed_by == turn.actor or row.household in own:
        raise OwnClaim
    return row


async def looks_after(turn: Turn, row: ClaimRow) -> bool:
    """Whether somebody serves where this claim's household lives."""
    return await serves_home(turn, row.household, row.community)


async def serves_home(turn: Turn, household: str, community: str) -> bool:
    """Whether somebody serves where a household lives: its grid, its community, or the street."""
    home = await turn.session.get(HouseholdRow, household)
    organisation = turn.world.organisation
    area = organisation.area_of(home.place) if home and home.place else None
    near = {one.code for one in organisation.chain(area.code)} if area else {community}
    return any(
        role.role is RoleName.MANAGER
        or (role.role in DESK and role.area == community)
        or (role.role in GROUND and role.area in near)
        for role in organisation.roles_of(turn.actor or 0)
    )


async def verifiers(turn: Turn, row: ClaimRow, home: HouseholdRow) -> list[int]:
    """Who is asked to look: the grid's worker on duty, else its chief, else the community's desk.

    Nobody of the household, nor whoever claimed it.
    """
    organisation, today = turn.world.organisation, turn.world.today(turn.now)
    out = {row.claimed_by, *await households.members_of(turn.session, home.code)}
    area = organisation.area_of(home.place) if home.place else None
    for one in organisation.chain(area.code) if area else ():
        if one.kind is AreaKind.COMMUNITY:
            break
        for role in (RoleName.GRID_WORKER, RoleName.CHIEF):
            here = organisation.on_duty(role, one.code, today)
            found = [duty.person for duty in here if duty.person not in out]
            if found:
                return found[:1]
    desk = [duty.person for duty in organisation.desk(row.community, today)]
    return [person for person in desk if person not in out][:1]


async def refuse(turn: Turn, number: int, reason: str) -> ClaimRow:
    """It was not so, or cannot be shown: the household hears why. Raises NeedsReason."""
    if len(reason.strip()) < SHORTEST:
        raise NeedsReason(act="refuse")
    row = await _in_hand(turn, number)
    row.reason = mask(reason)[:LONGEST_WORDS]
    return gone(turn, row, ClaimAct.REFUSE)


async def withdraw(turn: Turn, number: int) -> ClaimRow:
    """Whoever claimed it takes it back before anybody has looked."""
    row = await claims.held_claim(turn.session, number)
    if row is None or row.claimed_by != turn.actor:
        raise Unknown
    return gone(turn, row, ClaimAct.WITHDRAW)


def gone(turn: Turn, row: ClaimRow, act: ClaimAct) -> ClaimRow:
    """Nothing becomes of a claim that nobody has verified."""
    row.state = moved_claim(ClaimState(row.state), act).value
    assert row.state in GONE
    row.slot, row.changed_at = None, turn.now
    if act is ClaimAct.REFUSE:
        row.verified_by = turn.actor
    turn.note(f"claim.{row.state}", f"claim/{row.id}")
    return row


async def view_of(turn: Turn, row: ClaimRow) -> ClaimView:
    """A claim in words that its household understands."""
    home = await turn.session.get(HouseholdRow, row.household)
    _, rule = await rule_of(turn, row.rule, row.day)
    full = worth(rule, {}, halves=row.halves, level=row.level).full
    listed, counts = await listed_from(turn, row)
    caps = {cap.period.value: cap.points for cap in rule.caps}
    place = home.place if home else None
    return ClaimView(
        row.id, rule.name, row.day, row.state, row.points or 0, full, row.capped,
        caps.get(row.capped, 0), home.name if home else "",
        turn.world.places.name_of(place) if place and turn.world.places.get(place) else "",
        row.note, rule.evidence.replace(";", "、"), counts, listed, row.reason,
    )  # fmt: skip


async def listed_from(turn: Turn, row: ClaimRow) -> tuple[date, date]:
    """When it is shown, and from when it counts then."""
    if row.list_id is not None:
        shown = await turn.session.get(lists.PublicityListRow, row.list_id)
        if shown is not None:
            return shown.listed_on, shown.counts_on
    return dates_from(turn.world.calendar, row.day, turn.now)


def dates_from(calendar: Calendar, day: date, now: datetime) -> tuple[date, date]:
    """When an act of a day that is verified now is shown, and from when it counts."""
    today = calendar.day_of(now)
    out = now >= calendar.instant(today, LISTED_AT)
    return next_publicity(day, today if out else today - timedelta(days=1), calendar)


def facts_of(row: ClaimRow) -> dict[str, Any]:
    """What a button about a claim carries."""
    return {"claim": row.id}


async def waiting(turn: Turn, household: str) -> list[tuple[int, date]]:
    """How many of a household's points are in publicity, each with the day from which they count."""
    found: Counter[date] = Counter()
    for day, points in await lists.counts_from(turn.session, household):
        found[day] += points
    for row in await claims.verified_of(turn.session, household):
        found[dates_from(turn.world.calendar, row.day, turn.now)[1]] += row.points or 0
    return [(points, day) for day, points in sorted(found.items()) if points]
