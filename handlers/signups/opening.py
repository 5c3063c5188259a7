"""Opening a sign-up, telling the groups of it, and calling it off."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from domain.messages import Address, Priority
from domain.privacy import mask
from domain.refusals import NotAllowed, Refusal
from domain.signups.book import Shows, eve_of
from domain.signups.states import HELD, SignupAct, SignupState, advance
from handlers.announcements import NoAudience, audience_groups
from handlers.projects import of_the_desk
from handlers.signups.tying import tie
from handlers.signups.views import view
from handlers.turn import Asking, Offer, Turn
from storage import signups
from storage.signups import SignupRow
from storage.timers import cancel, set_timer

ASKED = "signup"
LONGEST_TITLE, LONGEST_WORDS = 30, 60
MOST_PLACES = 2000
MOST_DAYS = 31
AHEAD = timedelta(days=400)
TALLIED = time(10)  # of the next day: who was there is still remembered
NAMES_KEPT, ABSENCES_KEPT = timedelta(days=30), timedelta(days=180)
MINUTE = timedelta(minutes=1)
A_DAY, HOURS_BEFORE = timedelta(days=1), timedelta(hours=2)


class SignUpNeeds(Refusal):
    """A sign-up needs a title, and times that lie ahead and in their order; it is opened once."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What people are to sign up for."""

    title: str
    at: datetime
    closes_at: datetime
    cancel_until: datetime
    audience: Sequence[str]
    community: str | None
    place: str = ""
    places: int | None = None
    per_household: int | None = None
    conditions: str = ""
    shows: Shows = Shows.COUNTS
    rule: str = ""
    """The item that coming is worth points by; empty for none."""
    halves: int = 2
    """Half units of it: of what is counted by the hour."""
    days: Sequence[datetime] = field(default=())
    """Of a row of meals when each begins; each closes as long before as the first."""

    def each(self) -> list["Plan"]:
        """One plan for each day."""
        before, leave = self.at - self.closes_at, self.at - self.cancel_until
        return [
            replace(self, at=at, closes_at=at - before, cancel_until=at - leave, days=())
            for at in self.days or (self.at,)
        ]


def usual_closing(at: datetime, now: datetime) -> datetime:
    """Where nobody says when: the day before, or else some hours before."""
    return at - A_DAY if at - A_DAY > now else at - HOURS_BEFORE


async def open_up(turn: Turn, plan: Plan) -> list[SignupRow]:
    """Open it, or each day of a row of meals, and tell the groups."""
    if not of_the_desk(turn, plan.community):
        raise NotAllowed(act="signup")
    groups = await audience_groups(turn, list(plan.audience))
    if not groups:
        raise NoAudience(codes=", ".join(plan.audience)[:80])
    plans = [one for one in plan.each() if one.closes_at > turn.now] if plan.days else [plan]
    for one in plans:
        _must_hold(turn, one)
    if not plans or len(plans) > MOST_DAYS:
        raise SignUpNeeds(what="dates")
    rows = [row_of(turn, one) for one in plans]
    await tie(turn, rows)
    turn.session.add_all(rows)
    await turn.session.flush()
    for row in rows:
        row.series = f"s{rows[0].id}" if len(rows) > 1 else ""
        turn.note("signup.opened", f"signup/{row.id}")
        await plan_ahead(turn, row)
    keys = await _tell_groups(turn, rows, [group.address for group in groups])
    if not keys:
        raise SignUpNeeds(what="again")  # the same form, sent twice
    for row in rows:
        row.notices = keys
    return rows


def _must_hold(turn: Turn, plan: Plan) -> None:
    if not plan.title.strip():
        raise SignUpNeeds(what="title")
    if not turn.now < plan.closes_at <= plan.at or plan.cancel_until > plan.at:
        raise SignUpNeeds(what="dates")
    for number in (plan.places, plan.per_household):
        if number is not None and not 0 < number <= MOST_PLACES:
            raise SignUpNeeds(what="places")


def row_of(turn: Turn, plan: Plan) -> SignupRow:
    """The sign-up of a plan, as it would be kept."""
    return SignupRow(
        state=SignupState.OPEN.value, title=mask(plan.title.strip())[:LONGEST_TITLE],
        place=mask(plan.place.strip())[:LONGEST_WORDS], at=plan.at, community=plan.community,
        audience=list(plan.audience), places=plan.places, per_household=plan.per_household,
        closes_at=plan.closes_at, cancel_until=plan.cancel_until,
        conditions=mask(plan.conditions.strip())[:LONGEST_WORDS], shows=plan.shows.value,
        rule=plan.rule, halves=plan.halves, series="", notices=[], organiser_id=turn.actor,
        opened_at=turn.now,
    )  # fmt: skip


