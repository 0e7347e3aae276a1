"""The rows between two levels: which lines share a horizontal track there, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

NetKind: TypeAlias = Literal["self", "back", "out", "in"]
NetKey: TypeAlias = tuple[NetKind, int]
_RANK: dict[NetKind, int] = {"self": 0, "back": 1, "out": 2, "in": 3}


@dataclass(frozen=True)
class Net:
    """Lines that may share a track: all out of one item, into one item, back to one item.

    `uppers` are the columns where a leg goes up from the track, `lowers` where one goes down;
    `targets` the items its lower legs lead to, by column; `low` and `high` what it takes of its
    row, a label beside it included.
    """

    key: NetKey
    uppers: frozenset[int]
    lowers: frozenset[int]
    targets: Mapping[int, int]
    low: int
    high: int

    @property
    def straight(self) -> bool:
        """Whether the net needs no track."""
        return len(self.uppers | self.lowers) == 1

    @property
    def left(self) -> int:
        """The leftmost column of its line."""
        return min(self.uppers | self.lowers)

    @property
    def right(self) -> int:
        """The rightmost column of its line."""
        return max(self.uppers | self.lowers)


def tracks(nets: Sequence[Net]) -> tuple[dict[NetKey, int], int]:
    """The track of each net that bends, and the number of tracks.

    Where a leg down and a leg up of two nets stand in one column, the one from above comes first;
    where both should, one wins.
    """
    bent = sorted((net for net in nets if not net.straight), key=lambda n: (n.left, n.right, n.key))
    above: dict[NetKey, set[NetKey]] = {net.key: set() for net in bent}
    wishes: list[tuple[int, NetKey, NetKey]] = []
    for i, p in enumerate(bent):
        for q in bent[i + 1 :]:
            p_first, q_first = _must(p, q), _must(q, p)
            if p_first:
                above[q.key].add(p.key)
            elif q_first:
                above[p.key].add(q.key)
            elif p.right >= q.left and q.right >= p.left:
                gain = _crossings(q, p) - _crossings(p, q)
                order = _RANK[q.key[0]] - _RANK[p.key[0]]
                if gain > 0 or (gain == 0 and order >= 0):
                    wishes.append((-abs(gain), p.key, q.key))
                else:
                    wishes.append((-abs(gain), q.key, p.key))
    if len(wishes) <= 400:
        for _, first, second in sorted(wishes):
            if not _reaches(above, first, second):
                above[second].add(first)
    return _pack(bent, above)


def _must(p: Net, q: Net) -> bool:
    """Whether `p` has to lie above `q`."""
    if p.key[1] == q.key[1] and (p.key[0], q.key[0]) in {
        ("self", "out"),
        ("self", "back"),
        ("back", "out"),
    }:
        return True
    if p.key[0] == "out" and q.key[0] == "in" and q.key[1] in p.targets.values():
        return True
    return bool(p.uppers & q.lowers)


def _crossings(p: Net, q: Net) -> int:
    """Crossings of the two when `p` lies above `q`."""
    return sum(p.left < x < p.right for x in q.uppers) + sum(q.left < x < q.right for x in p.lowers)


def _reaches(above: Mapping[NetKey, set[NetKey]], start: NetKey, goal: NetKey) -> bool:
    """Whether `goal` already has to lie above `start`."""
    stack, seen = [start], {start}
    while stack:
        for key in sorted(above[stack.pop()]):
            if key == goal:
                return True
            if key not in seen:
                seen.add(key)
                stack.append(key)
    return start == goal


def _pack(bent: Sequence[Net], above: dict[NetKey, set[NetKey]]) -> tuple[dict[NetKey, int], int]:
    """From the top, put into each track what may come now and does not touch."""
    track: dict[NetKey, int] = {}
    todo = list(bent)
    row = 0
    while todo:
        ready = [net for net in todo if not above[net.key] - track.keys()] or todo[:1]
        end = -2
        taken = []
        for net in sorted(ready, key=lambda n: (n.low, n.high, n.key)):
            if net.low > end + 1:
                taken.append(net)
                end = net.high
        for net in taken:
            todo.remove(net)
        track.update(dict.fromkeys((net.key for net in taken), row))
        row += 1
    return track, row
