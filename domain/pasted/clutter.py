"""What stands in a copied chat and nobody has written: placeholders, WeChat's own lines, mentions."""

import re

_SYSTEM = re.compile(
    r"^(?:.{0,60}(?:撤回了一条(?:成员)?消息|拍了拍.{0,40}|(?:加入|进入?|退出|移出)了?(?:本)?群聊?.{0,6}"
    r"|邀请.{1,80}(?:加入|进)了?(?:本)?群聊?.{0,6}|移出了群聊|修改群名为.{0,60}|开启了.{0,20}|已成为(?:新)?群主"
    r"|领取了.{0,40}红包|收到红包.{0,40}|发起了(?:位置共享|群收款|群待办)|(?:语音|视频)通话(?:时长|已结束).{0,20}"
    r"|通过扫描.{0,60}二维码加入.{0,6}|发布了群公告|recalled a message|joined the group chat)"
    r"|以下(?:为|是)新消息|查看更多消息|\d+\s*条新消息|以上是?打招呼的内容|你已添加了.{0,60}"
    r"|消息已发出[,\uff0c]?但被对方拒收了.{0,4}|对方正在输入.{0,3}|[—\-–─_=·*\s]{3,})[。.]?$"
)
_TITLE = re.compile(
    r"^(?:Dear\b.{0,40}|.{0,60}的?(?:聊天记录|群聊记录|聊天内容)(?:如下)?[:\uff1a]?"
    r"|\[?聊天记录\]?.{0,20}|微信聊天记录.{0,40}|群聊的聊天记录)$",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"[\[【](?:图片|照片|视频|小视频|Photo|Image|Video)[\]】]", re.IGNORECASE)
_FILE = re.compile(
    r"[\[【](?:语音|文件|链接|小程序|名片|位置|聊天记录|红包|微信红包|转账|音乐|视频号|直播|File|Voice|Link|Location)"
    r"[\]】][^\n]*",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\[(?:动画表情|表情|Sticker|[\u4e00-\u9fffA-Za-z]{1,8})\]", re.IGNORECASE)
_ABOUT_A_PLACE = re.compile(r"[栋幢座门号楼区园室单元]")
_MENTION = re.compile(r"@[^\s@,:。\uff0c\uff1a]{1,30}(?=[\s,:。\uff0c\uff1a]|$)")
_SIGN_UP = re.compile(r"^\s*#?\s*接龙\s*")
_ENTRY = re.compile(r"^\s*\d{1,3}\s*[.、．)\uff09]\s*\S")


def is_system(row: str) -> bool:
    """Whether WeChat itself wrote a row: `张三撤回了一条消息`."""
    return _SYSTEM.match(row) is not None


def is_title(row: str) -> bool:
    """Whether a row is the heading of a forwarded record."""
    return _TITLE.match(row) is not None


def strip_signs(text: str) -> tuple[str, int]:
    """A text without `[图片]`, `[语音]` and `[捂脸]`, and how many pictures were there."""
    photos = len(_PICTURE.findall(text))
    plain = _FILE.sub("", _PICTURE.sub("", text))

    def gone(sign: re.Match[str]) -> str:
        return sign.group() if _ABOUT_A_PLACE.search(sign.group()) else ""

    return _SIGN.sub(gone, plain).strip(), photos


def without_mentions(text: str) -> str:
    """A text without the names that it calls: they are others'."""
    return _MENTION.sub("", text)


def entries_in(text: str) -> tuple[str, int]:
    """Of a 接龙 what it is about, and how many are on it; any other text as it is."""
    if not _SIGN_UP.match(text):
        return text, 0
    rows = _SIGN_UP.sub("", text, count=1).split("\n")
    title = [row for row in rows if not _ENTRY.match(row)]
    return "\n".join(title), len(rows) - len(title)
