"""The workbook's sheets and columns, by their English and Chinese names: the one place for both."""

from types import MappingProxyType

SHEETS = MappingProxyType(
    {
        "places": "地点", "areas": "网格", "people": "人员", "groups": "群", "households": "住户",
        "schedules": "日程", "entries": "积分", "point_rules": "积分规则", "shop": "超市",
        "services": "服务点", "handbook": "手册", "members": "党员",
    }
)  # fmt: skip
COLUMNS = MappingProxyType(
    {
        "places": ("code", "name", "kind", "parent", "aliases", "property", "outside"),
        "areas": ("code", "name", "kind", "parent", "covers"),
        "people": ("code", "name", "phone", "role", "area", "telegram", "deputy", "away"),
        "groups": ("code", "channel", "chat", "name", "place", "mode", "care"),
        "households": ("code", "place", "name", "members"),
        "schedules": ("name", "rule", "time", "place", "audience", "holiday", "weekend", "offsets",
                      "bring", "person", "begins", "ends", "exceptions"),
        "entries": ("id", "household", "date", "rule", "points", "note", "balance"),
        "point_rules": ("code", "name", "points", "levels", "cap", "period", "evidence", "from",
                        "until"),
        "shop": ("code", "name", "price", "stock", "limit", "value", "community"),
        "services": ("code", "name", "place", "hours"),
        "handbook": ("question", "answer", "source", "date"),
        "members": ("id", "name", "organisation", "phone", "posts", "since", "area"),
    }
)  # fmt: skip
CHINESE = MappingProxyType(
    {
        "编码": "code", "编号": "code", "名称": "name", "类型": "kind", "上级": "parent",
        "别名": "aliases", "物业": "property", "属地": "outside", "覆盖": "covers", "姓名": "name",
        "手机": "phone", "手机号": "phone", "电话": "phone", "角色": "role", "网格": "area",
        "电报": "telegram", "替补": "deputy",
        "请假": "away", "渠道": "channel", "群号": "chat", "地点": "place", "模式": "mode", "宽严": "care",
        "户主": "name", "成员": "members", "规则": "rule", "时间": "time", "对象": "audience",
        "遇假": "holiday", "遇周末": "weekend", "提醒": "offsets", "携带": "bring",
        "负责人": "person", "住户": "household", "日期": "date", "积分": "points", "分值": "points",
        "备注": "note", "上限": "cap", "周期": "period", "凭证": "evidence", "起": "from",
        "止": "until", "价格": "price", "库存": "stock", "限购": "limit",
        "价值": "value", "社区": "community", "开放时间": "hours",
        "开始日期": "begins", "首次": "begins", "结束日期": "ends", "截止": "ends", "例外": "exceptions",
        "不办的日子": "exceptions", "问题": "question", "回答": "answer", "来源": "source", "序号": "id",
        "结余": "balance", "余额": "balance", "档次": "levels",
        "单位": "organisation", "所在单位": "organisation", "岗位": "posts", "任职起": "since",
        "任职日期": "since", "任职时间": "since",
    }
)  # fmt: skip
REQUIRED = MappingProxyType(
    {
        "places": ("code", "name", "kind"), "areas": ("code", "name", "kind"),
        "people": ("name", "role"), "groups": ("channel", "chat"), "households": ("code", "name"),
        "schedules": ("name", "rule", "time", "audience"), "entries": ("household", "date", "rule"),
        "point_rules": ("code", "name", "points"), "shop": ("code", "name", "price"),
        "services": ("code", "name"), "handbook": ("question", "answer"),
        "members": ("id", "name", "organisation"),
    }
)  # fmt: skip
VALUES = MappingProxyType(
    {
        "街道": "street", "社区": "community", "小区": "estate", "区": "zone", "分区": "zone",
        "楼栋": "building", "单元": "unit", "房间": "room", "户": "room", "公共": "public",
        "公共地点": "public", "公共场所": "public", "网格": "grid", "微网格": "microgrid",
        "义务网格员": "volunteer",
        "网格员": "grid_worker", "网格长": "chief", "社区值班": "dispatcher",
        "社区工作人员": "officer", "物业": "property", "调解员": "mediator", "谈心员": "counsellor",
        "街道负责人": "manager", "党员": "party_member", "照常": "keep", "跳过": "skip",
        "提前": "previous", "顺延": "next", "问": "ask", "安静": "quiet", "先问": "ask", "自动": "auto",
        "从严": "careful", "平常": "usual", "从宽": "keen",
        "网页": "web", "一次": "once", "每场": "event", "每次活动": "event", "每月": "month",
        "每季": "quarter", "每季度": "quarter", "每年": "year",
    }
)  # fmt: skip


INSTEAD = MappingProxyType({"code": "id", "community": "area"})
"""What a heading means on a sheet that has no column of that name: a member's 社区 is an area."""
POSTS = (
    "政策宣传员", "民情信息员", "矛盾调解员", "环境监督员", "平安巡防员", "文明劝导员", "便民服务员",
)  # fmt: skip
"""The seven in which party members who report in may serve."""
ASIDES = ("说明", "使用说明", "readme", "notes")
"""Sheets that explain and are not read."""
DATE_MARKS = str.maketrans({"/": "-", ".": "-", "年": "-", "月": "-", "日": None, "号": None})
"""A date as people write it becomes one as computers do."""
SPAN = r"\.\.|~|～|至|到"
"""Between the first and the last day of a leave."""
SEPARATORS = ";；、\n"
"""Between the members of a list cell."""


def sheet_of(name: str) -> str | None:
    """The sheet that a tab or file is, by either name."""
    plain = name.strip().lower()
    if plain in SHEETS:
        return plain
    return next((english for english, chinese in SHEETS.items() if chinese == plain), None)


def is_aside(name: str) -> bool:
    """Whether a sheet only explains the others."""
    return name.strip().lower() in ASIDES


def column_of(sheet: str, heading: str) -> str | None:
    """The column that a heading names, by either name."""
    plain = heading.strip().lower()
    if plain in COLUMNS[sheet]:
        return plain
    known = CHINESE.get(plain)
    if known not in COLUMNS[sheet]:
        known = INSTEAD.get(known or "")
    return known if known in COLUMNS[sheet] else None


def value_of(text: str) -> str:
    """A closed set's value, by either name."""
    return VALUES.get(text) or text.lower()
