"""What a run gives: counts that add up, and the trace of what happened to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.table import Contacts
from nurture_tui.frozen import dataclass

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class StepResult:
    """One step: contacts that came, what was sent, and by which ports they left."""

    type: str
    entered: int = 0
    sent: int = 0
    bounced: int = 0
    opened: int = 0
    reported_opens: int = 0
    clicked: int = 0
    unsubscribed: int = 0
    held: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    out: Mapping[str, int] = field(default_factory=dict)
    inside: int = 0


@dataclass(frozen=True, slots=True)
class Lift:
    """How much more of the same contacts reach the goal with messages than without them (R20).

    `value`, `low` and `high` (95 %) are shares; `of` the contacts whose first stay can tell both
    ways, and `without` the goal rate of these without messages.
    """

    value: float
    low: float
    high: float
    of: int
    without: float


@dataclass(frozen=True)
class GoalResult:
    """The goal over all stays (`reached`), and its rate over the first stays that can tell (`of`).

    `rate`, `low` and `high` (95 % Wilson) are None where no first stay's `within` ended in the run.
    `lift` is None where the run was not held against one without messages.
    """

    reached: int
    after_last_step: int
    of: int
    too_early: int
    rate: float | None
    low: float | None
    high: float | None
    target: float | None
    median_days: float | None
    lift: Lift | None = None


@dataclass(frozen=True, slots=True)
class WayResult:
    """The first stays that went one way of a split, those of them that can tell, and the goal."""

    came: int
    of: int
    reached: int


@dataclass(frozen=True)
class JourneyResult:
    """One journey: who came, who was refused, and where each stay ended.

    `considered` counts attempts; `contacts` those who came to the entry once or more often.
    `ways` are by split, then by the name of the way.
    """

    considered: int
    entered: int
    not_entered: Mapping[str, int]
    goal: GoalResult | None
    exits: Mapping[str, int]
    finished: int
    inside: int
    sends: int
    held: Mapping[str, int]
    skipped: Mapping[str, int]
    handed_off: Mapping[str, int]
    steps: Mapping[str, StepResult]
    contacts: int = 0
    ways: Mapping[str, Mapping[str, WayResult]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that the run took as given, and where it comes from.

    `what` is its name (`open`, or an assumed event's name and form); `step` is "" where it holds
    for the whole journey; a `guess` is marked as one.
    """

    journey: str
    step: str
    what: str
    value: float | str
    source: str

    @property
    def guess(self) -> bool:
        return self.source.lower().startswith("guess")


@dataclass(frozen=True, slots=True)
class HistoryRecord:
    """What became of the rows of an event history; times are seconds UTC (R18).

    `rows` = `facts` from before the start + `replayed` (from `first` to `last`) + those of messages
    from the start on + those `later` than the run + those of contacts not in the list, or with an
    address that several share; `refused` ones are not among them. Contacts turn up at the journeys
    `entries` as the history tells; the assumed events `off` are off up to `until`, its last row.
    """

    rows: int
    facts: int
    replayed: int
    first: int | None
    last: int | None
    until: int
    of_messages: int
    later: int
    not_listed: int
    shared_address: int
    refused: int = 0
    entries: tuple[str, ...] = ()
    off: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunRecord:
    """What was run: enough to run it again."""

    seed: int
    scheduler: str
    start: int
    end: int
    days: int
    timezone: str
    contacts: int
    fallback_zones: int
    notes: tuple[str, ...] = ()
    history: HistoryRecord | None = None


