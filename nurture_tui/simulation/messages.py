"""Sends made ready: gates, permission, behaviour, and the constants of their draws."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nurture_tui.frozen import dataclass
from nurture_tui.model.clock import Rate
from nurture_tui.model.inherit import effective_sending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Basis, Channel, Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.assume import BehaviourOfSend, Behaviours
from nurture_tui.simulation.calendar import Clock, Horizon
from nurture_tui.simulation.closed_days import ClosedDays
from nurture_tui.simulation.defaults import FIXED
from nurture_tui.simulation.draws import purpose
from nurture_tui.simulation.openings import Openings, openings_of

CUT = int(FIXED["latest_open"].value)
"""Opens, and what hangs on them, later than this do not happen (R14); seconds."""
AFTER_OPEN = int(FIXED["unsubscribe_after_open"].value)
RETRY = int(FIXED["soft_bounce_retry"].value)

PURPOSES = (
    "soft",
    "open",
    "click",
    "open delay",
    "machine open delay",
    "unsubscribe",
    "unsubscribe delay",
)


@dataclass(frozen=True)
class SendPlan:
    """One send: how it goes, which gates it waits for (R10), what contacts do with it (R14).

    Where no basis is named the message needs consent (R11).
    One that is `left_out` passes its gates like any other and then does not go (R20).
    """

    channel: Channel
    basis: Basis
    openings: Openings | None
    cap: Rate | None
    skips_when_capped: bool
    behaviour: BehaviourOfSend
    draws: Mapping[str, np.uint64]
    left_out: bool = False

    @property
    def marketing(self) -> bool:
        return self.basis != "service"


def send_plans(
    workspace: Workspace,
    journey: Journey,
    clock: Clock,
    closed: ClosedDays,
    horizon: Horizon,
    *,
    without_messages: bool = False,
) -> dict[int, SendPlan]:
    """The sends of a journey by the place of their step; marketing ones are left out if so asked.

    What is left out still waits for its gates, so that a run without messages keeps time with the
    same run with them (R20).
    """
    behaviours = Behaviours(workspace, journey)
    plans = {}
    for place, (id_, step) in enumerate(journey.steps.items()):
        if not isinstance(step, Send):
            continue
        sending = effective_sending(workspace, journey, step)
        lifted = not sending.marketing if step.window is None else step.window.is_any
        plans[place] = SendPlan(
            channel=sending.channel,
            basis=sending.basis or "consent",
            openings=None if lifted else openings_of(clock, sending.window, closed, horizon),
            cap=sending.cap,
            skips_when_capped=sending.capped == "skip",
            behaviour=behaviours.of(id_, sending),
            draws={what: purpose(journey.id, "step", id_, what) for what in PURPOSES},
            left_out=without_messages and sending.marketing,
        )
    return plans
