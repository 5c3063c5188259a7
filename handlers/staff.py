"""Who may open what, by the office: roles given and ended, numbers looked at, sessions closed.

An officer looks after the own community's people, a manager after all; nobody gives more than they have.
"""

from domain.areas import RoleName
from domain.refusals import NotAllowed, Refusal, Unknown
from handlers import people
from handlers.people import Invitation
from handlers.privacy.erasing import StillInHand
from handlers.turn import Turn
from storage import logins
from storage.people import (
    InvitationRow,
    PersonRow,
    no_deputy,
    roles_of,
    serving_as,
    take_role,
)
from storage.places import touch_revision
from storage.privacy import erasing

EVERYWHERE = frozenset({RoleName.MANAGER})
"""Roles that hold for the whole street: only who has one gives or ends it."""


class LastManager(Refusal):
    """Without a manager nobody could let anybody in any more."""


def reach(turn: Turn) -> frozenset[str] | None:
    """The areas and companies whose people this person looks after; None is everywhere."""
    mine = turn.world.organisation.roles_of(turn.actor or 0)
    if any(role.role is RoleName.MANAGER for role in mine):
        return None
    communities = {role.area for role in mine if role.role is RoleName.OFFICER and role.area}
    return inside(turn, communities)


def inside(turn: Turn, communities: set[str] | frozenset[str]) -> frozenset[str]:
    """The areas of some communities, and the companies that look after their places."""
    organisation, places = turn.world.organisation, turn.world.places
    areas = {
        code for code in organisation.areas
        if (held := organisation.community_of(code)) is not None and held.code in communities
    }  # fmt: skip
    firms = {
        place.property for place in places
        if place.property and _community(turn, place.code) in communities
    }  # fmt: skip
    return frozenset(areas | firms)


def _community(turn: Turn, place: str) -> str | None:
    """Whose a place is; of an estate whose houses lie in several grids, whose the first house is."""
    organisation = turn.world.organisation
    for code in (place, *(inner.code for inner in turn.world.places.within(place))):
        area = organisation.area_of(code)
        held = organisation.community_of(area.code) if area else None
        if held is not None:
            return held.code
    return None


def may_give(turn: Turn, role: RoleName, area: str | None) -> bool:
    """Whether a role is theirs to give and to end."""
    mine = reach(turn)
    if mine is None:
        return True
    return role not in EVERYWHERE and area is not None and area in mine


async def invite(turn: Turn, role: RoleName, area: str | None, name: str | None) -> Invitation:
    """A link for one use that lets somebody serve."""
    if not may_give(turn, role, area):
        raise NotAllowed(act="invite")
    made = await people.invite(
        turn.session, turn.world, at=turn.now, role=role, area=area, name=name
    )
    turn.note("invitation.made", f"role/{role}", role=role.value, area=area)
    return made


async def revoke(turn: Turn, code: str) -> None:
    """A link that nobody has used opens nothing any more."""
    row = await turn.session.get(InvitationRow, code)
    if row is None or row.role is None or row.used_at is not None:
        raise Unknown
    if not may_give(turn, RoleName(row.role), row.area):
        raise Unknown
    turn.note("invitation.revoked", f"role/{row.role}", role=row.role, area=row.area)
    await turn.session.delete(row)


async def end_role(turn: Turn, person: int, role: RoleName, area: str | None) -> None:
    """Somebody no longer serves as this; what they have in hand must have gone to others before."""
    if not may_give(turn, role, area):
        raise NotAllowed(act="end_role")
    managers = {held for held, _ in await serving_as(turn.session, RoleName.MANAGER.value)}
    if role is RoleName.MANAGER and managers == {person}:
        raise LastManager
    if not await take_role(turn.session, person, role.value, area or ""):
        raise Unknown
    if not await roles_of(turn.session, person):
        await _leave(turn, person)
    await touch_revision(turn.session)
    turn.note("role.ended", f"person/{person}", role=role.value, area=area)


async def _leave(turn: Turn, person: int) -> None:
    """The last role has gone: no ticket is left without owner, no door open, no post stood in for."""
    busy = await erasing.in_hand(turn.session, person)
    if busy:
        raise StillInHand(tickets=[f"{number:04d}" for number in busy[:5]])
    await no_deputy(turn.session, person)
    await logins.end_all(turn.session, person)
    await logins.forget_links(turn.session, person)


async def end_sessions(turn: Turn, person: int) -> None:
    """Somebody's browsers are signed out: a phone was lost, a desk left open."""
    await _must_look_after(turn, person)
    ended = await logins.end_all(turn.session, person)
    await logins.forget_links(turn.session, person)
    turn.note("sessions.ended", f"person/{person}", number=ended)


async def see_phone(turn: Turn, person: int) -> str:
    """A colleague's number, for whoever has to call them; the look is on record, and theirs to know."""
    await _must_look_after(turn, person, whole=False)
    row = await turn.session.get(PersonRow, person)
    if row is None or not row.phone:
        raise Unknown
    turn.note("phone.seen", f"person/{person}")
    return row.phone


async def _must_look_after(turn: Turn, person: int, *, whole: bool = True) -> None:
    """Whether all (or any) of somebody's roles are theirs to give."""
    held = [may_give(turn, role.role, role.area) for role in await roles_of(turn.session, person)]
    if not held or not (all(held) if whole else any(held)):
        raise NotAllowed(act="person")
