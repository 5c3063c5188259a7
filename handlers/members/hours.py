"""Hours that volunteers gave: checked in and out, or told by a worker; another lets them count."""

import hashlib
from datetime import date, datetime

from domain.members.states import (
    ClaimState,
    NoLongerOpen,
    NotSoFar,
    VerifiedByAnother,
    VolunteerState,
)
from domain.members.words import LEAST_MINUTES, MOST_MINUTES, CheckedIn, Served
from domain.messages import Priority
from domain.points import Act, Book, issue, reverse
from domain.privacy import mask
from domain.refusals import Refusal, Unknown
from handlers.members.volunteering import found
from handlers.turn import Turn
from storage import signups, volunteers
from storage.people import PersonRow
from storage.points import books
from storage.points.books import Grounds
from storage.signups import SignupRow
from storage.volunteers import HoursRow, VolunteerRow

GIVEN = "GIVEN"
"""The rule of every entry of hours: a minute given is a minute."""
WHAT = 40  # characters
SECONDS = 60
LAST = 10


class TooLongOrShort(Refusal):
    """Nobody gives less than ten minutes, or more than twelve hours, at once."""


class NotCheckedOut(Refusal):
    """A volunteer has not checked out of what they began before."""


async def check_in(turn: Turn, row: VolunteerRow, said: CheckedIn) -> None:
    """A volunteer begins: with what they say, or with what they are signed up for now."""
    before = await _running(turn, row)
    if before is not None:
        await turn.reply("members/checked_in", subject=before.id, at=before.begun_at, again=True)
        return
    number = await _begin(turn, row, f"in/{turn.event}", said.what or await _signed_up(turn))
    await turn.reply("members/checked_in", subject=number, at=turn.now, again=False)


async def _running(turn: Turn, row: VolunteerRow) -> HoursRow | None:
    """What they have begun; what they forgot to end is left for the office, which says how long it was."""
    before = await volunteers.running(turn.session, row.id)
    if before is not None and before.begun_at is not None and _forgotten(turn, before.begun_at):
        before.state, before = ClaimState.PROPOSED.value, None
    return before


async def _begin(turn: Turn, row: VolunteerRow, source: str, what: str) -> int | None:
    return await volunteers.note_hours(
        turn.session, source=source, volunteer_id=row.id, day=turn.world.today(turn.now),
        what=mask(what)[:WHAT], minutes=0, by_id=row.person_id, state=ClaimState.RUNNING.value,
        begun_at=turn.now, made_at=turn.now,
    )  # fmt: skip


async def begin_at_the_door(turn: Turn, person: int, signup: SignupRow) -> None:
    """Whoever keeps the list has scanned a volunteer's code: they have come to serve, and hear of it.

    Raises:
        NotSoFar: they are no volunteer.
        NotCheckedOut: they have begun something else.
        NoLongerOpen: they have served here today.

    """
    row = await volunteers.by_person(turn.session, person)
    if row is None or row.state != VolunteerState.ACCEPTED:
        raise NotSoFar(state="volunteer")
    if await _running(turn, row) is not None:
        raise NotCheckedOut
    number = await _begin(turn, row, at_the_door(signup.id, row.id), signup.title)
    if number is None:
        raise NoLongerOpen
    await turn.tell(person, "members/checked_in", subject=f"h{number}", at=turn.now, again=False)


async def end_at_the_door(turn: Turn, person: int, signup: SignupRow) -> None:
    """The same code, scanned when they go. Raises NotSoFar, TooLongOrShort."""
    row = await volunteers.by_person(turn.session, person)
    hours = await volunteers.running(turn.session, row.id) if row else None
    if row is None or hours is None or hours.source != at_the_door(signup.id, row.id):
        raise NotSoFar(state="door")
    minutes = _finished(turn, hours)
    await turn.tell(person, "members/checked_out", subject=f"h{hours.id}", minutes=minutes)


def at_the_door(signup: int, volunteer: int) -> str:
    """Why hours exist that began at the door: once a sign-up and volunteer."""
    return f"door/{signup}/{volunteer}"


