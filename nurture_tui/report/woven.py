"""Two versions of a path as one: which lines stay, go and come, and which steps have moved.

A step that only one version has stands on the line that it is put into or taken out of, so that
one version is read by leaving out what is new and the other by leaving out what is gone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

Port: TypeAlias = tuple[str, str]
Ways: TypeAlias = Mapping[str, Mapping[str, str]]
"""For each step its ports in order, and where they lead; NOWHERE ends the path."""

NOWHERE = ""
Kind: TypeAlias = Literal["kept", "gone", "new"]

_MOST_TRIED = 24
"""So many steps are looked at, whether they have moved: more would be two different journeys."""
_WORTH = 3
"""A step shown at its old and its new place is worth this many lines that would be told apart."""


class Strand(NamedTuple):
    """A line of one picture: of both versions (`kept`), or of the first or second alone."""

    source: str
    port: str
    target: str
    kind: Kind


@dataclass(frozen=True)
class Woven:
    """The lines in order of their steps and ports.

    Steps of the first version that are gone, or `moved` and so gone from their old place, are
    named by `old_place` at both ends of a line.
    """

    strands: tuple[Strand, ...]
    moved: frozenset[str]


@dataclass
class _Settled:
    """The ports that say the same in both versions, and where lines run on through what is not in
    both: of a gone step the port and where it leads now, of a new one the port."""

    first: dict[Port, str] = field(default_factory=dict)
    through: dict[str, tuple[str, str]] = field(default_factory=dict)
    onward: dict[str, str] = field(default_factory=dict)


OLD = "was:"


def old_place(step: str) -> str:
    """The name of a step of the first version that the second has not, or not there."""
    return f"{OLD}{step}"


def weave(first: Ways, second: Ways) -> Woven:
    """Both versions as one set of lines, with as few told apart as can be.

    Every step of a version is a key of its ways. A step that has another place now, with no line
    to it as it was, is `moved` where that makes the picture simpler.
    """
    moved: set[str] = set()
    best = _strands(first, second, moved)
    while found := _simpler(first, second, moved, _cost(best)):
        step, best = found
        moved.add(step)
    return Woven(best, frozenset(moved))


def _cost(strands: Iterable[Strand]) -> int:
    return sum(strand.kind != "kept" for strand in strands)


def _simpler(
    first: Ways, second: Ways, moved: Collection[str], cost: int
) -> tuple[str, tuple[Strand, ...]] | None:
    """The step that is best told as moved, with the lines then, if any is worth it."""
    now = _strands(first, second, moved)
    led_to = {strand.target for strand in now if strand.kind == "kept"}
    fed = [{to for ports in ways.values() for to in ports.values()} for ways in (first, second)]
    tried = [
        step
        for step in second
        if step in first and step not in moved and step not in led_to
        if step in fed[0] and step in fed[1]
    ]
    best = None
    for step in tried[:_MOST_TRIED]:
        strands = _strands(first, second, {*moved, step})
        if _cost(strands) + _WORTH <= cost:
            best, cost = (step, strands), _cost(strands) + _WORTH - 1
    return best


def _strands(first: Ways, second: Ways, moved: Collection[str]) -> tuple[Strand, ...]:
    """All lines, with these steps told as moved."""
    both = (set(first) & set(second)) - set(moved)
    before = {_old(step, both): _renamed(ports, both) for step, ports in first.items()}
    settled = _settled(before, second, both)
    strands: list[Strand] = []
    for step, ports in second.items():
        earlier = before[step] if step in both else {}
        for port, target in ports.items():
            if step in both:
                known = (step, port) in settled.first
                kept = settled.first.get((step, port), target)
                strands.append(Strand(step, port, kept, "kept" if known else "new"))
            else:
                kind: Kind = "kept" if settled.onward.get(step) == port else "new"
                strands.append(Strand(step, port, target, kind))
        strands += [
            Strand(step, port, target, "gone")
            for port, target in earlier.items()
            if (step, port) not in settled.first and target != NOWHERE
        ]
    for step, ports in before.items():
        if step in both:
            continue
        on, to = settled.through.get(step, ("", ""))
        for port, target in ports.items():
            held = step in settled.through and port == on
            strands.append(Strand(step, port, to if held else target, "kept" if held else "gone"))
        if to and not ports:  # after an exit that is gone comes what took its place
            strands.append(Strand(step, on, to, "kept"))
    return tuple(strands)


def _old(step: str, both: Collection[str]) -> str:
    return step if step in both or step == NOWHERE else old_place(step)


def _renamed(ports: Mapping[str, str], both: Collection[str]) -> dict[str, str]:
    return {port: _old(target, both) for port, target in ports.items()}


def _settled(before: Ways, second: Ways, both: Collection[str]) -> _Settled:
    """Each port of both versions whose lines meet again, past what only one of them has."""
    settled = _Settled()
    shared = [
        (step, port)
        for step, ports in second.items()
        if step in both
        for port in ports
        if port in before[step]
    ]
    # Lines that are as they were come first: nothing that is drawn for others may bend them.
    for step, port in sorted(shared, key=lambda at: before[at[0]][at[1]] != second[at[0]][at[1]]):
        out = _ways_on(before[step][port], before, both)
        back = _ways_on(second[step][port], second, both)
        meeting = sorted(
            (node for node in out if node in back),
            key=lambda node: (node == NOWHERE, len(out[node] + back[node])),
        )
        for node in meeting:
            if _settle(settled, (step, port), out[node], back[node], node):
                break
    return settled


def _ways_on(start: str, ways: Ways, both: Collection[str]) -> dict[str, tuple[Port, ...]]:
    """The steps of both that can be come to past steps of one alone, with the ports on the way."""
    found: dict[str, tuple[Port, ...]] = {}
    seen = {start}
    queue: deque[tuple[str, tuple[Port, ...]]] = deque([(start, ())])
    while queue:
        here, way = queue.popleft()
        if here in both or here == NOWHERE:
            found.setdefault(here, way)
            continue
        if not ways[here]:  # an exit: nothing comes after it
            found.setdefault(NOWHERE, (*way, (here, NOWHERE)))
        for port, target in ways[here].items():
            if target not in seen or target == NOWHERE:
                seen.add(target)
                queue.append((target, (*way, (here, port))))
    return found


def _settle(
    settled: _Settled, at: Port, gone: tuple[Port, ...], come: tuple[Port, ...], end: str
) -> bool:
    """Lead the line of a port through what is gone, then through what has come, to `end`, unless
    another line already runs on from one of these in another way."""
    following = [step for step, _ in gone[1:]] + [come[0][0] if come else end]
    through = (
        {step: (port, to) for (step, port), to in zip(gone, following, strict=True)} if gone else {}
    )
    onward = dict(come)
    if any(settled.through.get(step, on) != on for step, on in through.items()):
        return False
    if any(settled.onward.get(step, port) != port for step, port in onward.items()):
        return False
    settled.through.update(through)
    settled.onward.update(onward)
    settled.first[at] = gone[0][0] if gone else following[0]
    return True
