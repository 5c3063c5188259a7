"""`我有多少积分`: a number in private, and in the group nothing but the way there."""

import pytest

from domain.messages import ChatKind, Happening, Incoming, Speaker
from handlers import people
from tests.handlers.office import take_in

HOUSEHOLDS = [
    ["code", "place", "name", "members"],
    ["H1", "JGY/3", "陈桂兰", ""],
    ["H2", "JGY/5", "李明", ""],
]
ENTRIES = [
    ["id", "household", "date", "rule", "points", "note"],
    ["E1", "H1", "2026-01-05", "OPEN", "65", ""],
    ["E2", "H1", "2026-10-18", "+03", "3", ""],
    ["E3", "H2", "2026-01-05", "OPEN", "12", ""],
]
ASKED = ["我有多少积分", "查一下我家积分", "我家积分还有几分"]


@pytest.fixture
async def village(scene, tmp_path):
    await take_in(scene, tmp_path / "book", households=HOUSEHOLDS, entries=ENTRIES)
    return scene


@pytest.mark.parametrize("words", ASKED)
async def test_in_private_the_balance_is_told(village, words):
    await _tied(village, "li", "H1")

    await village.say("li", words, group=False)

    assert "68分" in (await village.heard("li"))[-1]


@pytest.mark.parametrize("words", ASKED)
async def test_in_the_group_no_number_is_ever_said(village, words):
    await _tied(village, "li", "H1")
    await village.open_private("li")

    await village.say("li", words)

    assert len(await village.in_group()) == 1
    assert "68" not in (await village.in_group())[0]
    assert "68分" in (await village.heard("li"))[-1]


async def test_whoever_never_opened_the_private_chat_is_shown_the_way(village):
    await _tied(village, "li", "H1")
    await village.handle(
        Incoming(
            key="blocked", what=Happening.UNREACHABLE, at=village.now,
            where=village.private("li"), chat_kind=ChatKind.PRIVATE, speaker=Speaker("li"),
        )
    )  # fmt: skip
    before = await village.heard("li")

    await village.say("li", "我有多少积分")

    assert "私聊" in (await village.in_group())[0]
    assert await village.heard("li") == before


async def test_without_a_household_it_says_how_to_get_one(village):
    await village.say("li", "我有多少积分", group=False)

    assert "社区" in (await village.heard("li"))[-1]


async def test_a_paper_code_ties_a_person_to_their_household(village):
    await _tied(village, "li", "H1")
    await village.say("li", "我有多少积分", group=False)

    assert "68分" in (await village.heard("li"))[-1]


async def test_another_household_s_points_are_nobody_s_business(village):
    await _tied(village, "li", "H1")
    await _tied(village, "zhang", "H2")

    await village.say("zhang", "H1家有多少积分", group=False)

    assert all("68" not in text for text in await village.heard("zhang"))


async def _tied(scene, who, household):
    """Whoever types the code on the office's paper belongs to the household."""
    async with scene.database.transaction() as session:
        world = await scene.community.world(session)
        invitation = await people.invite(session, world, at=scene.now, household=household)
    await scene.say(who, f"/start {invitation.code}", group=False)