def _forgotten(turn: Turn, begun: datetime) -> bool:
    """Whether somebody has not checked out of what they began so long ago."""
    return (turn.now - begun).total_seconds() > MOST_MINUTES * SECONDS


async def _signed_up(turn: Turn) -> str:
    """What they have a place in today."""
    today = turn.world.today(turn.now)
    for row in await signups.listed(turn.session, turn.actor or 0):
        if turn.world.today(row.at) == today:
            return row.title
    return ""


async def check_out(turn: Turn, row: VolunteerRow) -> bool:
    """A volunteer has finished; False where they had not begun.

    Raises:
        TooLongOrShort.

    """
    hours = await volunteers.running(turn.session, row.id)
    if hours is None:
        return False
    await turn.reply("members/checked_out", subject=hours.id, minutes=_finished(turn, hours))
    return True


def _finished(turn: Turn, hours: HoursRow) -> int:
    """The minutes of what ends now, which wait for somebody to verify them. Raises TooLongOrShort."""
    assert hours.begun_at is not None  # whatever is running has begun
    minutes = int((turn.now - hours.begun_at).total_seconds()) // SECONDS
    _must_be_sound(minutes)
    hours.minutes, hours.state = minutes, ClaimState.PROPOSED.value
    return minutes


def _must_be_sound(minutes: int) -> None:
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise TooLongOrShort


async def told(turn: Turn, row: VolunteerRow, said: Served, day: date) -> int | None:
    """`老张今天扫雪2小时`: proposed; the same line twice is one.

    Raises:
        TooLongOrShort.
        NotSoFar: the day is not over.

    """
    _must_be_sound(said.minutes)
    if day > turn.world.today(turn.now):
        raise NotSoFar(state="future")
    what = mask(said.what)[:WHAT]
    mark = hashlib.sha256(what.encode()).hexdigest()[:12]
    return await volunteers.note_hours(
        turn.session, source=f"told/{row.id}/{day}/{mark}/{said.minutes}", volunteer_id=row.id,
        day=day, what=what, minutes=said.minutes, state=ClaimState.PROPOSED.value,
        by_id=turn.actor, made_at=turn.now,
    )  # fmt: skip


async def write_down(turn: Turn, number: int, day: date, what: str, minutes: int) -> int | None:
    """Somebody of the desk writes hours down; another verifies them. Raises NotSoFar, TooLongOrShort."""
    row = await found(turn, number)
    if row.state != VolunteerState.ACCEPTED:
        raise NotSoFar(state=row.state)
    return await told(turn, row, Served("", what.strip(), minutes), day)


async def verify(turn: Turn, number: int, minutes: int | None = None) -> None:
    """Another than who gave or wrote them down lets hours count.

    Raises:
        VerifiedByAnother, NoLongerOpen, TooLongOrShort.

    """
    hours, row = await _held(turn, number)
    given = minutes if minutes is not None else hours.minutes
    _must_be_sound(given)
    act = Act(f"hours/{hours.id}", str(row.person_id), hours.day, GIVEN, hours.what,
              row.community or "", Book.HOURS)  # fmt: skip
    grounds = Grounds(None, hours.source, hours.by_id, turn.actor)
    await books.post(turn.session, [(issue(act, given, effective=True), grounds)], turn.now)
    hours.minutes = given
    _decided(turn, hours, ClaimState.COUNTED)
    await turn.tell(
        row.person_id, "members/hours_counted", subject=f"h{hours.id}", hold=True, gather=True,
        priority=Priority.REMINDER, minutes=given, day=hours.day,
        total=await volunteers.minutes_of(turn.session, row.person_id),
    )  # fmt: skip


async def _held(turn: Turn, number: int) -> tuple[HoursRow, VolunteerRow]:
    hours = await volunteers.held(turn.session, number)
    if hours is None:
        raise Unknown
    row = await found(turn, hours.volunteer_id)
    if turn.actor in (row.person_id, hours.by_id):
        raise VerifiedByAnother
    if hours.state not in (ClaimState.PROPOSED, ClaimState.RUNNING):
        raise NoLongerOpen
    return hours, row


