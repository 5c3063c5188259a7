"""The form for a new roster: who can be ticked, what is kept, and what nobody can smuggle in."""

import re

from storage import rosters
from storage.places import AreaRow, touch_revision
from tests.console.desk import field, post
from tests.handlers.rosters.watch import at, duties, published, put_in, the_roster, volunteers

PAGE, NEW = "/console/rosters", "/console/rosters/new"


async def elsewhere(scene):
    """Another community, with an officer and a volunteer of its own."""
    async with scene.database.transaction() as session:
        session.add(AreaRow(code="DB", name="东北社区", kind="community", parent=None, covers=[]))
        session.add(AreaRow(code="DB-1", name="北一网格", kind="grid", parent="DB", covers=[]))
        await scene.serves(session, "far", "何远", "officer", "DB")
        await scene.serves(session, "north", "方北", "volunteer", "DB-1")
        await touch_revision(session)


async def sent(browser, where=NEW, **given):
    """The form, with only the boxes ticked that are said."""
    page = await browser.get(where)
    usual = {
        "form_token": field(page, "form_token"), "once": field(page, "once", form=PAGE),
        "community": field(page, "community"), "title": "值守", "first": "2026-12-05",
        "last": "2026-12-06", "shifts": "东门 8:00-16:00 1人",
    }  # fmt: skip
    return await browser.post(PAGE, data={**usual, **given})


async def people(scene):
    row = await the_roster(scene)
    async with scene.database.reading() as session:
        return [(name, one.role) for one, name in await rosters.members(session, row.id)]


async def test_ticked_are_the_people_and_nobody_else(scene, desk):
    await volunteers(scene)
    async with desk.signed_in("liu") as browser:  # a dispatcher is of the desk as well
        ticked = [str(scene.ids[who]) for who in ("fang", "wang")]
        answer = await sent(browser, people=ticked, chief=str(scene.ids["chen"]))

    assert answer.status_code == 303
    assert await people(scene) == [("王芳", "volunteer"), ("王格", "grid_worker")]
    assert (await the_roster(scene)).chief_id == scene.ids["chen"]


async def test_all_volunteers_are_one_tick_and_party_members_are_among_them(scene, desk):
    await volunteers(scene)
    async with scene.database.transaction() as session:
        await scene.serves(session, "party", "党联", "party_member", "XL-2")
        await touch_revision(session)
    async with desk.signed_in("sun") as browser:
        await sent(browser, all_volunteers="1")

    assert {name for name, _ in await people(scene)} == {"王芳", "李志", "钱多", "党联"}


async def test_a_pasted_name_of_somebody_who_serves_here_is_that_person(scene, desk):
    await volunteers(scene)
    async with desk.signed_in("sun") as browser:
        await sent(browser, names="1. 王芳 13800001234\n2. 赵大爷", people=[str(scene.ids["fang"])])

    assert await people(scene) == [("王芳", "volunteer"), ("赵大爷", "volunteer")]
    async with scene.database.reading() as session:
        rows = [one for one, _ in await rosters.members(session, 1)]
    assert [one.person_id for one in rows] == [scene.ids["fang"], None]
    assert [one.name for one in rows] == [None, "赵大爷"]


