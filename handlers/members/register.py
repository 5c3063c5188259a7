"""Reporting in: a member of the register begins to serve, with the base of the year."""

from datetime import date

from domain.areas import RoleName
from domain.members.reckoning import Item, rule_on, worth
from domain.members.states import NoLongerOpen
from domain.points import Act, Book, issue
from domain.refusals import NotAllowed, Unknown
from handlers import people
from handlers.people import Invitation
from handlers.turn import Turn
from storage import members
from storage.audit import done_by
from storage.members import MemberRow
from storage.people import PersonRow, give_role, take_role
from storage.places import touch_revision
from storage.points import books
from storage.points.books import Grounds

INVITED = "member.invited"
DECIDES = frozenset({RoleName.OFFICER, RoleName.MANAGER})
"""Who sees and decides about members' points: the community's officer, and the street."""


def may_decide(turn: Turn, community: str | None) -> bool:
    """Whether the person of this turn looks after a community's members."""
    roles = turn.world.organisation.roles_of(turn.actor or 0)
    return any(
        role.role is RoleName.MANAGER or (role.role in DECIDES and role.area == community)
        for role in roles
    )


def must_decide(turn: Turn, community: str | None) -> None:
    """Raises NotAllowed."""
    if not may_decide(turn, community):
        raise NotAllowed(act="member")


async def found(turn: Turn, number: int) -> MemberRow:
    """A member for whom nobody else counts anything meanwhile. Raises Unknown, NotAllowed."""
    row = await members.held(turn.session, number)
    if row is None:
        raise Unknown
    must_decide(turn, row.community)
    return row


async def invite(turn: Turn, number: int) -> Invitation:
    """A one-time code by which a member's account becomes known as theirs."""
    row = await found(turn, number)
    person = await turn.session.get(PersonRow, row.person_id)
    assert person is not None
    made = await people.invite(
        turn.session, turn.world, at=turn.now, role=RoleName.PARTY_MEMBER, area=row.community,
        name=person.name, person=row.person_id,
    )  # fmt: skip
    turn.note(INVITED, f"member/{row.id}")
    return made


async def report_in(turn: Turn, row: MemberRow) -> bool:
    """A member serves from now on, and has the year's base; False where they did before."""
    new = await members.report(turn.session, row.id, turn.now)
    if new:
        await give_role(turn.session, row.person_id, RoleName.PARTY_MEMBER.value, row.community)
        await touch_revision(turn.session)
        turn.note("member.reported", f"member/{row.id}")
    await give_base(turn, row, turn.world.today(turn.now))
    return new


async def leave(turn: Turn, number: int) -> None:
    """A member serves here no more, as when they change their unit; what was counted stays.

    Raises:
        NoLongerOpen.

    """
    row = await found(turn, number)
    if row.left_at is not None:
        raise NoLongerOpen
    row.left_at = turn.now
    await take_role(turn.session, row.person_id, RoleName.PARTY_MEMBER.value, row.community)
    await touch_revision(turn.session)
    turn.note("member.left", f"member/{row.id}")


async def give_base(turn: Turn, row: MemberRow, day: date) -> None:
    """The base of a year, once."""
    rule = rule_on(turn.world.member_items, Item.BASE, day)
    act = Act(
        f"member/{row.person_id}/{day.year}/base", members.holder(row.person_id, day.year), day,
        rule.code, rule.name, row.community, Book.MEMBER,
    )  # fmt: skip
    by = turn.actor
    if by == row.person_id:  # nobody verifies themselves: whoever gave them the code did
        by = await done_by(turn.session, INVITED, f"member/{row.id}")
    grounds = Grounds(evidence=f"member/{row.id}", approved_by=by)
    await books.post(turn.session, [(issue(act, worth(rule), effective=True), grounds)], turn.now)
