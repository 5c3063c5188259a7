"""What an operator types: exit codes, and with `--json` exactly one object on standard output."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing

import pytest

from tests.botapi import served
from tests.house.source import ROOT
from tests.stories.village import write

DONE, REFUSED, USAGE = 0, 1, 2
CODE = ("invite", "--role", "grid_worker", "--area", "XL-1")


@pytest.fixture
def village(typed, tmp_path):
    """The same, in a community that was imported."""
    assert typed("import", write(tmp_path)).exit_code == DONE
    return typed


def said(result, *names):
    """The one object on standard output, with exactly these names."""
    assert result.stdout.count("\n") == 1
    found = json.loads(result.stdout)
    assert sorted(found) == sorted(names)
    return found


def test_an_import_counts_and_a_second_one_changes_nothing(typed, tmp_path):
    book = write(tmp_path)
    first = said(typed("import", book, "--json"), "added", "changed", "same", "errors")
    again = typed("import", book, "--json")

    assert (again.exit_code, first["errors"]) == (DONE, [])
    assert said(again, *first) == {"added": 0, "changed": 0, "same": first["added"], "errors": []}


def test_an_import_with_an_error_names_its_line_and_takes_nothing_in(typed, tmp_path):
    book = write(tmp_path)
    with (book / "people.csv").open("a", encoding="utf-8") as file:
        file.write("x,谁,13800000099,king,XL-1,\n")
    result = typed("import", book, "--json")

    assert result.exit_code == REFUSED
    error = said(result, "added", "changed", "same", "errors")["errors"][0]
    assert sorted(error) == ["column", "message", "row", "sheet"]
    assert (error["row"], said(typed(*CODE, "--json"), "error") is not None) == (9, True)


def test_an_invitation_is_a_code_with_its_links(village):
    result = village(*CODE, "--name", "小周", "--json")

    made = said(result, "code", "link", "web", "expires")
    assert result.exit_code == DONE
    assert made["web"].endswith(f"/c/start/{made['code']}")


@pytest.fixture
def telegram(monkeypatch):
    with served() as made:
        monkeypatch.setenv("HUYING_TELEGRAM_TOKEN", made.token)
        monkeypatch.setenv("HUYING_TELEGRAM_API_URL", made.address)
        yield made


def test_before_huying_first_ran_the_bot_is_asked_for_its_name_once(village, telegram):
    results = [village(*CODE, "--json") for _ in range(2)]

    for result in results:
        made = said(result, "code", "link", "web", "expires")
        assert made["link"] == f"https://t.me/huying_bot?start={made['code']}"
    assert len(telegram.called("getMe")) == 1
    assert not telegram.polls


@pytest.mark.parametrize(
    ("trouble", "why"),
    [({"code": 502}, "huying doctor"), ({"code": 401}, "huying doctor"), (None, "TOKEN")],
)
def test_without_the_bot_s_name_it_is_said_how_to_get_the_link(
    village, telegram, monkeypatch, trouble, why
):
    if trouble:
        telegram.fail("getMe", **trouble)
    else:
        monkeypatch.delenv("HUYING_TELEGRAM_TOKEN")

    result = village(*CODE, "--json")

    assert result.exit_code == DONE
    assert said(result, "code", "link", "web", "expires")["link"] is None
    assert "没有 Telegram 链接" in result.stderr
    assert why in result.stderr


def test_a_telegram_that_does_not_answer_holds_an_invitation_up_for_a_moment_only(
    village, telegram, monkeypatch
):
    monkeypatch.setattr("bot.channels.NAME_WITHIN", 0.1)
    telegram.fail("getMe", hang=2)

    result = village(*CODE)

    assert result.exit_code == DONE
    assert "/c/start/" in result.stdout
    assert "没有 Telegram 链接" in result.stderr


def test_a_household_is_invited_too(village):
    assert village("invite", "--household", "H1").exit_code == DONE


def test_the_first_manager_is_invited_into_an_empty_community(typed):
    assert typed("invite", "--role", "manager").exit_code == DONE


@pytest.mark.parametrize("who", ["孙办", "13800000004", "k"])
def test_a_link_to_the_console_is_made_for_somebody_known(village, who):
    result = village("login", "--person", who, "--json")

    assert result.exit_code == DONE
    assert "/console/login/" in said(result, "link", "expires")["link"]


def test_an_announcement_tells_how_many_it_goes_to(village):
    result = village("announce", "--audience", "all", "--text", "明天停水", "--json")

    made = said(result, "id", "at", "chats", "people")
    assert (result.exit_code, made["chats"], made["people"]) == (DONE, 1, 0)


def test_a_group_is_tied_to_a_place(village):
    result = village(
        "bind", "--channel", "telegram", "--chat", "-1007", "--place", "JGY/3", "--json"
    )

    assert result.exit_code == DONE
    assert said(result, "group", "place") == {"group": "-1007", "place": "金桂园3栋"}


def test_the_clock_of_a_rehearsal_goes_forward(village, monkeypatch):
    monkeypatch.setenv("HUYING_REHEARSAL", "1")
    first = said(village("clock", "2030-01-01T09:00+08:00", "--json"), "now")
    then = said(village("clock", "+3d", "--json"), "now")
    back = village("clock", "2030-01-02T09:00+08:00", "--json")

    assert first["now"].startswith("2030-01-01T01:00")
    assert then["now"].startswith("2030-01-04T01:00")
    assert back.exit_code == REFUSED


def test_what_is_said_is_understood_and_nothing_is_changed(village):
    result = village("understand", input="3栋2单元楼道灯坏了三天了\n今天天气真好\n")

    assert result.exit_code == DONE
    assert result.stdout.count("\n") >= 2


def test_understood_lines_are_an_object_each(village):
    lines = [{"text": "3栋2单元楼道灯坏了三天了"}, {"text": "今天天气真好"}]
    result = village("understand", "--jsonl", input="".join(json.dumps(x) + "\n" for x in lines))

    assert result.exit_code == DONE
    assert len([json.loads(line) for line in result.stdout.splitlines()]) == 2


def test_of_talk_it_is_said_how_sure_that_is(village):
    lines = ["今天天气真好", "听我表哥讲他们那边电梯前几天把人关了半个钟头"]
    told = "".join(json.dumps({"text": text, "group": "G1"}) + "\n" for text in lines)
    plain, doubtful = map(
        json.loads, village("understand", "--jsonl", input=told).stdout.splitlines()
    )

    assert (plain["kind"], doubtful["kind"]) == ("chat", "chat")
    assert 0.3 < doubtful["confidence"] < plain["confidence"] == 0.99


def test_who_asks_about_a_line_waits_for_no_pages_and_no_channels(tmp_path):
    asked = (
        "import sys; from bot.cli import cli; cli(['understand'], standalone_mode=False); "
        "print([name for name in ('telegram', 'starlette', 'alembic') if name in sys.modules])"
    )
    env = {**os.environ, "HUYING_DATA": str(tmp_path)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", asked], input="", env=env, cwd=ROOT, check=True, text=True,
            capture_output=True,
        )
        for _ in range(2)  # the first makes the database
    ]  # fmt: skip

    assert runs[1].stdout.strip() == "[]"


def test_a_bad_line_stops_no_other_and_keeps_its_name(village):
    lines = [
        '\ufeff{"id": 1, "text": "3栋2单元楼道灯坏了三天了"}',
        "[" * 100_000,
        '{"id": 3}',
        "灯坏了",
    ]
    lines.append('{"id": 5, "sender": [1], "group": {}, "at": "soon", "text": "今天天气真好"}')
    result = village("understand", "--jsonl", input="\n".join(lines))

    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == DONE
    assert [(one["id"], "error" in one) for one in found] == [
        (1, False), (None, True), (3, True), (None, True), (5, False)
    ]  # fmt: skip
    assert (found[0]["kind"], found[0]["action"]) == ("complaint", "register")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_of_json_is_refused_like_any_bad_line(village, number):
    lines = f'{{"id": {number}, "text": "3栋楼道灯坏了"}}\n{{"id": 2, "text": "今天天气真好"}}\n'
    result = village("understand", "--jsonl", input=lines)

    bad, good = (
        json.loads(line, parse_constant=pytest.fail) for line in result.stdout.splitlines()
    )
    assert (bad["id"], "error" in bad, good["id"]) == (None, True, 2)


def test_a_line_refers_to_an_earlier_one_as_the_manual_shows(village):
    manual = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    shown = manual.partition("## Lines in, readings out")[2].partition("## Settings")[0]
    lines = shown.partition("```\n")[2].partition("```")[0]
    first, second = map(
        json.loads, village("understand", "--jsonl", input=lines).stdout.splitlines()
    )

    assert (first["kind"], second["kind"]) == ("complaint", "metoo")
    assert all(f"`{name}`" in shown for name in first)


def test_doctor_finds_what_is_wrong_and_says_so_by_its_exit_code(typed, tmp_path):
    empty = typed("doctor", "--json")
    typed("import", write(tmp_path))
    filled = typed("doctor", "--json")

    assert (empty.exit_code, said(empty, "ok", "findings")["ok"]) == (REFUSED, False)
    assert (filled.exit_code, said(filled, "ok", "findings")["ok"]) == (DONE, True)


def test_doctor_finds_a_balance_that_somebody_changed_and_reckons_it_anew(village, tmp_path):
    with closing(sqlite3.connect(tmp_path / "data" / "huying.db")) as database, database:
        database.execute("UPDATE balances SET amount = amount + 1000")

    found = said(village("doctor", "--json"), "ok", "findings")
    mended = said(village("doctor", "--reckon", "--json"), "ok", "findings")

    assert any("积分余额" in finding["what"] for finding in found["findings"])
    assert (found["ok"], mended["ok"]) == (False, True)


def test_what_was_exported_can_be_imported_and_changes_nothing(village):
    assert village("export", "book.xlsx").exit_code == DONE
    again = said(village("import", "book.xlsx", "--json"), "added", "changed", "same", "errors")

    assert (again["added"], again["changed"], again["errors"]) == (0, 0, [])


def test_a_backup_fills_an_empty_folder_and_no_full_one(village, monkeypatch, tmp_path):
    assert village("backup", "b.zip").exit_code == DONE
    assert zipfile.is_zipfile("b.zip")
    assert village("restore", "b.zip").exit_code == REFUSED
    monkeypatch.setenv("HUYING_DATA", str(tmp_path / "elsewhere"))

    assert village("restore", "b.zip").exit_code == DONE
    assert village("login", "--person", "孙办").exit_code == DONE


def test_the_schema_is_brought_up_to_date(typed, tmp_path):
    assert typed("migrate").exit_code == DONE
    assert (tmp_path / "data/huying.db").is_file()


REFUSALS = [
    (("bind", "--channel", "telegram", "--chat", "-1", "--place", "NOPE"), "NOPE"),
    (("bind", "--channel", "fax", "--chat", "-1", "--place", "JGY"), "fax"),
    (("invite", "--role", "grid_worker", "--area", "NOPE"), "NOPE"),
    (("invite", "--role", "king"), "king"),
    (("invite", "--household", "NOPE"), "NOPE"),
    (("invite", "--role", "grid_worker"), "--area"),
    (("login", "--person", "NOPE"), "NOPE"),
    (("login", "--person", "吴修"), "工作人员"),
    (("announce", "--audience", "all", "--text", "停水", "--at", "2001-01-01T09:00+08:00"), "2001"),
    (("announce", "--audience", "NOPE", "--text", "停水"), "NOPE"),
    (("announce", "--audience", "all", "--text", "停水", "--to", "king"), "king"),
    (("announce", "--audience", "all", "--text", "停水", "--at", "someday"), "someday"),
    (("announce", "--audience", "all", "--text", " "), "内容"),
    (("import", "missing.xlsx"), "missing.xlsx"),
    (("import", ROOT / "README.md"), "README.md"),
    (("clock", "+3d"), "HUYING_REHEARSAL=1"),
]


@pytest.mark.parametrize(("words", "named"), REFUSALS)
def test_a_refusal_is_one_line_that_names_what_is_wrong(village, words, named):
    plain, as_json = village(*words), village(*words, "--json")

    assert (plain.exit_code, as_json.exit_code) == (REFUSED, REFUSED)
    assert (plain.stdout, plain.stderr.count("\n")) == ("", 1)
    assert named in plain.stderr
    assert said(as_json, "error")["error"] == plain.stderr.strip()


@pytest.mark.parametrize(
    "words", [("backup", "nowhere/b.zip"), ("export", "nowhere/b.xlsx"), ("restore", "b.zip")]
)
def test_a_file_that_cannot_be_is_told_of_in_one_line(village, words):
    result = village(*words)

    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (REFUSED, "", 1)


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("invite",), ("invite", "--role", "manager", "--household", "H1"), ("bind",),
     ("run", "--only", "web,king"), ("run", "--port", "99999"), ("import",), ("clock",),
     ("doctor", "--loud"), ("announce", "--text", "停水")],
)  # fmt: skip
def test_wrong_usage_has_an_exit_code_of_its_own(typed, words, tmp_path):
    result = typed(*words)

    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert result.stderr
    assert not (tmp_path / "data").exists()


def test_doctor_tells_of_a_model_elsewhere_that_does_not_answer_and_nothing_of_its_key(
    typed, monkeypatch
):
    before = typed("doctor", "--json")
    monkeypatch.setenv("HUYING_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("HUYING_LLM_KEY", "sk-secret")
    result = typed("doctor", "--json")

    (told,) = [f for f in json.loads(result.stdout)["findings"] if "127.0.0.1" in f["what"]]
    assert told["level"] == "warning"
    assert "HUYING_LLM_URL" in told["remedy"]
    assert result.exit_code == before.exit_code
    assert "外面的模型" not in before.stdout
    assert "sk-secret" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("HUYING_PORT", "many"), ("HUYING_QUIET", "late"), ("HUYING_TIMEZONE", "Mars/Base"),
     ("HUYING_LOCALE", "tlh")],
)  # fmt: skip
def test_a_wrong_setting_is_named(typed, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    result = typed("doctor", "--json")

    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert name in result.stderr
