"""Once a year: candidates by what they earned, posted, decided by people, and named with their own yes."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from domain.messages import Priority
from domain.points.files import FileState
from domain.points.times import PUBLIC_DAYS
from domain.points.yearly import VETOES, Ranked, ranked
from domain.refusals import NotAllowed, Refusal, Unknown
from handlers.announcements import audience_groups
from handlers.points.claims import community_of
from handlers.points.publicity import TOKEN_BYTES, last_day
from handlers.projects import of_the_desk
from handlers.turn import Asking, Offer, Turn
from handlers.world import World
from storage.points import households, reckoning
from storage.points.honours import (
    HonourListRow,
    add_honours,
    consents,
    honours_of,
    put_consent,
)
from storage.points.tables import HouseholdRow
from storage.questions import ChoiceRow, QuestionRow

CLOSED = "closed"
ASKED_FOR = timedelta(days=60)  # so long a household can say yes or no by the button


class YearNotOver(Refusal):
    """Only the year that is just over is appraised (`year`)."""


class NobodyToPost(Refusal):
    """No household is a candidate."""


class NotPosted(Refusal):
    """Nothing is decided that nobody could read for seven days (`until`: the last of them)."""


@dataclass(frozen=True, slots=True)
class Year:
    """A community's year as its desk sees it."""

    candidates: list[Ranked]
    left_out: dict[str, str]
    """Households that would be candidates but for an item, and which; or whose file is closed."""
    homes: dict[str, HouseholdRow]
    consents: dict[str, bool]
    posted: HonourListRow | None

    @property
    def postable(self) -> list[Ranked]:
        """Who is shown, masked, for seven days: whoever said no is not shown at all."""
        return [one for one in self.candidates if self.consents.get(one.household, True)]

    @property
    def honoured(self) -> list[Ranked]:
        """The roll of honour: decided, and each with their own yes."""
        if self.posted is None or self.posted.decided_at is None:
            return []
        return [one for one in self.candidates if self.consents.get(one.household)]


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
    out = {code: CLOSED for code, home in homes.items() if home.state == FileState.CLOSED}
    living = len(homes) - len(out)  # whose file is closed makes the tenth no larger
    items = await reckoning.holders_with(turn.session, VETOES, first, last)
    out |= {home: code for home, code in items.items() if home in homes}
    without = {one.household for one in ranked(mine, (), living)}
    return Year(
        ranked(mine, out, living), {home: why for home, why in out.items() if home in without},
        homes, await consents(turn.session, year),
        await honours_of(turn.session, community, year),
    )  # fmt: skip


async def post(turn: Turn, community: str, year: int) -> HonourListRow | None:
    """Show the candidates, masked, for seven days, and ask each whether it may be named; once.

    Raises NotAllowed, YearNotOver, NobodyToPost.
    """
    _must_be_over(turn, community, year)
    found = await appraise(turn, community, year)
    if not found.postable:
        raise NobodyToPost
    today = turn.world.today(turn.now)
    made = await add_honours(
        turn.session, community=community, year=year, token=secrets.token_urlsafe(TOKEN_BYTES),
        listed_on=today, counts_on=today + timedelta(days=PUBLIC_DAYS), posted_by=turn.actor,
    )  # fmt: skip
    if made is None:
        return None
    turn.note("honours.posted", f"honours/{made.id}", candidates=len(found.postable))
    for group in await audience_groups(turn, [community]):
        await turn.say(
            "points/honours_group", group.address, group=True, hold=True,
            priority=Priority.BROADCAST, subject=f"honours{made.id}", year=year,
            link=link_of(turn.world, made), last=last_day(made),
        )  # fmt: skip
    for one in found.candidates:
        if one.household not in found.consents:
            await _ask(turn, one, year)
    return made


def _must_be_over(turn: Turn, community: str, year: int) -> None:
    if not of_the_desk(turn, community):
        raise NotAllowed(act="honours")
    if year != turn.world.today(turn.now).year - 1:
        raise YearNotOver(year=year)


def link_of(world: World, made: HonourListRow) -> str | None:
    """Where the candidates can be read; None where the program has no public address."""
    start = world.deployment.public_url.rstrip("/")
    return f"{start}/publicity/year/{made.token}" if start else None


async def _ask(turn: Turn, one: Ranked, year: int) -> None:
    facts = {"household": one.household, "year": year}
    for person in await households.members_of(turn.session, one.household):
        await turn.tell(
            person, "points/honours_ask", subject=f"{one.household}/p{person}", hold=True,
            year=year, points=one.points,
            offers=[[Offer("points.name_us", facts), Offer("points.not_name_us", facts)]],
            asking=Asking("points.honours", person=person, lasts=ASKED_FOR),
        )  # fmt: skip


async def decide(turn: Turn, community: str, year: int) -> None:
    """The year is decided, by a person, once everybody could read the candidates for seven days.

    Raises NotAllowed, YearNotOver, NotPosted.
    """
    _must_be_over(turn, community, year)
    made = await honours_of(turn.session, community, year, held=True)
    today = turn.world.today(turn.now)
    if made is None or today < made.counts_on:
        raise NotPosted(until=last_day(made) if made else None)
    if made.decided_at is not None:
        return
    made.decided_at, made.decided_by = turn.now, turn.actor
    await turn.session.flush()
    found = await appraise(turn, community, year)
    turn.note("honours.decided", f"honours/{made.id}", honoured=len(found.honoured))
    for one in found.honoured:
        for person in await households.members_of(turn.session, one.household):
            await turn.tell(
                person, "points/honoured", subject=f"{one.household}/p{person}", hold=True,
                year=year, points=one.points, rank=one.rank,
            )  # fmt: skip


async def answered(turn: Turn, community: str, year: int, household: str, *, agrees: bool) -> None:
    """Write down whether a household agrees to be named. Raises NotAllowed, Unknown."""
    if not of_the_desk(turn, community):
        raise NotAllowed(act="honours")
    await _put(turn, community, year, household, agrees=agrees)


async def _put(turn: Turn, community: str, year: int, household: str, *, agrees: bool) -> None:
    found = await appraise(turn, community, year)
    if household not in {one.household for one in found.candidates}:
        raise Unknown
    await put_consent(turn.session, year, household, agrees=agrees, by=turn.actor, at=turn.now)
    turn.note("honours.answered", f"household/{household}", year=year, agrees=agrees)


async def _name_us(turn: Turn, choice: ChoiceRow, _: QuestionRow) -> None:
    await _said(turn, choice, agrees=True)


async def _not_name_us(turn: Turn, choice: ChoiceRow, _: QuestionRow) -> None:
    await _said(turn, choice, agrees=False)


async def _said(turn: Turn, choice: ChoiceRow, *, agrees: bool) -> None:
    """Somebody of the household has pressed; the other button stays, they may think again."""
    household, year = str(choice.facts["household"]), int(choice.facts["year"])
    homes = {one.code: one for one in await households.households_of(turn.session, turn.actor or 0)}
    if household not in homes:
        raise Unknown
    community = community_of(turn, homes[household])
    await _put(turn, community, year, household, agrees=agrees)
    await turn.reply("points/honours_answered", subject=household, agrees=agrees)


PRESSES = {"points.name_us": _name_us, "points.not_name_us": _not_name_us}
