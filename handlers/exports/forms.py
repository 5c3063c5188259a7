"""Tables as another office wants them: named once by ours, used by one press."""

from collections.abc import Mapping, Sequence

from domain.refusals import NotAllowed, Refusal
from handlers.exports.fields import Field
from handlers.exports.reach import reaches
from handlers.turn import Turn
from storage import exports
from storage.exports import FormRow

MOST_COLUMNS = 60
LONGEST_TITLE, LONGEST_NAME = 60, 40  # characters


class FormIncomplete(Refusal):
    """A form needs a name, and columns that each have a title."""


class FormInUse(Refusal):
    """Somebody waits for an export in this form."""


Column = Mapping[str, str]


async def name(
    turn: Turn, called: str, columns: Sequence[Column], community: str | None
) -> FormRow:
    """Keep a form under its name; it is never changed, so that what was agreed to stays what it was."""
    if not reaches(turn, turn.actor, community):
        raise NotAllowed(act="export")
    kept = [_column(column) for column in columns if column["title"].strip()]
    if not called.strip() or not kept or len(kept) > MOST_COLUMNS:
        raise FormIncomplete
    row = FormRow(
        name=called.strip()[:LONGEST_NAME], community=community, columns=kept, made_by=turn.actor,
        made_at=turn.now,
    )  # fmt: skip
    turn.session.add(row)
    await turn.session.flush()
    turn.note("form.named", f"form/{row.id}", columns=len(kept))
    return row


def _column(column: Column) -> dict[str, str]:
    title = column["title"].strip()[:LONGEST_TITLE]
    if column.get("field") in set(Field):
        return {"title": title, "field": column["field"]}
    return {"title": title, "fixed": column.get("fixed", "").strip()[:LONGEST_TITLE]}


async def usable(turn: Turn, number: int | None) -> FormRow | None:
    """A form that whoever acts may use."""
    row = await turn.session.get(FormRow, number) if number else None
    if row is None or (row.community is not None and not reaches(turn, turn.actor, row.community)):
        return None
    return row


async def drop(turn: Turn, number: int) -> None:
    """A form is not wanted any more; not while somebody waits for an export in it."""
    row = await turn.session.get(FormRow, number)
    if row is None or not reaches(turn, turn.actor, row.community):
        raise NotAllowed(act="export")
    if not await exports.drop_form(turn.session, row, turn.now):
        raise FormInUse
    turn.note("form.dropped", f"form/{number}")
