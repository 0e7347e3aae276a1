"""A run chunk by chunk: contacts in, counts and tables out; nothing passes between chunks."""

from __future__ import annotations

from nurture_tui.simulation.cohort import Cohort
from nurture_tui.simulation.journeyrun import Tally
from nurture_tui.simulation.people import People, TextPool
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.probe import Probe
from nurture_tui.simulation.trace import Trace
from nurture_tui.simulation.wave import Wave


def run_chunk(
    plan: RunPlan, cohort: Cohort, trace: Trace, pool: TextPool, probe: Probe | None = None
) -> list[Tally]:
    """Run a chunk of contacts to the end; one tally for each journey of the plan.

    What happens is told to `trace`, why to `probe`. `pool` may serve other chunks of the same list.
    """
    wave = Wave(plan, People(cohort, pool), trace, probe)
    wave.run()
    return [run.tally for run in wave.runs]
