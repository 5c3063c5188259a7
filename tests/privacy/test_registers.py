"""P10, P11, P15 for members and volunteers: shown to them alone, let go on request and in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.points import Book
from handlers.members import hours as giving
from storage import work_done
from storage.activities import ActivityRow
from storage.members import MemberClaimRow, MemberRow, PledgeRow
from storage.points import books
from storage.points.tables import EntryRow
from storage.volunteers import HoursRow, VolunteerRow
from tests.handlers.members.register import (
    balance,
    counted,
    enlisted,
    hours,
    minutes,
    reported,
    sound,
    written,
)
from tests.handlers.signups.party import acting
from tests.privacy.scenes import holding


@pytest.fixture
async def serving(scene, tmp_path):
    """Somebody who is a member and a volunteer, with points, hours and a pledge."""
    await reported(scene, tmp_path)
    await counted(scene, "PAIR", note="结对陈奶奶家")
    await written(scene, "PROPOSAL", note="加装座椅")
    await scene.say("qian", "我认领:每周扫一次3栋楼道", group=False)
    await enlisted(scene, "qian", "钱水", skills=("修收音机",))
    await scene.say("wang", "钱水今天扫雪2小时", group=False)
    await acting(scene, giving.verify, (await hours(scene))[-1].id)
    return scene


async def test_p10_me_tells_what_the_registers_hold(serving):
    await serving.say("qian", "/me", group=False)

    told = (await serving.heard("qian"))[-1]
    for kept in ("区水利局", "服务积分12分", "每周扫一次3栋楼道", "修收音机", "120分钟"):
        assert kept in told


async def test_p10_in_the_group_nothing_of_it_is_told(serving):
    await serving.say("qian", "/me")

    assert not any("区水利局" in line or "12分" in line for line in await serving.in_group())


async def test_p11_who_is_erased_leaves_balanced_books_without_a_word(serving):
    await serving.say("qian", "删除我的信息", group=False)
    await serving.press("qian", "确认删除")
    await serving.wait(minutes=3)

    assert (
        await holding(serving.database, "钱水", "区水利局", "修收音机", "陈奶奶", "W001", "扫雪")
        == []
    )
    assert await balance(serving) == 12
    assert await minutes(serving, "qian") == 120
    assert await sound(serving)
    async with serving.database.reading() as session:
        assert (await session.scalar(select(VolunteerRow))).state == "left"
        open_ones = select(MemberClaimRow).where(MemberClaimRow.state == "proposed")
        assert await session.scalar(open_ones) is None


async def test_p11_whoever_was_erased_may_be_registered_anew_as_somebody_else(serving, tmp_path):
    from tests.handlers.members.register import registered  # noqa: PLC0415

    await serving.say("qian", "删除我的信息", group=False)
    await serving.press("qian", "确认删除")

    taken = await registered(serving, tmp_path / "again")

    assert (taken.added, taken.errors) == (1, [])
    async with serving.database.reading() as session:
        rows = list(await session.scalars(select(MemberRow).order_by(MemberRow.id)))
    assert [row.code for row in rows] == ["erased/1", "W001"]
    assert rows[1].reported_at is None


async def test_p15_after_three_years_the_words_are_gone_and_the_numbers_stay(serving):
    await serving.say("wang", "今天4栋楼道清扫,5个人", group=False)
    before = serving.now.date() + timedelta(days=1)
    async with serving.database.transaction() as session:
        pledge = await session.scalar(select(PledgeRow))
        pledge.ended_at = serving.now - timedelta(days=1)

    async with serving.database.transaction() as session:
        gone = await work_done.forget_words(session, before, limit=200)
        again = await work_done.forget_words(session, before, limit=200)

    assert (gone, again) == (5, 0)
    async with serving.database.reading() as session:
        for column in (MemberClaimRow.note, HoursRow.what, ActivityRow.what, PledgeRow.text):
            assert set(await session.scalars(select(column))) == {""}
    assert await minutes(serving, "qian") == 120


async def test_p15_what_is_younger_keeps_its_words(serving):
    async with serving.database.transaction() as session:
        gone = await work_done.forget_words(session, serving.now.date(), limit=200)

    assert gone == 0


async def test_p16_no_minus_is_in_the_books_without_a_person(serving):
    await counted(serving, "MISSED")

    async with serving.database.reading() as session:
        rows = list(
            await session.scalars(select(EntryRow).where(EntryRow.book == Book.MEMBER.value))
        )
        amounts = await books.moved(session, [row.id for row in rows])
    assert [row.approved_by for row in rows if amounts[row.id] < 0] == [serving.ids["boss"]]
