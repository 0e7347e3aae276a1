"""What the engine does not do yet, refused in a sentence rather than left out silently."""

from __future__ import annotations

from collections.abc import Sequence

from nurture_tui.errors import SimulationError
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.events import MOST_PLACES, MOST_STEPS, NO_JOURNEY


def refuse_uncovered(workspace: Workspace, journeys: Sequence[Journey]) -> None:
    """Refuse what cannot be run: more journeys or steps than can be numbered, unknown steps."""
    if len(journeys) >= NO_JOURNEY:
        raise SimulationError(
            f"a run has at most {NO_JOURNEY - 1} journeys, not {len(journeys):,}",
            fix="Name fewer of them.",
        )
    steps = sum(len(journey.steps) for journey in journeys)
    if steps > MOST_STEPS:
        raise SimulationError(
            f"a run has at most {MOST_STEPS:,} steps, not {steps:,}", fix="Name fewer journeys."
        )
    for journey in journeys:
        _refuse_unknown_steps(journey)


def refuse_too_many(steps: int, assumed: int) -> None:
    """Refuse more steps and assumptions than what events come from can be numbered by."""
    if 2 * steps + assumed >= MOST_PLACES:
        raise SimulationError(
            f"a run has at most {MOST_PLACES - 2 * steps - 1:,} assumed events beside its "
            f"{steps:,} steps, not {assumed:,}",
            fix="Name fewer journeys.",
        )


def _refuse_unknown_steps(journey: Journey) -> None:
    """An edge to a step that is not there (G101) leads a contact nowhere."""
    targets = {journey.entry.start: "entry"}
    for id_, step in journey.steps.items():
        targets |= {target: id_ for _, target in ports(step) if target is not None}
    for target, source in targets.items():
        if target not in journey.steps:
            raise SimulationError(
                f"“{source}” leads to the step “{target}”, which does not exist",
                where=f"{journey.id}.toml",
                fix="Name a step that exists.",
            )
