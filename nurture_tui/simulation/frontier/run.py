"""A chunk of contacts run by the frontier scheduler."""

from __future__ import annotations

import numpy as np

from nurture_tui.simulation.cohort import Cohort
from nurture_tui.simulation.frontier.made import Made
from nurture_tui.simulation.frontier.walk import Walk
from nurture_tui.simulation.heard import GoOn, always
from nurture_tui.simulation.people import People
from nurture_tui.simulation.tally import Tally
from nurture_tui.simulation.textpool import TextPool
from nurture_tui.simulation.trace import Trace


def run_frontier(
    made: Made, cohort: Cohort, trace: Trace, pool: TextPool, go_on: GoOn = always
) -> Tally:
    """Run a chunk of contacts to the end, and return its counts.

    Contacts for whom two events fall together so that their order does not show are run by waves:
    contacts do not depend on each other, so the result is the same.
    """
    mine = trace.another()
    walk = Walk(made, People(cohort, pool), mine)
    try:
        walk.run(go_on)
        unclear = walk.unclear()
        tally = walk.tally
        if walk.log_rows is not None and not unclear.any():
            walk.log_rows.write(mine, cohort.numbers)
    finally:
        walk.forget()
    if unclear.any():
        tally = run_frontier(made, cohort.some(np.flatnonzero(~unclear)), trace, pool, go_on)
        from nurture_tui.simulation.wave import Wave  # seldom needed

        wave = Wave(made.plan, People(cohort.some(np.flatnonzero(unclear)), pool), trace)
        try:
            wave.run(go_on)
            tally.add(wave.runs[0].tally)
        finally:
            wave.forget()
        return tally
    trace.take(mine)
    return tally
