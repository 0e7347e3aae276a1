"""The engine: what happens to contacts in a journey, in accelerated time."""

from nurture_tui.simulation.result import Counts, Result
from nurture_tui.simulation.run import count, simulate
from nurture_tui.simulation.settings import RunSettings

__all__ = ["Counts", "Result", "RunSettings", "count", "simulate"]
