"""The scene with households that earn points."""

import pytest

from tests.handlers.points.homes import settled


@pytest.fixture
async def homes(scene, tmp_path):
    return await settled(scene, tmp_path)
