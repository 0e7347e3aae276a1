"""A run of some contacts of a list, watched from inside: their part of it, and why (R19)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.chunks import Outcome, run_waves
from nurture_tui.simulation.cohort import Unknown, cohort_of
from nurture_tui.simulation.people import TextPool
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import listed
from nurture_tui.simulation.probe import Notes, Probe, Question
from nurture_tui.simulation.result import Ints, Result, RunRecord
from nurture_tui.simulation.run import journeys_to_run, result_of
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.trace import TABLES


@dataclass(frozen=True)
class Watched:
    """What happened to some contacts of a run, and the notes of what was decided on.

    `result` is of these contacts alone (of all, where a throttle couples them), and names them by
    their rows in the whole list; `written` gives for
    each row of its log how many rows the log had before it, which is how notes are placed in it.
    `arrivals` are by journey: when each contact of the list turns up (NO_TIME: it does not).
    """

    result: Result
    notes: Notes
    written: Ints
    arrivals: Mapping[str, Ints]


def settings_of(run: RunRecord) -> RunSettings:
    """The settings with which a run can be made again, from its record."""
    return RunSettings(datetime.fromtimestamp(run.start, UTC), run.days, run.seed)


def watch_run(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    rows: Sequence[int],
    wanted: Callable[[Question], bool] = lambda _: True,
    *,
    events: EventHistory | None = None,
) -> Watched:
    """Run the contacts at these rows of the list as they are in a run of the whole list.

    A contact's draws do not depend on who else is in the run (R19), and what does depend on the
    list (when contacts turn up, R4) is made from all of it. A throttle couples contacts (R10): then
    all are run, and these noted. `wanted` chooses the conditions that
    are noted; `events` is a history that is replayed. Refuses what `simulate` refuses.
    """
    journeys = journeys_to_run(workspace, journey_ids)
    plan = RunPlan(workspace, journeys, contacts, settings, events)
    population, outcome = listed(plan, contacts), Outcome(plan, TABLES)
    everybody = cohort_of(plan, population, np.arange(len(contacts)))
    outcome.unknown = everybody.unknown
    probe = Probe(outcome.trace, rows, wanted)
    everyone = plan.throttle is not None
    chosen = np.flatnonzero(everyone | np.isin(contacts.by_id, list(rows)))
    if len(chosen):
        cohort = cohort_of(plan, population, chosen)
        outcome.add(run_waves(plan, cohort, outcome.trace, TextPool(), probe), Unknown())
    places = np.argsort(contacts.by_id)
    return Watched(
        result=result_of(plan, contacts, outcome),
        notes=probe.notes(),
        written=outcome.trace.log_order(),
        arrivals={
            journey.id: known.arrivals[places]
            for journey, known in zip(plan.journeys, everybody.journeys, strict=True)
        },
    )
