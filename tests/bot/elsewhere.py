"""A model elsewhere: a real HTTP server on this machine, which answers as it was told to."""

import asyncio
import json
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.bot.stage import until

KEY = "sk-very-secret"
CHAT = {"wanted": False, "kind": None, "row": None}
WANTED = {"wanted": True, "kind": None, "row": None}
LAMP = {"wanted": True, "kind": "complaint", "row": "road.lamp"}


class Elsewhere:
    """What arrives, to the byte, and what is answered."""

    def __init__(self):
        self.received = []
        self.headers = []
        self.address = ""
        self.says = json.dumps(CHAT)
        self.status = 200
        self.body = None
        """Instead of an answer with its wrapping."""
        self.hold = None
        self.endless = self.elsewhere = False
        self.sent = 0

    def opines(self, opinion):
        self.says = json.dumps(opinion)

    @property
    def lines(self):
        """What was asked about."""
        return [json.loads(body)["messages"][-1]["content"] for body in self.received]

    async def answer(self, request):
        self.received.append(await request.body())
        self.headers.append(request.headers)
        if self.hold is not None:
            await self.hold.wait()
        if self.elsewhere:
            return RedirectResponse(f"{self.address}/v1/other", status_code=307)
        if self.endless:
            return StreamingResponse(self._forever(), media_type="application/json")
        if self.body is not None:
            return Response(self.body, self.status)
        message = {"role": "assistant", "content": self.says}
        headers = {"set-cookie": "follow=you"}
        return JSONResponse({"choices": [{"message": message}]}, self.status, headers)

    async def _forever(self):
        while True:
            self.sent += 1
            yield b" " * 4096
            await asyncio.sleep(0)  # whoever listens in this very loop may leave


@asynccontextmanager
async def standing(path="/v1/chat/completions"):
    """The server, for as long as the block lasts."""
    there = Elsewhere()
    app = Starlette(routes=[
        Route(path, there.answer, methods=["POST"]),
        Route("/v1/other", there.answer, methods=["POST"]),
    ])  # fmt: skip
    server = uvicorn.Server(uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off",
        timeout_graceful_shutdown=1,
    ))  # fmt: skip
    serving = asyncio.create_task(server.serve())

    async def started():
        return server.started

    await until(started)
    there.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield there
    finally:
        if there.hold is not None:
            there.hold.set()
        server.should_exit = True
        await serving
