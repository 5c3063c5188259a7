"""Homes in a line: how they are heard, what is no home, and which of several is meant."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding.felt import felt
from domain.understanding.homes import homes
from domain.understanding.slips import mended, sound, sounds


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("三冻二丹元", "三栋二单元"),
        ("3dong2danyuan", "3栋2单元"),
        ("3号搂", "3号楼"),
        ("三好楼停电", "三号楼停电"),
        ("3床2单元", "3栋2单元"),
        ("3栋2但愿", "3栋2单元"),
        ("山栋武单元", "三栋五单元"),
        ("三杠二杠301", "三-二-301"),
        ("3—2—3o1", "3-2-301"),
        ("廿三棟", "二十三栋"),
        ("\uff13号楼", "3号楼"),
        ("Bldg. 3 unit 2", "3栋 2单元"),
        ("room 301", "301室"),
        ("楼栋:3 单元:2", "3栋 2单元"),
        ("东边的大门", "东门"),
        ("二期", "2期"),
        ("3号楼和4号楼中间", "3栋与4栋之间"),
    ],
)
def test_a_slip_is_brought_to_the_usual_spelling(written, meant):
    assert mended(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "电梯一动不动",
        "3个人",
        "三次",
        "单独一户",
        "3天2次",
        "3号来抄表",
        "活动室",
        "楼道灯",
        "两栋楼",
    ],
)
def test_what_is_no_slip_stays_as_it_is(written):
    assert mended(written) == written


def test_neither_tones_nor_near_sounds_are_told_apart():
    assert sounds("金桂园") == sounds("京贵远")
    assert sound("栋") == sound("冻") != sound("单")


@given(st.text(max_size=30))
def test_mending_a_text_twice_breaks_nothing(text):
    assert isinstance(mended(mended(text)), str)


def said(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(home.building, home.unit, home.room) for home in homes(mended(text))]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("3栋2单元301漏水", ("3", "2", "301")),
        ("3栋东单元", ("3", "东", None)),
        ("3栋B座1203", ("3", "B", "1203")),
        ("3栋2门", ("3", "2", None)),
        ("12号301室", ("12", None, "301")),
        ("3楼2单元", ("3", "2", None)),
        ("4栋2单元18楼1802", ("4", "2", "1802")),
        ("3-2楼道", ("3", "2", None)),
        ("3、5栋", ("3", None, None)),
        ("三四栋", ("3", None, None)),
        ("3栋1、2单元", ("3", None, None)),
        ("周二3号楼", ("3", None, None)),
        ("周二三号楼", ("3", None, None)),
        ("十二零三室", (None, None, "1203")),
        ("楼上五零二", (None, None, "502")),
    ],
)
def test_a_home_is_found_however_it_is_written(text, home):
    assert said(text) == [home]


@pytest.mark.parametrize(
    "text",
    [
        "222", "1111", "618买的东西", "一二三四,转身", "110到130码", "打12345", "2024年3月", "8点到10点",
        "3.15投诉", "三楼张姐", "五层灯坏", "2楼平台", "3-4天", "11-24报修", "下午3-4点",
        "一单元钱", "报了3单", "两栋楼", "三座桥",
        "有3栋楼停水", "301天了", "车牌A3012", "编号0317", "气温18-25度", "门口200块", "三番五次",
    ],
)  # fmt: skip
def test_a_floor_a_date_and_an_amount_are_no_home(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("楼上802漏水到我702", (None, None, "702")),
        ("4栋放音乐吵得我们3栋睡不着", ("3", None, None)),
        ("3栋2单元501漏到401", ("3", "2", "401")),
        ("3栋401被楼上501泡了", ("3", None, "401")),
        ("5栋502漏水,楼下402都滴了", ("5", None, "402")),
        ("我是5栋的,3栋门口没灯", ("3", None, None)),
        ("我是5栋的,3栋半夜放炮", ("5", None, None)),
        ("不是3栋是4栋", ("4", None, None)),
        ("4栋不是3栋", ("4", None, None)),
        ("3栋2单元,打错了,3单元", ("3", "3", None)),
        ("3栋2单元301,更正302", ("3", "2", "302")),
        ("3栋后面的4栋", ("4", None, None)),
        ("301(3栋2单元)", ("3", "2", "301")),
        ("2单元3栋", ("3", "2", None)),
        ("3栋1单元和2单元", ("3", None, None)),
        ("3栋2单元301和302", ("3", "2", None)),
        ("3栋和5栋都停水", ("3", None, None)),
    ],
)
def test_of_several_homes_the_one_that_is_meant_is_chosen(text, home):
    plain = mended(text)
    found = felt(plain, homes(plain))
    assert found is not None
    assert (found.building, found.unit, found.room) == home


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("住4栋,刚路过7栋看到单元门玻璃碎了一地", "7"),
        ("我在3栋,听见5栋有人砸墙", "5"),
        ("我住3栋,看见5栋楼顶有人往下扔东西", "5"),
        ("本人住在3栋,经过5栋发现水管漏水", "5"),
        ("我现在在3栋,5栋的井盖没了", "5"),
        ("住3栋的注意,10栋楼下井盖没了", "10"),
        ("3栋的邻居们小心,10栋旁边掉砖头", "10"),
        ("我住3栋,天天听见5栋放音乐", "3"),
        ("我在3栋,听到5栋装修吵得睡不着", "3"),
        ("我是3栋的,5栋半夜放炮", "3"),
        ("我住3栋,5栋的油烟往我家飘", "3"),
        ("我在3栋楼下,被5栋扔的瓶子砸了", "3"),
        ("住3栋的都停水了,5栋也停了", "3"),
    ],
)
def test_where_somebody_lives_or_stands_is_not_where_they_see_it(text, building):
    plain = mended(text)
    found = felt(plain, homes(plain))
    assert found is not None
    assert found.building == building


@given(st.text(st.sampled_from("3三一二栋号楼单元门-、,和到301 的(我家被"), max_size=24))
def test_homes_stand_in_order_and_do_not_overlap(text):
    found = homes(mended(text))
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("3栋" + " " * 4000 + "x", 1),
        ("3、" * 2000, 0),
        ("三" * 4000, 0),
        ("3-" * 2000 + "栋", 0),
        ("3栋。" * 900, 900),
    ],
)
def test_a_line_of_nothing_but_numbers_is_read_like_any_other(line, number):
    assert len(homes(mended(line))) == number
