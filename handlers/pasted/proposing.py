"""What huying proposes of a copied chat: what it is, whose it would be, and what is known already."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.messages import Address, ChatKind, Happening, Incoming, Speaker
from domain.pasted import CHANNEL, Matter, shown_name
from domain.privacy import is_child
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.understanding import Action, Ask, Care, Context, Reading
from handlers import handbook, schedules
from handlers.pasted.sealed import Kept, Voice, voice
from handlers.tickets import asking, filing
from handlers.tickets.drafts import Draft, draft_of
from handlers.turn import Turn
from storage import pasted
from storage.people import names_of
from storage.tickets.tables import TicketRow

MOST = 100
"""Matters of one paste: more than anybody looks through at once."""
DOUBTS = ("child", "over", "unsure")
"""Why a proposal is not ticked beforehand."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One matter as the page shows it; `token` is what the form brings back."""

    token: str
    sender: str
    text: str
    kind: Kind
    category: str
    what: str
    place: str
    tier: Tier
    sensitivity: Sensitivity
    owner: str
    owner_role: str
    reason: dict[str, Any]
    too: int
    """Neighbours who said so, too."""
    photos: int
    by_name: bool
    lacks_place: bool
    doubts: tuple[str, ...] = ()
    known: str | None = None
    """The number of the ticket behind which they would stand."""
    filed: str | None = None
    """The number under which these very lines were filed before."""
    answer: str | None = None
    """What can be answered at once, and need not be filed."""
    like: int | None = None
    """The row above that is most likely the same matter."""

    @property
    def ticked(self) -> bool:
        """Whether it would be filed if nobody changed anything."""
        return not (self.doubts or self.filed or self.answer)

    @property
    def may_be_filed(self) -> bool:
        """What was filed is filed; a child's words need a grown-up, except in danger (P08)."""
        return self.filed is None and ("child" not in self.doubts or self.tier is Tier.E)


@dataclass(slots=True)
class _Paste:
    """What all proposals of one paste share."""

    turn: Turn
    group: str
    filed: dict[str, int]
    rows: list[Proposal] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


def around(turn: Turn, group: str) -> Context:
    """How the lines of a WeChat group are read; in a house's own group the house need not be said."""
    places = turn.world.places
    estate = places.estate_of(group)
    stands = group if estate is not None and estate.code != group else None
    return Context(
        group_place=estate.code if estate else group, care=Care.USUAL,
        today=turn.world.today(turn.now), stands=stands,
    )  # fmt: skip


async def propose(turn: Turn, group: str, matters: Sequence[Matter]) -> list[Proposal]:
    """The proposals of a paste, danger first."""
    first = sorted(matters[:MOST], key=lambda one: one.reading.kind is not Kind.EMERGENCY)
    voices = [_voices(turn, group, matter) for matter in first]
    marks = {mark for some in voices for one in some for mark in one.known_by}
    paste = _Paste(turn, group, await pasted.filed_already(turn.session, marks))
    for matter, said in zip(first, voices, strict=True):
        await _add(paste, matter, said)
    return paste.rows


def _voices(turn: Turn, group: str, matter: Matter) -> list[Voice]:
    """Everybody who said it: its author first."""
    place = turn.world.places.estate_of(group)
    estate = place.code if place else group
    said = {matter.sender: list(matter.lines)}
    for line in matter.too:
        said.setdefault(line.sender, []).append(line)
    return [voice(turn, estate, shown_name(name), lines) for name, lines in said.items()]


async def _add(paste: _Paste, matter: Matter, voices: Sequence[Voice]) -> None:
    turn = paste.turn
    filed = _filed(voices[0], paste.filed)
    anew = [one for one in voices[1:] if _filed(one, paste.filed) is None]
    draft = _draft(turn, matter, paste.group)
    known = await _joinable(turn, filed) if filed and anew else None
    if filed is None:
        open_now = await asking.known_already(turn, draft)
        known = open_now.id if open_now else None
    still = known if filed else None
    said = tuple(anew) if still else tuple(voices)
    kept = Kept(turn.actor or 0, turn.now, paste.group, draft, said, known)
    row = await _row(turn, matter, kept, answer=await _answer(turn, matter))
    paste.rows.append(
        replace(
            row, filed=f"{filed:04d}" if filed and not still else None,
            like=_like(paste, draft) if known is None else None,
            too=len(said) - (0 if still else 1),
        )
    )  # fmt: skip
    paste.drafts.append(draft)


