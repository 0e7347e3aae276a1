"""From step to step by the arrow keys: along the lines first, else to what stands next."""

from __future__ import annotations

from nurture_tui.layout import Direction, Layout

Spot = tuple[int, int]


def spots(layout: Layout) -> dict[str, Spot]:
    """Where each step stands (its middle), and each wait that is folded onto a line."""
    found = {id_: (box.middle, box.count_y) for id_, box in layout.boxes.items()}
    for line in layout.lines:
        if line.note is not None:
            for wait in line.note.via:
                found.setdefault(wait, (line.note.x, line.note.y))
    return found


def neighbour(layout: Layout, here: str, direction: Direction) -> str | None:
    """The step that an arrow key leads to from `here`, or None where there is none.

    Up and down follow the lines, to the one most straight ahead; where no line leads on, and for
    left and right, the nearest in that direction is taken.
    """
    places = spots(layout)
    if here not in places:
        return None
    if layout.zoom == "outline":
        return _by_row(places, here, direction)
    ahead = [id_ for id_ in _linked(layout, here, direction) if id_ in places]
    return _nearest(places, here, direction, ahead) or _nearest(
        places, here, direction, list(places)
    )


def _by_row(places: dict[str, Spot], here: str, direction: Direction) -> str | None:
    """In an outline: the row before or after, the step that a way belongs to, the first in it."""
    rows = sorted((y, x, id_) for id_, (x, y) in places.items())
    at = next(number for number, row in enumerate(rows) if row[2] == here)
    depth = rows[at][1]
    if direction == "up":
        found = rows[at - 1 : at] if at else []
    elif direction == "left":
        found = [row for row in rows[:at] if row[1] < depth][-1:]
    else:
        found = rows[at + 1 : at + 2]
        if direction == "right" and found and found[0][1] <= depth:
            found = []
    return found[0][2] if found else None


def _linked(layout: Layout, here: str, direction: Direction) -> list[str]:
    """The steps at the other end of the lines that leave (or reach) `here`, waits in between."""
    if direction in ("left", "right"):
        return []
    found = []
    for line in layout.lines:
        stops = (line.edge.source, *line.edge.via, line.edge.target)
        if here in stops:
            at = stops.index(here) + (1 if direction == "down" else -1)
            if 0 <= at < len(stops):
                found.append(stops[at])
    return found


def _nearest(
    places: dict[str, Spot], here: str, direction: Direction, among: list[str]
) -> str | None:
    x, y = places[here]
    best: tuple[int, int, int, str] | None = None
    for place, id_ in enumerate(among):
        to_x, to_y = places[id_]
        down, across = to_y - y, to_x - x
        if direction in ("up", "down"):
            ahead, aside = (down if direction == "down" else -down), abs(across)
            cost = ahead * 4 + aside
        else:
            ahead, aside = (across if direction == "right" else -across), abs(down)
            cost = ahead + aside * 8
        if id_ != here and ahead > 0 and (best is None or (cost, aside, place, id_) < best):
            best = (cost, aside, place, id_)
    return best[3] if best else None
