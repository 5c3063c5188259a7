"""A page of the list: what is asked for, of what somebody may see, and no more than that."""

from datetime import timedelta

import pytest

from domain.tickets.kinds import Kind, Sensitivity
from domain.tickets.lists import ThreeList, lists_of
from storage.people import PersonRow
from storage.tickets import wanted, words
from storage.tickets.listing import PAGE, Sight
from storage.tickets.tables import TicketRequestRow
from storage.tickets.wanted import Standing, Wanted, Within
from tests.bot.stage import NOON
from tests.bot.stage import ticket as bare

ME, YOU = 1, 2
STREET = Sight(9, everything=True)
OFFICER = Sight(9, communities=frozenset({"XL"}), areas=frozenset({"XL"}))
WORKER = Sight(9, areas=frozenset({"XL-1"}))
MINE = Sight(ME)
ROWS = {
    1: {"text": "楼道灯坏了", "place": "JGY/3/2", "place_name": "金桂园3栋2单元", "owner_area": "XL-1"},
    2: {"text": "电梯停了", "place": "JGY/30", "place_name": "金桂园30栋", "tier": "U", "kind": "hazard",
        "category": "lift.stop", "owner_area": "XL-2"},
    3: {"text": "想要一盏灯", "kind": "wish", "category": "svc.wish", "state": "closed",
        "outcome": "solved", "wish": True},
    4: {"text": "老公打我", "sensitivity": "s", "owner_id": ME},
    5: {"text": "楼道灯还是坏的", "state": "archived", "outcome": "solved", "owner_area": "XL-1"},
    6: {"text": "门锁坏了", "community": "YL", "doer_id": ME, "state": "returned",
        "category": "repair.door"},
    7: {"text": "没有社区的楼道", "community": None, "state": "archived"},
    8: {"text": "老早的楼道", "state": "archived", "sensitivity": "s", "owner_id": ME,
        "owner_area": "XL-1"},
    9: {"text": "要延期", "state": "working", "finish_by": NOON + timedelta(hours=3)},
}  # fmt: skip


@pytest.fixture
async def rows(database):
    async with database.transaction() as session:
        session.add_all([PersonRow(id=ME, created_at=NOON), PersonRow(id=YOU, created_at=NOON)])
        await session.flush()
        for number, values in ROWS.items():
            row = bare(number)
            row.created_at = NOON + timedelta(days=number)
            for name, value in {"community": "XL", **values}.items():
                setattr(row, name, value)
            session.add(row)
        await session.flush()
        session.add(
            TicketRequestRow(ticket_id=9, kind="extension", asked_by=ME, asked_at=NOON, until=NOON,
                             said="等配件", state="asked")
        )  # fmt: skip
    return database


async def numbers(database, sight, **asked):
    async with database.reading() as session:
        return [row.id for row in await wanted.page(session, sight, Wanted(**asked))]


SEEN = [
    (STREET, [9, 7, 6, 5, 3, 2, 1]),
    (OFFICER, [9, 5, 3, 2, 1]),
    (WORKER, [5, 1]),
    (MINE, [8, 6, 4]),
]


@pytest.mark.parametrize(("sight", "numbers_"), SEEN)
async def test_everybody_sees_their_own_whether_it_is_archived_or_not(rows, sight, numbers_):
    current = [number for number in numbers_ if number not in (5, 7, 8)]

    assert await numbers(rows, sight, state=Standing.EVER) == numbers_
    assert await numbers(rows, sight) == current
    archived = [number for number in numbers_ if number in (5, 7, 8)]
    assert await numbers(rows, sight, state="archived") == archived


