"""The phone's count around a change of shifts."""

from tests.handlers.rosters.watch import at, published

PAGE = "/console/rosters"
TWO = "东门 8:00-16:00 1人\n西门 9:00-17:00 2人"


async def test_a_shift_that_has_not_begun_is_not_counted_as_missing(scene, desk):
    await published(scene, TWO, put=[("fang", "东门", 8), ("lizhi", "西门", 9)])
    await at(scene, 5, 8, 10)
    await scene.say("fang", "到岗了", group=False)
    await scene.say("lizhi", "到岗了", group=False)
    desk.clock.at = scene.now
    async with desk.signed_in("chen") as browser:
        early = (await browser.get(f"{PAGE}/1/now")).text
        desk.clock.at = scene.now.replace(minute=0, hour=1)
        later = (await browser.get(f"{PAGE}/1/now")).text

    assert "到了1位,要1位" in early
    assert "李志" in early  # who comes next stands there all the same
    assert "到了2位,要3位" in later
