"""A sentence in other words: what may be saved, what never can be, and what is heard where words fail."""

from functools import cache

import pytest

from bot.wording.own import OwnWords, Speech
from bot.wording.sentences import Known
from domain.refusals import Refusal
from handlers import texts
from samples.facts import FACTS, LIGHT
from samples.heard import CHOICES, IN_GROUP
from tests.handlers.scene import WORDS

FILED, ZH = "tickets/filed", "zh-Hans"


@cache
def known():
    return Known(WORDS, most=4096)


def default(moment=FILED, locale=ZH):
    return known().one(moment, locale).default


def refusal(source, moment=FILED):
    with pytest.raises(Refusal) as caught:
        known().check(moment, ZH, source)
    return caught.value


@pytest.mark.parametrize("part", sorted({name.partition("/")[0] for name in known().moments}))
def test_every_sentence_may_be_kept_as_it_comes_with_huying(part):
    for moment in known().moments:
        if moment.partition("/")[0] == part:
            words = default(moment)
            assert known().check(moment, ZH, words) == words


@pytest.mark.parametrize("locale", ["zh-Hant", "en"])
def test_so_may_those_of_the_other_languages(locale):
    for moment in ("tickets/task", "tickets/mine", "schedules/answer", "points/balance"):
        words = default(moment, locale)
        assert known().check(moment, locale, words) == words


def test_other_words_are_heard_with_the_buttons_that_belong_to_them():
    said = known().tried(FILED, ZH, default().replace("记下了", "您的事我记好了"))

    assert said[0].text.startswith("您的事我记好了:金桂园3栋 楼道灯不亮")
    assert said[0].choices == ("别登记",)


def test_an_editor_reads_what_each_fact_might_be():
    told = dict(known().one(FILED, ZH).known)

    assert told["ticket_.spot"] == "金桂园3栋"
    assert told["ticket_.respond_by"] == "12月1日(周二)中午12点"
    assert dict(known().one("tickets/mine", ZH).known)["tickets.number"] == "0012"


def test_sentences_are_listed_as_they_are_heard_and_not_as_they_are_written():
    listed = {one.moment: one.example for one in known().all(ZH)}

    assert listed[FILED].startswith("记下了:金桂园3栋 楼道灯不亮")
    assert [moment for moment, heard in listed.items() if "{{" in heard or "{%" in heard] == []


def test_each_case_that_the_words_know_of_is_tried():
    said = [one.text for one in known().tried(FILED, ZH, default())]

    assert "金桂园3栋 " in said[0], "in the group no stairway"
    assert "金桂园3栋2单元" in said[1], "in private the whole place"
    assert not any("None" in text for text in said)


@pytest.mark.parametrize(
    "words",
    ["{{ ticket_.what", "{% if %}", "{{ }}", "{% endif %}", "{% if ticket_.spot %}", "{{ " + "(" * 3000,
     "{{ ticket_.what | }}", "{% nosuch %}"],
)  # fmt: skip
def test_brackets_that_do_not_close_are_refused_with_their_line(words):
    no = refusal(default() + "\n" + words)

    assert isinstance(no, texts.TextSyntax)
    assert no.facts["line"] >= 1


@pytest.mark.parametrize(
    "name",
    ["weather", "ticket_.plaec", "ticket_", "ticket_.who", "ticket_.text", "self", "caller", "varargs",
     "ticket_.__class__.__mro__", "ticket_.what.__class__", "kept.phone"],
)  # fmt: skip
def test_what_is_not_known_at_its_moment_is_refused(name):
    no = refusal(f"{default()}{{{{ {name} }}}}")

    assert isinstance(no, texts.TextUnknown)
    assert no.facts == {"name": name, "line": 2}


