"""Sentences in a deployment's own words: the newest change holds, and of two at once one comes first."""

import asyncio
from datetime import UTC, datetime

from storage import texts
from storage.audit import AuditRow
from storage.texts import TextRow

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
FILED, ZH = "tickets/filed", "zh-Hans"


def change(source, *, follows=0, moment=FILED, locale=ZH, at=NOON):
    return TextRow(moment=moment, locale=locale, source=source, follows=follows, at=at, by=None)


async def add(database, row):
    async with database.transaction() as session:
        return await texts.add(session, row)


async def present(database):
    async with database.reading() as session:
        return {(r.locale, r.moment): r.source for r in await texts.all_present(session)}


async def newest(database):
    async with database.reading() as session:
        return await texts.present(session, FILED, ZH)


async def test_the_newest_change_of_each_sentence_holds(database):
    await add(database, change("一"))
    await add(database, change("二", follows=(await newest(database)).id))
    await add(database, change("Three", locale="en"))

    assert await present(database) == {(ZH, FILED): "二", ("en", FILED): "Three"}


async def test_the_usual_words_are_no_own_ones(database):
    await add(database, change("一"))
    await add(database, change(None, follows=(await newest(database)).id))

    assert await present(database) == {}
    async with database.reading() as session:
        past = await texts.history(session, FILED, ZH, limit=9)
    assert [row.source for row in past] == [None, "一"]


async def test_of_many_who_change_the_same_words_at_once_one_comes_first(database):
    made = await asyncio.gather(*(add(database, change(str(n))) for n in range(8)))

    assert sum(made) == 1
    assert len(await present(database)) == 1


async def test_words_that_failed_are_told_until_they_are_changed(database):
    await add(database, change("一"))
    async with database.transaction() as session:
        session.add(
            AuditRow(at=NOON, act=texts.FAILED, subject=f"text/{ZH}/{FILED}", channel="web")
        )
    async with database.reading() as session:
        assert [row.moment for row in await texts.failing(session)] == [FILED]

    later = NOON.replace(hour=5)
    await add(database, change("二", follows=(await newest(database)).id, at=later))

    async with database.reading() as session:
        assert await texts.failing(session) == []
