"""Whether a worker reports that it is done: words in a hurry, halves, hopes and other people's news."""

import pytest

from domain.understanding.answers import worker_says
from domain.understanding.done import says_done, says_unfinished


@pytest.mark.parametrize(
    "words",
    ["弄好了哈", "已处理完毕", "修复了", "灯泡换好,亮了", "师傅刚修完走了", "弄完咯", "ok了", "没问题了",
     "已联系物业,物业已维修完成", "解决了解决了", "修好了,照片明天补", "修好了 照片等下发", "给换了个新的",
     "换好灯泡了", "盖上了新井盖", "下午修好了", "垃圾清走了", "树枝锯掉了", "小广告撕了", "单车挪走了",
     "水阀拧紧,不漏了", "妥了妥了", "没再漏水了,接头换了", "換好燈泡了", "门锁换了把新的", "把门口杂物清了",
     "大门修好能用了", "居民自己修好了", "电梯恢复运行了", "已经跟楼上说了,现在不吵了", "贴好了封条"],
)  # fmt: skip
def test_it_is_done(words):
    assert says_done(words)
    assert worker_says(words) == "finish"


@pytest.mark.parametrize(
    "words",
    ["快好了", "马上就好了", "一会儿就修好", "下午就能修好", "明天就修好了", "好像好了", "应该好了吧",
     "听说修好了", "修了一半", "换了两个还差一个", "灯好了但是开关还是坏的", "换了灯泡还是不亮",
     "先用围挡围上了", "临时处理了一下", "人不在家没修成", "修了没用", "修好了没"],
)  # fmt: skip
def test_it_only_sounds_done(words):
    assert not says_done(words)
    assert says_unfinished(words)


@pytest.mark.parametrize(
    "words",
    ["去看了", "问过了", "打了电话", "已派人", "转物业了", "让老李去弄了", "报了供电局", "通知物业了",
     "约好了", "联系好师傅了", "到了", "居民说不用了", "接了个电话", "老太太说不用修了", "居民不让修了"],
)  # fmt: skip
def test_something_was_done_and_not_the_work(words):
    assert not says_done(words)


@pytest.mark.parametrize(
    "words",
    ["有人把消防门锁了", "楼上拆了承重墙", "不知道谁把井盖挪走了", "门口的灯被人砸了", "有人把通道封了",
     "有人私自装了地锁", "又有人乱贴了小广告", "单车被人搬走了", "树倒了", "水管爆了"],
)  # fmt: skip
def test_what_others_did_is_a_matter_and_no_result(words):
    assert not says_done(words)
