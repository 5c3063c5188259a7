"""What a second opinion may be asked about, and what of it counts."""

import json
from dataclasses import replace

import pytest

from domain.catalogue import load_catalogue
from domain.opinions import Opinion, in_doubt, opinion_in, proposable, schema
from domain.tickets.kinds import Kind, Sensitivity, Tier
from domain.understanding import Action, Ask, Reading
from tests.house.source import ROOT

CATALOGUE = load_catalogue((ROOT / "domain" / "data" / "catalogue.csv").read_text("utf-8"))
DOUBTED = Reading(Kind.COMPLAINT, "green.tree", 0.6, Action.ASK, ask=Ask.INTENT, tier=Tier.N)
ROWS = proposable(CATALOGUE, DOUBTED)
LAMP = {"wanted": True, "kind": "complaint", "row": "road.lamp"}


def test_it_is_about_an_ordinary_line_whose_author_would_be_asked_whether_it_is_meant():
    assert in_doubt(DOUBTED)


@pytest.mark.parametrize(
    "other",
    [
        {"action": Action.REGISTER, "ask": None},
        {"action": Action.IGNORE, "ask": None},
        {"action": Action.ANSWER, "ask": None},
        {"ask": Ask.PLACE},
        {"kind": Kind.EMERGENCY, "tier": Tier.E},
        {"kind": Kind.FOLLOWUP},
        {"kind": Kind.POINTS},
        {"known": 7},
        {"sensitivity": Sensitivity.PRIVATE},
        {"sensitivity": Sensitivity.SENSITIVE},
        {"tier": Tier.E},
        {"tier": Tier.U},
        {"tier": None},
    ],
    ids=str,
)
def test_it_is_about_nothing_else(other):
    assert not in_doubt(replace(DOUBTED, **other))


@pytest.mark.parametrize("tier", list(Tier))
def test_no_row_is_proposed_that_is_more_urgent_grave_or_private(tier):
    rows = proposable(CATALOGUE, replace(DOUBTED, tier=tier))
    order = list(Tier)

    assert all(order.index(row.tier) >= order.index(tier) for row in rows)
    assert not [row.slug for row in rows if row.grave or row.tier is Tier.E]
    assert {row.sensitivity for row in rows} <= {Sensitivity.NORMAL}


def test_without_a_tier_nothing_is_proposed():
    assert proposable(CATALOGUE, replace(DOUBTED, tier=None)) == ()


def test_an_answer_of_the_form_counts():
    assert opinion_in(json.dumps(LAMP), ROWS) == Opinion(wanted=True, row="road.lamp")
    assert opinion_in('{"wanted": false, "kind": null, "row": null}', ROWS) == Opinion(wanted=False)


def test_the_form_names_every_row_that_may_be_proposed_and_is_closed():
    form = schema(ROWS)

    assert form["properties"]["row"]["enum"] == [*(row.slug for row in ROWS), None]
    assert form["additionalProperties"] is False
    assert set(form["required"]) == set(LAMP)


@pytest.mark.parametrize(
    "answer",
    [
        "", "null", "[]", "true", "1", '"wanted"', "{}", "{", "NaN", "不知道",
        "```json\n" + json.dumps(LAMP) + "\n```",
        json.dumps([LAMP]),
        json.dumps({**LAMP, "register": True}),
        json.dumps({**LAMP, "tier": "E"}),
        json.dumps({key: value for key, value in LAMP.items() if key != "kind"}),
        json.dumps({**LAMP, "wanted": "true"}),
        json.dumps({**LAMP, "wanted": 1}),
        json.dumps({**LAMP, "wanted": None}),
        json.dumps({**LAMP, "kind": "hazard"}),
        json.dumps({**LAMP, "kind": "emergency"}),
        json.dumps({**LAMP, "kind": ["complaint"]}),
        json.dumps({**LAMP, "kind": None}),
        json.dumps({**LAMP, "row": None}),
        json.dumps({**LAMP, "row": "no.such"}),
        json.dumps({**LAMP, "row": "no.such", "kind": None}),
        json.dumps({**LAMP, "row": ["road.lamp"]}),
        json.dumps({**LAMP, "row": {"road.lamp": 1}}),
        json.dumps({**LAMP, "row": "util.gasleak", "kind": "hazard"}),
        json.dumps({**LAMP, "row": "lift.stop"}),
        json.dumps({**LAMP, "row": "care.mind", "kind": "wish"}),
        "[" * 100_000,
    ],
    ids=lambda answer: answer[:60],
)  # fmt: skip
def test_any_other_answer_is_none(answer):
    assert opinion_in(answer, ROWS) is None
