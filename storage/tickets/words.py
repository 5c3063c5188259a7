"""Finding tickets by words: an index of single characters and pairs, since Chinese has no spaces.

Each database keeps it by itself beside the table of tickets, so that nothing can be found that is not
there any more: SQLite in an FTS5 table without the words themselves, fed by triggers; PostgreSQL in a GIN
index over a function. Place, kind, matter and community are signs in it, too: a frequent word within a
rare matter is found as fast as a rare word.

An index only narrows: whoever asks it also compares the words.
"""

import re

from sqlalchemy import Connection, bindparam, literal_column, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from storage.tickets.tables import TicketRow

TABLE, FUNCTION, INDEX = "ticket_words", "ticket_signs", "ix_tickets_words"
FEW = 2000
"""So many tickets are looked through one by one; more of them lie close together in any list."""

_RUN = re.compile(r"[^\x00-/:-@\[-`{-\x7f]+")  # SQLite's plain tokens: all but ASCII punctuation
_CAPITALS, _SMALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
_FOLD = str.maketrans(_CAPITALS, _SMALL)


def signs_in(words: str) -> list[str]:
    """The pairs of characters that stand in words; a character that stands alone counts itself."""
    runs = _RUN.findall(words.translate(_FOLD))
    pairs = (
        [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)] for run in runs
    )
    return list(dict.fromkeys(sign for run in pairs for sign in run))


def facet(name: str, value: str) -> str:
    """The sign of a fact, such as the community: no words have one of its length."""
    return f"{name}{value.encode().hex()}"


COMMUNITY, KIND, CATEGORY, GROUP = "cm", "kd", "ct", "gr"


async def few_with(session: AsyncSession, signs: list[str]) -> list[int] | None:
    """The tickets that bear all these signs; None where there are too many to look through."""
    if session.get_bind().dialect.name == "postgresql":
        holds = literal_column(_SIGNS_OF_ROW).op("@>")(bindparam("signs", signs, ARRAY(Text)))
        found = list(await session.scalars(select(TicketRow.id).where(holds).limit(FEW + 1)))
    else:
        asked = " AND ".join(f'"{sign}"' for sign in signs)
        rows = await session.execute(_MATCH, {"signs": asked, "most": FEW + 1})
        found = [row[0] for row in rows]
    return None if len(found) > FEW else found


_MATCH = text(
    f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH :signs ORDER BY rowid DESC LIMIT :most"  # noqa: S608
)
_SIGNS_OF_ROW = f"{FUNCTION}(text, place_name, community, kind, category)"


def prepare(connection: Connection) -> None:
    """Make the index where there is none, and its triggers where a migration has made the table anew."""
    if connection.dialect.name == "postgresql":
        _prepare_postgresql(connection)
        return
    there = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = :name"
    new = not connection.scalar(text(there), {"name": TABLE})
    for statement in (_FTS, *_TRIGGERS) if new else _TRIGGERS:
        connection.exec_driver_sql(statement)
    if new:
        connection.exec_driver_sql(
            f"INSERT INTO {TABLE} (rowid, signs) SELECT id, {_signs('tickets')} FROM tickets"  # noqa: S608
        )


async def forget(session: AsyncSession) -> None:
    """Write SQLite's index anew, so that of words which are gone not even their pairs lie in the file."""
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"))  # noqa: S608


def _prepare_postgresql(connection: Connection) -> None:
    made = connection.scalar(text("SELECT to_regclass(:name)"), {"name": INDEX})
    if made is None:
        connection.exec_driver_sql(_FUNCTION)
        connection.exec_driver_sql(
            f"CREATE INDEX {INDEX} ON tickets USING gin ({_SIGNS_OF_ROW}) WITH (fastupdate = off)"
        )


# COST: a call takes as long as looking at some thousand plain values; the planner has to know.
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(said text, place text, community text, kind text, category text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2000 AS $$
  SELECT array_agg(substr(w.ords, n, 1)) || array_agg(substr(w.ords, n, 2)) || ARRAY[
    '{COMMUNITY}' || encode(convert_to(coalesce(community, ''), 'UTF8'), 'hex'),
    '{KIND}' || encode(convert_to(kind, 'UTF8'), 'hex'),
    '{CATEGORY}' || encode(convert_to(category, 'UTF8'), 'hex'),
    '{GROUP}' || encode(convert_to(split_part(category, '.', 1), 'UTF8'), 'hex')]
  FROM (SELECT translate(said || ' ' || place, '{_CAPITALS}', '{_SMALL}') AS ords) AS w,
       generate_series(1, length(w.ords)) AS n
$$"""  # noqa: S608 - all of it is ours


def _signs(row: str) -> str:
    """The signs of a row, as SQLite says them."""
    words = f"{row}.text || ' ' || {row}.place_name"
    return f"""(
      WITH RECURSIVE spelt(n) AS (
        VALUES (1) UNION ALL SELECT n + 1 FROM spelt WHERE n < length({words}))
      SELECT group_concat(substr({words}, n, 1) || ' ' || substr({words}, n, 2), ' ')
        || ' {COMMUNITY}' || lower(hex(coalesce({row}.community, '')))
        || ' {KIND}' || lower(hex({row}.kind))
        || ' {CATEGORY}' || lower(hex({row}.category))
        || ' {GROUP}' || lower(hex(substr({row}.category, 1, instr({row}.category || '.', '.') - 1)))
      FROM spelt)"""  # noqa: S608 - all of it is ours


# The words themselves are not kept a second time: what is to be forgotten is said from the old row.
_FTS = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5("
    "signs, content='', detail='none', columnsize=0, tokenize='ascii')"
)
_LEARN = f"INSERT INTO {TABLE} (rowid, signs) VALUES (new.id, {_signs('new')});"  # noqa: S608
_UNLEARN = (
    f"INSERT INTO {TABLE} ({TABLE}, rowid, signs) VALUES ('delete', old.id, {_signs('old')});"  # noqa: S608
)
_CHANGED = "AFTER UPDATE OF text, place_name, community, kind, category ON tickets"
_TRIGGERS = (
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_new AFTER INSERT ON tickets BEGIN {_LEARN} END",
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_gone AFTER DELETE ON tickets BEGIN {_UNLEARN} END",
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_changed {_CHANGED} BEGIN {_UNLEARN} {_LEARN} END",
)
