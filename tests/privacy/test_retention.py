"""P15, P23: what has been kept long enough goes by itself, every night, and is reported in numbers."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from domain.messages import Media, MediaKind
from domain.privacy import KEPT, Class
from handlers.privacy import retention
from storage import announcements
from storage.announcements import AnnouncementRow
from storage.inbox import InboxRow
from storage.outbox import OutboxRow
from storage.people import IdentityRow, InvitationRow, PersonRow
from storage.points.tables import EntryRow, HouseholdRow
from storage.privacy.tables import DiscardedRow
from storage.questions import ChoiceRow, QuestionRow
from storage.tickets.tables import AttachmentRow, TicketReporterRow, TicketRow
from storage.timers import TimerRow
from tests.handlers.scene import SHANGHAI
from tests.privacy.scenes import (
    LEAK,
    LIGHT,
    finished,
    holding,
    in_private,
    nights_planned,
    on_record,
)

PHOTO = "media/cd/cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd.jpg"


@pytest.fixture
async def scene(scene):
    await nights_planned(scene)
    return scene


async def later(scene, start, *, days):
    """So many days after an instant, as after a long stand-still: what was due is lived then."""
    scene.now = start + timedelta(days=days)
    await scene.live_until(scene.now + timedelta(minutes=2))


async def count(scene, table, *where):
    async with scene.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table).where(*where))


async def nobody_chases(session, now):
    """A ticket's own dates are another matter."""
    chasing = TimerRow.kind.startswith("ticket")
    await session.execute(update(TimerRow).where(chasing).values(done_at=now))


async def done(scene, text=LEAK, *, who="li", media=()):
    """A matter that is over; the day on which it ended."""
    await scene.say(who, text, group=False, media=media)
    await finished(scene, reporter=who)
    ticket = await scene.ticket()
    assert ticket.state == "closed"
    return ticket.closed_at


async def test_p15_words_home_and_people_go_two_years_after_the_end_and_counts_stay(scene):
    end = await done(scene)
    before = await scene.ticket()

    await later(scene, end, days=729)
    assert (await scene.ticket()).text == LEAK
    await later(scene, end, days=731)

    ticket = await scene.ticket()
    assert (ticket.text, ticket.result, ticket.place_name) == ("", None, "金桂园3栋")
    assert ticket.anonymised_at
    assert ticket.state == "archived"
    same = ("category", "tier", "outcome", "people", "created_at", "closed_at", "owner_id")
    assert [getattr(ticket, name) for name in same] == [getattr(before, name) for name in same]
    assert await count(scene, TicketReporterRow) == 0
    assert await holding(scene.database, "401", "厨房", "试过了") == []


async def test_p15_an_open_matter_is_kept_however_old(scene):
    await scene.say("li", LIGHT)
    async with scene.database.transaction() as session:
        await session.execute(update(TicketRow).values(state="suspended"))
        await nobody_chases(session, scene.now)

    await later(scene, scene.now, days=800)

    assert (await scene.ticket()).text == LIGHT
    assert any(LIGHT in text for text in await scene.heard("wang"))
    assert await count(scene, TicketReporterRow) == 1


async def test_p15_a_confidential_talk_goes_after_thirty_days(scene):
    await scene.say("li", "心里难受,好多天睡不着,想找人谈谈", group=False)
    assert (await scene.ticket()).category == "care.mind"
    await finished(scene, worker="heart")
    end = (await scene.ticket()).closed_at

    await later(scene, end, days=29)
    assert (await scene.ticket()).text
    await later(scene, end, days=31)

    assert await holding(scene.database, "睡不着") == []


async def test_p15_photos_go_ninety_days_after_the_end_row_and_file(scene):
    photo = Media(MediaKind.PHOTO, PHOTO, unique=PHOTO, mime="image/jpeg")
    end = await done(scene, media=(photo,))
    assert await count(scene, AttachmentRow) == 1

    await later(scene, end, days=89)
    assert await count(scene, AttachmentRow) == 1
    await later(scene, end, days=91)

    assert await count(scene, AttachmentRow) == 0
    async with scene.database.reading() as session:
        assert list(await session.scalars(select(DiscardedRow.path))) == [PHOTO]


async def test_p15_a_photo_that_another_matter_has_as_well_is_not_deleted(scene):
    photo = Media(MediaKind.PHOTO, PHOTO, unique=PHOTO, mime="image/jpeg")
    end = await done(scene, media=(photo,))
    await scene.say("li", "金桂园5栋3单元的单元门关不上", group=False, media=(photo,))

    await later(scene, end, days=91)

    assert await count(scene, AttachmentRow) == 1
    assert await count(scene, DiscardedRow) == 0


