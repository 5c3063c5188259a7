"""Places that were once misread: what stands beside a house, over it or between its signs."""

import pytest

from domain.places import Place, PlaceKind, Places
from domain.understanding import Action, Context
from domain.understanding.grammar import said_in
from domain.understanding.homes import homes
from domain.understanding.plain import buildings, normal
from domain.understanding.slips import mended
from tests.domain.understanding.village import reader

K = PlaceKind
VILLAGE = Places((
    Place("C", "柳荫社区", K.COMMUNITY),
    Place("YJ", "云锦苑", K.ESTATE, "C", aliases=("云锦",)),
    Place("HY", "荷月湾", K.ESTATE, "C", aliases=("荷月",)),
    Place("ST", "松涛里", K.ESTATE, "C"),
    *(Place(f"HY/{zone}", f"{zone}区", K.ZONE, "HY") for zone in "AB"),
    *(Place(f"HY/{zone}/{n}", f"{n}栋", K.BUILDING, f"HY/{zone}") for zone in "AB" for n in range(1, 7)),
    *(Place(f"YJ/{n}", f"{n}栋", K.BUILDING, "YJ") for n in range(1, 26)),
    *(Place(f"ST/{n}", f"{n}栋", K.BUILDING, "ST") for n in range(1, 5)),
    Place("ST/A3", "A3栋", K.BUILDING, "ST"),
    *(Place(f"YJ-{name}", name, K.PUBLIC, "YJ") for name in ("东门", "西门", "南门", "垃圾房")),
    Place("YJ-Q", "中心广场", K.PUBLIC, "YJ", aliases=("广场",)),
    Place("YJ-L", "凉亭", K.PUBLIC, "YJ"),
    Place("YJ-V", "V站", K.PUBLIC, "YJ", aliases=("驿站",)),
    Place("YJ-H", "中心花园", K.PUBLIC, "YJ", aliases=("花园",)),
))  # fmt: skip


def code(text: str, group: str | None = "YJ") -> str | None:
    """The code of the place that a line of a group names, and with a `?` what is to be asked for."""
    found = said_in(normal(text), VILLAGE, group)
    if found is None:
        return None
    return f"{found.code}?{found.missing}" if found.missing else found.code


# -- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("拾伍栋的水表漏水", "YJ/15"),
        ("贰拾肆号楼电梯异响", "YJ/24"),
        ("柒栋贰单元伍零叁卫生间返水", "YJ/7/2/503"),
        ("陸栋没电", "YJ/6"),
        ("捌-壹-玖零壹漏水", "YJ/8/1/901"),
        ("wu栋楼道黑漆漆", "YJ/5"),
        ("九号喽三单元没热水", "YJ/9/3"),
    ],
)
def test_numbers_as_on_a_bill_or_as_heard_are_read_whole(text, where):
    assert code(text) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("有没有人来收拾三栋门口", "YJ/3"),
        ("老陆四栋那个水管爆了", "YJ/4"),
        ("伍师傅说七栋停水", "YJ/7"),
    ],
)
def test_a_name_or_a_verb_before_a_house_is_no_number(text, where):
    assert code(text) == where


def test_whoever_counts_buildings_reads_the_same_numbers():
    assert buildings("拾陆栋和柒号楼都停水了") == {"16", "7"}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("我家603,9栋1单元,水管裂了", "YJ/9/1/603"),
        ("13612348765 8栋灯坏了", "YJ/8"),
        ("136123487658栋灯坏了", "YJ/8"),
        ("8栋13612348765灯坏了", "YJ/8"),
        ("3,5栋都没水", "YJ/3"),
    ],
)
def test_a_door_or_a_telephone_beside_a_house_is_no_part_of_it(text, where):
    assert code(text) == where


# -- zones ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("b4栋3单元灯坏了", "HY/B/4/3"),
        ("B4号楼停电", "HY/B/4"),
        ("A6-2-301漏水", "HY/A/6/2/301"),
        ("B-1-3-602漏水", "HY/B/1/3/602"),
        ("b区1-3-602漏水", "HY/B/1/3/602"),
        ("A区-1-3-602漏水", "HY/A/1/3/602"),
        ("A二栋门禁坏了", "HY/A/2"),
    ],
)
def test_a_letter_before_a_house_is_its_zone_where_there_is_one(text, where):
    assert code(text, "HY") == where


