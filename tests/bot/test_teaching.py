"""`huying train` and `huying classify`, as an operator types them."""

import csv
import json

import pytest

from tests.domain.understanding.test_model import texts


@pytest.fixture
def table(tmp_path):
    """Labelled texts as a spreadsheet writes them: with a mark at the start, and an empty row."""
    file = tmp_path / "data.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "text", "label"])
        rows.writerows([n, text, label] for n, (text, label) in enumerate(texts()))
        rows.writerow(["", "", "灯"])
    return file


def test_a_model_is_trained_and_used(typed, table, tmp_path):
    made = typed("train", table, "--out", "model.json", "--json")
    asked = [{"id": "a", "text": "8栋的灯一直闪"}, {"id": 2, "text": "厕所管道堵了"}]
    lines = "\n".join(json.dumps(one) for one in asked) + "\n"
    found = typed("classify", "--model", tmp_path / "model.json", "--jsonl", input=lines)

    assert made.exit_code == found.exit_code == 0
    assert json.loads(made.stdout)["texts"] == 120
    shown = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(one["id"], one["label"]) for one in shown] == [("a", "灯"), (2, "水")]
    assert all(0.5 <= one["confidence"] <= 1 for one in shown)


def test_plain_lines_get_their_label_behind_them(typed, table):
    typed("train", table, "--out", "model.json")
    found = typed("classify", "--model", "model.json", input="路灯坏了\n\n")

    assert found.stdout.split("\t")[:2] == ["路灯坏了", "灯"]
    assert found.stdout.count("\n") == 1


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "line", ["灯坏了", "[]", '{"id": 1}', '{"text": 5}', "null", '"text"', DEEP, f'{{"text":{DEEP}'],
    ids=lambda line: line[:10],
)  # fmt: skip
def test_a_bad_line_says_so_and_stops_no_other(typed, table, line):
    typed("train", table, "--out", "model.json")
    found = typed(
        "classify", "--model", "model.json", "--jsonl", input=f'{line}\n{{"text": "灯灭了"}}\n'
    )

    bad, good = map(json.loads, found.stdout.splitlines())
    assert "error" in bad
    assert good["label"] == "灯"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n1,2\n", "没有 text 和 label 两列"),
        (b"text,,\n1,2\n", "没有 text 和 label 两列"),
        ("text,label\n灯坏了,灯\n".encode("gb18030"), "不是 UTF-8"),
        ("text,label\n灯坏了,灯\n".encode("utf-16"), "不是 UTF-8"),
        (b"text,label\nno light,a\n".decode().encode("utf-16-le"), "不是 UTF-8"),
        ("text,label\n灯坏了,灯\n".encode(), "标签“灯”只有1条。每个标签至少要四条"),
        (b"text,label\n" + b"dark,lamp\n" * 9 + b"wet,pipe\n" * 3, "标签“pipe”只有3条。"),
        (b"text,label\n" + b"dark,lamp\n" * 9, "每个标签至少要四条,标签至少要两种。"),
        (f"text,label\n灯坏了,{'灯' * 99}\n".encode(), f"标签“{'灯' * 19}…”只有1条"),
        (f"text,label\na,b\n{'灯' * 3_000_000},灯\n".encode(), "第3行起有一格超过1000000字"),
        (b'text,label\na,b\nc,d\n"' + b"open,x\n" * 200_000, "第4行起有一格超过1000000字"),
        (b"", "没有 text 和 label 两列"),
    ],
)
def test_a_table_that_cannot_teach_is_refused_in_words(typed, tmp_path, content, sentence):
    (tmp_path / "bad.csv").write_bytes(content)
    found = typed("train", "bad.csv", "--out", "model.json")

    assert found.exit_code == 1
    assert sentence in found.stderr
    assert not (tmp_path / "model.json").exists()


@pytest.mark.parametrize("heading", ["Text, Label ", "\ufefftext,LABEL", " TEXT\t,label,other"])
def test_a_heading_may_be_written_as_people_write_it(typed, tmp_path, heading):
    rows = "".join(f"{text},{label}\n" for text, label in texts())
    (tmp_path / "data.csv").write_text(f"{heading}\n{rows}", encoding="utf-8")
    made = typed("train", "data.csv", "--out", "model.json", "--json")

    assert json.loads(made.stdout)["texts"] == 120