async def test_p15_messages_and_questions_of_what_is_over_go_after_ninety_days(scene):
    await done(scene)
    assert await count(scene, QuestionRow)

    await later(scene, scene.now, days=95)

    mine = OutboxRow.moment != "privacy/report"
    assert await count(scene, OutboxRow, OutboxRow.text != "", mine) == 0
    assert await count(scene, OutboxRow) > 0, "that something was said stays"
    assert await count(scene, QuestionRow) == 0
    assert await count(scene, ChoiceRow) == 0


async def test_p15_those_of_what_is_open_stay_and_its_buttons_work(scene):
    await scene.say("li", LIGHT)
    async with scene.database.transaction() as session:
        await nobody_chases(session, scene.now)
    await later(scene, scene.now, days=95)

    await scene.press("wang", "我来办")

    assert (await scene.ticket()).state == "accepted"


async def test_p15_traces_of_updates_go_and_the_newest_stays(scene):
    async with scene.database.transaction() as session:
        for number in range(3):
            session.add(InboxRow(channel="web", account="web", key=f"k{number}", chat="g",
                                 received_at=scene.now, state="done", attempts=0))  # fmt: skip
        session.add(InboxRow(channel="web", account="web", key="parked", chat="g",
                             received_at=scene.now, state="parked", attempts=5, payload={}))  # fmt: skip
        session.add(InboxRow(channel="web", account="web", key="newest", chat="g",
                             received_at=scene.now, state="done", attempts=0))  # fmt: skip

    await later(scene, scene.now, days=95)

    async with scene.database.reading() as session:
        assert sorted(await session.scalars(select(InboxRow.key))) == ["newest", "parked"]


async def test_p15_words_in_the_ledger_go_after_three_years_and_entries_stay(scene):
    async with scene.database.transaction() as session:
        session.add(HouseholdRow(code="H1", place=None, name="陈"))
        await session.flush()
        for key, day in (("old", date(2023, 11, 1)), ("new", date(2024, 6, 1))):
            session.add(EntryRow(key=key, book="household", holder="H1", day=day, rule="+03",
                                 note="捡垃圾", created_at=scene.now))  # fmt: skip

    await scene.wait(days=1)

    async with scene.database.reading() as session:
        rows = {row.key: row.note for row in await session.scalars(select(EntryRow))}
    assert rows == {"old": "", "new": "捡垃圾"}


async def test_p15_invitations_that_nobody_can_use_go(scene):
    async with scene.database.transaction() as session:
        for code, days in (("old", -40), ("new", 5)):
            session.add(InvitationRow(code=code, role="volunteer", area="XL-1", name="钱",
                                      expires_at=scene.now + timedelta(days=days)))  # fmt: skip

    await scene.wait(days=1)

    async with scene.database.reading() as session:
        assert list(await session.scalars(select(InvitationRow.code))) == ["new"]


async def test_p15_p23_residents_unseen_for_two_years_are_forgotten_and_staff_are_not(scene):
    await done(scene)
    await scene.say("zhang", "你好", group=False)
    await later(scene, scene.now, days=400)
    await scene.say("zhang", "你好", group=False)

    await later(scene, scene.now, days=335)

    async with scene.database.reading() as session:
        known = set(await session.scalars(select(IdentityRow.account)))
        gone = await session.scalar(
            select(func.count()).select_from(PersonRow).where(PersonRow.erased_at.is_not(None))
        )
    assert "li" not in known
    assert {"zhang", "wang", "fix"} <= known
    assert gone == 1
    assert await holding(scene.database, "'p.li'", "p.li/") == []


async def test_p15_who_has_something_open_is_not_forgotten(scene):
    await scene.say("li", LIGHT)
    async with scene.database.transaction() as session:
        await session.execute(update(TicketRow).values(state="suspended"))
        await nobody_chases(session, scene.now)

    await later(scene, scene.now, days=740)

    assert await count(scene, IdentityRow, IdentityRow.account == "li") == 1


async def test_p15_it_runs_at_three_every_night_once(scene):
    await scene.wait(days=10)

    async with scene.database.reading() as session:
        rows = list(
            await session.scalars(select(TimerRow.due_at).where(TimerRow.kind == retention.ACT))
        )
    assert len(rows) == 11
    assert {row.astimezone(SHANGHAI).hour for row in rows} == {3}


async def test_p15_after_days_of_standing_still_one_night_makes_up_for_all(scene):
    end = await done(scene)
    scene.now = end + timedelta(days=800)  # the machine was off
    await nights_planned(scene)

    await scene.live_until(scene.now + timedelta(minutes=1))

    assert (await scene.ticket()).text == ""
    async with scene.database.reading() as session:
        waiting = await session.scalar(
            select(func.count())
            .select_from(TimerRow)
            .where(TimerRow.kind == retention.ACT, TimerRow.done_at.is_(None))
        )
    assert waiting == 1


