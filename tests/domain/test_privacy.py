"""What must not be kept in the open is masked in every spelling; everything else stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import first_phone, mask

HEADS = [f"1{second}{third}" for second in "3456789" for third in "0123456789"]
MOBILES = st.builds(
    "{}{:08d}".format, st.sampled_from(HEADS), st.integers(min_value=0, max_value=10**8 - 1)
)
WORDS = st.text(st.sampled_from("我家楼道灯坏了,打这个电话:。 微信同号abc\n"), max_size=12)
GROUPS = [(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (3, 3, 5), (3, 5, 3), (1,) * 11]
FULL_WIDTH = {ord(str(n)): chr(0xFF10 + n) for n in range(10)}
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.mark.parametrize(
    "said",
    [
        "电话13812345678,晚上打",
        "138 1234 5678找我",
        "138-1234-5678",
        "138.1234.5678",
        "1381234 5678",
        "1 3 8 1 2 3 4 5 6 7 8",
        "+8613812345678",
        "+86 138 1234 5678",
        "008613812345678",
        "幺三八一二三四五六七八",
        "一三八一二三四五六七八",
        "张姐微信13812345678谢谢",
        "3栋2单元301 13812345678",
        "2-1301 13812345678",
    ],
)
def test_a_mobile_phone_is_masked_however_it_is_spelt(said):
    masked = mask(said)
    assert "****" in masked
    assert "5678" not in _ascii(masked)
    assert "5678" not in _ascii(mask(said.translate(FULL_WIDTH)))
    assert "五六七八" not in masked


def test_what_stands_around_a_phone_stays():
    assert mask("3栋2单元301 13812345678 王,晚上在") == "3栋2单元301 138**** 王,晚上在"


@given(MOBILES, st.sampled_from(GROUPS), st.sampled_from(" -.·_ "), WORDS, WORDS)
def test_no_mobile_survives_in_any_text(number, groups, gap, before, after):
    spelt = _spelt(number, groups, gap)
    for text in (spelt, spelt.translate(FULL_WIDTH)):
        masked = mask(f"{before}{text}{after}")
        assert number[3:] not in re.sub(r"\D", "", _ascii(masked))


@given(MOBILES, WORDS, WORDS)
def test_masking_twice_changes_nothing_more(number, before, after):
    once = mask(f"{before}{number}{after}")
    assert mask(once) == once


@given(st.integers(10**16, 10**17 - 1).filter(lambda n: str(n)[0] != "0"), WORDS)
def test_an_identity_number_with_a_true_check_digit_never_survives(head, before):
    number = f"{head}{_check(str(head))}"
    for spelt in (number, number.lower(), _spelt(number, (6, 8, 4), " ")):
        assert number[6:14] not in mask(f"{before}{spelt}").replace(" ", "")


@given(st.sampled_from("3456"), st.integers(0, 10**14 - 1), st.sampled_from(("", " ", "-")))
def test_a_bank_card_with_a_true_check_digit_never_survives(first, middle, gap):
    body = f"{first}{middle:014d}"
    number = body + _luhn(body)
    spelt = gap.join(number[at : at + 4] for at in range(0, 16, 4))
    assert number[4:12] not in re.sub(r"\D", "", mask(f"卡号{spelt}打这里"))


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("110101199003071234", "19900307"),
        ("我的是11010119900307123X\uff0c麻烦登记", "19900307"),
        ("110101 19900307 1234", "19900307"),
        ("身份证号码\uff1a32010519581231999x", "19581231"),
        ("证件330106200502301111", "20050230"),
        ("老人的 420106 1938 0809 4321 查一下", "19380809"),
    ],
)
def test_an_identity_number_with_a_slip_is_masked_by_its_birth_date(said, hidden):
    assert hidden not in re.sub(r"\D", "", _ascii(mask(said)))


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("卡号6222021234567890123", "1234567890"),
        ("账号 1234 5678 9012 34", "56789012"),
        ("我的卡是622202 1234567890", "1234567890"),
        ("身份证110101900307123", "900307"),
        ("打到银行账户12345678901234", "45678901"),
        ("社保卡号 987654321012", "654321012"),
        ("卡上6217 8888 1234 0000 999", "88881234"),
    ],
)
def test_a_long_number_that_is_called_a_card_s_or_an_account_s_is_masked(said, hidden):
    masked = mask(said)
    assert hidden not in re.sub(r"\D", "", masked)
    assert masked.startswith(said[:2])


@pytest.mark.parametrize(
    "said", ["打0571-88123456", "0571 8812 3456", "(0571)88123456", "02188123456"]
)
def test_a_landline_is_masked(said):
    assert "3456" not in mask(said)


@pytest.mark.parametrize(
    "said",
    [
        "编号0317还没修",
        "工单20261124001",
        "3栋2单元301",
        "13栋1单元1301和1302都漏",
        "2026-11-24 09:30开始停水",
        "11月24日到12月1日",
        "2026年11月24日",
        "积分1200,兑换20",
        "物业费3500.50元",
        "12345热线没人接",
        "110和119",
        "车牌苏A12345挡着",
        "0830-0930和1430-1730开门",
        "门禁卡12345678坏了",
        "饭卡20元",
        "卡在3栋2单元301",
        "刷卡2026-11-24 0930",
        "水卡号 0012345678",
        "电表读数123456789012",
        "订单202611241234567890",
        "工单20261124001卡住了",
        "身份证办好了\uff0c12月1日9点取",
    ],
)
def test_tickets_dates_prices_and_buildings_survive(said):
    assert mask(said) == said


def test_the_number_to_be_reached_at_comes_in_plain_digits():
    assert first_phone("打 138-1234-5678 吧") == "13812345678"
    assert first_phone("幺三八一二三四五六七八") == "13812345678"
    assert first_phone("13栋1单元1301") is None


def test_a_phone_is_not_looked_for_inside_an_identity_number():
    head = "13813819900101123"
    assert first_phone(f"身份证{head}{_check(head)}") is None


def _spelt(number: str, groups: tuple[int, ...], gap: str) -> str:
    parts, at = [], 0
    for length in groups:
        parts.append(number[at : at + length])
        at += length
    return gap.join(parts)


def _ascii(text: str) -> str:
    return "".join(str(int(mark)) if mark.isdecimal() else mark for mark in text)


def _check(head: str) -> str:
    return "10X98765432"[sum(int(a) * b for a, b in zip(head, ID_WEIGHTS, strict=True)) % 11]


def _luhn(body: str) -> str:
    doubled = [int(d) * (2 if at % 2 == 0 else 1) for at, d in enumerate(reversed(body))]
    return str(-sum(sum(divmod(n, 10)) for n in doubled) % 10)
