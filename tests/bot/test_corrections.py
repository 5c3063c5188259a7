"""`huying corrections`, as an operator types it, and `huying train` after it."""

import asyncio
import csv
import json
from datetime import date

import pytest

from bot.knowledge import own_file
from domain.understanding.judge import MODELS
from domain.understanding.model import Model
from handlers.privacy import freezing
from storage.corrections import CorrectionRow
from storage.database import Database
from storage.places import set_state


@pytest.fixture
def learned(typed, tmp_path):
    """A deployment in which people have put right what huying read."""
    assert typed("migrate").exit_code == 0

    async def fill():
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/data/huying.db")
        async with database.transaction() as session:
            for number in range(12):
                lamp = number % 2 == 0
                session.add(
                    CorrectionRow(
                        text=f"{'路灯不亮' if lamp else '今天天气好'}{'啊呀哦呢吧嘛'[number // 2]}",
                        community="XL", read_kind="complaint", read_category="road.lamp",
                        kind="complaint" if lamp else "chat",
                        category="road.lamp" if lamp else None, why="confirmed" if lamp else "undone",
                        day=date(2026, 12, 1),
                    )
                )  # fmt: skip
        await database.close()

    asyncio.run(fill())
    return typed


def test_all_that_was_learned_is_a_table_and_train_makes_a_model_of_it(learned, tmp_path):
    made = learned("corrections", "--out", "c.csv", "--json")
    model = learned("train", "c.csv", "--out", "m.json", "--json")
    found = learned("classify", "--model", "m.json", input="路灯不亮\n")

    assert (made.exit_code, json.loads(made.stdout)) == (0, {"rows": 12})
    assert (tmp_path / "c.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert rows[0] == {"text": "路灯不亮啊", "label": "road.lamp", "kind": "complaint"}
    assert rows[1]["label"] == "chat"
    assert json.loads(model.stdout)["labels"] == {"chat": 6, "road.lamp": 6}
    assert "road.lamp" in found.stdout


def test_a_model_of_ones_own_replaces_the_one_that_ships(learned, tmp_path):
    (tmp_path / "data" / "models").mkdir()
    learned("corrections", "--out", "c.csv")
    learned("train", "c.csv", "--out", "data/models/rows.json")

    assert "models/rows.json" in MODELS
    own = Model.read(own_file("models/rows.json", tmp_path / "data"))
    assert set(own.labels) == {"chat", "road.lamp"}
    assert learned("understand", input="路灯不亮\n").exit_code == 0


def test_a_disk_that_is_not_there_is_told(learned):
    found = learned("corrections", "--out", "nowhere/c.csv")

    assert found.exit_code == 1
    assert "没有找到" in found.stderr


def test_while_exports_are_frozen_nothing_is_written(learned, tmp_path):
    async def freeze():
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/data/huying.db")
        async with database.transaction() as session:
            await set_state(session, freezing.FROZEN, {"by": 1})
        await database.close()

    asyncio.run(freeze())
    found = learned("corrections", "--out", "c.csv")

    assert found.exit_code == 1
    assert not (tmp_path / "c.csv").exists()
