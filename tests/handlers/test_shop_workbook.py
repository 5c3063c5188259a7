"""The shop in the workbook: another number of pieces is what somebody has counted."""

import pytest

from domain.points import Book
from handlers.workbook.writing import write_out
from storage.points.tables import GoodRow
from tests.handlers.office import take_in
from tests.handlers.shopping import SHOP, entries, open_shop, placed, stock

HEADS = SHOP[0]


@pytest.fixture
async def shop(scene, tmp_path):
    return await open_shop(scene, tmp_path)


async def counts(scene):
    return await entries(scene, Book.GOODS, "COUNT")


async def test_a_good_comes_with_its_pieces_and_its_value(shop):
    async with shop.database.reading() as session:
        oil = await session.get(GoodRow, "oil")

    assert (oil.price, oil.limit, oil.cents, oil.active) == (90, 1, 1850, True)
    assert await stock(shop, "oil") == (24, 0)
    assert len(await counts(shop)) == 4


async def test_the_same_number_again_moves_nothing(shop, tmp_path):
    found = await take_in(shop, tmp_path / "again", shop=SHOP)

    assert (found.added, found.changed, found.errors) == (0, 0, [])
    assert len(await counts(shop)) == 4


@pytest.mark.parametrize(("written", "free"), [("55", 53), ("70", 68)])
async def test_another_number_is_an_entry_and_what_is_held_stays_held(
    shop, tmp_path, written, free
):
    await placed(shop, soap=2)
    row = ["soap", "肥皂", "15", written, "2", "3"]

    found = await take_in(shop, tmp_path / "counted", shop=[HEADS, row])

    assert (found.changed, found.errors) == (1, [])
    assert await stock(shop, "soap") == (free, 2)
    [entry] = [e for e in await counts(shop) if "counted" in e.key]
    assert entry.holder == "soap"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["new", "肥皂", "15", "1", "", ""], "name"),
        (["new", "抽纸", "99999", "1", "", ""], "price"),
    ],
)
async def test_a_second_good_of_one_name_and_a_price_nobody_means_are_named(
    shop, tmp_path, row, column
):
    found = await take_in(shop, tmp_path / "bad", shop=[HEADS, row])

    assert [(one["row"], one["column"]) for one in found.errors] == [(2, column)]


async def test_fewer_than_are_held_is_named_and_nothing_is_taken_in(shop, tmp_path):
    await placed(shop, soap=2)
    row = ["soap", "香皂", "15", "1", "2", "3"]

    found = await take_in(shop, tmp_path / "few", shop=[HEADS, row])

    [wrong] = found.errors
    assert (wrong["sheet"], wrong["column"]) == ("shop", "stock")
    async with shop.database.reading() as session:
        assert (await session.get(GoodRow, "soap")).name == "肥皂"
    assert await stock(shop, "soap") == (58, 2)


async def test_without_the_heading_nothing_is_counted(shop, tmp_path):
    given = [["code", "name", "price"], ["soap", "肥皂", "20"]]

    await take_in(shop, tmp_path / "price", shop=given)

    assert await stock(shop, "soap") == (60, 0)
    async with shop.database.reading() as session:
        soap = await session.get(GoodRow, "soap")
    assert (soap.price, soap.limit, soap.cents) == (20, 2, 300)


@pytest.mark.parametrize(
    ("column", "text"),
    [("stock", "-1"), ("stock", "99999"), ("value", "x"), ("value", "-3"), ("community", "DL"),
     ("price", "0")],
)  # fmt: skip
async def test_what_cannot_be_is_named_by_its_column(shop, tmp_path, column, text):
    row = {"code": "soap", "name": "肥皂", "price": "15", "stock": "60", column: text}

    found = await take_in(shop, tmp_path / "bad", shop=[list(row), list(row.values())])

    assert [(wrong["sheet"], wrong["column"]) for wrong in found.errors] == [("shop", column)]
    assert await stock(shop, "soap") == (60, 0)


async def test_what_is_written_out_is_what_stands_on_the_shelf(shop, tmp_path):
    await placed(shop, soap=2)
    async with shop.database.reading() as session:
        await write_out(session, tmp_path / "out")

    lines = (tmp_path / "out" / "shop.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "code,name,price,stock,limit,value,community"
    assert "soap,肥皂,15,60,2,3," in lines
    written = [line.split(",") for line in lines]
    found = await take_in(shop, tmp_path / "back", shop=written)
    assert (found.added, found.changed, found.errors) == (0, 0, [])
