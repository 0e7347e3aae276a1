"""Which runs can be worked out exactly, and why another cannot, in words for a planner."""

from __future__ import annotations

from nurture_tui.simulation.exact_events import NotExact
from nurture_tui.simulation.plan import RunPlan


def refuse(plan: RunPlan) -> None:
    """Refuse, with a NotExact error, what exact expectations do not follow."""
    if len(plan.journeys) != 1:
        raise NotExact("it has several journeys, which share contacts")
