"""Erased on request, whatever has become of the household's file: nobody is named, the books agree."""

from datetime import date

import pytest
from sqlalchemy import func, select

from domain.points import AccountKind
from handlers.points import leaving
from storage.points import books
from storage.points.tables import HouseholdRow, PostingRow
from tests.handlers.points.test_files import merged, person, split, with_home
from tests.handlers.shopping import open_shop, placed
from tests.privacy.scenes import holding
from tests.privacy.test_kept_and_erased import erased


async def _plain(scene):
    return {"H1": 68}


async def _ordered(scene):
    await placed(scene, "H1", soap=2)
    return {"H1": 68}


async def _in_publicity(scene):
    await scene.say("li", "我今天打扫了楼道", group=False)
    await scene.press("wang", "属实")
    return {"H1": 71}


async def _split(scene):
    await split(scene, 40, [await person(scene, "H1")])
    return {"H1": 28, "H1-2": 40}


async def _merged(scene):
    await merged(scene)
    return {"H1": 0, "H2": 188}


async def _leaving(scene):
    await with_home(scene, "H1", leaving.leave, date(2026, 12, 23))
    return {"H1": 68}


@pytest.mark.parametrize("path", [_plain, _ordered, _in_publicity, _split, _merged, _leaving])
async def test_nobody_is_named_and_no_point_is_lost_or_made(scene, tmp_path, path):
    await open_shop(scene, tmp_path)
    before = await path(scene)
    await erased(scene, "li")

    async with scene.database.reading() as session:
        assert await session.scalar(select(func.sum(PostingRow.amount))) == 0
        assert await books.unbalanced(session) == []
        assert await books.wrong_balances(session) == []
        held = {code: sum((await books.balances(session, code)).values()) for code in before}
        gone = await session.get(HouseholdRow, "H1-2" if path is _split else "H1")
    assert held == before
    assert gone.name == ""
    theirs = "陈小明" if path is _split else "陈桂兰"
    assert await holding(scene.database, theirs) == []


async def test_what_was_held_for_somebody_erased_comes_back_to_the_shelf(scene, tmp_path):
    await open_shop(scene, tmp_path)
    await placed(scene, "H1", soap=2)
    await erased(scene, "li")
    await scene.wait(days=4)

    async with scene.database.reading() as session:
        sums = await books.balances(session, "H1")
        assert sums[AccountKind.RESERVED] == 0
        assert await books.wrong_balances(session) == []
