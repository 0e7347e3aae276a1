"""The events of a run: their names in order, and what an event on the agenda carries."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import numpy.typing as npt

from nurture_tui.errors import SimulationError
from nurture_tui.frozen import dataclass
from nurture_tui.model.action import Emit, Verb
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action
from nurture_tui.model.workspace import Settings

Ints = npt.NDArray[np.int64]

MESSAGE_EVENTS = ("bounced", "clicked", "opened", "sent", "unsubscribed")
MAX_NAMES = (1 << 13) - 1

PLAIN, MESSAGE, ASSUMED, OWN, ATTEMPT, HISTORY, MACHINE = range(7)
"""What an event comes from: itself (entry, emit, scoring); a message; an assumption; an own event
of a stay, void when the stay is over; an arrival at a journey with `when`; a row of the history; a
machine that reports an open of a message (R17)."""

NO_JOURNEY = 255
MOST_PLACES = 0x3FFF
MOST_STEPS = MOST_PLACES // 2
MOST_OF_ONE = 0xFFFF
"""Places have 14 bits, with room for a contact's and a machine's open of each step; stays and
visits have 16 bits each."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What events come from, taken apart: one entry an event."""

    kind: Ints
    journey: Ints
    index: Ints
    stay: Ints
    visit: Ints

    @property
    def of_message(self) -> npt.NDArray[np.bool_]:
        """Which of them belong to a message, a machine's opens among them."""
        return np.asarray((self.kind == MESSAGE) | (self.kind == MACHINE))

    def some(self, chosen: npt.NDArray[np.bool_]) -> Sources:
        return Sources(
            self.kind[chosen],
            self.journey[chosen],
            self.index[chosen],
            self.stay[chosen],
            self.visit[chosen],
        )


def pack(
    kind: int,
    journey: Ints | int,
    index: Ints | int,
    stay: Ints | int = 0,
    visit: Ints | int = 0,
) -> Ints:
    """One number of what an event comes from: journey, step or assumption, stay and visit."""
    if max(np.max(stay, initial=0), np.max(visit, initial=0)) > MOST_OF_ONE:
        raise SimulationError(
            f"one contact comes in, or does one thing, more than {MOST_OF_ONE:,} times",
            fix="Let it happen less often, or make the run shorter.",
        )
    head = np.asarray((kind << 54) | (journey << 46) | (index << 32), dtype=np.int64)
    packed: Ints = head | (np.asarray(stay, np.int64) << 16) | np.asarray(visit, np.int64)
    return packed


def unpack(data: Ints) -> Sources:
    return Sources(
        data >> 54, (data >> 46) & 0xFF, (data >> 32) & 0x3FFF, (data >> 16) & 0xFFFF, data & 0xFFFF
    )


def event_names(
    journeys: Iterable[Journey], settings: Settings, replayed: Collection[str] = ()
) -> tuple[str, ...]:
    """All names of events that can happen in the run, in alphabetical order (R6)."""
    names = {*MESSAGE_EVENTS, *replayed, *settings.scoring.points, *settings.scoring.reached}
    names.update(assumed.event for assumed in settings.assume.events)
    for journey in journeys:
        names.update(assumed.event for assumed in journey.assume.events)
        names.update(_emitted(journey))
        if journey.entry.event is not None:
            names.add(journey.entry.event)
    if len(names) > MAX_NAMES:
        raise SimulationError(f"The run has {len(names):,} names of events; {MAX_NAMES:,} is most.")
    return tuple(sorted(names))


def _emitted(journey: Journey) -> set[str]:
    verbs: list[Verb] = [verb for rule in journey.exits for verb in rule.do]
    if journey.goal is not None:
        verbs += journey.goal.do
    for step in journey.steps.values():
        if isinstance(step, Action):
            verbs += step.do
    return {verb.event for verb in verbs if isinstance(verb, Emit)}
