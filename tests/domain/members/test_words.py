"""What members, volunteers and workers write, and what only looks like it."""

from datetime import date

import pytest

from domain.members import words
from domain.members.words import Served

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize("text", ["报到", "党员报到", "我来报到。", "我要报到", "報到"])
def test_somebody_reports_in(text):
    assert words.reports_in(text).code == ""


def test_reporting_in_with_a_code():
    assert words.reports_in("报到 aB3dEf9_h2-x").code == "aB3dEf9_h2-x"
    assert words.reports_in("报到,码:aB3dEf9h2") is None  # a person may write anything around it


@pytest.mark.parametrize(
    "text", ["报到在哪里", "新生报到", "什么时候报到?", "报到处没人", "我家报到了"]
)
def test_what_only_speaks_of_reporting_in(text):
    assert words.reports_in(text) is None


@pytest.mark.parametrize(
    "text", ["我的服务积分", "我的党员服务积分", "查一下我的服务积分", "我的服务积分多少?"]
)
def test_a_member_asks_for_their_points(text):
    assert words.asks_points(text)


@pytest.mark.parametrize("text", ["我的积分", "我家有多少积分", "老李的服务积分", "服务积分怎么算"])
def test_household_points_and_others_are_something_else(text):
    assert not words.asks_points(text)


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("我会修电器,想当志愿者", ("修电器",)),
        ("我想当志愿者,会理发和量血压", ("理发", "量血压")),
        ("我会一点水电,也会开车,愿意做志愿者", ("水电", "开车")),
        ("我是退休护士,想加入志愿者", ("退休护士",)),
        ("我要报名志愿者", ()),
        ("想當志願者,我會修電器", ("修电器",)),
        ("我想当志愿者,也会理发", ("理发",)),
        ("我会修电器还会做饭,想当志愿者", ("修电器", "做饭")),
    ],
)
def test_somebody_wants_to_help_and_says_how(text, skills):
    assert words.wants_to_help(text).skills == skills


@pytest.mark.parametrize(
    "text",
    ["怎么当志愿者?", "志愿者什么时候来", "楼上的志愿者很好", "我不想当志愿者", "谁想当志愿者",
     "想当志愿者" + "很久" * 40],
)  # fmt: skip
def test_who_only_speaks_of_volunteers_is_not_registered(text):
    assert words.wants_to_help(text) is None


@pytest.mark.parametrize(
    "text", ["我不当志愿者了", "不想当志愿者了", "退出志愿者", "我要退出志愿者队伍。"]
)
def test_who_stops_helping(text):
    assert words.stops_helping(text)
    assert words.wants_to_help(text) is None


def test_who_speaks_of_others_does_not_stop():
    assert not words.stops_helping("老张不当志愿者了")
    assert not words.stops_helping("想当志愿者")


def test_no_more_skills_than_anybody_has():
    many = "我会理发、修电器、做饭、开车、唱歌、书法、翻译、裁缝"

    assert len(words.skills_in(many)) == words.MOST_SKILLS


@pytest.mark.parametrize(
    ("skill", "wanted"),
    [("修电器", "电工"), ("修电器", "冰箱"), ("修电器", "电器"), ("理发", "剪头"), ("退休护士", "陪诊"),
     ("写对联", "对联")],
)  # fmt: skip
def test_a_skill_is_found_by_what_it_is_needed_for(skill, wanted):
    assert words.skilled((skill,), wanted)


@pytest.mark.parametrize(
    ("skill", "wanted"), [("理发", "电器"), ("唱歌", "水管"), ("开车", "法律")]
)
def test_another_skill_is_not_found(skill, wanted):
    assert not words.skilled((skill,), wanted)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("老张今天扫雪2小时", Served("老张", "扫雪", 120)),
        ("张建国昨天下午站岗两个半小时", Served("张建国", "站岗", 150)),
        ("王阿姨今天包饺子半小时。", Served("王阿姨", "包饺子", 30)),
        ("志愿者老李前天陪诊40分钟", Served("老李", "陪诊", 40)),
        ("老张今天扫雪,一共1.5小时", Served("老张", "扫雪", 90)),
    ],
)
def test_a_worker_tells_of_somebody_elses_hours(text, told):
    assert words.served(text) == told


@pytest.mark.parametrize(
    "text",
    ["我今天扫雪2小时", "停水今天2小时", "老张今天扫雪", "老张今天扫雪2小时了吗", "老张扫雪",
     "今天停电2小时", "老张今天2小时"],
)  # fmt: skip
def test_what_tells_of_nobodys_hours(text):
    found = words.served(text)

    assert found is None or found.who == "停水"  # whom no volunteer is called


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("2小时", 120), ("两小时", 120), ("两个半小时", 150), ("半小时", 30), ("45分钟", 45),
     ("1.5小时", 90), ("3个钟头", 180), ("一会儿", None)],
)  # fmt: skip
def test_how_long(text, minutes):
    assert words.span(text) == minutes


