"""When contacts come to a step, counted from their entry."""

from __future__ import annotations

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.simulation.result import Result

DAY = 86_400
_EARLY, _MIDDLE, _LATE = 0.05, 0.5, 0.95

Days = tuple[float, float, float]


def days_after_entry(result: Result, journey: str) -> dict[str, Days]:
    """Days between entry and arrival at each step: 5th, 50th and 95th percentile of the visits.

    Steps to which nobody came are left out. Each visit counts from the entry of the stay that it
    belongs to.
    """
    visits, stays = result.visits, result.stays
    if journey not in visits.names or journey not in stays.names:
        return {}
    at = np.flatnonzero(visits.journey == visits.names.index(journey))
    of = stays.journey == stays.names.index(journey)
    if not len(at) or not of.any():
        return {}
    contacts, entries = stays.contact[of], stays.entered[of]
    order = np.lexsort((entries, contacts))
    contacts, entries = contacts[order], entries[order]
    # Stays of one contact follow each other: the last that began by then is the visit's own.
    came, first = visits.entered[at], entries.min()
    span = int(max(entries.max(), came.max()) - first) + 1
    keys = contacts.astype(np.int64) * span + (entries - first)
    wanted = visits.contact[at].astype(np.int64) * span + (came - first)
    days = (came - entries[np.searchsorted(keys, wanted, side="right") - 1]) / DAY
    steps = visits.step[at]
    found = {}
    for code in distinct(steps).tolist():
        early, middle, late = np.quantile(days[steps == code], (_EARLY, _MIDDLE, _LATE))
        found[visits.names[code]] = (float(early), float(middle), float(late))
    return found
