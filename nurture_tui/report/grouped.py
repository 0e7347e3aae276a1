"""Instants taken apart by a code, each part sorted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from nurture_tui.simulation.result import Codes, Ints

Name = TypeVar("Name")


def times_by_code(codes: Codes, times: Ints, names: Sequence[Name]) -> dict[Name, Ints]:
    """The sorted times of each code that occurs, by its name, in the order of the codes."""
    order = np.lexsort((times, codes))
    sorted_codes, sorted_times = codes[order], times[order]
    begins = np.flatnonzero(np.diff(sorted_codes, prepend=sorted_codes[:1] - 1))
    ends = np.append(begins[1:], len(sorted_codes))[: len(begins)]
    return {
        names[int(sorted_codes[a])]: sorted_times[a:b] for a, b in zip(begins, ends, strict=True)
    }
