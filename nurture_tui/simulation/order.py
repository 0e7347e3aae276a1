"""The order in which a wave goes through the steps of a journey: downstream, loops as one comes."""

from __future__ import annotations

from collections.abc import Sequence


def step_order(targets: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """All steps, each before those it leads to (but for edges that close a loop).

    `targets[i]` are the steps that step i leads to; -1 leads nowhere.
    """
    done: list[int] = []
    seen = [False] * len(targets)
    for root in range(len(targets)):
        stack = [(root, 0)]
        while stack:
            step, edge = stack.pop()
            if edge == 0:
                if seen[step]:
                    continue
                seen[step] = True
            following = [target for target in targets[step] if target >= 0]
            if edge < len(following):
                stack.append((step, edge + 1))
                if not seen[following[edge]]:
                    stack.append((following[edge], 0))
            else:
                done.append(step)
    return tuple(reversed(done))


def loops(targets: Sequence[Sequence[int]]) -> frozenset[int]:
    """The steps that lead back to themselves: a stay can come to them more than once."""
    order = step_order(targets)
    place = {step: at for at, step in enumerate(order)}
    if all(place[step] < place[to] for step in order for to in targets[step] if to >= 0):
        return frozenset()
    return frozenset(step for step in range(len(targets)) if step in _reached(targets, step))


def _reached(targets: Sequence[Sequence[int]], step: int) -> set[int]:
    """All steps that this one leads to."""
    found: set[int] = set()
    ahead = [step]
    while ahead:
        fresh = {target for target in targets[ahead.pop()] if target >= 0} - found
        found |= fresh
        ahead += fresh
    return found
