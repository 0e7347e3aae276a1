"""What a condition sees: some contacts at their instants, and one stay of theirs in a journey."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nurture_tui.frozen import dataclass

Rows = npt.NDArray[np.intp]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """Contacts (`rows` of the chunk), the instant of each, and when their stay began.

    `attempt` is true while it is asked whether they may come in: of the stay to be, nothing has
    been sent, opened, clicked or done yet.
    """

    rows: Rows
    now: Ints
    entered: Ints
    attempt: bool = False

    def some(self, chosen: Flags) -> View:
        return View(self.rows[chosen], self.now[chosen], self.entered[chosen], self.attempt)


def every(flags: Flags) -> bool:
    """Whether all are true; for a few contacts many times as fast as numpy's `all`."""
    return bool(np.count_nonzero(flags) == len(flags))


def joined(parts: Sequence[Ints]) -> Ints:
    """Arrays one after another; a single one is not copied."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
