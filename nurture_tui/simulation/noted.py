"""What stays have seen, where a condition asks for it: sent, opened, clicked, done."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nurture_tui.simulation.journeyrun import ANY, JourneyRun
from nurture_tui.simulation.spots import Here
from nurture_tui.simulation.view import Ints

Asked = tuple[int, int, Ints]
"""The place of a journey, a spot (ANY: all of it), and from when on each contact has it."""


class Noted:
    """What is noted in all journeys by function; to be made when all conditions are compiled."""

    def __init__(self, runs: Sequence[JourneyRun]) -> None:
        self.asked: dict[str, list[Asked]] = {}
        self.journey = runs[0].stays.spots.journey
        for run in runs:
            for (function, step), since in run.seen.items():
                spot = ANY if step == ANY else run.plan.first_place + step
                self.asked.setdefault(function, []).append((run.place, spot, since))

    def note(self, function: str, here: Here, time: Ints) -> None:
        """These contacts were sent, opened, clicked or have done their steps in this stay then."""
        for place, spot, since in self.asked.get(function, ()):
            found = here.spots == spot if spot != ANY else self.journey[here.spots] == place
            mine = found.nonzero()[0]
            if len(mine):
                rows = here.rows[mine]
                since[rows] = np.minimum(since[rows], time[mine])
