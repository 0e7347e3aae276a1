"""Which guess weighs most: where the goal would be if it were wrong, everything else equal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nurture_tui.model.workspace import Workspace
from nurture_tui.report.sensitivity import Effect, End, sensitivity
from nurture_tui.report.uncertain import Uncertain
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.result import Result
from nurture_tui.simulation.watched import settings_of

MOST_CONTACTS = 20_000
"""Of more, so many are asked: two runs a guess of all take longer than a sentence is worth."""


@dataclass(frozen=True, slots=True)
class Weighs:
    """A guessed share, its value at the end of its range that moves the goal most, and the goal's
    rate there."""

    guess: Uncertain
    value: float
    rate: float


def weightiest_guess(
    workspace: Workspace, journey_id: str, result: Result, heard: Heard | None = None
) -> Weighs | None:
    """The guess that the goal of a journey hangs on most, by a run of the same contacts and luck.

    Of a list longer than MOST_CONTACTS, so many, evenly spaced in it, tell how far the goal moves
    from where the whole list has it. None without a goal or a guess, where none moves the goal by
    more than noise, and for a long list with a throttle, where few contacts are not a small list
    (R10).
    `workspace` is that of the run; `heard` is told how far it is.
    """
    goal = result.journeys[journey_id].goal
    if workspace.journeys[journey_id].goal is None or goal is None or goal.rate is None:
        return None
    contacts = result.contacts
    if len(contacts) > MOST_CONTACTS:
        if workspace.settings.limits.throttle is not None:
            return None
        contacts = contacts.take(np.linspace(0, len(contacts) - 1, MOST_CONTACTS).astype(np.intp))
    found = sensitivity(
        workspace,
        [journey_id],
        contacts,
        settings_of(result.run),
        only=_guessed_share,
        heard=heard,
    )
    for effect in found.effects[journey_id]:
        far = [end for end in (effect.low, effect.high) if _moves(effect, end)]
        if far:
            end = max(far, key=_distance)
            assert end.rate is not None
            assert end.change is not None
            whole = contacts is result.contacts
            rate = end.rate if whole else min(max(goal.rate + end.change.value, 0.0), 1.0)
            return Weighs(effect.assumption, end.value, rate)
    return None


def _guessed_share(found: Uncertain) -> bool:
    return found.guess and found.unit == "share"


def _moves(effect: Effect, end: End) -> bool:
    told = end.change is not None and end.change.tells
    return told and end.rate is not None and end.value != effect.assumption.value


def _distance(end: End) -> float:
    return abs(end.change.value) if end.change is not None else 0.0
