"""`我会修电器,想当志愿者`: on the register, first in waiting; staff accept and find by skill."""

from collections.abc import Collection, Sequence

from domain.areas import RoleName
from domain.members.states import NoLongerOpen, VolunteerState
from domain.members.words import LONGEST_SKILL, MOST_SKILLS, Wants, bare_name, meant, skilled
from domain.messages import Priority
from domain.names import clean
from domain.privacy import mask
from domain.refusals import NotAllowed, Refusal, Unknown
from handlers.posters import STANDS
from handlers.projects import of_the_desk
from handlers.turn import Turn
from storage import posters, volunteers
from storage.people import PersonRow, give_role, take_role
from storage.places import touch_revision
from storage.points.households import households_of
from storage.volunteers import MOST_SEARCHED, TeamRow, VolunteerRow


class VolunteerNeeds(Refusal):
    """Something is missing without which nobody is accepted (`what`)."""


async def wants(turn: Turn, said: Wants) -> None:
    """Somebody wants to help: they are noted, and the office learns that somebody waits."""
    assert turn.actor is not None
    row = await volunteers.by_person(turn.session, turn.actor)
    if row is None:
        await volunteers.register(
            turn.session, person_id=turn.actor, state=VolunteerState.PENDING.value, skills=[],
            community=await _near(turn), asked_at=turn.now,
        )  # fmt: skip
        row = await volunteers.by_person(turn.session, turn.actor)
        assert row is not None
        turn.note("volunteer.asked", f"volunteer/{row.id}")
    elif row.state in (VolunteerState.LEFT, VolunteerState.DECLINED):
        row.state, row.asked_at = VolunteerState.PENDING.value, turn.now
    row.skills = _skills([*row.skills, *said.skills])
    assert turn.person is not None
    turn.person.name = turn.person.name or clean(turn.said.speaker.name or "") or None
    await turn.reply(
        "members/volunteer_noted", subject=row.id, skills=row.skills,
        accepted=row.state == VolunteerState.ACCEPTED,
    )  # fmt: skip
    if row.state == VolunteerState.PENDING:
        await _tell_desk(turn, row)


def _skills(said: Sequence[str]) -> list[str]:
    masked = (mask(one.strip())[:LONGEST_SKILL] for one in said)
    return list(dict.fromkeys(one for one in masked if one))[:MOST_SKILLS]


async def _near(turn: Turn) -> str | None:
    """Their community: by the poster they stand at, their household, or the only one there is."""
    org = turn.world.organisation
    stands = await posters.stands(turn.session, turn.actor or 0, turn.now - STANDS)
    homes = await households_of(turn.session, turn.actor or 0)
    for place in (stands.place if stands else None, *(home.place for home in homes)):
        area = org.area_of(place) if place else None
        community = org.community_of(area.code) if area else None
        if community is not None:
            return community.code
    only = org.only_community()
    return only.code if only else None


async def _tell_desk(turn: Turn, row: VolunteerRow) -> None:
    if row.community is None:
        return  # every office sees them on its page
    for duty in turn.world.organisation.desk(row.community, turn.world.today(turn.now)):
        await turn.tell(
            duty.person, "members/volunteer_waits", subject=f"v{row.id}/p{duty.person}",
            hold=True, gather=True, priority=Priority.REMINDER,
        )  # fmt: skip


async def found(turn: Turn, number: int) -> VolunteerRow:
    """Somebody of the register, for the desk of their community. Raises Unknown, NotAllowed."""
    row = await turn.session.get(VolunteerRow, number)
    if row is None:
        raise Unknown
    if not _may_decide(turn, row.community):
        raise NotAllowed(act="volunteer")
    return row


def _may_decide(turn: Turn, community: str | None) -> bool:
    if community is not None:
        return of_the_desk(turn, community)
    areas = turn.world.organisation.areas.values()
    return any(of_the_desk(turn, area.code) for area in areas)


