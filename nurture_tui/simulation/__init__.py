"""The engine: what happens to contacts in a journey, in accelerated time."""

from nurture_tui.simulation.result import Counts, Ends, Result
from nurture_tui.simulation.run import count, ends, simulate, tell
from nurture_tui.simulation.settings import RunSettings

__all__ = ["Counts", "Ends", "Result", "RunSettings", "count", "ends", "simulate", "tell"]
