"""A workbook that somebody has sent lies here until it is taken in, for an hour at most."""

from handlers.turn import Turn
from storage import workbooks
from storage.timers import TimerRow, set_timer
from storage.workbooks import WorkbookRow

FORGET = "workbook.forget"


async def keep(turn: Turn, key: str, name: str, data: bytes, mark: str) -> None:
    """Keep it for whoever looks through what it would change; what they sent before goes."""
    assert turn.actor is not None
    await workbooks.keep(
        turn.session,
        WorkbookRow(key=key, person_id=turn.actor, name=name, data=data, mark=mark, at=turn.now),
    )
    await set_timer(turn.session, f"{FORGET}/{key}", FORGET, turn.now + workbooks.LASTS)


async def forget(turn: Turn, _: TimerRow) -> None:
    """Nobody took it in: names and phones lie nowhere for longer than needed."""
    await workbooks.forget(turn.session, turn.now)


FIRES = {FORGET: forget}