ASKED = [
    ({"state": "live"}, [9, 6, 2, 1]),
    ({"state": "returned"}, [6]),
    ({"state": "decision"}, [9, 6]),
    ({"state": "overdue", "now": NOON + timedelta(hours=1)}, [6, 2, 1]),
    ({"state": "today", "now": NOON + timedelta(hours=1), "day_ends": NOON + timedelta(hours=4)}, [9]),
    ({"state": "today", "now": NOON + timedelta(hours=1), "day_ends": NOON + timedelta(hours=3)}, []),
    ({"kind": "wish"}, [3]),
    ({"categories": ("lift.stop", "repair.door")}, [6, 2]),
    ({"categories": ("lift.stop", "repair.door"), "state": "ever"}, [6, 2]),
    ({"list": ThreeList.NEEDS}, [3]),
    ({"list": ThreeList.PROBLEMS}, [9, 6, 2, 1]),
    ({"list": ThreeList.HAPPINESS}, [3]),
    ({"within": Within("YL")}, [6]),
    ({"within": Within("XL", frozenset({"XL-1"}), ("JGY/3",))}, [1]),
    ({"within": Within("XL", frozenset({"XL-1"}), ("JGY/3",)), "state": "ever"}, [5, 1]),
    ({"urgent": True}, [2]),
    ({"owner": ME}, []),
    ({"since": NOON + timedelta(days=6), "state": "ever"}, [9, 7, 6]),
    ({"until": NOON + timedelta(days=3), "state": "ever"}, [2, 1]),
    ({"since": NOON + timedelta(days=2), "until": NOON + timedelta(days=4)}, [3, 2]),
    ({"since": NOON + timedelta(days=99), "state": "ever"}, []),
    ({"until": NOON, "state": "ever"}, []),
    ({"words": "楼道"}, [1]),
    ({"words": "楼道", "state": "ever"}, [7, 5, 1]),
    ({"words": "楼道", "state": "ever", "within": Within("XL")}, [5, 1]),
    ({"words": "灯", "kind": "wish"}, [3]),
    ({"words": "3栋"}, [1]),
    ({"place": "3栋"}, [1]),
    ({"place": "电梯"}, []),
    ({"words": "灯坏", "place": "2单元"}, [1]),
    ({"words": "道灯楼"}, []),
    ({"words": "%"}, []),
    ({"words": "道_"}, []),
    ({"number": 5}, [5]),
    ({"number": 4}, []),
    ({"before": 6}, [3, 2, 1]),
]  # fmt: skip


@pytest.mark.parametrize("few", [words.FEW, 0])
@pytest.mark.parametrize(("asked", "numbers_"), ASKED)
async def test_the_list_holds_what_is_asked_for(rows, asked, numbers_, few, monkeypatch):
    """Whether words are looked up or met on the way, the answer is the same."""
    monkeypatch.setattr(words, "FEW", few)

    assert await numbers(rows, STREET, **asked) == numbers_


@pytest.mark.parametrize("few", [words.FEW, 0])
@pytest.mark.parametrize("state", [Standing.CURRENT, Standing.EVER])
async def test_words_find_nothing_that_somebody_may_not_see(rows, few, state, monkeypatch):
    monkeypatch.setattr(words, "FEW", few)

    for sight in (STREET, OFFICER, WORKER):
        assert await numbers(rows, sight, words="老公", state=state) == []
    assert await numbers(rows, MINE, words="老公", state=state) == [4]
    assert await numbers(rows, WORKER, words="电梯", state=state) == []
    assert await numbers(rows, OFFICER, words="没有社区", state=state) == []


async def test_mine_is_what_i_own_or_do(rows):
    assert await numbers(rows, MINE, mine=True) == [6, 4]
    assert await numbers(rows, MINE, mine=True, state=Standing.EVER) == [8, 6, 4]
    assert await numbers(rows, STREET, mine=True) == []


async def test_what_is_listed_is_what_the_rule_of_the_three_lists_says(rows):
    async with rows.reading() as session:
        everything = await wanted.page(session, STREET, Wanted(state=Standing.EVER))
    for one in ThreeList:
        by_rule = [
            row.id
            for row in everything
            if one
            in lists_of(Kind(row.kind), wish=row.wish, outcome=row.outcome, rating=row.rating)
        ]
        assert await numbers(rows, STREET, state=Standing.EVER, list=one) == by_rule


async def test_a_page_ends_after_fifty_and_the_next_begins_there(database):
    async with database.transaction() as session:
        for number in range(1, PAGE * 2 + 1):
            row = bare(number)
            row.community = "XL"
            session.add(row)

    for state in (Standing.CURRENT, Standing.EVER):
        first = await numbers(database, OFFICER, state=state)
        rest = await numbers(database, OFFICER, state=state, before=first[PAGE - 1])
        assert len(first) == PAGE + 1
        assert first[:PAGE] + rest == list(range(PAGE * 2, 0, -1))


async def test_what_is_there_twice_for_somebody_is_listed_once(rows):
    both = Sight(ME, communities=frozenset({"XL", "YL"}), areas=frozenset({"XL", "XL-1"}))

    listed = await numbers(rows, both, state=Standing.EVER)

    assert listed == sorted(set(listed), reverse=True)
    assert listed == [9, 8, 6, 5, 4, 3, 2, 1]


async def test_a_sum_is_told_up_to_a_thousand_and_only_where_it_is_cheap(rows, monkeypatch):
    async def told(**asked):
        async with rows.reading() as session:
            return await wanted.count(session, STREET, Wanted(**asked))

    assert await told(state="live") == 4
    assert await told(state="ever") is None
    assert await told(words="灯") is None
    monkeypatch.setattr(wanted, "COUNTED", 2)
    assert await told(state="live") == 3


def test_sensitive_is_what_these_tests_say():
    assert ROWS[4]["sensitivity"] == Sensitivity.SENSITIVE.value
