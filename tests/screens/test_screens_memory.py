"""Memory is swept in pauses, when that is due, and what was painted is kept while it is shown."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from screens_app import checked, picture, the_app, until, workspace
from textual.screen import Screen
from textual.widget import Widget

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


@pytest.mark.each_frame
async def test_a_screen_that_was_left_lets_go_of_its_lines_and_is_painted_as_before(
    tmp_path: Path,
) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        design, before = app.screen, picture(app)
        assert _has_lines(design)
        await pilot.press("0")
        await until(pilot, lambda: app.current_mode == "journeys" and _has_lines(app.screen))
        app._touched = -1e9  # a key was touched long ago
        app._sweep_in_a_pause()
        assert not _has_lines(design)
        assert _has_lines(app.screen)
        await pilot.press("1")
        await until(pilot, lambda: picture(app) == before)
        assert _has_lines(design)


def _has_lines(screen: Screen[object]) -> bool:
    """Whether any part of a screen keeps lines that have been painted."""
    return any(widget._styles_cache._cache for widget in screen.walk_children(Widget))


LOADED = """
from nurture_tui.screens.memory import without_openssl

without_openssl()
import nurture_tui.screens.app
import sys
assert not {"_ssl", "_hashlib"} & set(sys.modules)
import hashlib
assert hashlib.sha256(b"a").hexdigest().startswith("ca978112")
import ssl
assert ssl.create_default_context()
"""


def test_the_app_is_loaded_without_openssl_which_is_there_for_who_asks_later() -> None:
    subprocess.run([sys.executable, "-c", LOADED], check=True)
