"""The page of huying's sentences: found, tried, changed, and given back."""

import pytest

from bot.wording.sentences import Known
from storage.places import touch_revision
from storage.texts import TextRow
from tests.console.desk import post
from tests.handlers.scene import WORDS

ALL, ONE = "/console/texts", "/console/texts/zh-Hans/tickets/filed"
DEFAULT = Known(WORDS, most=4096).one("tickets/filed", "zh-Hans").default
OURS = DEFAULT.replace("记下了", "收到,记好了")


async def test_a_sentence_is_found_by_its_words(scene, desk):
    async with desk.signed_in("boss") as browser:
        found = await browser.get(ALL, params={"q": "记下了 编号"})
        none = await browser.get(ALL, params={"q": "不会有这样的话"})

    assert ONE in found.text
    assert "没有找到" in none.text


async def test_sentences_stand_by_what_they_are_for_and_where_they_are_heard(scene, desk):
    async with desk.signed_in("boss") as browser:
        front = (await browser.get(ALL)).text
        part = (await browser.get(ALL, params={"part": "points"})).text
        group = (await browser.get(ALL, params={"where": "group", "part": "tickets"})).text
        english = (await browser.get(ALL, params={"q": "noted", "locale": "en"})).text

    assert "积分" in front
    assert "points/balance" in part
    assert "tickets/filed" not in part
    assert "tickets/filed" in group
    assert "tickets/task" not in group
    assert "/console/texts/en/" in english


async def test_words_are_tried_before_anybody_hears_them(scene, desk):
    async with desk.signed_in("boss") as browser:
        page = await browser.get(ONE)
        tried = await post(browser, page, ONE, source=OURS)
        assert tried.status_code == 303

        again = await browser.get(ONE)
        heard = await browser.post(
            f"{ONE}/try",
            data={"form_token": _token(again), "source": DEFAULT.replace("记下了", "好的,有数了")},
        )

    assert "好的,有数了:金桂园3栋 楼道灯不亮" in heard.text
    for form in ("Telegram", "网页聊天", "回 1 别登记"):
        assert form in heard.text
    assert "收到,记好了" in (await _heard(scene))


async def test_a_change_is_heard_and_stands_in_its_history(scene, desk):
    async with desk.signed_in("boss") as browser:
        done = await post(browser, await browser.get(ONE), ONE, source=OURS)
        page = (await browser.get(ONE)).text
        listed = (await browser.get(ALL, params={"where": "own"})).text

    assert done.headers["location"] == ONE
    assert "周街" in page
    assert "原来的说法" in page
    assert ONE in listed
    assert (await _heard(scene)).startswith("收到,记好了")


async def test_one_press_gives_the_usual_words_back(scene, desk):
    async with desk.signed_in("boss") as browser:
        await post(browser, await browser.get(ONE), ONE, source=OURS)
        back = await post(browser, await browser.get(ONE), f"{ONE}/default")

    assert back.status_code == 303
    assert (await _heard(scene)).startswith("记下了")


@pytest.mark.parametrize(
    ("words", "told"),
    [("{{ ticket_.what", "第1行的括号"), ("{{ weather }}", "“weather”这句话不知道"),
     ("没有号码", "少了“ticket_.number”"),
     (DEFAULT + "{{ ticket_.place }}", "要留在原来的条件里"), (DEFAULT + "13812345678", "像是个人的号码"),
     ("", "什么也没说"), (DEFAULT + "{% for x in range(9) %}a{% endfor %}", "这里不能用"),
     ("长" * 9999, "太长了")],
)  # fmt: skip
async def test_a_broken_edit_is_refused_with_where_and_why_and_nothing_typed_is_lost(
    scene, desk, words, told
):
    async with desk.signed_in("boss") as browser:
        answer = await post(browser, await browser.get(ONE), ONE, source=words)

    assert answer.status_code == 409
    assert told in answer.text
    assert not words or words[:12].replace("{", "").strip() in answer.text.replace("{", "")
    assert (await _heard(scene)).startswith("记下了")


async def test_who_saves_over_another_is_told(scene, desk):
    async with desk.signed_in("boss") as first, desk.signed_in("boss") as second:
        page = await second.get(ONE)
        await post(first, await first.get(ONE), ONE, source=OURS)
        late = await post(second, page, ONE, source=DEFAULT.replace("记下了", "好的"))

    assert late.status_code == 409
    assert "刚刚有别人改了这句话" in late.text
    assert (await _heard(scene)).startswith("收到,记好了")


async def test_officers_read_and_change_nothing(scene, desk):
    async with desk.signed_in("sun") as browser:
        page = await browser.get(ONE)
        answers = [
            await browser.post(path, data={"form_token": _token(page), "source": OURS})
            for path in (ONE, f"{ONE}/try", f"{ONE}/default")
        ]

    assert "只有街道负责人能改" in page.text
    assert "就这样说" not in page.text
    assert {answer.status_code for answer in answers} == {403}
    assert (await _heard(scene)).startswith("记下了")


async def test_a_worker_finds_no_such_page(scene, desk):
    async with desk.signed_in("wang") as browser:
        assert {(await browser.get(path)).status_code for path in (ALL, ONE)} == {403}


@pytest.mark.parametrize(
    "path",
    [f"{ALL}/fr/tickets/filed", f"{ALL}/zh-Hans/pieces/who", f"{ALL}/zh-Hans/tickets/nosuch",
     f"{ALL}/zh-Hans/..%2f..%2fweb/x", f"{ALL}/%00/tickets/filed"],
)  # fmt: skip
async def test_a_sentence_that_there_is_not_is_no_page(scene, desk, path):
    async with desk.signed_in("boss") as browser:
        assert (await browser.get(path)).status_code == 404


async def test_odd_questions_get_a_plain_answer(scene, desk):
    odd = [
        {"q": "{{ x }}"},
        {"q": "长" * 5000},
        {"q": "\x00"},
        {"part": "nosuch"},
        {"where": "?"},
        {"locale": "x"},
    ]
    async with desk.signed_in("boss") as browser:
        answers = [await browser.get(ALL, params=params) for params in odd]
        page = await browser.get(ONE)
        follows = await post(browser, page, ONE, source=OURS, follows="9" * 40)

    assert {answer.status_code for answer in answers} == {200}
    assert follows.status_code in (303, 409)


async def test_own_words_that_fail_stand_on_the_morning_page(scene, desk):
    async with scene.database.transaction() as session:
        session.add(
            TextRow(
                locale="zh-Hans",
                moment="tickets/filed",
                source="{{ gone }}",
                follows=0,
                at=scene.now,
            )
        )
        await touch_revision(session)
    await scene.say("li", "3栋2单元楼道灯坏了三天了")

    async with desk.signed_in("sun") as browser:
        front = (await browser.get("/console")).text

    assert "“tickets/filed”改过的说法有时说不出来" in front


async def test_what_is_typed_is_shown_and_never_run_by_the_page(scene, desk):
    async with desk.signed_in("boss") as browser:
        answer = await post(
            browser,
            await browser.get(ONE),
            ONE,
            source=DEFAULT + "<script>alert(1)</script></textarea>",
        )
        page = (await browser.get(ONE)).text

    assert answer.status_code == 303
    assert "<script>alert" not in page


def _token(page):
    return page.text.partition('name="form_token" value="')[2].partition('"')[0]


async def _heard(scene):
    await scene.say("li", "3栋2单元楼道灯坏了三天了")
    return (await scene.in_group())[-1]
