"""Contacts who get messages of two journeys on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

import numpy as np

from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.report.pressure import marketing
from nurture_tui.simulation.result import Result

QUARTER = 900
"""Every zone's days begin at a quarter of an hour of UTC."""


@dataclass(frozen=True, slots=True)
class Collision:
    """How many contacts it happens to, and the day on which it happens to most."""

    contacts: int
    most: date


def collisions(result: Result, workspace: Workspace) -> dict[tuple[str, str], Collision]:
    """The pairs of journeys whose marketing messages meet on a day, by the workspace's clock."""
    sends = result.sends
    counted = np.flatnonzero(marketing(result, workspace))
    if not len(counted):
        return {}
    quarters, places = np.unique(sends.time[counted] // QUARTER, return_inverse=True)
    zone = zone_info(workspace.timezone)
    days = np.array(
        [datetime.fromtimestamp(q * QUARTER, zone).toordinal() for q in quarters.tolist()]
    )
    rows = np.unique(
        np.stack([sends.contact[counted], days[places], sends.journey[counted]]), axis=1
    )
    same = np.flatnonzero((np.diff(rows[0]) == 0) & (np.diff(rows[1]) == 0))
    met: dict[tuple[str, str], dict[int, set[int]]] = {}
    groups: dict[tuple[int, int], list[str]] = {}
    for place in sorted({*same.tolist(), *(same + 1).tolist()}):
        contact, day, journey = (int(value) for value in rows[:, place])
        groups.setdefault((contact, day), []).append(sends.names[journey])
    for (contact, day), journeys in groups.items():
        for pair in combinations(sorted(journeys), 2):
            met.setdefault((pair[0], pair[1]), {}).setdefault(day, set()).add(contact)
    return {pair: _told(by_day) for pair, by_day in sorted(met.items())}


def _told(by_day: dict[int, set[int]]) -> Collision:
    everybody = set[int]().union(*by_day.values())
    most = max(by_day, key=lambda day: (len(by_day[day]), -day))
    return Collision(len(everybody), date.fromordinal(most))
