"""What recurs, found by whom it concerns: put in order once, and anew when something of it has changed.

A question in a group looks at what that group is told, not at all that recurs in the sub-district.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from domain.schedules import Schedule
from handlers.schedules import standing
from handlers.turn import Turn
from storage import schedules
from storage.chats import ChatRow, bound_groups
from storage.schedules import ScheduleRow

Kept = dict[int, tuple[Schedule, ScheduleRow]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything in use, and where to look for it. Its rows belong to no session: they are read."""

    known: Kept
    by_community: dict[str, list[int]]
    by_code: dict[str, list[int]]

    def of(self, codes: Collection[str], index: dict[str, list[int]]) -> Kept:
        """What stands under any of these, in its order."""
        numbers = {number for code in codes for number in index.get(code, ())}
        return {number: self.known[number] for number in sorted(numbers)}


async def shelf(turn: Turn) -> Shelf:
    """What recurs as it stands now."""
    version = (turn.world.revision, await schedules.version(turn.session))
    kept = turn.world.recurring
    if kept.version != version:
        kept.made, kept.version = await _put_in_order(turn), version
    found: Shelf = kept.made
    return found


async def _put_in_order(turn: Turn) -> Shelf:
    rows, groups = await schedules.read_active(turn.session), await bound_groups(turn.session)
    known = {row.id: (standing.as_rule(turn, row), row) for row in rows}
    by_code: dict[str, list[int]] = {}
    for row in rows:
        for code in row.audience:
            by_code.setdefault(code, []).append(row.id)
    by_community: dict[str, list[int]] = {}
    for code, numbers in by_code.items():
        for community in standing.communities(turn, [code], groups):
            by_community.setdefault(community, []).extend(numbers)
    return Shelf(known, by_community, by_code)


async def near(turn: Turn, communities: Collection[str] | None) -> Kept:
    """What is told to somebody in these communities; None: everything."""
    kept = await shelf(turn)
    if communities is None:
        return kept.known
    return kept.of([*communities, standing.ANY], kept.by_community)


async def told_in(turn: Turn, group: ChatRow) -> Kept:
    """What a group is told."""
    kept = await shelf(turn)
    return kept.of(set(_reaching(turn, group)), kept.by_code)


def _reaching(turn: Turn, group: ChatRow) -> Iterator[str]:
    """The codes of an audience that reach a group, as `announcements.audience_groups` reads them."""
    organisation, places = turn.world.organisation, turn.world.places
    yield standing.ANY
    if group.code:
        yield group.code
    if group.place is None:
        return
    inside = [group.place, *(place.code for place in places.within(group.place))]
    yield from (place.code for place in places.ancestors(group.place))
    for place in inside:
        area = organisation.area_of(place)
        if area is not None:
            yield from (held.code for held in organisation.chain(area.code))
