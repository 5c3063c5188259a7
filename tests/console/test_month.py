"""The month of an estate on one sheet, with a code by which residents ask."""

from datetime import timedelta

from storage.schedules import ChangeRow, ScheduleRow

PAGE = "/console/schedules/month"


async def recurs(scene, name, rule, audience, **facts):
    async with scene.database.transaction() as session:
        row = ScheduleRow(
            key=name, name=name, rule=rule, start="09:00", audience=audience,
            since=scene.now - timedelta(days=9), **facts,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return row.id


async def test_what_this_estate_is_told_of_hangs_on_its_wall_and_what_others_are_does_not(
    scene, desk
):
    number = await recurs(
        scene, "义务理发", "FREQ=MONTHLY;BYMONTHDAY=7", ["XL"], place_words="一楼"
    )
    await recurs(scene, "量血压", "FREQ=MONTHLY;BYMONTHDAY=9", ["jgy"])
    await recurs(scene, "磨刀", "FREQ=MONTHLY;BYMONTHDAY=10", ["XL-2"])
    await recurs(scene, "修伞", "FREQ=MONTHLY;BYMONTHDAY=11", ["LX"])
    async with scene.database.transaction() as session:
        session.add(ChangeRow(schedule_id=number, day=scene.now.date().replace(day=7),
                              moved_to=scene.now.date().replace(day=8), note="师傅请假"))  # fmt: skip

    async with desk.signed_in("sun") as browser:
        page = await browser.get(f"{PAGE}?estate=JGY&month=2026-12")
        later = await browser.get(f"{PAGE}?estate=JGY&month=2027-02")

    for words in ("12月8日(周二)", "师傅请假", "12月9日", "12月10日", "一楼", "<svg"):
        assert words in page.text
    assert "修伞" not in page.text
    assert "2月7日" in later.text or "2月9日" in later.text


async def test_odd_questions_show_this_month(scene, desk):
    async with desk.signed_in("boss") as browser:
        for odd in ("estate=zzz&month=9999-99", "month=%00", f"estate={'x' * 5000}"):
            page = await browser.get(f"{PAGE}?{odd}")
            assert page.status_code == 200
            assert "2026年12月" in page.text
