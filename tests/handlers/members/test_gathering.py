"""What tickets, wishes and roll calls propose for a member; leave asked beforehand never costs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.tickets.states import Act
from handlers.members import counting, gathering
from handlers.signups import door
from storage.signups import SignupEntryRow
from storage.tickets.tables import TicketEventRow, TicketRow
from storage.wishes import WishRow
from tests.handlers.members.register import balance, claims, reported
from tests.handlers.signups.party import acting, opened, the_signup


async def gather(scene):
    await acting(scene, gathering.gather)


async def items(scene):
    return [claim.item for claim in await claims(scene)]


async def held(scene, *, came, title="周六包饺子", leave=False, **more):
    """A sign-up that the member signed up for, from its opening to the roll call."""
    number = await opened(scene, title, **more)
    await scene.say("qian", "我报名", group=False)
    row = await the_signup(scene, number)
    if leave:
        await scene.live_until(row.at - timedelta(hours=3))
        await scene.say("qian", "去不了了", group=False)
    await scene.live_until(row.at + timedelta(hours=1))
    async with scene.database.reading() as session:
        seat = await session.scalar(
            select(SignupEntryRow.id).where(
                SignupEntryRow.signup_id == number, SignupEntryRow.state == "in"
            )
        )
    if came:
        await acting(scene, door.tick, number, seat)
    await acting(scene, door.settle, number)
    await gather(scene)
    return number


async def test_who_was_there_is_proposed_once(scene, tmp_path):
    await reported(scene, tmp_path)

    await held(scene, came=True)
    await gather(scene)

    assert await items(scene) == ["ATTEND"]
    assert await balance(scene) == 10


async def test_who_stayed_away_without_a_word_is_put_before_a_person(scene, tmp_path):
    await reported(scene, tmp_path)

    await held(scene, came=False)

    assert await items(scene) == ["MISSED"]
    assert await balance(scene) == 10


async def test_leave_asked_before_the_start_never_costs_though_nobody_granted_it(scene, tmp_path):
    await reported(scene, tmp_path)

    await held(scene, came=False, leave=True)

    assert await items(scene) == []


async def test_who_gave_the_place_back_in_time_is_not_asked_about(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await opened(scene)
    await scene.say("qian", "我报名", group=False)
    await scene.say("qian", "去不了了", group=False)
    row = await the_signup(scene, number)
    await scene.live_until(row.at + timedelta(hours=1))
    await acting(scene, door.settle, number)

    await gather(scene)

    assert await items(scene) == []


async def test_who_is_on_leave_that_day_is_not_absent(scene, tmp_path):
    await reported(scene, tmp_path)
    from storage.people import RoleRow  # noqa: PLC0415
    from storage.places import touch_revision  # noqa: PLC0415

    async with scene.database.transaction() as session:
        role = await session.scalar(select(RoleRow).where(RoleRow.person_id == scene.ids["qian"]))
        role.away_from, role.away_to = scene.now.date(), scene.now.date() + timedelta(days=9)
        await touch_revision(session)

    await held(scene, came=False)

    assert await items(scene) == []


async def test_three_absences_in_a_row_are_one_more(scene, tmp_path):
    await reported(scene, tmp_path)

    for n in range(4):
        await held(scene, came=False, title=f"清扫第{n}次")

    assert sorted(await items(scene)) == ["ABSENT3", *["MISSED"] * 4]


async def test_coming_once_breaks_the_row(scene, tmp_path):
    await reported(scene, tmp_path)

    for n, came in enumerate((False, False, True, False)):
        await held(scene, came=came, title=f"清扫第{n}次")

    assert "ABSENT3" not in await items(scene)


async def test_a_row_of_meals_is_no_service(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await opened(scene, "长者午餐")
    await scene.say("qian", "我报名", group=False)
    async with scene.database.transaction() as session:
        from storage import signups  # noqa: PLC0415

        row = await signups.signup(session, number)
        row.series = "meals"
    row = await the_signup(scene, number)
    await scene.live_until(row.at + timedelta(hours=1))
    await acting(scene, door.settle, number)

    await gather(scene)

    assert await items(scene) == []


async def closed(scene, *, rating=None, late=False, note=False, doer="qian", owner="wang"):
    """A ticket that the member did, closed today."""
    async with scene.database.transaction() as session:
        due = scene.now + timedelta(days=-2 if late else 2)
        ticket = TicketRow(
            kind="complaint", category="env.stair", tier="N", sensitivity="n", state="closed",
            text="楼道脏", channel="web", community="XL", owner_id=scene.ids[owner],
            owner_role="grid_worker", reason={}, doer_id=scene.ids[doer] if doer else None,
            created_at=scene.now, assigned_at=scene.now, accept_by=due, respond_by=due,
            finish_by=due, first_finish_by=due, finished_at=scene.now, closed_at=scene.now,
            closed_by="reporter", outcome="solved", rating=rating,
        )  # fmt: skip
        session.add(ticket)
        await session.flush()
        if note:
            session.add(
                TicketEventRow(
                    ticket_id=ticket.id, at=scene.now - timedelta(hours=1), act=Act.NOTE.value,
                    after="accepted", actor_id=scene.ids[doer], part="doer", note="等材料",
                )
            )  # fmt: skip
        return ticket.id


async def test_a_finished_ticket_is_proposed_for_who_did_it(scene, tmp_path):
    await reported(scene, tmp_path)
    await closed(scene)

    await gather(scene)
    await gather(scene)

    [claim] = await claims(scene)
    assert (claim.item, claim.source[:7]) == ("FINISH", "finish/")
    await acting(scene, counting.verify, [claim.id])
    assert await balance(scene) == 11


async def test_what_somebody_else_did_is_not_theirs(scene, tmp_path):
    await reported(scene, tmp_path)
    await closed(scene, doer="fix")

    await gather(scene)

    assert await items(scene) == []


async def test_a_service_that_pleased_nobody_waits_for_a_person_who_confirms_it(scene, tmp_path):
    await reported(scene, tmp_path)
    await closed(scene, rating="not_content")

    await gather(scene)

    assert await items(scene) == ["UNHAPPY"]
    assert await balance(scene) == 10


@pytest.mark.parametrize(("note", "found"), [(False, ["FINISH", "OVERRUN"]), (True, ["FINISH"])])
async def test_what_ran_over_without_a_word(scene, tmp_path, note, found):
    await reported(scene, tmp_path)
    await closed(scene, late=True, note=note)

    await gather(scene)

    assert await items(scene) == found


async def test_a_wish_that_came_true_is_proposed_for_who_brought_it(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await closed(scene, doer=None)
    async with scene.database.transaction() as session:
        session.add(
            WishRow(ticket_id=number, state="fulfilled", holder="H1", claimer_id=scene.ids["qian"])
        )

    await gather(scene)

    assert await items(scene) == ["FINISH"]


async def test_a_wish_that_was_given_up_is_nobodys(scene, tmp_path):
    await reported(scene, tmp_path)
    number = await closed(scene, doer=None)
    async with scene.database.transaction() as session:
        session.add(
            WishRow(
                ticket_id=number, state="unfulfilled", holder="H1", claimer_id=scene.ids["qian"]
            )
        )

    await gather(scene)

    assert await items(scene) == []


async def test_what_was_before_somebody_reported_in_is_not_counted(scene, tmp_path):
    from tests.handlers.members.register import known, registered  # noqa: PLC0415

    await registered(scene, tmp_path / "w")
    await known(scene, "qian", "钱水")
    await closed(scene)
    await scene.wait(days=2)
    await scene.say("qian", "报到", group=False)

    await gather(scene)

    assert await items(scene) == []


async def test_nobody_is_gathered_for_where_nobody_has_reported_in(scene):
    await closed(scene, doer=None)

    await gather(scene)

    assert await items(scene) == []
