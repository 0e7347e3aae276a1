"""What the engine does not do yet, refused in a sentence rather than left out silently."""

from __future__ import annotations

from collections.abc import Sequence

from nurture_tui.errors import SimulationError
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send, ports
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.assume import effective_assume
from nurture_tui.simulation.defaults import MODIFIERS
from nurture_tui.simulation.events import MOST_PLACES, NO_JOURNEY


def refuse_uncovered(workspace: Workspace, journeys: Sequence[Journey]) -> None:
    """Refuse what cannot be run: unknown steps, and not yet the modifiers of R17."""
    if len(journeys) >= NO_JOURNEY:
        raise SimulationError(
            f"a run has at most {NO_JOURNEY - 1} journeys, not {len(journeys):,}",
            fix="Name fewer of them.",
        )
    steps = sum(len(journey.steps) for journey in journeys)
    if steps > MOST_PLACES:
        raise SimulationError(
            f"a run has at most {MOST_PLACES:,} steps, not {steps:,}", fix="Name fewer journeys."
        )
    for journey in journeys:
        _refuse_unknown_steps(journey)
        for id_, step in journey.steps.items():
            if isinstance(step, Send):
                _refuse_modifiers(workspace, journey, id_)


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


def _refuse_modifiers(workspace: Workspace, journey: Journey, step: str) -> None:
    behaviour = effective_assume(workspace, journey, step)
    for name, neutral in MODIFIERS.items():
        if getattr(behaviour, name) != neutral.value:
            raise SimulationError(
                f"the assumption {name} cannot be simulated yet",
                where=f"{journey.id}.toml [steps.{step}]",
                fix="Take it out to run without it.",
            )
