"""The branches of all journeys: contacts go by the first case that holds (R8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.spots import Here
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Ints

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave


class Branches:
    """The branches of all journeys for a chunk; `cases` by spot."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.stays = wave.stays
        self.cases = {
            run.plan.first_place + step: cases
            for run in wave.runs
            for step, cases in wave.compiled[run.plan.id].cases.items()
        }

    def begin(self, here: Here) -> None:
        """These contacts come to branches; their ports are decided."""
        port = np.zeros(len(here), dtype=np.int64)
        self.wave.quiet.catch_up(here.rows, here.now)
        for spot, cases in self.cases.items():
            places = (here.spots == spot).nonzero()[0]
            if len(places):
                port[places] = self.first_case(cases, here.some(places))
        self.stays.pass_on(here, port)

    def first_case(self, cases: Sequence[Truth], here: Here) -> Ints:
        """The number of the first case that holds for each, their number where none does."""
        found = np.full(len(here), len(cases), dtype=np.int64)
        left = np.arange(len(here))
        for number, case in enumerate(cases):
            holds = case(self.stays.view(here.some(left) if number else here))
            found[left[holds]] = number
            left = left[~holds]
        return found
