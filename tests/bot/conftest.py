import pytest
from typer.testing import CliRunner

from bot.cli import cli
from tests.bot.post import Post


@pytest.fixture
async def post(database, tmp_path):
    return Post(database, tmp_path)


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Types a command in an empty folder, and in nobody else's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUYING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HUYING_QUIET", "off")
    return lambda *words, **more: CliRunner().invoke(cli, [str(w) for w in words], **more)
