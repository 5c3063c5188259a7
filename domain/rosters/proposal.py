"""An even proposal: who could stand where, with every rule kept, and what stays open.

Reckoned here, not by a solver library. They were weighed (26 November 2026, wheels for Python 3.11):
OR-Tools 9.15 (Apache-2.0) is a wheel of 29 MB that brings numpy and pandas and takes 246 MB on disk,
scipy 1.17 (BSD) 34 MB and numpy, highspy 1.16 (MIT) 3 MB and numpy (73 MB), PuLP and python-mip carry
solvers of their own. huying whole needs 250 MB to run, on a community's small machine. A hundred posts
× 21 shifts × 200 people are 350,000 yes-or-no variables: CP-SAT of OR-Tools, given two cores, a minute
and 2.1 GB, had filled none of them; told that all posts of an hour are alike it had 1,829 places after
that minute where the steps below fill 1,792 in two, and had proved nothing. They are plain, and
their result can be told to whoever asks why. `benchmarks/rosters.py` prints the seconds, and looks at
every rule again.

1. Round by round over the posts each open place goes to whoever may and has least. So what cannot be
   filled is spread over posts and hours. Where that leaves gaps it is dealt once more hour by hour,
   which fills a roster that is just possible (two crews in turn); what fills more is taken.
2. A place that nobody may take directly is freed by a neighbour's move: whoever could take it but for
   one other shift hands that one to somebody else.
3. Counts are evened out: as long as somebody has two more than another, a chain of their shifts
   changes hands (two people with the same limits can always be evened out so, where shifts are of
   one length).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.calendar import SHANGHAI
from domain.rosters.rules import Gap, Member, Slot, breaches, gaps, monday

LOOKS = 1_000_000
"""So often it is asked whether somebody could take over a shift, before what stays open stays open."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would stand where."""

    new: tuple[tuple[int, int], ...]
    """Member and shift; what was given before is not among them."""
    gaps: tuple[Gap, ...]
    counts: dict[int, int]
    """Of each member how many shifts, those given before included."""

    @property
    def most(self) -> int:
        """The most that anybody has."""
        return max(self.counts.values(), default=0)

    @property
    def least(self) -> int:
        """The least that anybody has."""
        return min(self.counts.values(), default=0)


def propose(
    slots: Sequence[Slot], members: Sequence[Member], given: Iterable[tuple[int, int]] = (),
    zone: ZoneInfo = SHANGHAI, elsewhere: Iterable[tuple[int, Slot]] = (),
) -> Proposal:  # fmt: skip
    """Fill each shift up to its fewest, evenly, beside what is given already.

    `elsewhere` are shifts that members have in other rosters.
    """
    given, elsewhere = list(given), list(elsewhere)
    dealt = []
    for in_turn in (_by_post, _by_time):
        desk = _Desk(slots, members, zone)
        for member, slot in elsewhere:
            desk.bind(member, slot)
        for member, shift in given:
            desk.fix(member, shift)
        desk.free_up(desk.deal(in_turn(desk)))
        dealt.append(desk)
        if not desk.short():
            break
    best = min(dealt, key=_Desk.short)
    best.even_out()
    return best.proposal()


