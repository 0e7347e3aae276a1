"""Rows and lines: every net on its track, every edge as the cells it runs over."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from nurture_tui.layout.channels import Net, NetKey, Tracks, tracks
from nurture_tui.layout.levels import Hop, Levels, Link
from nurture_tui.layout.measure import HOOK, label_room, self_room
from nurture_tui.layout.order import Tree
from nurture_tui.layout.scales import Scale
from nurture_tui.layout.shapes import DOWN, LEFT, RIGHT, UP

Owner: TypeAlias = tuple[str, int]
Cell: TypeAlias = tuple[int, int]
# Cells run from where the line is to (x, y); those on the way belong to the owner.
_Move: TypeAlias = tuple[int, int, Owner]


@dataclass(frozen=True)
class Routes:
    """Where the lines run.

    `tops` and `heights` are the first row and the rows of each level, `item_y` the first row of
    each item. `cells` holds for each cell and owner the directions and the edges; `paths` the
    cells of each edge in order; `track_y` the row of each net that bends; `hooks` the columns
    where loops meet the bottom border of a step.
    """

    tops: tuple[int, ...]
    heights: tuple[int, ...]
    item_y: tuple[int, ...]
    cells: Mapping[Cell, Mapping[Owner, tuple[int, tuple[int, ...]]]]
    paths: tuple[tuple[Cell, ...], ...]
    nets: Mapping[NetKey, Net]
    track_y: Mapping[NetKey, int]
    hooks: Mapping[int, tuple[int, ...]]
    height: int


@dataclass(frozen=True)
class Bends:
    """The nets of a hop: the one it leaves in, its own column, the one it arrives in.

    Only a hop with a lane has two; another bends once, in a net of its source or of its target.
    """

    leave: NetKey | None
    column: int
    arrive: NetKey | None


def bends(levels: Levels, tree: Tree, columns: Sequence[int]) -> list[Bends]:
    """Where each hop bends: below a source with several ways out, above a target with several
    ways in (a loop: below it)."""
    ways = Counter(hop.source for hop in levels.hops)
    found = []
    for index, hop in enumerate(levels.hops):
        element = len(levels.items) + tree.shared.get(index, index)
        if hop.up:
            found.append(Bends(("out", hop.source), columns[element], ("back", hop.target)))
        elif tree.order[element] >= 0:
            found.append(Bends(("out", hop.source), columns[element], ("in", hop.target)))
        elif ways[hop.source] > 1 or hop.target not in tree.joins:
            found.append(Bends(("out", hop.source), columns[hop.target], None))
        else:
            found.append(Bends(None, columns[hop.source], ("in", hop.target)))
    return found


def route(
    links: Sequence[Link],
    levels: Levels,
    tree: Tree,
    columns: Sequence[int],
    item_heights: Sequence[int],
    enter: Sequence[bool],
    scale: Scale,
) -> Routes:
    """All rows and all lines of a placed sketch; `enter` says which items are entries."""
    bent = bends(levels, tree, columns)
    hooks = _hooks(levels, columns, bent)
    nets, channel = _nets(links, levels, columns, bent, hooks)
    by_channel: dict[int, list[Net]] = defaultdict(list)
    for key, net in nets.items():
        by_channel[channel[key]].append(net)
    laid = [tracks(by_channel[level]) for level in range(levels.count)]
    rows = [found.count for found in laid]
    heights = [0] * levels.count
    for item, height in zip(levels.items, item_heights, strict=True):
        heights[item.level] = max(heights[item.level], height)
    for hop in levels.hops:
        if hop.note >= 0:
            heights[hop.note_level] = max(heights[hop.note_level], 1)
    _space_out(levels, heights, rows, enter, scale)
    tops, y = [], 0
    for level in range(levels.count):
        tops.append(y)
        y += heights[level] + rows[level]
    below = [top + height for top, height in zip(tops, heights, strict=True)]
    item_y = tuple(
        below[item.level] - height for item, height in zip(levels.items, item_heights, strict=True)
    )
    track_y, jogs = _rows_of(laid, below)

    cells: dict[Cell, dict[Owner, tuple[int, tuple[int, ...]]]] = defaultdict(dict)
    routed = []
    for index, hop in enumerate(levels.hops):
        start = (columns[hop.source], below[levels.items[hop.source].level] - 1)
        target = levels.items[hop.target]
        if hop.up:
            stop = below[target.level]
        else:
            # A line ends above a step, but runs through a note or a label.
            stop = item_y[hop.target] - 1
            stop += 0 if target.kind == "step" else item_heights[hop.target]
        hook = hooks.get(index, columns[hop.target])
        moves = _moves(index, hop, bent[index], track_y, jogs, hook, stop, tree)
        routed.append(_stroke(cells, start, moves, hop.edges, up=hop.up))
    paths = [tuple(cell for h in hops for cell in routed[h]) for hops in levels.routes]
    for edge in levels.selfs:
        step = links[edge].source
        x, top = columns[step], below[levels.items[step].level]
        net = nets["self", edge]
        (hook,) = net.uppers - {x}
        row, owner = track_y[net.key], ("out", step)
        line: list[_Move] = [(x, row, owner), (hook, row, owner), (hook, top, owner)]
        paths[edge] = tuple(_stroke(cells, (x, top - 1), line, (edge,), up=True))
    met: dict[int, set[int]] = defaultdict(set)
    for index, hook in hooks.items():
        met[levels.hops[index].target].add(hook)
    for edge in levels.selfs:
        step = links[edge].source
        met[step] |= nets["self", edge].uppers - {columns[step]}
    heads = {item: tuple(sorted(found)) for item, found in met.items()}
    return Routes(tuple(tops), tuple(heights), item_y, cells, tuple(paths), nets, track_y, heads, y)


def _hooks(levels: Levels, columns: Sequence[int], bent: Sequence[Bends]) -> dict[int, int]:
    """For each hop that runs up, the column in which it meets its target from below."""
    hooks = {}
    for index, hop in enumerate(levels.hops):
        if hop.up:
            middle = columns[hop.target]
            hooks[index] = middle + (HOOK if bent[index].column >= middle else -HOOK)
    return hooks


def _nets(
    links: Sequence[Link],
    levels: Levels,
    columns: Sequence[int],
    bent: Sequence[Bends],
    hooks: Mapping[int, int],
) -> tuple[dict[NetKey, Net], dict[NetKey, int]]:
    """All nets, and the level below which each lies."""
    uppers: dict[NetKey, set[int]] = defaultdict(set)
    lowers: dict[NetKey, dict[int, int]] = defaultdict(dict)
    wide: dict[NetKey, list[int]] = defaultdict(list)
    channel: dict[NetKey, int] = {}
    for index, hop in enumerate(levels.hops):
        leave, column, arrive = bent[index].leave, bent[index].column, bent[index].arrive
        if leave:
            channel[leave] = levels.items[hop.source].level
            uppers[leave].add(columns[hop.source])
            if hop.up:
                uppers[leave].add(column)
            else:
                lowers[leave][column] = hop.target if arrive is None else -1
            if hop.label >= 0 and column == columns[hop.source]:
                wide[leave].append(1 + label_room(links[hop.label]))
        if arrive and hop.up:
            channel[arrive] = levels.items[hop.target].level
            uppers[arrive].add(hooks[index])
            lowers[arrive][column] = -1
        elif arrive:
            channel[arrive] = levels.items[hop.target].level - 1
            uppers[arrive].add(column)
            lowers[arrive][columns[hop.target]] = hop.target
    nets = {}
    for found in channel:
        legs = uppers[found] | lowers[found].keys()
        low, high = min(legs), max(legs)
        middle = columns[found[1]]
        for room in wide[found]:
            # A label beside the middle stands on the side where no leg is.
            if high == middle:
                high += room
            elif low == middle:
                low -= room
        ends = frozenset(lowers[found])
        nets[found] = Net(found, found[1], frozenset(uppers[found]), ends, lowers[found], low, high)
    taken: dict[int, set[int]] = defaultdict(set)
    for index, hook in hooks.items():
        taken[levels.hops[index].target].add(hook)
    for edge in levels.selfs:
        item = links[edge].source
        key: NetKey = ("self", edge)
        middle = columns[item]
        sides = [middle + sign * off for off in (HOOK, HOOK // 2, HOOK - 2, 2) for sign in (1, -1)]
        hook = next((side for side in sides if side not in taken[item]), sides[0])
        taken[item].add(hook)
        room = self_room(links[edge])
        channel[key] = levels.items[item].level
        low, right = min(middle, hook), max(middle, hook)
        ends, text = frozenset({middle, hook}), frozenset(range(right + 1, right + room + 1))
        nets[key] = Net(key, item, ends, frozenset(), {}, low, right + room, text)
    return nets, channel


def _space_out(
    levels: Levels, heights: Sequence[int], rows: list[int], enter: Sequence[bool], scale: Scale
) -> None:
    """Keep the gap between steps; only boxes may follow an entry at once."""
    steps: dict[int, bool] = {}
    for item, is_enter in zip(levels.items, enter, strict=True):
        if item.kind == "step":
            steps[item.level] = steps.get(item.level, True) and is_enter
    ordered = sorted(steps)
    for upper, lower in itertools.pairwise(ordered):
        gap = 0 if steps[upper] and scale.height == 3 else scale.gap
        between = sum(rows[upper:lower]) + sum(heights[upper + 1 : lower])
        rows[lower - 1] += max(0, gap - between)


def _moves(
    index: int,
    hop: Hop,
    bent: Bends,
    track_y: Mapping[NetKey, int],
    jogs: Mapping[tuple[NetKey, int], Cell],
    hook: int,
    stop: int,
    tree: Tree,
) -> list[_Move]:
    """The way of a hop from below its source."""
    own: Owner = ("hop", index)
    column = bent.column
    moves: list[_Move] = []
    if bent.leave and bent.leave in track_y:
        row = track_y[bent.leave]
        moves.append((-1, row, bent.leave))
        moves += _leg(bent.leave, column, row, jogs)
    if hop.up and bent.arrive:
        if bent.arrive in track_y:
            row = track_y[bent.arrive]
            back = _leg(bent.arrive, column, row, jogs)
            # The same leg, but run from below.
            first = back[-1][1]
            moves += [(column, first + 1, own), (column, first, bent.arrive)]
            moves += [(x, y, bent.arrive) for x, y, _ in reversed(back[:-1])]
            moves += [(back[0][0], row, bent.arrive), (hook, row, bent.arrive)]
        moves.append((hook, stop, bent.arrive))
        return moves
    last: Owner = ("in", hop.target) if hop.target in tree.joins else own
    if bent.arrive and bent.arrive in track_y:
        row = track_y[bent.arrive]
        moves += [(column, row - 1, own), (column, row, bent.arrive)]
        moves += _leg(bent.arrive, hook, row, jogs)
    moves.append((hook, stop, last))
    return moves


def _leg(
    net: NetKey, column: int, row: int, jogs: Mapping[tuple[NetKey, int], Cell]
) -> list[_Move]:
    """Along a track to a leg, with its jog if it has one."""
    if (net, column) not in jogs:
        return [(column, row, net)]
    free, jog_row = jogs[net, column]
    return [(free, row, net), (free, jog_row, net), (column, jog_row, net)]


def _rows_of(
    laid: Sequence[Tracks], below: Sequence[int]
) -> tuple[dict[NetKey, int], dict[tuple[NetKey, int], Cell]]:
    """The row of every track; for legs that jog, the column they take and the row they end on."""
    track_y: dict[NetKey, int] = {}
    jogs: dict[tuple[NetKey, int], Cell] = {}
    for found, top in zip(laid, below, strict=True):
        track_y.update((key, top + row) for key, row in found.of.items() if key[0] != "jog")
        for leg, (free, jog) in found.jogs.items():
            jogs[leg] = (free, top + found.of[jog])
    return track_y, jogs


def _stroke(
    cells: dict[Cell, dict[Owner, tuple[int, tuple[int, ...]]]],
    start: Cell,
    moves: Sequence[_Move],
    edges: tuple[int, ...],
    *,
    up: bool,
) -> list[Cell]:
    """Draw a line from the border cell `start`; its cells in order."""
    x, y = start
    way: list[Cell] = []
    last: tuple[dict[Owner, tuple[int, tuple[int, ...]]], Owner] | None = None
    for to_x, to_y, owner in moves:
        to_x = x if to_x < 0 else to_x
        step_x, step_y = (to_x > x) - (to_x < x), (to_y > y) - (to_y < y)
        ahead, back = _TURNS[step_x, step_y]
        while x != to_x or y != to_y:
            if last:
                before, its = last
                before[its] = (before[its][0] | ahead, before[its][1])
            x, y = x + step_x, y + step_y
            here = cells[x, y]
            known = here.get(owner)
            if known is None:
                here[owner] = (back, edges)
            else:
                through = known[1]
                if through is not edges and not set(edges) <= set(through):
                    through = tuple(sorted({*through, *edges}))
                here[owner] = (known[0] | back, through)
            way.append((x, y))
            last = (here, owner)
    if last:
        before, its = last
        before[its] = (before[its][0] | (UP if up else DOWN), before[its][1])
    return way


# (step across, step down) -> the direction ahead, the direction back
_TURNS = {
    (0, 0): (0, 0),
    (1, 0): (RIGHT, LEFT),
    (-1, 0): (LEFT, RIGHT),
    (0, 1): (DOWN, UP),
    (0, -1): (UP, DOWN),
}
