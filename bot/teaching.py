"""`huying train` and `huying classify`: small text models as files, made and used from a shell."""

import asyncio
import csv
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from bot.lines import Asked, answered, put, said
from domain.refusals import NoSuch, Refusal
from domain.understanding.model import Model, NoModel
from domain.understanding.training import train

LARGEST_FIELD = 1_000_000  # characters of one text in a table


class NotLabelled(Refusal):
    """The file is no CSV with the columns `text` and `label`."""


class NotUtf8(Refusal):
    """The file is written in another encoding: a spreadsheet's own, mostly."""


class FieldTooLong(Refusal):
    """A text of the table has no end in sight: a quotation mark is open, mostly."""


class OverItself(Refusal):
    """What is made of a file would take that file's place."""


class NotWritten(Refusal):
    """Nothing can be written there: it is a folder, the disk is full, or it is not for huying to write."""


async def teach(file: Path, out: Path, told: Callable[[str], None]) -> dict[str, Any]:
    """A small text model of a table; returns its card. Raises as `taught`."""
    card = await asyncio.to_thread(taught, file, out, told)
    return {**card, "_text": f"{out}: {json.dumps(card, ensure_ascii=False)}"}


async def classify(model: Path, source: TextIO, target: TextIO, *, jsonl: bool) -> dict[str, Any]:
    """Texts in, labels out. Raises as `read_model`."""
    made = read_model(model)
    lines = classified if jsonl else classified_plain
    put(lines(made, source), target)
    return {}


def labelled(file: Path) -> list[tuple[str, str]]:
    """Texts and labels of a CSV (UTF-8, with or without a mark); rows without either are left out.

    Raises NoSuch, NotLabelled, NotUtf8, FieldTooLong.
    """
    csv.field_size_limit(LARGEST_FIELD)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            try:
                return _pairs(rows, file)
            except csv.Error:  # there is no other, as long as nobody asks it to be strict
                raise FieldTooLong(
                    file=file.name, line=rows.line_num + 1, most=LARGEST_FIELD
                ) from None
    except OSError:
        raise NoSuch(code=file) from None
    except UnicodeDecodeError:
        raise NotUtf8(file=file.name) from None


def _pairs(rows: "csv.DictReader[str]", file: Path) -> list[tuple[str, str]]:
    """Text and label of each row, however the heading writes their names."""
    names = [name.strip().lower() for name in rows.fieldnames or ()]
    if any("\0" in name for name in names):  # UTF-16 without its mark
        raise NotUtf8(file=file.name)
    if not {"text", "label"} <= set(names):
        raise NotLabelled(file=file.name)
    rows.fieldnames = names
    return [
        (text, label)
        for row in rows
        if (text := (row["text"] or "").strip()) and (label := (row["label"] or "").strip())
    ]


def taught(file: Path, out: Path, told: Callable[[str], None]) -> dict[str, Any]:
    """Train a model of a table and write it; returns its card. Raises as `labelled` and `train`.

    Raises OverItself, NotWritten: where it can be known, before any work.
    """
    try:
        _must_be_free(file, out)
        model = train(labelled(file), told=told)
        out.write_text(model.dumped(), encoding="utf-8")
    except OSError:
        raise NotWritten(file=out) from None
    return model.card


def _must_be_free(file: Path, out: Path) -> None:
    """A model has a place of its own."""
    if not out.absolute().parent.is_dir():
        raise NoSuch(code=out.absolute().parent)
    if out.is_dir():
        raise NotWritten(file=out)
    if out.exists() and file.exists() and out.samefile(file):
        raise OverItself(file=out)


def read_model(file: Path) -> Model:
    """A model from its file. Raises NoSuch, NoModel."""
    try:
        model = Model.read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise NoModel from None
    except OSError:
        raise NoSuch(code=file) from None
    if len(model.blocks) != len(model.reads("")):  # it is whole, and of another kind of text
        raise NoModel
    return model


def classified(model: Model, lines: Iterable[str]) -> Iterator[str]:
    """`{"id", "text"}` a line, `{"id", "label", "confidence"}` a line; a bad line says so itself."""
    return answered(lines, lambda asked: _guess(model, asked["text"]))


def _guess(model: Model, text: str) -> Asked:
    found = model.classify(text)
    return {"label": found.label, "confidence": round(found.confidence, 4)}


def classified_plain(model: Model, lines: Iterable[str]) -> Iterator[str]:
    """Plain texts, one a line, each with its label behind it: for a quick look."""
    for line in said(lines):
        guess = _guess(model, line.strip())
        yield f"{line.strip()}\t{guess['label']}\t{guess['confidence']}"
