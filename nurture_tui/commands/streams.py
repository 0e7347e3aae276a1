"""The log and the schedule of a run, written to files while it goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nurture_tui.commands.output import note
from nurture_tui.commands.runs import Prepared
from nurture_tui.files.targets import in_place_of_another

if TYPE_CHECKING:
    from nurture_tui.report.stream import Target
    from nurture_tui.simulation.result import Counts


def write_streams(prepared: Prepared, log: Path | None, schedule: Target | None) -> Counts:
    """Make the run and write what is asked for; what files were written is said on stderr."""
    from nurture_tui.report.stream import stream

    replaced = {
        path: in_place_of_another(path) for path in (log, schedule) if isinstance(path, Path)
    }
    found = stream(
        prepared.workspace,
        prepared.chosen,
        prepared.contacts,
        prepared.settings,
        log=log,
        schedule=schedule,
        **prepared.how,
    )
    if log is not None:
        note(f"{found.log:,} simulated events in {log}{replaced[log]}")
    if isinstance(schedule, Path):
        note(f"{found.schedule:,} simulated sends in {schedule}{replaced[schedule]}")
    return found.counts