async def test_what_belongs_to_another_community_cannot_be_smuggled_in(scene, desk):
    await elsewhere(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(NEW)
        answer = await sent(
            browser, people=[str(scene.ids["north"]), "99999", "x", ""], community="DB", area="DB-1",
            chief=str(scene.ids["far"]), names="方北",
        )  # fmt: skip

    assert "方北" not in page.text
    assert answer.status_code == 303
    row = await the_roster(scene)
    assert (row.community, row.area, row.chief_id) == ("XL", "XL", scene.ids["sun"])
    async with scene.database.reading() as session:
        [(one, name)] = await rosters.members(session, row.id)
    assert (one.person_id, name) == (None, "方北")


async def test_a_volunteer_is_in_charge_of_nothing(scene, desk):
    await volunteers(scene)
    async with desk.signed_in("sun") as browser:
        page = await browser.get(NEW)
        await sent(browser, chief=str(scene.ids["fang"]))

    choices = page.text[page.text.index('name="chief"') :]
    assert "王芳" not in choices[: choices.index("</select>")]
    assert (await the_roster(scene)).chief_id == scene.ids["sun"]


async def test_the_street_makes_one_for_the_community_that_it_chooses(scene, desk):
    await elsewhere(scene)
    async with desk.signed_in("boss") as browser:
        page = await browser.get(f"{NEW}?community=DB")
        odd = await browser.get(f"{NEW}?community=%00<script>")
        answer = await sent(browser, f"{NEW}?community=DB", all_volunteers="1", area="DB-1")

    assert "方北" in page.text
    assert "北一网格" in page.text
    assert (odd.status_code, answer.status_code) == (200, 303)
    assert "<script>" not in odd.text.split("<main")[1].split("</main>")[0]
    row = await the_roster(scene)
    assert (row.community, row.area) == ("DB", "DB-1")
    assert await people(scene) == [("方北", "volunteer")]


async def test_refused_it_keeps_what_was_ticked_and_chosen(scene, desk):
    await volunteers(scene)
    async with desk.signed_in("sun") as browser:
        answer = await sent(
            browser, shifts="东门", people=[str(scene.ids["lizhi"])], chief=str(scene.ids["chen"]),
            area="XL-2", weekly="3",
        )  # fmt: skip

    assert answer.status_code == 409
    assert "这一行没看懂:东门" in answer.text
    ticked = re.findall(r'name="people" value="(\d+)" checked', answer.text)
    assert ticked == [str(scene.ids["lizhi"])]
    for kept in (f'value="{scene.ids["chen"]}" selected', 'value="XL-2" selected', 'value="3"'):
        assert kept in answer.text


async def test_a_script_typed_as_a_title_a_post_or_a_name_stays_text(scene, desk):
    async with desk.signed_in("sun") as browser:
        answer = await sent(
            browser, title="<b>值守</b>", shifts="<i>门 8:00-16:00 1人", names="<u>赵大爷"
        )
        page = await browser.get(answer.headers["location"])

    assert answer.status_code == 303
    assert "&lt;b&gt;值守" in page.text
    assert "<i>门" not in page.text
    assert "<u>" not in page.text


async def test_a_phone_in_a_title_or_a_post_is_masked(scene, desk):
    async with desk.signed_in("sun") as browser:
        answer = await sent(
            browser, title="值守13812345678", shifts="东门13812345678 8:00-16:00 1人"
        )
        page = await browser.get(answer.headers["location"])

    assert "13812345678" not in page.text.split("<main")[1]


async def test_a_second_officer_of_the_desk_goes_on_with_it(scene, desk):
    await published(scene, "东门 8:00-16:00 2人", put=[("fang", "东门", 8)])
    async with desk.signed_in("liu") as browser:
        shown = await browser.get(f"{PAGE}/1?propose=1")
        answer = await post(browser, shown, f"{PAGE}/1/take_over")
    await scene.deliver()

    assert answer.status_code == 303
    assert len(await duties(scene)) == 2
    added = [who for who in ("lizhi", "qian") if await scene.heard(who)]
    assert len(added) == 1
    assert len(await scene.heard("fang")) == 1  # what was theirs already is not told again


async def test_what_is_on_record_is_read_in_words(scene, desk):
    number = await published(scene, put=[("fang", "东门", 8)])
    await put_in(scene, number, "lizhi", "西门", 8)
    async with desk.signed_in("boss") as browser:
        page = await browser.get("/console/audit")

    for words in ("排了值班表", "发布了值班表", "排了班"):
        assert words in page.text
    assert "roster.published" not in page.text.replace('value="roster.published"', "")


async def test_in_english_the_pages_are_english(scene, desk):
    await published(scene, "东门 8:00-16:00 2人", put=[("fang", "东门", 8)])
    await at(scene, 5, 8, 20)
    desk.clock.at = scene.now
    async with desk.signed_in("sun") as browser:
        browser.cookies.set("huying_language", "en")
        pages = [
            (await browser.get(f"{PAGE}{end}")).text.split("<main")[1].split("</main>")[0]
            for end in ("", "/new", "/1", "/1/now", "/1/print")
        ]
    for words, page in zip(
        ("Make a roster", "All volunteers", "1 of 2 places filled", "0 of 2 are here", "Sat"), pages,
        strict=True,
    ):  # fmt: skip
        assert words in page
    for page in pages:
        assert "值班" not in page
