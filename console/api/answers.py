"""Answers to other systems, in JSON or XML: the same tree in both, as GeoReport v2 maps them."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from xml.sax.saxutils import escape

from starlette.responses import Response

ONE_OF = {
    "services": "service", "attributes": "attribute", "values": "value", "errors": "error",
    "service_requests": "request", "endpoints": "endpoint", "formats": "format",
}  # fmt: skip
"""What one piece of a list is called in XML."""
MEDIA = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold at all, not even escaped."""


class Wrong(Exception):  # noqa: N818 - reads as what it is
    """Why it is not done: a status, and a code whose words are in `api_words.html`."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        *,
        names: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.names = names
        self.headers = dict(headers or {})


def bad(code: str, names: str = "") -> Wrong:
    """What was asked for cannot be done as it stands (400)."""
    return Wrong(HTTPStatus.BAD_REQUEST, code, names=names)


def answer(
    form: str,
    root: str,
    tree: Any,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A tree as an answer."""
    written = json.dumps(tree, ensure_ascii=False) if form == "json" else document(root, tree)
    return Response(written, status, headers={"Cache-Control": "no-store", **(headers or {})},
                    media_type=MEDIA[form])  # fmt: skip


def document(root: str, tree: Any) -> str:
    """A tree as XML. It is only ever written here: nothing that comes in is read as XML."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_element(root, tree)}'


def _element(name: str, value: Any) -> str:
    if value is None or value == "":
        return f"<{name}/>"
    if isinstance(value, Mapping):
        inside = "".join(_element(key, one) for key, one in value.items())
    elif isinstance(value, list):
        inside = "".join(_element(ONE_OF[name], one) for one in value)
    elif isinstance(value, bool):
        inside = "true" if value else "false"
    else:
        inside = escape(NOT_XML.sub("", str(value)))
    return f"<{name}>{inside}</{name}>"
