"""The rows of a copied chat that say who speaks, and when.

A copy is written in one way from its first row to its last, so the way is found first: `集合时间 19:30` is
no name where all others have their year, and `地点:东门` is none where names stand with a time.
"""

import re
from dataclasses import dataclass
from datetime import date

from domain.pasted.times import DAY, WHEN, Form, When, day_of, form_of, when_of

LONGEST = 20  # characters of a name that stands without a time beside it
NAME = r"(?P<name>[^\s:\uff1a](?:[^\n:\uff1a]{0,38}?[^\s:\uff1a])??)"
_BESIDE = re.compile(rf"^{NAME}[:\uff1a]?\s+(?P<when>{WHEN})[:\uff1a]?$")
_IN_BRACKETS = re.compile(
    rf"^{NAME}\s*[(\uff08\[]\s*(?P<when>{WHEN})\s*[)\uff09\]]\s*[:\uff1a]?\s*(?P<text>.*)$"
)
_BEFORE = re.compile(
    rf"^[\[(\uff08]?(?P<when>{WHEN})[\])\uff09]?[,\uff0c\s]+{NAME}(?:[:\uff1a]\s*(?P<text>.*))?$"
)
TIMED = (_BESIDE, _IN_BRACKETS, _BEFORE)
_ALONE = re.compile(rf"^{NAME}\s*[:\uff1a]$")
_INLINE = re.compile(
    r"^(?P<name>[^\s:\uff1a][^\n:\uff1a]{0,19}?)\s*[:\uff1a]\s*(?P<text>[^\s/].*)$"
)
_RULE = re.compile(rf"^[—\-–─_=·*\s]*(?P<day>{DAY})(?:\s*(?:星期|周).)?[—\-–─_=·*\s]*$")
_CLOCK = re.compile(rf"^[—\-–─_=·*\s]*(?P<when>{WHEN})[—\-–─_=·*\s]*$")
_NO_NAME = re.compile(
    r"^(?:时间|地点|地址|问题|情况|电话|手机|联系(?:人|方式|电话)?|内容|原因|注意(?:事项)?|备注|附|注|通知|公告|重要通知"
    r"|温馨提示|提示|提醒|请问|另外|还有|比如|例如|如下|如题|以下|姓名|房号|楼栋|单元|住址|说明|要求|方案|结果|回复|答"
    r"|问|ps|p\.s|http|https|qq|tel|微信|目前|现在|今天|明天|昨天|主题|标题|楼号|事项|诉求|建议|第.{1,3}|引用.*)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[,。!?;、\uff0c\uff01\uff1f\uff1b]|\d{1,2}$|了$|吗$|呢$")


@dataclass(frozen=True, slots=True)
class Header:
    """Somebody begins to speak."""

    name: str
    when: str = ""
    text: str = ""
    """What stands in the same row."""

    def time(self, today: date, day: date | None) -> When:
        """When it was said; a bare hour belongs to the `day` that a row above named."""
        return when_of(self.when, today, day)


def headers_in(rows: list[str]) -> list[Header | None]:
    """Of each row who begins to speak in it; None where somebody goes on."""
    timed = [_timed(row) for row in rows]
    written = [form_of(header.when) for header in timed if header is not None]
    untimed = _untimed(rows)
    if _count(untimed) > len(written) or not written:
        return untimed
    full = written.count(Form.FULL)
    if full * 2 < len(written):
        return timed
    return [h if h is not None and form_of(h.when) is Form.FULL else None for h in timed]


def _timed(row: str) -> Header | None:
    for form in TIMED:
        found = form.match(row)
        if found is not None:
            parts = found.groupdict()
            return Header(parts["name"].strip(), parts["when"], (parts.get("text") or "").strip())
    return None


def _untimed(rows: list[str]) -> list[Header | None]:
    """Names with a colon: in a row of their own, else before the words."""
    alone = [_matched(_ALONE, row) for row in rows]
    inline = [_matched(_INLINE, row) for row in rows]
    ways = (alone, inline, _stacked(rows))
    return max(ways, key=_count)


def _count(headers: list[Header | None]) -> int:
    return sum(header is not None for header in headers)


def _stacked(rows: list[str]) -> list[Header | None]:
    """A name in one row, and when it was said in the next."""
    below = [*rows[1:], ""]
    return [
        Header(row, beneath) if _could_name(row) and _CLOCK.match(beneath) else None
        for row, beneath in zip(rows, below, strict=True)
    ]


def _could_name(row: str) -> bool:
    return 0 < len(row) <= LONGEST and not (_SENTENCE.search(row) or _NO_NAME.match(row))


def _matched(form: re.Pattern[str], row: str) -> Header | None:
    found = form.match(row)
    if found is None or _NO_NAME.match(found["name"]) or _SENTENCE.search(found["name"]):
        return None
    return Header(found["name"].strip(), text=found.groupdict().get("text") or "")


def separator_in(row: str, today: date) -> When | None:
    """The day, or the instant, that a row between messages names; None where it is none."""
    clock = _CLOCK.match(row)
    if clock is not None:
        return when_of(clock["when"], today)
    rule = _RULE.match(row)
    return When(day_of(rule["day"], today)) if rule else None