@pytest.mark.parametrize(
    "more",
    ["{% for x in range(10**9) %}a{% endfor %}", "{% for x in 'ab' %}a{% endfor %}", "{{ 9**9**9 }}",
     "{{ 'a' * 10**9 }}", "{{ '%999999999d' % 1 }}", "{{ ticket_.what | attr('x') }}", "{{ 'x' | upper }}",
     "{{ 'x' | nosuch }}", "{{ lipsum() }}", "{{ ticket_.what.upper() }}", "{% include 'x' %}",
     "{% include locale ~ '/tickets/task.j2' %}", "{% import 'x' as y %}", "{% from 'x' import y %}",
     "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "{% set a = ticket_.place %}{{ a }}",
     "{% with a = ticket_.place %}{{ a }}{% endwith %}", "{{ ticket_['place'] }}", "{{ who }}",
     "{{ loop }}",
     "{{ ''.__class__ }}", "{{ [].__class__.__base__.__subclasses__() }}", "{% block a %}{% endblock %}",
     "{% extends 'x' %}", "{% filter upper %}a{% endfilter %}", "{{ who.__globals__ }}",
     "{{ ticket_.what is defined }}", "{{ -1 }}", "{{ 1 // 0 }}"],
)  # fmt: skip
def test_what_loops_calls_or_reaches_out_is_refused(more):
    no = refusal(default() + more)

    assert isinstance(no, texts.TextNotAllowed | texts.TextUnknown), no
    assert no.facts["line"] == 2


def test_a_list_is_gone_through_as_it_comes_and_never_twice():
    mine = default("tickets/mine")
    loop = "{% for t in tickets %}{{ t.number }}{% endfor %}"

    no = refusal(
        mine.replace("您还没有报过事", "{% if tickets %}" + loop + "{% endif %}"), "tickets/mine"
    )

    assert isinstance(no, texts.TextNotAllowed)
    assert no.facts["name"] == "for"


def test_a_group_text_tells_no_place_that_only_private_chats_hear():
    """The whole place stands under "not in the group"; taken out of there it is refused."""
    for words in ("{{ ticket_.place }}", "{% if ticket_.in_group %}{{ ticket_.place }}{% endif %}",
                  "{{ ticket_.place if ticket_.in_group else ticket_.spot }}"):  # fmt: skip
        no = refusal(default() + words)
        assert isinstance(no, texts.TextTellsMore), words
        assert no.facts["name"] == "ticket_.place"


def test_no_group_text_can_be_made_to_tell_a_room_a_name_or_a_number():
    heard = [m for m in known().moments if known().one(m, ZH).group]
    secret = (
        "ticket_.text",
        "ticket_.place",
        "ticket_.who",
        "name",
        "number",
        "kept.phone",
        "code",
    )

    assert len(heard) > 40
    for moment in heard:
        before = {name for name, _ in known().one(moment, ZH).known}
        for fact in secret:
            if fact not in before:
                no = refusal(f"{default(moment)}{{{{ {fact} }}}}", moment)
                assert isinstance(no, texts.TextUnknown | texts.TextTellsMore), (moment, fact)


def test_a_number_stays_covered_by_stars():
    kept = default("privacy/kept")

    no = refusal(kept.replace("kept.phone | mask_phone", "kept.phone"), "privacy/kept")

    assert isinstance(no, texts.TextTellsMore)


def test_a_date_is_said_as_people_say_it():
    no = refusal(default().replace(" | clock(locale)", ""))

    assert isinstance(no, texts.TextTellsMore)
    assert no.facts["name"] == "ticket_.respond_by"


def test_the_number_of_the_matter_stays():
    no = refusal(default().replace("编号{{ ticket_.number }}", ""))

    assert isinstance(no, texts.TextMissing)
    assert no.facts == {"name": "ticket_.number"}


def test_it_stays_in_every_case():
    words = default().replace(
        "编号{{ ticket_.number }}", "{% if ticket_.in_group %}编号{{ ticket_.number }}{% endif %}"
    )

    assert isinstance(refusal(words), texts.TextMissing)


def test_whom_to_call_in_danger_stays():
    moment = "emergencies/fire_fire"
    assert "119" in default(moment)

    no = refusal(default(moment).replace("119", "消防队"), moment)

    assert isinstance(no, texts.TextMissing)
    assert no.facts == {"name": "119"}


@pytest.mark.parametrize("number", ["13812345678", "138 1234 5678", "11010519491231002X"])
def test_nobodys_number_stands_in_the_words(number):
    assert isinstance(refusal(f"{default()}找{number}"), texts.TextPersonal)


