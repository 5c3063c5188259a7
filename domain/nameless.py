"""What somebody wrote, as a table without people in it shows it: no name, account, plate or home.

Rather a word too much is hidden. A name is taken for one where hardly anything else can stand: after
`联系人`, in `4栋的王建国在`, before `说`, or alone between two marks.
"""

import re
from collections.abc import Collection

from domain.privacy import hide_home, mask
from domain.wishes.public import SURNAMES, without_names, without_plates

STARS = "*"

_TWO = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|长孙"
_RARER = "史包常倪殷翁柳乔翟温庄牛洪詹关耿祝左齐樊安文易聂焦柯阮葛游辛鲍管岳尚梅季俞颜涂章卞祁"
_NAME = rf"(?:(?:{_TWO})[\u4e00-\u9fff]{{1,2}}|[{SURNAMES}{_RARER}][\u4e00-\u9fff]{{1,2}})"
_WORD = (
    r"(?!安[全静装]|白[色天]|包装|常[年常]|陈旧|程度|东方红|段时间|范围|方[便向]|高[空层压]|关[门灯不]|管[道理子线]|何[时况]"
    r"|黄[灯水色]|金属|江边|雷雨|林[木荫]|龙头|马[上路桶]|毛病|牛奶|钱[包款]|任何|尚未|石[头板凳]|水管|汤水|万一|温度"
    r"|文[件明]|夏天|谢谢|许多|严重|易燃|于是|周[末边围一二三四五六日]|左[边侧右])"
)
"""Words that begin as a name does."""
_MARK = r"[\s,.;:!?,。;:!?、()()*\d]"
_FOUND = tuple(
    re.compile(pattern)
    for pattern in (
        r"((?:联系人|报修人|当事人)[\s::是为]{0,2})" + _NAME,
        rf"((?:业主|住户|户主|房东|租客|邻居|家属|本人|姓名|我是)[\s::是为叫]{{0,2}}){_WORD}{_NAME}(?={_MARK}|[在说家的反知]|$)",
        rf"(?<=[的@]){_WORD}{_NAME}(?={_MARK}|[在说把又总老家]|反映|$)",
        rf"(?:(?<={_MARK})|^){_WORD}{_NAME}(?={_MARK}|[说家]|反映|$)",
    )
)
_ACCOUNT = re.compile(
    r"(?:微信|[Vv][Xx]|[Qq][Qq])号?\s*[是为::]?\s*[A-Za-z0-9][A-Za-z0-9_-]{3,}|[\w.+-]+@[\w-]+\.[\w.]+",
    re.ASCII,
)


def nameless(text: str, known: Collection[str] = ()) -> str:
    """A line in which nobody can be found; `known` are names that huying knows around it."""
    text = without_plates(_ACCOUNT.sub(STARS, text), STARS)
    text = without_names(hide_home(mask(text), unit=True), STARS, known)
    for pattern in _FOUND:
        text = pattern.sub(lambda found: (found[1] if found.lastindex else "") + STARS, text)
    return text
