"""Which first advice an emergency needs: one row of the catalogue may hold dangers that differ."""

from dataclasses import dataclass

from domain.understanding.plain import made, normal, simplified
from domain.understanding.whose import KIN, of_another

_JUMPS = (
    r"跳[楼河江湖井]|[要想准备]跳|往下跳|跳下[去来]"
    r"|(?:楼顶|天台|屋顶|窗台|栏杆|护栏|阳台).{0,6}(?:[要想]|边|外|坐|站|骑)"
    r"|[坐站骑]在?.{0,4}(?:楼顶|天台|窗台|栏杆|护栏)"
)
_HARMED = (
    r"(?<![要想备])喝(?:了|下)?.{0,6}(?:药|敌敌畏|百草枯|除草剂|洁厕|消毒|汽油)"
    r"|(?<![要想备])[吃吞服灌咽].{0,8}(?:药|安定|片)|药.{0,6}(?<![要想备])[吃吞喝]"
    r"|(?<![要想备])割(?:了|自己)?.{0,2}(?:腕|脉|手)|划(?:了|自己)?.{0,2}(?:腕|手)"
    r"|(?<![要想备])上吊|(?<![要想备])烧炭|腕.{0,2}割"
)
_HANGED = r"(?<![要想备])(?<![要想备]着)上吊(?!灯)|吊死|吊在.{0,4}[梁门架]"
_GASSED = r"(?<![要想备])烧炭|炭味|[煤燃]气.{0,4}[开拧]|(?<![要想备])[开拧].{0,3}[煤燃]气"
_DIES = (
    r"不想活|唔想(?:活|生)|想死|要死|去死|寻死|求死|自杀|轻生|寻短|想不开|活够|活不下去|了断|解脱|告别|遗书"
    r"|自残|伤害自己|[要想备].{0,2}(?:喝|吃|吞).{0,4}药|[要想备].{0,2}(?:上吊|割|烧炭|跳)|一起走"
    r"|suicid|kill|want\w* to die|jump|end (?:his|her|my) life"
)
_WANTS_TO_DIE = (
    r"不想活|唔想(?:活|生)|(?<!不)想死(?!我|你)|寻死|寻短|轻生|[要想备闹].{0,2}自杀"
    r"|[要想备闹].{0,2}(?:喝|吞).{0,2}药|[要想备闹].{0,2}(?:上吊|割腕|烧炭|跳楼)"
    r"|suicid|kill (?:him|her|my)self|want\w* to die"
)
"""Said of a matter of the body, where `疼得要死` is no wish."""
_CHILD = r"(?:我|俺|咱|孩子|小孩|娃|伢|崽|宝宝|弟|妹|全家|一家|女儿|儿子|闺女|孙|细路)"
_DEATH = r"(?:去死|死|跳楼|跳河|上路|烧炭|喝药|自杀|离开这个世界|同归于尽|揽炒)"
_ALONG = (
    rf"[带拉拖抱牵领拽][着上]?{_CHILD}[^,。]{{0,6}}{_DEATH}"
    rf"|[跟同陪][她他佢妈爸].{{0,4}}{_DEATH}|全家.{{0,4}}(?:死|陪葬|上路)"
)
_ALONG_OR_GONE = (
    rf"{_ALONG}|同归于尽|揽炒|陪葬|[带拉拖][着上]?{_CHILD}[^,。]{{0,4}}(?:一起|一块|一同|一道)走"
    r"|[跟同陪][她他佢妈爸].{0,4}(?:一起|一块|一同|一道)?走"
)
"""In a matter of the mind to go together means to die together."""

