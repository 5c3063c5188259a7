"""Who comes back is told what they missed: what is still theirs, and once."""

import pytest
from sqlalchemy import update

from domain.areas import RoleName
from domain.messages import ChatKind, Happening, Incoming, Speaker
from handlers.people import invite
from storage.outbox import OutboxRow
from storage.people import IdentityRow, close_private_chat
from storage.tickets.tables import TicketRow

LEAKS = [f"{n}栋{n}单元的下水道堵了" for n in (1, 2, 3, 4)]
FIRE = "3栋2单元着火了,快来人"


async def test_a_push_that_came_back_leaves_again_with_its_buttons(scene):
    await scene.say("li", LEAKS[0])
    (row,) = await refused(scene, "wang")

    await scene.open_private("wang")

    again = next(r for r in await scene.rows(chat="p.wang") if r.id == row.id)
    assert (again.state, again.text, again.attempts) == ("sent", row.text, 0)
    assert again.choices == row.choices
    assert row.choices
    await scene.press("wang", "我来办")
    assert (await scene.ticket()).state == "accepted"


async def test_whoever_just_writes_has_come_back_too(scene):
    await scene.say("li", LEAKS[0])
    (row,) = await refused(scene, "wang")

    await scene.say("wang", "/start", group=False)

    assert (await state_of(scene, row)).state == "sent"


async def test_who_had_never_gone_is_told_nothing_again(scene):
    await scene.say("li", LEAKS[0])
    before = await scene.heard("wang")

    await scene.open_private("wang")

    assert await scene.heard("wang") == before


async def test_a_task_for_which_there_was_no_chat_is_told_and_leaves_the_hands_of_the_office(scene):
    await away(scene, "wang")
    await scene.say("li", LEAKS[0])
    (by_hand,) = await homeless(scene)

    await scene.open_private("wang")

    assert "下水道" in (await scene.heard("wang"))[-1]
    assert (await state_of(scene, by_hand)).state == "dropped"
    await scene.press("wang", "我来办")
    assert (await scene.ticket()).state == "accepted"


async def test_of_many_one_message_is_said_that_leads_to_the_tasks(scene):
    await scene.say("li", LEAKS[0])
    await refused(scene, "wang")
    await away(scene, "wang")
    for leak in LEAKS[1:]:
        await scene.say("li", leak)
    before = await scene.heard("wang")

    await scene.open_private("wang")

    told = (await scene.heard("wang"))[len(before) :]
    assert len(told) == 1
    assert "4件事" in told[0]
    assert "/tasks" in told[0]
    assert await homeless(scene) == []


async def test_an_emergency_is_said_in_full_among_however_many(scene):
    await scene.say("li", FIRE)
    (fire, *_) = await refused(scene, "wang")
    await away(scene, "wang")
    for leak in LEAKS:
        await scene.say("li", leak)
    before = await scene.heard("wang")

    await scene.open_private("wang")

    told = (await scene.heard("wang"))[len(before) :]
    assert (await state_of(scene, fire)).state == "sent"
    assert [("4件事" in text) for text in told] == [False, True]


async def test_what_is_somebody_else_s_by_now_is_not_told(scene):
    await scene.say("li", LEAKS[0])
    (row,) = await refused(scene, "wang")
    async with scene.database.transaction() as session:
        await session.execute(update(TicketRow).values(owner_id=scene.ids["zhao"]))

    await scene.open_private("wang")

    assert (await state_of(scene, row)).state == "unreachable"


@pytest.mark.parametrize(
    "change",
    [
        {"stale_at": "now"},
        {"priority": 4, "announcement_id": 1, "ticket_id": None},
        {"state": "unknown"},
        {"state": "done_by_person"},
    ],
    ids=str,
)
async def test_what_is_stale_announced_or_passed_on_is_not_told(scene, change):
    if "stale_at" in change:
        change = {"stale_at": scene.now}
    await scene.say("li", LEAKS[0])
    (row,) = await refused(scene, "wang", **change)

    await scene.wait(minutes=1)
    await scene.open_private("wang")

    assert (await state_of(scene, row)).state == change.get("state", "unreachable")


async def test_of_a_ticket_that_is_over_nothing_is_told(scene):
    await scene.say("li", LEAKS[0])
    (row,) = await refused(scene, "wang")
    async with scene.database.transaction() as session:
        await session.execute(update(TicketRow).values(state="closed", closed_at=scene.now))

    await scene.open_private("wang")

    assert (await state_of(scene, row)).state == "unreachable"


async def test_a_resident_who_comes_back_hears_the_news_and_is_led_to_their_own(scene):
    await scene.open_private("li")
    for leak in LEAKS:
        await scene.say("li", leak)
    for _ in LEAKS:
        await scene.say("wang", "/tasks", group=False)
        await scene.press("wang", "我来办")
    await refused(scene, "li")
    before = await scene.heard("li")

    await scene.open_private("li")

    told = (await scene.heard("li"))[len(before) :]
    assert told
    assert "/tasks" not in "".join(told)


async def test_who_gets_a_role_by_a_code_is_told_what_waits_for_them(scene):
    """The workbook names a grid worker whose account nobody knew until now."""
    async with scene.database.transaction() as session:
        await session.execute(
            update(IdentityRow)
            .where(IdentityRow.account == "wang")
            .values(account="unused", private_chat=None)
        )
    await scene.say("li", LEAKS[0])
    code = await scene_code(scene)

    await scene.say("wang's new telephone", f"/start {code}", group=False)

    assert "下水道" in (await scene.heard("wang's new telephone"))[-1]


async def scene_code(scene):
    async with scene.database.transaction() as session:
        world = await scene.community.world(session)
        made = await invite(session, world, at=scene.now, role=RoleName.GRID_WORKER, area="XL-1",
                            name="王格")  # fmt: skip
    return made.code


async def away(scene, who):
    """They block huying, and it knows."""
    await scene.handle(
        Incoming(
            key=f"u.{who}", what=Happening.UNREACHABLE, at=scene.now, where=scene.private(who),
            chat_kind=ChatKind.PRIVATE, speaker=Speaker(who),
        )
    )  # fmt: skip


async def refused(scene, who, **more):
    """What was just said to them came back: they had blocked huying."""
    values = {"state": "unreachable", "message": None, "attempts": 1, "why": "blocked", **more}
    async with scene.database.transaction() as session:
        await session.execute(
            update(OutboxRow).where(OutboxRow.chat == f"p.{who}").values(**values)
        )
        await close_private_chat(session, "web", who)
    return await scene.rows(chat=f"p.{who}")


async def state_of(scene, row):
    async with scene.database.reading() as session:
        return await session.get(OutboxRow, row.id)


async def homeless(scene):
    return [row for row in await scene.rows(chat="") if row.state == "person"]
