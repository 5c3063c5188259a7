"""Whom an announcement is for: groups, or people with a role; and who may speak to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.areas import AreaKind, RoleName
from domain.refusals import NotAllowed, Refusal
from handlers.tickets.parts import DESK
from handlers.turn import Turn
from storage.chats import ChatRow, bound_groups
from storage.people import serving_as

EVERYBODY = "all"
TO_GROUPS = "groups"
ON_DUTY = "on_duty"
AT_WORK = (RoleName.GRID_WORKER, RoleName.CHIEF, RoleName.DISPATCHER, RoleName.OFFICER)
"""Whose work it is to be there; who of them is not on leave is on duty, beside whoever is on a roster."""
CHOICES = (
    TO_GROUPS, ON_DUTY, RoleName.GRID_WORKER.value, RoleName.CHIEF.value,
    RoleName.VOLUNTEER.value, RoleName.PARTY_MEMBER.value,
)  # fmt: skip


class NoAudience(Refusal):
    """Nobody is behind these codes."""


@dataclass(frozen=True, slots=True)
class Audience:
    """The groups and the people who will get it."""

    chats: Sequence[ChatRow]
    people: Sequence[int]
    watching: frozenset[int] = frozenset()
    """Who of the people stands at a post at that instant, by a roster: night is no rest for them."""


async def audience_groups(turn: Turn, codes: Collection[str]) -> list[ChatRow]:
    """The groups of these areas, places or group codes; `all` is every bound group."""
    return of_these(turn, await bound_groups(turn.session), codes)


def of_these(turn: Turn, groups: list[ChatRow], codes: Collection[str]) -> list[ChatRow]:
    """Those of these groups that are meant."""
    if EVERYBODY in codes:
        return groups
    return [group for group in groups if any(_meant(turn, group, code) for code in codes)]


def code_of(group: ChatRow) -> str:
    """By which one group is meant; whoever tied it in chat gave it no name of its own."""
    return group.code or f"chat/{group.id}"


def _meant(turn: Turn, group: ChatRow, code: str) -> bool:
    organisation, places = turn.world.organisation, turn.world.places
    if code == code_of(group) or group.place is None:
        return code == code_of(group)
    if places.get(code) is not None:
        return places.covers(code, group.place)
    if code not in organisation.areas:
        return False
    inside = [group.place, *(place.code for place in places.within(group.place))]
    return any(
        code in {held.code for held in organisation.chain(area.code)}
        for place in inside
        if (area := organisation.area_of(place)) is not None
    )


async def _people(turn: Turn, codes: Collection[str], role: RoleName) -> list[int]:
    rows = await serving_as(turn.session, role.value)
    organisation = turn.world.organisation
    return sorted(
        {
            person
            for person, area in rows
            if EVERYBODY in codes or set(codes) & {held.code for held in organisation.chain(area)}
        }
    )


async def reached(turn: Turn, codes: Collection[str], to: str, at: datetime) -> Audience:
    """Whoever is behind these codes at an instant."""
    if to == TO_GROUPS:
        return Audience(await audience_groups(turn, codes), [])
    roles = AT_WORK if to == ON_DUTY else (RoleName(to),)
    found = {person for role in roles for person in await _people(turn, codes, role)}
    if to != ON_DUTY:
        return Audience([], sorted(found))
    organisation, day = turn.world.organisation, turn.world.today(at)
    watching = _watching(turn, codes, at)
    here = {person for person in found | watching if organisation.is_here(person, day)}
    return Audience([], sorted(here), frozenset(here & watching))


def _watching(turn: Turn, codes: Collection[str], at: datetime) -> set[int]:
    """Who is on a roster then within these areas, or for one of them by the nearest above it."""
    organisation = turn.world.organisation
    within = [
        watch for watch in organisation.on_watch(at)
        if EVERYBODY in codes or set(codes) & {held.code for held in organisation.chain(watch.area)}
    ]  # fmt: skip
    above = [watch for code in codes for watch in organisation.watching(code, at)]
    return {watch.person for watch in (*within, *above)}


def speaks_for(turn: Turn) -> set[str] | None:
    """The communities to which who speaks may announce something; None for the whole street."""
    roles = turn.world.organisation.roles_of(turn.actor or 0)
    if any(role.role is RoleName.MANAGER for role in roles):
        return None
    return {role.area for role in roles if role.role in DESK and role.area}


async def communities_of(turn: Turn, codes: Collection[str]) -> set[str | None]:
    """The communities that these codes lie in; None among them for what lies in none."""
    organisation, places = turn.world.organisation, turn.world.places
    placed = {code_of(group): group.place for group in await bound_groups(turn.session)}
    found: set[str | None] = set()
    for code in codes:
        place = placed.get(code) or code
        if code in organisation.areas or code == EVERYBODY:
            held = organisation.community_of(code)
            found.add(held.code if held else None)
            continue
        if places.get(place) is None:
            continue  # nobody is behind it
        inside = [place, *(inner.code for inner in places.within(place))]
        areas = {area.code for one in inside if (area := organisation.area_of(one))}
        found |= {held.code if (held := organisation.community_of(a)) else None for a in areas}
    return found or {None}


async def may_speak_for(turn: Turn, codes: Collection[str]) -> bool:
    """Whether all of these are theirs who speaks."""
    mine = speaks_for(turn)
    return mine is None or (bool(mine) and await communities_of(turn, codes) <= mine)


async def must_speak_for(turn: Turn, codes: Collection[str]) -> list[str]:
    """The codes as who speaks may mean them: `all` is all of theirs, and nobody speaks for others."""
    mine = speaks_for(turn)
    if mine and EVERYBODY in codes:
        return sorted(mine)
    if turn.actor is not None and not await may_speak_for(turn, codes):
        raise NotAllowed(act="announce")
    return list(codes)


def near(turn: Turn) -> list[tuple[str, str]]:
    """The communities to which who speaks may announce something: code and name."""
    mine = speaks_for(turn)
    areas = turn.world.organisation.areas.values()
    found = (area for area in areas if area.kind is AreaKind.COMMUNITY)
    return [(area.code, area.name) for area in found if mine is None or area.code in mine]
