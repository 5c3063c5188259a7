"""Before every call: whose key it is, how often it came, and an answer in the form that was asked for."""

import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

import structlog
from starlette.requests import Request
from starlette.responses import Response

from console.api.answers import MEDIA, Wrong, answer
from console.api.asked import form_of
from console.office import Office, office_of
from console.pace import Pace, network_of
from domain.api import May
from handlers.api import digest, start_of
from storage import api
from storage.api import ApiKeyRow

WORDS = "api_words.html"
BEARER = "bearer"
LONGEST_KEY = 200

log = structlog.get_logger()


class Needs(StrEnum):
    """What a call needs."""

    NOTHING = "nothing"
    READ = May.READ.value
    CREATE = May.CREATE.value


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was let in."""

    request: Request
    office: Office
    form: str
    """json or xml."""
    key: ApiKeyRow | None = None
    sent: Mapping[str, str] = field(default_factory=dict)
    """The fields of a posted form; of a question the parameters of its address."""

    @property
    def owner(self) -> ApiKeyRow:
        """Whose call it is; only asked for where a key is needed."""
        assert self.key is not None
        return self.key

    def answer(
        self,
        root: str,
        tree: object,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """A tree in the form that was asked for."""
        return answer(self.form, root, tree, status=status, headers=headers)

    def say(self, group: str, code: str, names: str = "") -> str:
        """Words in the deployment's language."""
        return say(self.request, self.office, group, code, names)

    def named(self, group: str, code: str) -> str:
        """The word of something that a community may have of its own; without one its code."""
        return str(self.office.pages.words(self.request, WORDS)[group].get(code, code))


View = Callable[[Call], Awaitable[Response]]


async def opened(request: Request, view: View, needs: Needs) -> Response:
    """Let a call in, or say why not; whatever is wrong is told as a list of errors."""
    form = str(request.path_params.get("format", "json"))
    try:
        return await view(await _let_in(request, form, needs))
    except Wrong as wrong:
        return told(request, wrong, form if form == "xml" else "json")


def told(request: Request, wrong: Wrong, form: str) -> Response:
    """Why it is not done, as GeoReport v2 says it."""
    office = office_of(request)
    error = {
        "code": int(wrong.status),
        "description": say(request, office, "errors", wrong.code, wrong.names),
    }
    return answer(form, "errors", [error], status=wrong.status, headers=wrong.headers)


def say(request: Request, office: Office, group: str, code: str, names: str = "") -> str:
    """Words for another system's people, in the deployment's language."""
    said = str(office.pages.words(request, WORDS)[group][code])
    return said.replace("%s", names)


async def _let_in(request: Request, form: str, needs: Needs) -> Call:
    office = office_of(request)
    if form not in MEDIA:
        raise Wrong(HTTPStatus.NOT_FOUND, "no_such_format")
    sent = await form_of(request) if request.method == "POST" else dict(request.query_params)
    if needs is Needs.NOTHING:
        _count(office.strangers, network_of(request))
        return Call(request, office, form, None, sent)
    key = await _key_of(request, office, sent)
    _count(office.calls, str(key.id))
    if needs.value not in key.may:
        raise Wrong(HTTPStatus.FORBIDDEN, "not_for_this")
    if needs is Needs.CREATE:
        _count(office.filed, str(key.id))
    return Call(request, office, form, key, sent)


def _count(pace: Pace, whose: str) -> None:
    if not pace.takes(whose):
        seconds = max(1, math.ceil(pace.free_in(whose)))
        raise Wrong(
            HTTPStatus.TOO_MANY_REQUESTS, "too_often", headers={"Retry-After": str(seconds)}
        )


async def _key_of(request: Request, office: Office, sent: Mapping[str, str]) -> ApiKeyRow:
    """Whose key it is; whoever guesses must wait."""
    given, network = _given(request, sent), network_of(request)
    if not given:
        raise Wrong(HTTPStatus.FORBIDDEN, "no_key", headers={"WWW-Authenticate": "Bearer"})
    if office.tries.spent(network):
        _count(office.tries, network)
    now = office.clock.now()
    async with office.database.reading() as session:
        key = await api.key_of(session, start_of(given), digest(given))
    if key is None:
        office.tries.takes(network)
        log.warning("api.refused")
        raise Wrong(HTTPStatus.FORBIDDEN, "wrong_key")
    if api.rarely(key, now):
        async with office.database.transaction() as session:
            await api.used(session, key, now)
    return key


def _given(request: Request, sent: Mapping[str, str]) -> str:
    """The key of a call: in its header, else as GeoReport v2 has it."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    key = value.strip() if kind.lower() == BEARER else sent.get("api_key", "").strip()
    return key if len(key) <= LONGEST_KEY else key[:LONGEST_KEY]
