"""Alembic's entry: runs on the connection that `migrate` hands in."""

from typing import Any, Literal

from alembic import context

from storage.base import Moment
from storage.tables import METADATA
from storage.tickets import words


def spell_type(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Migrations spell types out, so that they stay true when the house's own types change."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if type(item).__name__ == "JSON":
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def ours(_: Any, name: str | None, *__: Any) -> bool:
    """Whether tables and database must agree about it: `storage.tickets.words` makes its own."""
    return not (name or "").startswith((words.TABLE, words.INDEX))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=spell_type,
    include_object=ours,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
