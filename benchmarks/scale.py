"""How a run grows: contacts drawn by --people, memory, page faults, processes, log and Parquet.

`python benchmarks/scale.py [MOST]` runs the reference journey for 1,000 contacts up to MOST
(1,000,000 unless said, which takes one to three minutes; 10000000 five to fifteen), also by waves,
and three journeys under one cap (`capped`); a list of at most 1,000,000. Each figure is of a
process of its own, in which a small run went before: CPU seconds of it and its children, peak
memory above what its imports take.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from limits import Limits
from simulate import FILE, population

CAPPED = Path(__file__).parent / "capped"
LISTED = 2_000
WARM = 1_000
SETTINGS = {"start": date(2026, 3, 2), "seed": 11}


def cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def megabytes_now() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def measured(work: Any, people: int, warm: Any = None) -> dict[str, float]:
    """What a piece of work takes, in this process, after a small one that makes tables."""
    there = megabytes_now()
    if warm is not None:
        warm()
    before, begin, used = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter(), cpu()
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "cpu": cpu() - used,
        "wall": time.perf_counter() - begin,
        "us": 1e6 * (cpu() - used) / people,
        "mb": after.ru_maxrss / 1024 - there,
        "faults": (after.ru_minflt - before.ru_minflt) / people * 1e6,
    }


def in_this_process(what: str, people: int) -> dict[str, float]:
    """One measurement."""
    import tomllib

    from nurture_tui.files.workspace import read_workspace
    from nurture_tui.model.journey import Journey
    from nurture_tui.model.workspace import Settings, Workspace
    from nurture_tui.report.stream import stream
    from nurture_tui.simulation import RunSettings, count

    journey = Journey(id="reference", **tomllib.loads(FILE.read_text(encoding="utf-8")))
    space = Workspace(Settings(), {}).with_journey(journey)
    contacts, _, _ = population(LISTED)
    settings = RunSettings(**SETTINGS)
    ids = ["reference"]
    if what == "capped":
        files = read_workspace(CAPPED)
        space, ids = files.workspace, list(files.chosen)
    if what in ("counts", "waves", "capped"):
        how = replace(settings, only_waves=what == "waves")
        return measured(
            lambda: count(space, ids, contacts, how, people=people),
            people,
            lambda: count(space, ids, contacts, how, people=WARM),
        )
    if what == "list":
        many, _, _ = population(people)
        return measured(lambda: count(space, ids, many, settings), people)
    if what.startswith("processes"):
        with ProcessPoolExecutor(int(what[-1]), get_context("spawn")) as pool:
            count(space, ids, contacts, settings, people=20_000, executor=pool)  # wake them up
            return measured(
                lambda: count(space, ids, contacts, settings, people=people, executor=pool), people
            )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"log.{what}"
        if what == "parquet":
            import_module("pyarrow.parquet")  # its memory is not the run's
        begins: list[float] = []
        rows = 0

        def write() -> None:
            nonlocal rows
            rows = stream(
                space,
                ids,
                contacts,
                settings,
                log=path,
                people=people,
                writing=lambda _: begins.append(cpu()),
            ).log

        found = measured(write, people)
        found |= {
            "rows": rows,
            "rows_a_second": rows / (cpu() - begins[0]),
            "bytes_an_event": path.stat().st_size / rows,
        }
        return found


def apart(what: str, people: int) -> dict[str, float]:
    """One measurement, in a process of its own."""
    command = [sys.executable, __file__, "--one", what, str(people)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(most: int) -> None:
    sizes = [size for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000) if size <= most]
    limits = Limits()
    counts: dict[int, dict[str, float]] = {}
    print(f"{'run':<12} {'contacts':>10} {'µs each':>8} {'peak MB':>8} {'faults a million':>17}")
    for what in ("counts", "waves", "capped", "list"):
        for size in sizes[:4] if what == "list" else sizes:
            found = apart(what, size)
            print(
                f"{what:<12} {size:>10,} {found['us']:>8.2f} {found['mb']:>8.1f} "
                f"{found['faults']:>17,.0f}",
                flush=True,
            )
            if what == "counts":
                counts[size] = found
            if what != "list":
                limits.most(f"memory of {what}, {size:,} people", found["mb"], 16, "MB")
    if 100_000 in counts:
        growth = counts[sizes[-1]]["us"] / counts[100_000]["us"]
        limits.most(f"time a contact, {sizes[-1]:,} over 100,000", growth, 1.3, "x")
    one, two = (apart(f"processes {n}", most) for n in (1, 2))
    print(
        f"{most:,} in 1 process {one['wall']:.1f} s, in 2 processes {two['wall']:.1f} s (wall)",
        flush=True,
    )
    plain = apart("counts", most)
    for kind in ("csv", "parquet"):
        found = apart(kind, most)
        print(
            f"log as {kind:<8} {found['rows']:>13,} rows, {found['cpu'] / plain['cpu']:.1f}x the "
            f"time, {found['mb']:.0f} MB, written at {found['rows_a_second']:,.0f} rows a second, "
            f"{found['bytes_an_event']:.1f} bytes an event",
            flush=True,
        )
        limits.most(f"memory of a log as {kind}", found["mb"], 96, "MB")
        if kind == "parquet":
            limits.least("Parquet, rows a second", found["rows_a_second"] / 1e6, 5, "million")
            limits.most("Parquet, an event", found["bytes_an_event"], 4, "bytes")
    limits.tell()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(in_this_process(sys.argv[2], int(sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
