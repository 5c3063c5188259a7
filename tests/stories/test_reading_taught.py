"""What is put right teaches, and what a model elsewhere may say, in the group on Telegram."""

import csv
import re

from bot import commands, teaching
from tests.bot.elsewhere import CHAT as NOTHING
from tests.bot.elsewhere import KEY, standing
from tests.console.desk import post
from tests.stories.life import said
from tests.stories.machine import settings
from tests.stories.reading import (
    ASKED,
    AUNT,
    COOK,
    GAS,
    NURSE,
    STUDENT,
    SURE,
    UNCLE,
    UNSURE,
    UNSURE_AT_HOME,
    UNSURE_TOO,
    gathered,
    kept,
)
from tests.stories.village import GROUP, OFFICER, WORKER

ALREADY = [
    (f"{thing}{word}", label)
    for thing, label in {
        "院子里的路灯": "road.lamp", "对门炒菜的油烟": "env.smell", "今天的太阳": "chat",
        "凉亭的长椅": "road.fitness",
    }.items()
    for word in ("怎么了", "又来了", "三天了", "不得了", "好得很", "莫提了")
]  # fmt: skip
"""What a community has to train by besides."""


async def test_what_is_put_right_teaches_names_nobody_and_trains_a_model(quarter, tmp_path):
    life = quarter
    async with life.awake():
        await gathered(life)
        await life.say(AUNT, "2栋1单元陈桂兰家门口的感应灯坏了,我电话13812345678", group=True)
        await life.say(UNCLE, "7栋楼下烤串的烟熏得眼睛都睁不开", group=True)
        await life.say(STUDENT, SURE, group=True)
        await life.press(STUDENT, "别登记", chat=GROUP)
        await life.say(COOK, UNSURE, group=True)
        await life.say(COOK, "要", group=True)
        await life.say(OFFICER, "/console")
        async with life.pages() as office:
            await office.get(re.search(r"/console/login/\S+", life.newest(OFFICER)["text"])[0])
            first = "/console/tickets/1"
            page = await office.get(first)
            await post(office, page, f"{first}/recategorise", kind="complaint", choice="road.lamp")
            second = "/console/tickets/2"
            page = await office.get(second)
            await post(office, page, f"{second}/move", words="8栋")
            learned = (await office.get("/console/corrections")).text
        await life.settled()
        said(life.news(WORKER)[-1:], "类型或地点改成这样了", "路灯")

        own, table = settings(life.folder, life.telegram, **life.own), tmp_path / "learned.csv"
        assert (await commands.write_corrections(own, table))["rows"] == 4
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["label"]: row["text"] for row in csv.DictReader(file)}
    assert set(rows) == {"road.lamp", "env.smell", "chat", "road.fitness"}
    for hidden in ("陈桂兰", "1381234", "2栋"):
        assert hidden not in learned
        assert hidden not in "".join(rows.values())
    assert "感应灯坏了" in rows["road.lamp"]
    for told in ("改了类型", "改了地点", "感应灯坏了"):
        assert told in learned
    with table.open("a", encoding="utf-8", newline="") as file:  # a few alone are too few
        csv.writer(file).writerows((*row, "") for row in ALREADY)
    card = await teaching.teach(table, tmp_path / "own.json", lambda _: None)
    assert set(card["labels"].values()) == {7}


async def test_a_model_elsewhere_may_only_spare_a_question_and_is_missed_by_nobody(quarter):
    life = quarter
    async with standing() as there:
        there.opines(NOTHING)
        elsewhere = {"llm_url": f"{there.address}/v1", "llm_model": "m", "llm_key": KEY}
        async with life.awake(**elsewhere):
            await gathered(life)
            await life.say(UNCLE, UNSURE_AT_HOME, group=True)
            await life.say(STUDENT, SURE, group=True)
            said(life.news(GROUP), "编号0001")
            await life.say(COOK, GAS, group=True)
            assert "119" in life.news(GROUP)[0]
            assert len(there.lines) == 1
            assert "那盏灯" in there.lines[0]
            assert "301" not in there.lines[0]
            assert await kept(life, UNSURE_AT_HOME) == []
            there.status = 500
            await life.say(NURSE, UNSURE_TOO, group=True)
            said(life.news(GROUP), ASKED)
            await life.say(NURSE, "要", group=True)
            said(life.news(GROUP), "记下了:金桂园", "编号0003")
