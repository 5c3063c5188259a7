"""What residents wrote, as a table without people in it shows it."""

import pytest

from domain.nameless import nameless


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("301漏水 13912345678 张三", "张三"),
        ("我是3栋2单元301的李桂芳,楼道灯坏了", "李桂芳"),
        ("4栋的王建国在楼道堆东西,消防通道堵了", "王建国"),
        ("联系人:欧阳春霞 0731-88881234 5栋门禁坏了", "欧阳"),
        ("联系人:欧阳春霞 0731-88881234 5栋门禁坏了", "春霞"),
        ("业主周敏反映路灯坏了", "周敏"),
        ("业主周敏,路灯坏了", "周敏"),
        ("邻居 赵四 总在楼道抽烟", "赵四"),
        ("路灯坏了。常玉兰", "常玉兰"),
        ("李桂芳说楼道灯坏了", "李桂芳"),
        ("楼道灯坏了,@陈小妹 知道", "陈小妹"),
        ("门口总停着湘A12345,挡住消防通道", "A12345"),
        ("门口总停着粤B·D12345,挡住消防通道", "D12345"),
        ("加我微信lgf_1968说", "lgf"),
        ("写到li.jg@qq.com", "li.jg"),
        ("写到li.jg@qq.com", "qq.com"),
        ("住302的张奶奶看过", "张奶奶"),
        ("电话13812345678", "2345"),
    ],
)
def test_nobody_is_found_in_it(said, secret):
    assert secret not in nameless(said)


@pytest.mark.parametrize(
    "said",
    ["楼道灯坏了三天了", "积水严重,方便的话快来", "门口的石头松了", "马桶堵了,周围都是水",
     "3栋的管道在漏水", "微信群里都在说停水", "高空抛物,很危险", "楼上的白色管子,在滴水",
     "路灯坏了,周一就报过", "2026-11-20报过,没人来", "水管裂了 谢谢"],
)  # fmt: skip
def test_what_names_nobody_stays_as_it_was_written(said):
    assert nameless(said) == said


def test_what_stands_before_a_name_stays():
    assert nameless("联系人:欧阳春霞,业主 周敏知道") == "联系人:*,业主 *知道"


def test_a_name_that_is_known_around_it_is_hidden_wherever_it_stands():
    assert nameless("请让秦爱国师傅来看看", ["秦爱国"]) == "请让*师傅来看看"
