"""What contacts do on their way, as sources of events that are independent of each other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from nurture_tui.simulation.exact_events import (
    Bar,
    Bars,
    Happening,
    Mark,
    NotCoveredError,
    all_none_of,
    first_marks,
    keys_of,
    moved,
    none_of,
)
from nurture_tui.simulation.exact_laws import Delay, Floats
from nurture_tui.simulation.view import Rows

Known = dict[tuple[object, ...], Floats]
"""What was worked out for some bars; good while their arrays live."""
UNSUBSCRIBED: Mark = ("unsubscribed", "")
RETRY = 86_400.0


class Source(Protocol):
    """Something that may cause events for each path; arrays have one row a path.

    `marks` are the events that it can cause.
    """

    @property
    def marks(self) -> frozenset[Mark]: ...

    def firsts(self, marks: frozenset[Mark]) -> frozenset[Mark]:
        """Those of the marks that do not need another of them to have happened before."""
        ...

    def cuts(self) -> tuple[Floats, ...]:
        """Instants at which the chance of its marks changes suddenly, or begins anew."""
        ...

    def none_of(self, bars: Bars, known: Known) -> Floats:
        """The chance that nothing barred happens; bars are arrays of a row a path.

        `known` keeps parts of it, for further bars with some of the same arrays.
        """
        ...

    def at(self, mark: Mark, when: Floats) -> tuple[Source, ...]:
        """The same, once it is known that `mark` first happened at an instant (a path each)."""
        ...

    def ended(self, when: Floats) -> Source:
        """The same, where the contact is no longer inside from an instant on."""
        ...

    def take(self, rows: Rows) -> Source: ...


@dataclass(frozen=True, eq=False)
class After:
    """Something that follows from an instant: an own event, or a cause that is a step (R15, R16).

    It does not happen after `last`, what follows from it may; one that `needs_inside` ends with the
    stay. Its marks are of the instant at which it happens.
    """

    root: Floats
    happening: Happening
    last: Floats
    needs_inside: bool = False

    @property
    def marks(self) -> frozenset[Mark]:
        return self.happening.all_marks

    def firsts(self, marks: frozenset[Mark]) -> frozenset[Mark]:
        return first_marks(self.happening, marks)

    def cuts(self) -> tuple[Floats, ...]:
        if self.happening.delay.law is not None:
            return ()
        sudden = self.root + self.happening.delay.shift
        return (sudden - 0.5, sudden + 0.5)

    def none_of(self, bars: Bars, known: Known) -> Floats:
        follows = frozenset[Mark]().union(*(each.all_marks for each in self.happening.then))
        if not follows.intersection(bars) or np.isinf(self.last).all():
            return none_of(self.happening, moved(_until(bars, self.last), self.root[:, None]))
        ages = moved(bars, self.root[:, None])
        return none_of(self.happening, ages) + self._too_late(ages)

    def _too_late(self, ages: Bars) -> Floats:
        """The chance of something barred that would follow if this could happen after `last`."""
        mark = self.happening.marks[0][0]
        own = [bar.high for other, _ in self.happening.marks for bar in ages.get(other, ())]
        last = (self.last + 0.5 - self.root)[:, None]
        for high in own:
            last = np.maximum(last, high)
        rest = {other: bars for other, bars in ages.items() if other not in self._own_marks()}
        later = none_of(self.happening, {**rest, mark: (Bar(last),)})
        return 1 - later - self.happening.share * self.happening.delay.share(last)

    def _own_marks(self) -> frozenset[Mark]:
        return frozenset(mark for mark, _ in self.happening.marks)

    def at(self, mark: Mark, when: Floats) -> tuple[Source, ...]:
        offsets = [offset for own, offset in self.happening.marks if own == mark]
        if not offsets:
            raise NotCoveredError("a wait ends by an event that follows from others")
        return (_certain(when - offsets[0], self.happening.marks, self.happening.then),)

    def ended(self, when: Floats) -> Source:
        return replace(self, last=np.minimum(self.last, when)) if self.needs_inside else self

    def take(self, rows: Rows) -> Source:
        return replace(self, root=self.root[rows], last=self.last[rows])


def _certain(
    when: Floats, marks: tuple[tuple[Mark, float], ...], then: tuple[Happening, ...]
) -> After:
    """What is known to have happened at an instant, with what follows from it."""
    return After(when, Happening(1.0, Delay(None), marks, then), np.full_like(when, np.inf))


@dataclass(frozen=True, eq=False)
class Again:
    """An own event that happens again and again, `rate` times a second (R16)."""

    root: Floats
    rate: float
    event_marks: frozenset[Mark]
    last: Floats
    needs_inside: bool = False

    @property
    def marks(self) -> frozenset[Mark]:
        return self.event_marks

    def firsts(self, marks: frozenset[Mark]) -> frozenset[Mark]:
        return self.event_marks & marks

    def cuts(self) -> tuple[Floats, ...]:
        return ()

    def none_of(self, bars: Bars, known: Known) -> Floats:
        asked = [bar for mark in self.event_marks & bars.keys() for bar in bars[mark]]
        root, last = self.root[:, None], self.last[:, None]
        seconds = np.zeros(1)
        whole = [bar.high for bar in asked if bar.low is None]
        if whole:
            high = whole[0]
            for other in whole[1:]:
                high = np.maximum(high, other)
            seconds = np.maximum(np.minimum(high, last + 0.5) - root, 0.0)
            if len(whole) < len(asked):
                raise NotCoveredError("it asks for one event both ever and within a time")
        else:
            for bar in asked:
                assert bar.low is not None
                low = np.maximum(bar.low, root)
                seconds = seconds + np.maximum(np.minimum(bar.high, last + 0.5) - low, 0.0)
        return np.exp(-self.rate * seconds)

    def at(self, mark: Mark, when: Floats) -> tuple[Source, ...]:
        marks = tuple((each, 0.0) for each in sorted(self.event_marks))
        return (_certain(when, marks, ()), replace(self, root=when))

    def ended(self, when: Floats) -> Source:
        return replace(self, last=np.minimum(self.last, when)) if self.needs_inside else self

    def take(self, rows: Rows) -> Source:
        return replace(self, root=self.root[rows], last=self.last[rows])


@dataclass(frozen=True, eq=False)
class Reading:
    """What a message that arrived may lead to: one of `reads` (of those who click, of those who
    only open), and apart from it `leaves`, unsubscribing (R14); `soft` bounce by a day later."""

    soft: float
    reads: tuple[Happening, ...]
    leaves: tuple[Happening, ...]
    marks: frozenset[Mark] = field(init=False)

    def __post_init__(self) -> None:
        marks = frozenset[Mark]().union(*(r.all_marks for r in (*self.reads, *self.leaves)))
        object.__setattr__(self, "marks", marks)

    def parts(self) -> tuple[tuple[float, float], ...]:
        """How much later it arrives, with the chance."""
        return ((0.0, 1 - self.soft), (RETRY, self.soft)) if self.soft else ((0.0, 1.0),)


@dataclass(frozen=True, eq=False)
class Message:
    """A message sent at `root`."""

    root: Floats
    reading: Reading

    @property
    def marks(self) -> frozenset[Mark]:
        return self.reading.marks

    def firsts(self, marks: frozenset[Mark]) -> frozenset[Mark]:
        each = (*self.reading.reads, *self.reading.leaves)
        return frozenset[Mark]().union(*(first_marks(happening, marks) for happening in each))

    def cuts(self) -> tuple[Floats, ...]:
        return (self.root + RETRY,) if self.reading.soft else ()

    def none_of(self, bars: Bars, known: Known) -> Floats:
        total = np.zeros(1)
        for later, chance in self.reading.parts():
            part = np.full(1, chance)
            for readings in (self.reading.reads, self.reading.leaves):
                part = part * (1 - self._barred(readings, later, bars, known))
            total = total + part
        return total

    def _barred(
        self, readings: tuple[Happening, ...], later: float, bars: Bars, known: Known
    ) -> Floats:
        """The chance of something barred in any of these, of which a contact does but one."""
        marks = frozenset[Mark]().union(*(each.all_marks for each in readings))
        asked = {mark: bars[mark] for mark in sorted(marks.intersection(bars))}
        if not asked:
            return np.zeros(1)
        key = (id(self), later, readings is self.reading.reads, keys_of(asked))
        if key not in known:
            ages = moved(asked, self.root[:, None] + later)
            known[key] = sum((1 - none_of(each, ages) for each in readings), np.zeros(1))
        return known[key]

    def at(self, mark: Mark, when: Floats) -> tuple[Source, ...]:
        return (Read.at_mark(self, mark, when),)

    def ended(self, when: Floats) -> Source:
        return self

    def take(self, rows: Rows) -> Source:
        return replace(self, root=self.root[rows])


@dataclass(frozen=True, eq=False)
class Read:
    """A message that is known to have been opened or clicked at an instant.

    `ways` are how that may have come, each with its chance, the instant of the open, what was read
    and how much later it arrived.
    """

    message: Message
    ways: tuple[tuple[Floats, Floats, Happening, float], ...]

    @classmethod
    def at_mark(cls, message: Message, mark: Mark, when: Floats) -> Read:
        ways: list[tuple[Floats, Floats, Happening, float]] = []
        for later, chance in message.reading.parts():
            for read in message.reading.reads:
                for own, offset in read.marks:
                    if own == mark:
                        opened = when - offset
                        age = opened - message.root - later
                        weight = chance * read.share * np.maximum(_density(read, age), 1e-290)
                        ways.append((weight, opened, read, later))
        if not ways:
            raise NotCoveredError("a wait ends by an event that follows from others")
        total = np.maximum(sum((way[0] for way in ways), np.zeros(1)), 1e-300)
        return cls(
            message, tuple((w / total, opened, read, later) for w, opened, read, later in ways)
        )

    @property
    def marks(self) -> frozenset[Mark]:
        return self.message.marks

    def firsts(self, marks: frozenset[Mark]) -> frozenset[Mark]:
        return self.message.firsts(marks)

    def cuts(self) -> tuple[Floats, ...]:
        return self.message.cuts()

    def none_of(self, bars: Bars, known: Known) -> Floats:
        total = np.zeros(1)
        for weight, opened, read, later in self.ways:
            free = np.ones(1)
            for mark, offset in read.marks:
                for bar in bars.get(mark, ()):
                    free = free * _is_free(bar, (opened + offset)[:, None])
            then = all_none_of(read.then, moved(bars, opened[:, None]))
            ages = moved(bars, self.message.root[:, None] + later)
            stays = all_none_of(self.message.reading.leaves, ages)
            total = total + weight[:, None] * free * then * stays
        return total

    def at(self, mark: Mark, when: Floats) -> tuple[Source, ...]:
        raise NotCoveredError("two waits end by one message")

    def ended(self, when: Floats) -> Source:
        return self

    def take(self, rows: Rows) -> Source:
        ways = tuple((w[rows], opened[rows], read, later) for w, opened, read, later in self.ways)
        message = self.message
        return Read(Message(message.root[rows], message.reading), ways)


def _density(read: Happening, age: Floats) -> Floats:
    """How likely an open is at an age, against its other ages."""
    law, delay = read.delay.law, read.delay
    if law is None:
        return np.asarray(np.abs(age - delay.shift) < 1.0, np.float64)
    core = np.maximum(age - delay.shift, law.low)
    found: Floats = law.density(core) / core * ((age > 0) & (core <= delay.most))
    return found


def _is_free(bar: Bar, time: Floats) -> Floats:
    """1 where the barred time does not hold an instant, else 0."""
    free = time >= bar.high
    return np.asarray(free if bar.low is None else free | (time < bar.low), np.float64)


def _until(bars: Bars, last: Floats) -> Bars:
    """Bars that end with the last instant at which something can happen."""
    if np.isinf(last).all():
        return bars
    end = last[:, None] + 0.5
    highs: dict[int, Floats] = {}

    def cut(bar: Bar) -> Bar:
        if id(bar.high) not in highs:
            highs[id(bar.high)] = np.minimum(bar.high, end)
        return Bar(highs[id(bar.high)], bar.low)

    return {mark: tuple(cut(bar) for bar in each) for mark, each in bars.items()}
