"""The first advice fits the danger that is told: wrong advice can do more harm than none."""

import pytest

from domain.understanding.advice import advice_for


@pytest.mark.parametrize(
    ("category", "text"),
    [
        ("fire.fire", "走廊烟太大了 我跟娃在六楼走不了"),
        ("fire.fire", "我家大门摸着发烫 不敢开"),
        ("fire.fire", "对面起火 我家走廊烟特别呛"),
        ("fire.fire", "底下在烧 我一个人不敢出去"),
        ("fire.fire", "一楼烧起来了 楼梯被火封住"),
        ("fire.fire", "黑烟从门缝里钻进来 我们逃不掉"),
        ("fire.fire", "樓梯間濃煙滾滾 我哋落唔到去"),
        ("fire.fire", "三单元着火 有个老太困在屋里"),
        ("care.rescue", "楼下起火了 我抱着宝宝在九楼 门口都是浓烟"),
        ("fire.fire", "Smoke in our corridor, we cannot get out"),
    ],
)
def test_who_is_shut_in_by_smoke_is_never_told_to_go_out(category, text):
    assert advice_for(category, text) == "fire_shut_in"


@pytest.mark.parametrize(
    ("category", "text", "advice"),
    [
        ("fire.fire", "厨房油锅着了", "fire_fire"),
        ("fire.fire", "6栋车棚里电动车冒火", "fire_fire"),
        ("fire.fire", "阳台上的被子烧着了", "fire_fire"),
        ("fire.fire", "着火了 人都跑出来了 门口全是烟", "fire_fire"),
        ("fire.fire", "着火了消防通道被车堵着", "fire_fire"),
        ("care.rescue", "爷爷发高烧 下不了床", "care_rescue"),
    ],
)
def test_a_fire_with_a_way_out_keeps_its_advice(category, text, advice):
    assert advice_for(category, text) == advice


@pytest.mark.parametrize(
    ("category", "text", "advice"),
    [
        ("green.bite", "遛弯的时候被一条黑狗咬了小腿", "green_bite"),
        ("green.bite", "野猫把我女儿手抓破了", "green_bite"),
        ("green.bite", "谁家的狗见人就咬 刚咬了两个人", "green_bite"),
        ("green.bite", "草丛里窜出长虫咬到我脚脖子", "bite_snake"),
        ("care.rescue", "老汉上山挖笋遭蛇咬咯 腿肿起来", "bite_snake"),
        ("green.bite", "A snake has bitten my son", "bite_snake"),
        ("green.bite", "孩子手上被蜜蜂蛰了一下", "bite_sting"),
        ("green.bite", "蜈蚣咬了手指头", "bite_sting"),
        ("green.bite", "黄蜂蜇了嘴唇 现在肿得说话都费劲", "bite_sting_severe"),
        ("care.rescue", "大叔让胡蜂叮了十几下 浑身起疹子", "bite_sting_severe"),
        ("care.rescue", "被蜂蜇后胸闷 透不过气", "bite_sting_severe"),
        ("green.bite", "凉亭顶上有个马蜂窝", "animal_about"),
        ("green.bite", "车库有蛇盘在那里", "animal_about"),
        ("green.bite", "河边有野猪在拱菜地", "animal_about"),
        ("green.bite", "南门有条大狼狗冲人叫 差点咬到老人", "animal_about"),
        ("green.bite", "流浪狗会咬人 孩子不敢过", "animal_about"),
        ("green.bite", "大鹅把娃儿拖倒了 腿上有血", "green_bite"),
        ("green.bite", "被蜇了嗓子发紧", "bite_sting_severe"),
    ],
)
def test_bites_and_stings_are_not_one(category, text, advice):
    assert advice_for(category, text) == advice


@pytest.mark.parametrize(
    ("category", "text", "advice"),
    [
        ("util.gasleak", "厨房煤气没关 老伴昏在地上了", "gas_victim"),
        ("util.gasleak", "一屋子燃气味 我头晕恶心", "gas_victim"),
        ("care.rescue", "奶奶屋里生着炭盆 喊不醒", "gas_victim"),
        ("care.rescue", "浴室燃气热水器 女儿洗澡晕倒了", "gas_victim"),
        ("care.mind", "舍友在房间烧炭 人已经没反应", "gas_victim"),
        ("care.mind", "我表姐把煤气拧开了 说不想活", "gas_victim"),
        ("care.mind", "我烧炭了 头好晕", "care_mind_harmed"),
        ("util.gasleak", "楼下飘出瓦斯味 敲门没人应", "gas_victim"),
        ("util.gasleak", "楼道里有股臭鸡蛋味 像漏气", "util_gasleak"),
        ("util.gasleak", "灶台管子嘶嘶响", "util_gasleak"),
        ("util.wire", "弟弟摸了插座 倒在墙边不动", "shock_victim"),
        ("care.rescue", "师傅修灯触电了 从梯子上下不来", "shock_victim"),
        ("care.rescue", "洗衣机漏电把我妈电晕了", "shock_victim"),
        ("util.wire", "断线砸到人了 口吐白沫", "shock_victim"),
        ("util.wire", "小伙子踩到电线倒了", "shock_victim"),
        ("util.wire", "路边电线垂下来了 小心触电", "util_wire"),
        ("util.wire", "电线杆倒在地上", "util_wire"),
        ("util.wire", "配电箱一直冒火花", "util_wire"),
    ],
)
def test_who_does_not_respond_beside_gas_or_current_needs_air_or_the_switch(category, text, advice):
    assert advice_for(category, text) == advice


