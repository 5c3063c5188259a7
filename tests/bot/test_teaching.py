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


@pytest.mark.parametrize("line", ["灯坏了", "[]", '{"id": 1}', '{"text": 5}', "null"])
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
        ("text,label\n灯坏了,灯\n".encode("gb18030"), "没有 text 和 label 两列"),
        ("text,label\n灯坏了,灯\n".encode(), "每个标签至少要四条"),
        (b"", "没有 text 和 label 两列"),
    ],
)
def test_a_table_that_cannot_teach_is_refused_in_words(typed, tmp_path, content, sentence):
    (tmp_path / "bad.csv").write_bytes(content)
    found = typed("train", "bad.csv", "--out", "model.json")

    assert found.exit_code == 1
    assert sentence in found.stderr
    assert not (tmp_path / "model.json").exists()


@pytest.mark.parametrize("file", ["none.json", "data.csv"])
def test_what_is_no_model_is_refused_in_words(typed, table, file):
    found = typed("classify", "--model", file, input="灯坏了\n")

    assert found.exit_code == 1
    assert found.stderr.strip() in ("这个文件不是呼应的模型。", "没有找到“none.json”,请核对一下。")
