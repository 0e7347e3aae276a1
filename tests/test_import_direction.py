"""Rooms import only rooms below them, and the headless ones load nothing that draws."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def loaded(module: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after importing this one."""
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(run.stdout.split())


@pytest.mark.parametrize("module", ["nurture_tui.simulation", "nurture_tui.checks"])
def test_a_headless_room_loads_no_textual(module: str) -> None:
    assert "textual" not in loaded(module)


def test_the_checks_load_nothing_that_is_slow_to_load() -> None:
    assert not {"numpy", "rich", "networkx", "holidays"} & loaded("nurture_tui.checks")


def test_the_rooms_keep_their_direction() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([str(program), "--no-cache"], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr
