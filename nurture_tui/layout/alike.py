"""Which rows of a picture are painted as those of another: after an edit most of them are."""

from __future__ import annotations

from nurture_tui.layout.picture import Layout


def other_rows(before: Layout, now: Layout) -> set[int] | None:
    """The rows that may be painted otherwise in `now`, with the same things shown on both.

    None where any may: the pictures are of other measures, or have other lines.
    """
    if (before.zoom, before.width) != (now.zoom, now.width) or _lines(before) != _lines(now):
        return None
    rows = range(max(before.height, now.height))
    return {y for y in rows if _row(before, y) != _row(now, y)}


def _lines(layout: Layout) -> list[tuple[object, ...]]:
    """What strokes and labels, in whichever row, take from their lines and from where these begin.

    Strokes have only the numbers of their lines.
    """
    return [
        (edge.key, edge.target, edge.removed, edge.added, line.up, _is_gone(layout, edge.source))
        for line in layout.lines
        for edge in (line.edge,)
    ]


def _is_gone(layout: Layout, step: str) -> bool:
    return layout.boxes[step].node.kind == "removed"


def _row(layout: Layout, y: int) -> tuple[object, ...]:
    """All that a row is painted from; the heads of loops stand below the boxes that they are of."""
    lines = [layout.lines[index] for index in layout.texts.get(y, ())]
    return (
        layout.strokes.get(y),
        [layout.boxes[name] for name in layout.rows.get(y, ())],
        [layout.boxes[name].heads for name in layout.rows.get(y - 1, ())],
        [(line.label, line.note) for line in lines],
    )
