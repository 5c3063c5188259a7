"""The OpenAPI document is true: it names what there is, and what is asked by it is answered as it says."""

from xml.etree import ElementTree as ET

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks
from starlette.routing import Route

from console.api.document import SCHEMAS
from console.api.door import Needs
from console.api.table import OPERATIONS, routes
from console.app import routes as all_routes
from tests.console.api.systems import LEAK_CODE, System, key_for
from tests.console.desk import HERE

EXAMPLES = 6  # of each operation and kind; a minute of CI is worth more than the next thousand
APART = {"/api/openapi.json", "/api/docs", "/api", "/api/{rest:path}"}
"""The document itself, its page, and whatever is no address."""
HOLDS = [
    checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance,
]  # fmt: skip


async def document_of(desk):
    async with desk.browser() as browser:
        return (await browser.get("/api/openapi.json")).json()


async def test_the_document_names_every_address_and_no_other(desk):
    made = await document_of(desk)
    told = {(path, method.upper()) for path, methods in made["paths"].items() for method in methods}

    assert told == {(one.path, one.method) for one in OPERATIONS}
    ways = {route.path for route in all_routes() if isinstance(route, Route)}
    assert {path for path in ways if path.startswith("/api")} == set(made["paths"]) | APART
    assert len(routes()) == len(made["paths"]) + 2


async def test_without_a_key_nothing_of_any_ticket_is_told(scene, desk):
    await scene.say("li", "3栋楼道灯坏了三天了")
    free = [one for one in OPERATIONS if one.needs is Needs.NOTHING]

    async with desk.browser() as browser:
        for one in free:
            path = one.path.format(format="json", service_code="repair.corridorlight")
            answer = await browser.get(path)
            assert answer.status_code == 200
            assert "service_request_id" not in answer.text
            assert "坏了" not in answer.text

    assert {one.name for one in free} == {"discovery", "services", "definition"}


async def test_the_document_names_what_is_told_by_itself(desk):
    made = await document_of(desk)

    assert made["openapi"] == "3.1.0"
    assert set(made["webhooks"]) == {
        "ticket.registered", "ticket.changed", "ticket.done", "ticket.closed", "ticket.reopened",
    }  # fmt: skip
    assert SCHEMAS["Told"]["properties"]["data"]["required"]


async def test_every_reference_of_the_document_leads_somewhere(desk):
    made = await document_of(desk)

    def references(tree):
        if isinstance(tree, dict):
            yield from ([tree["$ref"]] if "$ref" in tree else [])
            for one in tree.values():
                yield from references(one)
        elif isinstance(tree, list):
            for one in tree:
                yield from references(one)

    found = set(references(made))
    assert found
    assert {one.rpartition("/")[2] for one in found} <= made["components"]["schemas"].keys()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
async def test_whatever_is_asked_is_answered_as_the_document_says_and_never_by_a_fault(
    scene, desk, mode
):
    load_all_checks()
    schema = schemathesis.openapi.from_dict(await document_of(desk))
    schema.config.update(base_url=HERE)
    await scene.say("li", "3栋楼道灯坏了三天了")
    for pace in (desk.web.state.office.calls, desk.web.state.office.filed,
                 desk.web.state.office.strangers):  # fmt: skip
        pace.most = 10**6

    async with desk.browser() as browser:
        platform, asked = System(browser, await key_for(scene)), 0
        await platform.file(service_code=LEAK_CODE)
        for operation in (one.ok() for one in schema.get_all_operations()):
            for case in cases_of(operation, mode):
                asked += 1
                answer = await send(platform, case)
                assert answer.status_code < 500, case.as_curl_command()
                case.validate_response(answer, checks=HOLDS)
                if "xml" in answer.headers["content-type"] and answer.content:
                    ET.fromstring(answer.content)
    assert asked > EXAMPLES * 4


def cases_of(operation, mode):
    """So many questions as the document lets be asked, the same at each run."""
    found = []

    @settings(max_examples=EXAMPLES, database=None, derandomize=True,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case):
        found.append(case)

    collect()
    return found


async def send(platform, case):
    """A question over HTTP, with the key in its header."""
    asked = case.as_transport_kwargs(base_url=HERE)
    return await platform.browser.request(
        asked["method"], asked["url"], params=asked.get("params") or None, data=asked.get("data"),
        headers={**dict(asked.get("headers") or {}), **platform.head},
        cookies=asked.get("cookies") or None,
    )  # fmt: skip
