import pytest

from storage.places import touch_revision
from tests.console.desk import Desk
from tests.handlers.scene import build
from tests.handlers.shopping import HOUSEHOLDS, open_shop


@pytest.fixture
async def scene(database):
    return await build(database)


@pytest.fixture
def desk(scene, tmp_path):
    return Desk(scene, tmp_path)


@pytest.fixture
async def shop(scene, desk, tmp_path):
    await open_shop(scene, tmp_path)
    await scene.open_private("sun")
    desk.clock.at = scene.now
    return scene


@pytest.fixture
async def wide(scene, desk, tmp_path):
    """Two communities with a shop each; H3 lives in the other one."""
    areas = [
        ["code", "name", "kind", "parent", "covers"],
        ["DL", "东流社区", "community", "", "LX"],
    ]
    households = [*HOUSEHOLDS[:3], ["H3", "LX", "周敏", ""]]
    await open_shop(scene, tmp_path, areas=areas, households=households)
    async with scene.database.transaction() as session:
        await scene.serves(session, "qian", "钱东", "officer", "DL")
        await touch_revision(session)
    return scene