@pytest.mark.parametrize(
    ("category", "text", "advice"),
    [
        ("care.rescue", "工棚垮了 两个人埋在里面", "care_rescue_buried"),
        ("care.rescue", "围墙倒下来 下面有人", "care_rescue_buried"),
        ("care.rescue", "三轮车翻到沟里 师傅出不来", "care_rescue_buried"),
        ("repair.facade", "雨棚砸下来把清洁工压在底下", "care_rescue_buried"),
        ("care.rescue", "司机卡在驾驶室里", "care_rescue_buried"),
        ("care.rescue", "小男孩吊在五楼空调架外面", "care_rescue_hanging"),
        ("care.rescue", "奶奶晾衣服翻出去了 扒着窗台", "care_rescue_hanging"),
        ("repair.facade", "吊篮歪了 工人悬在半空", "care_rescue_hanging"),
        ("care.rescue", "洪水进屋 爷爷锁在里间", "care_rescue_flooded"),
        ("care.rescue", "地库积水涨得快 我车门打不开", "care_rescue_flooded"),
        ("care.rescue", "有人滑进湖里了", "care_rescue_trapped"),
        ("care.rescue", "小孩手夹住了 拔不出来", "care_rescue_trapped"),
        ("care.rescue", "大衣柜倒了 压着小侄女", "care_rescue_trapped"),
        ("road.manhole", "送水的大哥掉井里了", "care_rescue_trapped"),
        ("build.wall", "院墙塌了 底下埋着个工人", "care_rescue_buried"),
        ("road.flood", "洪水淹了一楼 外婆还在屋里", "care_rescue_flooded"),
    ],
)
def test_who_must_be_got_out_needs_the_fire_brigade_first(category, text, advice):
    assert advice_for(category, text) == advice


@pytest.mark.parametrize(
    ("category", "text", "advice"),
    [
        ("care.rescue", "爷爷血压到两百 话都说不清", "care_rescue"),
        ("care.rescue", "姨妈胸口绞着疼 出冷汗", "care_rescue"),
        ("care.rescue", "大爷在凉亭倒下了 叫不醒", "care_rescue"),
        ("care.rescue", "外公两天没接电话 屋里没动静", "care_rescue"),
        ("repair.facade", "二楼瓷砖一块块往下掉", "repair_facade"),
        ("repair.facade", "窗扇挂在外墙上要掉", "repair_facade"),
        ("repair.facade", "雨棚快塌了 下面还有人躲雨", "repair_facade"),
        ("road.manhole", "井盖不见了 晚上看不到", "road_manhole"),
    ],
)
def test_who_lies_there_and_what_falls_keep_their_advice(category, text, advice):
    assert advice_for(category, text) == advice


@pytest.mark.parametrize(
    ("category", "text"),
    [
        ("care.rescue", "有个男人在停车场抢了我包就跑"),
        ("care.rescue", "快点来 屋里进了贼 我躲在厕所反锁着"),
        ("care.rescue", "刚才遇到抢劫的 我爸手被划伤"),
        ("safe.fight", "不认识的男人一直踹我家门"),
        ("safe.fight", "楼下那个醉鬼堵在门口说要砍死我们"),
        ("care.rescue", "有人提着菜刀在院里追人"),
        ("safe.missing", "有陌生人翻窗进来了"),
        ("safe.fight", "有個男人跟蹤我到單元門"),
        ("other", "A burglar is in my flat"),
        ("safe.violence", "离了婚的男人在踹我门 喊着要杀我"),
        ("safe.violence", "有两个小偷躲在储藏室 还打了我妈"),
        ("care.mind", "屋里进了贼 我怕死了"),
    ],
)
def test_a_robber_is_a_matter_for_the_police_as_whatever_it_was_read(category, text):
    assert advice_for(category, text) == "intruder"


@pytest.mark.parametrize(
    ("category", "text", "advice"),
    [
        ("safe.fight", "广场上两个人打起来了", "safe_fight"),
        ("safe.fight", "两家为车位动手了", "safe_fight"),
        ("safe.violence", "他喝多了又打我", "safe_violence"),
        ("safe.violence", "他打我 抢了我手机不许我报警", "safe_violence"),
        ("lift.trapped", "有人在电梯里 能不能撬门", "lift_trapped"),
        ("care.rescue", "有人翻墙摔断腿了", "care_rescue"),
        ("care.rescue", "砸门进去看见老人躺着", "care_rescue"),
        ("care.rescue", "拿刀切瓜划到手 血止不住", "care_rescue"),
        ("care.rescue", "医院说在抢救", "care_rescue"),
    ],
)
def test_a_fight_and_a_forced_door_are_no_robbery(category, text, advice):
    assert advice_for(category, text) == advice


