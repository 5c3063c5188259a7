"""Copied chat as phones and desktops really write it: who says what, and when."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.pasted import MOST_LINES, TooMuchPasted, lines_of

TODAY = date(2026, 11, 26)  # a Thursday


def read(text):
    return lines_of(text, TODAY).lines


def said(text):
    return [(line.sender, line.text) for line in read(text)]


TWO = [("张三", "3栋2单元灯不亮"), ("王姐", "我家也是")]
DAY = "2026/11/25"
COPIES = {
    "the desktop, with seconds": f"张三 {DAY} 19:03:11\n{TWO[0][1]}\n\n王姐 {DAY} 19:04:02\n我家也是",
    "the desktop, by half days": f"张三 {DAY} 7:03 PM\n{TWO[0][1]}\n\n王姐 {DAY} 7:04 PM\n我家也是\n",
    "windows ends of lines": f"张三 {DAY} 19:03\r\n{TWO[0][1]}\r\n\r\n王姐 {DAY} 19:04\r\n我家也是\r\n",
    "yesterday and weekdays": "张三 星期三 下午7:03\n3栋2单元灯不亮\n王姐 昨天 19:04\n我家也是",
    "hours alone": "张三  19:03\n\n3栋2单元灯不亮\n\n\n王姐  19:04\n\n我家也是",
    "month and day": "张三 11月25日 晚上7:03\n3栋2单元灯不亮\n王姐 11/25 19:04:10\n我家也是",
    "years in Chinese": "张三 2026年11月25日 19:03\n3栋2单元灯不亮\n王姐 2026年11月25日 19:04\n我家也是",
    "the phone, several chosen": "张三:\n3栋2单元灯不亮\n王姐:\n我家也是",
    "full-width colons": "张三：\n3栋2单元灯不亮\n王姐：\n我家也是",
    "in one row": "张三: 3栋2单元灯不亮\n王姐:我家也是",
    "WeCom, the time first": "2026-11-25 19:03:11 张三\n3栋2单元灯不亮\n2026-11-25 19:04:02 王姐\n我家也是",
    "all in one row": "[2026-11-25 19:03] 张三: 3栋2单元灯不亮\n[2026-11-25 19:04] 王姐: 我家也是",
    "time in brackets": "张三(2026-11-25 19:03:11)\n3栋2单元灯不亮\n王姐(2026-11-25 19:04:11)\n我家也是",
    "name and time in two rows": "张三\n19:03\n3栋2单元灯不亮\n王姐\n19:04\n我家也是",
    "pollution": "\ufeff张三\u200b 19:03\x00\n3栋2单元\u200e灯不亮\n王姐  19:04\n\u2066我家也是",
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_whoever_spoke_and_what_they_said_is_found(copy):
    assert said(copy) == TWO


@pytest.mark.parametrize(
    "name",
    ["the desktop, with seconds", "the desktop, by half days", "yesterday and weekdays",
     "month and day", "years in Chinese", "WeCom, the time first", "all in one row"],
)  # fmt: skip
def test_the_same_minute_reads_the_same_however_it_is_written(name):
    first, second = read(COPIES[name])

    assert str(first.when) == "2026-11-25T19:03"
    assert str(second.when) == "2026-11-25T19:04"


def test_where_no_time_stands_none_is_made_up():
    assert [str(line.when) for line in read(COPIES["in one row"])] == ["", ""]


MAIL = """Dear:

“金桂园居民群”的聊天记录如下:

—————  2026-11-24  —————


张三  19:03

楼道灯坏了


—————  2026-11-25  —————


王姐  08:05

