"""The OpenAPI 3.1 document: made from the table of operations, so that it is true."""

from collections.abc import Mapping
from typing import Any

from console.api.answers import MEDIA
from console.api.door import Needs
from console.api.open311 import LONGEST_FIELD, LONGEST_MARK
from console.api.table import OPERATIONS, Operation
from domain.api import LONGEST_TEXT, MOST, Status
from domain.tickets.kinds import WRONG, Kind, Tier
from domain.tickets.states import State
from domain.webhooks import EVENTS, Happened

VERSION = "1.0.0"
WORDS: dict[str, Any] = {"type": "string"}
PERHAPS = {"type": ["string", "null"]}
INSTANT: dict[str, Any] = {"type": "string", "format": "date-time"}
FIGURES = {"type": ["number", "null"]}
KINDS = [Kind.WISH, *sorted(WRONG), Kind.QUESTION]
IN_PATH = ("format", "service_code", "service_request_id", "token")
ASKED: Mapping[str, tuple[str, ...]] = {
    "services": ("jurisdiction_id",),
    "definition": ("jurisdiction_id",),
    "requests": (
        "jurisdiction_id", "service_request_id", "service_code", "start_date", "end_date", "status",
        "page_size", "before",
    ),
    "request": ("jurisdiction_id",),
    "token": ("jurisdiction_id",),
}  # fmt: skip
"""The parameters of each question."""
FIELDS = (
    "api_key", "jurisdiction_id", "service_code", "description", "address_id", "address_string",
    "attribute[place]", "lat", "long", "email", "phone", "first_name", "last_name", "device_id",
    "account_id", "media_url",
)  # fmt: skip
ONLY: Mapping[str, dict[str, Any]] = {
    "format": {"type": "string", "enum": sorted(MEDIA)},
    "start_date": INSTANT, "end_date": INSTANT,
    "status": {"type": "string", "pattern": "^(open|closed)(,(open|closed))*$"},
    "page_size": {"type": "integer", "minimum": 1, "maximum": MOST},
    "before": {"type": "string", "pattern": "^[0-9]{1,9}$"},
    "service_request_id": {"type": "string", "pattern": "^[0-9]{1,9}(,[0-9]{1,9})*$"},
    "description": {"type": "string", "maxLength": LONGEST_TEXT},
    "address_string": {"type": "string", "maxLength": LONGEST_FIELD},
    "address_id": {"type": "string", "maxLength": LONGEST_FIELD},
    "Idempotency-Key": {"type": "string", "maxLength": LONGEST_MARK, "pattern": "^[!-~]+$"},
}  # fmt: skip
"""What a parameter may hold, where that is not any words."""
EXAMPLES = {
    "format": "json", "service_code": "repair.corridorlight", "service_request_id": "0317",
    "start_date": "2026-12-01T00:00:00+08:00", "end_date": "2026-12-31T23:59:59+08:00",
    "status": "open", "page_size": 100, "before": "0317", "address_id": "JGY/3",
    "token": "a-mark-of-yours", "Idempotency-Key": "a-mark-of-yours",
}  # fmt: skip
WRONGS = {
    Needs.NOTHING: ("404", "405", "429"),
    Needs.READ: ("400", "403", "404", "405", "429"),
    Needs.CREATE: ("400", "403", "404", "405", "413", "429"),
}


