"""One row of a layout as styled text, painted when it comes into view."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from nurture_tui.layout.measure import enter_text
from nurture_tui.layout.picture import Box, Cell, Label, Layout
from nurture_tui.layout.shapes import CHIP_ENDS, GONE, INKS, LEFT, RIGHT, SOLID, frame
from nurture_tui.layout.sketch import EdgeKey
from nurture_tui.text import cut, cut_name, graphemes, pad, to_ascii, width

Span: TypeAlias = tuple[str, str]
_SIGNS = {"+": "added", "−": "error", "~": "changed"}
_SEVERITY = {"×": "error", "!": "warning", "i": "muted"}


@dataclass(frozen=True)
class Show:
    """What is shown on a layout, none of which moves anything.

    `counts` (by step id) and `shares` (by edge key) are ready texts; `stale` mutes them. `lit` are
    the edges of a followed path. `dots` are painted over lines only, with their style. `texts`
    are put over blank cells: start column and row, text, style (the name beside a dot).

    While a target is being chosen, `jumps` are the letters that stand at steps and folded waits
    (by id), `aimed` is the step that the pointer is on, `trail` the line that follows it.
    """

    selected: str | None = None
    counts: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[EdgeKey, str] = field(default_factory=dict)
    stale: bool = False
    lit: Collection[EdgeKey] = ()
    dots: Mapping[Cell, str] = field(default_factory=dict)
    texts: tuple[tuple[int, int, str, str], ...] = ()
    jumps: Mapping[str, str] = field(default_factory=dict)
    aimed: str | None = None
    trail: Mapping[Cell, str] = field(default_factory=dict)
    ascii: bool = False

    def over_rows(self, layout: Layout) -> set[int]:
        """The rows that the selection, dots, texts, jumps, target and trail touch."""
        rows = {y for _, y in (*self.dots, *self.trail)} | {y for _, y, *_ in self.texts}
        for name in (self.selected, self.aimed):
            box = layout.boxes.get(name or "")
            if box is not None:
                rows |= set(range(box.y, box.y + box.h + 1))
            rows |= {line.note.y for line in layout.lines if line.note and name in line.note.via}
        return rows | {y for _, y in jump_spots(layout, self.jumps)}

    def number_rows(self, other: Show, layout: Layout) -> set[int]:
        """The rows whose count or share is another in `other`."""
        counts = self.counts.items() ^ other.counts.items()
        shares = {key for key, _ in self.shares.items() ^ other.shares.items()}
        rows = {layout.boxes[id_].count_y for id_, _ in counts if id_ in layout.boxes}
        for line in layout.lines:
            if line.label and line.edge.key in shares:
                rows.add(line.label.y)
        return rows

    def over_only(self, other: Show) -> bool:
        """Whether `other` differs in these and the numbers alone: else every row may differ."""
        return self._without_over() == other._without_over()

    def _without_over(self) -> Show:
        over = replace(self, selected=None, dots={}, texts=(), jumps={}, aimed=None, trail={})
        return replace(over, counts={}, shares={})


def jump_spots(layout: Layout, ids: Iterable[str]) -> dict[Cell, str]:
    """Where the letter of each step or folded wait stands: on its border, or on its line."""
    wanted, spots = tuple(ids), dict[Cell, str]()
    if not wanted:  # as in all rows of a picture at rest
        return spots
    notes = {wait: line.note for line in layout.lines if line.note for wait in line.note.via}
    for id_ in wanted:
        box, note = layout.boxes.get(id_), notes.get(id_)
        if box is not None:
            spots[box.x, box.count_y] = id_
        elif note is not None:
            spots[note.x, note.y] = id_
    return spots


class _Row:
    """The cells of one row while it is painted."""

    def __init__(self, cells: int) -> None:
        self.cells: list[Span] = [(" ", "")] * cells

    def put(self, x: int, text: str, style: str) -> None:
        """Write from column `x`; a wide grapheme leaves nothing in its second cell."""
        for grapheme, size in graphemes(text):
            if x >= 0 and x + size <= len(self.cells):
                self.cells[x] = (grapheme, style)
                for filler in range(1, size):
                    self.cells[x + filler] = ("", style)
            x += size

    def cover(self, x: int, text: str, style: str) -> None:
        """Write over what is there; of a wide grapheme that is half covered, a blank is left."""
        end = x + width(text)
        for start, edge in ((x - 1, x), (end - 1, end)):
            if start >= 0 and edge < len(self.cells) and self.cells[edge][0] == "":
                self.cells[start] = (" ", self.cells[start][1])
                self.cells[edge] = (" ", self.cells[edge][1])
        self.put(x, text, style)

    def blank(self, low: int, high: int) -> bool:
        """Whether nothing stands in the columns from `low` to `high`."""
        return low >= 0 and all(text == " " for text, _ in self.cells[low : high + 1])

    def spans(self) -> list[Span]:
        """Neighbours of one style as one piece of text."""
        spans: list[Span] = []
        for text, style in self.cells:
            if spans and spans[-1][1] == style:
                spans[-1] = (spans[-1][0] + text, style)
            else:
                spans.append((text, style))
        return spans


def paint_row(layout: Layout, y: int, show: Show | None = None) -> list[Span]:
    """Row `y` as (text, style) pieces that together are exactly `layout.width` cells.

    A style is an ink (look.md's tables: send, wait, branch, split, action, exit, goal, enter,
    removed, line, label, share, note, title, count, muted, error, warning, added, changed, lit)
    and after it, parted by spaces, any of `bold`, `fill` (selected) and `chip` (surface behind).
    Blank cells have the style "".
    """
    show = show or Show()
    row = _Row(layout.width)
    _lines(row, layout, y, show)
    _texts(row, layout, y, show)
    for name in layout.rows.get(y, ()):
        box = layout.boxes[name]
        if box.node.kind == "enter":
            _enter(row, box, layout, show)
        elif layout.zoom != "boxes":
            _chip(row, box, show)
        else:
            _box(row, box, y - box.y, layout, show)
        _beside(row, box, y, show)
    for name in layout.rows.get(y - 1, ()):
        box = layout.boxes[name]
        if box.h == 1:  # without a border, the head of a loop stands on the line
            for x in box.heads:
                row.put(x, "▲", "line")
    _over(row, layout, y, show)
    _choosing(row, layout, y, show)
    spans = row.spans()
    return [(to_ascii(text), style) for text, style in spans] if show.ascii else spans


def _lines(row: _Row, layout: Layout, y: int, show: Show) -> None:
    lit = _lit(layout, show.lit)
    for x, stroke in layout.strokes.get(y, {}).items():
        glyph, style = SOLID[stroke.mask], "line"
        through = [layout.lines[index].edge for index in stroke.edges]
        if all(edge.removed for edge in through):
            glyph = GONE.get(glyph, glyph)
        elif all(edge.added or edge.removed for edge in through):
            style = "added"
        row.put(x, glyph, "lit" if any(index in lit for index in stroke.edges) else style)


def _lit(layout: Layout, keys: Collection[EdgeKey]) -> set[int]:
    if not keys:
        return set()
    return {index for index, line in enumerate(layout.lines) if line.edge.key in keys}


def _texts(row: _Row, layout: Layout, y: int, show: Show) -> None:
    for index in layout.texts.get(y, ()):
        line = layout.lines[index]
        if line.note and line.note.y == y:
            style = "lit" if line.edge.key in show.lit else "line"
            stroke = layout.strokes.get(y, {}).get(line.note.x)
            level = stroke is not None and stroke.mask == LEFT | RIGHT
            row.put(line.note.x, "╌" if level else "╎", style)
            chosen = show.selected is not None and show.selected in line.note.via
            row.put(line.note.text_x, line.note.text, "title bold fill" if chosen else "note")
        if line.label and line.label.y == y:
            gone = line.edge.removed or layout.boxes[line.edge.source].node.kind == "removed"
            _label(row, line.label, show.shares.get(line.edge.key, ""), gone)


def _label(row: _Row, label: Label, share: str, removed: bool) -> None:
    """Name in foreground, share muted; on a line with a blank at both ends."""
    share = cut(share, label.room - width(label.text) - 1)
    whole = f"{label.text} {share}" if share else label.text
    x = label.x - width(whole) + 1 if label.right_aligned else label.x
    if label.on_line:
        row.put(x - 1, " ", "")
        if not label.tight or width(whole) < label.room:
            row.put(x + width(whole), " ", "")
    row.put(x, label.text, "muted" if removed else "label")
    if share:
        row.put(x + width(label.text), " ", "")
        row.put(x + width(label.text) + 1, share, "share")


def _enter(row: _Row, box: Box, layout: Layout, show: Show) -> None:
    fill = _fill(box, show)
    text = cut_name(enter_text(box.node, chip=layout.zoom != "boxes"), box.w)
    word = f"○ {box.node.word}"
    row.put(box.x, text, "title bold" + fill if fill else "title")
    row.put(box.x, cut(word, box.w), "enter" + fill)


def _fill(box: Box, show: Show) -> str:
    return " fill" if box.node.id == show.selected else ""


def _ink(box: Box) -> str:
    return INKS.get(box.node.kind, box.node.kind)


def _box(row: _Row, box: Box, at: int, layout: Layout, show: Show) -> None:
    selected = box.node.id in (show.selected, show.aimed)
    ink, bold = _ink(box), " bold fill" if selected else ""
    shape = frame(box.node.kind, ends=box.node.ends, selected=selected)
    left, right = box.x, box.x + box.w - 1
    inner = box.w - 2
    if at == 1:
        row.put(left, shape.side, ink)
        title = pad(_name(box.node.title, inner - 2), inner - 1)
        row.put(left + 1, f" {title}", _title(box) + bold)
        row.put(right, shape.side, ink)
        return
    if at == 0:
        row.put(left, shape.tl + shape.top * inner + shape.tr, ink)
        _mark(row, box, right)
        row.put(left + 2, f" {box.node.word} ", _word(box, ink))
        if box.fed:
            row.put(box.middle, "▼", _head(box, layout, show))
        return
    row.put(left, shape.bl + shape.bottom * inner + shape.br, ink)
    if box.node.foot:
        row.put(left + 2, f" {cut(box.node.foot, inner - 4)} ", ink)
    if box.feeds:
        row.put(box.middle, shape.tee, ink)
    for x in box.heads:
        row.put(x, "▲", "line")


def _name(title: str, room: int) -> str:
    """The title as it is shown in so many cells and the blank behind: whole, if it fits there."""
    return title if width(title) == room + 1 else cut_name(title, room)


def _title(box: Box) -> str:
    return "muted" if box.node.kind == "removed" else "title"


def _word(box: Box, ink: str) -> str:
    return _SIGNS.get(box.node.word[:1], ink) if box.node.word[1:2] == " " else ink


def _head(box: Box, layout: Layout, show: Show) -> str:
    if show.lit and any(
        line.edge.target == box.node.id and line.edge.key in show.lit and not line.up
        for line in layout.lines
    ):
        return "lit"
    return "line"


def _mark(row: _Row, box: Box, right: int) -> None:
    """The finding at the right end of the border, between the arrow head and the corner."""
    mark = box.node.mark
    if not mark:
        return
    room = right - box.middle - 1
    shown = cut(mark, room - 1)
    # A blank before it; a blank and a bit of border after it as far as there is room.
    after = min(2, room - 1 - width(shown))
    style = _SEVERITY.get(mark[:1], "muted")
    row.put(right - after - width(shown) - 1, f" {shown}{' ' if after else ''}", style)


def _chip(row: _Row, box: Box, show: Show) -> None:
    selected = box.node.id in (show.selected, show.aimed)
    ink, back = _ink(box), " fill" if selected else " chip"
    start, end = ("┃", "┃") if selected else CHIP_ENDS.get(box.node.kind, ("[", "]"))
    word = box.node.word
    mark = box.node.mark[:1] if box.node.mark[:1] in "×!" else ""  # a note can wait
    room = box.w - 6 - width(word) - (2 if mark else 0)
    title = pad(_name(box.node.title, room), room + 1)
    row.put(box.x, f"{start} ", ink + back)
    row.put(box.x + 2, word, _word(box, ink) + back)
    bold = " bold" if selected else ""
    row.put(box.x + 2 + width(word), f"  {title}", _title(box) + bold + back)
    if mark:
        shown = f"{mark} " if title.endswith(" ") else f" {mark}"
        row.put(box.x + box.w - 3, shown, _SEVERITY.get(mark, "muted") + back)
    row.put(box.x + box.w - 1, end, ink + back)


def _beside(row: _Row, box: Box, y: int, show: Show) -> None:
    """The count, or the text that stands in its place."""
    if y != box.count_y:
        return
    if box.node.aside:
        right = box.x + box.w - 1
        style = _SIGNS.get(box.node.word[:1], "muted") if box.node.word[1:2] == " " else "muted"
        row.put(right + 3, box.node.aside, style)
        return
    text = show.counts.get(box.node.id, "")
    if text:
        style = "muted" if show.stale or text == "0" else "count"
        if box.node.id == show.selected and not show.stale:
            style += " bold"
        shown = cut(text, 7)
        row.put(box.count_x - width(shown) + 1, shown, style)


def _over(row: _Row, layout: Layout, y: int, show: Show) -> None:
    """Dots on lines, and texts on blank cells."""
    strokes = layout.strokes.get(y, {})
    for (x, dot_y), style in _in_row(show.dots.items(), y):
        if dot_y == y and x in strokes and row.cells[x][1] in ("line", "lit"):
            row.put(x, "●", style)
    for x, text_y, text, style in show.texts:
        if text_y == y and row.blank(x, x + width(text) - 1):
            row.put(x, text, style)


def _choosing(row: _Row, layout: Layout, y: int, show: Show) -> None:
    """The line to the pointer over everything, and on top of it the letters to jump by."""
    for (x, at), glyph in show.trail.items():
        if at == y:
            row.cover(x, glyph, "lit")
    for (x, at), id_ in jump_spots(layout, show.jumps).items():
        if at == y:
            blank = " " if x else ""
            row.cover(x - len(blank), f"{blank}{show.jumps[id_]} ", "here")


def _in_row(dots: Iterable[tuple[Cell, str]], y: int) -> list[tuple[Cell, str]]:
    return sorted(dot for dot in dots if dot[0][1] == y)
