"""How much memory the app takes: at rest and on each screen, after long use, and at the most.

`python benchmarks/weight.py [CONTACTS ...]`: a thousand and 100,000 unless said; five minutes. Each
list is opened by `nurture` on the sample journeys, in a terminal of 140 by 40 that nobody looks
at. Megabytes are of its process that lie in memory (Linux alone tells): when nothing has been
worked on for a while, and the most meanwhile.
"""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from limits import Limits
from live import workspace

from nurture_tui.screens.places import PLACES

SIZES = (1_000, 100_000)
LINES, COLUMNS = 40, 140
MOST_MB = 150
MORE_MB = 5
"""What the second and later rounds of use may add."""
ROUNDS, LETTERS, TIMES = 4, 25, 2
"""In each round so many letters are typed into a title and taken out, and so many times all screens
are gone through."""
IDLE = 3.5
"""Seconds without work after which nothing more comes: memory is tidied up after 2.6."""
GLANCE = 0.5
IDLY = 0.06
"""So much of the processor is taken by looking at the files, and no work."""
BETWEEN_LETTERS = 0.2
ENTER, END, ESCAPE, BACKSPACE = "\r", "\x1b[F", "\x1b", "\x7f"
QUIT = "\x11"


@dataclass(frozen=True)
class Running:
    """The app in a terminal: `screen` is where its keys go in, and what it draws comes out."""

    app: subprocess.Popen[bytes]
    screen: int

    def press(self, keys: str) -> None:
        os.write(self.screen, keys.encode())
        self._look(BETWEEN_LETTERS)

    def rest(self) -> None:
        """Wait until it has not worked for a while."""
        last = time.monotonic()
        while time.monotonic() - last < IDLE:
            before, begun = self._worked(), time.monotonic()
            self._look(GLANCE)
            if self._worked() - before > IDLY * (time.monotonic() - begun):
                last = time.monotonic()

    def megabytes(self, name: str) -> int:
        """VmRSS, what of it lies in memory, or VmHWM, the most since `forget_most`."""
        said = self._file("status").read_text("utf-8")
        kept = next(line for line in said.splitlines() if line.startswith(name))
        return round(int(kept.split()[1]) / 1024)

    def forget_most(self) -> None:
        """The most is what there is now."""
        self._file("clear_refs").write_text("5", "utf-8")

    def _file(self, name: str) -> Path:
        return Path("/proc", str(self.app.pid), name)

    def _worked(self) -> float:
        """Seconds of the processor so far."""
        figures = self._file("stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")

    def _look(self, seconds: float) -> None:
        """Take what it draws for so long, or it would wait with more."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.screen], [], [], left)[0]:
                os.read(self.screen, 1 << 16)


@contextmanager
def running(path: Path, home: Path) -> Iterator[Running]:
    """The app on a journey, with its own files in a folder of its own."""
    screen, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (LINES, COLUMNS))
    places = {f"XDG_{kind}_HOME": str(home) for kind in ("CONFIG", "STATE", "CACHE", "DATA")}
    app = subprocess.Popen(
        [sys.executable, "-m", "nurture_tui", str(path)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, **places, "TERM": "xterm-256color"},
        start_new_session=True,
    )
    try:
        yield Running(app, screen)
    finally:
        app.kill()
        app.wait()
        os.close(screen)
        os.close(terminal)


def use(app: Running) -> None:
    """Type letters into a title and take them out, and go through all screens."""
    app.press(ENTER)
    app.press(END)
    for key in LETTERS * "x" + LETTERS * BACKSPACE:
        app.press(key)
    app.rest()
    app.press(ESCAPE)
    app.press(ESCAPE)
    for place in (*TIMES * PLACES, PLACES[1]):
        app.press(place.key)


def weighed(contacts: int, limits: Limits) -> None:
    """Print the screens, what lay in memory on each, and the most meanwhile."""
    print(f"{contacts:,} contacts: MB in memory, and the most meanwhile", flush=True)
    found: dict[str, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as home:
        journey = workspace(Path(name), contacts) / "hr-guide.toml"
        with running(journey, Path(home)) as app:

            def tell(screen: str) -> None:
                app.rest()
                found[screen] = app.megabytes("VmRSS"), app.megabytes("VmHWM")
                print("  {:14} {:4} {:5}".format(screen, *found[screen]), flush=True)
                app.forget_most()

            tell("at rest")
            for place in PLACES:
                app.press(place.key)
                tell(place.name)
            app.press(PLACES[1].key)
            tell("after all")
            most = max(most for _, most in found.values())
            for number in range(ROUNDS):
                use(app)
                tell(f"used, round {number + 1}")
    those = f", {contacts:,} contacts"
    limits.most(f"memory at rest{those}", found["at rest"][0], MOST_MB, "MB")
    limits.most(f"memory after every screen{those}", found["after all"][0], MOST_MB, "MB")
    limits.most(f"memory at the most{those}", most, MOST_MB, "MB")
    more = found[f"used, round {ROUNDS}"][0] - found["used, round 1"][0]
    limits.most(f"memory that {ROUNDS - 1} more rounds add{those}", more, MORE_MB, "MB")


def main(sizes: Sequence[int]) -> None:
    limits = Limits()
    for contacts in sizes:
        weighed(contacts, limits)
    limits.tell()


if __name__ == "__main__":
    if sys.platform == "linux":
        main([int(text) for text in sys.argv[1:]] or SIZES)
    else:
        print("memory is told on Linux alone")
