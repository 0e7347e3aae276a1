"""Notes on a run that the log does not hold: what each decision was taken on, and each wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.table import NO_DATE
from nurture_tui.frozen import dataclass
from nurture_tui.model.fields import DATE
from nurture_tui.model.typed import Typed
from nurture_tui.simulation.conditions import Compiler
from nurture_tui.simulation.people import Field, People
from nurture_tui.simulation.seen import Known, Reader, Reading, Seen, known
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Flags, Ints, Rows, View

if TYPE_CHECKING:
    from nurture_tui.simulation.actions import Doing
    from nurture_tui.simulation.journeyrun import JourneyRun
    from nurture_tui.simulation.trace import Trace

What = Literal[
    "goal", "exit", "when", "entry_only_if", "hold_if", "customer", "until", "only_if", "case"
]


@dataclass(frozen=True, slots=True)
class Question:
    """A condition of a journey: `name` is the exit's, or the step whose it is; a case's number."""

    journey: str
    what: What
    name: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A condition that was decided: in an `attempt` to come in, or of a stay."""

    question: Question
    holds: bool
    attempt: bool
    reader: Reader
    reading: Reading
    place: int

    @property
    def seen(self) -> Seen:
        """The condition with the values that it was decided on."""
        return self.reader.seen(self.reading, self.place)


@dataclass(frozen=True, slots=True)
class Waits:
    """A contact stops at a step until an instant (NOTHING: until something happens).

    `gate` names what holds a send, "" of a wait. Of a wait for a date, `base` is the date that it
    goes by (seconds UTC, as midnight UTC where `day_only`; None if it is not known), and `past`
    says that the moment was over on arrival, so that the contact went on.
    """

    journey: str
    step: str
    until: int
    gate: str = ""
    base: int | None = None
    day_only: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A field got a value; dates are in seconds UTC. `journey` is "" for the workspace's events."""

    field: str
    before: Known
    after: Known
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """What was known when a send was skipped for want of permission."""

    journey: str
    step: str
    unsubscribed: bool
    consent: Known


Fact = Answer | Waits | Changed | Permission


@dataclass(frozen=True, slots=True)
class Note:
    """A fact about one contact: when, and how many rows the run's log had before it."""

    time: int
    place: int
    fact: Fact


@dataclass(frozen=True)
class _Batch:
    """One fact for several contacts at their instants; `tell` gives it for the one at a place."""

    place: int
    numbers: Ints
    time: Ints
    tell: Callable[[int], Fact]