async def plan_ahead(turn: Turn, row: SignupRow) -> None:
    """What is due about it: closing, the eve, who was there, and forgetting the names."""
    calendar = turn.world.calendar
    local = calendar.local(row.at)
    due = {
        "close": row.closes_at, "eve": eve_of(local),
        "tally": calendar.instant(local.date() + timedelta(days=1), TALLIED),
        "forget": row.at + NAMES_KEPT, "forget_homes": row.at + ABSENCES_KEPT,
    }  # fmt: skip
    for what, at in due.items():
        if at > turn.now:
            await set_timer(
                turn.session, f"signup/{row.id}/{what}/{turn.event}", f"signup.{what}", at,
                subject=f"signup/{row.id}", signup=row.id,
            )  # fmt: skip


def _offer(rows: Sequence[SignupRow]) -> Offer:
    return Offer("signups.sign_up", {"signups": [row.id for row in rows]})


async def _tell_groups(
    turn: Turn, rows: Sequence[SignupRow], groups: Sequence[Address]
) -> list[str]:
    first, last = rows[0], rows[-1]
    keys = [
        await turn.say(
            "signups/notice_group", group, group=True, hold=True, priority=Priority.BROADCAST,
            offers=[[_offer(rows)]],
            asking=Asking(ASKED, lasts=last.at - turn.now),
            signup=view(first, []), until=last.at if last is not first else None,
        )
        for group in groups
    ]  # fmt: skip
    return [key for key in keys if key is not None]


async def show_soon(turn: Turn, row: SignupRow) -> None:
    """The notices tell of it within a minute: a hundred presses are one edit."""
    soon = turn.now.replace(second=0, microsecond=0) + MINUTE
    await set_timer(
        turn.session, f"signup/{row.id}/show/{soon.isoformat()}", "signup.show", soon,
        subject=f"signup/{row.id}", signup=row.id,
    )  # fmt: skip


async def show(turn: Turn, row: SignupRow) -> None:
    """Write into the notices how many come; once nobody can sign up any more the button goes."""
    rows = await signups.of_series(turn.session, row.series) if row.series else [row]
    live = [one for one in rows if one.closes_at > turn.now and one.state in _TAKES]
    if live:
        row = live[0]
    now = view(row, await signups.entries(turn.session, row.id))
    until = rows[-1].at if len(live) > 1 else None
    words = turn.words("signups/notice_group", signup=now, until=until)
    lasts = rows[-1].at - turn.now
    for key in row.notices:
        await turn.rewrite(
            key, text=words, moment="signups/notice_group", subject=f"signup{row.id}",
            offers=[[_offer(rows)]] if live else (), asking=Asking(ASKED, lasts=lasts),
        )  # fmt: skip


_TAKES = (SignupState.OPEN, SignupState.FULL)


async def call_off(turn: Turn, row: SignupRow) -> None:
    """It does not take place: the groups hear it once, and each who would have come."""
    if not of_the_desk(turn, row.community):
        raise NotAllowed(act="signup")
    await call_off_at_once(turn, row)


async def call_off_at_once(turn: Turn, row: SignupRow) -> None:
    """The same where what it is for has been called off by whoever decides about that."""
    row.state = advance(SignupState(row.state), SignupAct.CALL_OFF).value
    turn.note("signup.called_off", f"signup/{row.id}")
    await cancel(turn.session, f"signup/{row.id}", turn.now)
    await set_timer(
        turn.session, f"signup/{row.id}/called_off", "signup.forget", turn.now + NAMES_KEPT,
        signup=row.id,
    )  # fmt: skip
    rows = await signups.entries(turn.session, row.id)
    about = view(row, rows)
    for group in await audience_groups(turn, row.audience):
        await turn.say(
            "signups/called_off_group", group.address, group=True, hold=True,
            priority=Priority.BROADCAST, subject=f"signup{row.id}", signup=about,
        )  # fmt: skip
    for person in dict.fromkeys(one.person_id for one in rows if one.person_id is not None):
        await turn.tell(
            person, "signups/called_off", subject=f"signup{row.id}/p{person}", hold=True,
            priority=Priority.REMINDER, signup=about,
        )  # fmt: skip
    await show(turn, row)


EVE = "signup.mine"


def cannot_come(row: SignupRow) -> Offer:
    """The button that gives one's place back."""
    return Offer("signups.cannot_come", {"signup": row.id})


def is_ahead(row: SignupRow, now: datetime) -> bool:
    """Whether it will take place, and has not begun."""
    return row.state in HELD and row.at > now
