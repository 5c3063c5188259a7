"""Which first advice an emergency needs: one row of the catalogue may hold dangers that differ."""

import re

_JUMPS = re.compile(
    r"跳[楼河江湖井]|[要想准备]跳|往下跳|跳下[去来]|(?:楼顶|天台|屋顶|窗台|栏杆|护栏|阳台).{0,6}(?:[要想]|边|外|坐|站|骑)|[坐站骑]在?.{0,4}(?:楼顶|天台|窗台|栏杆|护栏)"
)
_HARMED = re.compile(
    r"喝(?:了|下)?.{0,6}(?:药|敌敌畏|百草枯|除草剂|洁厕|消毒|汽油)|[吃吞服灌咽].{0,8}(?:药|安定|片)|药.{0,6}[吃吞喝]"
    r"|割(?:了|自己)?.{0,2}(?:腕|脉|手)|划(?:了|自己)?.{0,2}(?:腕|手)|上吊|烧炭"
)
_OTHERS = re.compile(
    r"有人|那人|有个|男的|女的|小伙|姑娘|他|她|[我俺咱老](?:妈|爸|爹|娘|公|婆|儿|女|弟|妹|姐|哥|伴)|妈|爸|孩子|女儿|闺女|儿子|老婆|媳妇|丈夫|邻居|同学|朋友"
)
_TRAPPED = re.compile(
    r"困|锁在|关在|反锁|压在|被压|埋在|卡在|夹住|掉.{0,3}[河湖塘池井]|落水|溺水|冲走|淹"
)


def advice_for(category: str, words: str) -> str:
    """The name of the advice: that of the row, or of the danger that the words tell of.

    Who stands on a roof is not to be looked at for breathing, and who has taken pills needs an
    ambulance and no talk.
    """
    row = category.replace(".", "_")
    if category == "care.mind":
        if _HARMED.search(words):
            return f"{row}_harmed"
        if _JUMPS.search(words) and _OTHERS.search(words):
            return f"{row}_jumps"
    if category == "care.rescue" and _TRAPPED.search(words):
        return f"{row}_trapped"
    return row
