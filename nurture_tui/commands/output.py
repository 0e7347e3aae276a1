"""What commands write: text, JSON, tables, files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from nurture_tui.contacts.table import RefusedRow
    from nurture_tui.simulation.heard import Heard

_PIPE_WIDTH = 120
_SHORT = 0.4
SHOWN_REFUSALS = 10


def write(text: str) -> None:
    """A result, on stdout."""
    sys.stdout.write(text)


def write_json(record: Any) -> None:
    """A record for a program, on stdout."""
    from nurture_tui.text import by_number

    sys.stdout.write(by_number(json.dumps(record, ensure_ascii=False, indent=1)) + "\n")


def note(text: str) -> None:
    """A remark that is no result, on stderr, as one harmless line."""
    from nurture_tui.text import safe

    sys.stderr.write(f"{safe(text)}\n")


def console() -> Console:
    """Where tables go: as wide as the terminal, in a pipe 120 columns without colour."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(
        file=sys.stdout,
        width=None if terminal else _PIPE_WIDTH,
        no_color=None if terminal else True,
        highlight=False,
        markup=False,
        emoji=False,
    )


def table(columns: Iterable[str], numbers: Iterable[str] = ()) -> Table:
    """A table with a light rule under its heads; the columns of `numbers` stand at the right.

    A cell too wide for a narrow terminal goes on in the next line: an id that is cut is no id.
    """
    from rich import box
    from rich.table import Table

    right = frozenset(numbers)
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return made


def show_refused(out: Console, refused: Sequence[RefusedRow]) -> None:
    """Rows of a file that cannot be used, the first of them with their line and the reason."""
    from nurture_tui.text import count, safe

    if refused:
        out.print()
        out.print(f"{count(len(refused))} row{'s' * (len(refused) > 1)} refused", style="bold")
    for row in refused[:SHOWN_REFUSALS]:
        out.print(safe(f"  line {row.line} {row.reason}"))
    if len(refused) > SHOWN_REFUSALS:
        out.print(f"  and {count(len(refused) - SHOWN_REFUSALS)} more: --json lists all")


@contextmanager
def working(what: str) -> Iterator[Heard | None]:
    """A bar on stderr once something takes more than a moment, on a terminal only.

    It gives whom to tell how far the work has come, which the bar then shows in per cent; None
    where there is no bar.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    progress = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    task = progress.add_task(what, total=None)

    def heard(done: int, of: int) -> None:
        progress.update(task, completed=done, total=of)

    later = Timer(_SHORT, progress.start)
    later.start()
    try:
        yield heard
    finally:
        later.cancel()
        later.join()
        progress.stop()
