"""The app is really killed, in a terminal of its own: what was edited is found again."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from screens_app import GUIDE, START, workspace

from nurture_tui.files.reading import parse_journey, read_journey
from nurture_tui.files.recovery import find_recoveries
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.journey import Journey

# Children are forked from one process that has imported the app: each costs its start alone.
SERVER = get_context("forkserver")
SERVER.set_forkserver_preload(["nurture_tui.screens.app", "nurture_tui.screens.design"])
PATIENCE = 120.0
KEPT = ".guide.toml.recovery"
SOAK = bool(os.environ.get("NURTURE_SOAK"))
MOMENTS = [n / 200 for n in range(30)] if SOAK else (0.0, 0.02)
MOST = 12 if SOAK else 4  # keys between two kills
COPY, SAVE = "y", "\x13"
PAUSES = (0.0, 0.0, 0.1, 0.3, 1.0)


def open_the_app(terminal: str, path: Path) -> None:
    """In a process of its own: the app with this terminal as its only one."""
    os.setsid()
    handle = os.open(terminal, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(handle, stream)
    for name in ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__"):
        number = ("in", "out", "err").index(name.strip("_").removeprefix("std"))
        setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", closefd=False))
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    from nurture_tui.screens.app import run_app

    run_app(path, today=START)


class Terminal:
    """The app in a terminal; what it writes there is read all the time, and kept."""

    def __init__(self, path: Path) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self.shown = ""
        # A daemon: where a test fails before the kill, the end of the tests does not wait for it.
        self.app: BaseProcess = SERVER.Process(
            target=open_the_app, args=(os.ttyname(slave), path), daemon=True
        )
        self.app.start()
        os.close(slave)

    def until(self, true: Callable[[], object]) -> None:
        """Read what it writes until something holds."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, self.shown[-2000:]
            self.read(0.02)

    def read(self, seconds: float) -> None:
        if select.select([self.master], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                self.shown += os.read(self.master, 1 << 16).decode("utf-8", "replace")

    def wait(self, seconds: float) -> None:
        """Read what it writes for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def kill(self) -> None:
        assert self.app.pid is not None
        os.kill(self.app.pid, signal.SIGKILL)
        self.app.join()
        os.close(self.master)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield workspace(tmp_path)
    # Whatever happened, nothing half written is left under a name that is read.
    names = [path.name for path in tmp_path.iterdir() if path.suffix != ".tmp"]
    there = {re.sub(r"-[0-9]+$", "", name) for name in names}
    assert there <= {"nurture.toml", "leads.csv", "guide.toml", "thanks.toml", KEPT}


def found(folder: Path) -> Journey | None:
    """The edits that the next start would offer."""
    versions = [recovery.version for recovery in find_recoveries(read_workspace(folder))]
    assert len(versions) < 2
    return next((version for version in versions if isinstance(version, Journey)), None)


def test_what_was_edited_before_a_kill_is_found_whole(folder: Path) -> None:
    path = folder / "guide.toml"
    terminal = Terminal(path)
    terminal.until(lambda: "once more" in terminal.shown or "Once more" in terminal.shown)
    terminal.press("y")
    terminal.until(lambda: found(folder))
    # Further edits, and a kill in the midst of their being kept.
    terminal.press("yyyyyy")
    time.sleep(0.15)
    terminal.kill()
    edited = found(folder)
    assert edited is not None
    assert "deliver-2" in edited.steps
    assert path.read_text("utf-8") == GUIDE
    # The next start offers them; taken and saved, they are in the file with its remarks.
    terminal = Terminal(path)
    terminal.until(lambda: "are found" in terminal.shown)
    terminal.press("t")
    terminal.until(lambda: "not saved" in terminal.shown)
    terminal.press("\x13")  # ctrl+s
    terminal.until(lambda: "deliver-2" in path.read_text("utf-8"))
    terminal.kill()
    saved = read_journey(path).journey
    assert saved is not None
    assert list(saved.steps) == list(edited.steps)
    assert "# A remark that a save keeps." in path.read_text("utf-8")


@pytest.mark.parametrize("after", MOMENTS)
def test_a_kill_while_saving_leaves_the_old_file_or_the_new_one(folder: Path, after: float) -> None:
    path = folder / "guide.toml"
    terminal = Terminal(path)
    terminal.until(lambda: "Once more" in terminal.shown)
    terminal.press("y")
    terminal.until(lambda: found(folder))
    terminal.press("\x13")
    time.sleep(after)
    terminal.kill()
    text = path.read_text("utf-8")
    if text == GUIDE:
        kept = found(folder)
        assert kept is not None
        assert "deliver-2" in kept.steps
    else:
        saved = read_journey(path).journey
        assert saved is not None
        assert "deliver-2" in saved.steps
        assert found(folder) is None


def versions(folder: Path) -> list[int]:
    """How many steps there are in what is kept beside the file, and in the file; all are whole.

    The file comes last: what is kept goes only when the file has it.
    """
    counts = []
    for path in [*folder.glob(f"{KEPT}*"), folder / "guide.toml"]:
        with contextlib.suppress(FileNotFoundError):
            file = parse_journey(path.read_text("utf-8"), "guide.toml")
            assert file.journey is not None, file.problems
            counts.append(len(file.journey.steps))
    return counts


@pytest.mark.parametrize("seed", range(42 if SOAK else 1))
def test_what_was_once_on_the_disk_outlives_kills_at_any_moment(folder: Path, seed: int) -> None:
    drawn, most = random.Random(seed), max(versions(folder))
    for _ in range(5 if SOAK else 2):
        offered = len(find_recoveries(read_workspace(folder)))
        terminal = Terminal(folder / "guide.toml")
        keys = drawn.choices(COPY * 5 + SAVE, k=drawn.randint(1, MOST))
        if drawn.random() < 0.1:  # killed while it starts, or before it answers
            offered, keys = 0, []
            time.sleep(drawn.random())
        else:
            terminal.until(lambda at=terminal: "Lead > MQL" in at.shown)
        # One of those found is taken back at most: another one would come in its place. Esc leaves
        # them for the next start.
        take = drawn.randrange(offered + 1)
        for number in range(offered):
            terminal.until(lambda at=terminal: "are found" in at.shown)
            terminal.shown = ""
            terminal.press("t" if number == take else "\x1b")
            terminal.wait(0.3)
        for key in keys:
            terminal.press(key)
            terminal.wait(drawn.choice(PAUSES) * drawn.random())
            most = max(most, *versions(folder))
        terminal.wait(drawn.choice(PAUSES) * drawn.random())
        terminal.kill()
        left = max(versions(folder))
        assert most <= left <= most + keys.count(COPY)
        most = left
