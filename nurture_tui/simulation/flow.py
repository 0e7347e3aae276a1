"""Contacts at each step and sends, hour by hour of a run, from who comes and who leaves."""

from __future__ import annotations

from collections import deque
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from nurture_tui.frozen import dataclass
from nurture_tui.simulation.span import Span
from nurture_tui.simulation.view import Ints

HOUR = 3_600
Cells = npt.NDArray[np.int32]

_BUFFER = 1 << 14
_REMEMBERED = 3
_MANY = 1 << 12


@dataclass(frozen=True)
class Grid:
    """The cells that time is counted in: a run's hours, cut where a day of the workspace ends.

    `ends` are their ends, the last the run's; `hour_ends` and `day_ends` the cells that an hour of
    the run, or a day, ends with. `even` is true where all cells are hours.
    """

    start: int
    ends: Ints
    hour_ends: Ints
    day_ends: Ints
    even: bool

    def cell(self, time: Ints) -> Ints:
        """The cell of each instant of the run."""
        if self.even:
            cells = time - self.start
            cells //= HOUR
            return cells
        return np.searchsorted(self.ends, time, side="right")


@lru_cache(maxsize=8)
def grid(span: Span) -> Grid:
    """The cells of a run; made once for a span, which is made once."""
    hours = np.minimum(np.arange(span.start + HOUR, span.end + HOUR, HOUR), span.end)
    days = np.minimum(span.day_ends, span.end)
    ends = np.array(sorted({*hours.tolist(), *days.tolist()}), dtype=np.int64)
    return Grid(
        span.start,
        ends,
        np.searchsorted(ends, hours),
        np.searchsorted(ends, days),
        len(ends) == len(hours),
    )


class Flow:
    """Counts arrivals at steps, departures and sends of one journey, cell by cell.

    `moves[step, cell]` is how many came less how many left, `sends[step, cell]` how many were sent.
    """

    def __init__(self, steps: int, grid: Grid) -> None:
        self.steps = steps
        self.grid = grid
        self._last: deque[tuple[Ints, Cells]] = deque(maxlen=_REMEMBERED)
        self._waiting: tuple[Buffer, Buffer, Buffer] = (Buffer(), Buffer(), Buffer())

    # Made when something is counted: some count elsewhere first, and a run has two for a journey.
    @cached_property
    def _moves(self) -> Cells:
        return np.zeros((self.steps, len(self.grid.ends)), dtype=np.int32)

    @cached_property
    def _sends(self) -> Cells:
        return np.zeros((self.steps, len(self.grid.ends)), dtype=np.int32)

    def came(self, step: int | Cells, time: Ints) -> None:
        """Contacts come to a step at these instants."""
        self._wait(0, step, time)

    def left(self, step: int | Cells, time: Ints) -> None:
        """Contacts leave the step, or each its own."""
        self._wait(1, step, time)

    def sent(self, step: int, time: Ints) -> None:
        """A message of this step goes at these instants."""
        self._wait(2, step, time)

    def add(self, other: Flow) -> None:
        """Add what another counted over the same steps and cells; it is done with."""
        self._put("_moves", other._moves)
        self._put("_sends", other._sends)
        for mine, others in zip(self._waiting, other._waiting, strict=True):
            mine.take(others)
            if mine.size > _BUFFER:
                self.settle()

    def put(self, moves: Cells, sends: Cells) -> None:
        """Add what was counted elsewhere over the same steps and cells; it is done with."""
        self._put("_moves", moves)
        self._put("_sends", sends)

    def _put(self, name: str, counts: Cells) -> None:
        """Add counts to those of this name, or have them be these."""
        mine = self.__dict__.setdefault(name, counts)
        if mine is not counts:
            mine += counts

    @property
    def moves(self) -> Cells:
        self.settle()
        return self._moves

    @property
    def sends(self) -> Cells:
        self.settle()
        return self._sends

    def _wait(self, which: int, step: int | Cells, time: Ints) -> None:
        """Many of one step are counted at once; other calls are too small to count one by one."""
        if isinstance(step, int) and len(time) >= _MANY:
            self._count_many(which, step, time)
            return
        waiting = self._waiting[which]
        waiting.add(step, time)
        if waiting.size > _BUFFER:
            self.settle()

    def _count_many(self, which: int, step: int, time: Ints) -> None:
        """Contacts often leave one step, are sent a message and come to the next all together."""
        counted = next((counted for known, counted in self._last if known is time), None)
        if counted is None:
            cells = np.bincount(self.grid.cell(time), minlength=len(self.grid.ends))
            counted = cells.astype(np.int32)
            self._last.append((time, counted))
        if which == 2:
            self._sends[step] += counted
        elif which == 1:
            self._moves[step] -= counted
        else:
            self._moves[step] += counted

    def settle(self) -> None:
        """Count what waits."""
        self._last.clear()
        came, left, sent = self._waiting
        for waiting, counts, sign in ((came, self._moves, 1), (left, self._moves, -1)):
            if waiting.size:
                counts += (sign * self._binned(waiting)).astype(np.int32)
        if sent.size:
            self._sends += self._binned(sent).astype(np.int32)

    def _binned(self, waiting: Buffer) -> Ints:
        steps, times = waiting.taken()
        cells = len(self.grid.ends)
        found = np.bincount(steps * cells + self.grid.cell(times), minlength=self.steps * cells)
        return found.reshape(self.steps, cells)