def test_a_house_that_is_called_by_letter_and_number_keeps_its_name():
    assert code("A3栋停水", "ST") == "ST/A3"
    assert code("B3栋停水", "ST") == "ST?building"


@pytest.mark.parametrize("text", ["B区8栋停水", "A区九号楼没水", "A8栋停水", "a区8栋电梯坏了"])
def test_a_house_that_its_zone_has_not_is_asked_for_whatever_is_wrong_there(text):
    found = reader().with_places(VILLAGE).read(text, Context(group_place="HY"))

    assert code(text, "HY") == "HY?building"
    assert found.action is Action.ASK


def test_of_two_zones_that_of_the_house_counts():
    assert code("我是A区2栋的,B区5栋楼下的灯坏了", "HY") == "HY/B/5"
    assert code("我们2栋停电了,A区的", "HY") == "HY/A/2"


def test_a_zone_alone_is_a_place_as_before():
    assert said_in("B区停水", VILLAGE, "HY").zone == "B区"


# -- estates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("荷悦3栋停水", "HY?zone"),
        ("运锦院3栋停水", "YJ/3"),
        ("松涛里3栋停水", "ST/3"),
        ("我住松滔里3栋,停水", "ST/3"),
    ],
)
def test_another_estate_of_the_tree_goes_by_name_and_sound(text, where):
    assert code(text, "ST" if where[:2] == "YJ" else "YJ") == where


@pytest.mark.parametrize(
    "text",
    [
        "平安里3栋停水",
        "我住锦绣华府3栋,停水",
        "银杏花园2号楼电梯坏了",
        "丽景新村3栋2单元漏水",
        "碧水湾A区3栋停电",
        "隔壁小区3栋停电",
    ],
)
def test_an_estate_that_nobody_knows_is_asked_for(text):
    assert (code(text) or "").endswith("?estate")
    assert said_in(text, VILLAGE, "YJ").building in {"2", "3"}


def test_nothing_is_registered_at_an_estate_that_nobody_knows():
    found = reader().with_places(VILLAGE).read("平安里3栋停水了", Context(group_place="YJ"))

    assert found.action is Action.ASK


@pytest.mark.parametrize(
    "text",
    [
        "我家3栋停水",
        "昨天3栋停水",
        "就是3栋停水",
        "楼下3栋停水",
        "我们小区3栋停水",
        "小区3栋停水",
        "昨晚小区3栋停水",
        "半夜里3栋停水",
        "业主群里3栋的说停水",
        "幼儿园3栋那边停水",
        "中心花园3栋那边停水",
        "整个小区3栋最惨",
        "社区花园3栋那边停水",
        "柳荫3栋停水",
        "这里3栋停水",
        "电梯里3栋的贴了广告",
        "请问小区3栋停水吗",
        "物业3栋停水了",
        "各位3栋停水了",
        "公园3栋停水",
        "出门进城3栋停水",
    ],
)
def test_ordinary_words_before_a_house_are_no_estate(text):
    assert (code(text) or "").startswith("YJ/3") or code(text) == "YJ-H"


