"""Truths of many contacts at once, joined by `and` and `or`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nurture_tui.simulation.view import Flags, View

Truth = Callable[[View], Flags]


def all_of(items: list[Truth]) -> Truth:
    def truth(view: View) -> Flags:
        result = items[0](view)
        for item in items[1:]:
            result = result & item(view)
        return result

    return truth


def any_of(items: list[Truth]) -> Truth:
    def truth(view: View) -> Flags:
        if not items:
            return np.zeros(len(view.rows), dtype=np.bool_)
        result = items[0](view)
        for item in items[1:]:
            result = result | item(view)
        return result

    return truth
