"""The page that a household opens where its chat shows no picture: the same code, large."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.office import office_of
from console.posters import code_picture
from domain.points.orders import OrderState
from handlers.points import orders as ordering
from storage.points import orders


async def show(request: Request) -> Response:
    """What is held and its code; whoever has the address was given it in private. No name is on it."""
    office = office_of(request)
    async with office.database.reading() as session:
        row = await orders.by_token(session, request.path_params["token"].replace("\0", ""))
        if row is None:
            raise HTTPException(404)
        turn = await office.turn(session)
        facts = {
            "clerk": None, "row": row, "seen": await ordering.view(turn, row),
            "held": row.state == OrderState.HELD,
            "picture": code_picture(ordering.code_link(turn, row)),
        }  # fmt: skip
    return office.pages(request, "shop_code.html", facts)
