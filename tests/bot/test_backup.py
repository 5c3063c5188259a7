"""One archive of rows and photos: whole, of one moment, and the same for both databases."""

import asyncio
import json
import shutil
import stat
import threading
import zipfile

import pytest
from sqlalchemy import func, select

from bot.backup import NoBackup, NotEmpty, backup, restore
from storage.database import Database
from storage.people import PersonRow, RoleRow
from storage.tables import METADATA
from storage.tickets.tables import AttachmentRow, TicketRow
from tests.bot.stage import ticket
from tests.handlers.scene import MORNING, build

LAMP = "3栋2单元楼道灯坏了三天了"


@pytest.fixture
async def other(migrated, tmp_path):
    """A second database, empty: a file of SQLite."""
    path = tmp_path / "other.db"
    shutil.copy(migrated, path)
    made = Database(f"sqlite+aiosqlite:///{path}")
    yield made
    await made.close()


async def test_every_row_and_photo_is_there_again_from_either_database(database, other, tmp_path):
    await lived(database, tmp_path / "here")
    written = await saved(database, tmp_path)

    read = await restore(other, tmp_path / "there", tmp_path / "b.zip", quietly)

    assert read == written
    assert await rows_of(other) == await rows_of(database)
    assert (tmp_path / "there/media/ab/abc.jpg").read_bytes() == b"a photo"


async def test_every_row_and_photo_is_there_again_in_either_database(database, other, tmp_path):
    await lived(other, tmp_path / "here")
    await saved(other, tmp_path)

    await restore(database, tmp_path / "there", tmp_path / "b.zip", quietly)

    assert await rows_of(database) == await rows_of(other)


async def test_a_ticket_that_was_merged_into_a_later_one_is_there_again(database, other, tmp_path):
    async with other.transaction() as session:
        session.add_all([ticket(1), ticket(2)])
        await session.flush()
        (await session.get(TicketRow, 1)).main_id = 2
    await saved(other, tmp_path)

    await restore(database, tmp_path / "there", tmp_path / "b.zip", quietly)

    async with database.reading() as session:
        assert (await session.get(TicketRow, 1)).main_id == 2


async def test_numbers_go_on_after_the_restored_ones(database, other, tmp_path):
    await lived(other, tmp_path / "here")
    await saved(other, tmp_path)
    await restore(database, tmp_path / "there", tmp_path / "b.zip", quietly)

    async with database.transaction() as session:
        highest = await session.scalar(select(func.max(PersonRow.id)))
        person = PersonRow(created_at=MORNING)
        session.add(person)
        await session.flush()
        assert person.id == highest + 1


async def test_what_is_written_meanwhile_is_in_it_wholly_or_not_at_all(database, tmp_path):
    """Somebody joins while the tables are being read: their role never stands without them."""
    await lived(database, tmp_path / "here")
    joined = []

    def somebody_joins(table, _):
        if table == "people":
            thread = threading.Thread(target=lambda: asyncio.run(join(database.url)))
            thread.start()
            thread.join()
            joined.append(table)

    await backup(database, tmp_path / "here", tmp_path / "b.zip", somebody_joins)

    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        people, roles = (
            archive.read(f"rows/{name}.jsonl").decode() for name in ("people", "roles")
        )
    assert joined
    assert "newcomer" not in people
    assert "newcomers area" not in roles


async def test_it_is_readable_by_its_owner_alone(database, tmp_path):
    await saved(database, tmp_path)

    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


async def test_a_photo_that_belongs_to_no_ticket_is_in_no_backup(database, tmp_path):
    await lived(database, tmp_path / "here")
    chat = tmp_path / "here/media/cd/chat.jpg"
    chat.parent.mkdir(parents=True)
    chat.write_bytes(b"somebody's lunch")
    await saved(database, tmp_path)

    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert [n for n in archive.namelist() if n.startswith("media/")] == ["media/ab/abc.jpg"]


async def test_a_full_database_takes_no_backup(database, tmp_path):
    await lived(database, tmp_path / "here")
    await saved(database, tmp_path)
    before = await rows_of(database)

    with pytest.raises(NotEmpty):
        await restore(database, tmp_path / "there", tmp_path / "b.zip", quietly)

    assert await rows_of(database) == before
    assert not (tmp_path / "there").exists()


def cut(whole):
    return whole[: len(whole) // 2]


def scratched(whole):
    """A few bytes in the middle of a table are others."""
    middle = whole.index(b"rows/people.jsonl") + 60
    return whole[:middle] + b"\x00\xff\x00\xff" + whole[middle + 4 :]


def rotten_photo(whole):
    middle = whole.index(b"media/ab/abc.jpg") + len(b"media/ab/abc.jpg") + 2
    return whole[:middle] + b"\x55\x55" + whole[middle + 2 :]


@pytest.mark.parametrize(
    "damage", [cut, scratched, rotten_photo, lambda _: b"", lambda _: b"something else"]
)
async def test_a_damaged_archive_is_refused_and_leaves_nothing(database, other, tmp_path, damage):
    await lived(other, tmp_path / "here")
    await saved(other, tmp_path)
    archive = tmp_path / "b.zip"
    archive.write_bytes(damage(archive.read_bytes()))

    with pytest.raises(NoBackup):
        await restore(database, tmp_path / "there", archive, quietly)

    assert not any((await rows_of(database)).values())
    assert not (tmp_path / "there/media").exists()


async def test_another_zip_and_a_file_that_is_not_there_are_refused(other, tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("format", "somebody-elses-1")

    for name in ("other.zip", "missing.zip"):
        with pytest.raises(NoBackup):
            await restore(other, tmp_path / "there", tmp_path / name, quietly)


async def test_a_file_in_the_archive_finds_no_way_out_of_the_folder(other, tmp_path):
    await saved(other, tmp_path)
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as archive:
        archive.writestr("media/../../escaped", "x")

    await restore(other, tmp_path / "there", tmp_path / "b.zip", quietly)

    assert not (tmp_path / "escaped").exists()


async def lived(database, folder):
    """A community with a ticket, what followed from it, and its photo."""
    scene = await build(database)
    await scene.say("li", LAMP)
    await scene.press("wang", "我来办")
    photo = folder / "media/ab/abc.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"a photo")
    async with database.transaction() as session:
        number = await session.scalar(select(TicketRow.id))
        session.add(AttachmentRow(ticket_id=number, channel="web", ref="r", kind="photo",
                                  path="media/ab/abc.jpg", mime="image/jpeg", at=MORNING))  # fmt: skip


async def saved(database, folder):
    return await backup(database, folder / "here", folder / "b.zip", quietly)


def quietly(table, rows):
    pass


async def rows_of(database):
    """Everything in the database, table by table."""
    async with database.reading() as session:
        return {
            table.name: sorted(
                json.dumps(dict(row), default=str, sort_keys=True)
                for row in (await session.execute(select(table))).mappings()
            )
            for table in METADATA.sorted_tables
        }


async def join(url):
    database = Database(url)
    async with database.transaction() as session:
        person = PersonRow(name="newcomer", created_at=MORNING)
        session.add(person)
        await session.flush()
        session.add(RoleRow(person_id=person.id, role="volunteer", area="newcomers area"))
    await database.close()
