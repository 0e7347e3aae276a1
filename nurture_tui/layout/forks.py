"""Forks below each other on the trunk reach equally far, so that their ways stand in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nurture_tui.layout.order import Tree

# Forks whose ways stand further apart than this from each other's are not meant to be alike.
NEAR = 10


def even_forks(
    tree: Tree,
    size: int,
    weight: Sequence[float],
    on_trunk: Sequence[bool],
    columns: Sequence[int],
    legs: Mapping[int, int],
) -> dict[int, int]:
    """`legs` with those of a trunk's forks into two alike, where they nearly are in `columns`.

    Each way reaches as far as the farthest that is hardly farther; `size` is the number of items.
    """
    ways: list[tuple[int, int]] = []  # the way, and how far it reaches: below 0 to the left
    for item in range(size):
        below = [e for e in tree.children[item] if e not in tree.joins]
        if not on_trunk[item] or len(below) != 2 or max(below) >= size:
            continue
        reach = [columns[e] - columns[item] for e in below]
        if weight[below[0]] == weight[below[1]] and reach[0] < 0 < reach[1]:
            ways += zip(below, reach, strict=True)
    even = dict(legs)
    for way, far in ways:
        near = [other for _, other in ways if 0 <= (other - far) * (1 if far > 0 else -1) <= NEAR]
        even[way] = max(near, key=abs)
    return even
