"""What some runs come to as one hash each, printed when this is run as a program."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from nurture_tui.contacts.table import Contacts, DateColumn, TextColumn
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.fields import DATE, TEXT
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import RunSettings, simulate

DISABLED = "NPY_DISABLE_CPU_FEATURES"
REFERENCE = Path(__file__).parent / "reference.toml"
CAPPED = Path(__file__).parents[2] / "benchmarks" / "capped"
MODIFIERS = """
contact_spread = 0.8
fatigue = 0.9
position = 0.95
weekend = 0.7
machine_opens = 0.4
"""
RUN = RunSettings(date(2026, 3, 2), days=30, seed=5)
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata")


def population(n: int = 100) -> Contacts:
    """Contacts who turn up over two weeks, in three zones."""
    luck = np.random.Generator(np.random.PCG64(3))
    first = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp())
    return Contacts(
        ids=np.array([f"c-{number:04d}" for number in range(n)], dtype=object),
        columns={
            "timezone": TextColumn(np.array(ZONES, dtype=object)[luck.integers(0, 3, n)]),
            "entered_at": DateColumn(first + luck.integers(0, 14 * 86_400, n), np.zeros(n, bool)),
        },
        kinds={"timezone": TEXT, "entered_at": DATE},
    )


def spaces() -> Mapping[str, Workspace]:
    """One journey by itself; three under a cap; these at a throttle; one with all modifiers."""
    text = REFERENCE.read_text(encoding="utf-8")
    alone = Workspace(Settings(), {}).with_journey(Journey(id="one", **tomllib.loads(text)))
    capped = read_workspace(CAPPED).workspace
    limits = {"throttle": "25 per 1d"}
    throttled = Workspace(
        Settings.model_validate(capped.settings.model_dump() | {"limits": limits}), capped.journeys
    )
    changed = Settings(**tomllib.loads("[assume]" + MODIFIERS))
    wavering = Workspace(changed, {}).with_journey(Journey(id="one", **tomllib.loads(text)))
    return {"alone": alone, "capped": capped, "throttled": throttled, "wavering": wavering}


def digests() -> dict[str, str]:
    """The scheduler, and a hash of all that is told of a run of each workspace."""
    people = population()
    found = {}
    for name, space in spaces().items():
        result = simulate(space, list(space.journeys), people, RUN)
        told = hashlib.sha256()
        for part in parts(result):
            told.update(part)
        found[name] = f"{result.run.scheduler} {told.hexdigest()}"
    return found


def parts(told: object) -> Iterable[bytes]:
    """All values in a result, whichever they lie in; arrays as they lie in memory."""
    if isinstance(told, Contacts):
        return
    if is_dataclass(told):
        for field in fields(told):
            yield from parts(getattr(told, field.name))
    elif isinstance(told, np.ndarray):
        yield f"{told.dtype} {told.shape}".encode()
        yield np.ascontiguousarray(told).tobytes()
    elif isinstance(told, Mapping):
        for key, value in told.items():
            yield repr(key).encode()
            yield from parts(value)
    elif isinstance(told, tuple | list):
        for value in told:
            yield from parts(value)
    else:
        yield repr(told).encode()


if __name__ == "__main__":
    from numpy._core._multiarray_umath import __cpu_features__

    asked = os.environ.get(DISABLED, "").split()
    still = [feature for feature in asked if __cpu_features__[feature]]
    sys.stdout.write(json.dumps({"digests": digests(), "still on": still}))
