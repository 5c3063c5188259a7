"""Photos that somebody adds on a page: looked at by their content, kept without where and when."""

import asyncio
from collections.abc import Sequence

from starlette.datastructures import FormData, UploadFile

from console.office import Office
from domain.messages import Media, MediaKind
from domain.refusals import Refusal
from handlers.tickets import verbs
from handlers.turn import Turn
from storage.tickets.tables import AttachmentRow, TicketRow

MOST = 6  # photos a form
LARGEST = 10 * 1024 * 1024  # bytes a photo, as in chat


class NoPicture(Refusal):
    """What was added is no picture that can be shown."""


class PictureTooLarge(Refusal):
    """A picture is larger than ten megabytes, or there are too many."""


async def photos(office: Office, form: FormData) -> Sequence[str | Refusal]:
    """The photos of a form, stored; what cannot be kept is a refusal in its place."""
    parts = [part for part in form.getlist("photos") if isinstance(part, UploadFile)]
    given = [part for part in parts if part.filename]
    if len(given) > MOST:
        return [PictureTooLarge(most=MOST)]
    return [await _kept(office, part) for part in given]


async def _kept(office: Office, part: UploadFile) -> str | Refusal:
    data = await part.read(LARGEST + 1)
    if len(data) > LARGEST:
        return PictureTooLarge(most=MOST)
    return await asyncio.to_thread(office.keep_photo, data) or NoPicture()


async def keep(
    turn: Turn, ticket: TicketRow, kept: Sequence[str | Refusal], *, after: bool
) -> None:
    """Let a ticket have these photos; whoever may not take the step that follows has added none.

    Raises:
        NoPicture, PictureTooLarge: one of them could not be kept.

    """
    for path in kept:
        if isinstance(path, Refusal):
            raise path
    media = [Media(MediaKind.PHOTO, str(path), mime="image/jpeg") for path in kept]
    added = await verbs.attach(turn, ticket, media, stage="after" if after else "before")
    for item, path in zip(added, kept, strict=True):
        row = await turn.session.get(AttachmentRow, item["id"])
        assert row is not None
        row.path = str(path)
