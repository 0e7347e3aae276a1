"""The faults that `make mutants` makes are still faults of the engine as it is."""

from __future__ import annotations

import ast

from mutants import MUTANTS, broken


def test_each_fault_can_be_made_and_is_python() -> None:
    for mutant in MUTANTS:
        ast.parse(broken(mutant))


def test_each_fault_has_a_name_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
