"""A journey as an SVG picture: the canvas of the Design screen, drawn with real lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nurture_tui.exchange.drawing import LOST
from nurture_tui.exchange.exported import Exported
from nurture_tui.exchange.markup import element, shown
from nurture_tui.exchange.outlines import outline
from nurture_tui.exchange.svg_lane import Entry, lane_entries
from nurture_tui.layout import Box, Cell, EdgeKey, Layout, Line, lay_out
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.sketch import ENTRY, count_texts, share_texts, sketch
from nurture_tui.simulation.result import JourneyResult
from nurture_tui.text import cut, width

CELL, ROW = 8.0, 18.0
EDGE, TOP, LANE_GAP = 24.0, 56.0, 40.0
LANE_WIDTH, LANE_STEP = 264.0, 58.0
LETTER, ENTRY_TITLE = 7.4, 64
"""How wide a letter is, taken largely, and the most letters of the words for the entry."""
_BEND = 7.0

STYLE = """\
svg.journey { color-scheme: light dark; }
.journey text { font-family: "Inter", "Helvetica Neue", "Segoe UI", "DejaVu Sans", sans-serif;
  font-size: 13px; fill: #26282c; unicode-bidi: isolate; }
.journey .ground { fill: #fbfaf7; }
.journey .name { font-size: 17px; font-weight: 600; }
.journey .muted, .journey .word { fill: #66676a; font-size: 11px; }
.journey .word { stroke: #fbfaf7; stroke-width: 6px; paint-order: stroke; }
.journey .onto { stroke: #fbfaf7; stroke-width: 5px; paint-order: stroke; }
.journey .count { font-weight: 600; font-variant-numeric: tabular-nums; }
.journey .box { fill: #fbfaf7; stroke: #26282c; stroke-width: 1.4; }
.journey .line { fill: none; stroke: #26282c; stroke-width: 1.4; }
.journey .way { fill: none; stroke: #a9a69c; stroke-width: 1.6; }
.journey .chance { stroke-dasharray: 5 4; }
.journey .head { fill: #a9a69c; }
.journey .send .box, .journey .send .line { stroke: #1d5fae; }
.journey .send .word { fill: #1d5fae; }
.journey .branch .box, .journey .split .box { stroke: #7442a6; }
.journey .branch .word, .journey .split .word { fill: #7442a6; }
.journey .split .box, .journey .wait .box { stroke-dasharray: 5 4; }
.journey .wait .box, .journey .exit .box, .journey .exit .line { stroke: #8b8a84; }
.journey .goal .box, .journey .goal .line { stroke: #1f7338; }
.journey .goal .word { fill: #1f7338; }
.journey .removed .box { stroke: #b3173f; stroke-dasharray: 2 3; }
"""
DARK_STYLE = """\
.journey text { fill: #d8dce3; }
.journey .ground { fill: #14171c; }
.journey .muted, .journey .word { fill: #9aa0a9; }
.journey .word, .journey .onto { stroke: #14171c; }
.journey .box { fill: #1a1e24; stroke: #d8dce3; }
.journey .line { stroke: #d8dce3; }
.journey .way { stroke: #5a616c; }
.journey .head { fill: #5a616c; }
.journey .send .box, .journey .send .line { stroke: #7fb0ea; }
.journey .send .word { fill: #7fb0ea; }
.journey .branch .box, .journey .split .box { stroke: #c3a4ec; }
.journey .branch .word, .journey .split .word { fill: #c3a4ec; }
.journey .wait .box, .journey .exit .box, .journey .exit .line { stroke: #7b828d; }
.journey .goal .box, .journey .goal .line { stroke: #86cf97; }
.journey .goal .word { fill: #86cf97; }
.journey .removed .box { stroke: #f2708a; }
"""


def to_svg(journey: Journey, workspace: Workspace) -> Exported:
    """The picture as a file of its own, light or dark as its reader prefers."""
    dark = f"@media (prefers-color-scheme: dark) {{\n{DARK_STYLE}}}\n"
    return Exported(picture(journey, workspace, style=f"<style>\n{STYLE}{dark}</style>"), LOST)


def picture(
    journey: Journey,
    workspace: Workspace,
    counts: JourneyResult | None = None,
    *,
    marks: Mapping[str, str] | None = None,
    style: str = "",
) -> str:
    """The journey as an `<svg>` element: the path, and beside it what is watched everywhere.

    With `counts` it has the contacts of each step and the share of each line; `marks` are findings
    by step. `style` is markup to put first; without it the page gives STYLE and DARK_STYLE, and
    the name.
    """
    placed = lay_out(sketch(journey, workspace, marks=marks))
    drawing = _Drawing(
        placed, count_texts(counts) if counts else {}, share_texts(counts) if counts else {}
    )
    lane = lane_entries(journey, counts)
    path_end = max(_right_end(placed, counted=counts is not None), drawing.entry_end)
    lane_x = EDGE + path_end + LANE_GAP
    across = lane_x + LANE_WIDTH + EDGE
    top = TOP if style else EDGE
    height = max(top + placed.height * ROW, top + 26 + len(lane) * LANE_STEP) + EDGE
    body = [
        style,
        element("title", shown(journey.name)),
        element("rect", class_="ground", width=f"{across:g}", height=f"{height:g}"),
        _text(EDGE, 30, journey.name, "name") if style else "",
        element("g", drawing.lines() + drawing.boxes(), transform=f"translate({EDGE:g} {top:g})"),
        element("g", _lane(lane), transform=f"translate({lane_x:g} {top:g})") if lane else "",
    ]
    size = {"width": f"{across:g}", "height": f"{height:g}"}
    size["viewBox"] = f"0 0 {across:g} {height:g}"
    return element(
        "svg",
        "\n".join(part for part in body if part) + "\n",
        xmlns="http://www.w3.org/2000/svg",
        class_="journey",
        role="img",
        **size,
    )


def _right_end(placed: Layout, *, counted: bool) -> float:
    """Where the path ends at the right: its boxes, lines, texts, and the counts if there are."""
    ends = [box.count_x if counted else box.x + box.w for box in placed.boxes.values()]
    ends += [x for line in placed.lines for x, _ in line.cells]
    ends += [line.label.span[1] for line in placed.lines if line.label is not None]
    ends += [
        line.note.text_x + round(len(line.note.text) * 0.8)
        for line in placed.lines
        if line.note is not None
    ]
    return (max(ends) + 1) * CELL


@dataclass(frozen=True)
class _Drawing:
    """A layout's cells as coordinates: a line runs through the middle of its cells."""

    layout: Layout
    counts: Mapping[str, str]
    shares: Mapping[EdgeKey, str]

    @property
    def entry_end(self) -> float:
        """Where the text of the entry ends, with its count."""
        box = self.layout.boxes.get(ENTRY)
        if box is None:
            return 0
        title, number = _entry_title(box), self.counts.get(ENTRY, "")
        return (box.middle + 0.5) * CELL + 24 + width(title) * LETTER + width(number) * 8

    def boxes(self) -> str:
        return "\n".join(self._box(box) for box in self.layout.boxes.values())

    def lines(self) -> str:
        return "\n".join(self._line(line) for line in self.layout.lines)

    def _box(self, box: Box) -> str:
        node = box.node
        x, y = (box.x + 0.5) * CELL, (box.y + 0.5) * ROW
        w, h = (box.w - 1) * CELL, (box.h - 1) * ROW
        middle, enters = x + w / 2, (box.middle + 0.5) * CELL
        if node.id == ENTRY:
            parts = [
                element("circle", cx=f"{enters:g}", cy=f"{y:g}", r="5", class_="box"),
                _text(enters + 12, y + 4, _entry_title(box), "title"),
            ]
        else:
            parts = [
                outline(node.kind, x, y, w, h, ends=node.ends),
                _text(x + 14, y + 4, node.word, "word"),
                _text(middle, y + h / 2 + 5, node.title, "title", "middle"),
            ]
        if node.mark:
            parts.append(_text(x + w - 12, y + 4, node.mark, "word", "end"))
        if node.foot:
            parts.append(_text(middle, y + h + 4, node.foot, "word", "middle"))
        if node.id in self.counts:
            end, at_y = (box.count_x + 1) * CELL, y + h / 2 + 5
            if node.id == ENTRY:
                # Its text stands beside it, where others have their count.
                end, at_y = max(end, self.entry_end), y + 4
            parts.append(_text(end, at_y, self.counts[node.id], "count", "end"))
        return element("g", "".join(parts), class_=node.kind)

    def _line(self, line: Line) -> str:
        points = self._points(line)
        chance = " chance" if line.note is not None else ""
        parts = [element("path", d=_rounded(points), class_=f"way{chance}"), _head(points)]
        if line.note is not None:
            x, y = (line.note.text_x + 0.25) * CELL, (line.note.y + 0.5) * ROW + 4
            parts.append(_text(x, y, line.note.text, "muted onto"))
        if line.label is not None:
            share = self.shares.get(line.edge.key, "")
            label = line.label
            said = " ".join(part for part in (label.text, share) if part)
            if label.right_aligned:
                x, anchor = (label.x + 1) * CELL, "end"
            else:
                x, anchor = label.x * CELL, "start"
            parts.append(_text(x, (label.y + 0.5) * ROW + 4, said, "muted onto", anchor))
        return "".join(parts)

    def _points(self, line: Line) -> list[tuple[float, float]]:
        """The middles of the cells where a line turns, from border to border."""
        boxes = self.layout.boxes
        source, target = boxes[line.edge.source], boxes[line.edge.target]
        cells: list[Cell] = list(line.cells) or [(source.middle, source.y + source.h - 1)]
        first, last = cells[0], cells[-1]
        start = _onto(source, first, leaving=True)
        end = _onto(target, last, leaving=False)
        middles = [((x + 0.5) * CELL, (y + 0.5) * ROW) for x, y in cells]
        points = [start, *(middles if line.cells else []), end]
        return [
            point
            for number, point in enumerate(points)
            if number in (0, len(points) - 1) or not _straight(points, number)
        ]


def _entry_title(box: Box) -> str:
    return cut(box.node.title, ENTRY_TITLE)


def _onto(box: Box, cell: Cell, *, leaving: bool) -> tuple[float, float]:
    """Where a line that has this cell next to a box meets the box's border."""
    x, y = cell
    left, right = (box.x + 0.5) * CELL, (box.x + box.w - 0.5) * CELL
    top, bottom = (box.y + 0.5) * ROW, (box.y + box.h - 0.5) * ROW
    if box.node.id == ENTRY:
        bottom = top + 5
    across, down = (x + 0.5) * CELL, (y + 0.5) * ROW
    if y >= box.y + box.h or (leaving and box.x <= x < box.x + box.w):
        return across, bottom
    if y < box.y or box.x <= x < box.x + box.w:
        return across, top
    return (left, down) if x < box.x else (right, down)


def _straight(points: list[tuple[float, float]], number: int) -> bool:
    """Whether a point lies on the line between its neighbours."""
    before, here, after = points[number - 1 : number + 2]
    return before[0] == here[0] == after[0] or before[1] == here[1] == after[1]


def _rounded(points: list[tuple[float, float]]) -> str:
    """A path through the points whose turns are round."""
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        into, out = _towards(here, before), _towards(here, after)
        parts.append(f"L{into[0]:g} {into[1]:g}Q{here[0]:g} {here[1]:g} {out[0]:g} {out[1]:g}")
    parts.append(f"L{points[-1][0]:g} {points[-1][1]:g}")
    return "".join(parts)


def _towards(here: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """The point a bend's length from `here` on the way to `other`, at most half of the way."""
    across, down = other[0] - here[0], other[1] - here[1]
    length = abs(across) + abs(down)
    part = min(_BEND, length / 2) / length if length else 0
    return here[0] + across * part, here[1] + down * part


def _head(points: list[tuple[float, float]]) -> str:
    """The head of an arrow at the last point."""
    (x0, y0), (x, y) = points[-2], points[-1]
    if abs(x - x0) > abs(y - y0):
        way = -1 if x > x0 else 1
        shape = f"M{x:g} {y:g}l{way * 8:g} -4.5v9Z"
    else:
        way = -1 if y >= y0 else 1
        shape = f"M{x:g} {y:g}l-4.5 {way * 8:g}h9Z"
    return element("path", d=shape, class_="head")


def _lane(entries: tuple[Entry, ...]) -> str:
    """What is watched everywhere, one box below the other."""
    parts = [_text(0, 14, "Watched everywhere", "muted")]
    for number, entry in enumerate(entries):
        y = 32.0 + number * LANE_STEP
        drawn = [outline(entry.kind, 0, y, LANE_WIDTH, 2 * ROW, ends=True)]
        drawn.append(_text(14, y + 4, entry.word, "word"))
        drawn.append(_text(14, y + ROW + 5, entry.title, "title"))
        if entry.number:
            drawn.append(_text(LANE_WIDTH - 12, y + ROW + 5, entry.number, "count", "end"))
        if entry.foot:
            drawn.append(_text(LANE_WIDTH - 14, y + 2 * ROW + 4, entry.foot, "word", "end"))
        parts.append(element("g", "".join(drawn), class_=entry.kind))
    return "\n".join(parts)


def _text(x: float, y: float, text: str, class_: str, anchor: str = "start") -> str:
    if not text:
        return ""
    place = {"x": f"{x:g}", "y": f"{y:g}", "class_": class_}
    if anchor != "start":
        place["text_anchor"] = anchor
    return element("text", shown(text), **place)
