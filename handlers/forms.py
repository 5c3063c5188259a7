"""Forms that somebody sends twice: by a double press, or because the first answer got lost on the way."""

import hashlib

from handlers.turn import Turn
from storage import inbox

CHANNEL, ACCOUNT = "console", "form"


async def sent_before(turn: Turn, *filled: str) -> bool:
    """Whether exactly this was taken already; of two at once the second waits here for the first.

    What is refused leaves no mark: it may be sent again.
    """
    mark = {"channel": CHANNEL, "account": ACCOUNT, "key": _named(filled), "chat": "",
            "received_at": turn.now, "state": inbox.DONE}  # fmt: skip
    return not await inbox.store(turn.session, [mark])


def _named(filled: tuple[str, ...]) -> str:
    """What is written stays nowhere: a form is known by its digest."""
    return hashlib.sha256("\0".join(filled).encode(errors="replace")).hexdigest()
