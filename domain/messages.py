"""What is said to huying and what huying says: the words that every channel shares.

A channel turns its platform's updates into `Incoming` and carries out `Outgoing`; nothing of the
platform passes this line. All instants are UTC with zone; all ids are text.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Flag, IntEnum, StrEnum, auto

from domain.opinions import Opinion


@dataclass(frozen=True, slots=True)
class Address:
    """Where something is said: a group or a private chat, and the topic inside it where it has topics."""

    channel: str
    chat: str
    thread: str | None = None

    def __str__(self) -> str:
        """The address as one word, fit for a key: `telegram:-1001234/17`."""
        thread = f"/{self.thread}" if self.thread else ""
        return f"{self.channel}:{self.chat}{thread}"


class Happening(StrEnum):
    """What kind of fact a channel reports."""

    MESSAGE = auto()
    EDIT = auto()
    PRESS = auto()
    JOINED = auto()
    """huying was added to a group (or given or refused rights there)."""
    LEFT = auto()
    """huying was removed from a group."""
    REACHABLE = auto()
    """A person opened, or unblocked, the private chat."""
    UNREACHABLE = auto()
    """A person blocked huying."""
    MOVED = auto()
    """A group got a new id; `moved_to` holds it."""


class SpeakerKind(StrEnum):
    """Who is behind a message; only a person ever has rights."""

    PERSON = auto()
    ANONYMOUS_ADMIN = auto()
    CHANNEL = auto()
    BOT = auto()


class ChatKind(StrEnum):
    GROUP = auto()
    PRIVATE = auto()


class MediaKind(StrEnum):
    PHOTO = auto()
    VIDEO = auto()
    VOICE = auto()
    FILE = auto()
    LOCATION = auto()


@dataclass(frozen=True, slots=True)
class Media:
    """Something sent along; `ref` is what the channel's `fetch` understands."""

    kind: MediaKind
    ref: str
    unique: str = ""
    """The same picture sent twice has the same `unique`, where the channel can tell."""
    size: int = 0
    """Bytes, 0 where unknown."""
    mime: str = ""
    seconds: int = 0
    """How long a voice message is, 0 where unknown."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the channel's account id, never a name matched to a person."""

    account: str
    kind: SpeakerKind = SpeakerKind.PERSON
    name: str = ""
    """As the platform shows it; used to greet staff, never stored for residents."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the same person said just before; it rides along with the line that mattered."""

    message: str
    text: str = ""
    media: tuple[Media, ...] = ()
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One fact from a channel, already masked: numbers of phones, identity and bank cards are stars."""

    key: str
    """What happened, unique in the channel's account: `message:-1001/7`. The same again is a repeat."""
    what: Happening
    at: datetime
    """When the platform says it was said; only compared with the platform's own times."""
    where: Address
    chat_kind: ChatKind
    speaker: Speaker
    text: str = ""
    message: str | None = None
    """The platform's id of the message, unique in the chat."""
    reply_to: str | None = None
    album: str | None = None
    mentioned: bool = False
    """huying was named (@) or its message was replied to."""
    media: tuple[Media, ...] = ()
    press: str | None = None
    """The pressed button's opaque token."""
    press_id: str | None = None
    """What the platform wants back so that the button stops waiting."""
    moved_to: str | None = None
    forwarded: bool = False
    late: bool = False
    """It waited through an outage: it is registered, but a late answer would only be noise."""
    after: str | None = None
    """The message said in this chat just before (within two minutes), where it belongs to a ticket."""
    own_before: str | None = None
    """The sender's own line of the last minute that mattered: a photo now belongs to it."""
    earlier: tuple[Line, ...] = ()
    """The sender's lines and photos of the last minute that had not mattered alone."""
    chat_name: str = ""
    hears_all: bool | None = None
    """For JOINED: whether huying hears every line there; None where the channel cannot tell."""
    contact: str | None = None
    """A phone number that was in the text of a *private* message; lies encrypted until the row is done."""
    opinion: Opinion | None = None
    """What a model elsewhere proposes, where one was asked; never stored."""
    heard: str = ""
    """What an engine on this machine heard in a voice message, where there is one; never stored."""


class Op(StrEnum):
    """What a channel is asked to do."""

    SEND = auto()
    EDIT = auto()
    REACT = auto()
    DELETE = auto()
    ANSWER = auto()
    """Tell a pressed button's owner that the press arrived (a short toast, may be empty)."""


class Priority(IntEnum):
    """The order in which messages leave; the lower number goes first."""

    EMERGENCY = 0
    ANSWER = 1
    TASK = 2
    REMINDER = 3
    BROADCAST = 4


HIDDEN = "▒▒▒▒"
"""Stands in a message for a number, or words, put there at the moment in which it leaves."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to press; a channel without buttons shows `回 1` and the like."""

    token: str
    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file to send along."""

    path: str
    """Relative to the deployment's data folder; of a code, what it holds."""
    kind: MediaKind = MediaKind.PHOTO
    mime: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to do in one chat. `text` is plain; a channel escapes for its own markup."""

    key: str
    """Why it exists, unique: `event/template/chat/subject`."""
    to: Address
    op: Op = Op.SEND
    text: str = ""
    target: str | None = None
    """The message to edit, delete or react to; for ANSWER the press id."""
    reply_to: str | None = None
    choices: tuple[tuple[Choice, ...], ...] = ()
    """Rows of choices, in order."""
    attachments: tuple[Attachment, ...] = ()
    emoji: str = ""
    """For REACT; empty takes the reaction away."""
    silent: bool = False
    fleeting: bool = False
    """A number or heard words are in it: a channel with a database of its own does not store it."""


class Delivery(StrEnum):
    """How one attempt ended."""

    SENT = auto()
    RETRY = auto()
    """Surely not delivered; try again after `after` seconds."""
    UNKNOWN = auto()
    """May have arrived: never repeated blindly."""
    REFUSED = auto()
    """The platform will never take it as it is."""
    UNREACHABLE = auto()
    """The person or group cannot be written to."""
    MOVED = auto()
    AWAITING_PERSON = auto()
    """A human has to send it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt."""

    state: Delivery
    message: str | None = None
    """The platform's id of what was sent."""
    after: float = 0.0
    """Seconds to wait before the next attempt."""
    flood: bool = False
    """The platform itself asked for the pause (429): it is not counted as a try."""
    moved_to: str | None = None
    why: str = ""


class Can(Flag):
    """What a channel is able to do; policy asks this, never the channel's name."""

    READ_ALL = auto()
    PUSH_GROUP = auto()
    PUSH_PERSON = auto()
    BUTTONS = auto()
    REACT = auto()
    EDIT = auto()
    DELETE = auto()
    MEDIA_IN = auto()
    MEDIA_OUT = auto()
    THREADS = auto()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a wire bears. Windows are sliding."""

    text: int = 4096
    """Length of a message in UTF-16 code units."""
    overall_per_second: int = 30
    chat_per_second: int = 1
    group_per_minute: int = 20


@dataclass(frozen=True, slots=True)
class Health:
    """How a channel is doing, for `doctor`, `/readyz` and the console."""

    ok: bool
    last_in: datetime | None = None
    last_out: datetime | None = None
    problems: tuple[str, ...] = field(default=())
    """Codes whose words are in `templates/chat/<locale>/health/<code>.j2`."""
