"""Every moment has its words in every locale, from the same facts, and they can be said."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import meta, nodes
from jinja2.ext import babel_extract

import templates
from bot.words import Words
from console.pages import FOLDER, Pages, english
from domain.areas import RoleName
from domain.refusals import Refusal
from domain.tickets.kinds import Kind
from domain.tickets.states import Act, Part, State
from samples import facts
from tests.house.source import ROOMS, files, name_of, tree_of
from tests.house.walk import everything

CHAT = Path(templates.__file__).parent / "chat"
LOCALES = ("zh-Hans", "zh-Hant", "en")
WORDS = Words(ZoneInfo("Asia/Shanghai"))
MOMENTS = sorted(
    p.relative_to(CHAT / "zh-Hans").with_suffix("").as_posix()
    for p in (CHAT / "zh-Hans").rglob("*.j2")
)
MACROS = {"pieces/duty", "pieces/long", "pieces/who"}  # holds words for others, says nothing itself
OWN_NAMES = ("简体中文", "繁體中文", ">呼<")  # a language calls itself by its own name
HAN = re.compile(r"[\u4e00-\u9fff]")


def _tree(name: str) -> nodes.Template:
    environment = WORDS.environment
    return environment.parse(environment.loader.get_source(environment, name)[0])


def test_no_two_refusals_share_a_sentence():
    """A refusal is said by its name: two of one name would say each other's words."""
    named = [
        name
        for path in files(*ROOMS)
        for name in re.findall(
            r"^class (\w+)\(\w*(?:Refusal|Refused)\)", path.read_text("utf-8"), re.MULTILINE
        )
    ]

    assert sorted(set(named)) == sorted(named)


def _included(tree: nodes.Template, locale: str) -> Iterator[str]:
    """Templates that a template includes by a name that can be known beforehand."""
    for node in tree.find_all(nodes.Include):
        parts = (
            list(node.template.find_all(nodes.Const)) if hasattr(node.template, "find_all") else []
        )
        path = "".join(part.value for part in parts)
        if (CHAT / locale / path.strip("/")).is_file():
            yield f"{locale}/{path.strip('/')}"


def _needs(name: str) -> set[str]:
    """The facts that a template and what it includes name."""
    tree = _tree(name)
    needed = set(meta.find_undeclared_variables(tree)) - {"locale"}
    for other in _included(tree, name.partition("/")[0]):
        needed |= _needs(other)
    return needed


