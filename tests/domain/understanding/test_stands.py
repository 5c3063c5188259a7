"""Where somebody stands is where their matter is, unless they say another place."""

from dataclasses import replace

import pytest

from domain.tickets.kinds import Kind
from domain.understanding import Action, Ask, Context
from domain.understanding.stands import place_at
from tests.domain.shipped import PLACES, READER

ALONE = Context(group_place="JGY", private=True)
AT_3 = replace(ALONE, stands="JGY/3")


def test_what_names_no_place_is_there():
    reading = READER.read("楼道灯坏了三天了", AT_3)

    assert (reading.action, reading.ask) == (Action.REGISTER, None)
    assert (reading.place.code, reading.place.building) == ("JGY/3", "3")


def test_without_it_the_place_is_asked_for():
    assert READER.read("楼道灯坏了三天了", ALONE).ask is Ask.PLACE


@pytest.mark.parametrize(
    ("text", "place"), [("5栋楼道灯坏了", "JGY/5"), ("西门垃圾桶满了", "JGY/W")]
)
def test_a_place_that_is_said_is_never_overridden(text, place):
    assert READER.read(text, AT_3).place.code == place


def test_an_emergency_is_there_too():
    reading = READER.read("家里着火了", AT_3)

    assert reading.kind is Kind.EMERGENCY
    assert reading.place.code == "JGY/3"


@pytest.mark.parametrize("text", ["大家早上好", "社区几点上班", "我的积分有多少"])
def test_what_is_nowhere_stays_nowhere(text):
    assert READER.read(text, AT_3) == READER.read(text, ALONE)


def test_a_place_that_is_no_longer_listed_counts_for_nothing():
    text = "楼道灯坏了三天了"

    assert READER.read(text, replace(ALONE, stands="GONE/9")) == READER.read(text, ALONE)


def test_being_unsure_whether_it_is_meant_is_still_asked_in_a_group():
    in_group = Context(group_place="JGY")
    for text in ("听说楼道灯坏了", "楼道灯好像有点暗"):
        unsure = READER.read(text, in_group)
        if unsure.action is not Action.REGISTER:
            found = READER.read(text, replace(in_group, stands="JGY/3"))
            assert found.action is not Action.REGISTER or unsure.ask is Ask.PLACE


def test_of_a_home_the_room_stays_unsaid():
    said = place_at("JGY/3/2/501", PLACES)

    assert (said.code, said.building, said.unit, said.room) == ("JGY/3/2", "3", "2", None)
    assert place_at("JGY/W", PLACES).spot == "西门"
