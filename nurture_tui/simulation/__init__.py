"""The engine: what happens to contacts in a journey, in accelerated time."""

from nurture_tui.simulation.result import Result
from nurture_tui.simulation.run import simulate
from nurture_tui.simulation.settings import RunSettings

__all__ = ["Result", "RunSettings", "simulate"]
