"""What may happen after something, as a tree: the chance that none of some events has happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

import numpy as np

from nurture_tui.errors import SimulationError
from nurture_tui.simulation.exact_laws import Curve, Delay, Floats, Grid, Surface, average

Mark = tuple[str, str]
"""What an event is asked about as: (did, event), (clicked, step), (clicked, "") for any message,
(unsubscribed, ""), (effect, number of the assumption that changes a field)."""

_REACH = 4e8
_POINTS = 700
_SINCE_POINTS = 420
_FEW = 24
_STEP = 0.04
_AT_ONCE = 1_024
_WORTH_SORTING = 40_000


class NotCoveredError(SimulationError):
    """A journey whose expectations are not worked out; the message says why, as half a sentence."""


@dataclass(frozen=True)
class Bar:
    """A time in which something has not happened: from `low` (None: ever) to before `high`.

    Both are arrays of seconds that broadcast against each other.
    """

    high: Floats
    low: Floats | None = None

    def after(self, time: Floats | float) -> Bar:
        """The same as ages since a time."""
        return Bar(self.high - time, None if self.low is None else self.low - time)


Bars = Mapping[Mark, tuple[Bar, ...]]


def keys_of(bars: Bars) -> tuple[object, ...]:
    """What tells bars from others while their arrays live."""
    return tuple(
        (mark, tuple((id(bar.low), id(bar.high)) for bar in bars[mark])) for mark in sorted(bars)
    )


@dataclass(frozen=True, eq=False)
class Happening:
    """Something that happens with the chance `share` after a delay, and what follows from it.

    `marks` are what it is asked about as, each with seconds by which it comes later than the
    happening itself (a click after its open). What is in `then` follows independently, each.
    """

    share: float
    delay: Delay
    marks: tuple[tuple[Mark, float], ...]
    then: tuple[Happening, ...] = ()

    @cached_property
    def all_marks(self) -> frozenset[Mark]:
        own = frozenset(mark for mark, _ in self.marks)
        return own.union(*(each.all_marks for each in self.then))

    @cached_property
    def soonest(self) -> float:
        """The seconds that it takes at least, from cause to the first mark of its tree."""
        later = [offset for _, offset in self.marks]
        later += [each.soonest for each in self.then]
        return self.delay.shift + min(later, default=0.0)


def first_marks(happening: Happening, marks: frozenset[Mark]) -> frozenset[Mark]:
    """Those of the marks that can happen before all others of them, in the tree of a happening."""
    own = {mark: offset for mark, offset in happening.marks if mark in marks}
    soonest = min(own.values(), default=float("inf"))
    found = frozenset(mark for mark, offset in own.items() if offset == soonest)
    before = [each for each in happening.then if each.delay.shift < soonest]
    return found.union(*(first_marks(each, marks) for each in before))


def none_of(happening: Happening, bars: Bars) -> Floats:
    """The chance that nothing barred happens, after a cause at time 0."""
    asked = happening.all_marks.intersection(bars)
    if not asked:
        return np.ones(1)
    own = [bar.after(offset) for mark, offset in happening.marks for bar in bars.get(mark, ())]
    then = [each for each in happening.then if each.all_marks & bars.keys()]
    if not then or (
        own and _all_at_once(asked, bars) and first_marks(happening, asked) <= _own(happening)
    ):  # what follows comes too late to matter
        return 1 - happening.share * _within(happening.delay, own)
    if any(bar.low is not None for bars_ in bars.values() for bar in bars_):
        raise NotCoveredError("it asks within a time about something that other things follow from")
    low = _latest([bar.high for bar in own])
    if happening.delay.law is None:
        return 1 - happening.share * (1 - _after_exactly(happening.delay.shift, low, then, bars))
    highs = [bar.high for each in then for m in each.all_marks for bar in bars.get(m, ())]
    if all(high is highs[0] for high in highs):
        if not own:
            since = highs[0] - happening.soonest
            return 1 - happening.share * _curve(happening, asked).share(since)
        if low.ndim == 2 and low.shape[1] == 1:
            return 1 - happening.share * _surface(happening, asked, low, highs[0])
    return 1 - happening.share * _each_once(happening, low, then, bars)


def _own(happening: Happening) -> frozenset[Mark]:
    return frozenset(mark for mark, _ in happening.marks)


def _all_at_once(marks: frozenset[Mark], bars: Bars) -> bool:
    """True if the marks are barred for one time."""
    times = {(id(bar.high), bar.low is None) for mark in marks for bar in bars[mark]}
    return len(times) == 1 and all(ever for _, ever in times)


def all_none_of(happenings: Sequence[Happening], bars: Bars) -> Floats:
    """The chance that nothing barred happens, of several that are independent."""
    chance = np.ones(1)
    for each in happenings:
        chance = chance * none_of(each, bars)
    return chance


def _within(delay: Delay, bars: Sequence[Bar]) -> Floats:
    """The share that happens in any of the times, which do not overlap unless they are one."""
    whole = [bar for bar in bars if bar.low is None]
    if len(whole) == len(bars):
        return delay.share(_latest([bar.high for bar in bars]))
    if whole:
        raise NotCoveredError("it asks for one event both ever and within a time")
    found = np.zeros(1)
    for bar in bars:
        found = found + np.maximum(delay.share(bar.high) - delay.share(_low(bar)), 0.0)
    return found


def _low(bar: Bar) -> Floats:
    return np.full(1, -np.inf) if bar.low is None else bar.low


def _latest(times: Sequence[Floats]) -> Floats:
    latest = np.full(1, -np.inf)
    for time in times:
        latest = np.maximum(latest, time)
    return latest


def moved(bars: Bars, time: Floats | float) -> Bars:
    """The times as ages since `time`; times that are one array stay one."""
    ages: dict[int, Floats] = {}

    def since(bar: Bar) -> Bar:
        if bar.low is not None:
            return bar.after(time)
        if id(bar.high) not in ages:
            ages[id(bar.high)] = bar.high - time
        return Bar(ages[id(bar.high)])

    return {mark: tuple(since(bar) for bar in each) for mark, each in bars.items()}


def _after_exactly(shift: float, low: Floats, then: Sequence[Happening], bars: Bars) -> Floats:
    """Where the delay is known: not barred itself, nor what follows."""
    return (shift >= low) * all_none_of(then, moved(bars, shift))


def _shared(happening: Happening, low: Floats, then: Sequence[Happening], bars: Bars) -> Floats:
    """The share that is barred, itself or by what follows, by averaging over the delay."""
    delay, law = happening.delay, happening.delay.law
    assert law is not None
    highs = [bar.high - each.soonest for each in then for m in each.all_marks
             for bar in bars.get(m, ())]  # fmt: skip
    every = np.broadcast_arrays(low, *highs)
    corners = list(np.sort(np.stack(every[1:]) - delay.shift, axis=0))
    asked = {mark: bars[mark] for each in then for mark in each.all_marks.intersection(bars)}
    deep = moved(_spread(asked, every[0].shape), delay.shift)

    def barred(ages: Floats) -> Floats:
        return 1 - all_none_of(then, moved(deep, ages))

    begin = np.maximum(every[0] - delay.shift, 0.0)
    return delay.share(every[0]) + average(law, begin, corners, barred, delay.most)


def _spread(bars: Bars, shape: tuple[int, ...]) -> Bars:
    """The times with a last axis, for the nodes of an average."""
    return {
        mark: tuple(Bar(np.broadcast_to(bar.high, shape)[..., None]) for bar in each)
        for mark, each in bars.items()
    }


def _each_once(happening: Happening, low: Floats, then: Sequence[Happening], bars: Bars) -> Floats:
    """The same, worked out once for times that occur several times, and some at once."""
    marks = sorted({mark for each in then for mark in each.all_marks.intersection(bars)})
    times = [bar.high for mark in marks for bar in bars[mark]]
    every = np.broadcast_arrays(low, *times)
    points = np.stack([each.ravel() for each in every])
    place = np.arange(points.shape[1])
    if len(place) <= _WORTH_SORTING:
        points, place = np.unique(points, axis=1, return_inverse=True)
    found = np.empty(points.shape[1])
    for first in range(0, len(found), _AT_ONCE):
        some = points[:, first : first + _AT_ONCE]
        rest = iter(some[1:])
        here = {mark: tuple(Bar(next(rest)) for _ in bars[mark]) for mark in marks}
        found[first : first + _AT_ONCE] = _shared(happening, some[0], then, here)
    return found[place.ravel()].reshape(every[0].shape)


@lru_cache(maxsize=512)
def _curve(happening: Happening, asked: frozenset[Mark]) -> Curve:
    """The barred share by age since the first instant at which anything can be barred."""

    def share(ages: Floats) -> Floats:
        bars = _all_by(asked, ages + happening.soonest)
        then = _asked_of(happening, asked)
        return _shared(happening, np.full(1, -np.inf), then, bars)

    return Curve(Grid(0.25, _REACH, _POINTS), share)


def _surface(happening: Happening, asked: frozenset[Mark], low: Floats, high: Floats) -> Floats:
    """The barred share where it is barred itself before `low`, and what follows before `high`.

    `low` is a column, of an entry for each row of `high`.
    """
    after = asked & frozenset[Mark]().union(*(each.all_marks for each in happening.then))
    never = low <= happening.delay.shift
    lows = np.unique(low[~never])
    found = np.zeros(1)
    if never.any():
        found = _curve(happening, after).share(high - happening.soonest)
    if len(lows):
        first = np.where(never, lows[0], low)
        key = tuple(lows.tolist()) if len(lows) <= _FEW else (float(lows[0]), float(lows[-1]))
        made = _surface_of(happening, after, key, len(lows) <= _FEW)
        since = high - first - _soonest_after(happening)
        share = happening.delay.share(first) + made.share(first, since)
        found = np.where(never, found, share)
    return found


@lru_cache(maxsize=128)
def _surface_of(
    happening: Happening, after: frozenset[Mark], lows: tuple[float, ...], few: bool
) -> Surface:
    """What follows is barred and the happening itself is not, by its bar and the age since."""
    then, sharp = _asked_of(happening, after), _soonest_after(happening)
    ages = Grid(0.25, _REACH, _SINCE_POINTS)
    steps = int(log(lows[-1] / lows[0]) / _STEP) + 8
    firsts = np.array(lows) if few else Grid(lows[0], lows[-1], steps)

    def share(first: Floats, age: Floats) -> Floats:
        rows = [
            _shared(happening, low, then, _all_by(after, low + age[0] + sharp))
            - happening.delay.share(low)
            for low in first
        ]
        return np.stack(rows)

    return Surface(firsts, ages, share)


def _all_by(marks: frozenset[Mark], high: Floats) -> Bars:
    bar = (Bar(high),)
    return dict.fromkeys(marks, bar)


def _asked_of(happening: Happening, marks: frozenset[Mark]) -> list[Happening]:
    return [each for each in happening.then if each.all_marks & marks]


def _soonest_after(happening: Happening) -> float:
    """The seconds from the happening to the first mark of what follows."""
    return min(each.soonest for each in happening.then)
