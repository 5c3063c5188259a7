"""What a line names when it names a service: slips put right, and what only sounds like one left out."""

import re

_SLIPS = (
    (r"(?<![处管办合护修料原道])理法|(?<![\u4e00-\u9fff])里发(?![生水现霉])", "理发"),
    (
        r"(?<=[有没还是来去费务号日月])里发(?![生水现霉臭抖慌票烧光热展出黄烫布红消通痒冷])",
        "理发",
    ),
    (r"梯头", "剃头"), (r"摸刀", "磨刀"), (r"指[夹钾](?!套)", "指甲"), (r"血鸭|学压", "血压"),
    (r"大[建键]垃圾", "大件垃圾"),
    (r"(.)[不没唔]\1(?=[发头刀血指])", r"\1"),
)  # fmt: skip
"""How phones and old hands write a service: 理法, 里发, 摸刀; and 剪唔剪发 is 剪发."""
WRITTEN_SO = (
    "理法", "里发", "梯头", "摸刀", "指夹", "指钾", "血鸭", "学压", "大建", "大键",
    "剪唔剪", "理唔理", "剪不剪", "理不理", "剃不剃",
)  # fmt: skip
"""One of these stands in a line that has a slip."""
_OTHER_THINGS = re.compile(
    r"(?:理发|美发|裁缝|缝纫|磨刀|剃头)(?:店|馆|铺|屋|厅|石|机|器|棒)|理发推子|血[压糖](?:计|仪|表|药|试纸)"
    r"|指甲(?:油|刀|剪|钳|贴)|电影(?:院|票|频道)|(?:大件|家电)(?:快递|包裹|行李)"
    r"|(?:头发|血压|血糖|指甲)(?:都|又|也|还|是|就|有点儿?|有些|老是?|最近|这么|怎么|今天|突然|一直|太|很|偏)*"
    r"(?:高|低|白|掉|少|油|枯|稳|正常|升|降|上[来去]|不稳|超|断|裂|劈|\d)"
)
"""Not what is offered: a shop, a thing of one's own, or how somebody's body is."""
_AMONG_NEIGHBOURS = re.compile(
    r"花了?\s*(?:\d|[一二三四五六七八九十两几])|贵不贵|哪家|推荐|[你您]们.{0,4}[在去]哪|谁家有"
    r"|死舅|正月里?.{0,4}(?:能不能|可不可以|能|忌|不让|不准)(?:理|剃|剪|推)"
)
"""Asked of the others here: what it costs in a shop, whom they like, what custom says."""


def as_meant(plain: str) -> str:
    """The line with its slips put right, and without what is no service; empty where none is meant."""
    if _AMONG_NEIGHBOURS.search(plain):
        return ""
    for slip, meant in _SLIPS:
        plain = re.sub(slip, meant, plain)
    return _OTHER_THINGS.sub("□", plain)
