"""The picture of two versions in the cells there are: what gives way, and in which order."""

from __future__ import annotations

from dataclasses import replace

from nurture_tui.layout import Layout, Sketch, Zoom, lay_out
from nurture_tui.text import width

SIGNED = ("+", "−")


def fitted(picture: Sketch, zoom: Zoom, room: int) -> Layout:
    """Both versions in one picture; steps give way only where it would be cut.

    Where that is not enough, so do the words beside them: first those that only say what the
    sign and the border say, the outermost before others.
    """
    gap = 1 if zoom == "chips" else None
    drawn = lay_out(picture, zoom=zoom, gap=gap)
    if drawn.width <= room:
        return drawn
    drawn = best = lay_out(picture, zoom=zoom, gap=gap, room=room)
    while drawn.width > room and (wordy := _in_the_way(drawn, room)):
        nodes = (replace(node, aside="") if node.id in wordy else node for node in picture.nodes)
        picture = replace(picture, nodes=tuple(nodes))
        drawn = lay_out(picture, zoom=zoom, gap=gap, room=room)
        best = min(best, drawn, key=lambda layout: layout.width)
    return best


def _in_the_way(drawn: Layout, room: int) -> set[str]:
    """The steps whose words beside them are the first to go."""
    wordy = [box for box in drawn.boxes.values() if box.node.aside]
    told = [box for box in wordy if box.node.word[:1] in SIGNED] or wordy
    far = {box.node.id for box in told if box.x + box.w + 2 + width(box.node.aside) > room}
    return far or {box.node.id for box in told}
