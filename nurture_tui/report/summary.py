"""What the counts of a run leave open: who never came to an entry."""

from __future__ import annotations

import numpy as np

from nurture_tui.simulation.result import Result

_AT_THE_ENTRY = ("entered", "refused")


def never_came(result: Result, journey: str) -> int:
    """The contacts that were not considered for a journey even once (R4; others may be often).

    They turned up neither at its event nor by its `when`, and no journey handed them over.
    """
    log = result.log
    at_the_entry = [log.names.index(name) for name in _AT_THE_ENTRY if name in log.names]
    if journey not in log.names or not at_the_entry:
        return len(result.contacts)
    came = np.isin(log.event, at_the_entry) & (log.journey == log.names.index(journey))
    return len(result.contacts) - len(np.unique(log.contact[came]))
