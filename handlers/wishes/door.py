"""A worker files for a resident at the door."""

from dataclasses import replace

from domain.tickets.kinds import Kind, Tier
from domain.understanding import Action, Context, PlaceSaid, Reading
from domain.understanding.grammar import said_in
from domain.wishes.words import Door, at_the_door
from handlers.tickets import asking
from handlers.tickets.drafts import Draft, draft_of
from handlers.turn import Turn
from handlers.wishes import consent
from storage.people import roles_of

FILED = frozenset({Kind.WISH, Kind.COMPLAINT, Kind.HAZARD})


async def filed_at_the_door(turn: Turn) -> bool:
    """`代3栋101登记心愿:修收音机` from a worker in private: shown back, and filed on the resident's yes."""
    door = None if turn.in_group else at_the_door(turn.said.text)
    if door is None or not await roles_of(turn.session, turn.actor or 0):
        return False
    reading = _read(turn, door)
    if reading.kind is Kind.EMERGENCY:
        return False  # nobody is asked for a consent then
    place = said_in(door.where, turn.world.places, None)
    draft = _draft(turn, door, reading, place)
    if draft.place is None:
        await asking.ask_place(turn, draft, place)
    else:
        await consent.ask(turn, draft)
    return True


def _read(turn: Turn, door: Door) -> Reading:
    """What it is, by the worker's words as they are; where they are too short, by a whole sentence."""
    context = Context(private=True, staff=True)
    reading = turn.world.reader.read(door.wish, context)
    if reading.kind is Kind.EMERGENCY or reading.kind in FILED:
        return reading
    reading = turn.world.reader.read(door.readable, context)
    if reading.kind in FILED and reading.action is not Action.IGNORE:
        return reading
    return Reading(Kind.WISH, None, 1.0, Action.REGISTER, tier=Tier.W)


def _draft(turn: Turn, door: Door, reading: Reading, place: PlaceSaid | None) -> Draft:
    draft = draft_of(reading, turn.said, turn.world, in_group=False, group_place=None)
    return replace(
        draft, text=door.wish, place=_of_my_own(turn, place), place_words="", door=door.where,
        child=door.child,
    )  # fmt: skip


def _of_my_own(turn: Turn, place: PlaceSaid | None) -> str | None:
    """The place said; of several alike the one that the worker's own area covers."""
    if place is None or place.code:
        return place.code if place else None
    organisation = turn.world.organisation
    mine = {role.area for role in organisation.roles_of(turn.actor or 0)}
    near = [
        code
        for code in place.candidates
        if (area := organisation.area_of(code))
        and mine & {held.code for held in organisation.chain(area.code)}
    ]
    return near[0] if len(near) == 1 else None
