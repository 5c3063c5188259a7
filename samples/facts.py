"""Sample facts for every chat template, made of the real things that handlers hand over."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from domain.points.orders import Window as ShopWindow
from domain.privacy import Class
from domain.rosters.rules import Slot
from domain.schedules.model import Cause, Occurrence, Schedule, Status
from domain.schedules.questions import Answer, Asked
from handlers.points.asking import BalanceView, Way
from handlers.points.claims import ClaimView
from handlers.points.deduction_telling import DeductionView
from handlers.points.shop_views import GoodView, LineView, OrderView
from handlers.privacy.kept import KeptView, LookView, NumberView, ServesView
from handlers.rosters.views import DutyView, GapView
from handlers.signups.views import GotView, SignupView
from handlers.tickets.appointments import VisitView
from handlers.tickets.tasks import Line, Stop
from handlers.tickets.views import TicketView
from handlers.wishes.views import WishView

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
HAIRCUT = Schedule(
    id=1, name="义务理发、磨刀", rule="FREQ=MONTHLY;BYMONTHDAY=7", start=time(9), end=time(11),
    place="东门岗亭旁", bring="毛巾",
)  # fmt: skip
MONDAY = Occurrence(planned=date(2026, 12, 7), actual=date(2026, 12, 7))
MOVED = Occurrence(
    planned=date(2026, 10, 7), actual=date(2026, 10, 8), status=Status.MOVED,
    cause=Cause.CALENDAR, provisional=True, note="仍在老地方",
)  # fmt: skip
CANCELLED = Occurrence(
    planned=date(2026, 12, 7), actual=None, status=Status.CANCELLED, cause=Cause.PERSON
)
UNDECIDED = Occurrence(planned=date(2026, 12, 7), actual=None, status=Status.UNDECIDED)
ANSWER = Answer(
    schedule=HAIRCUT, service="理发", asked=Asked(day=7), occurrence=MONDAY, gone=False,
    next_occurrence=None, right_day=True,
)  # fmt: skip
ANSWERS = (
    ANSWER,
    replace(ANSWER, right_day=False, asked=Asked(day=8, lunar=True)),
    replace(ANSWER, gone=True, next_occurrence=MOVED),
    replace(ANSWER, occurrence=MOVED),
    replace(ANSWER, occurrence=CANCELLED, next_occurrence=MONDAY),
    replace(ANSWER, occurrence=UNDECIDED),
    replace(ANSWER, occurrence=None, next_occurrence=MONDAY),
    replace(ANSWER, occurrence=None),
)
VISIT = VisitView(begins=NOON, day=date(2026, 12, 1), days=0, half="", at=time(16), until=None)
LIGHT = TicketView(
    id=12, number="0012", kind="complaint", category="repair.light", what="楼道灯不亮",
    place="金桂园3栋2单元", spot="金桂园3栋", outside="江南区",
    text="3栋2单元楼道灯坏了三天了", who="", since="三天", people=2, tier="N", urgent=False,
    sensitivity="n", state="accepted", owner_role="grid_worker",
    doer=True, reason={"code": "covers", "area": "第一网格"}, level=0, reopened=0, call="110",
    in_group=True,
    accept_by=NOON, respond_by=NOON, finish_by=NOON, created_at=NOON, finished_at=NOON,
    closed_at=NOON, result="灯已换好", no_photo=False, review_at=NOON, forwarded_to="供电公司",
    chase_on=NOON, visit=VISIT,
)  # fmt: skip
WINDOW = ShopWindow(date(2026, 10, 1), date(2026, 12, 21), date(2026, 12, 31), "上午9点到11点")
BALANCE = BalanceView(
    spendable=120, public=20, counts=date(2027, 1, 11), doubted=3, reserved=30, earned=140,
    closed=None, last=None, window=WINDOW,
    entries=((date(2026, 11, 28), "捡拾垃圾", 5), (date(2026, 11, 20), "兑换", -30)),
)  # fmt: skip
CLAIM = ClaimView(
    id=5, name="参加集体清扫", day=date(2026, 12, 1), state="verified", points=2, full=3, capped="month",
    cap=9, household="陈桂兰", place="金桂园3栋", note="我今天参加了楼道清扫", evidence="签到表",
    counts=date(2027, 1, 11), listed=date(2027, 1, 4),
)  # fmt: skip
DEDUCTION = DeductionView(
    id=4, name="乱扔乱堆,书面提醒后不改", day=date(2026, 12, 1), state="reminded", points=3,
    household="陈桂兰", place="金桂园3栋2单元301", words="楼道里的纸箱请搬走",
    evidence="12月8日去看,纸箱还在",
    reason="两次去看都没有搬", mend_until=NOON, answer_until=NOON,
)  # fmt: skip
KEPT = KeptView(
    number=7, since=NOON, name="王格", phone="13800001234", roles=(("grid_worker", "第一网格"),),
    accounts=1, tickets=(LIGHT,), more=2, open=1, photos=3, voices=1, messages=9, examples=1,
    numbers=(NumberView("13800001234", "0012", None), NumberView("13800001234", "0013", NOON)),
    calls=((NOON, "13800001234"), (NOON, "")), ratings=(("0012", "content"),), households=("XL-0001",),
    claimed=("0012", "0013"), signups=(("周六包饺子", NOON),), receipts=3,
    rosters=(("国庆值守", date(2026, 12, 1), date(2026, 12, 7)),),
    serves=ServesView("区水利局", 12, ("每周扫一次楼道",), ("修电器",), 150),
    deeds=((date(2026, 11, 28), "我今天参加了楼道清扫"),), objections=((NOON, "第1条不对,他没来"),),
    looks=(LookView(NOON, "number", "grid_worker", "0012"), LookView(NOON, "words", None, "0012"),
           LookView(NOON, "own", "officer", "")),
    stands="金桂园3栋",
)  # fmt: skip
GLASS = WishView(
    id=12, number="0012", state="published", text="一位居民想要一个放大镜", confirmed=True, round=1,
    by_proxy=False, due=NOON, reason="dear", words="这次没有合适的人", thanks="谢谢志愿者",
)  # fmt: skip
DUMPLINGS = SignupView(
    id=3, title="周六包饺子", at=NOON, place="社区一楼", conditions="60岁以上", places=20, limit=2,
    taken=12, waiting=0, closes_at=NOON, cancel_until=NOON, state="open", names=(("张", "3栋"), ("周", "")),
    more=10,
)  # fmt: skip
STEP = {"at": NOON, "act": "accept", "part": "owner", "note": ""}

STOP = Stop("金桂园3栋", (Line(number=1, ticket=LIGHT, where="2单元", overdue=True),))

FACTS: dict[str, Any] = {
    "by": NOON, "child": True, "full": False, "overdue": True, "meet": "下午在家", "other": "0011",
    "problems": ["room", "length"], "said": "小修小补", "wish": GLASS, "wishes": [GLASS],
    "answer": "每周三上午", "area": "第一网格", "as_doer": False, "at": NOON, "balance": BALANCE,
    "by_checker": True, "by_doer": True, "chats": 3, "code": "XX", "codes": "XX", "command": "/tasks",
    "day": date(2026, 12, 7),
    "edited": False, "entries": [4, 5], "file": "workbook.xlsx", "final": False, "group": "金桂园居民群",
    "groups": ["金桂园居民群", "银杏里居民群"], "mode": "auto", "care": "usual", "word": "随便",
    "history": [STEP], "hours": "9:00-17:00",
    "household": "XL-0001", "kind": "SQLite", "level": "ok", "link": "huying_bot?start=hi",
    "elsewhere": True, "host": "llm.example",
    "main": LIGHT, "megabytes": 9000, "minutes": 10, "name": "便民服务站", "note": "已联系师傅",
    "now": NOON,
    "number": 3, "occurrence": MONDAY, "office": True, "operator": "永清街道", "outcome": "partly",
    "own_hours": 24, "talk_hours": 6, "years": 2, "photo_days": 90, "contact_days": 30,
    "place": "金桂园", "reason": "covers", "places": ["金桂园1栋", "金桂园2栋"], "role": "grid_worker",
    "first": date(2026, 12, 1), "last": date(2026, 12, 7), "days": 1, "helper": "赵格",
    "ahead": False, "reach": "private", "waking": NOON,
    "lines": ["诉求 0012:金桂园3栋2单元 楼道灯不亮"], "stops": [STOP], "more": 2, "page": 1, "reads": False,
    "copied": [{"name": "赵格", "role": "grid_worker"}],
    "schedule": HAIRCUT, "seconds": 3, "several": True, "source": "街道公告", "free": 20,
    "holders": ["H001"],
    "text": "周六停水", "token": True, "told": True, "ticket_": LIGHT, "tickets": [LIGHT],
    "url": "http://127.0.0.1:8080/x",
    "gone": {what.value: 2 for what in Class}, "erased": 1, "month": date(2026, 11, 1),
    "home": True, "kept": KEPT, "open": 2, "people": 5,
    "value": "?", "visit": VISIT, "wanted": 50, "what": "HUYING_PORT", "which": True, "state": "closed",
    "why": "Unauthorized", "after": NOON, "alone": False, "answer_by": NOON, "by_itself": True,
    "delay": "extension", "grounds": "funds", "latest": NOON, "until": NOON,
    "late": [(LIGHT, 7)], "was": "金桂园3栋2单元",
}  # fmt: skip
"""One friendly value for every fact that any template names."""
FACTS |= {
    "households": 5,
    "higher": True,
    "by": NOON,
    "officers": True,
    "urgent": False,
    "raised": True,
    "words": "3栋的灯好了吗?",
    "staff": False,
    "when": "",
}  # of calls and ratings
FACTS |= {"signup": DUMPLINGS, "got": GotView(1, 12, 0, 0, known=False, over=0), "listed": False}
FACTS |= {"leaves": False, "called": "张姐", "building": "3栋", "whom": "", "title": "周六包饺子"}
FACTS |= {"deduction": DEDUCTION}
FACTS |= {"claim": CLAIM, "own": True, "photo": True, "homes": 2, "points": 3, "upheld": True}
FACTS |= {"short": 5, "next": GoodView("soap", "肥皂", 15, 60)}
FACTS |= {"window": BALANCE.window, "evidence": "签到表"}  # of claims
FACTS |= {"yes": True}  # of exports
FACTS |= {"absent": None}  # of questions: what was named and does not exist
FACTS |= {"label": "灯", "texts": 3, "line": 7, "most": 1_000_000}  # of tables to teach by

FACTS |= {"as_planned": False, "dates": [MONDAY, MOVED, UNDECIDED], "names": ["义务理发", "量血压"]}
FACTS |= {"year": 2027, "came": 18, "photo": True}  # of schedules
FACTS |= {
    "about": "今晚八点起全体到岗",
    "confirmed": 5,
    "missing": 2,
    "in_groups": 7,
    "receipt": True,
}  # of announcements

EVENING = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
GATE = DutyView(5, "东门", NOON, EVENING, (("李", "volunteer"),))
SHIFT = Slot(5, "西门", NOON, EVENING)
CLASH = {
    "name": "王芳", "own": False, "kind": "twice", "slot": SHIFT, "other": Slot(4, "东门", NOON, EVENING),
    "count": 4, "until": date(2026, 12, 7),
}  # fmt: skip
FACTS |= {
    "duty": GATE, "duties": [GATE], "gaps": [GapView("东门", NOON, EVENING, 1)], "clash": CLASH,
    "post": "东门", "begins": NOON, "ends": EVENING, "lacking": 1, "found": 2, "there": 1,
    "fewest": 2, "yours": True, "count": 2,
}  # fmt: skip

SOAP = GoodView("soap", "肥皂", 15, 60)
ORDER = OrderView(
    12,
    (LineView("洗洁精", 1, 40), LineView("肥皂", 2, 30)),
    70,
    NOON,
    "上午9点到11点",
    "社区一楼",
    28,
)
FACTS |= {
    "order": ORDER,
    "good": SOAP,
    "goods": (SOAP,),
    "others": (SOAP,),
    "pieces": 2,
    "cost": 30,
    "rest": 38,
    "free": 68,
    "proxy": True,
    "waits": [(5, date(2026, 11, 10))],
    "window": WINDOW,
}  # of the shop

OWN: dict[str, dict[str, Any]] = {
    "errors/line_unclear": {"line": "东门 两个人"},
    "errors/roster_needs": {"what": "title"},
    "rosters/called": {"post": "东门"},
    **{
        f"rosters/{moment}": {"name": "王芳", "title": "国庆值守"}
        for moment in ("published", "assigned", "removed", "withdrawn", "swap_done")
    },
    **{
        f"rosters/{moment}": {"name": "王芳"}
        for moment in ("left_chief", "eve", "filled", "swap_asked", "swap_waits")
    },
    "rosters/swap_chief": {"name": "王芳", "other": "李志"},
    "rosters/missing": {"names": ["王芳", "李志"]},
    "rosters/gaps": {"title": "国庆值守", "day": NOON},
    "shop/label": {"name": "毛巾", "price": 30},
    "shop/confirm": {"lines": ORDER.lines, "cost": 70, "rest": 28},
    "shop/none_such": {"wanted": "大米", "household": ""},
    "points/ways": {
        "ways": (Way("参加集体清扫", 3, 3, False), Way("参加社区志愿活动", 2, 2, True))
    },
    "points/keeps": {"going": 20, "last": date(2026, 12, 31), "household": ""},
    "errors/odd_pieces": {"good": "肥皂"},
    "shop/lent": {"code": "482913", "anew": True},
    "errors/redemption_frozen": {"until": date(2027, 3, 31)},
    "errors/sold_out": {"good": "食用油", "left": 0},
    "errors/too_few_points": {"names": ["食用油"], "wanted": 90},
    "errors/over_most": {"most": 200, "spent": 160, "wanted": 80},
    "errors/over_limit": {"good": "肥皂", "limit": 2, "had": 1},
    "errors/not_in_shop": {"good": "洗洁精"},
    "errors/held_for_orders": {"good": "肥皂", "held": 2},
    "errors/windows_meet": {"since": date(2026, 10, 1), "until": date(2027, 3, 20)},
    "errors/order_over": {"state": "fetched"},
    "errors/bad_good": {"what": "pieces", "most": 1000},
    "errors/price_moved": {"good": "洗洁精", "price": 60},
    "errors/name_taken": {"name": "洗洁精"},
    "errors/no_such_household": {"said": "3栋301", "several": False},
    "errors/notice_unclear": {"line": "国庆:10月1日至7日放假,共8天"},
    "errors/notice_incomplete": {"days": [date(2027, 4, 5), date(2027, 6, 9)]},
    "errors/rule_unclear": {"words": "有空就办"},
    "errors/lunar_or_not": {"words": "每月初七"},
    "errors/hour_unclear": {"words": "九来点"},
    "errors/day_unclear": {"words": "过几天"},
    "schedules/on": {
        "dates": [(HAIRCUT, date(2026, 12, 7))],
        "more": 2,
        "later": [],
        "first": date(2026, 12, 7),
        "last": date(2026, 12, 13),
    },
    "announcements/not_confirmed": {"names": ["赵格", "何愿"], "groups": 2},
    "schedules/together": {
        "lines": ["12月7日(周一)上午9点 义务理发", "12月7日(周一)下午2点 量血压"]
    },
    "schedules/thanks": {"words": "谢谢两位师傅"},
    "schedules/noted": {"occurrence": replace(MONDAY, note="今天师傅只到十点")},
    "schedules/change_preview": {"text": "12月7日(周一)的义务理发取消了。"},
    **{
        f"projects/{moment}": {
            "title": "三栋楼道灯一起换",
            "count": 3,
            "by": NOON,
            "number": 7,
            "what": "买灯泡",
            "again": False,
        }
        for moment in ("led", "joined_worker", "left_worker", "share", "late")
    },
    **{
        f"whistles/{moment}": {
            "topic": "后面搭的棚子请来看看",
            "number": 7,
            "unit": "城管中队",
            "by": NOON,
            "places": ["金桂园3栋"],
            "units": ["派出所"],
        }
        for moment in ("asked", "call", "blown", "refused", "absent")
    },
    "tickets/from_above": {"part": "chief"},
    "tickets/replied": {"part": "desk"},
    "privacy/erased": {"tickets": ["0012", "0013"]},
    "errors/still_in_hand": {"tickets": ["0012", "0013"]},
    "schedules/answer": {"answer": ANSWER},
    "schedules/moved": {"occurrence": MOVED},
    "schedules/cancelled": {"occurrence": CANCELLED},
    "pieces/hour": {"at": time(9, 5)},
    "questions/besides": {"what": "楼道灯"},
    "questions/place": {"absent": {"kind": "building", "name": "8", "where": "B区"}},
    "signups/late_leave": {"place": 12, "places": 1},
    "points/last_month": {"entries": BALANCE.entries},
    "signups/left": {"places": 1},
    "signups/eve": {"places": 2, "place": 12},
    "signups/eve_by_hand": {"names": ["张姐", "老周"]},
    "signups/code": {"places": 2},
    "signups/moved_by_hand": {"names": ["张姐", "老周"]},
    "errors/sign_up_needs": {"what": "title"},
    "wishes/public": {"what": "想要一个放大镜"},
    "wishes/noted": {"what": "publish"},
    "wishes/chase": {"what": "open"},
    "members/reported_in": {"new": True, "organisation": "区水利局", "balance": 10},
    "members/my_points": {
        "year": 2026,
        "balance": 12,
        "waits": 2,
        "more": 3,
        "lines": [(date(2026, 12, 1), "参加服务活动", 1), (date(2026, 12, 1), "无故缺席活动", -1)],
    },
    "members/counted": {"name": "参加服务活动", "amount": -1, "balance": 12},
    "members/taken_back": {"name": "参加服务活动", "balance": 11},
    "members/pledged": {"text": "每周扫一次楼道", "number": 3},
    "members/pledge_done": {"text": "每周扫一次楼道"},
    "members/pledge_checked": {"text": "每周扫一次楼道", "good": False},
    "members/my_pledges": {"lines": [(3, "每周扫一次楼道", "open"), (4, "陪老人看病", "checked")]},
    "members/volunteer_noted": {"skills": ["修电器", "理发"], "accepted": False},
    "members/checked_in": {"again": False},
    "members/checked_out": {"minutes": 150},
    "members/my_hours": {
        "total": 150,
        "waits": 30,
        "certificate": True,
        "lines": [(date(2026, 12, 1), "扫雪", 120)],
    },
    "members/hours_counted": {"minutes": 120, "total": 150},
    "members/hours_noted": {"name": "张建国", "what": "扫雪", "minutes": 120, "again": False},
    "members/which_volunteer": {"called": "老张"},
    "activities/counted": {"kind": "environment", "heads": 5, "again": False},
    "activities/dropped": {"what": "3栋楼道清扫"},
    "members/hours_dropped": {"what": "扫雪", "minutes": 120},
    "members/certificate": {"name": "张建国", "minutes": 150, "community": "西流湾社区"},
    "members/hours_refused": {"what": "扫雪", "minutes": 120},
    "members/hours_taken_back": {"minutes": 120, "total": 30},
    "activities/same_as": {"what": "周末大扫除"},
    "points/passed": {"kind": "split", "giving": True, "other": "XL-0002"},
    "points/file_changed": {"kind": "merge", "new": True, "code": "XL-0002", "free": 40},
    "points/leaving": {"free": 40, "closed": date(2026, 12, 7), "last": date(2026, 12, 31)},
    "points/file_ends": {"free": 40, "closed": date(2026, 12, 7), "last": date(2026, 12, 31)},
    "points/honours_ask": {"year": 2026, "points": 132},
    "points/honoured": {"year": 2026, "points": 132, "rank": 2},
    "points/honours_answered": {"agrees": True},
    "points/honours_group": {"year": 2026},
    "errors/not_posted": {"until": date(2027, 1, 14)},
    "errors/year_not_over": {"year": 2026},
    "errors/code_taken": {"code": "XL-0002"},
    "errors/not_with_that": {"code": "XL-0002"},
    "errors/not_so_many": {"free": 40},
    "errors/year_is_over": {"year": 2026},
    "errors/volunteer_needs": {"what": "name"},
    "errors/too_many_pledges": {"most": 5},
    "errors/activity_needs": {"what": "kind"},
}
"""Where one name means something else in one moment."""
