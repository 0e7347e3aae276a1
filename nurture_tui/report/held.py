"""The rules that hold a send back or leave it out, in words."""

from __future__ import annotations

from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace

SKIPPED_BECAUSE = {
    "no_permission": "no permission",
    "only_if": "only_if does not hold",
    "bounced": "the address bounced",
    "cap": "the cap is used up",
}


def gate_words(workspace: Workspace, journey: Journey | None, gate: str) -> str:
    """A gate by its name and its setting: `cap 2 per 7d`, `throttle 2000 per 1h`, `window`."""
    shared = workspace.settings.sending
    if gate == "cap":
        cap = (journey.sending.cap if journey else None) or shared.cap
        return f"cap {cap}" if cap else "cap"
    if gate == "throttle":
        throttle = workspace.settings.limits.throttle
        return f"throttle {throttle}" if throttle else "throttle"
    return "hold rule" if gate == "hold_if" else gate


def held_words(workspace: Workspace, journey: Journey | None, held_by: str) -> str:
    """What held a send, from a result's `held_by`: `window, cap 2 per 7d`."""
    return ", ".join(gate_words(workspace, journey, gate) for gate in held_by.split())


def skipped_words(reason: str) -> str:
    """Why a send was left out."""
    return SKIPPED_BECAUSE.get(reason, reason)
