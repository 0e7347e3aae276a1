"""The exits of all journeys: the ends of paths, with a reason, some with a hand-off (R12, R13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nurture_tui.model.step import Exit
from nurture_tui.simulation.spots import Here

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave


class Exits:
    """The exit steps of all journeys for a chunk; `plans` by spot."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.plans = {
            run.plan.first_place + place: step.step
            for run in wave.runs
            for place, step in enumerate(run.plan.steps)
            if isinstance(step.step, Exit)
        }

    def begin(self, here: Here) -> None:
        """These contacts come to exits, and leave their journeys."""
        names = self.wave.trace.names
        for run, step, places in self.wave.at_steps(here):
            plan, rows = run.plan.steps[step], here.rows[places]
            exit_ = self.plans[run.plan.first_place + step]
            reason = exit_.reason or plan.id
            run.log(rows, run.plan.words["exit"], plan.code, names.code(reason))
            run.leave(rows, reason, watch=True)
            self.wave.entries.hand_over(run, rows, exit_.enter)
            self.wave.look_if_shared(rows, handed=exit_.enter is not None)
