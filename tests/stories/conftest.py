"""A community for each story, imported once and copied."""

import asyncio
import shutil

import pytest

from bot import commands, sample
from bot.app import opened
from tests.botapi import served
from tests.stories import reading, village
from tests.stories.life import Life
from tests.stories.machine import Town, offline


@pytest.fixture(scope="session")
def community(migrated, tmp_path_factory):
    """A data folder with the village in it."""
    return imported(tmp_path_factory.mktemp("community"), migrated, village.SHEETS)


@pytest.fixture(scope="session")
def larger(migrated, tmp_path_factory):
    """A data folder with the larger village in it."""
    return imported(tmp_path_factory.mktemp("larger"), migrated, village.LARGER)


@pytest.fixture(scope="session")
def named(migrated, tmp_path_factory):
    """A data folder with the village whose places have many names in it."""
    return imported(tmp_path_factory.mktemp("named"), migrated, reading.SHEETS)


def imported(folder, migrated, sheets):
    shutil.copy(migrated, folder / "huying.db")
    result = asyncio.run(commands.import_workbook(offline(folder), village.write(folder, sheets)))
    assert not result["errors"]
    return folder


def moved_in(made, database_url, folder):
    """A village's data folder and its database: copied on SQLite, imported into PostgreSQL."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    if database_url.startswith("sqlite"):
        return folder, ""
    there = offline(folder, database_url=database_url)
    result = asyncio.run(commands.import_workbook(there, folder / "workbook"))
    assert not result["errors"]
    return folder, database_url


@pytest.fixture
def home(community, database_url, tmp_path):
    """The village's data folder, and its database's address where it is not in there."""
    return moved_in(community, database_url, tmp_path)


@pytest.fixture
def life(larger, database_url, tmp_path):
    """The larger village on a Telegram of its own, its clock to be set; huying is not awake yet."""
    folder, own = moved_in(larger, database_url, tmp_path)
    with served() as telegram:
        yield Life(folder, telegram, own)


@pytest.fixture
def quarter(named, database_url, tmp_path):
    """The same, where places have many names and groups are spoken to in each of the three ways."""
    folder, own = moved_in(named, database_url, tmp_path)
    with served() as telegram:
        yield Life(folder, telegram, own)


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
