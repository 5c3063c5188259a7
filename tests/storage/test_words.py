"""Tickets are found by their words, and by none that they no longer have."""

from sqlalchemy import delete, func, select, text, update

from bot.backup import backup, restore
from storage.database import Database
from storage.migrations import migrate
from storage.privacy.letting_go import anonymise
from storage.tickets import words
from storage.tickets.tables import TicketRow
from tests.bot.stage import NOON
from tests.bot.stage import ticket as bare

LAMP, LIFT = "3栋2单元楼道灯坏了,Wi-Fi也没有", "6栋电梯停了"


async def put(database, *said):
    """Tickets with these words, numbered from one."""
    async with database.transaction() as session:
        for number, line in enumerate(said, start=1):
            row = bare(number)
            row.text, row.place_name, row.community = line, "金桂园", "XL"
            session.add(row)


async def found(database, said, *more):
    async with database.reading() as session:
        return await words.few_with(session, [*words.signs_in(said), *more])


async def test_a_ticket_is_found_by_any_two_characters_of_it_and_by_one(database):
    await put(database, LAMP, LIFT)

    for said in ("楼道灯", "楼道", "道灯", "灯", "3栋", "wi", "WI-FI"):
        assert await found(database, said) == [1], said
    assert sorted(await found(database, "金桂园")) == [1, 2]
    assert await found(database, "园") == await found(database, "桂园")
    assert await found(database, "道楼") == []
    assert await found(database, "楼道电梯") == []


async def test_the_last_character_of_a_ticket_is_found_too(database):
    await put(database, "灯")
    async with database.transaction() as session:
        await session.execute(update(TicketRow).values(place_name=""))

    assert await found(database, "灯") == [1]


async def test_what_else_is_true_of_a_ticket_narrows_its_words(database):
    await put(database, LAMP, LIFT)
    here = words.facet(words.COMMUNITY, "XL")
    leak, group = words.facet(words.CATEGORY, "repair.leak"), words.facet(words.GROUP, "repair")
    kind = words.facet(words.KIND, "complaint")

    assert await found(database, "楼道", here, kind, leak, group) == [1]
    for other in ("YL", "", "X"):
        assert await found(database, "楼道", words.facet(words.COMMUNITY, other)) == []


async def test_what_a_ticket_says_now_is_what_finds_it(database):
    await put(database, LAMP)

    async with database.transaction() as session:
        await session.execute(update(TicketRow).values(text="路灯不亮", community="LX"))

    assert await found(database, "楼道") == []
    assert await found(database, "路灯", words.facet(words.COMMUNITY, "LX")) == [1]
    assert await found(database, "路灯", words.facet(words.COMMUNITY, "XL")) == []


async def test_what_is_let_go_of_is_found_no_more_and_not_even_its_pairs_are_kept(database):
    await put(database, LAMP, LIFT)

    async with database.transaction() as session:
        await anonymise(session, {1: ("JGY/3", "金桂园3栋")}, NOON)
        await session.execute(delete(TicketRow).where(TicketRow.id == 2))

    for gone in ("楼道", "电梯"):
        assert await found(database, gone) == []
    assert await found(database, "3栋") == [1]
    if database.is_sqlite:
        async with database.reading() as session:
            kept = await session.execute(text(f"SELECT hex(block) FROM {words.TABLE}_data"))
            assert not [row for row in kept if "楼道".encode().hex().upper() in row[0]]


async def test_there_are_few_or_too_many(database, monkeypatch):
    monkeypatch.setattr(words, "FEW", 2)
    await put(database, LAMP, LIFT, LIFT)

    assert sorted(await found(database, "电梯")) == [2, 3]
    assert await found(database, "金桂") is None


async def test_the_index_is_whole_after_a_backup_came_home(database, tmp_path):
    await put(database, LAMP, LIFT)
    await backup(database, tmp_path, tmp_path / "all.zip", lambda *_: None)
    home = Database(f"sqlite+aiosqlite:///{tmp_path}/home.db")
    await migrate(home)

    await restore(home, tmp_path, tmp_path / "all.zip", lambda *_: None)

    assert await found(home, "楼道") == [1]
    async with home.transaction() as session:
        check = f"INSERT INTO {words.TABLE} ({words.TABLE}) VALUES ('integrity-check')"
        await session.execute(text(check))
    await home.close()


async def test_a_table_that_was_made_anew_goes_on_telling_its_index(tmp_path):
    """As a migration does on SQLite: the triggers go with the old table."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/anew.db")
    await migrate(database)
    async with database.transaction() as session:
        made = await session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'tickets'"))
        await session.execute(text("DROP TABLE tickets"))
        await session.execute(text(made))

    await migrate(database)
    await put(database, LAMP)

    assert await found(database, "楼道") == [1]
    await database.close()


async def test_a_community_that_is_there_already_is_found_after_the_migration(database):
    await put(database, LAMP)
    async with database.transaction() as session:
        connection = await session.connection()
        if database.is_sqlite:
            await session.execute(text(f"DROP TABLE {words.TABLE}"))
        else:
            await session.execute(text(f"DROP INDEX {words.INDEX}"))
        await connection.run_sync(words.prepare)

    assert await found(database, "楼道") == [1]


async def test_rows_of_before_and_after_stand_in_the_index_once(database):
    await put(database, LAMP, LIFT)

    async with database.transaction() as session:
        for _ in range(3):
            await session.execute(update(TicketRow).values(text=TicketRow.text + "。"))

    assert await found(database, "楼道") == [1]
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(TicketRow)) == 2
