"""Fixtures that every room's tests share."""

import pytest

from storage.database import Database
from storage.migrations import migrate


@pytest.fixture
async def database(tmp_path):
    made = Database(f"sqlite+aiosqlite:///{tmp_path}/huying.db")
    await migrate(made)
    yield made
    await made.close()