async def test_p15_a_second_run_finds_nothing_more(scene):
    end = await done(scene)
    await later(scene, end, days=731)
    runs = await on_record(scene, retention.ACT)

    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "again", scene.now, channel="timer")
        await retention.due(turn, TimerRow())

    assert len(await on_record(scene, retention.ACT)) == len(runs)


async def test_p15_a_run_that_breaks_off_leaves_nothing_half_done(scene):
    end = await done(scene)
    scene.now = end + timedelta(days=731)

    with pytest.raises(_PowerCutError):
        await _cut_off(scene)

    assert (await scene.ticket()).text == LEAK
    assert await count(scene, TicketReporterRow) == 1


class _PowerCutError(Exception):
    pass


async def _cut_off(scene):
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "cut", scene.now, channel="timer")
        await retention.due(turn, TimerRow())
        raise _PowerCutError


async def test_p15_many_go_in_batches_a_minute_apart(scene, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(1, 6):
        await in_private(scene, f"li{number}", f"金桂园{number}栋2单元的单元门关不上")
    async with scene.database.transaction() as session:
        await session.execute(update(TicketRow).values(state="closed", closed_at=scene.now))
        await nobody_chases(session, scene.now)
    scene.now += timedelta(days=731)

    await scene.live_until(scene.now + timedelta(seconds=10))
    first = await count(scene, TicketRow, TicketRow.text == "")
    await scene.live_until(scene.now + timedelta(hours=1))

    assert first == 2
    assert await count(scene, TicketRow, TicketRow.text == "") == 5


async def test_p15_managers_get_last_month_in_numbers_on_the_first(scene):
    end = await done(scene)
    for days in (31, 62, 95):  # into January, February and March
        await later(scene, end, days=days)
    await scene.wait(hours=12)

    told = [text for text in await scene.heard("boss") if "到期自动清理" in text]
    assert [text.partition("月")[0] for text in told] == ["12", "1", "2"]
    assert all("漏水" not in text and "li" not in text for text in told)
    assert all("到期自动清理" not in text for text in await scene.heard("sun"))


async def test_p15_the_report_counts_what_the_record_says(scene):
    end = await done(scene)
    await later(scene, end, days=91)
    await scene.wait(hours=12)
    await later(scene, scene.now, days=31)
    await scene.wait(hours=12)

    on_file = await on_record(scene, retention.ACT)
    assert on_file
    assert all(isinstance(value, int) for row in on_file for value in row.facts.values())
    messages = sum(row.facts.get("messages", 0) for row in on_file)
    told = [text for text in await scene.heard("boss") if "到期自动清理" in text]
    assert f"旧消息{messages}条" in told[-1]


async def test_p15_looks_stay_on_record_at_least_half_a_year(scene):
    await in_private(scene, "li", f"{LEAK},打我电话138****")
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "look", scene.now, channel="console")
        turn.note("ticket.seen", "ticket/1", why="page")

    await later(scene, scene.now, days=200)

    assert len(await on_record(scene, "ticket.seen")) == 1


def test_p15_the_spans_are_those_of_the_rule():
    days = {what: span.days for what, span in KEPT.items()}

    assert (days[Class.TEXTS], days[Class.PHOTOS], days[Class.CONTACTS]) == (730, 90, 30)
    assert (days[Class.TALKS], days[Class.NOTES], days[Class.ACCOUNTS]) == (30, 1095, 730)


async def test_p15_a_photo_for_the_groups_goes_after_ninety_days_and_a_planned_one_stays(scene):
    start = scene.now
    async with scene.database.transaction() as session:
        for sent, ref in ((start, PHOTO), (None, PHOTO.replace("cd", "ef"))):
            photo = await announcements.keep_photo(session, "console", ref, start, path=ref)
            session.add(AnnouncementRow(
                text="停水", audience=["XL"], to="groups", at=start, created_at=start, facts={},
                sent_at=sent, photo_id=photo,
            ))  # fmt: skip
    await later(scene, start, days=KEPT[Class.PHOTOS].days - 1)
    assert await count(scene, AttachmentRow) == 2

    await later(scene, start, days=KEPT[Class.PHOTOS].days + 1)

    assert await count(scene, AttachmentRow) == 1
    assert await count(scene, DiscardedRow, DiscardedRow.path == PHOTO) == 1
    assert await count(scene, AnnouncementRow, AnnouncementRow.photo_id.is_not(None)) == 1
    assert await count(scene, AnnouncementRow, AnnouncementRow.text == "停水") == 2
