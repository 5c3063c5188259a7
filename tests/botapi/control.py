"""Driving Telegram's people from another process, as JSON: `POST /control/say {"chat": …}`."""

import json

from starlette.responses import JSONResponse
from starlette.routing import Route

ACTS = frozenset({
    "say", "photo", "album", "edit", "press", "start", "join", "kick", "block", "unblock",
    "migrate", "fail", "update", "member", "restart_numbers", "sent", "called",
})  # fmt: skip


def routes(telegram):
    """The addresses: every act by its name, many at once, and the whole state in numbers."""

    async def act(request):
        name = request.path_params["act"]
        if name not in ACTS:
            return JSONResponse({"error": "no such act"}, 404)
        given = json.loads(await request.body() or b"{}")
        return JSONResponse({"result": getattr(telegram, name)(**given)})

    async def many(request):
        """`[["say", {…}], …]`, in order."""
        wanted = json.loads(await request.body())
        for name, given in wanted:
            if name not in ACTS:
                return JSONResponse({"error": f"no such act: {name}"}, 404)
            getattr(telegram, name)(**given)
        return JSONResponse({"result": len(wanted)})

    async def state(_):
        with telegram.lock:
            return JSONResponse({
                "waiting": len(telegram.updates), "sent": len(telegram.sent()),
                "calls": len(telegram.calls), "polls": telegram.polls,
                "webhook": telegram.webhook["url"]})  # fmt: skip

    async def users_sent(request):
        """The bot's messages, from the `after`-th on."""
        after = int(request.query_params.get("after", 0))
        chat = request.query_params.get("chat")
        return JSONResponse({"result": telegram.sent(int(chat) if chat else None)[after:]})

    return [
        Route("/control/many", many, methods=["POST"]),
        Route("/control/state", state),
        Route("/control/sent", users_sent, methods=["GET"]),
        Route("/control/{act}", act, methods=["POST"]),
    ]
