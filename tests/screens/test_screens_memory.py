"""Memory is swept in pauses, and only when that is due."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from nurture_tui.screens.memory import sweep_if_due, sweep_in_pauses


class Circle:
    """Something that only a sweep of all memory frees."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def _in_pauses() -> Iterator[None]:
    before = gc.get_threshold()
    sweep_in_pauses()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def forgotten() -> weakref.ref[Circle]:
    """A circle that has outlived the sweeps of what is young, and that nobody needs any more."""
    kept = Circle()
    for _ in range(2):
        gc.collect(1)
    return weakref.ref(kept)


@pytest.mark.usefixtures("_in_pauses")
def test_memory_is_swept_once_that_is_due_and_not_before() -> None:
    gc.collect()
    circle = forgotten()
    sweep_if_due()
    assert circle() is not None
    while gc.get_count()[2] < 10:
        gc.collect(1)
    sweep_if_due()
    assert circle() is None


def test_without_pauses_python_sweeps_by_itself() -> None:
    circle = forgotten()
    while gc.get_count()[2] < 10:
        gc.collect(1)
    sweep_if_due()
    assert circle() is not None
    gc.collect()
