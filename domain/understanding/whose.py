"""Of whom a line tells: who wants to die is spoken to otherwise than who fears for somebody else."""

from domain.understanding.plain import made

KIN = (
    "妈|爸|爹|娘|老[公婆伴头太豆母汉]|媳妇|丈夫|堂客|对象|[男女](?:的|人|朋友|友|生)|儿子|女儿|闺女|丫头"
    "|崽|伢|孩|娃|弟|妹|姐|哥|嫂|爷|奶|公公|婆婆|[外阿][公婆]|姑|姨|叔|伯|舅|孙[子女]|侄|外甥"
    "|同学|同事|室友|舍友|朋友|闺蜜|老师|学生|邻居|房客|租客|保安|保洁|家里?人|亲戚|小伙|大[爷妈]"
)
"""Family and neighbours, as people name them in a cry."""
_SURE = (
    rf"[我俺咱](?:们)?(?:的|家|屋里的?|屋头|屋企|班上?|宿舍)?(?:{KIN})|有[人个]|那[个人]|佢|渠|他|她"
    r"|对门|隔壁|楼[上下](?=[的那有住一家老大阿小])"
    r"|my [a-z]+|\b(?:he|she|her|him|herself|himself|someone|somebody|neighbou?r)\b"
)
_SPOKEN_TO = rf"各位.{{0,2}}(?:{KIN})|(?:{KIN})+们|(?:{KIN})+(?=[ ,。!])"
"""Whoever says farewell to them speaks of themselves."""
_BESIDE = r"[给对跟和向同]我(?=[说讲发打写留话])|告诉我|[我俺咱]们?(?=[家屋这旁身面])"
"""The teller stands in the line, but only as who was told, or where it is."""
_TELLER = r"我|俺|本人|老子|\bi\b|\bmyself\b"
_SOMEBODY = rf"(?P<sure>{_SURE})|{_SPOKEN_TO}|{_BESIDE}|(?P<other>{KIN})|(?P<teller>{_TELLER})"


def of_another(said: str, at: int | None) -> bool:
    """Whether what is said there is said of somebody else than the teller.

    Whoever is named last before it is meant (`我妈骂我,我不想活了` is said of oneself). Where nobody is, or
    nothing is said of it in so many words, it is another only where one is surely told of: to take
    who despairs for a bystander is worse than the other way round.
    """
    named = [found for found in made(_SOMEBODY).finditer(said) if found.lastgroup]
    before = [found for found in named if at is not None and found.start() < at]
    if before:
        return before[-1].lastgroup != "teller"
    return {found.lastgroup for found in named} - {"other"} == {"sure"}
