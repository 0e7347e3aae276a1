"""What the counts of a run leave open: who never came to an entry."""

from __future__ import annotations

from nurture_tui.simulation.result import Counts


def never_came(counts: Counts, journey: str) -> int:
    """The contacts that were not considered for a journey even once (R4; others may be often).

    They turned up neither at its event nor by its `when`, and no journey handed them over.
    """
    return counts.run.contacts - counts.journeys[journey].contacts
