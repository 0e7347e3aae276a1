"""When a message comes, counted from the contact's entry."""

from __future__ import annotations

import numpy as np

from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Wait, ports
from nurture_tui.report.brief.tongue import Tongue
from nurture_tui.simulation.result import Result

DAY = 86_400
_AT_ONCE = 900
_EARLY, _LATE = 0.05, 0.95


def when_sent(journey: Journey, step: str, result: Result | None, tongue: Tongue) -> str:
    """`At once`, `Day 3`, `Day 3–12`, `3 days before “trial ends”`; "" if nobody gets it.

    By a date where the wait before it counts from one, else the days in which nine of ten get it.
    """
    moment = _before_date(journey, step)
    if moment is not None:
        date = moment.date
        assert date is not None
        offset = tongue.span(date.offset) if date.offset.elapsed else ""
        return tongue.moment(date.name.replace("_", " "), date.sign, offset)
    return days_words(tongue, seconds_after_entry(result, journey.id, step)) if result else ""


def days_words(tongue: Tongue, seconds: tuple[float, float] | None) -> str:
    """The words for the span from the first to the last of nine in ten."""
    if seconds is None:
        return ""
    early, late = seconds
    if late < _AT_ONCE:
        return tongue.words["at once"]
    first, last = round(early / DAY), round(late / DAY)
    return tongue.words["same day"] if last == 0 else tongue.days(first, last)


def seconds_after_entry(result: Result, journey: str, step: str) -> tuple[float, float] | None:
    """Seconds from entry to the sends of a step, the 5th and the 95th of a hundred; None if none.

    Each send counts from the entry of the stay that it belongs to: the last that began by then.
    """
    sends, stays = result.sends, result.stays
    if any(name not in table.names for table in (sends, stays) for name in (journey,)):
        return None
    if step not in sends.names:
        return None
    mine = (sends.journey == sends.names.index(journey)) & (sends.step == sends.names.index(step))
    of = stays.journey == stays.names.index(journey)
    if not mine.any() or not of.any():
        return None
    contacts, entries = stays.contact[of], stays.entered[of]
    order = np.lexsort((entries, contacts))
    contacts, entries = contacts[order].astype(np.int64), entries[order]
    first = int(entries.min())
    span = int(max(entries.max(), sends.time[mine].max())) - first + 1
    keys = contacts * span + (entries - first)
    wanted = sends.contact[mine].astype(np.int64) * span + (sends.time[mine] - first)
    own = np.searchsorted(keys, wanted, side="right") - 1
    waited = sends.time[mine] - entries[own]
    early, late = np.quantile(waited, (_EARLY, _LATE))
    return float(early), float(late)


def _before_date(journey: Journey, step: str) -> Wait | None:
    """The wait for a date that leads to a step by its port `next`, if only that does."""
    leading = [
        (other, port)
        for other in journey.steps.values()
        for port, target in ports(other)
        if target == step
    ]
    if len(leading) != 1 or journey.entry.start == step:
        return None
    other, port = leading[0]
    return other if isinstance(other, Wait) and other.date is not None and port == "next" else None