还没人来
"""


def test_a_forwarded_record_tells_the_day_in_a_row_of_its_own():
    first, second = read(MAIL)

    assert (first.sender, first.text, first.when.day) == ("张三", "楼道灯坏了", date(2026, 11, 24))
    assert (second.text, second.when.day, second.when.clock) == (
        "还没人来", date(2026, 11, 25), time(8, 5),
    )  # fmt: skip


def test_a_row_of_words_that_looks_like_a_name_with_a_time_is_no_name():
    text = "张三 2026/11/25 19:03:11\n周六打扫楼道\n集合时间 19:30\n地点:东门\n"

    assert said(text) == [("张三", "周六打扫楼道\n集合时间 19:30\n地点:东门")]


@pytest.mark.parametrize(
    "row", ["地点:东门", "时间:明天下午", "http://a.example/b:c", "请注意:明天停水", "19:30 开会"]
)
def test_a_colon_in_what_was_said_makes_nobody_speak(row):
    assert said(f"张三:\n{row}\n王姐:\n好的") == [("张三", row), ("王姐", "好的")]


@pytest.mark.parametrize(
    "name", ["🌸🌸", "楼道灯坏了", "3-2-501王姐", "A 李 师傅", "平安是福😊", "19栋"]
)
def test_a_nickname_may_be_anything(name):
    assert said(f"{name} 2026/11/25 19:03:11\n灯不亮") == [(name, "灯不亮")]


SYSTEM = [
    "“李四”撤回了一条消息", "李四拍了拍王五", '"李四"邀请"王五"加入了群聊', "李四领取了你的红包",
    "以下为新消息", "李四修改群名为“金桂园3栋”", "—————————",
    '"王五"通过扫描"李四"分享的二维码加入群聊',
]  # fmt: skip


@pytest.mark.parametrize("row", SYSTEM)
def test_what_wechat_itself_writes_was_said_by_nobody(row):
    text = f"张三 2026/11/25 19:03:11\n灯不亮\n{row}\n王姐 2026/11/25 19:04:11\n好的"

    assert said(text) == [("张三", "灯不亮"), ("王姐", "好的")]


@pytest.mark.parametrize(
    "sign", ["[图片]", '[语音] 12"', "[视频]", "[动画表情]", "[文件] 通知.docx", "[捂脸][强]"]
)
def test_what_holds_no_words_is_only_counted(sign):
    found = lines_of(f"张三 2026/11/25 19:03:11\n{sign}\n\n王姐 2026/11/25 19:04:11\n好的", TODAY)

    assert [line.sender for line in found.lines] == ["王姐"]
    assert found.others == 1


def test_pictures_beside_words_are_counted_and_a_house_in_brackets_stays():
    (line,) = read("张三 2026/11/25 19:03:11\n[图片][图片][3栋]楼道灯坏了[流泪]")

    assert (line.text, line.photos) == ("[3栋]楼道灯坏了", 2)


QUOTES = [
    "「张三:楼道灯坏了」\n- - - - - - - - - - - - - - -\n我家也黑",
    "「张三：楼道灯坏了」\n—————————\n我家也黑",
    "我家也黑\n引用 张三 的消息 : 楼道灯坏了",
]


@pytest.mark.parametrize("text", QUOTES)
def test_a_quotation_is_told_from_the_answer(text):
    (line,) = read(f"王姐 2026/11/25 19:04:11\n{text}")

    assert (line.text, line.quote.sender, line.quote.text) == ("我家也黑", "张三", "楼道灯坏了")


def test_who_is_called_in_a_line_is_not_in_its_words():
    (line,) = read("王姐 2026/11/25 19:04:11\n@张三\u2005 @所有人 灯又坏了")

    assert line.text == "灯又坏了"


@pytest.mark.parametrize("header", ["", "王姐 2026/11/25 19:04:11\n"])
def test_a_sign_up_list_keeps_what_it_is_about_and_how_many_not_who(header):
    (line,) = read(f"{header}#接龙\n3栋漏水的登记一下\n1. 301王姐\n2、402李哥\n3. 502")

    assert (line.text, line.entries) == ("3栋漏水的登记一下", 3)


def test_where_nobody_is_named_each_row_is_a_message():
    assert said("3栋2单元\n灯坏了\n\n好几天了") == [
        ("", "3栋2单元"),
        ("", "灯坏了"),
        ("", "好几天了"),
    ]


def test_what_was_copied_twice_over_is_read_once():
    once = COPIES["the desktop, with seconds"]

    assert said(f"{once}\n{once}") == TWO


def test_two_who_say_the_same_stay_two():
    assert len(said("张三 2026/11/25 19:03\n停水了\n王姐 2026/11/25 19:03\n停水了")) == 2


def test_more_than_somebody_could_look_through_is_refused():
    assert len(read("张三: 好\n" * (MOST_LINES - 1))) == MOST_LINES - 1
    for much in ("好\n" * MOST_LINES, "好" * 600_001):
        with pytest.raises(TooMuchPasted):
            lines_of(much, TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2月30日 19:03", None), ("12月1日 19:03", date(2025, 12, 1)), ("前天 19:03", date(2026, 11, 24)),
     ("星期五 19:03", date(2026, 11, 20)), ("周四 19:03", TODAY), ("19:03", TODAY)],
)  # fmt: skip
def test_a_day_without_its_year_is_the_last_such_day(text, day):
    (line,) = read(f"张三 {text}\n灯不亮")

    assert line.when.day == day


@given(st.lists(st.sampled_from([
    "张三 2026/11/25 19:03:11", "王姐:", "昨天 25:77", "—— 2026-13-45 ——", "「张三:", "」", "#接龙", "1. x",
    "[图片]", "灯坏了", "", ":", "引用 :", "@", "11/25", "0000-00-00 00:00 x",
]), max_size=30))  # fmt: skip
@settings(max_examples=150)
def test_nothing_that_is_pasted_breaks_it(rows):
    for line in read("\n".join(rows)):
        assert line.text


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_nor_does_any_text(text):
    read(text)
