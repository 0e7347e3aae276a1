"""The rows between two levels: which lines share a horizontal track there, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

NetKind: TypeAlias = Literal["self", "back", "out", "in", "jog"]
NetKey: TypeAlias = tuple[NetKind, int]
_RANK: dict[NetKind, int] = {"back": 0, "self": 1, "out": 2, "in": 3, "jog": 4}
_URGENT, _WISHES = 1_000, 400


@dataclass(frozen=True)
class Net:
    """Lines that may share a track: all out of one item, into one item, back to one item.

    `item` is that item, the number in the key too but for a line to itself, where it is the edge.
    `uppers` are the columns where a leg goes up from the track, `lowers` where one goes down;
    `targets` the items its lower legs lead to, by column; `low` and `high` what it takes of its
    row, a label beside it included. `text` are the columns of texts beside it that have no other
    place: no leg of another net may run through them.
    """

    key: NetKey
    item: int
    uppers: frozenset[int]
    lowers: frozenset[int]
    targets: Mapping[int, int]
    low: int
    high: int
    text: frozenset[int] = frozenset()

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


@dataclass(frozen=True)
class Tracks:
    """The track of each net that bends and of each jog, and the number of tracks.

    A jog moves the leg of a net that would run over another net's leg: it leaves the net at
    `jogs[net, column][0]` and comes back to its column on the track of `jogs[net, column][1]`.
    """

    of: Mapping[NetKey, int]
    jogs: Mapping[tuple[NetKey, int], tuple[int, NetKey]]
    count: int


def tracks(nets: Sequence[Net]) -> Tracks:
    """Put the nets between two levels on tracks.

    Where a leg down and a leg up of two nets stand in one column, the one from above comes first,
    and so do legs up before a text in their column, and a text before legs down; where that goes
    round in a circle, a leg jogs. What is left free keeps crossings few.
    """
    bent = {net.key: net for net in nets if not net.straight}
    jogs: dict[tuple[NetKey, int], tuple[int, NetKey]] = {}
    below: dict[NetKey, set[NetKey]] = {}  # jog -> what it must lie below
    used = {x for net in nets for x in net.uppers | net.lowers | net.text}
    while True:
        above = _hard(bent, below)
        circle = _circle(above)
        if not circle:
            break
        _break(circle, bent, above, jogs, below, used)
    ordered = sorted(bent.values(), key=lambda n: (n.left, n.right, n.key))
    _wish(ordered, above)
    of, count = _pack(ordered, above)
    return Tracks(of, jogs, count)


def _hard(
    bent: Mapping[NetKey, Net], below: Mapping[NetKey, set[NetKey]]
) -> dict[NetKey, set[NetKey]]:
    """For each net, those that have to lie above it because of what shares a column."""
    legs_up: dict[int, list[NetKey]] = {}
    texts: dict[int, list[NetKey]] = {}
    for key, net in bent.items():
        for x in net.uppers:
            legs_up.setdefault(x, []).append(key)
        for x in net.text:
            texts.setdefault(x, []).append(key)
    above: dict[NetKey, set[NetKey]] = {key: set(below.get(key, ())) for key in bent}
    for key, net in bent.items():
        over = [other for x in net.lowers | net.text for other in legs_up.get(x, ())]
        over += [other for x in net.lowers for other in texts.get(x, ())]
        above[key].update(
            other for other in over if other != key and key not in below.get(other, ())
        )
    return above


def _circle(above: Mapping[NetKey, set[NetKey]]) -> list[NetKey]:
    """Nets that each would have to lie above the next, the last above the first; or nothing."""
    state: dict[NetKey, int] = {}
    for root in sorted(above):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(sorted(above[root])))]
        while stack:
            key, rest = stack[-1]
            for other in rest:
                if state.get(other) == 1:
                    path = [k for k, _ in stack]
                    return path[path.index(other) :]
                if other not in state:
                    state[other] = 1
                    stack.append((other, iter(sorted(above[other]))))
                    break
            else:
                state[key] = 2
                stack.pop()
    return []


def _break(
    circle: Sequence[NetKey],
    bent: dict[NetKey, Net],
    above: Mapping[NetKey, set[NetKey]],
    jogs: dict[tuple[NetKey, int], tuple[int, NetKey]],
    below: dict[NetKey, set[NetKey]],
    used: set[int],
) -> None:
    """Let one leg of the circle jog: the first that shares its column with the net above it."""
    for key in circle:
        net = bent[key]
        for other in sorted(above[key] & set(circle)):
            shared = sorted(net.lowers & (bent[other].uppers | bent[other].text))
            if key[0] == "jog" or not shared:
                continue
            column = shared[0]
            free = next(
                x
                for step in range(1, len(used) + 2)
                for x in (column + step, column - step)
                if x not in used
            )
            used.add(free)
            jog: NetKey = ("jog", len(jogs))
            jogs[key, column] = (free, jog)
            lowers = (net.lowers - {column}) | {free}
            legs = net.uppers | lowers
            bent[key] = replace(
                net,
                lowers=lowers,
                low=min(net.low, *legs),
                high=max(net.high, *legs),
            )
            bent[jog] = Net(
                jog,
                -1,
                frozenset({free}),
                frozenset({column}),
                {},
                min(free, column),
                max(free, column),
            )
            below[jog] = {key, other}
            return
    raise AssertionError(f"no leg of {circle} can jog")


def _wish(ordered: Sequence[Net], above: dict[NetKey, set[NetKey]]) -> None:
    """Add the orders that are better but not needed, as long as they fit together."""
    wishes: list[tuple[int, NetKey, NetKey]] = []
    for i, p in enumerate(ordered):
        for q in ordered[i + 1 :]:
            if _before(p, q):
                wishes.append((-_URGENT, p.key, q.key))
            elif _before(q, p):
                wishes.append((-_URGENT, q.key, p.key))
            elif p.right >= q.left and q.right >= p.left:
                gain = _crossings(q, p) - _crossings(p, q)
                order = _RANK[q.key[0]] - _RANK[p.key[0]]
                if gain > 0 or (gain == 0 and order >= 0):
                    wishes.append((-abs(gain), p.key, q.key))
                else:
                    wishes.append((-abs(gain), q.key, p.key))
    for _, first, second in sorted(wishes)[:_WISHES]:
        if second not in above[first] and not _reaches(above, first, second):
            above[second].add(first)


def _before(p: Net, q: Net) -> bool:
    """Whether `p` reads better above `q`: loops before ways on, ways out before ways in."""
    if p.item == q.item and p.item >= 0:
        if p.key[0] == q.key[0] == "self":
            # Texts stand right of the middle: hooks on the right come first, the outer before.
            return (-p.right, p.key) < (-q.right, q.key)
        return (p.key[0], q.key[0]) in {("back", "self"), ("self", "out"), ("back", "out")}
    return p.key[0] == "out" and q.key[0] == "in" and q.item in p.targets.values()


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
        end = min((net.low for net in ready), default=0) - 2
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
