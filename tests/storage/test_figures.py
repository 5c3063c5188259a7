"""What reports count, against a reckoning by hand over the same tickets; on both databases."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from domain.figures import Measure
from domain.tickets.kinds import Kind
from domain.tickets.lists import Stage, ThreeList, is_happy, lists_of, stage_of
from domain.tickets.states import State
from storage.figures import behind, counting
from storage.figures.scope import DUE, Scope
from storage.people import PersonRow
from storage.points.tables import HouseholdMemberRow, HouseholdRow
from storage.tickets import lists
from storage.tickets.ratings import TicketRatingRow
from storage.tickets.tables import (
    TicketEventRow,
    TicketReporterRow,
    TicketRequestRow,
    TicketRow,
)
from storage.wishes import WishRow
from tests.bot.stage import NOON
from tests.bot.stage import ticket as bare

HOUR = timedelta(hours=1)
START, NOW, END = NOON - 100 * HOUR, NOON + 50 * HOUR, NOON + 200 * HOUR
EMPTIED = (TicketRequestRow, TicketRatingRow, WishRow, TicketReporterRow, TicketEventRow,
           HouseholdMemberRow, HouseholdRow, TicketRow, PersonRow)  # fmt: skip

hours = st.integers(-150, 250)
moments = st.none() | st.integers(-150, 250)
STATES = [state for state in State if state not in (State.OPEN, State.REOPENED)]


@st.composite
def tickets(draw):
    """Anything that a table may hold, also what no verb makes: the rules hold for it all the same."""
    return {
        "kind": draw(st.sampled_from(["wish", "complaint", "hazard", "question"])),
        "category": draw(st.sampled_from(["road.lamp", "util.water", "utilx.water", "svc.wish"])),
        "state": draw(st.sampled_from(STATES)).value,
        "sensitivity": draw(st.sampled_from("nnpps")),
        "community": draw(st.sampled_from(["XL", "XL", "DH", None])),
        "owner_area": draw(st.sampled_from(["XL-1", "XL-2", None])),
        "chat": draw(st.sampled_from(["jgy", None])),
        "place": draw(st.sampled_from(["JGY/1", "JGY/2", None])),
        "created": draw(hours), "due": draw(hours), "respond": draw(hours),
        "contacted": draw(moments), "finished": draw(moments), "closed": draw(moments),
        "closed_by": draw(st.sampled_from([None, "reporter", "checker", "silence"])),
        "outcome": draw(st.sampled_from([None, "solved", "solved", "partly", "not_solved"])),
        "rating": draw(st.sampled_from([None, "content", "so_so", "not_content"])),
        "reasons": draw(st.lists(st.sampled_from([None, "outside", "badly"]), max_size=2)),
        "reopened": draw(st.integers(0, 2)), "returned": draw(st.integers(0, 1)),
        "repeats": draw(st.booleans()),
        "wish": draw(st.sampled_from([None, "draft", "published", "fulfilled", "unfulfilled",
                                      "withdrawn"])),
        "granted": draw(st.sampled_from([None, "in time", "late", "another"])),
    }  # fmt: skip


def at(hour):
    return (
        None if hour is None else NOON + hour * HOUR + timedelta(seconds=hour % 7, milliseconds=300)
    )


def _row(number, t):
    row = bare(number)
    row.kind, row.category, row.state = t["kind"], t["category"], t["state"]
    row.sensitivity, row.community, row.owner_area = (
        t["sensitivity"],
        t["community"],
        t["owner_area"],
    )
    row.chat, row.place, row.wish = t["chat"], t["place"], t["wish"] is not None
    row.created_at, row.finish_by, row.respond_by = at(t["created"]), at(t["due"]), at(t["respond"])
    row.contacted_at, row.finished_at = at(t["contacted"]), at(t["finished"])
    row.closed_at, row.closed_by = at(t["closed"]), t["closed_by"]
    row.outcome, row.rating = t["outcome"], t["rating"]
    row.reopened, row.returned = t["reopened"], t["returned"]
    row.suspended_at = at(0) if t["state"] == "suspended" else None
    return row


async def _lay(session, some):
    """These tickets, and nothing else."""
    for table in EMPTIED:
        await session.execute(delete(table))
    session.add(PersonRow(id=1, name="x", created_at=NOON))
    await session.flush()
    session.add_all(_row(number, t) for number, t in enumerate(some, start=1))
    await session.flush()
    for number, t in enumerate(some, start=1):
        if t["repeats"]:
            (await session.get(TicketRow, number)).repeat_of = number
        for reason in t["reasons"]:
            session.add(TicketRatingRow(ticket_id=number, rating="not_content", reason=reason,
                                        channel="web", at=NOON))  # fmt: skip
            await session.flush()
        if t["wish"]:
            published = None if t["wish"] == "draft" else NOON
            session.add(
                WishRow(ticket_id=number, state=t["wish"], holder="h", published_at=published)
            )
        if t["granted"]:
            decided = at(1) if t["granted"] == "another" else at(0)
            session.add(TicketRequestRow(
                ticket_id=number, kind="suspension", asked_by=1, asked_at=NOON, until=END, said="",
                state="granted", decided_at=decided, grounds="funds",
                before_deadline=t["granted"] != "late",
            ))  # fmt: skip


# What follows says the rules of a.9 once more, in the plainest words, without any SQL.


def closed(t):
    was = t["closed_by"] is not None or (t["wish"] is not None and t["outcome"] is not None)
    return t["state"] == "closed" or (t["state"] == "archived" and was)


def dropped(t):
    gone = t["state"] in ("declined", "merged", "withdrawn")
    return gone or (t["state"] == "archived" and not closed(t))


def in_vain(t):
    return closed(t) and t["outcome"] == "not_solved"


def done(t):
    return (t["finished"] is not None or closed(t)) and not in_vain(t)


def done_at(t):
    return t["finished"] if t["finished"] is not None else t["closed"]


def surveyed(t):
    newest = t["reasons"][-1] if t["reasons"] else None
    return t["outcome"] is not None and not (t["rating"] == "not_content" and newest == "outside")


def counted_wish(t):
    return t["wish"] not in (None, "draft", "withdrawn")


BY_HAND = {
    Measure.REGISTERED: lambda _: True,
    Measure.REPEATED: lambda t: t["repeats"],
    Measure.DUE: lambda _: True,
    Measure.RESPONDED: lambda t: t["contacted"] is not None and at(t["contacted"]) <= at(t["respond"]),
    Measure.SURVEYED: surveyed,
    Measure.SOLVED: lambda t: surveyed(t) and t["outcome"] == "solved",
    Measure.PARTLY: lambda t: surveyed(t) and t["outcome"] == "partly",
    Measure.NOT_SOLVED: lambda t: surveyed(t) and t["outcome"] == "not_solved",
    Measure.RATED: lambda t: t["rating"] is not None,
    Measure.CONTENT: lambda t: t["rating"] == "content",
    Measure.SO_SO: lambda t: t["rating"] == "so_so",
    Measure.NOT_CONTENT: lambda t: t["rating"] == "not_content",
    Measure.ON_TIME: lambda t: done(t) and done_at(t) is not None and at(done_at(t)) <= at(t["due"]),
    Measure.CLOSED: lambda t: closed(t) and done(t),
    Measure.STRAIGHT: lambda t: closed(t) and done(t) and not t["reopened"] and not t["returned"],
    Measure.REOPENED: lambda t: t["reopened"] > 0,
    Measure.RETURNED: lambda t: t["returned"] > 0,
    Measure.CONTACTED: lambda t: t["contacted"] is not None,
    Measure.DONE: done,
    Measure.WISHES_DUE: counted_wish,
    Measure.WISHES_FULFILLED: lambda t: t["wish"] == "fulfilled",
}  # fmt: skip


def inside(t, *, by_due):
    when = at(t["due"] if by_due else t["created"])
    in_time = START <= when < (NOW if by_due else END)
    return in_time and t["sensitivity"] != "s" and t["community"] == "XL"


def population(t):
    waits = t["state"] == "suspended" and t["granted"] == "in time"
    return inside(t, by_due=True) and not dropped(t) and not waits


def found_by_hand(measure, some):
    among = population if measure in DUE else lambda t: inside(t, by_due=False)
    return [n for n, t in enumerate(some, start=1) if among(t) and BY_HAND[measure](t)]


XL = Scope(START, END, NOW, communities=frozenset({"XL"}))
PROPERTY = settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
many = st.lists(tickets(), min_size=8, max_size=20)


@PROPERTY
@given(some=many)
async def test_every_measure_is_what_a_reckoning_by_hand_finds_and_so_are_the_tickets_behind_it(
    database, some
):
    async with database.transaction() as session:
        await _lay(session, some)
        counted = await counting.counted(session, XL)
        for measure in Measure:
            by_hand = found_by_hand(measure, some)
            query = behind.of_measure(XL, measure)
            rows = await behind.page(session, query, due=measure in DUE)

            assert counted[measure] == len(by_hand), measure
            assert sorted(row.id for row in rows) == by_hand, measure
            assert await behind.count(session, query) == len(by_hand)


@PROPERTY
@given(some=many)
async def test_the_three_lists_in_the_database_are_the_three_lists_of_the_rules(database, some):
    async with database.transaction() as session:
        await _lay(session, some)
        found = await lists.lines(session, XL)
        mine = [t for t in some if inside(t, by_due=False) and stage(t) is not None]

        assert sum(line.count for line in found) == len(mine)
        assert sum(line.happy for line in found) == sum(happy(t) for t in mine)
        for which in ThreeList:
            for one in Stage:
                by_hand = [n for n, t in enumerate(some, start=1)
                           if t in mine and which in on(t) and stage(t) is one]  # fmt: skip
                rows = await behind.page(session, behind.of_list(XL, which, one), due=False)
                assert sorted(row.id for row in rows) == by_hand
                if which is not ThreeList.HAPPINESS:
                    assert sum(
                        line.count for line in found if line.on is which and line.stage is one
                    ) == len(by_hand)


def stage(t):
    return stage_of(State(t["state"]), closed=closed(t), outcome=t["outcome"])


def happy(t):
    return is_happy(wish=t["wish"] is not None, outcome=t["outcome"], rating=t["rating"])


def on(t):
    return lists_of(Kind(t["kind"]), wish=t["wish"] is not None, outcome=t["outcome"],
                    rating=t["rating"])  # fmt: skip


@PROPERTY
@given(some=many)
async def test_minutes_piles_and_times_are_those_of_the_same_tickets(database, some):
    async with database.transaction() as session:
        await _lay(session, some)
        for measure, moment in (
            (Measure.CONTACTED, lambda t: t["contacted"]),
            (Measure.DONE, done_at),
        ):
            took = [
                int(at(moment(t)).timestamp()) - int(at(t["created"]).timestamp())
                for t in some if population(t) and BY_HAND[measure](t) and moment(t) is not None
            ]  # fmt: skip
            counts = await counting.minutes(session, XL, measure)
            assert sum(counts.values()) == len(took)
            assert set(counts) == {
                seconds // 60 if seconds >= 0 else -(-seconds // 60) for seconds in took
            }
        made = [t for t in some if inside(t, by_due=False)]
        piles = await counting.piles(session, XL)
        times = await counting.times(session, XL)

    assert sum(pile.count for pile in piles) == sum(n for _, n in times) == len(made)
    for moment, _ in times:
        assert any(moment <= at(t["created"]) < moment + HOUR / 2 for t in made)
    in_group = sum(pile.count for pile in piles if pile.source == "group")
    assert in_group == sum(t["chat"] is not None for t in made)


async def test_a_narrower_scope_finds_no_other_first_level_with_the_same_beginning(database):
    async with database.transaction() as session:
        for number, category in enumerate(("util.water", "utilx.water", "util.power"), start=1):
            row = bare(number)
            row.category, row.community = category, "XL"
            session.add(row)
        await session.flush()
        util = Scope(START, END, NOW, group="util")

        assert (await counting.counted(session, util))[Measure.REGISTERED] == 2


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {1, 2, 3, 4}),
        ({"communities": frozenset({"XL"})}, {1, 2}),
        ({"communities": frozenset()}, set()),
        ({"areas": frozenset({"XL-1"})}, {1, 3}),
        ({"kind": "hazard"}, {2}),
        ({"categories": frozenset({"road.lamp"})}, {4}),
        ({"places": frozenset({"JGY/1", None})}, {1, 2, 3}),
        ({"source": "group"}, {3}),
        ({"source": "private"}, {1, 4}),
        ({"source": "station"}, {2}),
    ],
)
async def test_a_scope_is_narrowed_by_what_a_page_offers(database, more, expected):
    laid = [
        {"community": "XL", "owner_area": "XL-1", "place": "JGY/1"},
        {"community": "XL", "owner_area": "XL-2", "kind": "hazard", "source": "station"},
        {"community": "DH", "owner_area": "XL-1", "chat": "jgy"},
        {"community": None, "category": "road.lamp", "place": "JGY/2"},
    ]
    async with database.transaction() as session:
        for number, fields in enumerate(laid, start=1):
            row = bare(number)
            for name, value in fields.items():
                setattr(row, name, value)
            session.add(row)
        await session.flush()
        query = behind.of_measure(Scope(START, END, NOW, **more), Measure.REGISTERED)

        assert {row.id for row in await behind.page(session, query, due=False)} == expected


async def test_pages_behind_a_number_leave_none_out_and_show_none_twice(database):
    async with database.transaction() as session:
        for number in range(1, 121):
            row = bare(number)
            row.created_at = NOON + (number % 3) * HOUR  # many at the same instant
            session.add(row)
        await session.flush()
        query = behind.of_measure(Scope(START, END, NOW), Measure.REGISTERED)
        seen, before = [], None
        while True:
            rows = await behind.page(session, query, due=False, before=before)
            seen += [row.id for row in rows[: behind.PAGE]]
            if len(rows) <= behind.PAGE:
                break
            before = rows[behind.PAGE - 1].id

    assert sorted(seen) == list(range(1, 121))
    assert [n % 3 for n in seen] == sorted((n % 3 for n in seen), reverse=True)


async def test_a_hot_topic_counts_homes_and_not_people_or_tickets(database):
    async with database.transaction() as session:
        for number in range(1, 7):
            session.add(PersonRow(id=number, name=None, created_at=NOON))
        session.add(HouseholdRow(code="H1", name="x"))
        await session.flush()
        session.add_all(HouseholdMemberRow(household="H1", person_id=p) for p in (1, 2))
        for number, place in enumerate(("JGY/1", "JGY/1", "JGY/2", None), start=1):
            row = bare(number)
            row.place = place
            session.add(row)
        await session.flush()
        behind_them = [(1, 1), (1, 2), (1, 3), (2, 3), (2, 4), (4, 5)]
        session.add_all(
            TicketReporterRow(ticket_id=t, person_id=p, joined_at=NOON) for t, p in behind_them
        )
        session.add(TicketEventRow(ticket_id=2, at=NOON, act="raise", after="assigned", part="bot"))
        await session.flush()
        scope = Scope(START, END, NOW)
        found = await counting.topics(session, scope)
        raised = await counting.clusters(session, scope)

    assert [(t.place, t.households, t.tickets) for t in found] == [("JGY/1", 3, 2), ("JGY/2", 1, 1)]
    assert [row.id for row in raised] == [2]