@pytest.mark.parametrize(
    ("category", "text", "advice"),
    [
        ("care.mind", "活不下去了 真的太累", "care_mind"),
        ("care.mind", "我男朋友不要我了 我想死", "care_mind"),
        ("care.mind", "爸妈天天骂我 我不想活了", "care_mind"),
        ("care.mind", "我想从楼上跳下去 我妈不知道", "care_mind"),
        ("care.rescue", "谁来救救我 我不想活了", "care_mind"),
        ("care.mind", "I want to die, my husband has left", "care_mind"),
        ("care.mind", "我室友留了遗书 人不接电话", "care_mind_other"),
        ("care.mind", "楼上阿姨跟我说活够了", "care_mind_other"),
        ("care.mind", "女儿给我发消息 说不想活了", "care_mind_other"),
        ("care.mind", "我老婆拿着绳子 说要自杀", "care_mind_other"),
        ("care.mind", "My neighbour wants to kill himself", "care_mind_other"),
        ("care.rescue", "我媳妇闹着要上吊 快来人劝", "care_mind_other"),
        ("care.mind", "对门大姐要喝农药 我拦着", "care_mind_other"),
        ("care.mind", "谢谢邻居们照顾我 下辈子见", "care_mind"),
        ("care.mind", "活够了 别让娃儿看到", "care_mind"),
        ("care.mind", "有个小伙在车棚上吊了", "care_mind_hanged"),
        ("care.mind", "我姐手腕上割了好几道", "care_mind_harmed"),
        ("care.mind", "爸爸要拉我和弟弟去跳河", "care_mind_taken_along"),
        ("care.rescue", "我妈抱着妹妹说要同归于尽", "care_mind_taken_along"),
        ("safe.violence", "爸爸说全家都去死", "care_mind_taken_along"),
        ("care.mind", "她说要带着孩子一起走", "care_mind_taken_along"),
        ("safe.violence", "他把我打伤 带着孩子一起走了", "safe_violence"),
        ("care.rescue", "奶奶牙疼得要死 吃不下", "care_rescue"),
    ],
)
def test_who_fears_for_another_is_not_spoken_to_as_who_despairs(category, text, advice):
    assert advice_for(category, text) == advice


@pytest.mark.parametrize(
    ("category", "text", "advice"),
    [
        ("care.rescue", "小宝吃花生卡到气管了", "choking"),
        ("care.rescue", "爷爷吃汤圆噎得直翻白眼", "choking"),
        ("care.rescue", "娃儿吞了颗糖 脸都紫了", "choking"),
        ("care.rescue", "老人喉咙被馒头堵住", "choking"),
        ("care.rescue", "嬰兒嗆奶 臉發青 喘不過氣", "choking"),
        ("care.rescue", "My son is choking", "choking"),
        ("care.rescue", "鱼刺卡在喉咙里", "care_rescue"),
        ("care.rescue", "外婆哮喘 喘不上气", "care_rescue"),
        ("care.rescue", "宝宝误喝了管道疏通剂", "poisoned"),
        ("care.rescue", "孙女把洗衣液喝了几口", "poisoned"),
        ("care.rescue", "弟弟咽下一颗纽扣电池", "poisoned"),
        ("care.rescue", "老头子把农药当酒喝了", "poisoned"),
        ("care.rescue", "小孩吃了奶奶的一把药片", "poisoned"),
        ("care.rescue", "一家人吃野蘑菇上吐下泻", "poisoned"),
        ("care.rescue", "吃了速效救心丸还是疼", "care_rescue"),
        ("care.rescue", "大妈喝完粥就说不出话", "care_rescue"),
    ],
)
def test_who_chokes_or_swallowed_poison_needs_other_hands(category, text, advice):
    assert advice_for(category, text) == advice


@pytest.mark.parametrize(
    ("category", "text", "advice"),
    [
        ("care.rescue", "阿婆在台阶滑倒了 没受伤", "care_rescue_unhurt"),
        ("care.rescue", "孩子从滑梯上摔了 自己爬起来玩去了", "care_rescue_unhurt"),
        ("care.rescue", "骑车的大哥跌了一跤 冇事", "care_rescue_unhurt"),
        ("care.rescue", "老人摔了 说没事但是站不起来", "care_rescue"),
        ("care.rescue", "我爸上午摔了说没事 现在一直吐", "care_rescue"),
        ("green.fall", "路口大槐树快倒了", "about_to_fall"),
        ("care.rescue", "外公摔了一跤 爬不起来", "care_rescue"),
        ("care.rescue", "楼下老樟树眼看要断", "about_to_fall"),
        ("care.rescue", "围墙歪了 随时会塌", "about_to_fall"),
        ("care.rescue", "广告牌摇摇欲坠 快掉了", "about_to_fall"),
        ("care.rescue", "树枝断了砸到行人 还要倒", "care_rescue"),
    ],
)
def test_where_nobody_is_hurt_nobody_is_looked_at_for_breathing(category, text, advice):
    assert advice_for(category, text) == advice