def _thing(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": dict(properties), "required": list(properties),
        "additionalProperties": False,
    }  # fmt: skip


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _one(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


SCHEMAS: Mapping[str, Any] = {
    "Discovery": _thing({
        "changeset": WORDS, "contact": WORDS, "key_service": WORDS,
        "endpoints": {"type": "array", "items": _thing({
            "specification": WORDS, "url": WORDS, "changeset": WORDS,
            "type": {"type": "string", "enum": ["production", "test"]},
            "formats": {"type": "array", "items": WORDS},
        })},
    }),
    "Service": _thing({
        "service_code": WORDS, "service_name": WORDS, "description": WORDS,
        "metadata": {"type": "boolean"},
        "type": {"type": "string", "enum": ["realtime", "batch", "blackbox"]},
        "keywords": WORDS, "group": WORDS,
    }),
    "Definition": _thing({
        "service_code": WORDS,
        "attributes": {"type": "array", "items": _thing({
            "variable": {"type": "boolean"}, "code": WORDS, "datatype": WORDS,
            "required": {"type": "boolean"}, "datatype_description": WORDS,
            "order": {"type": "integer", "minimum": 1}, "description": WORDS,
            "values": {"type": "array", "items": _thing({"key": WORDS, "name": WORDS})},
        })},
    }),
    "Request": _thing({
        "service_request_id": WORDS, "status": {"type": "string", "enum": list(Status)},
        "status_notes": WORDS, "service_name": WORDS, "service_code": WORDS,
        "description": WORDS, "agency_responsible": PERHAPS, "service_notice": PERHAPS,
        "requested_datetime": INSTANT, "updated_datetime": INSTANT, "expected_datetime": INSTANT,
        "address": WORDS, "address_id": PERHAPS, "zipcode": PERHAPS, "lat": FIGURES,
        "long": FIGURES, "media_url": PERHAPS,
    }),
    "Created": _thing({
        "service_request_id": WORDS, "service_notice": PERHAPS, "account_id": PERHAPS,
    }),
    "Token": _thing({"service_request_id": WORDS, "token": WORDS}),
    "Error": _thing({"code": {"type": "integer"}, "description": WORDS}),
    "Told": _thing({
        "type": {"type": "string", "enum": list(EVENTS)}, "timestamp": INSTANT,
        "data": _thing({
            "service_request_id": WORDS, "service_code": WORDS, "service_name": WORDS,
            "kind": {"type": "string", "enum": KINDS}, "tier": {"type": "string", "enum": list(Tier)},
            "state": {"type": "string", "enum": list(State)},
            "status": {"type": "string", "enum": list(Status)},
            "requested_datetime": INSTANT, "updated_datetime": INSTANT,
            "expected_datetime": INSTANT, "closed_datetime": {**INSTANT, "type": ["string", "null"]},
            "community": PERHAPS, "address": WORDS, "address_id": PERHAPS, "merged_into": PERHAPS,
        }),
    }),
}  # fmt: skip
ANSWERS: Mapping[str, dict[str, Any]] = {
    "discovery": _one("Discovery"), "services": _list("Service"), "definition": _one("Definition"),
    "requests": _list("Request"), "create": _list("Created"), "request": _list("Request"),
    "token": _list("Token"),
}  # fmt: skip


def document(words: Mapping[str, Any], *, title: str, server: str) -> dict[str, Any]:
    """The whole document, in the language of these words."""
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, words)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION, "description": str(words["about"])},
        "servers": [{"url": server}],
        "paths": paths,
        "webhooks": {event.value: _told(event, words) for event in EVENTS},
        "components": {
            "schemas": dict(SCHEMAS),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "api_key": {"type": "apiKey", "in": "query", "name": "api_key"},
            },
        },
    }


def _operation(one: Operation, words: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": one.name,
        "summary": str(words["operations"][one.name]),
        "parameters": _parameters(one, words),
        "responses": _responses(one, words),
        "security": [] if one.needs is Needs.NOTHING else [{"bearer": []}, {"api_key": []}],
    }
    if one.method == "POST":
        form = {"schema": _form(words)}
        made["security"] = [
            {"bearer": []},
            {},
        ]  # the key may also stand in the form, as GeoReport has it
        made["requestBody"] = {
            "required": True, "content": {"application/x-www-form-urlencoded": form},
        }  # fmt: skip
    return made


def _parameters(one: Operation, words: Mapping[str, Any]) -> list[dict[str, Any]]:
    there = [_parameter(n, "path", words) for n in IN_PATH if f"{{{n}}}" in one.path]
    there += [_parameter(n, "query", words) for n in ASKED.get(one.name, ())]
    if one.method == "POST":
        there.append(_parameter("Idempotency-Key", "header", words))
    return there


def _parameter(name: str, where: str, words: Mapping[str, Any]) -> dict[str, Any]:
    made = {
        "name": name, "in": where, "required": where == "path",
        "description": str(words["parameters"][name]), "schema": ONLY.get(name, WORDS),
    }  # fmt: skip
    if where == "path" and name == "service_request_id":
        made["schema"] = {"type": "string", "pattern": "^[0-9]{1,9}$"}
    if name in EXAMPLES:
        made["example"] = EXAMPLES[name]
    return made


def _form(words: Mapping[str, Any]) -> dict[str, Any]:
    fields = {
        name: {**ONLY.get(name, WORDS), "description": str(words["parameters"][name])}
        for name in FIELDS
    }
    example = {
        "service_code": EXAMPLES["service_code"], "address_id": EXAMPLES["address_id"],
        "description": str(words["told"]["example"]),
    }  # fmt: skip
    return {
        "type": "object",
        "properties": fields,
        "required": ["service_code"],
        "example": example,
    }


def _responses(one: Operation, words: Mapping[str, Any]) -> dict[str, Any]:
    def told(status: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        content = {"application/json": {"schema": schema}, "text/xml": {"schema": WORDS}}
        made: dict[str, Any] = {"description": str(words["answers"][status]), "content": content}
        if status in HEADERS:
            made["headers"] = HEADERS[status]
        return made

    good = ("200", "201") if one.method == "POST" else ("200",)
    return {
        **{status: told(status, ANSWERS[one.name]) for status in good},
        **{status: told(status, _list("Error")) for status in WRONGS[one.needs]},
    }


HEADERS: Mapping[str, dict[str, Any]] = {
    "429": {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}}},
    "405": {"Allow": {"required": True, "schema": WORDS}},
}


def _told(event: Happened, words: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent to an address that wants to be told."""
    head = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {
        "post": {
            "operationId": event.value,
            "summary": str(words["events"][event.value]),
            "parameters": [
                {"name": name, "in": "header", "required": True, "schema": WORDS} for name in head
            ],
            "requestBody": {"content": {"application/json": {"schema": _one("Told")}}},
            "responses": {"2XX": {"description": str(words["answers"]["200"])}},
        }
    }