_FELLED = (
    r"叫不[醒应]|[叫喊].{0,4}[没不冇唔]应|喊不[醒应]|[没冇]得?(?:反应|知觉|意识|呼吸|气|心跳)|不省人事"
    r"|昏|晕|不喘|不动|动不了|唔郁|抽搐|抽抽|白沫|翻白眼|瘫|(?<![杆树线])倒(?:在|地(?!线))"
    r"|敲.{0,6}(?:不开|不应|没人?应|没动静)"
    r"|unconscious|not? (?:responding|breathing)|passed out|collapsed"
)
_ILL = rf"{_FELLED}|头[痛疼]|恶心|想吐|吐了|胸闷|没力气|发软|腿软"
_SHOCKED = (
    rf"{_FELLED}|[碰摸踩][到着了].{{0,8}}倒|(?<![怕心点会易防止免能])触[了]?电|电[倒晕死击]|吸住|粘住|甩不[开脱]|松不开手"
    r"|(?:打|砸|电)[到中着](?:了)?.{0,3}人|被.{0,3}打[了倒到]|electrocuted"
)
_CURRENT = r"漏电|触电|电线|电[倒晕死击]|被.{0,4}电(?![梯动话瓶视])|带电|高压线|插[座头板]|配电|电箱|electr"
_GAS = (
    r"煤气|燃气|天然气|瓦斯|液化气|一氧化碳|烧炭|炭[火盆炉]|木炭|煤[炉球]|蜂窝煤|沼气"
    r"|\bgas\b|charcoal|carbon monoxide"
)
_FIRE = r"[浓黑冒是的大]烟|烟[雾味大]|着火|起火|失火|大火|火烧|烧起来|smoke|\bfire\b"
_WAY = r"(?:楼道|楼梯|走廊|过道|走道|门外|门口|外头|外面)"
_SHUT_IN = (
    r"(?<!车)(?:出不[去来得了到]|下不[去来得了])|[出落走]唔[到去甩得]|逃不|跑不[出掉了脱]|走不[出了脱]"
    r"|冲不[出过]|困|(?:楼梯|楼道|走廊|过道|出口|(?<!消防)通道|门|后路).{0,4}[堵封拦挡]"
    r"|门.{0,5}(?:烫|发热|好热)|把手.{0,3}[烫热]|烟.{0,3}门缝.{0,3}[进钻灌涌]|门缝.{0,3}[进钻灌涌]"
    rf"|{_WAY}.{{0,8}}(?:全|都|满|浓|黑|大|呛).{{0,4}}[烟火]|{_WAY}.{{0,3}}烟.{{0,3}}[浓大呛]|不敢[开出下]"
    rf"|烟.{{0,4}}[封灌涌窜钻冲漫].{{0,4}}(?:{_WAY}|进来|进屋|上来)"
    r"|(?:can'?t|cannot|unable to) (?:get|go) (?:out|down)|trapped|smoke .{0,20}(?:stair|corridor|hall)"
)
_ALL_OUT = r"(?:人都|大家都|全都|都已经)(?:跑|撤|逃)?(?:出来|下来|下楼)"

_ROBBERS = (
    r"打劫|抢劫|劫匪|抢匪|入室|[进遭有][了来]?个?(?:贼|小偷)|(?:贼|小偷).{0,8}[在进躲爬翻撬]"
    r"|robber|burglar|break(?:ing)? in|intruder|mugger"
)
_INTRUDER = (
    rf"{_ROBBERS}|被抢|抢[了走]?[我他她俺].{{0,4}}(?:包|手机|钱|链|镯)"
    r"|(?:包|手机|钱|链子?|镯子?)[被给让].{0,6}抢|robbed|mugged"
    r"|(?:有人|陌生|蒙面|男的|不认识).{0,10}(?:撬|翻窗|翻墙进|[翻爬]进.{0,4}[家屋房院来阳窗]|爬窗)"
)
_AT_THE_DOOR = r"[踢踹砸撞捶擂劈堵拍].{0,4}(?<!脑)门|门[口外前]|上门"
_THREATENS = (
    r"[要想说喊].{0,6}(?:杀|斩|砍|[弄搞整打烧]死|剁|放火)|[拿持提举][着了把]?.{0,5}[刀斧枪]"
)
_FORCES = r"[踢踹砸撞捶擂劈].{0,4}(?<!脑)门|尾随|跟踪|一直跟|同归于尽"
_ARMED = r"[拿持提举挥抄][着了把起]?.{0,5}[刀斧棍枪].{0,10}(?:人|追|砍|威胁|吓|堵|逼|冲)"

