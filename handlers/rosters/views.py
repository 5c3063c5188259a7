"""A roster as templates and rules see it: colleagues know each other by surname and role, no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.areas import STAFF, RoleName
from domain.refusals import NotAllowed
from domain.rosters.rules import Gap, Member, Slot, Wish
from domain.signups.words import surname
from handlers.projects import of_the_desk
from handlers.turn import Turn
from storage import rosters
from storage.rosters.tables import RosterMemberRow, RosterRow, RosterSlotRow, RosterWishRow, Stand


@dataclass(frozen=True, slots=True)
class DutyView:
    """One duty, as whoever has it is told."""

    id: int
    post: str
    begins: datetime
    ends: datetime
    mates: tuple[tuple[str, str], ...] = ()
    """Surname and role of whoever stands there at the same time."""


@dataclass(frozen=True, slots=True)
class GapView:
    """A shift that lacks people."""

    post: str
    begins: datetime
    ends: datetime
    lacking: int


def slot_of(row: RosterSlotRow) -> Slot:
    """A shift as the rules see it."""
    return Slot(row.id, row.post, row.begins, row.ends, row.fewest, row.most)


def has_limit(role: str) -> bool:
    """Whether somebody may have only so many shifts a week: volunteers, not those at work."""
    return role not in STAFF


def member_of(
    turn: Turn, row: RosterMemberRow, roster: RosterRow, wishes: Iterable[RosterWishRow] = ()
) -> Member:
    """Somebody as the rules see them, with the leave that their roles tell of."""
    roles = turn.world.organisation.roles_of(row.person_id or 0)
    away = {
        (role.away_from, role.away_to or date.max) for role in roles if role.away_from is not None
    }
    return Member(
        row.id,
        roster.weekly if has_limit(row.role) else None,
        tuple(sorted(away)),
        tuple(
            Wish(one.day, one.weekday, one.hour, one.hard)
            for one in wishes
            if one.member_id == row.id
        ),
    )


def role_in(turn: Turn, person: int) -> str:
    """As what somebody stands at a post: what they serve as, at work before free time."""
    roles = sorted(
        (role.role for role in turn.world.organisation.roles_of(person)),
        key=lambda role: (role not in STAFF, role),
    )
    return (roles[0] if roles else RoleName.VOLUNTEER).value


async def duties(turn: Turn, stands: Sequence[Stand]) -> list[DutyView]:
    """These duties, each with whoever stands beside."""
    there: dict[int, list[Stand]] = {}
    for one in await rosters.in_slots(turn.session, {one.slot.id for one in stands}):
        there.setdefault(one.slot.id, []).append(one)
    return [duty_view(one, there[one.slot.id]) for one in stands]


def duty_view(stand: Stand, there: Iterable[Stand] = ()) -> DutyView:
    """One duty, as whoever has it is told."""
    mates = tuple(
        (surname(other.name), other.member.role)
        for other in there
        if other.duty.id != stand.duty.id
    )
    return DutyView(
        stand.duty.id, stand.slot.post, stand.slot.begins, stand.slot.ends,
        tuple(mate for mate in mates if mate[0]),
    )  # fmt: skip


def gap_view(gap: Gap) -> GapView:
    """A shift that lacks people, in words."""
    return GapView(gap.slot.post, gap.slot.begins, gap.slot.ends, gap.lacking)


def chiefs(turn: Turn, roster: RosterRow) -> list[int]:
    """Who is in charge; where they are gone, the community's desk."""
    if roster.chief_id is not None:
        return [roster.chief_id]
    desk = turn.world.organisation.desk(roster.community, turn.world.today(turn.now))
    return list(dict.fromkeys(duty.person for duty in desk))


def decides(turn: Turn, roster: RosterRow) -> bool:
    """Whether the person of this turn decides about a roster: its chief, and the desk."""
    return turn.actor is not None and (
        roster.chief_id == turn.actor or of_the_desk(turn, roster.community)
    )


def must_decide(turn: Turn, roster: RosterRow) -> None:
    """Only the chief and the desk decide about others' duties."""
    if not decides(turn, roster):
        raise NotAllowed(act="roster")
