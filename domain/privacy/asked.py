"""What people ask of huying about themselves, and what they let drop: plain words, in private."""

import re
from enum import StrEnum

from domain.numerals import digits
from domain.understanding.nameless import PARTS, is_plea
from domain.understanding.plain import normal

GUARDIAN_UNDER = 14  # PIPL Art. 28 and 31: a guardian speaks for whoever is younger


class Asked(StrEnum):
    """What somebody wants to happen with what is kept of them."""

    KEPT = "kept"
    """To see all of it."""
    ERASE = "erase"
    NUMBER = "number"
    """That the number which they left is deleted."""
    NAMELESS = "nameless"
    """That nobody learns who said it."""
    RULES = "rules"
    """To know what is kept at all, and how to object."""
    FREEZE = "freeze"
    """A manager: nothing leaves the house until it is clear what happened."""
    THAW = "thaw"


_ME = r"(?:我|本人)的?(?:个人)?(?:信息|资料|数据|记录|隐私)"
_PHONE = r"(?:电话(?:号码?)?|手机号?(?:码)?|号码|联系方式)"
_PLEASE = "(?:我?[要想]|请|帮我)"
_WHOLE: dict[Asked, re.Pattern[str]] = {
    Asked.KEPT: re.compile(
        r"what do you (?:keep|know) about me|show my data"
        rf"|{_PLEASE}?(?:查|看)(?:一?下|看|查|询|一查|一看)?(?:关于)?{_ME}"
        rf"|{_PLEASE}?(?:查|看|问)?(?:一?下)?(?:你们?|呼应)(?:这里|那里)?(?:都|到底)?"
        r"(?:存|留|记|保存|收集|知道)(?:了|着|有)?我(?:的|家)?(?:哪些|什么|啥)(?:信息|资料|东西|数据)?"
    ),
    Asked.ERASE: re.compile(
        r"(?:please )?(?:delete|erase) my data"
        rf"|{_PLEASE}?(?:删除|删掉|删了|清除|清掉|注销|抹掉)(?:掉)?(?:所有|全部)?(?:关于)?{_ME}"
        rf"|{_PLEASE}?把?{_ME}(?:都|全|全部|全都)?(?:给我)?(?:删|清|抹|注销)(?:除|掉|了|干净)*"
        rf"|{_PLEASE}?注销(?:我的?)?(?:账号|帐号|账户)?(?:了)?"
        r"|(?:你们?|请|麻烦)?(?:别|莫|不要|不许|不准|不想你们?)(?:再)?(?:存|留|保存|收集|记录?)(?:着)?我(?:们家|家)?的?(?:任何|什么)?(?:东西|信息|资料|话|数据)(?:了)?"
    ),
    Asked.NUMBER: re.compile(
        r"(?:please )?(?:delete|erase|forget) my (?:phone )?number"
        rf"|{_PLEASE}?把?(?:我|俺)?的?{_PHONE}(?:都|全|给我|帮我)*(?:删除?|删掉|去掉|抹掉|清掉|取消)(?:了|掉|吧)*"
        rf"|{_PLEASE}?(?:删除?|删掉|去掉|抹掉|清掉)(?:了|掉)?(?:我|俺)?的?{_PHONE}(?:了|吧)*"
        rf"|(?:你们?|请)?(?:别|莫|不要|不许)(?:再)?(?:存|留|记|保存)(?:着)?(?:我|俺)的?{_PHONE}(?:了)?"
    ),
    Asked.RULES: re.compile(
        r"privacy|(?:问|看)?(?:一?下)?隐私(?:说明|政策|规则|保护)?"
        r"|(?:那|请问|你们?|会不会|会|是不是|能不能|不会)*(?:把)?我(?:在这里?|跟你们?)?(?:说|讲|报|写|反映)的(?:话|事|东西)?(?:会不会|会|能不能|能)?(?:都)?"
        r"(?:告诉|传给|说给|讲给|给|让)(?:谁|物业|别人|邻居|社区|楼上|人家|外人)(?:看|听|知道|晓得)?"
        r"|(?:都)?(?:有)?(?:谁|哪些人|什么人)(?:能|会|可以|都)*(?:看|听|知道|晓得|查)(?:得|的)?(?:到|见)?(?:是)?我(?:报|说|讲|写|反映)?(?:的|了)?(?:什么|话|事|东西)?"
        r"|(?:在)?(?:这里|这儿|你们这|跟你)?(?:说话?|讲话?)?(?:保密|安全)(?:不保密|不安全|不)?"
    ),
    Asked.FREEZE: re.compile(r"freeze exports|冻结(?:导出|数据|资料)"),
    Asked.THAW: re.compile(r"resume exports|(?:恢复|解冻|解除冻结)(?:导出|数据|资料)"),
}
_TRADITIONAL = str.maketrans(
    "資數據記錄刪隱詢註銷凍結復導對確認", "资数据记录删隐询注销冻结复导对确认"
)
_EDGES = re.compile(r"^[\s,。.!?:]+|[\s,。.!?:~]+$|(?:谢谢|吧|呢|吗|啊|呀|可以吗)[\s,。.!?]*$")


def asked(text: str) -> Asked | None:
    """What a whole line asks about its author's own data; None where it is about something else."""
    line = _EDGES.sub("", _EDGES.sub("", normal(text).translate(_TRADITIONAL)))
    found = next((what for what, pattern in _WHOLE.items() if pattern.fullmatch(line)), None)
    if found is None and any(_WHOLE[Asked.ERASE].fullmatch(part) for part in PARTS.split(line)):
        return Asked.ERASE  # `我要退群 别存我东西`: it is asked once more whether they mean it
    if found is None and is_plea(line):
        return Asked.NAMELESS
    return found


_CONFIRMS = re.compile(
    r"delete(?: it)?|(?:我)?(?:确认|确定|同意)(?:删除|删|要删)?(?:了|吧)?|删除?(?:吧|了)?"
)


def confirms(text: str) -> bool:
    """Whether somebody says once more that it is to be deleted."""
    return _CONFIRMS.fullmatch(_EDGES.sub("", normal(text).translate(_TRADITIONAL))) is not None


_STAYS = re.compile(
    r"(?:那|还是|我)*(?:先|暂时)?(?:不|别|莫|不要|不用|不想|甭)删(?:除|掉)?(?:了|吧)?|(?:还是|先)?留着(?:吧)?"
)


def stays(text: str) -> bool:
    """Whether somebody who was asked does not want it deleted after all."""
    return _STAYS.fullmatch(_EDGES.sub("", normal(text).translate(_TRADITIONAL))) is not None


_AGE = re.compile(
    r"(?<![\u4e00-\u9fff])我(?:今年|才|刚|已经|只有|快)*(\d{1,2}|[一二三四五六七八九十]{1,3})岁"
)
_CLASS = re.compile(
    r"我(?:今年|现在|还|才|刚)*(?:在|上|读|念)+(?:小学|幼儿园|[一二三四五六1-6]年级)(?!.{0,3}(?:时候|那会|那年|当|教|工作|上班|接))"
    r"|我(?:是|还是|只是)?(?:一?个|一?名)?(?:小学生|小朋友)|我(?:是|还)(?:在)?(?:小学|幼儿园|[一二三四五六1-6]年级)的"
)


def is_child(text: str) -> bool:
    """Whether somebody says of themselves that they are under fourteen (P08)."""
    line = normal(text)
    for found in _AGE.finditer(line):
        age = digits(found[1])
        if age is not None and age.isdigit() and int(age) < GUARDIAN_UNDER:
            return True
    return _CLASS.search(line) is not None
