"""The register of party members: taken in whole or not at all; reporting in gives the base, once."""

import pytest

from handlers.members import register
from storage import members
from tests.handlers.members.register import (
    HEADINGS,
    QIAN,
    balance,
    claims,
    counted,
    known,
    many,
    member,
    registered,
    reported,
    sheet,
    sound,
)
from tests.handlers.office import take_in
from tests.handlers.signups.party import acting

ORGANISATIONS = 12


def sheet_of(count):
    """So many members of twelve organisations."""
    return [
        [f"P{n:03}", f"党员{n}", f"单位{n % ORGANISATIONS}", f"139{n:08}", "", ""]
        for n in range(1, count + 1)
    ]


async def test_s2_01_124_members_of_12_organisations_are_taken_in_and_the_totals_agree(
    scene, tmp_path
):
    taken = await registered(scene, tmp_path / "w", *sheet_of(124))

    assert (taken.added, taken.errors) == (124, [])
    async with scene.database.reading() as session:
        organisations = await members.organisations(session, None)
    assert len(organisations) == ORGANISATIONS
    assert sum(count for _, count, _ in organisations) == 124
    assert sum(there for _, _, there in organisations) == 0


async def test_the_headings_that_an_office_writes_by_itself_are_understood(scene, tmp_path):
    heads = ["编号", "姓名", "单位", "手机", "岗位", "任职日期", "社区"]

    taken = await take_in(scene, tmp_path / "w", 党员=[heads, [*QIAN, "XL"]])

    assert (taken.added, taken.errors) == (1, [])
    await known(scene, "qian", QIAN[1])
    row = await member(scene)
    assert (row.code, row.community, str(row.since)) == (QIAN[0], "XL", QIAN[5])


async def test_s2_01_a_number_that_stands_twice_is_refused_with_row_and_column_and_nothing_is_kept(
    scene, tmp_path
):
    lines = sheet_of(124)
    lines[100][0] = lines[3][0]

    taken = await registered(scene, tmp_path / "w", *lines)

    [error] = taken.errors
    assert (error["sheet"], error["row"], error["column"]) == ("members", 102, "id")
    assert "P004" in error["message"]
    assert await many(scene, 124) == 0


@pytest.mark.parametrize(
    ("second", "column"),
    [
        (["W002", "钱水", "区水利局", "139 0000 0001", "", ""], "phone"),
        (["W002", "钱水", "市一院", "+8613900000001", "", ""], "phone"),
    ],
)
async def test_a_person_who_stands_twice_is_refused(scene, tmp_path, second, column):
    taken = await registered(scene, tmp_path / "w", QIAN, second)

    [error] = taken.errors
    assert (error["row"], error["column"]) == (3, column)
    assert await many(scene, 2) == 0


async def test_without_phones_name_and_organisation_tell_who_stands_twice(scene, tmp_path):
    bare = ["W1", "钱水", "区水利局", "", "", ""]

    taken = await registered(scene, tmp_path / "a", bare, ["W2", *bare[1:]])
    other = await registered(scene, tmp_path / "b", bare, ["W2", "钱水", "市一院", "", "", ""])

    assert [(e["row"], e["column"]) for e in taken.errors] == [(3, "name")]
    assert other.errors == []
    assert await many(scene, 3) == 2


async def test_who_is_on_the_register_by_another_number_is_refused(scene, tmp_path):
    await registered(scene, tmp_path / "a")

    taken = await registered(scene, tmp_path / "b", ["X9", *QIAN[1:]])

    assert [(e["row"], e["column"]) for e in taken.errors] == [(2, "id")]
    assert await many(scene, 2) == 1


async def test_a_number_of_somebody_else_is_refused(scene, tmp_path):
    await registered(scene, tmp_path / "a")

    taken = await registered(scene, tmp_path / "b", ["W001", "李四", "区水利局", "", "", ""])

    assert [(e["column"]) for e in taken.errors] == ["name"]


