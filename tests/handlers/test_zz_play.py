import pytest
from domain.understanding import Context, Care
from tests.handlers.test_schedules_said import SCHEDULES
from tests.handlers.office import take_in
from datetime import datetime
from tests.handlers.scene import SHANGHAI
Q="""七号剃头还有伐
这个月理法还办不
磨刀是不是七号啊
下趟剪头发啥辰光
初七量血压伐
7号推头咯有
请问本月义务理发照常吗
理发是几号来着
社区那个免费剪头的啥时候再来
磨剪子的师傅几时来
我家菜刀钝了,磨刀的哪天来
下礼拜三量血压有没有
后天量不量血压
量血压要带什么
量血压在哪个地方
量血压改时间了吗
周三下午还量血压吗
12月7日早上几点开始剪
理髮這個月幾號
修指甲的这个月来吗
修指甲要钱吗
理发收费不
7号下雨还剪头吗
10月7号理了没
昨天理发办了吗
上个月理发哪天
明年1月7号理发吗
元旦那个月理发是哪天
下个月的理发呢
下下个月理发几号
周末有理发吗
今天有啥活动
这周有什么活动
这礼拜社区有啥子活动
明天社区有活动么
本周都有哪些便民服务
这个月还有什么活动
7号有啥活动
量血压是每个星期三吧
量血压不是周三吗
理发的地方换了没
理发到几点结束
理发下午还剪吗
血压啥时候量
测血压的还来不来
理发师这个月来不来
阿姨问一下,剪头发是七号还是八号
7号是星期几,理发照旧不
老头想剃个头,哪天去
免费理发还搞不搞了
磨刀嘛时候
理发取消了?
听说理发改期了,改到几号
七号理发冒?
这个月七号剃脑壳还搞不
理发几时有
几时剪发
下次修指甲
理发?
7号 理发
量血压的医生今天来吗
磨刀师傅来了没有
理发人多不多
理发要排队吗
可以上门理发吗
我妈九十岁了走不动,能上门剪头吗
理发在东门还是居委会
八号去理发行不行
7号上午去来得及吗
啥时候能剪头发啊急死了
""".split()
@pytest.fixture
async def village(scene,tmp_path):
    await take_in(scene, tmp_path/"book", schedules=SCHEDULES)
    return scene
async def test_play(village):
    for q in Q:
        n=len(await village.rows()); t=len(await village.tickets())
        gate=village.community.may_matter(q, Care.USUAL)
        await village.say("li", q)
        rows=(await village.rows())[n:]
        new=len(await village.tickets())-t
        mark = "ok " if any(r.moment=="schedules/answer" for r in rows) else "-- "
        print(mark, "T" if new else " ", "g" if gate else "X", q, "=>", [ (r.moment, r.text[:60].replace("\n"," ")) for r in rows if r.op=="send"])
