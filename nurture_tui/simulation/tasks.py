"""The work that a run gives to sellers: tasks by day and by who is to do them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.result import Tasks
from nurture_tui.simulation.span import Span
from nurture_tui.simulation.textpool import TextPool
from nurture_tui.simulation.view import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from nurture_tui.simulation.actions import Doings
    from nurture_tui.simulation.host import Stage
    from nurture_tui.simulation.people import Field

TaskCounts = Counter[tuple[int, str]]
"""How many tasks are given on a day of the run (0 is the first) to whom."""
OWNER = "owner"


def task_giver(doings: Doings, run: Stage, whose: str) -> Callable[[Rows], None]:
    """A function that counts a task for each of these contacts, on the workspace's day.

    `whose` is as the journey file has it: a name, an address, or `owner`, which is what the
    contact's field `owner` says at that instant ("" where it says nothing).
    """
    people = doings.people
    day_ends = doings.plan.span.day_ends
    owner = doings.field(OWNER) if whose == OWNER else None

    def give(rows: Rows) -> None:
        days = np.searchsorted(day_ends, people.now[rows], side="right")
        names = [whose] * len(rows) if owner is None else texts_of(owner, people.pool, rows)
        run.tasks.update(zip(days.tolist(), names, strict=True))

    return give


def texts_of(field: Field, pool: TextPool, rows: Rows) -> list[str]:
    """What a field says for these contacts; "" where it says nothing, or is no text or choice."""
    if field.kind.kind not in ("text", "choice"):
        return [""] * len(rows)
    texts = [*field.kind.choices, ""] if field.kind.choices else pool
    return [texts[code] for code in field.values[rows].astype(np.intp).tolist()]


def tasks_of(span: Span, limit: int | None, parts: Iterable[TaskCounts]) -> Tasks:
    """The tasks of all journeys, in the order of days, then of names."""
    total: TaskCounts = Counter()
    for part in parts:
        total.update(part)
    rows = ((span.days[day], whose, number) for (day, whose), number in sorted(total.items()))
    return Tasks(limit, tuple(rows))
