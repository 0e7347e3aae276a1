"""The story of one contact in one journey, from the log of a run alone."""

from __future__ import annotations

import numpy as np

from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.people import zone_of
from nurture_tui.report.storyline import LogRow, StoryLine, Tone, told_until
from nurture_tui.report.teller import Row, Teller
from nurture_tui.report.timeline import code_of
from nurture_tui.report.told import clock_of
from nurture_tui.simulation.result import Result

__all__ = ["StoryLine", "Tone", "story", "told_until"]


def story(
    result: Result, workspace: Workspace, journey: Journey, contact: int
) -> tuple[StoryLine, ...]:
    """What happened to a contact (a row of the run's contacts) in a journey, in order.

    Events that belong to no journey are told too; those of other journeys are not. What decisions
    were taken on is in `account.story_in`.
    """
    log = result.log
    ours = (log.journey == code_of(log.names, journey.id)) | (log.journey == 0)
    rows = log_rows_of(result, np.flatnonzero((log.contact == contact) & ours))
    clock = clock_of(zone_of(result.contacts, contact, result.run.timezone), result.run.start)
    run_as = workspace.with_journey(journey)
    return without_doubles(Teller(run_as, clock, rows, (), {}).tell())


def log_rows_of(result: Result, places: np.ndarray[tuple[int], np.dtype[np.intp]]) -> list[Row]:
    """These rows of the log, with their places in it."""
    log, names = result.log, result.log.names
    columns = (log.journey, log.step, log.event, log.detail)
    return [
        (int(log.time[at]), at, LogRow(*(names[int(column[at])] for column in columns)))
        for at in places.tolist()
    ]


def without_doubles(lines: list[StoryLine]) -> tuple[StoryLine, ...]:
    """Leaves out the event that an entry at the same instant names anyway."""
    entries = {(line.time, line.text) for line in lines if line.tone == "enter"}
    return tuple(
        line for line in lines if line.word != "event" or (line.time, _named(line)) not in entries
    )


def _named(line: StoryLine) -> str:
    return line.row.event if line.row is not None else line.text
