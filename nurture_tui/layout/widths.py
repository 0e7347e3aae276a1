"""How wide each step is drawn: alike in a column, wider where its name asks and nothing is near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nurture_tui.layout.levels import Levels
from nurture_tui.layout.measure import LINE, Size, box_width, count_end
from nurture_tui.layout.order import ROOT, Tree
from nurture_tui.layout.place import HEAVY
from nurture_tui.layout.scales import Scale
from nurture_tui.layout.sketch import Node
from nurture_tui.text import width

ROOMY = 81
"""The widest a step becomes for its name's sake, where nothing else wants the room."""
FAR = 4
"""How far a count may stand from its step's own place for it to be in line with the others."""


def columns_of(tree: Tree, weight: Sequence[float]) -> list[int]:
    """For each element the one at the head of its column: what goes on straight stands in it."""
    head = list(range(len(weight)))
    elements = [e for e in range(len(weight)) if tree.order[e] >= 0]
    for element in sorted(elements, key=lambda e: tree.order[e]):
        above = tree.parent[element]
        if weight[element] == HEAVY and above != ROOT:
            head[element] = head[above]
    return head


def name_width(node: Node, scale: Scale) -> int:
    """The least odd width at which a step's name is whole."""
    return 1 if node.kind == "enter" else (width(node.title) + scale.around(node)) | 1


def asked_widths(
    nodes: Sequence[Node], on_trunk: Sequence[bool], column: Sequence[int], scale: Scale
) -> list[int]:
    """The box width of each step at a scale; the same in a column where names ask for more."""
    boxes = [box_width(node, on_trunk[step], scale) for step, node in enumerate(nodes)]
    widest: dict[int, int] = defaultdict(int)
    for step, node in enumerate(nodes):
        most = scale.longest_trunk if on_trunk[step] else scale.longest
        asked = min(name_width(node, scale), most)
        widest[column[step]] = max(widest[column[step]], boxes[step], asked)
    return [widest[column[step]] for step in range(len(nodes))] if scale.longest_trunk else boxes


class _Rows:
    """What is taken on each level: cells of steps with their counts, of lines."""

    def __init__(
        self,
        levels: Levels,
        tree: Tree,
        sizes: Sequence[Size],
        columns: Sequence[int],
        wide: Mapping[tuple[int, int], Size],
    ) -> None:
        size = len(levels.items)
        self._taken: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        for element, column in enumerate(columns):
            if tree.order[element] < 0:
                continue
            passed: Sequence[int] = ()
            if element < size:
                here = sizes[element]
                span = column - here.left, column + here.right
                self._taken[levels.items[element].level][element] = span
                passed = tree.stems[element]
            else:
                passed = levels.hops[element - size].passes
            for level in passed:
                room = wide.get((element - size, level), LINE)
                self._taken[level][element] = column - room.left, column + room.right

    def free(self, level: int, element: int, low: int, high: int) -> tuple[int, int]:
        """The blank cells left and right of an element's own, from column `low` to `high`."""
        row = self._taken[level]
        start, end = row[element]
        left = max([low - 1, *(right for _, right in row.values() if right < start)])
        right = min([high + 1, *(left for left, _ in row.values() if left > end)])
        return start - left - 1, right - end - 1

    def take(self, level: int, element: int, left: int, right: int) -> None:
        """Let an element have so many cells more on its left and right."""
        start, end = self._taken[level][element]
        self._taken[level][element] = start - left, end + right


@dataclass(frozen=True)
class Stretched:
    """The box width, the size with all around it and the column of the count, by step."""

    boxes: Sequence[int]
    sizes: Sequence[Size]
    counts: Sequence[int]


def stretch(
    nodes: Sequence[Node],
    levels: Levels,
    tree: Tree,
    boxes: Sequence[int],
    sizes: Sequence[Size],
    columns: Sequence[int],
    wide: Mapping[tuple[int, int], Size],
    column: Sequence[int],
    scale: Scale,
    low: int,
    high: int,
) -> Stretched:
    """Steps whose names are cut made wider where that moves nothing, from column `low` to `high`.

    `column` says which steps stand in one column: their counts end alike where there is room.
    """
    rows = _Rows(levels, tree, sizes, columns, wide)
    low, high = low - scale.left_pad, high + scale.right_pad
    boxes, sizes = list(boxes), list(sizes)

    def more(step: int, left: int, right: int) -> None:
        rows.take(levels.items[step].level, step, left, right)
        sizes[step] = Size(sizes[step].left + left, sizes[step].right + right)

    for step, node in enumerate(nodes):
        lacks = min(name_width(node, scale), ROOMY) - boxes[step]
        if lacks > 0:
            free = rows.free(levels.items[step].level, step, low, high)
            extra = max(0, min(*free, lacks // 2))
            boxes[step] += 2 * extra
            more(step, extra, extra)
    counts = [
        columns[step] + boxes[step] // 2 + count_end(node, scale) for step, node in enumerate(nodes)
    ]
    last: dict[int, int] = {}
    counted = [step for step, node in enumerate(nodes) if node.counted and not node.aside]
    for step in counted:
        last[column[step]] = max(last.get(column[step], 0), counts[step])
    for step in counted:
        short = last[column[step]] - counts[step]
        if 0 < short <= min(FAR, rows.free(levels.items[step].level, step, low, high)[1]):
            counts[step] += short
            more(step, 0, short)
    return Stretched(boxes, sizes, counts)
