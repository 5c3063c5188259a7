import pytest

from tests.bot.post import Post


@pytest.fixture
async def post(database, tmp_path):
    return Post(database, tmp_path)