def _render(moment: str, locale: str, **own: object) -> str:
    given = {**facts.FACTS, **facts.OWN.get(moment, {}), **own}
    needed = _needs(f"{locale}/{moment}.j2")
    assert needed <= given.keys(), f"add {needed - given.keys()} to samples/facts.py"
    return WORDS(moment, locale, **{name: given[name] for name in needed})


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_the_same_moments(locale):
    here = sorted(
        p.relative_to(CHAT / locale).with_suffix("").as_posix()
        for p in (CHAT / locale).rglob("*.j2")
    )

    assert here == MOMENTS


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_said_in_every_locale_from_the_same_facts(moment):
    needs = {locale: _needs(f"{locale}/{moment}.j2") for locale in LOCALES}

    said = {locale: _render(moment, locale) for locale in LOCALES}

    assert needs["zh-Hant"] == needs["zh-Hans"] == needs["en"]
    if moment not in MACROS:
        assert all(said.values()), said
    assert not any("None" in words or "  " in words.replace("\n", "") for words in said.values()), (
        said
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_written_right_behind_a_link(locale):
    """A chat takes all that follows for a part of it; a line that ends in a tag swallows its end."""
    linking = [m for m in MOMENTS if "link" in _needs(f"{locale}/{m}.j2")]
    said = {m: _render(m, locale, link="https://a.example/b") for m in linking}

    run_on = [m for m, words in said.items() if re.search(r"example/b(?!\.?(\s|$))", words)]
    assert len(said) > 3
    assert run_on == []


def test_no_locale_is_a_copy_of_another():
    spoken = [
        moment for moment in MOMENTS if moment not in MACROS and len(_needs(f"en/{moment}.j2")) == 0
    ]

    same = [m for m in spoken if _render(m, "en") in {_render(m, "zh-Hans"), _render(m, "zh-Hant")}]

    assert not same


def test_english_words_are_english():
    plain = [m for m in MOMENTS if not _needs(f"en/{m}.j2") and m not in MACROS]

    assert [
        m for m in plain if HAN.search(_render(m, "en")) and not m.startswith("workbook/")
    ] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_state_role_kind_and_step_has_its_word(locale):
    for state in State:
        _render("tickets/standing", locale, ticket_=replace(facts.LIGHT, state=state.value))
    for role in RoleName:
        _render("people/role_given", locale, role=role.value)
        _render(f"roles/{role.value}", locale)
    for kind in (Kind.WISH, Kind.COMPLAINT, Kind.HAZARD, Kind.QUESTION):
        _render("tickets/task", locale, ticket_=replace(facts.LIGHT, kind=kind.value))
    for part in Part:
        _render("pieces/history", locale, history=[{**facts.STEP, "part": part.value}])
    for act in (Act.ACCEPT, Act.FINISH, Act.PARTLY, Act.NOT_SOLVED, Act.HAND_OVER, Act.NOTE,
                Act.ESCALATE, Act.ASK_BACK, Act.RETURN, Act.PASS_BACK):  # fmt: skip
        _render("pieces/history", locale, history=[{**facts.STEP, "act": act.value}])


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("answer", facts.ANSWERS)
def test_every_answer_about_a_schedule_can_be_said(locale, answer):
    assert _render("schedules/answer", locale, answer=answer)


def test_a_group_never_hears_a_room():
    """Templates for the group name the spot, which has no room; never the full place."""
    group = [
        m
        for m in MOMENTS
        if m.endswith("_group") or m in {"tickets/thanks", "tickets/withdrawn_group"}
    ]
    home = replace(facts.LIGHT, place="金桂园3栋2单元501", spot="金桂园3栋2单元")

    for moment in group:
        for locale in LOCALES:
            assert "501" not in _render(moment, locale, ticket_=home, note="")


def _moments_in_code() -> Iterator[tuple[str, str]]:
    topics = {path.name for path in (CHAT / "zh-Hans").iterdir()}
    for path in files(*ROOMS):
        for node in ast.walk(tree_of(path)):
            text = node.value if isinstance(node, ast.Constant) else None
            named = isinstance(text, str) and re.fullmatch(r"[a-z]+/[a-z_]*[a-z]", text)
            if named and text.partition("/")[0] in topics:
                yield f"{name_of(path)}:{node.lineno}", text


def test_every_moment_that_code_names_has_words():
    assert [(where, moment) for where, moment in _moments_in_code() if moment not in MOMENTS] == []


def test_every_refusal_has_words():
    everything()
    found, waiting = set(), [Refusal]
    while waiting:
        children = waiting.pop().__subclasses__()
        found.update(child for child in children if child.__module__.split(".")[0] in ROOMS)
        waiting += children

    wordless = {refusal().moment for refusal in found}
    assert wordless - set(MOMENTS) == set()


def _sentences() -> Iterator[tuple[str, str]]:
    """Each sentence of the console's pages, and the page it stands on."""
    for path in sorted(FOLDER.glob("*.html")):
        with path.open("rb") as page:
            options = {"trim_blocks": "true", "lstrip_blocks": "true"}
            for _, _, said, _ in babel_extract(page, ("_", "gettext", "ngettext"), [], options):
                for one in [said] if isinstance(said, str) else said:
                    if one:
                        yield path.name, one


def test_every_sentence_of_the_console_is_said_in_english_too():
    words = english()

    missing = [(page, said) for page, said in _sentences() if said not in words]

    assert missing == []


def test_no_english_word_of_the_console_is_left_over():
    said = {sentence for _, sentence in _sentences()}

    assert [words for words in english() if words not in said] == []


def test_no_chinese_word_of_the_console_goes_untranslated():
    """What stands outside `_()` would be Chinese to an English reader."""
    for path in sorted(FOLDER.glob("*.html")):
        bare = re.sub(
            r"{%-?\s*trans.*?endtrans\s*-?%}", "", path.read_text("utf-8"), flags=re.DOTALL
        )
        bare = re.sub(r"_\('[^']*'\)|{#.*?#}", "", bare, flags=re.DOTALL)
        for known in OWN_NAMES:
            bare = bare.replace(known, "")
        assert HAN.findall(bare) == [], path.name


def test_every_page_of_the_console_can_be_read_in_every_language():
    pages = Pages(WORDS.clock)

    for views in pages.views.values():
        for name in views.env.list_templates(extensions=["html"]):
            views.env.get_template(name)