def _decided(turn: Turn, hours: HoursRow, state: ClaimState) -> None:
    hours.state, hours.decided_by, hours.decided_at = state.value, turn.actor, turn.now
    turn.note(f"hours.{state.value}", f"hours/{hours.id}")


async def refuse(turn: Turn, number: int) -> None:
    """These hours are not counted, and who gave them hears of it.

    Raises:
        VerifiedByAnother, NoLongerOpen.

    """
    hours, row = await _held(turn, number)
    _decided(turn, hours, ClaimState.REFUSED)
    await turn.tell(
        row.person_id, "members/hours_refused", subject=f"h{hours.id}", hold=True, gather=True,
        priority=Priority.REMINDER, day=hours.day, what=hours.what, minutes=hours.minutes,
    )  # fmt: skip


async def withdraw(turn: Turn, number: int) -> HoursRow:
    """Whoever told of somebody's hours takes it back before it is verified; said again, it is noted again.

    Raises:
        Unknown, NoLongerOpen.

    """
    hours = await volunteers.held(turn.session, number)
    if hours is None or hours.by_id != turn.actor:
        raise Unknown
    if hours.state != ClaimState.PROPOSED:
        raise NoLongerOpen
    hours.source = f"{hours.source}/back/{turn.event}"
    _decided(turn, hours, ClaimState.REFUSED)
    return hours


async def take_back(turn: Turn, number: int) -> None:
    """Hours that were counted by mistake are reversed, and it is told; both stay. Raises NoLongerOpen."""
    hours = await volunteers.held(turn.session, number)
    if hours is None:
        raise Unknown
    row = await found(turn, hours.volunteer_id)
    if row.person_id == turn.actor:
        raise VerifiedByAnother
    entry = await books.entry_of(turn.session, f"hours/{hours.id}")
    if hours.state != ClaimState.COUNTED or entry is None:
        raise NoLongerOpen
    undone = reverse(entry, key=f"hours/{hours.id}/undo", day=entry.day, note=entry.note)
    await books.post(turn.session, [(undone, Grounds(approved_by=turn.actor))], turn.now)
    _decided(turn, hours, ClaimState.REVERSED)
    await turn.tell(
        row.person_id, "members/hours_taken_back", subject=f"h{hours.id}", hold=True, gather=True,
        priority=Priority.REMINDER, day=hours.day, minutes=hours.minutes,
        total=await volunteers.minutes_of(turn.session, row.person_id),
    )  # fmt: skip


async def mine(turn: Turn, row: VolunteerRow, *, certificate: bool = False) -> None:
    """`我的志愿时长`: what is in the books, what waits, the last of it; or all as a certificate."""
    rows = await volunteers.of_volunteer(turn.session, row.id)
    waits = sum(one.minutes for one in rows if one.state == ClaimState.PROPOSED)
    counted = [one for one in rows if one.state == ClaimState.COUNTED]
    total = await volunteers.minutes_of(turn.session, row.person_id)
    paper = [{"paper": await certified(turn, row, turn.locale)}] if certificate and total else []
    await turn.reply(
        "members/my_hours", subject=row.id, waits=waits, certificate=certificate, total=total,
        lines=[] if paper else [(one.day, one.what, one.minutes) for one in counted[:LAST]],
        attachments=paper,
    )  # fmt: skip


async def certified(turn: Turn, row: VolunteerRow, locale: str) -> str:
    """The words of somebody's certificate, which become a picture or a sheet; it is on record."""
    person = await turn.session.get(PersonRow, row.person_id)
    area = turn.world.organisation.areas.get(row.community or "")
    turn.note("volunteer.certificate", f"volunteer/{row.id}")
    return turn.render(
        "members/certificate", locale, name=(person.name if person else "") or "",
        minutes=await volunteers.minutes_of(turn.session, row.person_id),
        community=area.name if area else turn.world.deployment.operator,
        day=turn.world.today(turn.now),
    )  # fmt: skip
