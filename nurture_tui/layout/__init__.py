"""From an abstract graph to a picture on a cell grid: `lay_out`, then `paint_row`."""

from __future__ import annotations

from nurture_tui.layout.alike import other_rows
from nurture_tui.layout.arrange import lay_out
from nurture_tui.layout.paint import Show, Span, jump_spots, paint_row
from nurture_tui.layout.picture import (
    Box,
    Cell,
    Direction,
    Hit,
    Label,
    Layout,
    Line,
    Note,
    Stroke,
    nearest,
)
from nurture_tui.layout.runs import fold_runs
from nurture_tui.layout.sketch import Edge, EdgeKey, Node, Sketch, Zoom
from nurture_tui.layout.trail import trail

__all__ = [
    "Box",
    "Cell",
    "Direction",
    "Edge",
    "EdgeKey",
    "Hit",
    "Label",
    "Layout",
    "Line",
    "Node",
    "Note",
    "Show",
    "Sketch",
    "Span",
    "Stroke",
    "Zoom",
    "fold_runs",
    "jump_spots",
    "lay_out",
    "nearest",
    "other_rows",
    "paint_row",
    "trail",
]
