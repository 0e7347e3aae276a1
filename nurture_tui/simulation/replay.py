"""The events of a history happen to the contacts of a chunk as they did (R18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.actions import Doing
from nurture_tui.simulation.agenda import event_key
from nurture_tui.simulation.assumed import AssumedPlan
from nurture_tui.simulation.events import HISTORY, MOST_PLACES, Sources, pack
from nurture_tui.simulation.history import RunHistory, flat, spans
from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave


class Replay:
    """The history of the contacts of a chunk: one row of each is on the agenda, its next."""

    def __init__(self, wave: Wave, history: RunHistory) -> None:
        self.wave = wave
        self.people = wave.people
        self.history = history
        self.told = history.replayed
        self.codes = np.array([wave.plan.event_codes.get(name, -1) for name in history.names])
        self.next, self.stop = spans(self.told, self.people.cohort.listed)
        self.current = self.next.copy()
        self.effects = {name: self._effects(name) for name in history.replayed_names()}
        self.last = {
            assumed.name: history.last_of(assumed.name, self.people.cohort.listed)
            for assumed in wave.plan.assumed
            if assumed.name in history.real and assumed.per
        }

    def _effects(self, event: str) -> list[Doing]:
        """The `set` and the `add` of this event: of the first assumption that has one."""
        stated = [plan for plan in self.wave.plan.assumed if plan.name == event]
        prepared, effects = self.wave.behaviour.effects, list[Doing]()
        for plan in [plan for plan in stated if plan.model.values][:1]:
            effects += prepared[plan.place][: len(plan.model.values)]
        for plan in [plan for plan in stated if plan.model.amounts][:1]:
            effects += prepared[plan.place][len(plan.model.values) :]
        return effects

    # ---------------------------------------------------------------- before the start
    def begin(self) -> None:
        """What lies before the start is known, and starts nothing; the first rows are due."""
        history = self.history
        facts = history.facts
        place, who = flat(*spans(facts, self.people.cohort.listed))
        for event, memory in self.people.memories.items():
            mine = history.are(facts, place, event)
            memory.load(who[mine], facts.time[place[mine]])
        for (event, thing), memory in self.people.object_memories.items():
            mine = history.are(facts, place, event) & (facts.object[place] == history.text(thing))
            memory.load(who[mine], facts.time[place[mine]])
        for event in ("bounced", "unsubscribed"):
            self.wave.reactions.mark(who[history.are(facts, place, event)], event)
        self.expect_next(np.arange(self.people.n))

    # ---------------------------------------------------------------- from the start on
    def expect_next(self, rows: Rows) -> None:
        """Put the next row of each of these contacts on the agenda, after others of its name."""
        rows = rows[self.next[rows] < self.stop[rows]]
        place = self.next[rows]
        key = event_key(self.told.time[place], self.codes[self.told.event[place]], MOST_PLACES)
        self.wave.agenda.add(rows, key, pack(HISTORY, 0, 0, 0 * rows))

    def go_on(self, rows: Rows, sources: Sources) -> None:
        """Rows of the history are happening; the next ones are due."""
        rows = rows[sources.kind == HISTORY]
        self.current[rows] = self.next[rows]
        self.next[rows] += 1
        self.expect_next(rows)

    def occur(self, rows: Rows, event: str, sources: Sources) -> None:
        """What a row of the history changes by itself: what is known of objects, `set`, `add`."""
        rows = rows[sources.kind == HISTORY]
        if not len(rows):
            return
        for (name, thing), memory in self.people.object_memories.items():
            if name == event:
                same = rows[self.told.object[self.current[rows]] == self.history.text(thing)]
                memory.remember(same, self.people.now[same])
        for effect in self.effects[event]:
            effect(rows)

    def details(self, rows: Rows, sources: Sources) -> Ints:
        """What the log says of these events: that they are real, of what, and how much."""
        real = sources.kind == HISTORY
        found, place = np.unique(self.told.detail[self.current[rows[real]]], return_inverse=True)
        texts = [self.history.texts[code] for code in found.tolist()]
        detail = np.zeros(len(rows), dtype=np.int64)
        detail[real] = self.wave.trace.names.several(texts)[place]
        return detail

    # ---------------------------------------------------------------- what is off meanwhile
    def is_off(self, assumed: AssumedPlan, time: Ints) -> Flags:
        """Whether an assumed event (R15, R16) is off at these instants: the real ones happen."""
        if assumed.name not in self.history.real:
            return np.zeros(len(time), dtype=np.bool_)
        return np.asarray(time <= self.history.until)

    def on_from(self, assumed: AssumedPlan, start: Ints) -> Ints:
        """From when on an own event can happen by assumption: not before the history is over."""
        if assumed.name not in self.history.real:
            return start
        return np.maximum(start, self.history.until + 1)

    def has_happened(self, assumed: AssumedPlan, rows: Rows, start: Ints) -> Flags:
        """For whom an own event, at most once a stay, has really happened since `start` (R16).

        An event of a date happens at its date, whatever happened before.
        """
        last = self.last.get(assumed.name)
        if last is None or assumed.repeat or assumed.date is not None:
            return np.zeros(len(rows), dtype=np.bool_)
        return np.asarray(last[rows] >= start)
