"""What of a worker's words a resident reads: news, never talk about them, nor a date nobody granted."""

import pytest

from tests.handlers.at_work import answers, at_work, tell
from tests.handlers.test_passing import given


async def test_more_time_is_asked_for_before_it_was_taken_and_the_resident_does_not_hear_it(scene):
    before = await given(scene)

    await tell(scene, "wang", "延期到周五,等配件")

    assert "先和居民联系" in (await scene.heard("wang"))[-1]
    assert len(await scene.heard("li")) == before


@pytest.mark.parametrize(
    "words", ["能不能宽限到12月6号,等配件", "等配件,还想延期到12月6号", "缓几天行不", "再延期吧"]
)
async def test_more_time_is_asked_for_in_ones_own_words(scene, words):
    await at_work(scene)
    before = len(await scene.heard("li"))

    await tell(scene, "wang", words)

    assert len(await scene.heard("li")) == before
    assert (
        "已请人来批" in (await scene.heard("wang"))[-1]
        or "改到哪天" in (await scene.heard("wang"))[-1]
    )


async def test_a_day_that_cannot_be_is_no_reason_that_the_resident_reads(scene):
    await at_work(scene)

    await tell(scene, "wang", "延期到2月30号,下雨")
    assert "改到哪天" in (await scene.heard("wang"))[-1]
    await scene.say("wang", "12月6日", group=False)

    assert "原因:下雨" in (await scene.heard("liu"))[-1]
    assert "2月30" not in (await scene.heard("liu"))[-1]


@pytest.mark.parametrize(("words", "said"), [("下周太晚了,不批", "没批"), ("同意,抓紧办", "批了")])
async def test_whoever_grants_says_why_first_or_adds_a_word(scene, words, said):
    await at_work(scene)
    await tell(scene, "wang", "延期到12月6日,等配件")

    await scene.say("liu", words, group=False)

    assert said in (await scene.heard("wang"))[-1]
    assert await answers(scene) == []


async def test_where_it_is_is_asked_of_the_resident_also_without_a_reply(scene):
    await given(scene)

    await scene.say("wang", "几楼的?", group=False)

    assert "几楼的" in (await scene.heard("li"))[-1]
    assert len(await scene.tickets()) == 1


async def test_a_doer_who_needs_more_time_tells_the_owner_who_may_ask_for_it(scene):
    before = await given(scene)

    await tell(scene, "fix", "延期到周五,配件没货")

    assert "经办人说要多些时间(延期到周五,配件没货)" in (await scene.heard("wang"))[-1]
    assert len(await scene.heard("li")) == before


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("延期三天,等配件", "12月7日"),
        ("等配件,缓两天行不", "12月6日"),
        ("宽限3个工作日,等配件", "12月9日"),
    ],
)
async def test_so_many_days_more_are_counted_from_the_day_it_is_due(scene, words, day):
    await at_work(scene)  # to be done by the 4th, a Friday

    await tell(scene, "wang", words)

    assert f"想改到{day}" in (await scene.heard("liu"))[-1]
    assert "原因:等配件" in (await scene.heard("liu"))[-1]


@pytest.mark.parametrize(
    "words",
    ["居民态度很差", "这家人老投诉", "302的老太太说不用修了", "领导说先不管", "点错了", "哈哈", "谢谢",
     "业主电话打不通", "测试一下"],
)  # fmt: skip
async def test_what_is_said_of_the_resident_or_the_office_is_kept_and_not_read_out(scene, words):
    before = await given(scene, taken=True)

    await tell(scene, "wang", words)

    assert len(await scene.heard("li")) == before
    assert (await scene.ticket()).state == "accepted"


async def test_a_number_in_a_workers_news_is_masked_for_whoever_reads_it(scene):
    await given(scene, taken=True)

    await tell(scene, "wang", "配件店的电话是13812345678,下午送到")

    assert "13812345678" not in (await scene.heard("li"))[-1]
    assert "下午送到" in (await scene.heard("li"))[-1]


async def test_a_worker_s_news_is_read_out_as_ever(scene):
    await given(scene, taken=True)

    await tell(scene, "wang", "看过了,要换灯头")

    assert "办事的同志说:看过了,要换灯头" in (await scene.heard("li"))[-1]


@pytest.mark.parametrize("words", ["已联系居民,约好明天上午", "跟业主打过电话了", "约了业主商量"])
async def test_a_contact_that_is_noted_down_counts_and_is_not_read_out(scene, words):
    before = await given(scene, taken=True)

    await tell(scene, "wang", words)

    ticket = await scene.ticket()
    assert (ticket.state, ticket.contacted_at) == ("working", scene.now)
    assert len(await scene.heard("li")) == before


async def test_whoever_could_not_be_reached_was_not(scene):
    await given(scene, taken=True)

    await tell(scene, "wang", "居民电话打不通,联系不上")

    assert (await scene.ticket()).contacted_at is None


async def test_who_lost_it_puts_nothing_off_any_more(scene):
    await given(scene)
    await scene.wait(hours=8)
    before = len(await scene.heard("li"))

    await tell(scene, "wang", "延期到12月20号,等配件")

    assert "负责这件事的人" in (await scene.heard("wang"))[-1]
    assert len(await scene.heard("li")) == before


@pytest.mark.parametrize(
    "words", ["最迟12月7号能弄好,等配件", "等配件,12月7日才能修好", "能不能晚到12月7日,等配件"]
)
async def test_a_promise_behind_the_date_is_a_request_and_no_news(scene, words):
    await at_work(scene)  # to be done by the 4th
    before = len(await scene.heard("li"))

    await tell(scene, "wang", words)

    assert "想改到12月7日" in (await scene.heard("liu"))[-1]
    assert "原因:等配件" in (await scene.heard("liu"))[-1]
    assert len(await scene.heard("li")) == before


async def test_a_promise_before_the_date_is_news(scene):
    await at_work(scene)

    await tell(scene, "wang", "12月3日能修好")

    assert "12月3日能修好" in (await scene.heard("li"))[-1]
