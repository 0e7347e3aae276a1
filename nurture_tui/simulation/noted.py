"""What stays have seen, where a condition asks for it: sent, opened, clicked, done."""

from __future__ import annotations

from collections.abc import Sequence

from nurture_tui.simulation.journeyrun import ANY, JourneyRun
from nurture_tui.simulation.spots import Here
from nurture_tui.simulation.view import Flags

Asked = tuple[int, int, Flags]
"""The place of a journey, a spot (ANY: all of the journey), and who has it in this stay."""


class Noted:
    """The flags of all journeys by function; to be made when all conditions are compiled."""

    def __init__(self, runs: Sequence[JourneyRun]) -> None:
        self.asked: dict[str, list[Asked]] = {}
        self.journey = runs[0].stays.spots.journey
        for run in runs:
            for (function, step), flags in run.flags_of.items():
                spot = ANY if step == ANY else run.plan.first_place + step
                self.asked.setdefault(function, []).append((run.place, spot, flags))

    def note(self, function: str, here: Here) -> None:
        """These contacts were sent, opened, clicked or have done their steps in this stay."""
        for place, spot, flags in self.asked.get(function, ()):
            mine = here.spots == spot if spot != ANY else self.journey[here.spots] == place
            flags[here.rows[mine]] = True
