"""Every night what has been kept long enough goes by itself, and the street learns how much (P15)."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from domain.areas import RoleName
from domain.pasted import MARKS_KEPT
from domain.privacy import Class, over
from handlers.posters import STANDS
from handlers.privacy.erasing import erase
from handlers.privacy.spots import spot_of
from handlers.turn import Turn
from storage import pasted, posters, work_done
from storage.audit import records
from storage.people import PersonRow
from storage.points import claims, deductions, lists
from storage.privacy import contacts, keeping, letting_go
from storage.timers import TimerRow, set_timer

AT = time(3, 0)
REPORT_AT = time(9, 0)
BATCH = 200
"""Of each kind at once: nobody waits long behind it, and a crash costs no more."""
NEXT_BATCH = timedelta(minutes=1)
ACT = "privacy.retention"


async def plan(turn: Turn) -> None:
    """The next night, and the next first of a month; planned twice is planned once."""
    today = turn.world.today(turn.now)
    night = turn.world.calendar.instant(today, AT)
    if night <= turn.now:
        night = turn.world.calendar.instant(today + timedelta(days=1), AT)
    await _at(turn, night)
    await _report_at(turn, _next_month(today))


async def _at(turn: Turn, due_at: datetime) -> None:
    await set_timer(turn.session, f"{ACT}/{due_at.isoformat()}", ACT, due_at)


async def _report_at(turn: Turn, first: date) -> None:
    due_at = turn.world.calendar.instant(first, REPORT_AT)
    await set_timer(
        turn.session, f"privacy.report/{first}", "privacy.report", due_at, first=first.isoformat()
    )


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


async def due(turn: Turn, _: TimerRow) -> None:
    """Let go of a batch of each kind; where one was full, the next follows within a minute.

    After days of standing still one night makes up for all of them.
    """
    gone = await _let_go(turn)
    if sum(gone.values()):
        turn.note(ACT, "retention", **{what.value: count for what, count in gone.items() if count})
    if any(count >= BATCH for count in gone.values()):
        await _at(turn, turn.now + NEXT_BATCH)
    await plan(turn)


async def _let_go(turn: Turn) -> dict[Class, int]:
    session, now = turn.session, turn.now
    await contacts.settle_ends(session, limit=BATCH)
    return {
        Class.CONTACTS: await contacts.delete_due(session, now) + await _from_groups(turn),
        Class.PHOTOS: await _photos(turn),
        Class.TEXTS: await _texts(turn),
        Class.MESSAGES: await keeping.messages(session, over(Class.MESSAGES, now), limit=BATCH),
        Class.QUESTIONS: await keeping.questions(
            session, over(Class.QUESTIONS, now), now, limit=BATCH
        ),
        Class.EVENTS: await keeping.events(session, over(Class.EVENTS, now), limit=BATCH),
        Class.NOTES: await _notes(turn),
        Class.LINKS: await keeping.links(session, over(Class.LINKS, now)),
        Class.ACCOUNTS: await _accounts(turn),
    }


async def _notes(turn: Turn) -> int:
    """Words beside what was counted long ago: in the books, and beside what was to enter them."""
    before = turn.world.today(over(Class.NOTES, turn.now))
    gone = await keeping.notes(turn.session, before, limit=BATCH)
    gone += await lists.let_words_go(turn.session, before, limit=BATCH)
    gone += await deductions.let_words_go(turn.session, before, limit=BATCH)
    return gone + await work_done.forget_words(turn.session, before, limit=BATCH)


async def _from_groups(turn: Turn) -> int:
    """How WeChat groups call those who were to be answered there, and where posters were scanned."""
    ended, marked = over(Class.CONTACTS, turn.now), turn.now - MARKS_KEPT
    gone = await pasted.forget(turn.session, ended=ended, marked=marked, limit=BATCH)
    return gone + await posters.forget(turn.session, before=turn.now - STANDS)


async def _photos(turn: Turn) -> int:
    old = await keeping.with_photos(turn.session, over(Class.PHOTOS, turn.now), limit=BATCH)
    gone = await letting_go.discard_photos(turn.session, old, turn.now)
    public = await keeping.public_photos(turn.session, over(Class.PHOTOS, turn.now), limit=BATCH)
    gone += await letting_go.discard_public(turn.session, public, turn.now)
    shown = await claims.shown_long_ago(turn.session, over(Class.PHOTOS, turn.now), limit=BATCH)
    return gone + await letting_go.discard_shown(turn.session, shown, turn.now)


async def _texts(turn: Turn) -> int:
    rows = await keeping.texts(
        turn.session, over(Class.TEXTS, turn.now), talks_before=over(Class.TALKS, turn.now),
        limit=BATCH,
    )  # fmt: skip
    await letting_go.anonymise(turn.session, {row.id: spot_of(turn, row) for row in rows}, turn.now)
    return len(rows)


async def _accounts(turn: Turn) -> int:
    unseen = await keeping.unseen(turn.session, over(Class.ACCOUNTS, turn.now), limit=BATCH)
    for number in unseen:
        person = await turn.session.get(PersonRow, number)
        assert person is not None
        await erase(turn, person)
    return len(unseen)


async def report_due(turn: Turn, timer: TimerRow) -> None:
    """Last month in numbers, for the street's managers."""
    first = date.fromisoformat(str(timer.facts["first"]))
    last_month = (first - timedelta(days=1)).replace(day=1)
    begins, ends = (turn.world.calendar.instant(day, time()) for day in (last_month, first))
    gone: Counter[str] = Counter()
    for row in await records(turn.session, ACT, begins, ends):
        gone.update({what: int(count) for what, count in row.facts.items()})
    erased = len(await records(turn.session, "person.erased", begins, ends))
    for role in turn.world.organisation.roles:
        if role.role is RoleName.MANAGER:
            await turn.tell(
                role.person, "privacy/report", hold=True, month=last_month, erased=erased,
                gone={what.value: gone.get(what.value, 0) for what in Class},
            )  # fmt: skip
    await _report_at(turn, _next_month(first))
