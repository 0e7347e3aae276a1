"""Who leaves in a stretch of time, and by what: competing causes, integrated exactly enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nurture_tui.simulation.exact_events import Mark
from nurture_tui.simulation.exact_laws import Floats
from nurture_tui.simulation.exact_sources import Known
from nurture_tui.simulation.exact_state import State, Watched

FIRST = 10.0
"""Seconds by which the parts of a stretch begin to grow."""

# The integral of l_i'(v) l_j(v) over [-1, 1], of the parabolas through -1, 0 and 1.
_RATES = np.array([[-1 / 2, -2 / 3, 1 / 6], [2 / 3, 0.0, -2 / 3], [-1 / 6, 2 / 3, 1 / 2]])


@dataclass(frozen=True)
class Cause:
    """What ends a stretch: the first of `marks`, of the sources numbered (None: of all)."""

    marks: frozenset[Mark]
    of: frozenset[int] | None = None


@dataclass(frozen=True)
class Losses:
    """By cause, the chance of each row to be ended in each part; `edges` bound the parts.

    `left` is the chance to be there at the end.
    """

    by_cause: tuple[Floats, ...]
    edges: Floats
    left: Floats


def losses(
    state: State, causes: Sequence[Cause], begin: Floats, end: Floats, parts: int, *, fine: bool
) -> Losses:
    """What ends the stretch from `begin` to `end` (a time for each row, events at halves) first.

    With one cause the whole stretch is one part unless it is to be `fine`.
    """
    active = [cause for cause in causes if can_happen(state, cause)]
    firsts = _firsts(state, active)
    edges = _edges(begin, end, 2 * parts if fine or len(active) > 1 else 2)
    times = edges[:, ::2]
    known: Known = {}
    thirds = [edges[:, 0:-1:2], edges[:, 1::2], edges[:, 2::2]]
    each = [_loss(state, firsts, number, thirds, known) for number in range(len(active))]
    there = np.broadcast_to(state.chance(_watched(firsts, times)), times.shape)
    lost = there[:, :-1] - there[:, 1:]
    each = _scaled(each, lost)
    none = np.zeros_like(lost)
    by_cause = [each[active.index(cause)] if cause in active else none for cause in causes]
    return Losses(tuple(by_cause), times, there[:, -1])


def can_happen(state: State, cause: Cause) -> bool:
    return any(
        cause.marks & source.marks and (cause.of is None or number in cause.of)
        for number, source in enumerate(state.sources)
    )


def _firsts(state: State, causes: Sequence[Cause]) -> list[list[Cause]]:
    """Each cause by source, without what could only come after another cause there.

    Whoever has done that has ended the stretch before; to bar it too would be right, and would
    make the chances bend where they are to be smooth.
    """
    found: list[list[Cause]] = [[] for _ in causes]
    for number, source in enumerate(state.sources):
        here = [c.marks if c.of is None or number in c.of else frozenset[Mark]() for c in causes]
        firsts = source.firsts(frozenset[Mark]().union(*here))
        for place, marks in enumerate(here):
            if marks & firsts:
                found[place].append(Cause(marks & firsts, frozenset((number,))))
    return found


def _watched(causes: Sequence[Sequence[Cause]], by: Floats) -> list[Watched]:
    return [Watched(part.marks, by, part.of) for cause in causes for part in cause]


def _loss(
    state: State,
    causes: Sequence[Sequence[Cause]],
    number: int,
    thirds: Sequence[Floats],
    known: Known,
) -> Floats:
    """What one cause ends in each part, of which `thirds` are the begin, the middle and the end.

    With g(x, y) the chance that this cause has not happened by x and no other by y, it is the
    integral of -dg/dx(v, v), here of the parabolas through the ends and the middle of a part.
    """
    total = np.zeros_like(thirds[0])
    if len(causes) == 1:
        return total
    for i, mine in enumerate(thirds):
        for j, others in enumerate(thirds):
            if _RATES[i, j]:
                rest = [*causes[:number], *causes[number + 1 :]]
                watched = [*_watched(rest, others), *_watched([causes[number]], mine)]
                total = total - _RATES[i, j] * state.chance(watched, known)
    return np.maximum(total, 0.0)


def _scaled(each: list[Floats], lost: Floats) -> list[Floats]:
    """The causes' shares of what was lost, which is known by itself."""
    if len(each) == 1:
        return [np.maximum(lost, 0.0)]
    total = sum(each, np.zeros_like(lost))
    scale = np.where(total > 0, lost / np.maximum(total, 1e-300), 0.0)
    return [loss * np.maximum(scale, 0.0) for loss in each]


def _edges(begin: Floats, end: Floats, parts: int) -> Floats:
    """Times from begin to end in parts that grow, for most happens soon after a send."""
    length = np.maximum(end - begin, 0.0)[:, None]
    growth = np.log1p(length / FIRST)
    grown = FIRST * np.expm1(growth * np.linspace(0.0, 1.0, parts + 1))
    edges = begin[:, None] + np.minimum(grown, length)
    edges[:, -1] = np.maximum(begin, end)
    return edges


def at_once(
    before: Floats, chance: Callable[[int], Floats], causes: int
) -> tuple[list[Floats], Floats]:
    """What each cause ends at one instant, in their order (R6); `chance(k)` knows the first k."""
    found, there = [], before
    for number in range(1, causes + 1):
        left = chance(number)
        found.append(np.maximum(there - left, 0.0))
        there = left
    return found, there
