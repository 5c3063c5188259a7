"""Groups: whether huying hears them, where they belong, and how it behaves in each."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.clerks import Clerk
from console.office import office_of
from domain.places import Place, PlaceKind
from domain.refusals import Refusal
from domain.understanding import Care
from handlers import chats
from handlers.turn import Turn
from storage.chats import MODES, ChatRow, every_group, last_heard

PLACES = (PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ESTATE, PlaceKind.ZONE)
"""What a whole group is usually about; others are tied by their code, in the group itself."""
MOST_WORDS = 40
MOST_SHOWN = 200


async def index(request: Request, clerk: Clerk) -> Response:
    """All groups that this clerk looks after."""
    return await _page(request, clerk)


async def _page(request: Request, clerk: Clerk, refused: Refusal | None = None) -> Response:
    office = office_of(request)
    async with office.database.reading() as session:
        turn = await office.turn(session)
        turn.person = clerk.person
        rows = [row for row in await every_group(session) if _sees(turn, clerk, row)][:MOST_SHOWN]
        facts = {
            "clerk": clerk,
            "rows": [(row, await last_heard(session, row.address), await chats.theirs(turn, row.place))
                     for row in rows],
            "names": {row.id: _name(turn, row.place) for row in rows},
            "modes": MODES, "cares": list(Care), "bot": turn.world.deployment.bot_name,
            "places": [place for place in _places(turn) if await chats.theirs(turn, place.code)],
            "health": [turn.words(f"health/{code}") for code in office.health()],
            "refused": turn.words(refused.moment, **refused.facts) if refused else "",
        }  # fmt: skip
    return office.pages(request, "groups.html", facts, status=409 if refused else 200)


def _places(turn: Turn) -> list[Place]:
    return [place for place in turn.world.places if place.kind in PLACES]


def _name(turn: Turn, place: str | None) -> str:
    known = turn.world.places.get(place) if place else None
    return known.name if known else place or ""


def _sees(turn: Turn, clerk: Clerk, chat: ChatRow) -> bool:
    """Officers and dispatchers see their communities' groups, managers all, the untied ones too."""
    if clerk.is_street:
        return True
    place = chat.place
    return place is not None and any(chats.holds(turn, c, place) for c in clerk.communities)


async def change(request: Request, clerk: Clerk) -> Response:
    """Tie a group to another place, or change how huying behaves in it."""
    office, form = office_of(request), await request.form()
    place, mode, care = (
        str(form.get(name, "")).replace("\0", "")[:MOST_WORDS] for name in ("place", "mode", "care")
    )
    try:
        async with office.database.transaction() as session:
            turn = await office.turn(session)
            turn.person = clerk.person
            chat = await session.get(ChatRow, int(request.path_params["row"]))
            if chat is None or not _sees(turn, clerk, chat):
                raise HTTPException(404)
            await chats.rule(turn, chat, place=place, way=mode)
            await chats.rule(turn, chat, way=care)
    except Refusal as refusal:
        return await _page(request, clerk, refusal)
    return RedirectResponse("/console/groups", status_code=303)
