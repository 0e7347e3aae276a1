"""A send is tried until all gates are open: hold, days, window, cap, throttle (R10, R11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.agenda import LEAVE, NOTHING
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.journeyrun import JourneyRun
from nurture_tui.simulation.openings import HOLIDAY, OPEN
from nurture_tui.simulation.tally import GATES, SKIPS
from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave

LONG_AGO = -(1 << 60)
HOLD_IF, HOLIDAY_GATE, WINDOW_GATE, CAP = (GATES.index(g) for g in GATES[:4])
HELD_BASE = len(GATES) + 1


class Gates:
    """The gates that all sends of a chunk share: the last marketing messages of each contact."""

    def __init__(self, n: int, most: int) -> None:
        self.recent = np.full((max(1, most), n), LONG_AGO, dtype=np.int64)

    def remember(self, rows: Rows, time: Ints) -> None:
        """Marketing messages go to these contacts now."""
        self.recent[:-1, rows] = self.recent[1:, rows]
        self.recent[-1, rows] = time

    def cap_opens(self, rows: Rows, count: int, seconds: int) -> Ints:
        """When a cap of `count` in any (t - seconds, t] lets the next message of each go."""
        opens: Ints = self.recent[-count, rows] + seconds
        return opens


class SendStep:
    """A send step of one journey for a chunk.

    A held send is tried again, all gates from the first, after a look (R5 b).
    """

    looks_again = True
    looks_after = False

    def __init__(self, wave: Wave, place: int, run: JourneyRun, step: int) -> None:
        self.wave = wave
        self.people = wave.people
        self.place = place
        self.run = run
        self.step = step
        self.plan = run.plan.sends[step]
        compiled = wave.compiled[run.plan.id]
        self.only_if = compiled.only_if.get(step)
        self.hold_if = compiled.hold_if if self.plan.marketing else None
        self.code = run.plan.steps[step].code

    def begin(self, rows: Rows) -> None:
        """The first try, on arrival."""
        self.attempt(rows)

    def resume(self, rows: Rows) -> None:
        self.attempt(rows)

    def attempt(self, rows: Rows) -> None:
        for reason, test in enumerate((self.no_permission, self.known_bounced, self.not_wanted)):
            if len(rows):
                forbidden = test(rows)
                if forbidden.any():
                    self.skip(rows[forbidden], reason)
                    rows = rows[~forbidden]
        rows = self.pass_hold(rows)
        rows = self.pass_openings(rows)
        self.send(self.pass_throttle(self.pass_cap(rows)))

    # ---------------------------------------------------------------- permission, and only_if
    def no_permission(self, rows: Rows) -> Flags:
        """R11, by the basis of the message."""
        unsubscribed = self.people.unsubscribed[rows]
        match self.plan.basis:
            case "service":
                return np.zeros(len(rows), dtype=np.bool_)
            case "b2b-role":
                return unsubscribed
            case "customer":
                customer = self.wave.compiled[self.run.plan.id].customer
                return unsubscribed | ~customer(self.run.view(rows))
        consent = self.people.field("consent", self.wave.plan.consent_kind).values[rows]
        without: Flags = unsubscribed | (consent != 1)
        return without

    def known_bounced(self, rows: Rows) -> Flags:
        return self.people.addresses.dead(self.plan.channel, rows)

    def not_wanted(self, rows: Rows) -> Flags:
        if self.only_if is None:
            return np.zeros(len(rows), dtype=np.bool_)
        return ~self.only_if(self.run.view(rows))

    def skip(self, rows: Rows, reason: int) -> None:
        if not len(rows):
            return
        self.run.tally.skipped[self.step, reason] += len(rows)
        if self.wave.probe is not None and SKIPS[reason] == "no_permission":
            consent = self.people.field("consent", self.wave.plan.consent_kind)
            self.wave.probe.without_permission(self.run, self.step, rows, consent)
        names = self.wave.trace.names
        self.run.log(rows, names.code("skipped"), self.code, names.code(SKIPS[reason]))
        self.go_on(rows)

    def go_on(self, rows: Rows) -> None:
        self.run.port[rows] = 0
        self.run.comes(rows, self.step, LEAVE, self.people.now[rows])

    # ---------------------------------------------------------------- gates
    def pass_hold(self, rows: Rows) -> Rows:
        """`hold_if`: the send waits for the next look."""
        if self.hold_if is None or not len(rows):
            return rows
        shut = self.hold_if(self.run.view(rows))
        held = rows[shut]
        self.hold(held, np.full(len(held), HOLD_IF), np.full(len(held), NOTHING))
        self.run.hold_waits[held] = True
        return rows[~shut]

    def pass_openings(self, rows: Rows) -> Rows:
        """Closed days and the window, each a gate of its own."""
        openings = self.plan.openings
        if openings is None or openings.always or not len(rows):
            return rows
        run, now = self.run, self.people.now[rows]
        variant = run.variant[rows]
        gate, until = openings.next_try(run.zone[rows], variant, now)
        shut = gate != OPEN
        if not shut.any():
            return rows
        which = np.where(gate[shut] == HOLIDAY, HOLIDAY_GATE, WINDOW_GATE)
        self.hold(rows[shut], which, np.where(until[shut] >= NEVER, NOTHING, until[shut]))
        passed: Rows = rows[~shut]
        return passed

    def pass_cap(self, rows: Rows) -> Rows:
        """The cap over the marketing messages of all journeys, in (t - D, t]."""
        cap = self.plan.cap
        if cap is None or not len(rows):
            return rows
        opens = self.wave.gates.cap_opens(rows, cap.count, cap.seconds)
        shut = opens > self.people.now[rows]
        if not shut.any():
            return rows
        if self.plan.skips_when_capped:
            self.skip(rows[shut], SKIPS.index("cap"))
        else:
            held = rows[shut]
            self.hold(held, np.full(len(held), CAP), opens[shut])
        passed: Rows = rows[~shut]
        return passed

    def pass_throttle(self, rows: Rows) -> Rows:
        """The throttle over the sends of all contacts, which are let go in clock order."""
        if self.wave.sweep is None or not len(rows):
            return rows
        return self.wave.sweep.stop(self, rows)

    def hold(self, rows: Rows, gate: Ints, until: Ints) -> None:
        """Hold these sends at a gate; each gate is named and counted once a send."""
        if not len(rows):
            return
        run = self.run
        run.wait(rows, self.step, until)
        met = run.gates_met[rows]
        fresh = (met >> gate) & 1 == 0
        run.gates_met[rows] = met | (1 << gate)
        run.held_by[rows] = np.where(
            fresh, run.held_by[rows] * HELD_BASE + gate + 1, run.held_by[rows]
        )
        run.tally.held[self.step] += np.bincount(gate[fresh], minlength=len(GATES))
        if self.wave.trace.log.kept:
            names = self.wave.trace.names
            codes = names.several(GATES)
            run.log(rows[fresh], names.code("held"), self.code, codes[gate[fresh]])
        if self.wave.probe is not None:
            gates = [GATES[place] for place in gate.tolist()]
            self.wave.probe.held(run, self.step, rows, gates, until)

    # ---------------------------------------------------------------- sending
    def held_codes(self, held_by: Ints) -> Ints:
        """The gates that held each send, in the order met, as the code of their names."""
        if not held_by.any():
            return held_by
        found, place = np.unique(held_by, return_inverse=True)
        codes = [self.wave.trace.names.code(gates_of(int(met))) for met in found]
        return np.array(codes, dtype=np.int64)[place]

    def way_codes(self, rows: Rows) -> Ints:
        """The ways of the splits that each contact went in this stay, as a code."""
        run = self.run
        codes = np.zeros(len(rows), dtype=np.int64)
        if not run.plan.splits:
            return codes
        found, place = np.unique(run.ways[:, rows], axis=1, return_inverse=True)
        names = [run.plan.ways_text(column.tolist()) for column in found.T]
        named = np.array([self.wave.trace.names.code(name) for name in names], dtype=np.int64)
        return named[place.ravel()]

    def send(self, rows: Rows) -> None:
        """The messages go; one that is left out leaves its place in the cap and nothing else."""
        if not len(rows):
            return
        run, people, wave = self.run, self.people, self.wave
        now = people.now[rows]
        if self.plan.left_out:
            wave.gates.remember(rows, now)
            self.go_on(rows)
            return
        run.tally.sent[self.step] += len(rows)
        run.flow.sent(self.step, now)
        if wave.trace.sends.kept:
            wave.trace.sends.add(
                len(rows),
                now,
                run.arrived[rows],
                people.numbers[rows],
                run.plan.code,
                self.code,
                self.held_codes(run.held_by[rows]),
                self.way_codes(rows),
            )
        if self.plan.marketing:
            wave.gates.remember(rows, now)
        self.go_on(rows)
        wave.reactions.sent(self.place, run, self.step, rows)
        wave.sent(self.place, run, self.step, rows)


def gates_of(held_by: int) -> str:
    """The names of the gates in the order met, separated by blanks."""
    met: list[str] = []
    while held_by:
        held_by, digit = divmod(held_by, HELD_BASE)
        met.append(GATES[digit - 1])
    return " ".join(reversed(met))
