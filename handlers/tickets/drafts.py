"""What is about to become a ticket: everything that was read, none of it stored yet."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from domain.messages import Address, Incoming, Media, MediaKind
from domain.privacy import wants_to_be_nameless
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.tickets.sources import Source
from domain.understanding import Reading
from handlers.world import World


@dataclass(frozen=True, slots=True)
class Said:
    """A message that belongs to a draft."""

    message: str
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket to be."""

    kind: Kind
    category: str
    tier: Tier
    sensitivity: Sensitivity
    text: str
    channel: str
    place: str | None = None
    place_words: str = ""
    """A landmark as said, where no row of the tree knows it."""
    since: str | None = None
    people: int = 1
    chat: str | None = None
    """The group it was said in; None for private."""
    thread: str | None = None
    message: str | None = None
    messages: tuple[Said, ...] = ()
    media: tuple[Media, ...] = ()
    late: bool = False
    emergency: bool = False
    group_place: str | None = None
    repeat_of: int | None = None
    follows: int | None = None
    often: bool = False
    """It comes back again and again: one level up, one tier higher."""
    anonymous: bool = False
    """Nobody who works on it is to learn who said it."""
    contact: str | None = None
    """A number left with it, sealed."""
    door: str | None = None
    """Before whose door a worker files it for a resident, in the worker's words."""
    child: bool = False
    """The wish of a child: the yes at the door is a guardian's."""
    agreed: bool = False
    """The resident's own yes at the door was noted."""
    source: Source = Source.CHAT

    @property
    def where(self) -> Address | None:
        """The group's address, if it was said in one."""
        return Address(self.channel, self.chat, self.thread) if self.chat else None

    def packed(self) -> dict[str, Any]:
        """The draft as JSON, to wait for an answer in a question's facts."""
        return asdict(self)


def unpacked(facts: dict[str, Any]) -> Draft:
    """The draft that waited."""
    media = tuple(Media(**{**item, "kind": MediaKind(item["kind"])}) for item in facts["media"])
    messages = tuple(Said(**item) for item in facts["messages"])
    draft = Draft(**{**facts, "media": media, "messages": messages})
    return replace(
        draft,
        kind=Kind(draft.kind),
        tier=Tier(draft.tier),
        sensitivity=Sensitivity(draft.sensitivity),
        source=Source(draft.source),
    )


def draft_of(
    reading: Reading, said: Incoming, world: World, *, in_group: bool, group_place: str | None
) -> Draft:
    """What was read from a message (and its sender's lines just before), as a draft."""
    known = world.catalogue.get(reading.category)
    place = reading.place
    kind = Kind.HAZARD if reading.kind is Kind.EMERGENCY else reading.kind
    earlier = [Said(line.message, line.album) for line in said.earlier]
    return Draft(
        kind=kind,
        category=known.slug if known else _fallback(reading),
        tier=reading.tier or Tier.N,
        sensitivity=reading.sensitivity,
        text=full_text(said),
        channel=said.where.channel,
        place=place.code if place else None,
        place_words=(place.spot or place.landmark or "") if place and not place.code else "",
        since=reading.since,
        people=max(1, reading.people or 1),
        chat=said.where.chat if in_group else None,
        thread=said.where.thread if in_group else None,
        message=said.message,
        messages=(*earlier, Said(said.message, said.album)) if said.message else tuple(earlier),
        media=tuple(m for line in said.earlier for m in line.media) + said.media,
        late=said.late,
        emergency=reading.kind is Kind.EMERGENCY,
        group_place=group_place,
        anonymous=not in_group and wants_to_be_nameless(full_text(said)),
        contact=world.seal.close(said.contact) if said.contact else None,
    )


def full_text(said: Incoming) -> str:
    """A person's words, with the short lines that they sent just before."""
    return "\n".join([line.text for line in said.earlier if line.text] + [said.text])


def _fallback(reading: Reading) -> str:
    """A matter that no row names goes where a human sorts it."""
    return "svc.wish" if reading.kind is Kind.WISH else "gov.suggest"
