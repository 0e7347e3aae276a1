"""Which lines run back up: the first phase of the layout."""

from __future__ import annotations

from collections.abc import Sequence


def back_edges(size: int, edges: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Indexes of the edges that close a loop, found depth first in file order.

    Nodes are 0 to size-1. Without these edges the graph has no loops. The first node starts, then
    those without a way in, so that what is a loop does not depend on a stray step.
    """
    out: list[list[int]] = [[] for _ in range(size)]
    fed = [False] * size
    for index, (source, target) in enumerate(edges):
        out[source].append(index)
        fed[target] = fed[target] or source != target
    state = [0] * size  # 0 unseen, 1 on the way down, 2 done
    back: set[int] = set()
    for root in sorted(range(size), key=lambda node: (node > 0, fed[node], node)):
        if state[root]:
            continue
        state[root] = 1
        stack = [(root, iter(out[root]))]
        while stack:
            node, rest = stack[-1]
            for index in rest:
                target = edges[index][1]
                if state[target] == 1:
                    back.add(index)
                elif not state[target]:
                    state[target] = 1
                    stack.append((target, iter(out[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return frozenset(back)