_IN_WATER = r"[掉落跌栽滑].{0,3}[河湖塘池井]|落水|溺水|冲走"
_FLOODED = r"水.{0,8}[漫淹涨灌涌]|进水|涨水|洪水|积水|淹[了到]"
_HELD = r"困|出不|走不|上不|开不|打不开|一楼|地下|车[里内库]|屋[里头]|家里|房里|锁|还在"
_HANGING = (
    r"(?:(?<!上)吊|[挂悬卡扒趴])[在到着].{0,8}"
    r"(?:防盗|护栏|栏杆|窗|阳台|空调|墙|外[头面]|半空|晾衣|雨棚|架|树)"
    r"|(?:窗|阳台|栏杆|护栏|防盗网).{0,4}[外上].{0,4}[挂吊悬]|悬[在着]?半?空|吊篮.{0,10}人"
)
_BURIED = (
    r"(?<!血)压[在住到着]|[被把].{0,8}压|埋[在住了进]"
    r"|(?:[塌垮陷]|[墙树架杆房棚塔].{0,3}倒).{0,10}(?:里[头面边]|下[面边]|底下|还有|有人|工人)"
    r"|卡在.{0,6}(?:车[里内头]|驾驶|方向盘)"
)
_PLUNGED = r"车.{0,6}[掉栽翻冲陷].{0,3}(?:[进下]去|[进到下入].{0,6}[坑沟洞桥])|翻车|汽车.{0,2}翻"
_FURNITURE = r"柜|冰箱|桌|床|推车|购物车|电[动瓶]?车|自行车|单车"
"""What two neighbours lift off somebody; nothing else comes down."""
_NOT_YET = r"(?:要|快|会|怕|差点).{0,2}[塌垮倒埋陷]"
_WORKER = r"(?:人|师傅).{0,8}[挂悬吊卡]|吊篮"
_TRAPPED = r"困|锁在|关在|反锁|卡在|夹住|淹|(?<!血)压[在住到着]|被压|埋在"
_SOMEBODY = rf"人|工|司机|师傅|[我俺咱他她佢]|{KIN}"

_CHOKES = (
    r"噎|哽[住到]|卡.{0,4}(?:喉|嗓|气管)|(?:喉咙?|嗓子|气管|嗓眼).{0,6}[卡堵塞]"
    r"|(?:[吞吃呛]|咽(?!不)).{0,12}(?:脸.{0,3}[紫青乌]|喘不|出不[来了]气|憋)|chok(?:ing|ed)"
)
_POISON = (
    r"农药|百草枯|敌敌畏|除草剂|耗子药|鼠药|毒药|杀虫|蟑螂药|消毒[液水粉]|84[消液水]|洁厕|洗厕|漂白|疏通剂|通渠"
    r"|[硫盐]酸|[火烧]碱|清洁剂|洗衣[液粉珠]|洗洁精|[汽柴煤]油|稀料|油漆|安眠药|安定|[把瓶]药|药片"
    r"|毒?蘑菇|干燥剂|电池|水银|pesticide|bleach|rat poison|pills"
)
_SWALLOWS = r"[喝吃吞服咽灌]|drank|drunk|swallowed|took"
_POISONED = (
    rf"(?:{_SWALLOWS}).{{0,8}}(?:{_POISON})|(?:{_POISON}).{{0,8}}(?:{_SWALLOWS})|误[食服吃喝]"
    r"|(?:药|[菌菇]).{0,4}中毒"
)
_FALL = r"摔|滑倒|跌|绊|滑了"
_UNHURT = (
    r"[没冇](?:事|伤|受伤|大碍|啥事|什么事)|(?:爬|站|坐)(?:了)?起来|还能走|能自己走|人好好"
    r"|not hurt|fine"
)
_HURT = (
    rf"血|断了|骨折|疼|痛|起不来|爬不|站不|吐|胡话|认不|醒|喘|睡|打不通|突然|结果|后来|但|可是|却|这次|鼓"
    rf"|{_FELLED}"
)
"""Who said that nothing was the matter, and vomits today, has hurt the head."""
_ABOUT_TO_FALL = (
    r"(?:[树枝杆牌墙架棚]|塔吊).{0,8}(?:[要快]|马上|眼看|摇摇|随时).{0,4}(?:[倒掉塌断垮砸]|欲坠)"
)
_FALLEN_ON = rf"压[在住到着]|砸[到中了]|埋|伤|上面|下不来|里[头面]|{_HURT}"

