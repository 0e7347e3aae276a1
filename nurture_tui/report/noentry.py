"""Why a contact never came to the entry of a journey."""

from __future__ import annotations

from nurture_tui.graph.handoffs import handoffs
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.account import Account
from nurture_tui.report.sofar import Told
from nurture_tui.report.told import joined
from nurture_tui.simulation.result import NO_TIME


def never_came(account: Account, workspace: Workspace, journey: Journey, arrival: int) -> Told:
    """Why no attempt was made (R4); `arrival` is when the contact turns up (NO_TIME: never)."""
    entry = journey.entry
    if arrival != NO_TIME and arrival >= account.end:
        return f"turns up only on {account.clock.moment(arrival)}, after the end of the run", ()
    if entry.event is not None:
        return f"never came to the entry: “{entry.event}” did not happen to it", ()
    if entry.when is not None:
        because, asked = account.known.asked(journey, "when", "", entry.when)
        looked = account.known.answered(journey, "when")
        when = f" (last looked at on {account.clock.moment(looked)})" if looked else ""
        return f"never came to the entry: {because or 'it was not looked at'}{when}", asked
    return f"comes in only by hand-off, and {no_hand_off(workspace, journey)}", ()


def no_hand_off(workspace: Workspace, journey: Journey) -> str:
    others = [
        other.name
        for other in workspace.journeys.values()
        if any(handoff.target == journey.id for handoff in handoffs(other))
    ]
    if not others:
        return "no journey hands anybody over"
    names = joined([f"“{name}”" for name in others], "or")
    return f"was not handed over by {names}"
