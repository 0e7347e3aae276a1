"""The values that occur in an array, without what numpy loads for it."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from nurture_tui.contacts.distinct import distinct


def test_distinct_values_are_each_there_once_in_rising_order() -> None:
    for values in ([], [7], [3, 3, 3], [5, -1, 5, 0, -1, 9]):
        array = np.array(values, dtype=np.int32)
        assert distinct(array).tolist() == sorted(set(values))
        assert distinct(array).dtype == array.dtype


def test_to_count_a_run_by_waves_numpys_masked_arrays_are_not_loaded() -> None:
    code = """
import sys, datetime, pathlib
from nurture_tui.files.workspace import read_workspace
from nurture_tui.contacts.read import read_contacts
from nurture_tui.simulation import RunSettings, count
files = read_workspace(pathlib.Path("benchmarks/capped"))
space = files.workspace
contacts = read_contacts(pathlib.Path("sample_contacts/leads.csv"), space)
made = count(space, files.chosen, contacts, RunSettings(datetime.date(2026, 3, 2), 30, 1))
assert made.run.scheduler == "wave"
assert sum(each.sends for each in made.journeys.values())
print("numpy.ma" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False"]