_NO_BITE = (
    r"(?:[没未要想会怕别防]|差一?点|险些|见人就|逮人就|到处|随时)(?:[有再])?[被给让]?[它狗猫蛇蜂]?"
    r"(?:咬|蜇|蛰|叮|扑|抓)[人到着]?"
)
_HARMS = r"血|肉|伤|洞|撕|掏|缠|叼|啃|钻|围攻|扑|窜上|哭|肿|拖|打滚"
"""How an animal harms without a bite that is named."""
_BITES = r"咬|蜇|蛰|螫|叮|[抓挠啄叨]|扑倒|bit(?:ten)?\b|stung|scratched"
_SNAKE = r"蛇(?!皮)|长虫|snake"
_STINGER = r"蜇|蛰|螫|蜂(?!窝煤)|蝎|蜈蚣|毒虫|洋辣|wasp|\bbees?\b|hornet"
_SWOLLEN = (
    r"[脸嘴眼喉脖舌唇].{0,5}肿|肿.{0,5}[脸嘴眼喉脖舌]|喘|憋|呼吸|透不过|胸闷|头晕|晕|昏|[全浑]身|疹|吐"
    r"|几十|十几|好多[下处口]|一群|叫不|[喉舌嗓]|[嘴脸].{0,2}[紫青乌]|站不|抖|麻|[躺趴倒][下在地了]|说不|恶心|breath|swollen|swelling"
)


@dataclass(frozen=True, slots=True)
class _Danger:
    """A danger that the words tell of: where all of `told` is said and nothing of `unless`."""

    advice: str
    rows: tuple[str, ...]
    """The rows as which it may have been read; none: any but those of `_APART`."""
    told: tuple[str, ...]
    unless: str = ""

    def fits(self, category: str, said: str) -> bool:
        """Whether a line that was read as this row tells of it."""
        fits = category in self.rows if self.rows else category not in _APART
        return (
            fits
            and all(made(words).search(said) for words in self.told)
            and not (self.unless and made(self.unless).search(said))
        )


