"""The sheets of where: places, areas, and the groups that are tied to them."""

import re
from typing import Any

from sqlalchemy import select

from domain.areas import AreaKind
from domain.organisation import DEPTH
from domain.places import PlaceFault, PlaceKind, Places
from domain.understanding import Care
from handlers.workbook.files import Row
from handlers.workbook.taking import Taking, parts
from storage.chats import MODES, ChatRow
from storage.places import AreaRow, PlaceRow, all_places

CHANNELS = ("web", "telegram")
_NUMBER = re.compile(r"-?\d{1,20}")
SUPERGROUP = "-100"  # how the platform's ids begin once a group has become a supergroup


async def places(taking: Taking, rows: list[Row]) -> None:
    """Places, checked as one tree with those known already."""
    session = taking.turn.session
    known = {row.code: row for row in await session.scalars(select(PlaceRow))}
    at: dict[str, Row] = {}
    unread: set[str] = set()
    for row in rows:
        code = row["code"]
        if not taking.first("places", row, "code", code):
            continue
        at[code] = row
        kind = taking.choice("places", row, "kind", list(PlaceKind))
        if kind is None:
            unread.add(code)
            continue
        facts = {
            "code": code, "name": row["name"], "kind": kind, "parent": row["parent"] or None,
            "aliases": parts(row["aliases"]), "property": row["property"] or None,
            "outside": row["outside"] or None,
        }  # fmt: skip
        taking.put("places", row, known.get(code), PlaceRow, facts)
    await session.flush()
    for fault in (await all_places(session)).check():
        row = at.get(fault.code) or Row(0, {})
        if row["parent"] not in unread:  # that has been told, where it is wrong
            taking.wrong("places", row, fault.field, fault.what, _quoted(fault, row))


def _quoted(fault: PlaceFault, row: Row) -> str:
    return row[fault.field] or fault.code


async def areas(taking: Taking, rows: list[Row]) -> None:
    """Areas and the places that they cover."""
    session = taking.turn.session
    known = {row.code: row for row in await session.scalars(select(AreaRow))}
    tree = await all_places(session)
    kinds = {code: row.kind for code, row in known.items()}
    unread: set[str] = set()
    for row in rows:
        code = row["code"]
        if not taking.first("areas", row, "code", code):
            continue
        kind = taking.choice("areas", row, "kind", list(AreaKind))
        if kind is None:
            unread.add(code)
            continue
        kinds[code] = kind
        facts = {
            "code": code, "name": row["name"], "kind": kind, "parent": row["parent"] or None,
            "covers": _covered(taking, row, tree),
        }  # fmt: skip
        taking.put("areas", row, known.get(code), AreaRow, facts)
    _check_parents(taking, [row for row in rows if row["parent"] not in unread], kinds)
    await session.flush()


def _covered(taking: Taking, row: Row, tree: Places) -> list[str]:
    found: list[str] = []
    for code in parts(row["covers"]):
        expanded = tree.expand_range(code)
        if not expanded:
            taking.wrong("areas", row, "covers", "unknown", code)
        found.extend(expanded)
    return list(dict.fromkeys(found))


def _check_parents(taking: Taking, rows: list[Row], kinds: dict[str, str]) -> None:
    """An area lies in a wider one; with that, no two can lie in each other."""
    for row in rows:
        parent, kind = row["parent"], kinds.get(row["code"])
        if not parent or kind is None:
            continue
        if parent not in kinds:
            taking.wrong("areas", row, "parent", "unknown")
        elif parent == row["code"]:
            taking.wrong("areas", row, "parent", "circle")
        elif DEPTH[AreaKind(kinds[parent])] <= DEPTH[AreaKind(kind)]:
            taking.wrong("areas", row, "parent", "order")


async def groups(taking: Taking, rows: list[Row]) -> None:
    """Groups and the places that they are tied to."""
    session = taking.turn.session
    known = list(await session.scalars(select(ChatRow)))
    at: dict[Any, ChatRow] = {(row.channel, row.chat): row for row in known}
    named: dict[str, ChatRow] = {row.code: row for row in known if row.code}
    tree = await all_places(session)
    for row in rows:
        facts = _group(taking, row, tree)
        if facts is None or not taking.first(
            "groups", row, "chat", (facts["channel"], row["chat"])
        ):
            continue
        if row["code"] and not taking.first("groups", row, "code", row["code"]):
            continue
        here, other = at.get((facts["channel"], row["chat"])), named.get(row["code"])
        if not _one_group(row, here, other):
            taking.wrong("groups", row, "code", "twice")
            continue
        found = await _same_group(taking, row, here, other)
        if found is not None:  # what is left empty may have been chosen in the group since
            facts = {name: value for name, value in facts.items() if row[name]}
        if found is not None and _has_moved(found, row):
            facts["chat"] = found.chat
        chat = taking.put("groups", row, found, ChatRow, facts)
        if chat.place and chat.bound_at is None:
            chat.bound_at = taking.turn.now


def _group(taking: Taking, row: Row, tree: Places) -> dict[str, Any] | None:
    channel = taking.choice("groups", row, "channel", CHANNELS)
    mode = taking.choice("groups", row, "mode", MODES, "auto")
    care = taking.choice("groups", row, "care", tuple(Care), Care.USUAL)
    if channel == "telegram" and not _NUMBER.fullmatch(row["chat"]):
        taking.wrong("groups", row, "chat", "bad_number")
    if row["place"] and tree.get(row["place"]) is None:
        taking.wrong("groups", row, "place", "unknown")
    if channel is None:
        return None
    return {
        "channel": channel, "chat": row["chat"], "code": row["code"] or None, "name": row["name"],
        "place": row["place"] or None, "mode": mode or "auto",
        "care": care or Care.USUAL.value,
    }  # fmt: skip


def _one_group(row: Row, here: ChatRow | None, other: ChatRow | None) -> bool:
    """Whether code and id mean one group; of two that huying is in, a person must say which."""
    return other is None or other is here or _has_moved(other, row) or other.noticed_at is None


async def _same_group(
    taking: Taking, row: Row, here: ChatRow | None, other: ChatRow | None
) -> ChatRow | None:
    """The group that a row means: by the platform's id, or by its code where the id has changed."""
    if other is None or other is here:
        return here
    if here is None or _has_moved(other, row):  # or else the id was mistyped
        return other
    other.code, other.place = None, None
    await taking.turn.session.flush()
    return here


def _has_moved(chat: ChatRow, row: Row) -> bool:
    """Whether the group has become a supergroup since the workbook was written."""
    return chat.chat.startswith(SUPERGROUP) and not row["chat"].startswith(SUPERGROUP)
