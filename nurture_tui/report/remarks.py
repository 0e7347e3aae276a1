"""What else a reader of a run must be told: why nobody came in, or came all on one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import numpy as np

from nurture_tui.contacts.coverage import coverage
from nurture_tui.contacts.table import Contacts
from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.simulation.population import has_entered_at, turns_up_evenly
from nurture_tui.simulation.result import Counts, RunRecord
from nurture_tui.text import count

_FOR_ALL = "; everybody counts as having given consent"
Made = TypeVar("Made", bound=Counts)


def with_remarks(
    made: Made,
    workspace: Workspace,
    chosen: Sequence[str],
    contacts: Contacts,
    people: int | None = None,
) -> Made:
    """The same run with these notes before its own.

    `contacts` are those of the file, of which `people` (None: the file itself) were drawn.
    """
    notes = (
        *_lacking(workspace, chosen, contacts),
        *_after_the_history(made.run),
        *_drawn_with_their_day(made.run, workspace, chosen, contacts, people),
    )
    return replace(made, run=replace(made.run, notes=(*notes, *made.run.notes)))


def _lacking(workspace: Workspace, chosen: Sequence[str], contacts: Contacts) -> Iterator[str]:
    """Fields that the journeys of the run ask for and the file has no column for."""
    if not len(contacts):
        return
    run = replace(workspace, journeys={id_: workspace.journeys[id_] for id_ in chosen})
    missing = [row.field for row in coverage(contacts, run) if row.needed_by and not row.column]
    if missing:
        yield (
            f"the contact file has no column for {', '.join(missing)}, which the journeys ask for: "
            f"nurture contacts shows where{_FOR_ALL if 'consent' in missing else ''}"
        )


def _after_the_history(run: RunRecord) -> Iterator[str]:
    """A history that ends with the first day of the run or earlier has next to no one to bring."""
    if run.history is None:
        return
    zone = zone_info(run.timezone)
    last, start = (datetime.fromtimestamp(at, zone) for at in (run.history.until, run.start))
    ends = f"the history ends on {last:%a} {last.day} {last:%b %Y}"
    if last < start:
        yield (
            f"{ends}, before the run starts: contacts turn up as assumed, not as it tells; "
            "to replay it, start earlier with --start DATE"
        )
    elif run.history.entries and last.date() == start.date():
        yield (
            f"{ends}, the first day of the run, and contacts turn up at "
            f"{', '.join(run.history.entries)} only as it tells: hardly anybody comes in; "
            "start earlier with --start DATE"
        )


def _drawn_with_their_day(
    run: RunRecord,
    workspace: Workspace,
    chosen: Sequence[str],
    contacts: Contacts,
    people: int | None,
) -> Iterator[str]:
    """Arrivals by a rate are of contacts without an `entered_at`; drawn ones keep theirs (R4)."""
    as_told = run.history.entries if run.history is not None else ()
    evenly = [id_ for id_ in chosen if turns_up_evenly(workspace.journeys[id_])]
    spread = [id_ for id_ in evenly if id_ not in as_told]
    if people is None or not spread:
        return
    known = int(has_entered_at(contacts, np.arange(len(contacts))).sum())
    if known:
        yield (
            f"{count(known)} of the {count(len(contacts))} contacts drawn from have an entered_at, "
            f"which the people drawn keep: they turn up then at {', '.join(spread)}, and its "
            "arrivals a day spread only the others"
        )