_MIND = ("care.mind",)
_VIOLENCE = ("safe.violence",)
_APART = (*_MIND, *_VIOLENCE, "lift.trapped")
# At home somebody's phone is snatched by no robber, and a lift's door is pried open to help.
_BODY = ("care.rescue",)
_PLACES = (
    "care.rescue", "road.flood", "road.manhole", "road.damage", "green.fall", "build.wall", "repair.rail",
    "repair.roof", "repair.leak",
)  # fmt: skip
_FACADE = ("repair.facade",)
_ANIMALS = ("green.bite", "care.rescue")
_DANGERS = (
    _Danger("intruder", (), (_INTRUDER,)),
    _Danger("intruder", (), (_AT_THE_DOOR, _THREATENS)),
    _Danger("intruder", ("safe.fight",), (_FORCES,)),
    _Danger("intruder", (*_MIND, *_VIOLENCE), (_ROBBERS,)),
    _Danger("intruder", _VIOLENCE, (_AT_THE_DOOR, _THREATENS)),
    _Danger("intruder", _BODY, (_ARMED,)),
    _Danger("shock_victim", ("util.wire",), (_SHOCKED,)),
    _Danger("gas_victim", ("util.gasleak",), (_ILL,)),
    _Danger("gas_victim", _BODY, (_GAS, _ILL)),
    _Danger("shock_victim", _BODY, (_CURRENT, _SHOCKED)),
    _Danger("fire_shut_in", ("fire.fire",), (_SHUT_IN,), _ALL_OUT),
    _Danger("fire_shut_in", _BODY, (_FIRE, _SHUT_IN), _ALL_OUT),
    _Danger("bite_sting_severe", _ANIMALS, (_STINGER, _BITES, _SWOLLEN)),
    _Danger("bite_sting", _ANIMALS, (_STINGER, _BITES)),
    _Danger("bite_snake", _ANIMALS, (_SNAKE, _BITES)),
    _Danger("choking", _BODY, (_CHOKES,), "鱼刺(?!.*[气紫青喘])"),
    _Danger("poisoned", _BODY, (_POISONED,)),
    _Danger("care_rescue_trapped", _PLACES, (_IN_WATER,)),
    _Danger("care_rescue_flooded", _PLACES, (_FLOODED, _HELD, _SOMEBODY)),
    _Danger("care_rescue_hanging", _PLACES, (_HANGING, _SOMEBODY)),
    _Danger("care_rescue_hanging", _FACADE, (_HANGING, _WORKER)),
    _Danger("care_rescue_buried", _PLACES, (_BURIED, _SOMEBODY), _FURNITURE),
    _Danger("care_rescue_buried", _FACADE, (_BURIED, _SOMEBODY), _NOT_YET),
    _Danger("care_rescue_buried", _PLACES, (_PLUNGED,)),
    _Danger("care_rescue_trapped", _PLACES, (_TRAPPED, _SOMEBODY), "鱼刺"),
    _Danger("about_to_fall", _PLACES, (_ABOUT_TO_FALL,), _FALLEN_ON),
    _Danger("care_rescue_unhurt", _BODY, (_FALL, _UNHURT), _HURT),
)
"""In the order of what must be done first: of a robber and of current before the wound is seen to."""


def advice_for(category: str, words: str) -> str:
    """The name of the advice: that of the row, or of the danger that the words tell of.

    Who stands on a roof is not to be looked at for breathing, who has taken pills needs an ambulance
    and no talk, and who is shut in by smoke must not be told to come out.
    """
    said = simplified(normal(words))
    row = category.replace(".", "_")
    along = made(_ALONG_OR_GONE if category == "care.mind" else _ALONG).search(said)
    if along and of_another(said, along.start()):
        return "care_mind_taken_along"
    if category == "green.bite":
        return _of_an_animal(made(_NO_BITE).sub(" ", said), row)
    if told := _told(category, said):
        return told
    if category == "care.mind":
        return _of_the_mind(said)
    dies = made(_WANTS_TO_DIE).search(said) if category == "care.rescue" else None
    if dies:
        return "care_mind_other" if of_another(said, dies.start()) else "care_mind"
    return row


def _told(category: str, said: str) -> str | None:
    """The advice for the first danger that the words of this row tell of."""
    return next((danger.advice for danger in _DANGERS if danger.fits(category, said)), None)


def _of_an_animal(said: str, row: str) -> str:
    if told := _told("green.bite", said):
        return told
    return row if made(f"{_BITES}|{_HARMS}").search(said) else "animal_about"


def _of_the_mind(said: str) -> str:
    hanged, gassed = made(_HANGED).search(said), made(_GASSED).search(said)
    if hanged and of_another(said, hanged.start()):
        return "care_mind_hanged"
    if gassed and of_another(said, gassed.start()):
        return "gas_victim"
    if made(_HARMED).search(said):
        return "care_mind_harmed"
    jumps = made(_JUMPS).search(said)
    if jumps and of_another(said, jumps.end()):
        return "care_mind_jumps"
    dies = made(_DIES).search(said)
    return "care_mind_other" if of_another(said, dies.start() if dies else None) else "care_mind"
