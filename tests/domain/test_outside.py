"""What of a line may leave the house, and which lines never do."""

import pytest

from domain.outside import LONGEST, outside
from domain.places import Place, PlaceKind, Places

PLACES = Places([
    Place("YQ", "永清街道", PlaceKind.STREET),
    Place("XL", "西流湾社区", PlaceKind.COMMUNITY, "YQ"),
    Place("JGY", "金桂园", PlaceKind.ESTATE, "XL", ("桂花苑",), "安居物业"),
    Place("JGY/3", "3栋", PlaceKind.BUILDING, "JGY"),
    Place("JGY-E", "东门", PlaceKind.PUBLIC, "JGY"),
])  # fmt: skip
NAMES = ("王秀英", "Ann Lee")


def left(text):
    return outside(text, names=NAMES, places=PLACES)


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("草坪没人管,打我电话13812345678", "13812345678"),
        ("草坪没人管,打我电话138 1234 5678", "1234"),
        ("草坪没人管,座机0731-85551234", "85551234"),
        ("草坪没人管,身份证430102199003071234", "19900307"),
        ("草坪没人管,卡号6222021234567890128", "62220212"),
        ("草坪没人管,电话幺三八一二三四五六七八", "八一二"),
        ("3栋2单元401门口的草坪没人管", "401"),
        ("3栋2单元401门口的草坪没人管", "3栋"),
        ("三栋二单元四零一门口的草坪没人管", "四零一"),
        ("3-2-401门口的草坪没人管", "401"),
        ("3#401门口的草坪没人管", "401"),
        ("住401号,草坪没人管", "401"),
        ("４０１门口的草坪没人管", "401"),
        ("401那家的草坪没人管", "401"),
        ("金桂园的草坪没人管", "金桂园"),
        ("桂花苑的草坪没人管", "桂花苑"),
        ("安居物业,草坪没人管", "安居"),
        ("西流湾社区的草坪没人管", "西流湾"),
        ("我叫李建国,草坪没人管", "李建国"),
        ("我是李建国,草坪没人管", "李建国"),
        ("@李建国 草坪没人管", "李建国"),
        ("＠李建国 草坪没人管", "李建国"),
        ("@lijianguo_88 草坪没人管", "lijianguo"),
        ("王阿姨家门口草坪没人管", "王阿姨"),
        ("老李家门口草坪没人管", "老李"),
        ("王秀英说草坪没人管", "秀英"),
        ("ann lee said nobody mows the lawn", "ann lee"),
        ("My name is Bob, nobody mows the lawn", "bob"),
        ("草坪没人管,加我微信lijianguo88", "lijianguo"),
        ("草坪没人管,写到li.jg@qq.com", "qq.com"),
        ("草坪没人管,写到li.jg@qq.com", "li.jg"),
        ("草坪没人管 https://t.me/lijianguo", "lijianguo"),
        ("草坪压坏了,车牌豫A12345", "12345"),
    ],
)
def test_what_tells_who_or_where_is_hidden_or_the_line_stays(said, secret):
    assert secret not in (left(said) or "").lower()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("草坪里好几天没人管了", "草坪里好几天没人管了"),
        ("3栋2单元401门口那袋垃圾放好久了", "某处门口那袋垃圾放好久了"),
        ("金桂园那边的椅子坐着晃", "某处那边椅子坐着晃"),
        ("王秀英,草坪没人管", "某人,草坪没人管"),
        ("東門的路燈不亮了", "东门路灯不亮了"),
    ],
)
def test_what_is_left_can_still_be_judged(said, read):
    assert left(said) == read


@pytest.mark.parametrize(
    "said",
    ["我妈有糖尿病,草坪没人管", "我家是低保户,椅子坐着晃", "老伴刚做完手术,椅子坐着晃",
     "椅子坐着晃" * 80],
)  # fmt: skip
def test_illness_aid_and_letters_stay_in_the_house(said):
    assert left(said) is None


def test_a_line_just_short_enough_may_leave():
    assert left("晃" * LONGEST) == "晃" * LONGEST


def test_a_name_of_one_character_takes_no_words_apart():
    assert outside("草坪没人管", names=("草", ""), places=Places()) == "草坪没人管"
