"""The page of groups: whether each is heard, what it is tied to, and who may change that."""

from sqlalchemy import select

from domain.messages import Address
from storage.audit import AuditRow
from storage.chats import ChatRow
from storage.inbox import InboxRow
from tests.console.desk import post
from tests.console.test_audit import acts, next_door
from tests.handlers.scene import GROUP

PAGE = "/console/groups"


async def group(scene, **changed):
    """The scene's group with something else about it; its number."""
    async with scene.database.transaction() as session:
        row = await session.scalar(select(ChatRow).where(ChatRow.chat == GROUP))
        for name, value in changed.items():
            setattr(row, name, value)
        return row.id


async def another(scene, **more):
    async with scene.database.transaction() as session:
        row = ChatRow(**{"channel": "telegram", "chat": "-100", "name": "新来的群", **more})
        session.add(row)
        await session.flush()
        return row.id


async def now(scene, number):
    async with scene.database.reading() as session:
        row = await session.get(ChatRow, number)
        return row.place, row.mode, row.care


async def test_a_group_that_is_not_heard_says_how_to_change_that(scene, desk):
    for hears, told in (
        (True, "听得到</span>"),
        (False, "听不到</span>"),
        (None, "还不知道</span>"),
    ):
        await group(scene, hears_all=hears)
        async with desk.signed_in("sun") as browser:
            page = (await browser.get(PAGE)).text
        assert told in page
        assert ("/setprivacy" in page) is (hears is False)


async def test_it_says_when_something_that_matters_was_heard_last(scene, desk):
    where = Address("web", GROUP)
    async with scene.database.transaction() as session:
        session.add(
            InboxRow(channel=where.channel, account="a", key="k", chat=where.chat, received_at=scene.now,
                     state="done")
        )  # fmt: skip

    async with desk.signed_in("sun") as browser:
        page = (await browser.get(PAGE)).text

    assert "12月1日(周二)上午10点" in page
    assert "还没听到过" not in page


async def test_an_officer_changes_place_mode_and_care_and_it_is_on_record(scene, desk):
    number = await group(scene)
    async with desk.signed_in("sun") as browser:
        done = await post(
            browser,
            await browser.get(PAGE),
            f"{PAGE}/{number}",
            place="LX",
            mode="ask",
            care="careful",
        )

    assert done.status_code in (303, 409)
    async with desk.signed_in("boss") as browser:
        await post(
            browser,
            await browser.get(PAGE),
            f"{PAGE}/{number}",
            place="XL",
            mode="ask",
            care="careful",
        )
    assert await now(scene, number) == ("XL", "ask", "careful")
    assert set(await acts(scene)) == {"chat.bound", "chat.mode"}
    assert await scene.in_group() == [], "the office changes it; the group is not told"


async def test_what_has_not_been_changed_leaves_no_record(scene, desk):
    number = await group(scene)
    async with desk.signed_in("sun") as browser:
        await post(
            browser,
            await browser.get(PAGE),
            f"{PAGE}/{number}",
            place="JGY",
            mode="auto",
            care="usual",
        )

    assert await acts(scene) == []


async def test_an_officer_of_another_community_neither_sees_nor_takes_it(scene, desk):
    await next_door(scene)
    number = await group(scene)
    async with desk.signed_in("far") as browser:
        page = await browser.get(PAGE)
        token = page.text.partition('name="form_token" value="')[2].partition('"')[0]
        taken = await browser.post(f"{PAGE}/{number}", data={"form_token": token, "mode": "quiet"})

    assert "金桂园居民群" not in page.text
    assert taken.status_code == 404
    assert await now(scene, number) == ("JGY", "auto", "usual")


async def test_a_dispatcher_reads_and_cannot_change(scene, desk):
    number = await group(scene)
    async with desk.signed_in("liu") as browser:
        page = await browser.get(PAGE)
        token = page.text.partition('name="form_token" value="')[2].partition('"')[0]
        tried = await browser.post(f"{PAGE}/{number}", data={"form_token": token, "mode": "quiet"})

    assert "金桂园居民群" in page.text
    assert "就这样定" not in page.text
    assert tried.status_code == 409
    assert await now(scene, number) == ("JGY", "auto", "usual")


async def test_a_group_that_is_tied_to_nothing_is_the_managers(scene, desk):
    number = await another(scene)
    async with desk.signed_in("sun") as browser:
        assert "新来的群" not in (await browser.get(PAGE)).text
    async with desk.signed_in("boss") as browser:
        page = await browser.get(PAGE)
        await post(browser, page, f"{PAGE}/{number}", place="JGY", mode="auto", care="usual")

    assert "什么也不登记" in page.text
    assert (await now(scene, number))[0] == "JGY"
    async with scene.database.reading() as session:
        assert len(list(await session.scalars(select(AuditRow)))) == 1


async def test_odd_changes_are_refused_in_words(scene, desk):
    number = await group(scene)
    async with desk.signed_in("boss") as browser:
        page = await browser.get(PAGE)
        for data in (
            {"place": "nosuch"},
            {"mode": "loud"},
            {"care": "\x00x"},
            {"place": "长" * 9999},
        ):
            answer = await post(browser, page, f"{PAGE}/{number}", **data)
            assert answer.status_code == 409, data
        token = page.text.partition('name="form_token" value="')[2].partition('"')[0]
        assert (await browser.post(f"{PAGE}/999", data={"form_token": token})).status_code == 404

    assert await now(scene, number) == ("JGY", "auto", "usual")
