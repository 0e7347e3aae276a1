"""The log and the schedule of a run to files, in memory that does not grow with the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import FileError
from nurture_tui.files.writing import named_in_errors, whole_file
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.blocks_csv import CsvBlocks, csv_header
from nurture_tui.report.blocks_parquet import ParquetBlocks, require_parquet
from nurture_tui.report.outputs import ToldLog, ToldSchedule
from nurture_tui.simulation import Counts, RunSettings, tell
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import Population
from nurture_tui.simulation.trace import Trace

Told = ToldLog | ToldSchedule


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
    log: Path | None = None,
    schedule: Path | None = None,
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
        made: dict[str, tuple[Path, Told]] = {}
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
        for what, (path, one) in made.items():
            writing(what)
            _write(path, one)
            sizes[what] = one.spill.size
        return Streamed(counts, sizes.get("log", 0), sizes.get("schedule", 0))


class _Several:
    """Listeners that are told the same run, each for a file."""

    def __init__(self, listeners: Iterable[tuple[Path, Told]]) -> None:
        self._listeners = list(listeners)

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple({table: None for _, one in self._listeners for table in one.tables})

    def begin(self, plan: RunPlan, population: Population) -> None:
        for _, one in self._listeners:
            one.begin(plan, population)

    def told(self, trace: Trace) -> None:
        for path, one in self._listeners:
            with named_in_errors(path):
                one.told(trace)


def is_parquet(path: Path) -> bool:
    """Whether a file is to be Parquet, by its name."""
    return path.suffix.lower() == ".parquet"


def _aside(path: Path) -> IO[bytes]:
    """A nameless file for what is to be sorted, on the disk of `path` where that is a file."""
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


def _write(path: Path, told: Told) -> None:
    with whole_file(path) as file:
        if is_parquet(path):
            with ParquetBlocks(file, told.empty()) as blocks:
                for block in told.blocks():
                    blocks.write(block)
            return
        lines = CsvBlocks()
        file.write(csv_header(told.columns))
        for block in told.blocks():
            for piece in lines.lines(block):
                file.write(piece)