@pytest.mark.parametrize(
    ("text", "day"),
    [("今天扫雪", TODAY), ("扫雪", TODAY), ("昨天扫雪", date(2026, 11, 30)),
     ("前天", date(2026, 11, 29)), ("11月7日夜巡", date(2026, 11, 7)),
     ("12月24日", date(2025, 12, 24)), ("28号", date(2026, 11, 28)), ("31号", date(2026, 10, 31)),
     ("13月40日", TODAY)],
)  # fmt: skip
def test_the_day_that_a_line_tells_of_is_never_ahead(text, day):
    assert words.past_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("老张", "张建国"),
        ("张师傅", "张建国"),
        ("张建国", "张建国"),
        ("小欧阳", "欧阳明"),
        ("王姐", "王秀英"),
    ],
)
def test_whom_a_worker_means(called, name):
    assert words.meant(called, name)


@pytest.mark.parametrize(
    ("called", "name"), [("老李", "张建国"), ("张建", "张建国"), ("张伟", "张建国"), ("老", "老舍")]
)
def test_whom_a_worker_does_not_mean(called, name):
    assert not words.meant(called, name)


def test_checking_in_and_out():
    assert words.checks_in("签到").what == ""
    assert words.checks_in("志愿服务签到 扫雪").what == "扫雪"
    assert words.checks_in("check in").what == ""
    assert words.checks_out("签退")
    assert words.checks_out("check out")
    assert not words.checks_out("签到")
    assert words.checks_in("签到表在哪里领取,我家孩子要用的那种表") is None


@pytest.mark.parametrize(
    "text", ["我的志愿时长", "我的志愿服务时间有多少", "我做了多少小时志愿服务", "my hours"]
)
def test_a_volunteer_asks_for_their_hours(text):
    assert words.asks_hours(text)


def test_pledging():
    assert words.pledges("我认领:每周扫一次3栋楼道") == "每周扫一次3栋楼道"
    assert words.pledges("我承诺帮5栋老人买菜") == "帮5栋老人买菜"
    assert words.pledges("我认领什么好呢?") is None
    assert words.pledge_done("认领12办好了") == 12
    assert words.pledge_done("认领12号办好了。") == 12
    assert words.pledge_done("认领办好了") is None
    assert words.asks_pledges("我的认领")


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("张建国昨天陪诊1小时30分钟", 90), ("老张今天扫雪两小时半", 150), ("老张今天扫雪1小时15分", 75),
     ("老张今天扫雪2小时", 120)],
)  # fmt: skip
def test_hours_and_the_minutes_beside_them_are_both_counted(said, minutes):
    found = words.served(said)

    assert (found.minutes, "分" in found.what) == (minutes, False)


@pytest.mark.parametrize(
    "said",
    [
        "老张今天被困电梯2小时",
        "老张今天在楼下闹了2小时",
        "张姐今天晕倒半小时",
        "老张今天等电梯2小时",
    ],
)
def test_what_befell_somebody_is_no_hour_given(said):
    assert words.served(said) is None


@pytest.mark.parametrize(
    "said",
    ["服务积分", "我有多少服务积分", "我今年服务积分多少", "党员服务积分",
     "我的服务积分怎么少了", "我的党员积分", "my service points"],
)  # fmt: skip
def test_members_ask_for_their_points_in_many_ways(said):
    assert words.asks_points(said)


@pytest.mark.parametrize(
    "said", ["我有多少分", "我的积分", "服务态度怎么样", "积分怎么少了", "有多少分"]
)
def test_what_asks_for_a_households_points_is_none_of_them(said):
    assert not words.asks_points(said)


@pytest.mark.parametrize(
    "said",
    ["我身体不好,当不了志愿者了", "志愿者我不干了", "以后不当志愿者了",
     "我搬走了,不当志愿者了", "我不想再当志愿者了",
     "把我从志愿者里删掉", "取消志愿者身份", "我想退出志愿队"],
)  # fmt: skip
def test_volunteers_leave_in_many_ways(said):
    assert words.stops_helping(said)
    assert words.wants_to_help(said) is None


@pytest.mark.parametrize(
    "said",
    ["我家孩子想当志愿者", "我想当志愿者,但是没时间", "我想当志愿者又怕累",
     "想报名志愿者包饺子活动", "我想让志愿者帮我修灯",
     "昨天想当志愿者的那个人是谁"],
)  # fmt: skip
def test_for_another_or_against_it_nobody_is_put_on_the_register(said):
    assert words.wants_to_help(said) is None


@pytest.mark.parametrize(
    ("said", "skills"),
    [("我可以当志愿者,教大家用手机", ("教大家用手机",)), ("我想参加志愿服务,会做饭", ("做饭",)),
     ("算我一个志愿者,我会修水管", ("修水管",)), ("我以前当过兵,可以巡逻,想加入志愿队", ("巡逻",)),
     ("志愿者报名", ()), ("我不会什么,就想当志愿者", ())],
)  # fmt: skip
def test_other_ways_to_offer_help(said, skills):
    assert words.wants_to_help(said).skills == skills


@pytest.mark.parametrize(
    "said",
    [
        "我的时长",
        "志愿时长",
        "我的志愿者时长",
        "我有多少志愿时长",
        "我一共服务了几个小时",
        "我今年志愿服务多少小时",
    ],
)
def test_other_ways_to_ask_for_hours(said):
    assert words.asks_hours(said)


def test_a_certificate_is_asked_for():
    for said in (
        "我的志愿服务证明",
        "我的证书",
        "开个志愿服务证明",
        "我要志愿者证书",
        "能给我开个志愿者证明吗",
    ):
        assert words.asks_certificate(said)
    assert not words.asks_certificate("居住证明怎么开")
