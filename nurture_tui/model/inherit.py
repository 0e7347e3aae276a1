"""How a message goes, all said and done: channel, ground, sender, and the gates it waits for."""

from __future__ import annotations

from typing import Literal, TypeVar

from nurture_tui.frozen import dataclass
from nurture_tui.model.clock import ClosedSpan, Rate, Window
from nurture_tui.model.condition import Condition
from nurture_tui.model.effective import (
    basis_of,
    channel_of,
    is_marketing,
    sender_fallback_of,
    sender_of,
)
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Basis, Channel, Send
from nurture_tui.model.workspace import Workspace

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class EffectiveSending:
    """How, when and on what ground a message goes, with the defaults filled in.

    `window`, `holidays`, `closed`, `cap` and `hold_if` are the gates that it really waits for
    (R10): a service message has none of them, but for a window of its own and then the closed days.
    `basis` and `sender` are None where nobody names one.
    """

    channel: Channel
    basis: Basis | None
    timezone: str
    window: Window
    holidays: str
    closed: tuple[ClosedSpan, ...]
    cap: Rate | None
    capped: Literal["wait", "skip"]
    hold_if: Condition | None
    sender: str | None
    sender_fallback: str | None

    @property
    def marketing(self) -> bool:
        """True unless the basis is `service` (R10)."""
        return self.basis != "service"


def effective_sending(workspace: Workspace, journey: Journey, send: Send) -> EffectiveSending:
    """How a send of this journey goes.

    The step's own keys come before `[sending]` of the journey, and those before nurture.toml's. A
    step's `window = "any"` lifts the window and the closed days.
    """
    own, shared = journey.sending, workspace.settings.sending
    service = not is_marketing(workspace, journey, send)
    lifted = service if send.window is None else send.window.is_any
    window = send.window if service else send.window or own.window or shared.window
    return EffectiveSending(
        channel=channel_of(workspace, journey, send),
        basis=basis_of(workspace, journey, send),
        timezone=_nearest("contact", own.timezone, shared.timezone),
        window=window or Window(),
        holidays="" if lifted else _nearest("", own.holidays, shared.holidays),
        closed=() if lifted else _nearest((), own.closed, shared.closed),
        cap=None if service else own.cap or shared.cap,
        capped=own.capped or shared.capped or "wait",
        hold_if=None if service else own.hold_if or shared.hold_if,
        sender=sender_of(workspace, journey, send),
        sender_fallback=sender_fallback_of(workspace, journey),
    )


def _nearest(default: _T, *values: _T | None) -> _T:
    return next((value for value in values if value is not None), default)
