"""The dots on the path: cells of a layout for what moves, and the name beside a contact."""

from __future__ import annotations

from collections.abc import Mapping

from nurture_tui.layout.picture import Box, Cell, Layout
from nurture_tui.report.moves import Line, Traffic, Whereabouts
from nurture_tui.text import width

Track = tuple[Cell, ...]


def tracks(layout: Layout) -> dict[Line, Track]:
    """The cells that each line of the journey takes, in order from its source.

    A line with folded waits is several: up to the waits' cell, and on from there.
    """
    found: dict[Line, Track] = {}
    for line in layout.lines:
        cells, via = line.cells, line.edge.via
        note = (line.note.x, line.note.y) if line.note else None
        stop = cells.index(note) if note in cells else len(cells) // 2
        if not via or not cells:
            found[line.edge.key] = cells
            continue
        found[line.edge.key] = cells[: stop + 1]
        for wait in via[:-1]:
            found[(wait, "next")] = cells[stop : stop + 1]
        found[(via[-1], "next")] = cells[stop:]
    return found


def dot_cells(traffic: Traffic, instant: int, places: Mapping[Line, Track]) -> dict[Cell, str]:
    """The cells that have a dot at an instant, with its style."""
    cells = {}
    for line, fractions in traffic.dots(instant).items():
        track = places.get(line)
        if track:
            for along in fractions.tolist():
                cells[cell_along(track, along)] = "move"
    return cells


def cell_along(track: Track, along: float) -> Cell:
    """The cell at a share of the way (0 to 1) along a track."""
    return track[min(int(along * len(track)), len(track) - 1)]


def lit_lines(layout: Layout, where: Whereabouts) -> frozenset[Line]:
    """The lines of the layout that a contact has taken so far."""
    return frozenset(line.edge.key for line in layout.lines if line.edge.key in where.taken)


def contact_cell(
    layout: Layout, where: Whereabouts, places: Mapping[Line, Track]
) -> tuple[Cell | None, Box | None]:
    """Where to draw a followed contact: the cell of a line it is on, or the box it stands at."""
    if where.line is not None and places.get(where.line):
        return cell_along(places[where.line], where.along), None
    if where.step in layout.boxes:
        return None, layout.boxes[where.step]
    for line in layout.lines:
        if where.step and where.step in line.edge.via and line.note:
            return (line.note.x, line.note.y), None
    return None, None


def name_beside(
    layout: Layout, name: str, cell: Cell | None, box: Box | None
) -> tuple[int, int, str, str] | None:
    """Where the name of a followed contact stands: left of its dot or box, else right of it."""
    if cell is not None:
        left, right, y, text = cell[0] - 2, cell[0] + 2, cell[1], name
    elif box is not None:
        left, right, y, text = box.x - 2, box.count_x + 3, box.count_y, f"● {name}"
    else:
        return None
    size = width(text)
    for start in (left - size + 1, right):
        if start >= 0 and not any(layout.hit(x, y) for x in range(start - 1, start + size + 1)):
            return start, y, text, "move"
    return None
