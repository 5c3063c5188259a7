"""Killed at random moments under load, started again, counted: nothing lost, nothing twice.

Six kills in `make test`; `make soak` (HUYING_SOAK=1) has fifty.
"""

import asyncio
import os
import random
import sqlite3
from collections import Counter

from tests.stories.program import start
from tests.stories.village import CHIEF, DESK, FIXER, GROUP, WORKER

KILLS = 50 if os.environ.get("HUYING_SOAK") == "1" else 6
EACH = 6  # complaints between two kills
SEED = 20261124


async def test_killed_again_and_again_every_complaint_is_registered_once(town, tmp_path):
    dice = random.Random(SEED)
    telegram = town.telegram
    for who in (WORKER, CHIEF, DESK, FIXER):
        telegram.start(who)
    texts = await _killed(tmp_path, telegram, dice)

    async with town.awake():  # unhurried it would tell the worker one thing a second
        await telegram.wait_for(lambda: _all_pushed(telegram, texts), 120)

    registered = Counter(_registered(tmp_path))
    pushed = Counter(_pushed(telegram, texts))
    assert registered == Counter(dict.fromkeys(texts, 1))
    assert set(pushed) == set(texts)
    # A push that had left when the process died, but was not yet written down, is sent again.
    twice = sum(count - 1 for count in pushed.values())
    assert twice <= KILLS
    print(f"{KILLS} kills, {len(texts)} complaints, {twice} pushes sent twice")  # noqa: T201


async def _killed(folder, telegram, dice):
    """Start, pour complaints in, kill at a random moment; again and again."""
    settings = {
        "HUYING_TELEGRAM_TOKEN": telegram.token, "HUYING_TELEGRAM_API_URL": telegram.address,
        "HUYING_QUIET": "off",
    }  # fmt: skip
    texts = []
    for round_ in range(KILLS):
        program = await start(folder, **settings)
        for number in range(EACH):
            text = _complaint(round_ * EACH + number)
            telegram.say(GROUP, 10_000 + len(texts), text)
            texts.append(text)
        await asyncio.sleep(dice.uniform(0.02, 0.8))  # the moment of the kill is the test
        program.process.kill()
        await program.process.wait()
    return texts


def _complaint(number):
    """Each at a place of its own, so that none is a neighbour's repetition of another."""
    building, unit, floor = number % 8 + 1, number // 8 % 5 + 1, number // 40 + 1
    return f"{building}栋{unit}单元{floor}01门口楼道灯坏了"


def _registered(folder):
    with sqlite3.connect(folder / "huying.db") as database:
        return [text for (text,) in database.execute("SELECT text FROM tickets")]


def _pushed(telegram, texts):
    known = set(texts)
    for message in telegram.sent(WORKER):
        for line in message["text"].splitlines():
            words = line.removeprefix("原话:")
            if words in known:
                yield words


def _all_pushed(telegram, texts):
    return set(_pushed(telegram, texts)) == set(texts)
