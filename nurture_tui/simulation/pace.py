"""When each contact of a run can send next, and how often in a period, as it stands now (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.model.step import Step, Wait
from nurture_tui.simulation.agenda import ARRIVE, WAITING, time_of
from nurture_tui.simulation.gaps import FAR, gaps_of
from nurture_tui.simulation.journeyrun import JourneyRun
from nurture_tui.simulation.throttle import Throttle
from nurture_tui.simulation.view import Flags, Ints, Rows
from nurture_tui.simulation.zone_rules import zone_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nurture_tui.simulation.wave import Wave

PLAIN_WAIT, UNTIL, OTHER = range(3)


class Pace:
    """Bounds on what contacts that have stopped at the throttle can send after that send.

    They hold whatever happens to the contact: events, exits, hand-offs and entries into other
    journeys may come at any instant.
    """

    def __init__(self, wave: Wave, throttle: Throttle) -> None:
        slack = most_clock_change(wave.plan.clock.zone_names, wave.plan.start, wave.plan.end)
        self.wave = wave
        self.journeys = [JourneyPace(run, throttle, slack) for run in wave.runs]

    def next_try(self, rows: Rows) -> Ints:
        """The instants before which these contacts, who go on by themselves, try no send."""
        now = time_of(self.wave.nearest(rows))
        nobody = np.zeros(len(rows), dtype=np.bool_)
        soonest = np.full(len(rows), FAR, dtype=np.int64)
        for journey in self.journeys:
            np.minimum(soonest, journey.soonest(rows, now, nobody), out=soonest)
        return soonest

    def follow_ups(self, rows: Rows, now: Ints, at: Ints) -> tuple[Ints, Ints]:
        """What contacts can send after sends at the instants `now`, in the journeys `at` (places).

        Returns the most sends after that one in any one period, and the instant before which
        there is none (FAR: never).
        """
        most = np.zeros(len(rows), dtype=np.int64)
        soonest = np.full(len(rows), FAR, dtype=np.int64)
        for place, journey in enumerate(self.journeys):
            sends = at == place
            most += journey.most(rows, now, sends)
            np.minimum(soonest, journey.soonest(rows, now, sends), out=soonest)
        return most, soonest


class JourneyPace:
    """The bounds of one journey."""

    def __init__(self, run: JourneyRun, throttle: Throttle, slack: int) -> None:
        self.run = run
        self.gaps = gaps_of(run.plan, throttle.seconds, throttle.count, slack)
        self.kinds = np.array([_kind(step.step) for step in run.plan.steps], dtype=np.int8)
        self.again_after = run.plan.again_after
        self.comes_often = self.again_after is not None and self.again_after < throttle.seconds
        self.limit = throttle.count

    def most(self, rows: Rows, now: Ints, sends: Flags) -> Ints:
        """The most sends of these contacts in any one period; `sends` marks whose goes now."""
        run, gaps = self.run, self.gaps
        if self.comes_often:
            return np.full(len(rows), self.limit, dtype=np.int64)
        step = run.step(rows)
        most = np.where(sends, gaps.most_beyond[step], gaps.most[step])
        most = np.where(run.inside[rows], most, 0)
        enters = self.enters_from(rows, now) < FAR
        anew: Ints = np.where(enters, gaps.most[run.plan.start], 0)
        return np.maximum(most, anew)

    def soonest(self, rows: Rows, now: Ints, sends: Flags) -> Ints:
        """The instant before which these contacts try no send here; `now` is their next one."""
        stays = np.where(self.run.inside[rows], self.goes_on_from(rows, now, sends), FAR)
        first = self.gaps.on[self.run.plan.start]
        comes: Ints = self.enters_from(rows, now) + first
        return np.minimum(stays, comes)

    def goes_on_from(self, rows: Rows, now: Ints, sends: Flags) -> Ints:
        """The instant before which those inside try no send, if they stay."""
        run, gaps = self.run, self.gaps
        step, phase = run.step(rows), run.phase[rows]
        due = np.maximum(time_of(run.due[rows]), now)
        waits = (phase == WAITING) & ~sends
        plain = waits & (self.kinds[step] == PLAIN_WAIT)
        until = waits & (self.kinds[step] == UNTIL)
        held = waits & ~plain & ~until
        soonest: Ints = now + np.where((phase == ARRIVE) & ~sends, gaps.on[step], gaps.beyond[step])
        soonest = np.where(plain, due + gaps.beyond[step], soonest)
        by_event, by_time = now + gaps.by_next[step], due + gaps.by_else[step]
        soonest = np.where(until, np.minimum(by_event, by_time), soonest)
        return np.where(held, np.where(run.hold_waits[rows], now, due), soonest)

    def enters_from(self, rows: Rows, now: Ints) -> Ints:
        """The first instant at which these contacts may come in (again), FAR for never."""
        run = self.run
        if self.again_after is None:
            return np.where(run.stay[rows] > 0, FAR, now)
        left = np.where(run.inside[rows], now, np.minimum(run.left[rows], now))
        again: Ints = np.maximum(now, left + self.again_after)
        return np.where(run.stay[rows] > 0, again, now)


def _kind(step: Step) -> int:
    if not isinstance(step, Wait):
        return OTHER
    return PLAIN_WAIT if step.until is None else UNTIL


def most_clock_change(zones: Sequence[str], start: int, end: int) -> int:
    """The most seconds by which the clock of one of these zones is turned between two instants."""
    turned = [0]
    for zone in zones:
        rules = zone_rules(zone)
        first, last = np.searchsorted(rules.changes, [start, end], side="right")
        turned.append(int(np.ptp(rules.offsets[first : last + 1])))
    return max(turned)
