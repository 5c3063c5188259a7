"""What stands before every page: only our own names are answered to, and each answer's headers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.settings import Settings

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}

Refuse = Callable[[Request, Exception], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names by which browsers may call us.

    A page of somebody else's may let its own name lead to this machine (DNS rebinding): the browser
    then takes it for ours, and sends us that name. An address in figures cannot be made to lead
    elsewhere.
    """

    names: frozenset[str]
    outside: bool = False
    """Whether we listen beyond this machine: then any address in figures may be ours."""

    def know(self, host: str) -> bool:
        """Whether a request with this `Host` is meant for us."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        except ValueError:
            return False
        loops = _loops(name)
        return name in self.names if loops is None else loops or self.outside


def hosts_of(settings: Settings) -> Hosts:
    """Our names: this machine's own, and those that the operator set."""
    told = (settings.public_url, settings.telegram_webhook_url or "")
    names = {urlsplit(address).hostname or "" for address in told if address}
    bound = settings.host.strip("[]").lower()
    return Hosts(
        frozenset({"localhost", bound, *names}) - {""},
        outside=bound != "localhost" and not _loops(bound),
    )


def _loops(name: str) -> bool | None:
    """Of an address in figures, whether it is this machine's own; None of a name."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return None


class Shield:
    """Refuses other names, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Hosts, refuse: Refuse) -> None:
        self.app = app
        self.hosts = hosts
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        app = self.app
        if not self.hosts.know(request.headers.get("host", "")):
            app = await self.refuse(request, HTTPException(HTTPStatus.MISDIRECTED_REQUEST))
        await app(scope, receive, guarded)
