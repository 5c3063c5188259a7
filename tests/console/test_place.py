"""A place's own page: whose it is, by which way."""

from storage.places import AreaRow, touch_revision


async def test_of_a_place_in_a_microgrid_the_grids_own_worker_is_named_too(scene, desk):
    async with scene.database.transaction() as session:
        session.add(
            AreaRow(code="M", name="3栋微网格", kind="microgrid", parent="XL-1", covers=["JGY/3"])
        )
        await touch_revision(session)

    async with desk.signed_in("sun") as browser:
        page = await browser.get("/console/responsibility/place?code=JGY/3")

    whose = page.text[page.text.index("归谁管") : page.text.index("</dl>")]
    assert whose.index("3栋微网格") < whose.index("第一网格") < whose.index("王格")
    assert "孙办" not in whose  # the community's desk has what no grid has
