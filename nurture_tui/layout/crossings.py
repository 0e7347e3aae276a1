"""Fewer crossings: neighbours below one step change places where that uncrosses lines."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict

from nurture_tui.layout.levels import Levels
from nurture_tui.layout.order import ROOT, Tree, grow

_WORK = 6_000  # elements looked at in all tries together: small sketches are tried thoroughly


def crossings(levels: Levels, tree: Tree) -> int:
    """How often lines cross, with every level ordered as in `tree`."""
    size = len(levels.items)
    channels: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, hop in enumerate(levels.hops):
        element = size + tree.shared.get(index, index)
        lane = tree.order[element] if tree.order[element] >= 0 else tree.order[hop.target]
        if hop.up:
            for level in list(hop.passes)[:-1]:
                channels[level].append((lane, lane))
            continue
        top = tree.order[hop.source]
        start = levels.items[hop.source].level
        for level in [start, *hop.passes]:
            last = level == levels.items[hop.target].level - 1
            channels[level].append((top, tree.order[hop.target] if last else lane))
            top = lane
            if index in tree.shared:
                break
    total = 0
    for lines in channels.values():
        seen: list[int] = []
        for _, bottom in sorted(lines):
            total += len(seen) - bisect_right(seen, bottom)
            insort(seen, bottom)
    return total


def untangle(levels: Levels) -> Tree:
    """The tree in file order, but for neighbours whose swap removes a crossing.

    The lowest are tried first: there the least changes place.
    """
    tree = grow(levels)
    best = crossings(levels, tree)
    tries = _WORK // max(1, len(levels.items) + len(levels.hops))
    swapped: dict[int, tuple[int, ...]] = {}
    upward = sorted(range(len(levels.items)), key=lambda item: -levels.items[item].level)
    better = True
    while best and better and tries > 0:
        better = False
        for item in [*upward, ROOT]:
            below = [e for e in tree.children[item] if e not in tree.joins]
            for nth in range(len(below) - 1):
                if tries <= 0 or not best:
                    break
                tries -= 1
                turned = [*below[:nth], below[nth + 1], below[nth], *below[nth + 2 :]]
                attempt = {**swapped, item: tuple(turned)}
                other = grow(levels, attempt)
                found = crossings(levels, other)
                if found < best:
                    tree, best, swapped, below, better = other, found, attempt, turned, True
    return tree
