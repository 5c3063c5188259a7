"""The table of what a community takes care of, read as it ships and as a community writes its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import (
    BadCatalogue,
    Doer,
    Limit,
    PlaceRule,
    Service,
    Span,
    load_catalogue,
    parse_limit,
)
from domain.tickets.kinds import Kind, Sensitivity, Tier
from tests.domain.shipped import CATALOGUE, LEXICON

HEAD = "slug,name,said,kind,doer,tier,respond,finish,sensitivity,place,photo,call,words"
ROW = "road.lamp,路灯,,complaint,P+S,N,24h,3wd,n,public,yes,,路灯;院灯"


def table(*rows: str) -> str:
    return "\n".join((HEAD, *rows))


def test_a_row_says_who_does_it_by_when_and_what_is_needed():
    row = load_catalogue(table(ROW)).get("road.lamp")
    assert row is not None
    assert (row.name, row.said, row.kind, row.tier) == ("路灯", "路灯", Kind.COMPLAINT, Tier.N)
    assert row.doer == (Doer.PROPERTY, Doer.STREET)
    assert (row.respond, row.finish) == (Limit(24, Span.HOURS), Limit(3, Span.WORK_DAYS))
    assert (row.place_rule, row.needs_evidence) == (PlaceRule.PUBLIC, True)
    assert (row.call, row.words, row.group) == (None, ("路灯", "院灯"), "road")


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("road.lamp", "lamp"),
        ("complaint", "grumble"),
        ("P+S", "P+X"),
        (",N,", ",Z,"),
        ("24h", "24hours"),
        (",n,public", ",x,public"),
        ("public", "somewhere"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(good, bad):
    second = ROW.replace(good, bad).replace("road.lamp", "road.lane")
    with pytest.raises(BadCatalogue, match="row 3"):
        load_catalogue(table(ROW, second))


def test_a_matter_that_stands_there_twice_is_refused():
    with pytest.raises(BadCatalogue, match=r"row 3: road\.lamp"):
        load_catalogue(table(ROW, ROW))


def test_a_table_without_its_headings_is_refused():
    with pytest.raises(BadCatalogue):
        load_catalogue("a,b\n1,2")


@given(st.integers(0, 9999), st.sampled_from(Span))
def test_a_limit_reads_back_as_it_is_written(amount, span):
    assert parse_limit(str(Limit(amount, span))) == Limit(amount, span)


def test_no_limit_is_the_tiers_own():
    assert parse_limit("") is None


@pytest.mark.parametrize("text", ["h", "24", "2 h", "-1h", "1.5h", "3w"])
def test_what_is_no_limit_is_refused(text):
    with pytest.raises(ValueError, match="no limit"):
        parse_limit(text)


def test_every_emergency_that_ships_has_minutes_and_only_numbers_to_dial():
    emergencies = [row for row in CATALOGUE if row.tier is Tier.E]
    assert emergencies
    for row in emergencies:
        assert row.respond is None or row.respond.span is Span.MINUTES, row.slug
        assert row.call in (None, "110", "119", "120"), row.slug


@pytest.mark.parametrize(
    ("slug", "call"),
    [("fire.fire", "119"), ("lift.trapped", "119"), ("care.rescue", "120"), ("safe.fight", "110")],
)
def test_where_life_may_be_at_risk_the_number_to_dial_stands_in_the_table(slug, call):
    row = CATALOGUE.get(slug)
    assert row is not None
    assert row.call == call


def test_what_is_sensitive_is_never_shown_by_a_photo():
    sensitive = [row for row in CATALOGUE if row.sensitivity is Sensitivity.SENSITIVE]
    assert sensitive
    assert not any(row.needs_evidence for row in sensitive)


def test_every_matter_that_ships_has_words_and_the_words_know_no_others():
    slugs = {row.slug for row in CATALOGUE}
    assert set(LEXICON.matters) - slugs == set()
    assert slugs - set(LEXICON.matters) == set()


def test_opinions_are_not_taken_for_one_thing_that_two_people_saw():
    lamp, opinion = CATALOGUE.get("road.lamp"), CATALOGUE.get("gov.suggest")
    assert lamp is not None
    assert opinion is not None
    assert (lamp.tangible, opinion.tangible) == (True, False)


def test_every_matter_that_ships_is_part_of_one_of_the_six_services_and_each_has_some():
    assert len(Service) == 6
    assert {row.service for row in CATALOGUE} == set(Service)


def test_a_table_from_before_there_were_services_is_read_and_a_wrong_service_is_named():
    assert load_catalogue(table(ROW)).get("road.lamp").service is Service.LIVING
    with pytest.raises(BadCatalogue, match="row 2"):
        load_catalogue(f"{HEAD},service\n{ROW},gardening")


def test_the_first_levels_stand_in_the_catalogue_s_order():
    assert load_catalogue(table(ROW, ROW.replace("road.lamp", "env.lamp"))).groups == (
        "road",
        "env",
    )
