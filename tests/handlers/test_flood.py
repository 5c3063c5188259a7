"""One person reports very much: all of it is taken, a human looks, and pushes come together."""

from datetime import timedelta

from handlers.tickets.flood import LISTED, MOST

MATTERS = [f"{n}栋2单元{what}" for what in ("楼道灯坏了", "单元门坏了,关不上") for n in range(1, 9)]
LEAK = "6栋2单元301水管爆了,水都流到楼道了"


async def report(scene, number, who="li"):
    for text in MATTERS[:number]:
        await scene.say(who, text)


def numbers(texts):
    """Which tickets' numbers stand in these texts."""
    return {n for n in range(1, 30) if any(f"{n:04}" in text for text in texts)}


async def test_ten_things_of_one_person_are_pushed_one_by_one(scene):
    await report(scene, MOST)

    assert len(await scene.tickets()) == MOST
    assert numbers(await tasks(scene)) == set(range(1, MOST + 1))
    await scene.wait(hours=2)
    assert not any("24小时里报了" in text for text in await scene.heard("liu"))


async def test_what_comes_after_is_taken_and_told_together_within_the_hour(scene):
    await report(scene, 16)

    tickets = await scene.tickets()
    assert {ticket.state for ticket in tickets} == {"assigned"}
    assert len(await scene.in_group()) == 16
    assert numbers(await tasks(scene)) == set(range(1, 11))

    await scene.wait(hours=1)
    digests = [text for text in await everybody(scene) if "合起来告诉您" in text]
    assert numbers(digests) == set(range(11, 17))
    assert all("/tasks" in text and "居民" not in text for text in digests)
    assert not any("li" in text or "501" in text for text in digests)
    owners = {ticket.owner_id for ticket in tickets[10:]}
    heard = {name for name in scene.ids if any("合起来" in t for t in await scene.heard(name))}
    assert {name for name in scene.ids if scene.ids[name] in owners} <= heard


async def test_the_desk_is_told_once_and_nobody_is_judged(scene):
    await report(scene, 16)
    await scene.wait(hours=3)

    told = [text for text in await scene.heard("liu") if "24小时里报了" in text]
    assert len(told) == 1
    assert "从编号0011起" in told[0]
    assert not any("24小时里报了" in text for text in await scene.in_group())
    assert not any("24小时里报了" in text for text in await scene.heard("wang"))


async def test_what_is_urgent_passes_at_once(scene):
    await report(scene, 12)
    await scene.say("li", LEAK)

    ticket = await scene.ticket()
    assert ticket.tier == "U"
    owner = next(name for name, number in scene.ids.items() if number == ticket.owner_id)
    assert any(LEAK in text for text in await scene.heard(owner))


async def test_an_emergency_passes_at_once_and_to_everybody(scene):
    await report(scene, 12)
    await scene.say("li", "6栋2单元有煤气味,很浓")

    assert (await scene.ticket()).tier == "E"
    for who in ("zhao", "liu"):
        assert any("煤气味" in text for text in await scene.heard(who))


async def test_what_is_for_named_people_alone_stands_in_no_digest_and_no_desk_hears_of_it(scene):
    await scene.open_private("li")
    await report(scene, MOST)
    await scene.say("li", "家里困难,想申请低保", group=False)
    await scene.wait(hours=2)

    ticket = await scene.ticket()
    assert ticket.sensitivity == "s"
    assert not any("合起来" in text or "24小时里" in text for text in await everybody(scene))


async def test_a_digest_names_no_home_to_a_firm_that_may_not_know_who_spoke(scene):
    await report(scene, 12)
    await scene.say("li", "6栋2单元501,装修天天用电钻,太吵了")
    await scene.wait(hours=1)

    digests = [text for text in await scene.heard("fix") if "合起来告诉您" in text]
    assert 13 in numbers(digests)
    assert not any("501" in text for text in digests)


async def test_another_neighbour_is_not_held_back(scene):
    await report(scene, 12)
    await scene.say("zhang", "4栋3单元楼道灯坏了")

    assert 13 in numbers(await tasks(scene))


async def test_whoever_walks_the_grid_reports_what_they_see(scene):
    await report(scene, 12, who="zhao")
    await scene.wait(hours=2)

    assert numbers(await tasks(scene)) == set(range(1, 13))
    assert not any("24小时里" in text for text in await scene.heard("liu"))


async def test_the_next_day_begins_anew(scene):
    await report(scene, 11)
    await scene.wait(hours=25)
    await scene.say("li", MATTERS[11])

    assert 12 in numbers(await tasks(scene))


async def test_what_was_taken_back_or_taken_meanwhile_is_not_told_again(scene):
    await report(scene, 13)
    await scene.press("li", "别登记", group=True)
    ticket = (await scene.tickets())[11]
    owner = next(name for name, number in scene.ids.items() if number == ticket.owner_id)
    await scene.say(owner, "/tasks", group=False)
    await scene.wait(hours=1)

    assert (await scene.ticket()).state == "withdrawn"
    digests = [text for text in await everybody(scene) if "合起来告诉您" in text]
    assert numbers(digests) == {11, 12}


async def test_a_long_digest_names_the_first_and_says_how_many_there_are(scene):
    await report(scene, 16)
    for n in range(1, 9):
        await scene.say("li", f"{n}栋2单元楼道很脏,没人打扫")
    await scene.wait(hours=1)

    digest = next(text for text in await scene.heard("fix") if "合起来告诉您" in text)
    assert len(numbers([digest])) == LISTED
    assert "……" in digest


async def test_at_night_it_waits_for_the_morning(scene):
    scene.now += timedelta(hours=13)  # 23:00
    await report(scene, 12)
    await scene.wait(hours=1)
    assert not any("合起来" in text for text in await everybody(scene))

    await scene.wait(hours=9)
    assert any("合起来" in text for text in await everybody(scene))


async def everybody(scene):
    return [text for name in scene.ids for text in await scene.heard(name)]


async def tasks(scene):
    """Single tasks that workers have heard of."""
    return [text for text in await everybody(scene) if "原话:" in text]
