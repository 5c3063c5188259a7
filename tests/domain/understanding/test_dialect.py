"""What is lacking, in the words of every region; what only sounds like it stays talk."""

import pytest

from domain.understanding import Action
from domain.understanding.advice import advice_for
from domain.understanding.line import told
from domain.understanding.plain import normal
from tests.domain.understanding.village import GROUP, reader


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("4栋莫得水了", "util.water"),
        ("2栋2单元莫得水咯,啷个洗澡嘛", "util.water"),
        ("6动莫得水咯,啷个搞起的", "util.water"),
        ("5栋木有水", "util.water"),
        ("9栋屋头水都莫得了", "util.water"),
        ("2栋水都冇咗", "util.water"),
        ("3栋冇水喇", "util.water"),
        ("4栋莫得电", "util.power"),
        ("3栋冇电", "util.power"),
        ("3栋冇电喇", "util.power"),
        ("1栋没得电了", "util.power"),
        ("7栋莫得电,啷个搞起的", "util.power"),
        ("5栋电也莫得了", "util.power"),
        ("5栋莫得气,煮不成饭", "util.gas"),
        ("2栋冇气啊", "util.gas"),
        ("9栋没得天然气", "util.gas"),
        ("8栋莫得暖气", "util.heat"),
        ("8栋冇暖气,冻死人", "util.heat"),
        ("4栋莫得热水", "util.heat"),
        ("3栋楼道莫得灯", "repair.corridorlight"),
        ("4栋水官爆了", "repair.leak"),
        ("4栋的水馆在漏", "repair.leak"),
        ("3栋水关漏了", "repair.leak"),
        ("3栋下水官堵了", "repair.sewer"),
    ],
)
def test_what_is_lacking_is_heard_in_any_dialect(text, category):
    assert reader().gate(text)
    found = reader().read(text, GROUP)

    assert (found.category, found.action) == (category, Action.REGISTER)


@pytest.mark.parametrize(
    "text",
    [
        "我莫得钱", "冇问题", "莫得事", "莫得电话号码", "屋头莫得水果了", "冇电影睇", "手机莫得电了",
        "莫得网红店", "有没得水电工", "冇水平", "水官方那边说不停", "电脑冇电", "你们那边有没得水",
        "水关了没", "出门把水关了", "把水关好", "莫得气球卖", "冇气质", "莫得意思",
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_stays_talk(text):
    assert reader().read(text, GROUP).action is Action.IGNORE


@pytest.mark.parametrize(
    "text",
    [
        "3栋楼梯半个月没拖过,黑得发亮", "4栋过道地板黑得反光,一个月没扫", "5栋楼梯好久没人拖了,黑黢黢的",
        "2栋楼道脏得发黑,没人扫", "6栋楼梯扶手黑乎乎的全是灰,没人打扫", "1栋楼道脏得没法下脚",
    ],
)  # fmt: skip
def test_what_is_black_with_dirt_is_not_dark(text):
    assert reader().read(text, GROUP).category == "env.stair"


@pytest.mark.parametrize("text", ["3栋楼道黑漆漆的", "5栋楼道灯坏了半个月,黑得发慌"])
def test_what_is_dark_is_the_light(text):
    assert reader().read(text, GROUP).category == "repair.corridorlight"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3座部𨋢壞咗,唔郁", "3座部电梯坏了,不动"),
        ("邊個知道幾時有水呀唔該", "谁知道什么时候有水呀麻烦"),
        ("呢度盞燈唔着", "这里盏灯不亮"),
        ("我哋隔篱成晚打交", "我们隔壁整晚打架"),
        ("有冇人揾到我隻貓", "有没有人找到我只猫"),
        ("唔該晒各位", "谢谢各位"),
        ("成晚瞓唔着", "整晚睡不着"),
    ],
)
def test_the_models_hear_cantonese_in_the_words_of_all_the_country(text, said):
    assert told(normal(text)) == said


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("停水几点解决", "几点解决"),
        ("有点解释不通", "有点解释"),
        ("孩子发烧,而家里没有药", "而家里"),
        ("这边个别业主乱停车", "这边个别"),
        ("旁边个体户占道冇人管", "旁边个体户"),
        ("共享单车乱停,冇人管", "共享单车"),
        ("食堂冇开门", "食堂"),
        ("打交警电话冇人接", "打交警"),
        ("大家唔好烧嘢,小心火烛", "小心火烛"),
        ("响喇叭冇人管", "喇叭"),
        ("劳动仲裁冇用", "仲裁"),
        ("电话冧巴系乜", "冧巴"),
    ],
)
def test_words_of_all_the_country_stay_as_they_are(text, kept):
    assert normal(text) == text
    assert kept in told(text)


def test_a_name_beside_a_picture_stays_as_it_is_written():
    assert normal("周乾也没来😀") == "周乾也没来😀"


@pytest.mark.parametrize(
    "text",
    [
        "楼道灯坏了https://example.com/a?b=1 三天了", "楼道灯<b>坏了</b> 三天了",
        "楼道灯(lóu dào dēng)坏了 三天了", "楼道灯坏了 <img src=x onerror=alert(1)>三天了",
    ],
)  # fmt: skip
def test_links_markup_and_spelling_say_nothing(text):
    assert told(text) == "楼道灯坏了 三天了"


def test_what_is_added_in_brackets_is_said():
    assert told("楼道灯坏了(三楼那个) (again)") == "楼道灯坏了(三楼那个) (again)"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("煤气漏,老豆冇反应", "gas_victim"),
        ("漏电,佢冇反应", "shock_victim"),
        ("着火,走唔甩", "fire_shut_in"),
    ],
)
def test_rules_read_cantonese_as_it_was_written(text, advice):
    row = {"gas": "util.gasleak", "sho": "util.wire", "fir": "fire.fire"}[advice[:3]]

    assert advice_for(row, text) == advice


def test_the_lift_in_cantonese_is_the_lift():
    found = reader().read("3座部𨋢壞咗,行樓梯行到癲", GROUP)

    assert (found.category, found.action) == ("lift.stop", Action.REGISTER)
