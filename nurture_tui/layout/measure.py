"""Sizes: how many cells steps, notes and labels need at each zoom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nurture_tui.layout.levels import Levels, Link
from nurture_tui.layout.scales import Scale
from nurture_tui.layout.sketch import Node
from nurture_tui.text import cut, safe, width

SHARE_ROOM = 5  # ' 100%'
LABEL_MAX = 20
NOTE_MAX = 32
ASIDE_MAX = 24


@dataclass(frozen=True)
class Size:
    """Cells an element takes left and right of its column, borders included, blanks after."""

    left: int
    right: int


LINE = Size(1, 1)


def enter_text(node: Node, *, chip: bool) -> str:
    """What stands for the entry: a ring, its word and the event."""
    blank = "  " if chip else " "
    return f"○ {node.word}{blank}{node.title}"


def enter_reach(node: Node, box: int, scale: Scale) -> int:
    """The cells left of the middle that the text of an entry takes, over a box of so many."""
    if node.kind != "enter":
        return 0
    return width(enter_text(node, chip=scale.height == 1)) - box // 2 - 1


def box_width(node: Node, trunk: bool, scale: Scale) -> int:
    """An odd width; a long word on the border widens the box, for it is never cut."""
    usual = scale.trunk if trunk else scale.beside
    if scale.height == 1:
        return max(usual, (width(node.word) + 13) | 1)
    # corner, rule, blank, word, blank, arrow head
    half = 4 + width(node.word)
    return max(usual, 2 * half + 1)


def step_size(node: Node, box: int, scale: Scale) -> Size:
    """The room of a step: its box, the column of its count or the text beside it."""
    half = box // 2
    left = half
    if node.kind == "enter" and scale.height == 3:
        left = max(half, min(width(enter_text(node, chip=False)), box + 8) - 1 - half)
    beside = max(count_end(node, scale), 2 + width(node.aside) + bool(node.aside))
    return Size(left + scale.left_pad, half + beside + scale.right_pad)


def count_end(node: Node, scale: Scale) -> int:
    """How many cells right of the border the count ends; what has none keeps a little apart."""
    return scale.count_end if node.counted else 2


def text_size(text: int) -> Size:
    """A line with a text of so many cells at its right."""
    return Size(1, 2 + text)


def item_sizes(
    nodes: Sequence[Node], links: Sequence[Link], levels: Levels, boxes: Sequence[int], scale: Scale
) -> list[Size]:
    """The size of every item."""
    sizes = []
    for item in levels.items:
        if item.kind == "step":
            sizes.append(step_size(nodes[item.ref], boxes[item.ref], scale))
        elif item.kind == "note":
            sizes.append(text_size(width(links[item.ref].note)))
        else:
            sizes.append(text_size(label_room(links[item.ref])))
    for edge in levels.selfs:
        link = links[edge]
        size = sizes[link.source]
        room = HOOK + 1 + self_room(link)
        sizes[link.source] = Size(size.left, max(size.right, room))
    return sizes


HOOK = 6  # a loop meets the bottom border this many cells beside the middle


def self_note_at(link: Link) -> int:
    """How far right of its hook the note of a line from a step to itself begins."""
    return 2 + (label_room(link) + 2 if link.label else 0)


def self_room(link: Link) -> int:
    """The cells right of the hook that the texts of a line to itself need."""
    if link.note:
        return self_note_at(link) + width(link.note)
    return 1 + label_room(link) if link.label else 0


def leg(link: Link) -> int:
    """Cells from the middle to the corner of a leg whose label stands on it."""
    return label_room(link) + 3


def tidy(node: Node) -> Node:
    """The node with harmless texts, each cut to what can ever be shown."""
    return Node(
        node.id,
        node.kind,
        safe(node.word),
        safe(node.title),
        node.ends,
        safe(node.mark),
        cut(safe(node.foot), 20),
        cut(safe(node.aside), ASIDE_MAX),
        node.counted,
    )


def label_room(link: Link) -> int:
    """The cells kept for a label and any share behind it."""
    return width(link.label) + (SHARE_ROOM if link.counted else 0)
