"""Logs and schedules in constant memory: the same bytes as row by row, in CSV and in Parquet."""

from __future__ import annotations

import csv
import errno
import io
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import FileError
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.blocks_csv import CsvBlocks, csv_cell
from nurture_tui.report.blocks_parquet import ParquetBlocks
from nurture_tui.report.columns import Coded, Moments, Numbered, Texts, Walls
from nurture_tui.report.log import LOG_COLUMNS, log_rows
from nurture_tui.report.rows import cell
from nurture_tui.report.schedule import SCHEDULE_COLUMNS, schedule_rows
from nurture_tui.report.spill import Spill
from nurture_tui.report.stream import stream
from nurture_tui.simulation import RunSettings, simulate

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

ROOT = Path(__file__).parents[2]
SETTINGS = RunSettings(date(2026, 11, 23), 30, 1)
IN_CHUNKS = RunSettings(date(2026, 11, 23), 30, 1, chunk=151)


@pytest.fixture(scope="module")
def space() -> Workspace:
    return read_workspace(ROOT / "journeys").workspace


@pytest.fixture(scope="module")
def leads(space: Workspace) -> Contacts:
    return read_contacts(ROOT / "sample_contacts" / "leads.csv", space)


@pytest.mark.parametrize(
    ("journeys", "people"), [(["webinar"], 700), (["hr-guide", "trial", "hand-to-sales"], None)]
)
def test_a_log_and_a_schedule_in_chunks_are_those_of_the_whole_run(
    space: Workspace, leads: Contacts, tmp_path: Path, journeys: list[str], people: int | None
) -> None:
    whole = simulate(space, journeys, leads, SETTINGS, people=people)
    write_rows(tmp_path / "whole.csv", LOG_COLUMNS, log_rows(whole))
    write_rows(tmp_path / "sends.csv", SCHEDULE_COLUMNS, schedule_rows(whole, space))
    log, schedule = tmp_path / "log.csv", tmp_path / "schedule.csv"
    found = stream(space, journeys, leads, IN_CHUNKS, log=log, schedule=schedule, people=people)
    assert log.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert schedule.read_bytes() == (tmp_path / "sends.csv").read_bytes()
    assert (found.log, found.schedule) == (len(whole.log), len(whole.sends))
    assert found.counts.journeys == whole.journeys
    assert len([*tmp_path.iterdir()]) == 4


