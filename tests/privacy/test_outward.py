"""What leaves the house about a ticket: of every matter there is, never a room, a name or a word."""

import json

import pytest

from domain.places import Place, PlaceKind, Places
from domain.tickets.kinds import Sensitivity
from handlers.privacy.outward import may_leave, outward
from storage.tickets.tables import TicketRow
from tests.console.api.systems import system
from tests.console.desk import Desk
from tests.domain.shipped import CATALOGUE
from tests.handlers.scene import MORNING, build

ROOM = "JGY/3/2/501"
SECRETS = ("501", "王秀英", "13812345678", "糖尿病", "二楼陈家门口")
WORDS = "王秀英 13812345678 糖尿病,找501"


@pytest.fixture
async def scene(database):
    return await build(database)


async def world_of(scene):
    async with scene.database.reading() as session:
        return await scene.community.world(session)


def ticket(category, place=ROOM, **more):
    """A ticket with everything in it that must stay in the house."""
    row = CATALOGUE.get(category)
    given = {
        "id": 7, "kind": row.kind, "category": category, "tier": row.tier, "state": "working",
        "sensitivity": row.sensitivity, "wish": False, "anonymous": False, "text": WORDS,
        "place": place, "place_name": "金桂园3栋2单元501二楼陈家门口", "since": "王秀英说的",
        "community": "XL", "reporter_id": 3, "owner_id": 1, "doer_id": 7, "result": WORDS,
        "chat": "jgy", "channel": "web", "created_at": MORNING, "finish_by": MORNING,
        "closed_at": None,
    }  # fmt: skip
    return TicketRow(**{**given, **more})


async def test_of_no_matter_a_room_a_name_or_a_word_leaves(scene):
    world = await world_of(scene)
    for row in CATALOGUE:
        seen = outward(world, ticket(row.slug))
        for secret in SECRETS:
            assert secret not in str(seen), row.slug
        assert seen.place in ("JGY/3", "JGY/3/2")


async def test_only_what_is_nobodys_secret_leaves_by_itself():
    for row in CATALOGUE:
        assert may_leave(ticket(row.slug)) is (row.sensitivity is Sensitivity.NORMAL), row.slug


@pytest.mark.parametrize(
    ("category", "place", "more", "told"),
    [
        ("repair.corridorlight", ROOM, {}, "金桂园3栋2单元"),
        ("repair.corridorlight", "JGY/3/2", {}, "金桂园3栋2单元"),
        ("repair.corridorlight", "JGY/3", {}, "金桂园3栋"),
        ("repair.corridorlight", ROOM, {"anonymous": True}, "金桂园3栋"),
        ("repair.leak", ROOM, {}, "金桂园3栋"),
        ("repair.leak", "JGY/3/2", {}, "金桂园3栋"),
        ("road.lamp", "JGY-E", {}, "金桂园东门"),
        ("road.lamp", "JGY", {}, "金桂园"),
        ("road.lamp", "XL", {}, "西流湾社区"),
        ("road.lamp", None, {}, "西流湾社区"),
        ("svc.wish", ROOM, {"wish": True}, "西流湾社区"),
        ("road.lamp", "GONE/9", {}, "西流湾社区"),
        ("road.lamp", None, {"community": None}, ""),
    ],
)
async def test_where_it_was_is_told_no_more_exactly_than_its_neighbours_may_know(
    scene, category, place, more, told
):
    assert outward(await world_of(scene), ticket(category, place, **more)).address == told


async def test_a_matter_that_the_catalogue_no_longer_has_is_taken_for_one_in_a_home(scene):
    row = ticket("repair.corridorlight")
    row.category = "old.matter"

    seen = outward(await world_of(scene), row)

    assert (seen.address, seen.matter) == ("金桂园3栋", "old.matter")


def test_rooms_right_under_a_house_are_no_exception():
    places = Places((
        Place("E", "金桂园", PlaceKind.ESTATE),
        Place("E/1", "1栋", PlaceKind.BUILDING, "E"),
    ))  # fmt: skip
    world = type("W", (), {"places": places, "catalogue": CATALOGUE,
                           "organisation": type("O", (), {"areas": {}})})  # fmt: skip

    assert outward(world, ticket("repair.corridorlight", "E/1/401")).address == "金桂园1栋"


async def test_whatever_a_platform_files_nothing_private_comes_back_to_another(scene, tmp_path):
    desk = Desk(scene, tmp_path)
    desk.web.state.office.filed.most = desk.web.state.office.calls.most = 1000
    codes = [row.slug for row in CATALOGUE if row.sensitivity is not Sensitivity.SENSITIVE]
    async with system(desk) as platform, system(desk, "read", name="另一家") as other:
        for code in codes[::6]:
            await platform.file(
                service_code=code, address_id=ROOM, description=f"{code} {WORDS}", first_name="秀英"
            )
        seen = await other.get("/api/open311/v2/requests.json")

    assert len(seen.json()) > 5
    for secret in SECRETS:
        assert secret not in json.dumps(seen.json(), ensure_ascii=False)
