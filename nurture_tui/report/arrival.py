"""When contacts come to a step, counted from their entry."""

from __future__ import annotations

import numpy as np

from nurture_tui.simulation.result import Result

DAY = 86_400
_EARLY, _MIDDLE, _LATE = 0.05, 0.5, 0.95


def days_after_entry(result: Result, journey: str, step: str) -> tuple[float, float, float] | None:
    """Days between entry and arrival at a step: 5th, 50th and 95th percentile of the visits.

    None where nobody came. Each visit counts from the entry of the stay that it belongs to.
    """
    visits, stays = result.visits, result.stays
    if step not in visits.names or journey not in visits.names or journey not in stays.names:
        return None
    at = (visits.step == visits.names.index(step)) & (visits.journey == visits.names.index(journey))
    of = stays.journey == stays.names.index(journey)
    if not at.any() or not of.any():
        return None
    contacts, entries = stays.contact[of], stays.entered[of]
    order = np.lexsort((entries, contacts))
    contacts, entries = contacts[order], entries[order]
    # Stays of one contact follow each other: the last that began by then is the visit's own.
    first = entries.min()
    span = int(max(entries.max(), visits.entered[at].max()) - first) + 1
    keys = contacts.astype(np.int64) * span + (entries - first)
    wanted = visits.contact[at].astype(np.int64) * span + (visits.entered[at] - first)
    own = np.searchsorted(keys, wanted, side="right") - 1
    days = (visits.entered[at] - entries[own]) / DAY
    early, middle, late = np.quantile(days, (_EARLY, _MIDDLE, _LATE))
    return float(early), float(middle), float(late)
