"""A community for each story, imported once and copied."""

import asyncio
import shutil

import pytest

from bot import commands, sample
from bot.app import opened
from tests.botapi import served
from tests.stories import village
from tests.stories.machine import Town, offline


@pytest.fixture(scope="session")
def community(migrated, tmp_path_factory):
    """A data folder with the village in it."""
    folder = tmp_path_factory.mktemp("community")
    shutil.copy(migrated, folder / "huying.db")
    result = asyncio.run(commands.import_workbook(offline(folder), village.write(folder)))
    assert not result["errors"]
    return folder


@pytest.fixture(scope="session")
def settled(migrated, tmp_path_factory):
    """A data folder as the sample's first start leaves it: whoever copies it starts a second time."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copy(migrated, folder / "huying.db")

    async def settle():
        async with opened(offline(folder), sample=True) as house:
            await sample.settle_in(house, lambda _: None)

    asyncio.run(settle())
    return folder


@pytest.fixture
def sample_home(settled, tmp_path):
    """The sample's data folder, for one story."""
    return shutil.copytree(settled, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def town(community, tmp_path):
    """The village on a Telegram of its own; huying is not awake yet."""
    shutil.copytree(community, tmp_path, dirs_exist_ok=True)
    with served() as telegram:
        yield Town(tmp_path, telegram)
