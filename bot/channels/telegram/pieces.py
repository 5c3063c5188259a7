"""A message in the pieces that Telegram takes: texts, buttons, photos."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)

from domain.messages import Address, Attachment, Choice, MediaKind, Outgoing
from domain.wires import WIRES, units

TEXT, CAPTION = WIRES["telegram"].limits.text, WIRES["telegram"].caption
TOAST = 200  # UTF-16 code units, of the answer to a press
ALBUM = 10  # sendMediaGroup takes two to ten
GENERAL = "1"  # the general topic has no thread when it is written to

Rows = Sequence[Sequence[Choice]]
Picture = InputMediaPhoto | InputMediaVideo


def parts(text: str, most: int = TEXT) -> list[str]:
    """A text in parts that fit, split between lines where possible."""
    made: list[str] = []
    for line in _lines(text, most):
        if made and units(made[-1]) + units(line) <= most:
            made[-1] += line
        else:
            made.append(line)
    return [part.strip("\n") for part in made if part.strip()]


def _lines(text: str, most: int) -> Iterator[str]:
    """Lines with their ends; one that is too long in pieces, no character cut in two."""
    for line in text.splitlines(keepends=True):
        rest = line
        while units(rest) > most:
            piece = cut(rest, most)
            yield piece
            rest = rest[len(piece) :]
        yield rest


def cut(text: str, most: int) -> str:
    """A text's beginning that fits."""
    if units(text) <= most:
        return text
    data = text.encode("utf-16-le", "surrogatepass")[: most * 2]
    return data.decode("utf-16-le", "ignore")


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Choices as buttons under a message; None for none, which takes old buttons away."""
    made = [[_button(choice) for choice in row] for row in rows if row]
    return InlineKeyboardMarkup(made) if made else None


def _button(choice: Choice) -> InlineKeyboardButton:
    if choice.url:
        return InlineKeyboardButton(choice.label, url=choice.url)
    return InlineKeyboardButton(choice.label, callback_data=choice.token)


def without_links(text: str, rows: Rows) -> tuple[str, Rows]:
    """Links as text: Telegram refuses buttons to addresses it does not like, such as loopback's."""
    links = [f"{choice.label} {choice.url}" for row in rows for choice in row if choice.url]
    kept = [[choice for choice in row if not choice.url] for row in rows]
    return "\n".join([text, *links]), kept


def thread_of(to: Address) -> int | None:
    """The topic to write to."""
    return int(to.thread) if to.thread and to.thread != GENERAL else None


def reply_of(out: Outgoing) -> ReplyParameters | None:
    """What is answered; the answer goes out even where that is gone."""
    if not out.reply_to or not out.reply_to.isdigit():
        return None
    return ReplyParameters(int(out.reply_to), allow_sending_without_reply=True)


def chat_of(to: Address) -> int | str:
    """Ids are numbers to Telegram."""
    return int(to.chat) if to.chat.removeprefix("-").isdigit() else to.chat


def pictures(attachments: Sequence[Attachment], read: Callable[[str], bytes]) -> list[Picture]:
    """Photos and videos as Telegram takes them; a file that is gone is left out."""
    made: list[Picture] = []
    for item in attachments:
        kind = InputMediaVideo if item.kind is MediaKind.VIDEO else InputMediaPhoto
        if item.kind not in (MediaKind.PHOTO, MediaKind.VIDEO):
            continue
        try:
            made.append(kind(read(item.path)))
        except OSError:
            continue
    return made


def voices(attachments: Sequence[Attachment], read: Callable[[str], bytes]) -> list[bytes]:
    """Voice messages as they were spoken; one that is gone is left out."""
    made: list[bytes] = []
    for item in attachments:
        if item.kind is MediaKind.VOICE:
            with suppress(OSError):
                made.append(read(item.path))
    return made


def albums(media: list[Picture]) -> list[list[Picture]]:
    """In tens at most."""
    return [media[at : at + ALBUM] for at in range(0, len(media), ALBUM)]