@pytest.mark.parametrize("out", ["data.csv", "./sub/../data.csv", "link.csv"])
def test_a_table_is_not_lost_to_its_own_model(typed, table, tmp_path, out):
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.csv").symlink_to(table)
    before = table.read_bytes()
    found = typed("train", "data.csv", "--out", out)

    assert found.exit_code == 1
    assert "就是要读的表" in found.stderr
    assert table.read_bytes() == before


@pytest.mark.parametrize("out", ["folder", "m" * 300, "/dev/full"])
def test_where_nothing_can_be_written_a_sentence_says_so(typed, table, tmp_path, out):
    (tmp_path / "folder").mkdir()
    found = typed("train", table, "--out", out)

    assert found.exit_code == 1
    assert f"“{out}”写不进去" in found.stderr
    assert "“" not in found.stdout


def test_a_folder_is_told_of_before_any_work(typed, tmp_path):
    found = typed("train", "none.csv", "--out", tmp_path)

    assert "写不进去" in found.stderr


def test_a_table_with_a_text_a_label_teaches_and_its_card_measures_nothing(typed, tmp_path):
    rows = "灯坏了,灯\n灯坏了,水\n" * 50
    (tmp_path / "data.csv").write_text(f"text,label\n{rows}", encoding="utf-8")
    card = json.loads(typed("train", "data.csv", "--out", "model.json", "--json").stdout)
    found = typed("classify", "--model", "model.json", input="灯坏了\n")

    assert (card["texts"], card["apart"], card["macro_f1"]) == (100, 0, None)
    assert found.stdout.split("\t")[2] == "0.5\n"


def test_the_mark_of_an_editor_costs_no_line(typed, table):
    typed("train", table, "--out", "model.json")
    lines = typed(
        "classify", "--model", "model.json", "--jsonl", input='\ufeff{"id":1,"text":"灯灭了"}\n'
    )
    plain = typed("classify", "--model", "model.json", input="\ufeff灯灭了\n\ufeff\n")

    assert json.loads(lines.stdout)["id"] == 1
    assert json.loads(lines.stdout)["label"] == "灯"
    assert plain.stdout.startswith("灯灭了\t灯\t")
    assert plain.stdout.count("\n") == 1


def test_half_a_sign_in_a_name_ends_no_run(typed, table):
    typed("train", table, "--out", "model.json")
    line = r'{"id": "\ud83d", "text": "灯灭了\ud83d"}'
    found = typed("classify", "--model", "model.json", "--jsonl", input=f"{line}\n")

    assert json.loads(found.stdout)["id"] == "\ud83d"


@pytest.mark.parametrize("line", ['{"id": 7}', '{"id": 7, "text": null}', '{"text": 5, "id": 7}'])
def test_a_refused_line_keeps_its_name(typed, table, line):
    typed("train", table, "--out", "model.json")
    found = json.loads(typed("classify", "--model", "model.json", "--jsonl", input=line).stdout)

    assert found == {"id": 7, "error": "not a JSON object with a text"}


@pytest.mark.parametrize("file", ["none.json", "data.csv"])
def test_what_is_no_model_is_refused_in_words(typed, table, file):
    found = typed("classify", "--model", file, input="灯坏了\n")

    assert found.exit_code == 1
    assert found.stderr.strip() in ("这个文件不是呼应的模型。", "没有找到“none.json”,请核对一下。")


def test_a_model_that_has_lost_a_part_is_refused_in_words(typed, table, tmp_path):
    typed("train", table, "--out", "model.json")
    whole = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    whole["blocks"].pop()
    (tmp_path / "model.json").write_text(json.dumps(whole), encoding="utf-8")
    found = typed("classify", "--model", "model.json", input="灯坏了\n")

    assert (found.exit_code, found.stderr.strip()) == (1, "这个文件不是呼应的模型。")
