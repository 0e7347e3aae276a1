"""Sends of a chunk pass their gates, or are held and tried again (R10, R11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.gates import CAP, HELD_BASE, HOLIDAY_GATE, WINDOW_GATE
from nurture_tui.simulation.openings import HOLIDAY, OPEN
from nurture_tui.simulation.tally import GATES, SKIPS
from nurture_tui.simulation.view import Flags, Ints, Rows, View

if TYPE_CHECKING:
    from nurture_tui.simulation.frontier.walk import Walk


class SendGates:
    """The gates of one send step, for a chunk.

    A send that is held is tried again, all gates from the first, at the first instant at which the
    gate that was shut may be open; whoever leaves the journey before that is tried no more.
    """

    def __init__(self, walk: Walk, step: int) -> None:
        self.walk = walk
        self.step = step
        self.plan = walk.journey.sends[step]
        self.code = walk.journey.steps[step].code
        self.open = self.plan.openings is None or self.plan.openings.always
        self.only_if = walk.conditions.only_if.get(step)
        self.customer = walk.conditions.customer if self.plan.basis == "customer" else None
        self.asks = (
            self.only_if is not None
            or self.customer is not None
            or (self.plan.basis == "consent" and walk.consent is not None)
            or (self.plan.channel == "email" and not walk.journey.marketing)
        )

    @property
    def free(self) -> bool:
        """True if every send passes at once."""
        return self.open and not self.asks and self.plan.cap is None

    def tries(self, rows: Rows, arrived: Ints) -> tuple[Rows, Ints, Ints]:
        """Try the sends of these contacts until each goes, is skipped, or its contact has left.

        Returns who goes on to the next step, when they arrived and when they go on; messages that
        go are delivered on the way.
        """
        if self.free:
            self.walk.send(self.step, rows, arrived, arrived, None)
            return rows, arrived, arrived
        went: list[tuple[Rows, Ints, Ints]] = []
        now, met, held_by = arrived, np.zeros_like(arrived), np.zeros_like(arrived)
        while len(rows):
            reason = self.skipped(rows, now)
            gate, until = self.shut(rows, now, reason < 0)
            if self.plan.skips_when_capped:
                capped = gate == CAP
                reason[capped], gate[capped] = SKIPS.index("cap"), -1
            goes = (reason < 0) & (gate < 0)
            self.skip(rows, now, reason)
            self.walk.send(self.step, rows[goes], now[goes], arrived[goes], held_by[goes])
            done = gate < 0
            went.append((rows[done], arrived[done], now[done]))
            held = (~done).nonzero()[0]
            met, held_by = self.hold(rows, now, gate, met, held_by, held)
            rows, arrived, now = rows[held], arrived[held], until[held]
            stays = self.walk.stays_until(self.step, rows, arrived, now)
            rows, arrived, now = rows[stays], arrived[stays], now[stays]
            met, held_by = met[stays], held_by[stays]
        if len(went) == 1:
            return went[0]
        on, came, left = (np.concatenate(parts) for parts in zip(*went, strict=True))
        return on, came, left

    # ---------------------------------------------------------------- permission, and only_if
    def skipped(self, rows: Rows, now: Ints) -> Ints:
        """Why each send is skipped, as a place in SKIPS; -1 where it is not."""
        reason = np.full(len(rows), -1, dtype=np.int64)
        if not self.asks:
            return reason
        walk = self.walk
        view = View(rows, now, walk.entered[rows])
        if self.only_if is not None:
            reason[~self.only_if(view)] = SKIPS.index("only_if")
        if self.plan.channel == "email":
            reason[walk.deliveries.bounced[rows]] = SKIPS.index("bounced")
        forbidden = self.forbidden(view)
        if forbidden is not None:
            reason[forbidden] = SKIPS.index("no_permission")
        return reason

    def forbidden(self, view: View) -> Flags | None:
        """R11; who is inside a lead or customer journey has not unsubscribed."""
        if self.customer is not None:
            return ~self.customer(view)
        if self.plan.basis == "consent" and self.walk.consent is not None:
            without: Flags = self.walk.consent[view.rows] != 1
            return without
        return None

    def skip(self, rows: Rows, now: Ints, reason: Ints) -> None:
        names = self.walk.names
        for code in np.bincount(reason[reason >= 0]).nonzero()[0].tolist():
            chosen = reason == code
            self.walk.tally.skipped[self.step, code] += int(chosen.sum())
            self.walk.log_path(
                rows[chosen], now[chosen], names.code("skipped"), self.code, names.code(SKIPS[code])
            )

    # ---------------------------------------------------------------- gates
    def shut(self, rows: Rows, now: Ints, tried: Flags) -> tuple[Ints, Ints]:
        """The first gate that is shut for each send that is tried, -1 for none; and until when."""
        gate, until = np.full(len(rows), -1, dtype=np.int64), now.copy()
        walk, openings, cap = self.walk, self.plan.openings, self.plan.cap
        if openings is not None and not self.open:
            found, opens = openings.next_try(walk.zone[rows], walk.variant[rows], now)
            shut = tried & (found != OPEN)
            which = np.where(found == HOLIDAY, HOLIDAY_GATE, WINDOW_GATE)
            gate[shut], until[shut] = which[shut], np.minimum(opens[shut], NEVER)
        if cap is not None:
            opens = walk.recent.cap_opens(rows, cap.count, cap.seconds)
            shut = tried & (gate < 0) & (opens > now)
            gate[shut], until[shut] = CAP, opens[shut]
        return gate, until

    def hold(
        self, rows: Rows, now: Ints, gate: Ints, met: Ints, held_by: Ints, held: Rows
    ) -> tuple[Ints, Ints]:
        """Count and log each gate once a send; returns the gates met by those held."""
        rows, now, gate = rows[held], now[held], gate[held]
        met, held_by = met[held], held_by[held]
        fresh = (met >> gate) & 1 == 0
        held_by = np.where(fresh, held_by * HELD_BASE + gate + 1, held_by)
        counts = np.bincount(gate[fresh], minlength=len(GATES))
        self.walk.tally.held[self.step] += counts
        names = self.walk.names
        for code in counts.nonzero()[0].tolist():
            chosen = fresh & (gate == code)
            self.walk.log_path(
                rows[chosen], now[chosen], names.code("held"), self.code, names.code(GATES[code])
            )
        return met | (np.int64(1) << gate), held_by
