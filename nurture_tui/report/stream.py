"""The log and the schedule of a run to files, in memory that does not grow with the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import FileError
from nurture_tui.files.writing import named_in_errors, whole_file
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.blocks_parquet import require_parquet
from nurture_tui.report.outputs import ToldLog, ToldSchedule
from nurture_tui.report.written import csv_pieces, is_parquet, write_blocks
from nurture_tui.simulation import Counts, RunSettings, tell
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import Population
from nurture_tui.simulation.trace import Trace

Told = ToldLog | ToldSchedule
Target = Path | IO[str]
"""A file by its path, or a stream such as stdout, which is written CSV."""


@dataclass(frozen=True)
class Streamed:
    """The counts of a run, and how many rows its log and its schedule have."""

    counts: Counts
    log: int
    schedule: int


def stream(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    *,
    log: Target | None = None,
    schedule: Target | None = None,
    people: int | None = None,
    events: EventHistory | None = None,
    executor: Executor | None = None,
    heard: Heard | None = None,
    writing: Callable[[str], None] = lambda what: None,
) -> Streamed:
    """Run contacts through journeys, and write what happened and what was sent.

    Files that end in `.parquet` are Parquet, others CSV. Each appears whole or not at all; until
    then what is told lies in nameless files in the same folders. `heard` is that of a run;
    `writing` is called with `log` and `schedule` when these are written. Refuses what `simulate`
    refuses, and files that cannot be written.
    """
    with ExitStack() as stack:
        made: dict[str, tuple[Target, Told]] = {}
        if log is not None:
            made["log"] = log, ToldLog(stack.enter_context(_aside(log)))
        if schedule is not None:
            file = stack.enter_context(_aside(schedule))
            journeys = [workspace.journeys[id_] for id_ in journey_ids if id_ in workspace.journeys]
            made["schedule"] = schedule, ToldSchedule(file, workspace, journeys)
        told = _Several(made.values())
        counts = tell(
            workspace,
            journey_ids,
            contacts,
            settings,
            told.tables,
            told,
            people=people,
            events=events,
            executor=executor,
            heard=heard,
        )
        sizes = {}
        for what, (target, one) in made.items():
            writing(what)
            _write(target, one)
            sizes[what] = one.spill.size
        return Streamed(counts, sizes.get("log", 0), sizes.get("schedule", 0))


class _Several:
    """Listeners that are told the same run, each for a file."""

    def __init__(self, listeners: Iterable[tuple[Target, Told]]) -> None:
        self._listeners = list(listeners)

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple({table: None for _, one in self._listeners for table in one.tables})

    def begin(self, plan: RunPlan, population: Population) -> None:
        for _, one in self._listeners:
            one.begin(plan, population)

    def told(self, trace: Trace) -> None:
        for target, one in self._listeners:
            with named_in_errors(target if isinstance(target, Path) else gettempdir()):
                one.told(trace)


def _aside(path: Target) -> IO[bytes]:
    """A nameless file for what is to be sorted, on the disk of `path` where that is a file."""
    if not isinstance(path, Path):
        return TemporaryFile(buffering=0)
    if is_parquet(path):
        require_parquet(str(path))
    if path.is_dir():
        raise FileError("is a folder", where=str(path), fix="Name a file.")
    folder = None if path.exists() and not path.is_file() else path.resolve().parent
    try:
        return TemporaryFile(dir=folder, buffering=0)
    except (OSError, ValueError, RuntimeError):
        with whole_file(path):  # says what is wrong with the place
            raise FileError("cannot be written", where=str(path)) from None


def _write(target: Target, told: Told) -> None:
    if isinstance(target, Path):
        write_blocks(target, told.columns, told.blocks(), told.empty())
        return
    for piece in csv_pieces(told.columns, told.blocks()):
        target.write(piece.decode("utf-8"))