@pytest.mark.parametrize(
    ("cell", "value", "column"),
    [(3, "139", "phone"), (5, "soon", "since"), (1, "", "name"), (2, "", "organisation")],
)
async def test_a_bad_cell_is_named_and_nothing_is_kept(scene, tmp_path, cell, value, column):
    line = list(QIAN)
    line[cell] = value

    taken = await registered(scene, tmp_path / "w", ["W0", "好人", "区水利局", "", "", ""], line)

    assert [(e["row"], e["column"]) for e in taken.errors] == [(3, column)]
    assert await many(scene, 2) == 0


async def test_taken_in_again_changes_nothing_and_a_new_post_changes_one(scene, tmp_path):
    await registered(scene, tmp_path / "a")

    again = await registered(scene, tmp_path / "b")
    changed = await registered(
        scene, tmp_path / "c", [*QIAN[:4], "环境监督员;文明劝导员", "2026-09-01"]
    )

    assert (again.added, again.changed) == (0, 0)
    assert (changed.added, changed.changed) == (0, 1)
    await known(scene, "qian", "钱水")
    assert (await member(scene)).posts == ["环境监督员", "文明劝导员"]


async def test_where_there_are_two_communities_the_sheet_must_say_which(scene, tmp_path):
    two = [["code", "name", "kind", "parent", "covers"], ["YH", "银河社区", "community", "", ""]]

    missing = await take_in(scene, tmp_path / "a", areas=two, members=[HEADINGS, QIAN])
    unknown = await take_in(
        scene, tmp_path / "b", areas=two, members=[[*HEADINGS, "area"], [*QIAN, "MARS"]]
    )
    good = await take_in(
        scene, tmp_path / "c", areas=two, members=[[*HEADINGS, "area"], [*QIAN, "YH"]]
    )

    assert [e["column"] for e in (*missing.errors, *unknown.errors)] == ["area", "area"]
    assert good.errors == []
    await known(scene, "qian", "钱水")
    assert (await member(scene)).community == "YH"


async def test_somebody_who_serves_already_stays_one_person(scene, tmp_path):
    people = [["code", "name", "phone", "role", "area"],
              ["G9", "钱水", "13900000001", "grid_worker", "XL-1"]]  # fmt: skip
    await take_in(scene, tmp_path / "a", people=people)

    await registered(scene, tmp_path / "b")
    await known(scene, "qian", "钱水")

    row = await member(scene)
    assert row.code == "W001"
    assert row.person_id == scene.ids["qian"]


async def test_s2_02_a_member_who_reports_in_has_ten(scene, tmp_path):
    row = await reported(scene, tmp_path)

    assert row.reported_at == scene.now
    assert await balance(scene) == 10
    [told] = await scene.heard("qian")
    assert "10分" in told
    assert "区水利局" in told
    assert await sheet(scene) == [("BASE", 10)]
    assert await sound(scene)


async def test_reporting_in_twice_is_once(scene, tmp_path):
    await reported(scene, tmp_path)

    await scene.say("qian", "报到", group=False)

    assert await balance(scene) == 10
    assert "已经报到" in (await scene.heard("qian"))[-1]


async def test_with_a_code_from_the_office_an_unknown_account_reports_in(scene, tmp_path):
    await registered(scene, tmp_path / "w")
    await known(scene, "other", "钱水")
    row = await member(scene, "other")
    made = await acting(scene, register.invite, row.id)

    await scene.say("newphone", f"报到 {made.code}", group=False)

    assert await balance(scene, "other") == 10
    assert "报到好了" in (await scene.heard("newphone"))[-1]


async def test_a_code_that_is_somebody_elses_or_none_reports_nobody_in(scene, tmp_path):
    await registered(scene, tmp_path / "w")
    await known(scene, "other", "钱水")
    made = await acting(scene, register.invite, (await member(scene, "other")).id)
    await scene.say("first", f"报到 {made.code}", group=False)

    await scene.say("second", f"报到 {made.code}", group=False)
    await scene.say("third", "报到 abcdefgh1234", group=False)

    assert not any("报到好了" in line for line in await scene.heard("second"))
    assert not any("分" in line for line in await scene.heard("third"))


