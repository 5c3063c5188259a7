"""The pages of members, volunteers, pledges and activities, read in every language."""

import pytest
from opencc import OpenCC

from handlers import activities
from handlers.members import hours as giving
from tests.handlers.members.register import counted, enlisted, hours, reported, written
from tests.handlers.members.test_gathering import closed
from tests.handlers.signups.party import acting
from tests.handlers.test_activities import BACK

PAGES = {
    "/console/members": ("To be verified", "等核实的"),
    "/console/members/1": ("Verified by", "核实人"),
    "/console/members/1/sheet": ("service point sheet", "党员服务积分登记表"),
    "/console/pledges": ("Pledges", "认领承诺"),
    "/console/volunteers": ("On the register", "在册的"),
    "/console/volunteers/1": ("Time given so far", "时长"),
    "/console/volunteers/1/certificate": ("Certificate of volunteer service", "志愿服务证明"),
    "/console/activities": ("Activity counter", "活动计数"),
    "/console/activities/behind": ("Environment", "环境整治"),
}


@pytest.mark.parametrize(("language", "which"), [("en", 0), ("zh-Hant", 1)])
async def test_each_page_is_read_in_each_language(scene, desk, tmp_path, language, which):
    await reported(scene, tmp_path)
    await counted(scene, "PAIR")
    await written(scene, "MISSED")
    await scene.say("qian", "我认领:每周扫一次3栋楼道", group=False)
    await enlisted(scene)
    await scene.say("wang", "老张今天扫雪2小时", group=False)
    await acting(scene, giving.verify, (await hours(scene))[-1].id)
    await closed(scene, doer=None)
    await acting(scene, activities.gather, scene.now - BACK)

    async with desk.signed_in("sun") as browser:
        browser.cookies.set("huying_language", language)
        pages = {address: await browser.get(address) for address in PAGES}

    for address, page in pages.items():
        assert page.status_code == 200
        wanted = PAGES[address][which]
        assert (OpenCC("s2t").convert(wanted) if which else wanted) in page.text, address


async def test_what_was_typed_with_signs_of_markup_stays_plain_text(scene, desk, tmp_path):
    await reported(scene, tmp_path)
    await written(scene, "PAIR", note="<script>alert(1)</script>")
    await scene.say("qian", "我认领:<b>每周扫楼道</b>", group=False)

    async with desk.signed_in("sun") as browser:
        for address in ("/console/members", "/console/members/1", "/console/pledges"):
            page = await browser.get(address)
            assert "<script>alert" not in page.text
            assert "<b>每周" not in page.text
