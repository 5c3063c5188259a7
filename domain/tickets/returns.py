"""Why an owner says that a ticket is not theirs: a closed list (domain rules a.5)."""

import re
from enum import StrEnum

from domain.refusals import Refusal
from domain.understanding.plain import normal


class ReturnReason(StrEnum):
    """The words are in the templates; an owner may add their own beside one of these."""

    NOT_MY_GRID = "not_my_grid"
    NOT_MY_DUTY = "not_my_duty"
    WRONG_ADDRESS = "wrong_address"
    TOO_LITTLE = "too_little"
    DUPLICATE = "duplicate"
    ALREADY_DONE = "already_done"


class NotAReason(Refusal):
    """A ticket is returned for one of the reasons on the list, not for another."""


_SOUNDS_LIKE = {
    ReturnReason.ALREADY_DONE:
        r"已(?:经)?(?:办|修|处理|解决|清|换|弄|恢复)|(?:办|修|换|弄|清)(?:结|好|完)了",
    ReturnReason.DUPLICATE: r"重复|报过|同一(?:件|个)|一样的(?:事|单)|有人(?:报|在办)",
    ReturnReason.WRONG_ADDRESS:
        r"(?:地址|地点|位置|楼栋|门牌|房号).{0,4}(?:错|不对|有误)|没有?这(?:个?地方|栋|户|个?门牌)",
    ReturnReason.TOO_LITTLE:
        r"信息(?:不|太)|(?:没|未)(?:说|写|讲)(?:清|明)|说不清|不清楚|看不懂|没(?:说|写)(?:哪|地)",
    ReturnReason.NOT_MY_GRID:
        r"(?:网格|片区?|辖区|责任区|地盘)|(?:别的|隔壁|其他)(?:小区|社区|楼)",
    ReturnReason.NOT_MY_DUTY:
        r"职责|部门|职能|业务|权限|(?:归|是|该|由|找).{1,8}(?:管|负责|办|处理|的事)"
        r"|.{2,6}(?:公司|局|所|队|站|办)的事",
}  # fmt: skip


def reason_in(words: str) -> ReturnReason | None:
    """The reason that an owner's own words give; None where they fit none on the list."""
    plain = normal(words)
    return next((why for why, like in _SOUNDS_LIKE.items() if re.search(like, plain)), None)
