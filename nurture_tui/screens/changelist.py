"""The changes from one version to the other in words: a list, and all of the chosen one."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from nurture_tui.report.difference import Change
from nurture_tui.screens.cells import Part, cells
from nurture_tui.screens.comparetext import SIGNS
from nurture_tui.screens.lines import Lines
from nurture_tui.text import cut, safe, wrapped

MOST_ROWS = 3


class ChangeLines(Lines):
    """The changes in words, one a row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "go to it", id="changes.open"),
        # A few changes have no pages; the figures beside them have.
        Binding(
            "pagedown",
            "screen.figures(1)",
            "schedule",
            key_display="pgdn",
            tooltip="the figures further down: what becomes of the schedule",
            id="changes.more",
        ),
        Binding("pageup", "screen.figures(-1)", "figures above", show=False, id="changes.less"),
    ]


def change_line(change: Change) -> list[Part]:
    """A sign, and the change in words."""
    return [(" ", ""), SIGNS[change.kind], (f" {safe(change.brief)}", "text")]


def told_whole(change: Change, room: int) -> list[str]:
    """All of a change in rows of `room` cells, none where its own row holds it."""
    if cells(change_line(change)) <= room - 3:
        return []
    rows = wrapped(safe(change.brief), room - 4)
    rest = " ".join(rows[MOST_ROWS - 1 :])
    return [*rows[: MOST_ROWS - 1], *([cut(rest, room - 4)] if rest else [])]
