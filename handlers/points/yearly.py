"""Once a year: candidates by what they earned, and named only with their own yes."""

from dataclasses import dataclass
from datetime import date

from domain.points.yearly import VETOES, Ranked, ranked
from domain.refusals import NotAllowed, Unknown
from handlers.points.claims import community_of
from handlers.projects import of_the_desk
from handlers.turn import Turn
from storage.points import households, reckoning
from storage.points.lists import consents, put_consent
from storage.points.tables import HouseholdRow


@dataclass(frozen=True, slots=True)
class Year:
    """A community's year as its desk sees it."""

    candidates: list[Ranked]
    left_out: dict[str, str]
    """Households that would be candidates but for an item, and which."""
    homes: dict[str, HouseholdRow]
    consents: dict[str, bool]


async def appraise(turn: Turn, community: str, year: int) -> Year:
    """Who may be honoured for a year; reckoned anew each time, so that what was reversed is gone."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    homes = {
        home.code: home
        for home in await households.every_file(turn.session)
        if community_of(turn, home) == community
    }
    earned = await reckoning.earned_by_all(turn.session, first, last)
    mine = {home: points for home, points in earned.items() if home in homes}
    items = await reckoning.holders_with(turn.session, VETOES, first, last)
    candidates = ranked(mine, items, len(homes))
    without = {one.household for one in ranked(mine, (), len(homes))}
    return Year(
        candidates, {home: code for home, code in items.items() if home in without}, homes,
        await consents(turn.session, year),
    )  # fmt: skip


async def answered(turn: Turn, community: str, year: int, household: str, *, agrees: bool) -> None:
    """Write down whether a household agrees to be named. Raises NotAllowed, Unknown."""
    if not of_the_desk(turn, community):
        raise NotAllowed(act="honours")
    found = await appraise(turn, community, year)
    if household not in {one.household for one in found.candidates}:
        raise Unknown
    await put_consent(turn.session, year, household, agrees=agrees, by=turn.actor, at=turn.now)
    turn.note("honours.answered", f"household/{household}", year=year, agrees=agrees)
