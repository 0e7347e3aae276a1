"""What the list below the calendar shows of an hour or a day: the tasks given then, the sends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import overload

from nurture_tui.model.zones import zone_info
from nurture_tui.report.people import person
from nurture_tui.report.tasklist import GivenTask
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.sendlist import SENT, SendRows
from nurture_tui.text import count, safe

Tasks = Sequence[GivenTask]
NO_OWNER = "no owner"


@dataclass(frozen=True)
class TaskClock:
    """Tells when tasks are given: sellers work by the workspace's clock."""

    zone: str

    def given(self, task: GivenTask) -> datetime:
        return datetime.fromtimestamp(task.instant, zone_info(self.zone))

    def by_date(self, tasks: Iterable[GivenTask]) -> Mapping[date, int]:
        """How many of these tasks are given on each date."""
        return Counter(self.given(task).date() for task in tasks)

    def then(self, tasks: Iterable[GivenTask], day: date, hour: int | None = None) -> Tasks:
        """Those of the tasks that are given on a day, or within one hour of it."""
        return [
            task
            for task in tasks
            if (at := self.given(task)).date() == day and hour in (None, at.hour)
        ]


class CellRows(Sequence[Sequence[Part]]):
    """Tasks, then sends, as rows of text; those of sends are made when they come into view."""

    def __init__(self, tasks: Tasks, sends: SendRows, clock: TaskClock) -> None:
        self.tasks, self.sends = tasks, sends
        self._clock = clock

    def __len__(self) -> int:
        return len(self.tasks) + len(self.sends)

    @overload
    def __getitem__(self, at: int) -> Sequence[Part]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[Part]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[Part] | Sequence[Sequence[Part]]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        first = len(self.tasks)
        return self._task(self.tasks[at]) if at < first else self.sends[at - first]

    @property
    def note(self) -> str:
        """`2 tasks, 11 sends`."""
        sends, tasks = len(self.sends), len(self.tasks)
        said = f"{count(sends)} {'send' if sends == 1 else 'sends'}"
        return f"{count(tasks)} {'task' if tasks == 1 else 'tasks'}, {said}" if tasks else said

    def about(self, number: int) -> tuple[int, int, str]:
        """The contact (a row of the run's contacts), the instant and the journey of a row."""
        if number < len(self.tasks):
            task = self.tasks[number]
            return task.contact, task.instant, task.journey
        sends, row = self.sends.of, int(self.sends.rows[number - len(self.tasks)])
        return int(sends.contact[row]), int(sends.time[row]), sends.names[int(sends.journey[row])]

    def _task(self, given: GivenTask) -> Sequence[Part]:
        columns = self.sends.columns
        who = person(self.sends.contacts, given.contact)
        due = f"in {given.task.due}" if given.task.due is not None else ""
        journey = [column(given.journey, "muted", columns.journey - 2), ("  ", "")]
        return [
            (f" {self._clock.given(given):%H:%M}".ljust(SENT + 1), "text"),
            column(who, "text", columns.contact - 2),
            ("  ", ""),
            *(journey if columns.journey else []),
            column(given.task.title, "text", columns.message - 2),
            ("  ", ""),
            column(due, "muted", columns.due - 2),
            ("  ", ""),
            (safe(f"task, {given.whose.partition('@')[0] or NO_OWNER}"), "muted"),
        ]
