import pytest

from tests.handlers.scene import build


@pytest.fixture
async def scene(database):
    return await build(database)
