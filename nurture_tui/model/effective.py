"""What holds for a send once step, journey and workspace have spoken: the nearest wins."""

from __future__ import annotations

from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Basis, Channel, Send
from nurture_tui.model.workspace import Workspace


def basis_of(workspace: Workspace, journey: Journey, send: Send) -> Basis | None:
    """The ground on which the message goes (R11); None if nobody names one (M501).

    A service journey's default is `service`, whatever the workspace says.
    """
    if send.basis is not None:
        return send.basis
    if journey.sending.basis is not None:
        return journey.sending.basis
    return "service" if journey.kind == "service" else workspace.settings.sending.basis


def is_marketing(workspace: Workspace, journey: Journey, send: Send) -> bool:
    """True unless the basis of the message is `service` (R10)."""
    return basis_of(workspace, journey, send) != "service"


def channel_of(workspace: Workspace, journey: Journey, send: Send) -> Channel:
    """The channel by which the message goes; e-mail unless said."""
    return send.channel or journey.sending.channel or workspace.settings.sending.channel or "email"


def sender_of(workspace: Workspace, journey: Journey, send: Send) -> str | None:
    """Who the message comes from: `owner`, an address, or None if nobody says."""
    return send.sender or journey.sending.sender or workspace.settings.sending.sender


def sender_fallback_of(workspace: Workspace, journey: Journey) -> str | None:
    """Who it comes from where the contact has no owner."""
    return journey.sending.sender_fallback or workspace.settings.sending.sender_fallback