class Probe:
    """Watches a run from inside, and keeps notes for the contacts of these `numbers` (None: all).

    A run without one is not slower for it: the engine asks for it only where it is compiled, where
    a contact stops, and where a send is skipped. `wanted` chooses the conditions to note.
    """

    def __init__(
        self,
        trace: Trace,
        numbers: Ints | None = None,
        wanted: Callable[[Question], bool] = lambda _: True,
    ) -> None:
        self._log = trace.log
        self._numbers = numbers
        self._wanted = wanted
        self._batches: list[_Batch] = []
        self._pieces = self._length = 0

    # ---------------------------------------------------------------- what the engine calls
    def watched(self, question: Question, compiler: Compiler, typed: Typed, truth: Truth) -> Truth:
        """The truth of a condition, noted with the values of its parts whenever it is asked."""
        if not self._wanted(question):
            return truth
        reader, people = Reader(compiler, typed), compiler.people

        def noted(view: View) -> Flags:
            holds = truth(view)
            mine = self._mine(people, view.rows)
            if mine.any():
                self._answered(question, reader, people, view.some(mine), holds[mine])
            return holds

        return noted

    def _answered(
        self, question: Question, reader: Reader, people: People, view: View, holds: Flags
    ) -> None:
        reading, attempt = reader.read(view), view.attempt

        def tell(place: int) -> Fact:
            return Answer(question, bool(holds[place]), attempt, reader, reading, place)

        self._add(people, view.rows, view.now, tell)

    def changing(self, people: People, names: Sequence[str], doing: Doing) -> Doing:
        """A change of fields, noted with their values before and after it."""
        named = [name for name in dict.fromkeys(names) if name in people.fields]
        fields = [(name, people.fields[name]) for name in named]

        def noted(rows: Rows) -> None:
            mine = rows[self._mine(people, rows)]
            before = [_values(field, mine) for _, field in fields]
            doing(rows)
            for (name, field), old in zip(fields, before, strict=True):
                self._changed(people, name, field, mine, old)

        return noted

    def _changed(
        self,
        people: People,
        name: str,
        field: Field,
        rows: Rows,
        before: tuple[npt.NDArray[np.generic], Flags],
    ) -> None:
        after = _values(field, rows)
        kind, pool = field.kind, people.pool

        def tell(place: int) -> Fact:
            old, new = (known(values[0][place].item(), kind, pool) for values in (before, after))
            if kind == DATE:
                old, new = (None if day == NO_DATE else day for day in (old, new))
            return Changed(name, old, new, bool(after[1][place]))

        self._add(people, rows, people.now[rows], tell)

    def waits(self, run: JourneyRun, step: int, rows: Rows, until: Ints) -> None:
        """Contacts wait at a step."""
        journey, id_ = run.plan.id, run.plan.steps[step].id
        self._note(run, rows, (until,), lambda until: Waits(journey, id_, int(until)))

    def dated(
        self,
        run: JourneyRun,
        step: int,
        rows: Rows,
        base: Ints,
        day_only: Flags,
        until: Ints,
        past: Flags,
    ) -> None:
        """Contacts wait for a date, or find that it is past or not known."""
        journey, id_ = run.plan.id, run.plan.steps[step].id

        def fact(base: int, day_only: bool, until: int, past: bool) -> Fact:
            date = None if base == NO_DATE else int(base)
            return Waits(journey, id_, int(until), "", date, bool(day_only), bool(past))

        self._note(run, rows, (base, day_only, until, past), fact)

    def held(
        self, run: JourneyRun, step: int, rows: Rows, gates: Sequence[str], until: Ints
    ) -> None:
        """A gate holds the sends of contacts at a step until an instant; `gates` one a contact."""
        journey, id_ = run.plan.id, run.plan.steps[step].id
        names = np.array(gates, dtype=object)
        self._note(
            run, rows, (until, names), lambda until, gate: Waits(journey, id_, int(until), gate)
        )

    def without_permission(self, run: JourneyRun, step: int, rows: Rows, consent: Field) -> None:
        """The sends of contacts are skipped, for there is no permission."""
        journey, id_ = run.plan.id, run.plan.steps[step].id
        pool = run.people.pool

        def fact(unsubscribed: bool, answer: int) -> Fact:
            said = known(answer, consent.kind, pool)
            return Permission(journey, id_, bool(unsubscribed), said)

        self._note(run, rows, (run.people.unsubscribed[rows], consent.values[rows]), fact)

    # ---------------------------------------------------------------- keeping
    def _note(
        self,
        run: JourneyRun,
        rows: Rows,
        columns: Sequence[npt.NDArray[np.generic]],
        fact: Callable[..., Fact],
    ) -> None:
        mine = self._mine(run.people, rows)
        if mine.any():
            kept = [np.array(column[mine]) for column in columns]
            rows = rows[mine]
            now = run.people.now[rows]
            self._add(
                run.people,
                rows,
                now,
                lambda place: fact(*(column[place] for column in kept)),
            )

    def _mine(self, people: People, rows: Rows) -> Flags:
        if self._numbers is None:
            return np.ones(len(rows), dtype=np.bool_)
        return np.isin(people.numbers[rows], self._numbers)

    def _add(self, people: People, rows: Rows, now: Ints, tell: Callable[[int], Fact]) -> None:
        if len(rows):
            self._batches.append(_Batch(self._log_length(), people.numbers[rows], now.copy(), tell))

    def _log_length(self) -> int:
        """How many rows the log has by now."""
        self._length += sum(self._log.sizes[self._pieces :])
        self._pieces = len(self._log.sizes)
        return self._length

    def notes(self, rows: npt.NDArray[np.integer]) -> Notes:
        """What was noted, by contact; `rows` has the row in the list of each number."""
        return Notes(self._batches, rows)


class Notes:
    """The notes of a run, each told only when it is asked for."""

    def __init__(self, batches: Sequence[_Batch], rows: npt.NDArray[np.integer]) -> None:
        self._by_row: dict[int, list[tuple[_Batch, int]]] = {}
        for batch in batches:
            for place, row in enumerate(rows[batch.numbers].tolist()):
                self._by_row.setdefault(row, []).append((batch, place))

    def of(self, row: int) -> list[Note]:
        """The notes about a contact (a row of the run's contacts) in the order they were made."""
        return [
            Note(int(batch.time[place]), batch.place, batch.tell(place))
            for batch, place in self._by_row.get(row, ())
        ]


def _values(field: Field, rows: Rows) -> tuple[npt.NDArray[np.generic], Flags]:
    """The values of a field as they are now, and of dates whether the day alone counts."""
    return field.values[rows].copy(), field.day_only[rows].copy()