async def test_the_office_reports_somebody_in_at_the_counter(scene, tmp_path):
    await registered(scene, tmp_path / "w")
    await known(scene, "qian", "钱水")
    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "console/1", scene.now, channel="console")
        row = await members.by_person(session, scene.ids["qian"])
        assert await register.report_in(turn, row)
        assert not await register.report_in(turn, row)

    assert await balance(scene) == 10


RESIDENTS = ["我的服务积分", "我的党员服务积分", "查一下我的服务积分", "报到", "我的认领"]


@pytest.mark.parametrize("words", RESIDENTS)
@pytest.mark.parametrize("group", [True, False])
async def test_s2_02_a_resident_who_asks_gets_nothing_not_even_that_there_are_such_points(
    scene, tmp_path, words, group
):
    await reported(scene, tmp_path)
    await scene.open_private("li")

    await scene.say("li", words, group=group)

    said = [*await scene.heard("li"), *await scene.in_group()]
    assert not any(word in line for line in said for word in ("服务积分", "党员", "10分", "报到"))


async def test_a_registered_member_who_has_not_reported_in_gets_nothing_either(scene, tmp_path):
    await registered(scene, tmp_path / "w")
    await known(scene, "qian", "钱水")

    await scene.say("qian", "我的服务积分", group=False)

    assert not any("服务积分" in line for line in await scene.heard("qian"))


async def test_a_member_reads_balance_last_entries_and_what_waits(scene, tmp_path):
    await reported(scene, tmp_path)
    await counted(scene, "PAIR")
    from tests.handlers.members.register import written  # noqa: PLC0415

    await written(scene, "PROPOSAL")
    await scene.say("qian", "我的服务积分", group=False)

    told = (await scene.heard("qian"))[-1]
    assert "12分" in told
    assert "1项等核实" in told
    assert "结对帮扶" in told
    assert "+2" in told
    assert len(await claims(scene)) == 1


async def test_in_the_group_a_member_learns_nothing_and_the_group_neither(scene, tmp_path):
    await reported(scene, tmp_path)

    await scene.say("qian", "我的服务积分")
    await scene.say("qian", "报到")

    assert not any("服务积分" in line or "10分" in line for line in await scene.in_group())


async def test_who_has_reported_in_may_take_wishes_like_any_member(scene, tmp_path):
    await reported(scene, tmp_path)

    async with scene.database.reading() as session:
        world = await scene.community.world(session)
    roles = world.organisation.roles_of(scene.ids["qian"])
    assert [(role.role.value, role.area) for role in roles] == [("party_member", "XL")]


async def test_what_was_taken_in_is_written_out_and_taken_in_again_unchanged(scene, tmp_path):
    from handlers import workbook  # noqa: PLC0415

    await registered(scene, tmp_path / "a", QIAN, ["W002", "周二", "市一院", "", "", ""])
    async with scene.database.reading() as session:
        await workbook.write_out(session, tmp_path / "out.xlsx")

    async with scene.database.transaction() as session:
        turn = await scene.community.turn(session, "again", scene.now, channel="test")
        found = await workbook.difference(turn, workbook.read(tmp_path / "out.xlsx"))

    assert found.errors == ()
    [sheet] = [one for one in found.sheets if one.name == "members"]
    assert (sheet.added, sheet.changed, sheet.same) == (0, 0, 2)
    assert await many(scene, 3) == 2


async def test_the_sheet_is_read_under_its_chinese_headings(scene, tmp_path):
    chinese = ["编号", "姓名", "单位", "手机", "岗位", "任职起"]

    taken = await take_in(scene, tmp_path / "w", 党员=[chinese, QIAN])

    assert (taken.added, taken.errors) == (1, [])


async def test_the_base_is_verified_by_whoever_gave_the_code_and_never_by_the_member(
    scene, tmp_path
):
    await registered(scene, tmp_path / "w")
    await known(scene, "qian", QIAN[1])
    made = await acting(scene, register.invite, (await member(scene)).id)
    await scene.say("qian", f"报到 {made.code}", group=False)

    async with scene.database.reading() as session:
        [(base, amount)] = await members.entries(session, scene.ids["qian"], 2026)
    assert (amount, base.approved_by) == (10, scene.ids["sun"])
