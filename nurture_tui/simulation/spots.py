"""The steps of all journeys of a run in one row, with tables of what each is and leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from nurture_tui.frozen import dataclass
from nurture_tui.simulation.agenda import PHASES, STEP
from nurture_tui.simulation.plan import JourneyPlan
from nurture_tui.simulation.view import Flags, Ints, Rows

Kind = TypeVar("Kind")
Part = Rows | Flags | slice

ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Here:
    """Contacts, each named once, each at a step of one journey, at an instant of its own.

    `rows` are the contacts; `seats` their places in arrays of an entry for each journey and
    contact; `spots` the places of their steps among those of all journeys.
    """

    rows: Rows
    seats: Rows
    spots: Ints
    now: Ints

    def __len__(self) -> int:
        return len(self.rows)

    def some(self, places: Part) -> Here:
        """Those at these places."""
        return Here(self.rows[places], self.seats[places], self.spots[places], self.now[places])

    def only(self, chosen: Flags) -> Here:
        """Those that are chosen; often all are."""
        count = np.count_nonzero(chosen)
        return self if count == len(self.rows) else self.some(chosen.nonzero()[0])

    def then(self, time: Ints) -> Here:
        """The same at other instants, one for each."""
        return Here(self.rows, self.seats, self.spots, time)

    def at(self, now: Ints) -> Here:
        """The same at the instants that all contacts have in `now`."""
        return Here(self.rows, self.seats, self.spots, now[self.rows])

    def without(self, left_out: Flags) -> Here:
        """All but these; often there are none."""
        return self.some((~left_out).nonzero()[0]) if np.count_nonzero(left_out) else self


def joined(parts: Sequence[Here]) -> Here:
    """All of several parts, of which there is one at least; often the others are empty."""
    filled = [part for part in parts if len(part)] or parts[:1]
    if len(filled) == 1:
        return filled[0]
    return Here(
        np.concatenate([part.rows for part in filled]),
        np.concatenate([part.seats for part in filled]),
        np.concatenate([part.spots for part in filled]),
        np.concatenate([part.now for part in filled]),
    )


class Spots:
    """Tables with an entry for each step (spot) or for each port of the journeys of a run.

    A spot is the place of the journey's first step, plus the step. `targets` are the spots that
    ports lead to, -1 where the path ends. `rank` is that of a step's first phase among what is due
    at one instant (R6), `by_rank` the spots in that order.
    """

    def __init__(self, journeys: Sequence[JourneyPlan]) -> None:
        steps = [step for journey in journeys for step in journey.steps]
        self.count = len(steps)
        self.first = np.array([journey.first_place for journey in journeys], dtype=np.int64)
        self.journey = np.repeat(np.arange(len(journeys)), [len(j.steps) for j in journeys])
        self.step = np.arange(self.count) - self.first[self.journey]
        self.journey_codes = np.array([j.code for j in journeys])[self.journey]
        self.step_codes = np.array([step.code for step in steps], dtype=np.int64)
        order = [j.first_place + step for j in journeys for step in j.order]
        self.by_rank = np.array(order, dtype=np.int64)
        self.rank = STEP + np.argsort(self.by_rank) * PHASES
        ports = [max(1, len(step.port_names)) for step in steps]
        self.first_port = np.cumsum([0, *ports])[:-1]
        self.of_port = np.repeat(np.arange(self.count), ports)
        self.targets = np.full(sum(ports), -1, dtype=np.int64)
        self.port_codes = np.zeros(sum(ports), dtype=np.int64)
        for spot, step in enumerate(steps):
            own = slice(self.first_port[spot], self.first_port[spot] + len(step.port_names))
            leads = step.port_targets.astype(np.int64)
            self.targets[own] = np.where(leads < 0, -1, leads + self.first[self.journey[spot]])
            self.port_codes[own] = step.port_codes
        self.decides = np.array([step.decides for step in steps], dtype=np.bool_)

    def table(self, values: Mapping[int, object], kind: npt.DTypeLike) -> npt.NDArray[Any]:
        """A table by spot of what some of them have; 0 for the others."""
        found = np.zeros(self.count, dtype=kind)
        found[list(values)] = list(values.values())
        return found


class Sorts(Generic[Kind]):
    """The few sorts that some steps are of: what is alike is done for all of a sort at once."""

    def __init__(self, values: Mapping[int, Kind], count: int) -> None:
        """`values` has that of each of the spots that will be asked about, `count` are all."""
        self.kinds: list[Kind] = []
        self.of = np.zeros(count, dtype=np.int64)
        for spot, value in values.items():
            if value not in self.kinds:
                self.kinds.append(value)
            self.of[spot] = self.kinds.index(value)

    def parts(self, spots: Ints) -> Iterator[tuple[Kind, Part]]:
        """Each sort that occurs among these spots, with the places of those that are of it."""
        if len(self.kinds) == 1:
            yield self.kinds[0], ALL
            return
        of = self.of[spots]
        for number, kind in enumerate(self.kinds):
            places = (of == number).nonzero()[0]
            if len(places) == len(spots):
                yield kind, ALL
                return
            if len(places):
                yield kind, places
