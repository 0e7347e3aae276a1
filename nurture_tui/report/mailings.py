"""The sends of a run put together as people plan by them: one message on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from nurture_tui.model.duration import DAY
from nurture_tui.report.calendar import EPOCH, SendCalendar
from nurture_tui.report.people import Rows
from nurture_tui.simulation.result import Ints

By = Literal["journey", "owner", "contact"]
BYS: tuple[By, ...] = ("journey", "owner", "contact")


@dataclass(frozen=True)
class Mailing:
    """The sends of one message on one day, to the contacts of one group.

    `group` is a journey's id, an owner ("" for contacts without one) or a contact's id, as was
    asked for. `rows` are places in the run's sends, by time, then contact; `first` and `last` the
    wall times (seconds as if UTC) of the first and the last of them on the workspace's clock.
    """

    group: str
    day: date
    journey: str
    step: str
    rows: Rows
    first: int
    last: int

    def __len__(self) -> int:
        return len(self.rows)


def mailings(calendar: SendCalendar, rows: Rows, by: By = "journey") -> list[Mailing]:
    """These sends (places in the run's sends) as mailings, by group, day and first send.

    Days are those of the workspace's clock, for a calendar is read by colleagues. Groups come in
    the order of the run's journeys, of the owners' names (nobody's last), of the contacts' ids.
    """
    if not len(rows):
        return []
    sends = calendar.result.sends
    wall = calendar.workspace_wall[rows]
    day = wall // DAY
    group, names = _groups(calendar, rows, by)
    journey, step = sends.journey[rows], sends.step[rows]
    order = np.lexsort((sends.contact[rows], wall, step, journey, day, group))
    keys = np.stack([group[order], day[order], journey[order], step[order]])
    begins = np.flatnonzero(np.any(np.diff(keys, axis=1, prepend=-1) != 0, axis=0))
    found = [
        Mailing(
            group=names[int(keys[0, first])],
            day=EPOCH + timedelta(days=int(keys[1, first])),
            journey=sends.names[int(keys[2, first])],
            step=sends.names[int(keys[3, first])],
            rows=rows[order[first:after]],
            first=int(wall[order[first]]),
            last=int(wall[order[after - 1]]),
        )
        for first, after in zip(begins, [*begins[1:], len(rows)], strict=True)
    ]
    place = {name: number for number, name in enumerate(names)}
    return sorted(found, key=lambda one: (place[one.group], one.day, one.first))


def _groups(calendar: SendCalendar, rows: Rows, by: By) -> tuple[Ints, list[str]]:
    """For each send the place of its group, and the groups' names."""
    result = calendar.result
    sends = result.sends
    if by == "owner":
        names = [*calendar.owners[1:], ""]
        owner = calendar.owner[sends.contact[rows]].astype(np.int64)
        return np.where(owner == 0, len(names) - 1, owner - 1), names
    if by == "contact":
        ids = [str(id_) for id_ in result.contacts.ids.tolist()]
        names = sorted(ids)
        place = {id_: number for number, id_ in enumerate(names)}
        of_row = np.array([place[id_] for id_ in ids], dtype=np.int64)
        return of_row[sends.contact[rows]], names
    names = list(result.journeys)
    place = {id_: number for number, id_ in enumerate(names)}
    of_code = np.array([place.get(name, -1) for name in sends.names], dtype=np.int64)
    return of_code[sends.journey[rows]], names