def test_words_that_are_chosen_by_a_fact_leave_no_value_without():
    moment = next(
        m for m in known().moments if "'anonymous'" not in default(m) and "{'" in default(m)
    )
    words = default(moment)
    first = words[words.index("{'") + 1 :].partition(", ")[0]

    no = refusal(words.replace(f"{first}, ", ""), moment)

    assert isinstance(no, texts.TextNotAllowed), moment


@pytest.mark.parametrize("words", ["", "  \n ", "\x00\x01"])
def test_an_empty_sentence_is_refused(words):
    assert isinstance(refusal(words, "people/hello"), texts.TextEmpty)


def test_a_sentence_that_is_empty_in_some_case_is_refused():
    words = default("announcements/on_its_way")
    assert "{% if" in words

    inside = words[words.index("{% if") : words.index("%}") + 2]
    no = refusal(f"{inside}{words}{{% endif %}}", "announcements/on_its_way")

    assert isinstance(no, texts.TextEmpty)


def test_what_no_wire_takes_is_refused():
    long = refusal(default() + "长" * 4000)
    label = refusal("按" * 21, "choices/accept")
    grown = Known(WORDS, most=100)

    assert isinstance(long, texts.TextTooLong)
    assert label.facts == {"most": 20, "number": 21}
    with pytest.raises(texts.TextTooLong):
        grown.check(FILED, ZH, default() + "长" * 100)


def test_line_ends_and_what_nobody_sees_are_tidied():
    words = default().replace("记下了", "记\x00好\x07了").replace("\n", "\r\n") + "\r\n\r\n"

    assert known().check(FILED, ZH, words) == default().replace("记下了", "记好了")


def test_pieces_of_other_sentences_and_the_pages_own_words_are_no_sentences():
    for moment in (
        "pieces/who",
        "web/reserved",
        "doctor/token",
        "sample/result",
        "nosuch/one",
        "../x",
    ):
        assert known().one(moment, ZH) is None
    assert known().one(FILED, "fr") is None


def speech(own):
    failed = []
    return Speech(OwnWords(WORDS, own), lambda *what: failed.append(what)), failed


def test_what_has_no_own_words_is_said_as_ever():
    speak, failed = speech({(ZH, FILED): "好的"})

    assert speak("people/hello", ZH) == WORDS("people/hello", ZH)
    assert speak(FILED, "en", ticket_=LIGHT) == WORDS(FILED, "en", ticket_=LIGHT)
    assert speak(FILED, ZH, ticket_=LIGHT) == "好的"
    assert failed == []


@pytest.mark.parametrize(
    "broken",
    ["{{ ticket_.nosuch }}", "{{ 1 / 0 }}", "{{ ticket_.what + 1 }}", "{% include 'gone' %}", "{{ x() }}",
     "{{ ticket_.what.__class__.__mro__ }}", "{% if false %}x{% endif %}", "{{ [][3] }}", "{{",
     "{% for x in range(9) %}{{ x }}{% endfor %}", "{{ ticket_.places.append(1) }}"],
)  # fmt: skip
def test_a_message_is_never_lost_to_words_that_fail(broken):
    """Nothing like this can be saved; but what was good once may fail after an update."""
    speak, failed = speech({(ZH, FILED): broken})

    assert speak(FILED, ZH, ticket_=LIGHT) == WORDS(FILED, ZH, ticket_=LIGHT)
    assert failed == [(FILED, ZH)]


def test_a_sentence_inside_another_is_heard_in_its_own_words_there_too():
    own = {(ZH, "grounds/funds"): "等维修的钱", (ZH, "tickets/task"): "有一件事"}
    speak, failed = speech(own)

    assert "等维修的钱" in speak("tickets/suspension_asked", ZH, **FACTS)
    assert "有一件事" in speak("tickets/handed_over", ZH, **FACTS)
    assert failed == []


def test_all_that_is_known_of_where_sentences_are_heard_is_of_sentences_that_there_are():
    assert set(known().moments) >= IN_GROUP | set(CHOICES)
    for names in CHOICES.values():
        assert {f"choices/{name}" for name in names} <= set(known().moments)
