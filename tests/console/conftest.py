import pytest

from tests.console.desk import Desk
from tests.handlers.scene import build


@pytest.fixture
async def scene(database):
    return await build(database)


@pytest.fixture
def desk(scene, tmp_path):
    return Desk(scene, tmp_path)
