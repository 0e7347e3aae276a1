"""What a run expects beside what it drew, with the reason where that is not worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.answers import rounded
from nurture_tui.simulation.exact import expected
from nurture_tui.simulation.exact_events import NotCoveredError
from nurture_tui.simulation.exact_tally import Expected
from nurture_tui.simulation.settings import RunSettings

Record = dict[str, Any]
COUNT, SHARE = 4, 6
"""Decimals of expected numbers, and of the expected rate."""


@dataclass(frozen=True)
class Expectation:
    """The expected numbers of the journey of a run, or the reason why there are none.

    `without` are those without marketing messages (R20), where they were asked for.
    """

    journey: str
    reason: str | None
    found: Expected | None = None
    without: Expected | None = None

    @property
    def lift(self) -> float | None:
        """The expected lift: the rate less that without messages."""
        if self.found is None or self.without is None:
            return None
        if self.found.goal is None or self.without.goal is None:
            return None
        mine, other = self.found.goal.rate, self.without.goal.rate
        return mine - other if mine is not None and other is not None else None


def expectation(
    workspace: Workspace,
    chosen: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    *,
    people: int | None = None,
    events: EventHistory | None = None,
    lift: bool = False,
) -> Expectation:
    """What the run of these journeys expects; one journey at most is worked out."""
    journey = chosen[0] if len(chosen) == 1 else ""
    if events is not None:
        return Expectation(journey, "it replays an event history")
    try:
        found = expected(workspace, chosen, contacts, settings, people=people)
        silent = replace(settings, without_messages=True)
        without = expected(workspace, chosen, contacts, silent, people=people) if lift else None
    except NotCoveredError as error:
        return Expectation(journey, error.message)
    return Expectation(journey, None, found, without)


def expectation_record(made: Expectation) -> Record:
    """The key `expected` of `nurture simulate --expected --json`."""
    found = made.found
    if found is None:
        return {"reason": made.reason, "journeys": {}, "per_day": [], "error": None}
    return {
        "reason": None,
        "journeys": {made.journey: _journey(found, made.lift)},
        "per_day": [
            {"date": day, "sends": rounded(sends, COUNT)} for day, sends in found.sends_per_day
        ],
        "error": float(f"{found.error:.1e}"),
    }


def _journey(found: Expected, lift: float | None) -> Record:
    goal = found.goal
    return {
        "considered": found.considered,
        "entered": found.entered,
        "not_entered": dict(found.not_entered),
        "goal": None if goal is None else {
            "reached": rounded(goal.reached, COUNT),
            "after_last_step": rounded(goal.after_last_step, COUNT),
            "of": round(goal.of),
            "too_early": round(goal.too_early),
            "rate": rounded(goal.rate, SHARE),
            "lift": rounded(lift, SHARE),
        },
        "exits": {name: rounded(number, COUNT) for name, number in found.exits.items()},
        "finished": rounded(found.finished, COUNT),
        "inside": rounded(found.inside, COUNT),
        "sends": rounded(found.sends, COUNT),
        "steps": {
            id_: {
                "type": step.type,
                "entered": rounded(step.entered, COUNT),
                "sent": rounded(step.sent, COUNT),
                "bounced": rounded(step.bounced, COUNT),
                "opened": rounded(step.opened, COUNT),
                "clicked": rounded(step.clicked, COUNT),
                "unsubscribed": rounded(step.unsubscribed, COUNT),
                "inside": rounded(step.inside, COUNT),
            }
            for id_, step in found.steps.items()
        },
    }  # fmt: skip
