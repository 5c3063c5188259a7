"""Who hears of a claim: whoever is to verify it, and the household in private."""

from typing import Any

from domain.messages import Priority
from handlers.points import claims as verbs
from handlers.turn import Asking, Offer, Turn
from storage.points import claims, households
from storage.points.claims import ClaimRow
from storage.points.tables import HouseholdRow


async def ask_to_verify(turn: Turn, row: ClaimRow) -> None:
    """Whoever looks after the household is asked to look: with the photos, and a press does it."""
    home = await turn.session.get(HouseholdRow, row.household)
    assert home is not None
    for person in await verbs.verifiers(turn, row, home):
        await show(turn, row, person)


async def show(turn: Turn, row: ClaimRow, person: int) -> None:
    """A claim with its photos, and a button for each answer."""
    photos = await claims.claim_photos(turn.session, [row.id])
    await turn.tell(
        person, "points/to_verify", subject=f"claim{row.id}/p{person}", hold=True,
        priority=Priority.TASK, claim=await verbs.view_of(turn, row),
        attachments=[{"id": photo} for photo in photos.get(row.id, [])],
        offers=[[Offer("points.so", verbs.facts_of(row)),
                 Offer("points.not_so", verbs.facts_of(row))]],
        asking=Asking("points.verify", person=person),
    )  # fmt: skip


async def verified(turn: Turn, row: ClaimRow) -> None:
    """Tell whoever verified it, and the household."""
    if turn.incoming is not None:
        about = await verbs.view_of(turn, row)
        await turn.reply("points/verified", subject=row.id, claim=about)
    await verified_by_the_way(turn, row)


async def verified_by_the_way(turn: Turn, row: ClaimRow) -> None:
    """Tell the household alone: whoever held the roll call has many of them."""
    await to_household(turn, row, "points/verified_yours", claim=await verbs.view_of(turn, row))


async def refused(turn: Turn, row: ClaimRow) -> None:
    """Tell whoever refused it, and the household why."""
    about = await verbs.view_of(turn, row)
    if turn.incoming is not None:
        await turn.reply("points/refused", subject=row.id, claim=about)
    await to_household(turn, row, "points/refused_yours", claim=about, reason=row.reason)


async def to_household(turn: Turn, row: ClaimRow, moment: str, **facts: Any) -> None:
    """Everybody of a household who writes to huying hears of it, in private."""
    for person in await households.members_of(turn.session, row.household):
        if person != turn.actor:
            await turn.tell(person, moment, subject=f"claim{row.id}/p{person}", hold=True, **facts)