def _filed(one: Voice, filed: dict[str, int]) -> int | None:
    return next((filed[mark] for mark in one.known_by if mark in filed), None)


async def _joinable(turn: Turn, number: int) -> int | None:
    """The ticket of lines that were filed before, if more neighbours can stand behind it."""
    ticket = await turn.session.get(TicketRow, number)
    return ticket.id if ticket is not None and asking.is_open(ticket) else None


async def _row(turn: Turn, matter: Matter, kept: Kept, *, answer: str | None) -> Proposal:
    draft, category = kept.draft, turn.world.catalogue.get(kept.draft.category)
    found = await filing.routed(
        turn, draft.place, draft.group_place, draft.category, draft.sensitivity
    )
    secret = draft.sensitivity is Sensitivity.SENSITIVE
    names = await names_of(turn.session, {found.owner} if found.owner and not secret else set())
    return Proposal(
        token=kept.closed(turn.world.seal), sender=shown_name(matter.sender), text=matter.text,
        kind=draft.kind, category=draft.category, what=category.name if category else "",
        place=_place(turn, draft), tier=draft.tier, sensitivity=draft.sensitivity,
        owner=names.get(found.owner or 0, ""), owner_role=found.role.value,
        reason={"code": found.reason.code, **found.reason.facts},
        too=len(kept.voices) - 1, photos=matter.photos, by_name=matter.by_name,
        lacks_place=_lacks_place(matter.reading), doubts=tuple(_doubts(matter)),
        known=f"{kept.known:04d}" if kept.known else None, answer=answer,
    )  # fmt: skip


def _place(turn: Turn, draft: Draft) -> str:
    """Where it is as the form shows it, without the room."""
    places = turn.world.places
    if draft.place is None:
        return draft.place_words
    return places.name_of(draft.place)


def _lacks_place(reading: Reading) -> bool:
    return reading.ask is Ask.PLACE or (
        reading.place is not None and reading.place.missing is not None
    )


def _doubts(matter: Matter) -> list[str]:
    """Why somebody should look first."""
    unsure = matter.reading.action is Action.ASK and matter.reading.ask is not Ask.PLACE
    found = {"child": is_child(matter.text), "over": matter.over, "unsure": unsure}
    return [doubt for doubt in DOUBTS if found[doubt]]


def _draft(turn: Turn, matter: Matter, group: str) -> Draft:
    """What was read, as everywhere; it belongs to no chat that huying could write to."""
    said = Incoming(
        key="", what=Happening.MESSAGE, at=turn.now, where=Address(CHANNEL, ""),
        chat_kind=ChatKind.GROUP, speaker=Speaker(""), text=matter.text,
    )  # fmt: skip
    return draft_of(matter.reading, said, turn.world, in_group=False, group_place=group)


async def _answer(turn: Turn, matter: Matter) -> str | None:
    """The words that answer a question at once, if they are written down."""
    if matter.reading.kind is not Kind.QUESTION:
        return None
    scheduled = await schedules.words_for(turn, matter.text)
    return scheduled or await handbook.words_for(turn, matter.text)


def _like(paste: _Paste, draft: Draft) -> int | None:
    """The first row above that tells of the same thing at the same place: it would become one ticket."""
    category = paste.turn.world.catalogue.get(draft.category)
    if draft.place is None or category is None or not category.tangible:
        return None
    same = (at for at, one in enumerate(paste.drafts) if _alike(one, draft))
    return next((at for at in same if paste.rows[at].may_be_filed), None)


def _alike(one: Draft, other: Draft) -> bool:
    return (one.place, one.category) == (other.place, other.category)
