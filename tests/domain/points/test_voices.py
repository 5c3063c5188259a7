"""Sentences of many residents, each with what it is: dialects, slips, and talk of other things."""

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.points import asked, wares
from domain.points.asked import Wanted, how_many_of_others, of_a_good, thing_asked, wanted
from domain.points.gate import may_concern
from domain.points.said import done
from domain.points.wants import Want, all_known, wish_in
from tests.domain.points.test_said import TODAY


class Good(NamedTuple):
    name: str
    price: int


SHELF = [Good("肥皂", 15), Good("毛巾", 30), Good("洗洁精", 40), Good("食用油1升", 90)]
NAMES = {good.name: good.name for good in SHELF}
LINES = (Path(__file__).parent / "voices.csv").read_text(encoding="utf-8").splitlines()
ROWS = [(row["kind"], row["text"]) for row in csv.DictReader(LINES)]


def said(*kinds):
    """The sentences of these kinds."""
    return [text for kind, text in ROWS if kind in kinds]


def question(text):
    """What a line asks of points, as in private: a good of the shop that is named tells the rest."""
    if wanted(text) is not Wanted.WAYS and of_a_good(text) and wares.named(text, SHELF):
        return Wanted.PRICE
    return wanted(text) or (Wanted.PRICE if thing_asked(text) else None)


def order(text):
    """What a line wants of the shop, if the shop takes it as that."""
    wish = wish_in(text)
    if wish is None or wish.want is not Want.ORDER:
        return wish
    known = all_known(wish, NAMES)
    return wish if known or (wish.firm and wish.of_wares) else None


@pytest.mark.parametrize(("kind", "text"), [row for row in ROWS if row[0] in set(Wanted)])
def test_what_is_asked_of_points_is_heard_in_every_voice(kind, text):
    assert question(text) is Wanted(kind)
    assert not how_many_of_others(text)


@pytest.mark.parametrize("text", said("price"))
def test_the_price_of_what_the_shop_has_is_found_by_its_name(text):
    assert wares.named(text, SHELF)


@pytest.mark.parametrize("text", said("lack"))
def test_what_the_shop_has_not_is_known_as_a_thing_and_as_none_of_its_goods(text):
    wish = order(text)

    assert wares.named(text, SHELF) == []
    assert thing_asked(text) or (wish is not None and not all_known(wish, NAMES))


@pytest.mark.parametrize("text", said("order", "two", "odd"))
def test_an_order_is_of_goods_that_are_there(text):
    wish = order(text)

    assert wish.want is Want.ORDER
    assert all_known(wish, NAMES)


@pytest.mark.parametrize("text", said("two"))
def test_two_things_are_two(text):
    assert len(order(text).things) == 2


@pytest.mark.parametrize("text", said("odd"))
def test_an_odd_number_of_pieces_is_not_one(text):
    assert all(thing.pieces != 1 for thing in order(text).things)


@pytest.mark.parametrize(
    ("kind", "text"), [row for row in ROWS if row[0] in {"cancel", "code", "mine", "proxy", "list"}]
)
def test_steps_of_an_order_are_heard_in_every_voice(kind, text):
    assert wish_in(text).want is Want(kind)


@pytest.mark.parametrize("text", said("deed"))
def test_a_deed_is_heard_in_every_voice(text):
    assert done(text, TODAY) is not None


@pytest.mark.parametrize("text", said("others"))
def test_the_points_of_others_are_never_one_s_own(text):
    assert how_many_of_others(text)


@pytest.mark.parametrize("text", said("group"))
def test_a_group_is_listened_to_for_what_is_said_to_huying(text):
    assert may_concern(text, NAMES)


@pytest.mark.parametrize("text", said("talk"))
def test_a_group_that_talks_is_not_listened_to(text):
    assert not may_concern(text, NAMES)
    assert not asked.may_be_told(text)


@pytest.mark.parametrize("text", said("else"))
def test_in_private_other_things_are_left_to_who_knows_them(text):
    wish = order(text)

    assert question(text) is None
    assert done(text, TODAY) is None
    assert wish is None or (wish.want is Want.CODE and not all_known(wish, NAMES))
