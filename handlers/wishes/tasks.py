"""What a worker or volunteer has to do with wishes, one message each, so that buttons are at hand."""

from collections.abc import Iterable

from domain.areas import Role, RoleName
from domain.wishes.states import WishState
from handlers.turn import Turn
from handlers.wishes import telling
from handlers.wishes.parts import DESK, HELPERS, parts
from handlers.wishes.views import wish_view
from storage import wishes


async def wish_tasks(turn: Turn, roles: Iterable[Role], *, limit: int) -> bool:
    """Wishes to review, to release, to bring, and those on offer; False where there are none.

    They are shown in their public words alone.
    """
    roles = tuple(roles)
    everywhere = any(role.role is RoleName.MANAGER for role in roles)
    desks = {role.area or "" for role in roles if role.role in DESK}
    near = {
        held.code
        for role in roles
        if role.role in HELPERS
        and (held := turn.world.organisation.community_of(role.area)) is not None
    }
    rows = await wishes.to_do(
        turn.session, turn.actor or 0, None if everywhere else desks, near, limit=limit
    )
    for ticket, wish in rows:
        mine = await parts(turn, ticket)
        await turn.reply(
            "wishes/task_line", subject=ticket.id, ticket=ticket.id, wish=wish_view(ticket, wish),
            offers=telling.offers(ticket, WishState(wish.state), mine),
        )  # fmt: skip
    return bool(rows)
