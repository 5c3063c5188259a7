"""The rules that need no story of their own: P01, P03, P05-P09, P12, P13, P16, P21, P22."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import templates
from bot import commands
from bot.channels.telegram.parse import Me, fact
from bot.files import clean_photo
from domain.messages import Address, ChatKind, Happening, Incoming, Media, MediaKind, Speaker
from domain.tickets.kinds import Sensitivity
from domain.tickets.states import TABLE, Act, Part
from handlers.privacy.freezing import Frozen
from handlers.tickets import filing
from handlers.tickets.drafts import Draft, Said
from tests.bot.test_files import opened, picture
from tests.console.desk import Desk
from tests.handlers.scene import GROUP, MORNING
from tests.privacy.scenes import LEAK, NOISE, on_record
from tests.stories.machine import offline

NEW = "new-group"
CHAT = Path(templates.__file__).parent / "chat"
ONE = "/console/tickets/1"
QUARREL = "楼下和对门天天吵架,能不能来评评理"
HURT = "我老公又打我了,我好怕,住2栋"
PHOTO = Media(MediaKind.PHOTO, "media/ef/efefefefefefefefefefefefefefefef.jpg", unique="p")


async def joined(scene):
    await scene.handle(
        Incoming(
            key="joined", what=Happening.JOINED, at=MORNING, where=Address("web", NEW),
            chat_kind=ChatKind.GROUP, speaker=Speaker("sun"), chat_name="新群",
        )
    )  # fmt: skip


async def test_p01_joining_is_told_once_with_who_what_until_when_and_how_to_object(scene):
    await joined(scene)
    await joined(scene)

    (line,) = await scene.rows(chat=NEW)
    for told in ("平常聊天我不存", "我登记下来", "办完两年后抹去", "别登记", "“隐私”"):
        assert told in line.text


@pytest.mark.parametrize("words", ["隐私", "隱私政策", "privacy"])
async def test_p01_the_rules_are_told_to_whoever_asks(scene, words):
    await scene.say("li", words, group=False)

    told = (await scene.heard("li"))[-1]
    assert all(part in told for part in ("两年", "90天", "30天", "/me", "删除我的信息", "匿名"))


@pytest.mark.parametrize("elsewhere", [True, False])
async def test_p20_the_notice_names_a_model_elsewhere_where_there_is_one(scene, elsewhere):
    community = scene.community
    community.deployment = replace(community.deployment, elsewhere=elsewhere)

    await joined(scene)
    await scene.say("li", "隐私", group=False)

    (notice,) = await scene.rows(chat=NEW)
    for told in (notice.text, (await scene.heard("li"))[-1]):
        assert ("盖掉号码、门牌、人名" in told) is elsewhere
        assert ("外面的模型" in told) is elsewhere


ASKS = re.compile(
    r"(身份证号?|出生日期|生日|手机号码?|电话号码|电话)(是多少|是什么|多少)"
    r"|请(把|您)?.{0,6}(身份证|生日|出生|手机号|电话号码)"
)


def test_p03_nobody_is_asked_for_identity_birthday_or_phone():
    asking = [
        path.relative_to(CHAT).as_posix()
        for path in sorted((CHAT / "zh-Hans").rglob("*.j2"))
        if ASKS.search(path.read_text("utf-8")) and "workbook/" not in path.as_posix()
    ]

    assert asking == []


def categories(scene, sensitivity):
    """Every matter of the catalogue that is private, or sensitive."""
    catalogue = scene.community.knowledge.catalogue
    found = [catalogue.get(slug) for slug in catalogue.names]
    return [category for category in found if category.sensitivity is sensitivity]


async def filed_in_the_group(scene, category, number):
    """Somebody has said it in the group, with their room and how they are."""
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, f"f{number}", scene.now, channel="web")
        draft = Draft(
            kind=category.kind, category=category.slug, tier=category.tier,
            sensitivity=category.sensitivity, text="住401的,有糖尿病,帮帮我", channel="web",
            place="JGY/3/2/401", chat=GROUP, message=f"x{number}", messages=(Said(f"x{number}"),),
        )  # fmt: skip
        await filing.file(turn, draft, reporter=None)
    await scene.deliver()


async def test_p05_of_a_private_matter_the_group_learns_number_and_date(scene):
    private = categories(scene, Sensitivity.PRIVATE)
    for number, category in enumerate(private):
        await filed_in_the_group(scene, category, number)

    lines = await scene.in_group()
    assert len(lines) == len(private) > 10
    assert all("401" not in line and "糖尿病" not in line for line in lines)
    urgent = sum(category.tier == "E" for category in private)
    named = [c for c in private if c.tier != "E" and any(c.said in line for line in lines)]
    assert named == [] or urgent, named


async def test_p05_nor_from_its_end_or_from_somebody_who_asks(scene):
    said = await scene.say("li", QUARREL)
    assert (await scene.ticket()).sensitivity == "p"
    await scene.say("zhang", "这事怎么样了", reply_to=said)
    await scene.say("li", "这事怎么样了", reply_to=said)

    assert all("吵架" not in line and "纠纷" not in line for line in await scene.in_group())


async def test_p06_a_sensitive_matter_leaves_no_trace_in_the_group_and_reaches_the_named_person(
    scene,
):
    for number, category in enumerate(categories(scene, Sensitivity.SENSITIVE)):
        await filed_in_the_group(scene, category, number)
    await scene.say("li", HURT)
    await scene.wait(minutes=1)

    traces = [
        row for op in ("send", "react", "edit") for row in await scene.rows(chat=GROUP, op=op)
    ]
    assert traces == []
    assert HURT in "".join(await scene.heard("heart"))


async def test_p07_the_way_to_private_reads_the_same_whatever_it_is_about(scene):
    said = await scene.say("li", QUARREL)
    await scene.say("li", "我有多少积分")
    await scene.say("li", "这事怎么样了", reply_to=said)
    await scene.say("li", "/mine")
    await scene.say("li", "/me")

    lines = (await scene.in_group())[1:]
    assert lines == ["有事请点我头像私聊我。"] * 4


@pytest.mark.parametrize("group", [True, False])
async def test_p08_a_child_is_asked_for_a_grown_up_and_nothing_is_filed(scene, group):
    await scene.say("bao", "我今年10岁,金桂园3栋2单元的灯坏了", group=group)

    assert await scene.tickets() == []
    told = (await (scene.in_group() if group else scene.heard("bao")))[-1]
    assert "请让家里大人来说一声" in told


async def test_p08_a_child_in_danger_is_served_at_once(scene):
    await scene.say("bao", "我今年10岁,金桂园3栋2单元我家着火了", group=False)

    assert (await scene.ticket()).tier == "E"
    assert "119" in (await scene.heard("bao"))[0]


async def test_p08_a_grown_up_who_speaks_of_a_child_is_no_child(scene):
    await scene.say("li", "我家孩子10岁,金桂园3栋2单元的灯坏了他害怕", group=False)

    assert len(await scene.tickets()) == 1


def test_p09_a_stored_photo_has_no_place_in_it():
    assert dict(opened(clean_photo(picture())).getexif()) == {}


async def test_p09_photos_of_people_are_for_owner_and_checker(scene, tmp_path):
    await scene.say("li", NOISE, group=False, media=(PHOTO,))
    ticket = await scene.ticket()
    assert ticket.doer_id == scene.ids["fix"]

    pushed = {who: (await scene.rows(chat=f"p.{who}"))[-1] for who in ("wang", "fix")}
    assert len(pushed["wang"].attachments) == 1
    assert pushed["fix"].attachments == []


async def test_p09_a_photo_of_a_thing_goes_to_whoever_mends_it(scene):
    await scene.say("li", LEAK, group=False, media=(PHOTO,))

    assert len((await scene.rows(chat="p.fix"))[-1].attachments) == 1


async def test_p12_an_edit_is_added_and_taking_back_is_a_button(scene):
    said = await scene.say("li", "3栋2单元楼道的灯坏了")
    await scene.edit("li", said, "3栋2单元楼道的灯坏了")
    assert "note" not in await scene.acts()
    await scene.edit("li", said, "3栋2单元二楼楼道的灯坏了")
    assert (await scene.acts())[-1] == "note"

    await scene.press("li", "别登记", group=True)

    assert (await scene.ticket()).state == "withdrawn"


async def test_p13_another_grid_s_ticket_is_refused_and_the_try_is_on_record(scene, tmp_path):
    await scene.say("li", "5栋2单元楼道的灯坏了")
    async with Desk(scene, tmp_path).signed_in("wang") as browser:
        assert (await browser.get(ONE)).status_code == 404

    (refused,) = await on_record(scene, "ticket.refused")
    assert (refused.actor_id, refused.subject) == (scene.ids["wang"], "ticket/1")


async def test_p13_each_look_at_a_private_matter_is_on_record_with_who_and_why(scene, tmp_path):
    await scene.say("li", QUARREL)
    async with Desk(scene, tmp_path).signed_in("sun") as browser:
        await browser.get(ONE)
        await browser.get("/console/tickets")
    await scene.say("liu", "/tasks", group=False)  # one of the desk that shares it
    await scene.say("liu", "1", group=False)

    looks = await on_record(scene, "ticket.seen")
    assert [(row.actor_id, row.facts["why"]) for row in looks] == [
        (scene.ids["sun"], "page"),
        (scene.ids["liu"], "tasks"),
    ]
    listed = await on_record(scene, "tickets.listed")
    assert [row.facts for row in listed] == [
        {"why": why, "tickets": [1]} for why in ("list", "tasks")
    ]


async def test_p13_an_ordinary_matter_is_looked_at_without_a_record(scene, tmp_path):
    await scene.say("li", "3栋2单元楼道的灯坏了")
    async with Desk(scene, tmp_path).signed_in("sun") as browser:
        await browser.get(ONE)
        await browser.get("/console/tickets")
        await browser.get("/console")

    assert await on_record(scene, "ticket.seen") == []
    assert await on_record(scene, "tickets.listed") == []


async def test_p13_a_worker_s_number_of_a_foreign_ticket_tells_nothing(scene):
    await scene.say("li", "5栋2单元401厨房漏水")
    await scene.say("wang", "编号0001怎么样了", group=False)

    assert all("401" not in text for text in await scene.heard("wang"))


async def test_p13_the_resident_reads_who_looked(scene, tmp_path):
    await scene.open_private("li")
    await scene.say("li", QUARREL)
    async with Desk(scene, tmp_path).signed_in("sun") as browser:
        await browser.get(ONE)

    await scene.say("li", "查我的信息", group=False)

    assert "社区工作人员看了内容(编号0001)" in (await scene.heard("li"))[-1]
    assert "孙办" not in (await scene.heard("li"))[-1]


def test_p16_only_people_decline_and_it_is_on_record_who_did():
    deciding = [rule for rule in TABLE.values() if rule.act in (Act.DECLINE, Act.SUSPEND)]

    assert deciding
    assert all(Part.BOT not in rule.who for rule in deciding)


async def test_p21_a_manager_stops_exports_and_backups_and_whom_it_concerns_is_on_record(
    scene, tmp_path
):
    await scene.say("li", LEAK, group=False)
    await scene.say("boss", "冻结导出", group=False)

    (frozen,) = await on_record(scene, "exports.frozen")
    assert set(scene.ids.values()) < set(frozen.facts["people"])
    assert f"可能涉及{len(frozen.facts['people'])}人" in (await scene.heard("boss"))[-1]
    settings = offline(tmp_path, database_url=scene.database.url)
    for leave in (commands.export_workbook, commands.backup):
        with pytest.raises(Frozen):
            await leave(settings, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()

    await scene.say("boss", "恢复导出", group=False)

    await commands.backup(settings, tmp_path / "out.zip")
    await commands.export_workbook(settings, tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("who", ["li", "wang", "sun"])
async def test_p21_nobody_else_freezes_anything(scene, who):
    await scene.say(who, "冻结导出", group=False)

    assert await on_record(scene, "exports.frozen") == []


async def test_p22_whoever_forwards_is_the_reporter_and_the_first_author_is_nobody(scene):
    update = {
        "update_id": 1,
        "message": {
            "message_id": 5, "date": 1_790_000_000, "text": "3栋2单元楼道的灯坏了",
            "chat": {"id": -100, "type": "supergroup", "title": "群"},
            "from": {"id": 501, "is_bot": False, "first_name": "李"},
            "forward_origin": {
                "type": "user", "date": 1_780_000_000,
                "sender_user": {"id": 999, "is_bot": False, "first_name": "原作者"},
            },
        },
    }  # fmt: skip
    said = fact(update, Me(1), MORNING)
    assert (said.forwarded, said.speaker.account) == (True, "501")
    assert "原作者" not in repr(said)
    assert "999" not in repr(said)

    await scene.say("li", "3栋2单元楼道的灯坏了", forwarded=True)

    reporter = (await scene.ticket()).reporter_id
    await scene.say("li", "/me", group=False)
    assert f"P{reporter}," in (await scene.heard("li"))[-1]
