"""How long an even proposal takes, what it fills, and whether any rule is broken by it.

    .venv/bin/python -m benchmarks.rosters

Each roster is looked at again after it was made, by the rules that refuse a clash when somebody is put
into a shift by hand: they share nothing with the way in which it was dealt.
"""

import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from benchmarks.program import heading, table
from domain.calendar import SHANGHAI
from domain.rosters.proposal import propose
from domain.rosters.rules import Member, Slot, Wish, all_breaches

START = datetime(2026, 11, 30, tzinfo=SHANGHAI)  # a Monday
AROUND_THE_CLOCK = ((0, 8), (8, 16), (16, 24))
DAYS = 7
WAITS_AT_MOST = 10.0  # seconds, of whoever has pressed the button


def week(posts: int, fewest: int = 1) -> list[Slot]:
    """A week of posts round the clock."""
    shifts = [(d, p, a, b) for d in range(DAYS) for p in range(posts) for a, b in AROUND_THE_CLOCK]
    return [
        Slot(
            n, f"{p}", START + timedelta(days=d, hours=a), START + timedelta(days=d, hours=b),
            fewest, fewest,
        )
        for n, (d, p, a, b) in enumerate(shifts)
    ]  # fmt: skip


def wishing(number: int) -> list[Member]:
    """Staff of whom every third is on leave for two days, and every second cannot on some weekday."""
    return [
        Member(
            n, None,
            ((date(2026, 12, 1 + n % 5), date(2026, 12, 2 + n % 5)),) if n % 3 == 0 else (),
            (Wish(weekday=n % 7), Wish(hour="00:00", hard=False)) if n % 2 else (),
        )
        for n in range(number)
    ]  # fmt: skip


def volunteers(number: int) -> list[Member]:
    return [Member(n) for n in range(number)]


def staff(number: int) -> list[Member]:
    return [Member(n, None) for n in range(number)]


CASES: tuple[tuple[str, list[Slot], list[Member]], ...] = (
    ("100 posts, 200 volunteers with four shifts each", week(100), volunteers(200)),
    ("100 posts, 200 people without a limit", week(100), staff(200)),
    ("100 posts, 200 people with leave and wishes", week(100), wishing(200)),
    ("100 posts, 136 cadres and 44 volunteers", week(100),
     [*staff(136), *(Member(n) for n in range(1000, 1044))]),
    ("31 posts, 200 volunteers", week(31), volunteers(200)),
    ("one station of never fewer than two, 8 people", week(1, 2), staff(8)),
)  # fmt: skip


def measured(slots: Sequence[Slot], members: Sequence[Member]) -> tuple[str, float, int]:
    """What one proposal fills, its seconds, and how many rules it breaks."""
    began = time.process_time()  # others may share the machine
    found = propose(slots, members)
    seconds = time.process_time() - began
    wanted = sum(one.fewest for one in slots)
    lacking = Counter(gap.slot.post for gap in found.gaps)
    posts = {one.post for one in slots}
    spread = (
        f", {min(lacking[p] for p in posts)}–{max(lacking.values())} open a post" if lacking else ""
    )
    broken = len(all_breaches(members, slots, found.new))
    filled = f"{len(found.new)} of {wanted} filled, {found.least}–{found.most} each{spread}"
    return filled, seconds, broken


def main() -> None:
    """Print a line for each roster."""
    heading("Rosters of a week, round the clock in three shifts")
    rows = []
    for name, slots, members in CASES:
        filled, seconds, broken = measured(slots, members)
        late = "" if seconds < WAITS_AT_MOST else " (too long)"
        rows.append((name, f"{seconds:.2f} s{late}, {broken} rules broken: {filled}"))
    table(rows)


if __name__ == "__main__":
    main()