class Buffer:
    """Steps and instants that wait to be counted."""

    def __init__(self) -> None:
        self.size = 0
        self._steps: list[int | Cells | Ints] = []
        self._times: list[Ints] = []

    def add(self, step: int | Cells | Ints, time: Ints) -> None:
        self._steps.append(step)
        self._times.append(time)
        self.size += len(time)

    def take(self, other: Buffer) -> None:
        """Let what waits elsewhere wait here."""
        self.size += other.size
        self._steps += other._steps
        self._times += other._times

    def taken(self) -> tuple[Ints, Ints]:
        """All that waits; afterwards nothing does."""
        steps = np.empty(self.size, dtype=np.int64)
        at = 0
        for step, time in zip(self._steps, self._times, strict=True):
            steps[at : at + len(time)] = step
            at += len(time)
        times = np.concatenate([np.zeros(0, dtype=np.int64), *self._times])
        self.size, self._steps, self._times = 0, [], []
        return steps, times


def inside_at(flow: Flow, cells: Ints) -> Cells:
    """Contacts at each step at the ends of some cells: an array (steps, cells)."""
    found: Cells = np.cumsum(flow.moves, axis=1, dtype=np.int32)[:, cells]
    return found


def sent_by(flow: Flow, cells: Ints) -> Cells:
    """Sends of each step since the cell before, for some cells: an array (steps, cells)."""
    if len(cells) == len(flow.grid.ends):
        return flow.sends
    total = np.cumsum(flow.sends, axis=1, dtype=np.int32)[:, cells]
    found: Cells = np.diff(total, axis=1, prepend=np.int32(0))
    return found


def per_day(span: Span, flows: list[Flow]) -> tuple[tuple[str, int, int], ...]:
    """Sends, and contacts inside at the end, of each of the workspace's days."""
    cells = flows[0].grid.day_ends
    sends = np.sum([flow.sends.sum(axis=0) for flow in flows], axis=0)
    moves = np.sum([flow.moves.sum(axis=0) for flow in flows], axis=0)
    sent, inside = _up_to(sends, cells), np.cumsum(moves)[cells]
    return tuple(zip(span.days, sent.tolist(), inside.tolist(), strict=True))


def _up_to(counts: Ints, cells: Ints) -> Ints:
    """What was counted since the cell before, for some cells."""
    return np.diff(np.cumsum(counts)[cells], prepend=0)
