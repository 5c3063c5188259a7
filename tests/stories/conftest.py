"""A community for each story, imported once and copied."""

import asyncio
import shutil

import pytest

from bot import commands
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


@pytest.fixture
def town(community, tmp_path):
    """The village on a Telegram of its own; huying is not awake yet."""
    shutil.copytree(community, tmp_path, dirs_exist_ok=True)
    with served() as telegram:
        yield Town(tmp_path, telegram)
