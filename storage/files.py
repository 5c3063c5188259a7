"""Which stored files somebody still needs: a ticket's, or those of a line that is not decided yet."""

import json
import re

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.inbox import DONE, InboxRow
from storage.questions import QuestionRow
from storage.tickets.tables import AttachmentRow

STORED = re.compile(r"media/[0-9a-f]{2}/[0-9a-f]{32}\.\w+")
"""A stored file's name, wherever it stands."""


async def needed(session: AsyncSession) -> set[str]:
    """The files that tickets have, and those that came with lines which may still become tickets.

    Read in the order in which a file moves on: one that becomes a ticket's meanwhile is not missed.
    """
    found: set[str] = set()
    for waiting in (
        select(InboxRow.payload).where(InboxRow.state != DONE),
        select(QuestionRow.facts).where(QuestionRow.answered_at.is_(None)),
    ):
        for facts in await session.scalars(waiting):
            found.update(STORED.findall(json.dumps(facts)))
    kept = func.coalesce(AttachmentRow.path, AttachmentRow.ref)
    found.update(await session.scalars(select(kept)))
    return found
