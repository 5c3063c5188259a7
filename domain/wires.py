"""What each platform bears, in one table: known before anything is sent, and when it is taken back."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from domain.messages import Can, Limits

NOTHING = Can(0)
_ALL = (
    Can.READ_ALL | Can.PUSH_GROUP | Can.PUSH_PERSON | Can.BUTTONS | Can.REACT | Can.EDIT
    | Can.DELETE | Can.MEDIA_IN | Can.MEDIA_OUT
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wire:
    """What a platform is able to do with huying's own messages, and within which bounds."""

    can: Can = NOTHING
    limits: Limits = field(default_factory=Limits)
    caption: int = 0
    """Length of the words that may stand under a photo, in UTF-16 code units."""
    deletes_for: timedelta | None = None
    """For so long a message can be deleted; None = always."""


WIRES = {
    # core.telegram.org/bots/faq: 30 a second, 1 a chat, 20 a minute and group
    "telegram": Wire(_ALL | Can.THREADS, Limits(), 1024, timedelta(hours=48)),
    "web": Wire(
        _ALL,
        Limits(
            text=20_000, overall_per_second=2_000, chat_per_second=500, group_per_minute=20_000
        ),
        20_000,
    ),
}  # fmt: skip


def wire_of(channel: str) -> Wire:
    """What a platform bears; nothing where a human passes everything on."""
    return WIRES.get(channel, Wire())


class Shape(StrEnum):
    """How words and a photo arrive."""

    WORDS = "words"
    PARTS = "parts"
    """Words so long that they are several messages."""
    CAPTION = "caption"
    PHOTO_FIRST = "photo_first"
    """The words are too long for a caption: the photo, then the words."""
    WORDS_ALONE = "words_alone"
    """A human copies the words; the photo has to be sent along by hand."""


def units(text: str) -> int:
    """A text's length as platforms count it: a rare character or an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shape_of(text: str, wire: Wire, *, photo: bool) -> Shape:
    """How an announcement arrives on a platform."""
    if photo and Can.MEDIA_OUT not in wire.can:
        return Shape.WORDS_ALONE
    if photo:
        return Shape.CAPTION if units(text) <= wire.caption else Shape.PHOTO_FIRST
    return Shape.PARTS if wire.can and units(text) > wire.limits.text else Shape.WORDS


class Means(StrEnum):
    """How a message that has arrived is taken back."""

    DELETE = "delete"
    EDIT = "edit"
    NONE = "none"


def means_of(wire: Wire, age: timedelta, *, delete: bool = True) -> Means:
    """The way that is left to take a message of this age back, or to change its words."""
    young = wire.deletes_for is None or age < wire.deletes_for
    if delete and young and Can.DELETE in wire.can:
        return Means.DELETE
    return Means.EDIT if Can.EDIT in wire.can else Means.NONE
