"""Contacts on one path of a journey: where they are, what is known of them, who is still there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from nurture_tui.simulation.exact_events import Bar, Bars, Mark, keys_of
from nurture_tui.simulation.exact_laws import Floats
from nurture_tui.simulation.exact_sources import Known, Source
from nurture_tui.simulation.people import Field, People
from nurture_tui.simulation.view import Ints, Rows

HALF = 0.5
"""Events have whole seconds: what happens up to t happens before t and a half."""


def just_after(when: Ints) -> Floats:
    """Instants by which all that happens up to `when` has happened."""
    return np.asarray(when + HALF, np.float64)


@dataclass(frozen=True)
class Term:
    """What is known not to have happened, with a factor: a history is a sum of such terms."""

    factor: float
    bars: Bars = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A way to leave, by events: the first of its marks ends the stay as `end`."""

    end: str
    marks: frozenset[Mark]


@dataclass(frozen=True)
class Watched:
    """Marks that have not happened by an instant, of the sources numbered (None: of all)."""

    marks: frozenset[Mark]
    by: Floats
    of: frozenset[int] | None = None


@dataclass(frozen=True)
class Facts:
    """What a path itself says: what was sent and done, what actions emitted, sends under the cap.

    Times are arrays of an entry a contact. `emails` is whether an e-mail was sent, `bounced`
    whether its address bounced.
    """

    sent: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    happened: tuple[tuple[str, Ints], ...] = ()
    capped: tuple[Ints, ...] = ()
    emailed: bool = False
    bounced: bool = False

    def take(self, rows: Rows) -> Facts:
        return replace(
            self,
            happened=tuple((event, times[rows]) for event, times in self.happened),
            capped=tuple(times[rows] for times in self.capped),
        )

    def times(self, event: str) -> list[Ints]:
        return [times for name, times in self.happened if name == event]


@dataclass(frozen=True)
class State:
    """Contacts on one path, a row each; a row stands for `weight` contacts.

    `alive` is the chance that one has come this way and has not left; `told` says whether its first
    stay can tell the goal rate. `wanted` are the assumed events whose `if` holds.
    """

    people: People
    weight: Floats
    entered: Ints
    now: Ints
    told: Floats
    alive: Floats
    sources: tuple[Source, ...] = ()
    terms: tuple[Term, ...] = (Term(1.0),)
    rules: tuple[Rule, ...] = ()
    facts: Facts = Facts()
    wanted: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def moment(self) -> Floats:
        """What is before it has happened by now: a column."""
        return just_after(self.now)[:, None]

    @property
    def here(self) -> Floats:
        """How many contacts a row expects here."""
        return self.weight * self.alive

    def take(self, rows: Rows) -> State:
        """Some rows, or rows several times."""
        return State(
            people=some_people(self.people, rows),
            weight=self.weight[rows],
            entered=self.entered[rows],
            now=self.now[rows],
            told=self.told[rows],
            alive=self.alive[rows],
            sources=tuple(source.take(rows) for source in self.sources),
            terms=tuple(Term(t.factor, _take(t.bars, rows)) for t in self.terms),
            rules=self.rules,
            facts=self.facts.take(rows),
            wanted=self.wanted,
        )

    def some(self, rows: Ints) -> State:
        """These rows, in rising order; the state itself where they are all."""
        return self if len(rows) == len(self) else self.take(rows)

    def watch(self, by: Floats) -> list[Watched]:
        """That no rule was met before an instant."""
        return [Watched(rule.marks, by) for rule in self.rules]

    def chance(self, watched: Sequence[Watched], known: Known | None = None) -> Floats:
        """The chance of this path with nothing watched happening; of the shape of the times.

        `known` keeps what was worked out for times that are the same arrays.
        """
        return chance_of(self.sources, self.terms, watched, {} if known is None else known)

    def until_now(self) -> Floats:
        """`alive` worked out anew, for what is known now."""
        return np.broadcast_to(self.chance(self.watch(self.moment)), (len(self), 1))[:, 0]


def chance_of(
    sources: Sequence[Source],
    terms: Sequence[Term],
    watched: Sequence[Watched],
    found: Known,
) -> Floats:
    """Sources are independent, so each term is a product over them."""
    total = np.zeros((1, 1))
    for term in terms:
        product = np.full((1, 1), term.factor)
        for number, source in enumerate(sources):
            bars = _bars(number, source, term, watched)
            if not bars:
                continue
            key = (number, keys_of(bars))
            if key not in found:
                found[key] = source.none_of(bars, found)
            product = product * found[key]
        total = total + product
    return total


def _bars(
    number: int, source: Source, term: Term, watched: Sequence[Watched]
) -> dict[Mark, tuple[Bar, ...]]:
    bars = {mark: each for mark, each in term.bars.items() if mark in source.marks}
    for watch in watched:
        if watch.of is None or number in watch.of:
            for mark in watch.marks & source.marks:
                bars[mark] = (Bar(watch.by),)
    return bars


def with_bars(terms: Sequence[Term], factors: Mapping[frozenset[tuple[Mark, int | None]], float],
              now: Floats) -> tuple[Term, ...]:  # fmt: skip
    """Each term times a sum over marks that have not happened up to now, or within a time of it.

    `factors` has the factor of each set of marks, with the seconds they are asked about (None:
    ever).
    """
    found: list[Term] = []
    for term in terms:
        for marks, factor in factors.items():
            bars = dict(term.bars)
            for mark, within in marks:
                bars[mark] = _joined(bars.get(mark, ()), now, within)
            found.append(Term(term.factor * factor, bars))
    return _merged(found)


def _joined(bars: tuple[Bar, ...], now: Floats, within: int | None) -> tuple[Bar, ...]:
    """The time before now, or of its last seconds, besides earlier times without overlap."""
    if within is None:
        return (Bar(now),)
    low = now - within
    for bar in bars:
        if bar.low is None:
            return (Bar(now),) if np.all(bar.high >= low) else (*bars, Bar(now, low))
        low = np.maximum(low, bar.high)
    return (*bars, Bar(now, low))


def _merged(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Terms with the same bars as one; those that cancel out go."""
    sums: dict[object, tuple[float, Bars]] = {}
    for term in terms:
        key = keys_of(term.bars)
        factor, bars = sums.get(key, (0.0, term.bars))
        sums[key] = factor + term.factor, bars
    return tuple(Term(factor, bars) for factor, bars in sums.values() if factor)


def _take(bars: Bars, rows: Rows) -> Bars:
    """Rows of times; times that are one array stay one."""
    taken: dict[int, Floats] = {}

    def some(times: Floats) -> Floats:
        if id(times) not in taken:
            taken[id(times)] = times[rows]
        return taken[id(times)]

    return {
        mark: tuple(Bar(some(b.high), None if b.low is None else some(b.low)) for b in each)
        for mark, each in bars.items()
    }


def some_people(people: People, rows: Rows) -> People:
    """What is known of some of these contacts, of one perhaps several times."""
    cohort = people.cohort
    journeys = tuple(
        replace(j, zone=j.zone[rows], variant=j.variant[rows], arrivals=j.arrivals[rows])
        for j in cohort.journeys
    )
    some = replace(
        cohort,
        rows=cohort.rows[rows],
        numbers=cohort.numbers[rows],
        keys=cohort.keys[rows],
        journeys=journeys,
        first_turn_up=cohort.first_turn_up[rows],
    )
    found = People(some, people.pool)
    found.fields = {
        name: Field(held.kind, held.values[rows], held.day_only[rows])
        for name, held in people.fields.items()
    }
    found.lists = {name: members[rows] for name, members in people.lists.items()}
    return found
