"""The shop's goods: what they cost, what comes in, and what somebody counted on the shelf."""

import re
import unicodedata
from dataclasses import dataclass

from domain.points import AccountKind, Act, Book, Entry, issue
from domain.points.orders import BOUGHT, COUNTED, MOST_PIECES, HeldForOrders
from domain.refusals import NoSuch, Refusal
from domain.tickets.states import NeedsReason
from handlers.turn import Turn
from storage.places import touch_revision
from storage.points import books, goods
from storage.points.books import Grounds
from storage.points.tables import GoodRow

LONGEST_NAME, LONGEST_NOTE = 20, 60
_YUAN = re.compile(r"(\d{1,5})(?:\.(\d{1,2}))?")
MOST_PRICE, MOST_CENTS = 10_000, 10_000_000
MOST_COUNTED = MOST_PIECES * 10


class BadGood(Refusal):
    """A good's form does not say what is needed; `what` names the field, `most` its largest number."""

    def __init__(self, what: str = "pieces", most: int = MOST_PIECES) -> None:
        super().__init__(what=what, most=most)


class NameTaken(Refusal):
    """Another good of the same shop is called so: nobody could say which of both is meant."""


@dataclass(frozen=True, slots=True)
class Described:
    """A good as a form describes it."""

    name: str
    price: int
    cents: int = 0
    limit: int | None = None
    low: int = 3
    community: str | None = None


def cents_in(text: str) -> int | None:
    """What is written as a value in yuan, in the smallest coin; None where it is none."""
    found = _YUAN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def _sound(given: Described) -> None:
    if not given.name.strip() or len(given.name) > LONGEST_NAME:
        raise BadGood(what="name")
    if not 1 <= given.price <= MOST_PRICE:
        raise BadGood(what="price")
    if not 0 <= given.cents <= MOST_CENTS:
        raise BadGood(what="value")
    if given.limit is not None and not 1 <= given.limit <= MOST_PIECES:
        raise BadGood(what="limit")


async def describe(turn: Turn, code: str, given: Described) -> GoodRow:
    """Put a good into the shop, or say something else of one that is there.

    Orders that are held keep the price of their day.

    Raises:
        BadGood: Something in it cannot be.
        NameTaken: There is another good of this name.

    """
    _sound(given)
    row = await turn.session.get(GoodRow, code)
    shop = given.community if row is None else row.community
    known = await goods.goods(turn.session, None if shop is None else [shop])
    if any(one.name == given.name.strip() and one.code != code for one in known):
        raise NameTaken(name=given.name.strip())
    if row is None:
        row = GoodRow(code=code, active=True, community=given.community)
        turn.session.add(row)
    row.name, row.price, row.cents = given.name.strip(), given.price, given.cents
    row.limit, row.low = given.limit, given.low
    await turn.session.flush()
    await touch_revision(turn.session)  # groups listen for its name
    turn.note("good.described", f"good/{code}", price=given.price)
    return row


async def switch(turn: Turn, row: GoodRow, *, active: bool) -> None:
    """Give a good out from now on, or no more; what is held for orders is still handed out."""
    row.active = active
    await touch_revision(turn.session)
    turn.note("good.on" if active else "good.off", f"good/{row.code}")


async def take_in(turn: Turn, row: GoodRow, pieces: int, note: str = "") -> None:
    """Goods were bought, or given: they stand on the shelf from now on.

    Raises:
        BadGood: No number that can be meant.

    """
    if not 1 <= pieces <= MOST_PIECES:
        raise BadGood(what="pieces")
    act = _act(turn, row, BOUGHT, note)
    await _post(turn, [(issue(act, pieces, effective=True), _grounds(turn, "bought"))])
    turn.note("good.taken_in", f"good/{row.code}", pieces=pieces)


async def count(turn: Turn, row: GoodRow, found: int, note: str | None = None) -> int:
    """Somebody counted the shelf: where the books say something else, the difference is an entry.

    Returns the difference. What is held for orders stands on the shelf and is counted with it. Without a
    `note` whatever brings the number, such as a workbook, stands for it.

    Raises:
        BadGood: No number that can be meant.
        HeldForOrders: There are fewer than are held; somebody waits for one that is not there.
        NeedsReason: Something is missing, and nobody says why.

    """
    if not 0 <= found <= MOST_COUNTED:
        raise BadGood(what="pieces", most=MOST_COUNTED)
    stock = (await goods.stocks(turn.session, [row.code]))[row.code]
    more = found - stock.counted
    if not more:
        return 0
    if found < stock.held:
        raise HeldForOrders(good=row.name, held=stock.held)
    if more < 0 and note is not None and not note.strip():
        raise NeedsReason
    act = _act(turn, row, COUNTED, note or "")
    entry = (
        issue(act, more, effective=True)
        if more > 0
        else act.moves(-more, AccountKind.SPENDABLE, AccountKind.WRITTEN_OFF)
    )
    await _post(turn, [(entry, _grounds(turn, "counted"))])
    turn.note("good.counted", f"good/{row.code}", found=found, difference=more)
    return more


def _act(turn: Turn, row: GoodRow, rule: str, note: str) -> Act:
    return Act(
        f"good/{row.code}/{rule}/{turn.event}", row.code, turn.world.today(turn.now), rule,
        note.strip()[:LONGEST_NOTE], row.community or "", Book.GOODS,
    )  # fmt: skip


def _grounds(turn: Turn, evidence: str) -> Grounds:
    return Grounds(evidence=evidence, proposed_by=turn.actor, approved_by=turn.actor)


async def _post(turn: Turn, made: list[tuple[Entry, Grounds]]) -> None:
    await books.post(turn.session, made, turn.now)


async def good(turn: Turn, code: str) -> GoodRow:
    """The good of this code.

    Raises:
        NoSuch: There is none.

    """
    row = await turn.session.get(GoodRow, code)
    if row is None:
        raise NoSuch(code=code)
    return row