@dataclass(frozen=True)
class EventLog:
    """A row for each thing that happened, ordered by time, then contact id, then as it happened.

    `contact` is a row of the run's contacts; `journey`, `step`, `event` and `detail` are places in
    `names` (0 is the empty string).
    """

    time: Ints
    contact: Codes
    journey: Codes
    step: Codes
    event: Codes
    detail: Codes
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True)
class Sends:
    """The messages that went, ordered by time, then contact id, then as they went.

    `due` is when each would have gone; `held_by`, `way`, `journey`, `step` are places in `names`.
    """

    time: Ints
    due: Ints
    contact: Codes
    journey: Codes
    step: Codes
    held_by: Codes
    way: Codes
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True)
class Visits:
    """Each visit of a contact to a step, ordered by contact id, then by when it came.

    `left` is when the contact left the step (the end of the run if it never did); `port` is the
    place in `names` of the port it left by, 0 where it left the journey there or is still inside.
    """

    contact: Codes
    journey: Codes
    step: Codes
    entered: Ints
    left: Ints
    port: Codes
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.contact)


@dataclass(frozen=True)
class Stays:
    """Each stay of a contact in a journey, ordered by entry time, then contact id.

    `ended` is the end of the run and `end` is `inside` where the stay goes on. `end` is a place in
    `names`: goal, finished, inside, or the exit's name. `goal_at` is when the goal was reached
    (also after the last step), NO_TIME where it was not.
    """

    contact: Codes
    journey: Codes
    number: Codes
    entered: Ints
    ended: Ints
    end: Codes
    goal_at: Ints
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.contact)


NO_TIME = np.iinfo(np.int64).max
BY_MACHINE = "machine"
"""The detail of an `opened` in the log that a machine reports (R17)."""


@dataclass(frozen=True)
class Occupancy:
    """One journey hour by hour: arrays (steps, hours), the hours counted from the run's start.

    `inside` has the contacts at each step at the end of each hour (the run's end for the last),
    `sends` the messages of each step that went in it. `steps` are the ids of the rows.
    """

    steps: tuple[str, ...]
    inside: Codes
    sends: Codes


@dataclass(frozen=True)
class Tasks:
    """The tasks that a run gives to sellers: rows (ISO date, whose, how many), in that order.

    Dates are of the workspace's clock; `whose` is "" where a contact has no owner. `limit` is what
    all sellers together can take on a day (`limits.tasks_per_day`), None where none is set.
    """

    limit: int | None = None
    per_day: tuple[tuple[str, str, int], ...] = ()

    @property
    def totals(self) -> dict[str, int]:
        """The tasks of each day that has any, in order."""
        found: dict[str, int] = {}
        for day, _, number in self.per_day:
            found[day] = found.get(day, 0) + number
        return found

    @property
    def most(self) -> int:
        """The most tasks of a day."""
        return max(self.totals.values(), default=0)

    @property
    def over(self) -> dict[str, int]:
        """The days with more tasks than the limit, and how many tasks they have."""
        if self.limit is None:
            return {}
        return {day: number for day, number in self.totals.items() if number > self.limit}


Table = TypeVar("Table", EventLog, Sends, Visits, Stays)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What a finished run adds up to. Times are seconds UTC, `per_day` in local dates.

    `per_day` rows are (ISO date, sends on it, contacts inside at its end), by the workspace's
    clock; `occupancy` is by journey.
    """

    run: RunRecord
    journeys: Mapping[str, JourneyResult]
    per_day: tuple[tuple[str, int, int], ...]
    assumptions: tuple[Assumption, ...]
    tasks: Tasks = field(default_factory=Tasks)
    occupancy: Mapping[str, Occupancy] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Ends(Counts):
    """What a finished run adds up to, and how each stay ended; a contact is a row of the list."""

    stays: Stays


@dataclass(frozen=True, kw_only=True)
class Result(Ends):
    """A finished run with all that happened to whom; a contact is a row of `contacts`."""

    contacts: Contacts
    log: EventLog
    sends: Sends
    visits: Visits


def without_tables(result: Result) -> Result:
    """The same run with nothing of what happened to whom, its stays neither: small to keep."""
    return replace(
        result,
        log=_without_rows(result.log),
        sends=_without_rows(result.sends),
        visits=_without_rows(result.visits),
        stays=_without_rows(result.stays),
    )


def _without_rows(table: Table) -> Table:
    columns = [field.name for field in fields(table) if field.name != "names"]
    return replace(table, **{name: getattr(table, name)[:0].copy() for name in columns})