@pytest.mark.parametrize("people", [None, 500])
def test_parquet_has_the_same_columns_and_values(
    space: Workspace, leads: Contacts, tmp_path: Path, people: int | None
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for kind in ("csv", "parquet"):
        paths = {"log": tmp_path / f"log.{kind}", "schedule": tmp_path / f"schedule.{kind}"}
        stream(space, ["webinar"], leads, IN_CHUNKS, people=people, **paths)
    for what in ("log", "schedule"):
        with (tmp_path / f"{what}.csv").open(encoding="utf-8", newline="") as file:
            rows = [*csv.DictReader(file)]
        table = parquet.read_table(tmp_path / f"{what}.parquet")
        assert [as_text(row) for row in table.to_pylist()] == rows
        of_time = [table.schema.field(name) for name in table.column_names if name.endswith("_utc")]
        assert all(str(field.type) == "timestamp[ms, tz=UTC]" for field in of_time)


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Row by row, with the writer that Python has."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell(text) for text in row] for row in rows)


def as_text(row: dict[str, object]) -> dict[str, object]:
    return {
        name: f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def test_a_run_in_which_nothing_happens_has_a_log_with_its_columns(
    space: Workspace, leads: Contacts, tmp_path: Path
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    nobody = leads.take(np.zeros(0, dtype=np.intp))
    for name in ("log.csv", "log.parquet"):
        stream(space, ["webinar"], nobody, SETTINGS, log=tmp_path / name)
    assert (tmp_path / "log.csv").read_text() == ",".join(LOG_COLUMNS) + "\n"
    assert parquet.read_table(tmp_path / "log.parquet").column_names == [*LOG_COLUMNS]


def test_a_place_that_cannot_be_written_is_said_before_the_run(
    space: Workspace, leads: Contacts, tmp_path: Path
) -> None:
    with pytest.raises(FileError):
        stream(space, ["webinar"], leads, SETTINGS, log=tmp_path / "no" / "log.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileError):
        stream(space, ["webinar"], leads, SETTINGS, log=tmp_path / "folder.csv")


def test_a_disk_that_is_full_while_the_run_goes_on_is_said(
    space: Workspace, leads: Contacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Spill, "add", full)
    with pytest.raises(FileError, match="the disk is full"):
        stream(space, ["webinar"], leads, SETTINGS, log=tmp_path / "log.csv")
    assert not [*tmp_path.iterdir()]


def test_a_run_that_is_stopped_leaves_the_old_log_and_nothing_else(
    space: Workspace, leads: Contacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log.csv"
    log.write_text("old")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(CsvBlocks, "lines", stopped)
    with pytest.raises(KeyboardInterrupt):
        stream(space, ["webinar"], leads, SETTINGS, log=log)
    assert log.read_text() == "old"
    assert [*tmp_path.iterdir()] == [log]


# Cells


@pytest.mark.parametrize(
    "text", ["plain", "a,b", 'he said "no"', "=1+1", "two\nlines", "Työ – jo", "-5", ""]
)
def test_a_cell_is_what_the_writer_of_rows_makes_of_it(text: str) -> None:
    shown = io.StringIO()
    csv.writer(shown, lineterminator="\n").writerow([cell(text), "x"])
    assert csv_cell(text) + b",x\n" == shown.getvalue().encode()


def test_columns_of_each_kind_become_lines() -> None:
    texts = Texts(["", "a,b", "x" * 3_000])
    block = {
        "at": Moments(np.array([0, 1_772_409_599])),
        "local": Walls(np.array([7_200, 1_772_389_799]), np.array([0, 1_772_409_599])),
        "contact": Numbered(np.array([7, 12_345_678]), 8, "c-"),
        "text": Coded(np.array([1, 2]), texts),
    }
    assert b"".join(CsvBlocks().lines(block)).decode().splitlines() == [
        '1970-01-01T00:00:00Z,1970-01-01T02:00:00+02:00,c-00000007,"a,b"',
        f"2026-03-01T23:59:59Z,2026-03-01T18:29:59-05:30,c-12345678,{'x' * 3_000}",
    ]


def test_a_very_long_text_among_many_takes_no_room_for_all() -> None:
    texts = Texts([*(str(number) for number in range(20_000)), "long " * 20_000])
    block = {"text": Coded(np.arange(20_001), texts)}
    tracemalloc.start()
    lines = b"".join(CsvBlocks().lines(block)).split(b"\n")
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()
    assert lines[123] == b"123"
    assert lines[20_000] == b"long " * 20_000


# Sorting on disk


@pytest.mark.parametrize("most", [1, 5, 64, 10_000])
@pytest.mark.parametrize("at_once", [2, 1 << 16])
def test_runs_of_rows_come_out_in_the_order_of_time_and_then_as_they_were_added(
    most: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nurture_tui.report.spill._STRIP", at_once)
    luck = np.random.Generator(np.random.PCG64(5))
    spill = Spill(io.BytesIO(), 3, 5 * 3_600)
    added = []
    for run in range(7):
        seconds = np.sort(np.concatenate([luck.integers(0, 5 * 3_600, 40), np.full(30, 7_777)]))
        rows = np.column_stack([seconds, np.full(70, run), np.arange(70)]).astype(np.uint32)
        spill.add(rows)
        added.append(rows)
    every = np.concatenate(added)
    expected = every[np.argsort(every[:, 0], kind="stable")]
    blocks = [*spill.blocks(most)]
    assert np.array_equal(np.concatenate(blocks), expected)
    assert max(map(len, blocks)) <= most
    assert len(blocks) <= max(1, 3 * len(every) // most)


def test_what_is_kept_of_many_runs_hardly_grows_with_them() -> None:
    peaks = []
    for runs in (20, 200):
        with TemporaryFile(buffering=0) as file:
            spill = Spill(file, 3, 90 * 86_400)
            rows = np.column_stack([np.arange(30) * 3, np.zeros(30), np.zeros(30)])
            tracemalloc.start()
            for _ in range(runs):
                spill.add(rows.astype(np.uint32))
            assert sum(map(len, spill.blocks(500))) == runs * 30
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] - peaks[0] < 180 * 1_000  # where each hour begins would be 8,640 bytes a run


def test_row_groups_have_many_blocks_and_the_last_is_written_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("nurture_tui.report.blocks_parquet._GROUP", 100)
    texts = Texts(["", "hello", "bye"])
    file = io.BytesIO()
    blocks = [
        {"at": Moments(np.arange(n, n + 30)), "what": Coded(np.arange(n, n + 30) % 3, texts)}
        for n in range(0, 300, 30)
    ]
    with ParquetBlocks(file, blocks[0]) as written:
        for block in blocks:
            written.write(block)
    found = parquet.ParquetFile(file)
    assert [found.metadata.row_group(i).num_rows for i in range(4)] == [90, 90, 90, 30]
    rows = found.read().to_pylist()
    assert [row["at"].timestamp() for row in rows] == [*range(300)]
    assert [row["what"] for row in rows] == [texts.all[n % 3] for n in range(300)]


class _Sip(io.BytesIO):
    """A file without a buffer that takes a few bytes at once, as one on a nearly full disk does."""

    def write(self, content: ReadableBuffer, /) -> int:
        return super().write(memoryview(content)[:7])


def test_a_file_that_takes_a_part_of_a_piece_gets_the_rest_too() -> None:
    spill = Spill(_Sip(), 3, 3_600)
    rows = np.arange(60, dtype=np.uint32).reshape(20, 3)
    spill.add(rows)
    assert np.array_equal(np.concatenate([*spill.blocks()]), rows)
