"""What bots on Telegram stumble over, each played to the whole program."""

import shutil

import pytest
from sqlalchemy import select

from storage.tickets.tables import TicketRow
from tests.stories.machine import founded
from tests.stories.village import GROUP, RESIDENT

LAMP = "3栋2单元楼道灯坏了三天了,老人上下楼害怕"


@pytest.fixture
async def town(tmp_path, migrated):
    shutil.copy(migrated, tmp_path / "huying.db")
    async with founded(tmp_path) as town:
        yield town


async def test_an_edit_that_changes_no_word_adds_nothing(town):
    async with town.awake():
        said = town.telegram.say(GROUP, RESIDENT, LAMP)
        await town.told(GROUP, "0001")
        await town.settled()
        before = len(town.telegram.sent())

        town.telegram.edit(GROUP, said)
        await town.settled()

        assert len(town.telegram.sent()) == before
        assert len(await town.rows(select(TicketRow))) == 1
