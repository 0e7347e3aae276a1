"""A run of some contacts of a list, watched from inside: their part of it, and why (R19)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nurture_tui.contacts.table import Contacts
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.journeyrun import Tally
from nurture_tui.simulation.people import People, TextPool
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.probe import Notes, Probe, Question
from nurture_tui.simulation.result import Ints, Result
from nurture_tui.simulation.run import journeys_to_run, result_of
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.trace import Trace
from nurture_tui.simulation.wave import Wave


@dataclass(frozen=True)
class Watched:
    """What happened to some contacts of a run, and the notes of what was decided on.

    `result` is of these contacts alone, its rows are those of the whole list; `written` gives for
    each row of its log how many rows the log had before it, which is how notes are placed in it.
    `arrivals` are by journey: when each contact of the list turns up (NO_TIME: it does not).
    """

    result: Result
    notes: Notes
    written: Ints
    arrivals: Mapping[str, Ints]


def watch_run(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    rows: Sequence[int],
    wanted: Callable[[Question], bool] = lambda _: True,
) -> Watched:
    """Run the contacts at these rows of the list as they are in a run of the whole list.

    A contact's draws do not depend on who else is in the run (R19), and what does depend on the
    list (when contacts turn up, R4) is made from all of it. `wanted` chooses the conditions that
    are noted. Refuses what `simulate` refuses.
    """
    journeys = journeys_to_run(workspace, journey_ids)
    trace = Trace()
    plan = RunPlan(workspace, journeys, contacts, settings, trace.names)
    probe = Probe(trace, rows, wanted)
    tallies = [Tally(journey) for journey in plan.journeys]
    chosen = np.array(sorted(set(rows)), dtype=np.intp)
    if len(chosen):
        wave = Wave(plan, People(contacts, chosen, plan.keys[chosen], TextPool()), trace, probe)
        wave.run()
        for tally, run in zip(tallies, wave.runs, strict=True):
            tally.add(run.tally)
    return Watched(
        result=result_of(plan, tallies, trace),
        notes=probe.notes(),
        written=trace.log_order(plan.rank),
        arrivals={journey.id: journey.arrivals for journey in plan.journeys},
    )
