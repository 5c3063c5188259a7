"""The Bot API over real HTTP: one Telegram, served by uvicorn in a thread of its own."""

import json
import threading
import time
from contextlib import contextmanager
from email.utils import formatdate

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.botapi import control
from tests.botapi.checks import Refused, name_of
from tests.botapi.methods import Methods, hang
from tests.botapi.telegram import Telegram

STATES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 409: "Conflict",
          429: "Too Many Requests", 502: "Bad Gateway"}  # fmt: skip


class BrokenConnection(Exception):  # noqa: N818 - reads as what it is
    """The wire broke before the answer."""


def application(telegram):
    """The application; `/control/…` lets another process play the people."""
    methods = Methods(telegram)

    async def api(request):
        answer = await answered(request)
        answer.headers["date"] = formatdate(time.time() + telegram.ahead, usegmt=True)
        return answer

    async def answered(request):
        if request.path_params["token"] != telegram.token:
            return _answer(Refused(401, "Unauthorized"))
        method = name_of(request.path_params["method"])
        if method is None:
            return _answer(Refused(404, "Not Found"))
        given, files = await _form(request)
        try:
            return await _called(methods, method, given, files)
        except Refused as refused:
            return _answer(refused)

    async def file(request):
        name = request.path_params["name"].rpartition("/")[2].partition(".")[0]
        if request.path_params["token"] != telegram.token or name not in telegram.files:
            return Response(status_code=404)
        return Response(telegram.files[name])

    return Starlette(routes=[
        Route("/bot{token}/{method}", api, methods=["GET", "POST"]),
        Route("/file/bot{token}/{name:path}", file),
        *control.routes(telegram),
    ])  # fmt: skip


async def _called(methods, method, given, files):
    chat = given.get("chat_id", "")
    fault = methods.telegram.fault_for(method, int(chat) if chat.lstrip("-").isdigit() else None)
    if fault is None:
        return _done(await methods.call(method, given, files))
    result = None
    if fault.done:
        result = await methods.call(method, given, files)
    elif method != "getUpdates":
        with methods.telegram.lock:
            methods.telegram.calls.append((method, given))
    methods.telegram.touch()
    if fault.hang:
        await hang(fault.hang)
    if fault.drop:
        raise BrokenConnection
    if fault.code == 502:
        return Response("<html>502 Bad Gateway</html>", 502)
    if fault.code:
        raise Refused(fault.code, fault.description or STATES[fault.code], **fault.parameters)
    return _done(result if fault.done else await methods.call(method, given, files))


def _done(result):
    """Escaped, as Telegram writes it: so half a character can be on its way, too."""
    return Response(json.dumps({"ok": True, "result": result}), media_type="application/json")


def _answer(refused):
    body = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return JSONResponse(body, refused.code)


async def _form(request):
    given, files = dict(request.query_params), {}
    if request.headers.get("content-type", "").startswith("application/json"):
        body = json.loads(await request.body() or b"{}")
        return given | {k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()}, {}
    async with request.form(max_files=20) as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                given[name] = value
            else:
                files[name] = await value.read()
    return given, files


KEPT = 75
"""Seconds that a quiet connection stays open. As long as the client's own five, both would let go in the
same moment, and now and then what was just being said would be lost."""


class Server(uvicorn.Server):
    """A server that tells when it stands."""

    def __init__(self, app, port):
        super().__init__(uvicorn.Config(
            app, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off",
            date_header=False, timeout_graceful_shutdown=1, timeout_keep_alive=KEPT))  # fmt: skip
        self.standing = threading.Event()

    async def startup(self, sockets=None):
        await super().startup(sockets)
        self.standing.set()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"


@contextmanager
def served(telegram=None, *, port=0):
    """A Telegram at an address, for as long as the block lasts."""
    telegram = telegram or Telegram()
    server = Server(application(telegram), port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        assert server.standing.wait(10)
        telegram.address = server.address
        yield telegram
    finally:
        server.should_exit = telegram.closing = True
        telegram.touch()
        thread.join(10)