async def accept(
    turn: Turn, number: int, name: str, community: str, *, skills: Sequence[str] = (),
    team: int | None = None,
) -> None:  # fmt: skip
    """Staff accept somebody: from now on they serve as a volunteer.

    Raises:
        VolunteerNeeds, NoLongerOpen.

    """
    row = await found(turn, number)
    if row.state not in (VolunteerState.PENDING, VolunteerState.ACCEPTED):
        raise NoLongerOpen
    named = clean(name)
    if not named:
        raise VolunteerNeeds(what="name")
    if not of_the_desk(turn, community):
        raise VolunteerNeeds(what="community")
    new = row.state == VolunteerState.PENDING
    row.community, row.team_id = community, await _team(turn, community, team)
    row.skills = _skills(skills) or row.skills
    person = await turn.session.get(PersonRow, row.person_id)
    assert person is not None
    person.name = named
    if new:
        row.state, row.decided_by, row.decided_at = (
            VolunteerState.ACCEPTED.value, turn.actor, turn.now,
        )  # fmt: skip
        await give_role(turn.session, row.person_id, RoleName.VOLUNTEER.value, community)
        await touch_revision(turn.session)
        turn.note("volunteer.accepted", f"volunteer/{row.id}")
        await turn.tell(row.person_id, "members/volunteer_accepted", hold=True)


async def _team(turn: Turn, community: str, team: int | None) -> int | None:
    row = await turn.session.get(TeamRow, team) if team else None
    return row.id if row is not None and row.community == community else None


async def decline(turn: Turn, number: int) -> None:
    """Nobody is on the register against the office's will; they are told kindly. Raises NoLongerOpen."""
    row = await found(turn, number)
    if row.state != VolunteerState.PENDING:
        raise NoLongerOpen
    row.state, row.decided_by, row.decided_at = (
        VolunteerState.DECLINED.value, turn.actor, turn.now,
    )  # fmt: skip
    turn.note("volunteer.declined", f"volunteer/{row.id}")
    await turn.tell(row.person_id, "members/volunteer_declined", hold=True)


async def leave(turn: Turn, row: VolunteerRow) -> None:
    """Somebody is on the register no more; what they gave stays. Raises NoLongerOpen."""
    if row.state not in (VolunteerState.PENDING, VolunteerState.ACCEPTED):
        raise NoLongerOpen
    if row.state == VolunteerState.ACCEPTED and row.community:
        await take_role(turn.session, row.person_id, RoleName.VOLUNTEER.value, row.community)
        await touch_revision(turn.session)
    row.state, row.team_id = VolunteerState.LEFT.value, None
    row.decided_by, row.decided_at = turn.actor, turn.now
    turn.note("volunteer.left", f"volunteer/{row.id}")


async def open_team(turn: Turn, community: str, name: str) -> None:
    """A team that volunteers may belong to; the same name twice is one. Raises VolunteerNeeds."""
    if not of_the_desk(turn, community):
        raise NotAllowed(act="volunteer")
    plain = clean(name)
    if not plain:
        raise VolunteerNeeds(what="name")
    await volunteers.add_team(turn.session, community, plain)
    turn.note("volunteer.team", f"area/{community}")


async def search(
    turn: Turn, communities: Collection[str] | None, wanted: str
) -> list[tuple[VolunteerRow, str]]:
    """Accepted volunteers who can do what is looked for; for staff alone."""
    rows = await volunteers.page(
        turn.session, communities, VolunteerState.ACCEPTED, limit=MOST_SEARCHED
    )
    return [(row, name) for row, name in rows if skilled(tuple(row.skills), wanted)]


async def called(
    turn: Turn, communities: Collection[str] | None, name: str
) -> list[tuple[VolunteerRow, str]]:
    """Whom a worker may mean by `老张`."""
    rows = await volunteers.named(turn.session, communities, bare_name(name)[:1])
    return [(row, known) for row, known in rows if meant(name, known)]