class _Desk:
    """The table at which it is dealt: shifts are bits, so that a clash is one AND."""

    def __init__(self, slots: Sequence[Slot], members: Sequence[Member], zone: ZoneInfo) -> None:
        self.slots = sorted(slots, key=lambda one: (one.begins, one.post, one.id))
        self.members = list(members)
        self.at = {one.id: n for n, one in enumerate(self.slots)}
        self.who = {one.id: n for n, one in enumerate(self.members)}
        self.zone = zone
        self.week = [monday(one.begins, zone) for one in self.slots]
        self.by_hours: dict[tuple[datetime, datetime], int] = {}
        self.first: dict[tuple[datetime, datetime], Slot] = {}
        for n, one in enumerate(self.slots):
            hours = (one.begins, one.ends)
            self.by_hours[hours] = self.by_hours.get(hours, 0) | 1 << n
            self.first.setdefault(hours, one)
        self.clash = self._clashes()
        self.held = [0] * len(self.members)
        self.fixed = [0] * len(self.members)
        self.weeks: list[dict[object, int]] = [{} for _ in self.members]
        self.load = [0] * len(self.members)
        self.looks = LOOKS
        self.there = [0] * len(self.slots)
        apart = [self._barred(one) for one in self.members]
        self.barred, self.rather = [bars for bars, _ in apart], [bits for _, bits in apart]

    def _clashes(self) -> list[int]:
        """Of each shift the bits of those that nobody can do beside it, itself included."""
        masks = {
            hours: sum(
                [bits for other, bits in self.by_hours.items() if one.near(self.first[other])]
            )
            for hours, one in self.first.items()
        }
        return [masks[one.begins, one.ends] for one in self.slots]

    def _barred(self, member: Member) -> tuple[int, int]:
        """The shifts that somebody cannot do by themselves, and those that they would rather not."""
        if not member.away and not member.wishes:
            return 0, 0
        barred = rather = 0
        free = Member(member.id, None, member.away, member.wishes)
        for hours, bits in self.by_hours.items():  # what is at the same hours is alike to them
            slot = self.first[hours]
            if breaches(free, slot, (), self.zone):
                barred |= bits
            elif any(wish.meets(slot, self.zone) for wish in member.wishes):
                rather |= bits
        return barred, rather

    def bind(self, member: int, slot: Slot) -> None:
        """Somebody stands elsewhere at that time: what is near it is not theirs here."""
        p = self.who.get(member)
        if p is None:
            return
        for n, one in enumerate(self.slots):
            if one.near(slot):
                self.barred[p] |= 1 << n
        week = monday(slot.begins, self.zone)
        self.weeks[p][week] = self.weeks[p].get(week, 0) + 1

    def fix(self, member: int, slot: int) -> None:
        """What is given already stays."""
        if member in self.who and slot in self.at:
            self.put(self.who[member], self.at[slot])
            self.fixed[self.who[member]] |= 1 << self.at[slot]

    def put(self, p: int, s: int) -> None:
        self.held[p] |= 1 << s
        self.weeks[p][self.week[s]] = self.weeks[p].get(self.week[s], 0) + 1
        self.load[p] += 1
        self.there[s] += 1

    def take(self, p: int, s: int) -> None:
        self.held[p] &= ~(1 << s)
        self.weeks[p][self.week[s]] -= 1
        self.load[p] -= 1
        self.there[s] -= 1

    def may(self, p: int, s: int, *, without: int = 0) -> bool:
        """Whether somebody can do a shift beside what they have, `without` these."""
        if self.held[p] & ~without & self.clash[s] or self.barred[p] >> s & 1:
            return False
        weekly = self.members[p].weekly
        if weekly is None:
            return True
        freed = sum(self.week[n] == self.week[s] for n in _bits(without & self.held[p]))
        return self.weeks[p].get(self.week[s], 0) - freed < weekly

    def roomy(self, week: object) -> set[int]:
        """Who may have one more in a week."""
        return {
            p
            for p, one in enumerate(self.members)
            if one.weekly is None or self.weeks[p].get(week, 0) < one.weekly
        }

    def deal(self, in_turn: Iterable[int]) -> list[int]:
        """Give each open place to whoever may and has least; returns the shifts that stay short."""
        left = []
        for s in in_turn:
            best = min(
                (p for p in range(len(self.members)) if self.may(p, s)),
                key=lambda p: (self.rather[p] >> s & 1, self.load[p], p),
                default=None,
            )
            if best is None:
                left.append(s)
            else:
                self.put(best, s)
        return left

    def short(self) -> int:
        """How many places stay open."""
        return sum(max(0, one.fewest - self.there[n]) for n, one in enumerate(self.slots))

    def free_up(self, left: Iterable[int]) -> None:
        """Fill what stayed short by one neighbour's move each, as far as that is quickly found."""
        for s in left:
            if self.looks > 0 and self.roomy(self.week[s]):
                self._free(s)

    def _free(self, s: int) -> bool:
        for p in range(len(self.members)):
            if self.held[p] >> s & 1 or self.barred[p] >> s & 1:
                continue
            for other in _bits(self.held[p] & ~self.fixed[p] & self._in_way(p, s)):
                if self.may(p, s, without=1 << other) and self._hand_on(p, other, but=s):
                    self.put(p, s)
                    return True
        return False

    def _in_way(self, p: int, s: int) -> int:
        """What somebody would have to give away for a shift: what clashes, or one of its week."""
        clash = self.held[p] & self.clash[s]
        return clash or sum(1 << n for n in _bits(self.held[p]) if self.week[n] == self.week[s])

    def _hand_on(self, p: int, s: int, *, but: int) -> bool:
        self.take(p, s)
        self.looks -= len(self.members)
        for q in range(len(self.members)):
            if q != p and self.may(q, s) and not self.held[q] >> but & 1:
                self.put(q, s)
                return True
        self.put(p, s)
        return False

    def even_out(self) -> None:
        """While somebody has two more than another, let a chain of shifts change hands."""
        moved = True
        while moved:
            moved = False
            order = sorted(range(len(self.members)), key=lambda p: self.load[p])
            for rich in reversed(order):
                for poor in order:
                    if self.load[rich] - self.load[poor] < 2:  # noqa: PLR2004 - even enough
                        break
                    if self._lend(rich, poor):
                        moved = True
                        break
                if moved:
                    break

    def _lend(self, rich: int, poor: int) -> bool:
        """Let the poorer have one more of the other's; whole chains go together, so nothing clashes."""
        free = self.held[rich] & ~self.fixed[rich] & ~self.held[poor]
        for s in _bits(free):
            if self.may(poor, s) and not self.rather[poor] >> s & 1:
                self.take(rich, s)
                self.put(poor, s)
                return True
        seen = 0
        for s in _bits(free):
            if seen >> s & 1:
                continue
            out, back = self._chain(rich, poor, s)
            seen |= out
            if out.bit_count() - back.bit_count() == 1 and self._change(rich, poor, out, back):
                return True
        return False

    def _chain(self, rich: int, poor: int, s: int) -> tuple[int, int]:
        """What must go over when one shift does, and what must come back for it, to and fro."""
        out, back, edge = 1 << s, 0, 1 << s
        here, there = self.held[rich], self.held[poor]
        while edge:
            met = 0
            for n in _bits(edge):
                met |= self.clash[n] & (there if out >> n & 1 else here)
            edge = met & ~(out | back)
            out |= edge & here
            back |= edge & there & ~here
        return out, back

    def _change(self, rich: int, poor: int, out: int, back: int) -> bool:
        """Do it, if nobody is barred, fixed or over their week by it."""
        if out & (self.fixed[rich] | self.barred[poor] | self.rather[poor] | self.held[poor]):
            return False
        if back & (self.fixed[poor] | self.barred[rich] | self.rather[rich]):
            return False
        moves = ((rich, poor, out), (poor, rich, back))
        self._swap(moves)
        if self._within(rich) and self._within(poor):
            return True
        self._swap(
            (poor, rich, bits) if giver == rich else (rich, poor, bits) for giver, _, bits in moves
        )
        return False

    def _swap(self, moves: Iterable[tuple[int, int, int]]) -> None:
        for giver, taker, bits in moves:
            for n in _bits(bits):
                self.take(giver, n)
                self.put(taker, n)

    def _within(self, p: int) -> bool:
        weekly = self.members[p].weekly
        return weekly is None or all(count <= weekly for count in self.weeks[p].values())

    def proposal(self) -> Proposal:
        new = [
            (self.members[p].id, self.slots[s].id)
            for p in range(len(self.members))
            for s in _bits(self.held[p] & ~self.fixed[p])
        ]
        taken = {one.id: self.there[n] for n, one in enumerate(self.slots)}
        counts = {one.id: self.load[p] for p, one in enumerate(self.members)}
        return Proposal(tuple(sorted(new)), tuple(gaps(self.slots, taken)), counts)


def _by_post(desk: _Desk) -> list[int]:
    """Open places, post by post, each beginning at another of its hours.

    First one person everywhere, then the second.
    """
    posts: dict[str, list[int]] = {}
    for n, one in enumerate(desk.slots):
        posts.setdefault(one.post, []).append(n)
    turns = [
        (seat, k, row, s)
        for row, mine in enumerate(posts.values())
        for k in range(len(mine))
        for s in (mine[(k + row) % len(mine)],)
        for seat in range(desk.there[s], desk.slots[s].fewest)
    ]
    return [s for *_, s in sorted(turns)]


def _by_time(desk: _Desk) -> list[int]:
    """Open places, hour by hour, each hour beginning at another post."""
    hours: dict[datetime, list[int]] = {}
    for s, one in enumerate(desk.slots):
        hours.setdefault(one.begins, []).append(s)
    turned = []
    for n, mine in enumerate(hours.values()):
        first = n * len(mine) // len(hours)
        turned += mine[first:] + mine[:first]
    return [s for s in turned for _ in range(max(0, desk.slots[s].fewest - desk.there[s]))]


def _bits(mask: int) -> Iterator[int]:
    """The places of a mask's ones, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