# -- who writes and what is told of -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("我6栋的,刚走到11栋发现门口堆满纸箱", "YJ/11"),
        ("我是六栋的退休老师,西门的栏杆断了一截", "YJ-西门"),
        ("我住6栋的,垃圾房的门关不上了", "YJ-垃圾房"),
        ("本人6栋,南门的灯一闪一闪", "YJ-南门"),
        ("大家好,6栋业主,凉亭的凳子断了", "YJ-L"),
        ("我是6栋小陈 东门地砖翘起来了", "YJ-东门"),
        ("我住6栋不过8栋门口的井盖松了", "YJ/8"),
        ("我住云锦苑6栋,南门的灯一闪一闪", "YJ-南门"),
        ("我住6栋2单元501,V站的水龙头一直流", "YJ-V"),
    ],
)
def test_where_somebody_lives_is_not_where_the_trouble_is_when_that_is_named(text, where):
    assert code(text) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("我6栋的,电梯坏了", "YJ/6"),
        ("有个老人在6栋,V站的人能去看看吗", "YJ/6"),
        ("我是六栋的老师傅,楼道灯不亮", "YJ/6"),
        ("本人6栋,家里没水", "YJ/6"),
        ("大家好,6栋业主,停电了", "YJ/6"),
        ("我住6栋,东门旁边,楼道灯不亮", "YJ/6"),
        ("我在6栋,东门的保安快过来", "YJ/6"),
        ("我们6栋,垃圾房那边的水管漏到楼里了", "YJ/6"),
        ("我住6栋,V站的电话没人接,家里停电了", "YJ/6"),
        ("我住6栋,东门进来左手边,楼上着火了", "YJ/6"),
        ("6栋电梯坏了,就是东门进来第一栋", "YJ/6"),
        ("我住6栋,8栋天天装修吵死了", "YJ/6"),
    ],
)
def test_the_own_house_stays_the_place_where_no_other_is_told_of(text, where):
    assert code(text) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("9栋没停水,12栋水管爆了", "YJ/12"),
        ("9栋倒是没问题,12栋没电", "YJ/12"),
        ("9栋有水,12栋没水", "YJ/12"),
        ("9栋楼道有水,12栋也有", "YJ/9"),
        ("9栋没电,12栋正常", "YJ/9"),
        ("二单元到四单元都没水,9栋", "YJ/9"),
        ("9栋没事", "YJ/9"),
    ],
)
def test_a_house_that_is_well_is_not_the_place(text, where):
    assert code(text) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("我天天走南门,今天发现东门的锁坏了", "YJ-东门"),
        ("路过西门的时候看到,垃圾房满出来了", "YJ-垃圾房"),
        ("走东门进来的地砖翘了", "YJ-东门"),
        ("从东门到西门的路灯都不亮", "YJ-东门"),
    ],
)
def test_a_spot_on_the_way_is_not_the_place_where_another_is_named(text, where):
    assert code(text) == where


# -- spots ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["V站门口积水", "v站门口积水", "\uff36站门口积水", "在V站摔了一跤"]
)
def test_a_spot_with_a_letter_is_found_in_any_case_and_width(text):
    assert code(text) == "YJ-V"


@pytest.mark.parametrize(
    "text",
    [
        "跳广场舞的又来了",
        "广场鸽飞来飞去",
        "西门子洗衣机漏水",
        "花园洋房隔音差",
        "希望建个凉亭",
        "要是能添一座凉亭多好",
        "缺一个凉亭",
    ],
)
def test_a_word_that_holds_a_spot_or_wishes_for_it_names_none(text):
    found = said_in(normal(text), VILLAGE, "YJ")
    assert found is None or (found.spot, found.landmark) == (None, None)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("小区有个凉亭漏雨", "YJ-L"),
        ("广场的灯坏了", "YJ-Q"),
        ("希望在东门建个凉亭", "YJ-东门"),
        ("凉亭要修一修", "YJ-L"),
    ],
)
def test_a_spot_that_is_there_is_found(text, where):
    assert code(text) == where


# -- marks that hide or adorn -----------------------------------------------------------------

ZERO, BIDI, UNDER, STRIKE, KEYCAP = "\u200b", "\u202e", "\u0332", "\u0336", "\ufe0f\u20e3"


@pytest.mark.parametrize(
    "mark", [ZERO, BIDI, UNDER, STRIKE, "\u2060", "\ufeff", "\u00ad", "\u200d"]
)
def test_marks_between_signs_change_nothing(mark):
    line = "7栋2单元302厨房漏水"

    assert normal(mark.join(line)) == line
    assert mended(mark.join(line)) == line
    assert code(mark.join(line)) == "YJ/7/2/302"


def test_keycaps_are_figures():
    assert normal(f"7{KEYCAP}栋2{KEYCAP}单元") == "7栋2单元"


@pytest.mark.parametrize(
    "text", ["❤\ufe0f", "👨\u200d👩\u200d👧", "café", "行\n列", "🏳\ufe0f\u200d🌈"]
)
def test_what_makes_a_picture_or_a_letter_stays(text):
    assert normal(text) == text


def test_no_mark_makes_a_home_of_nothing():
    assert homes(mended(ZERO.join("今天天气真好"))) == []
