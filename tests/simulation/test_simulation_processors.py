"""R19: a run is the same to the byte on processors with fewer instructions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from digests import DISABLED, digests
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

PROGRAM = Path(__file__).parent / "digests.py"


def test_r19_without_the_vector_instructions_of_this_machine_the_bytes_are_the_same() -> None:
    here = [feature for feature in __cpu_dispatch__ if __cpu_features__[feature]]
    if not here:
        pytest.skip("numpy has one kind of instructions for this machine")
    child = subprocess.run(
        [sys.executable, str(PROGRAM)],
        env=os.environ | {DISABLED: " ".join(here), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(child.stdout)
    mine = digests()
    assert {name: told.split()[0] for name, told in mine.items()} == {
        "alone": "frontier",
        "capped": "wave",
        "throttled": "sweep",
        "wavering": "wave",
    }
    assert found == {"digests": mine, "still on": []}
