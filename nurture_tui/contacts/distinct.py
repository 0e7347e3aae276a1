"""The values that occur in an array."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Value = TypeVar("Value", bound=np.integer)


def distinct(values: npt.NDArray[Value]) -> npt.NDArray[Value]:
    """The values of an array of one dimension, each once, in rising order.

    That is what np.unique gives, which loads numpy's masked arrays for it: 1.5 MB, and 10 ms.
    """
    ordered = np.sort(values)
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
