"""The questions that Simulate asks of a run: the lift, what it hangs on, what nobody came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nurture_tui.report.coverage import Coverage, coverage
from nurture_tui.report.lift import lift_of, lift_pairs
from nurture_tui.report.sensitivity import Sensitivity, sensitivity
from nurture_tui.screens.inquiry import Inquiry
from nurture_tui.screens.played import Played
from nurture_tui.screens.upkeep import Runner
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.result import Lift
from nurture_tui.simulation.run import ends


class Questions:
    """Each is asked of the prepared run when its answer is wanted, and kept with it."""

    def __init__(self, runner: Runner, changed: Callable[[], None]) -> None:
        self._lift: Inquiry[Lift | None] = Inquiry(runner, changed)
        self.sensitivity: Inquiry[Sensitivity] = Inquiry(runner, changed)
        self.coverage: Inquiry[Coverage] = Inquiry(runner, changed)

    @property
    def working(self) -> bool:
        return any(each.working for each in (self._lift, self.sensitivity, self.coverage))

    def lift(self, played: Played) -> Lift | None:
        """How much more of the same contacts reach the goal with messages than without (R20)."""
        return self._lift.ask(played, lambda heard: _lift(played, heard))

    def hangs_on(self, played: Played) -> Sensitivity | None:
        """What each assumption does to the goal."""
        return self.sensitivity.ask(played, lambda heard: _sensitivity(played, heard))

    def missed(self, played: Played) -> Coverage | None:
        """What nobody came to, and why."""
        return self.coverage.ask(played, lambda _: _coverage(played))


def _lift(played: Played, heard: Heard) -> Lift | None:
    journey = played.journey
    if journey.goal is None:
        return None
    run_as = played.workspace.with_journey(journey)
    settings = replace(played.settings, without_messages=True)
    of, people = played.whom
    without = ends(run_as, [journey.id], of, settings, people=people, heard=heard)
    return lift_of(lift_pairs(run_as, played.result, without)[journey.id])


def _sensitivity(played: Played, heard: Heard) -> Sensitivity:
    run_as = played.workspace.with_journey(played.journey)
    contacts, settings = played.result.contacts, played.settings
    return sensitivity(run_as, [played.journey.id], contacts, settings, heard=heard)


def _coverage(played: Played) -> Coverage:
    run_as = played.workspace.with_journey(played.journey)
    return coverage(run_as, played.result, played.settings, drawn_from=played.drawn_from)
