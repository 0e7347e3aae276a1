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
from nurture_tui.simulation.drawn import Drawn
from nurture_tui.simulation.probe import Notes, Probe, Question
from nurture_tui.simulation.result import Ints, Result, RunRecord
from nurture_tui.simulation.run import prepared, result_of
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.textpool import TextPool
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
    people: int | None = None,
) -> Watched:
    """Run the contacts at these rows of the list as they are in a run of the whole list.

    A contact's draws do not depend on who else is in the run (R19), and what does depend on the
    list (when contacts turn up, R4) is made from all of it. A throttle couples contacts (R10): then
    all are run, and these noted. `wanted` chooses the conditions that are noted; `events` is a
    history that is replayed; with `people` the list is that of so many drawn from `contacts`.
    Refuses what `simulate` refuses.
    """
    plan, population = prepared(workspace, journey_ids, contacts, settings, people, events)
    everybody = population.taken() if isinstance(population, Drawn) else contacts
    outcome = Outcome(plan, TABLES)
    cohort = cohort_of(plan, population, np.arange(len(population)))
    outcome.unknown = cohort.unknown
    watched = np.flatnonzero(np.isin(everybody.by_id, list(rows)))
    probe = Probe(outcome.trace, watched, wanted)
    run = watched if plan.throttle is None else np.arange(len(population))
    if len(run):
        part = cohort_of(plan, population, run)
        outcome.add(run_waves(plan, part, outcome.trace, TextPool(), probe), Unknown())
    places = np.argsort(everybody.by_id)
    return Watched(
        result=result_of(plan, everybody, outcome),
        notes=probe.notes(everybody.by_id),
        written=outcome.trace.log_order(),
        arrivals={
            journey.id: known.arrivals[places]
            for journey, known in zip(plan.journeys, cohort.journeys, strict=True)
        },
    )
