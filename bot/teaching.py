"""`huying train` and `huying classify`: small text models as files, made and used from a shell."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from domain.refusals import NoSuch, Refusal
from domain.understanding.model import Model, NoModel
from domain.understanding.training import train

LARGEST_FIELD = 1_000_000  # characters of one text in a table


class NotLabelled(Refusal):
    """The file is no CSV with the columns `text` and `label`."""


def labelled(file: Path) -> list[tuple[str, str]]:
    """Texts and labels of a CSV (UTF-8, with or without a mark); rows without either are left out.

    Raises NoSuch, NotLabelled.
    """
    csv.field_size_limit(LARGEST_FIELD)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if not {"text", "label"} <= set(rows.fieldnames or ()):
                raise NotLabelled(file=file.name)
            return [
                (text, label)
                for row in rows
                if (text := (row["text"] or "").strip()) and (label := (row["label"] or "").strip())
            ]
    except OSError:
        raise NoSuch(code=file) from None
    except (UnicodeDecodeError, csv.Error):
        raise NotLabelled(file=file.name) from None


def taught(file: Path, out: Path, told: Callable[[str], None]) -> dict[str, Any]:
    """Train a model of a table and write it; returns its card. Raises as `labelled` and `train`."""
    texts = labelled(file)
    if not out.absolute().parent.is_dir():
        raise NoSuch(code=out.absolute().parent)
    model = train(texts, told=told)
    out.write_text(model.dumped(), encoding="utf-8")
    return model.card


def read_model(file: Path) -> Model:
    """A model from its file. Raises NoSuch, NoModel."""
    try:
        return Model.read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise NoModel from None
    except OSError:
        raise NoSuch(code=file) from None


def classified(model: Model, lines: Iterable[str]) -> Iterator[str]:
    """`{"id", "text"}` a line, `{"id", "label", "confidence"}` a line; a bad line says so itself."""
    for line in lines:
        if line.strip():
            yield json.dumps(_one(model, line), ensure_ascii=False)


def _one(model: Model, line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        text = asked["text"] + ""
    except (ValueError, KeyError, TypeError):
        return {"id": None, "error": "not a JSON object with a text"}
    return {"id": asked.get("id"), **_guess(model, text)}


def _guess(model: Model, text: str) -> dict[str, Any]:
    found = model.classify(text)
    return {"label": found.label, "confidence": round(found.confidence, 4)}


def classified_plain(model: Model, lines: Iterable[str]) -> Iterator[str]:
    """Plain texts, one a line, each with its label behind it: for a quick look."""
    for line in lines:
        if line.strip():
            guess = _guess(model, line.strip())
            yield f"{line.strip()}\t{guess['label']}\t{guess['confidence']}"
