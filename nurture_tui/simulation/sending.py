"""Sends are tried until all gates are open: hold, days, window, cap, throttle (R10, R11)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.model.step import Send
from nurture_tui.model.typed import uses_time
from nurture_tui.model.workspace import CUSTOMER
from nurture_tui.simulation.agenda import NOTHING
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.openings import HOLIDAY, OPEN
from nurture_tui.simulation.spots import Here, Sorts
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
        for older, newer in pairwise(self.recent):
            older[rows] = newer[rows]
        self.recent[-1][rows] = time

    def cap_opens(self, rows: Rows, count: int, seconds: int) -> Ints:
        """When a cap of `count` in any (t - seconds, t] lets the next message of each go."""
        opens: Ints = self.recent[-count][rows] + seconds
        return opens


class Sends:
    """All sends of all journeys for a chunk of contacts, tried together.

    A held send is tried again, all gates from the first, after a look (R5 b).
    """

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.people = wave.people
        self.stays = wave.stays
        self.names = wave.trace.names
        self.plans = {
            run.plan.first_place + step: plan
            for run in wave.runs
            for step, plan in run.plan.sends.items()
        }
        spots, plans = self.stays.spots, self.plans
        place = {spot: int(spots.journey[spot]) for spot in plans}
        compiled = [wave.compiled[run.plan.id] for run in wave.runs]
        self.basis = Sorts(
            {
                spot: (
                    plan.basis,
                    compiled[place[spot]].customer if plan.basis == "customer" else None,
                )
                for spot, plan in plans.items()
            },
            spots.count,
        )
        self.channel = Sorts({spot: plan.channel for spot, plan in plans.items()}, spots.count)
        self.openings = Sorts(
            {
                spot: plan.openings if plan.openings and not plan.openings.always else None
                for spot, plan in plans.items()
            },
            spots.count,
        )
        self.cap = Sorts({spot: plan.cap for spot, plan in plans.items()}, spots.count)
        self.marketing = spots.table({s: p.marketing for s, p in plans.items()}, np.bool_)
        self.left_out = spots.table({s: p.left_out for s, p in plans.items()}, np.bool_)
        self.skips = spots.table({s: p.skips_when_capped for s, p in plans.items()}, np.bool_)
        self.only_if = {
            run.plan.first_place + step: truth
            for run, of_journey in zip(wave.runs, compiled, strict=True)
            for step, truth in of_journey.only_if.items()
        }
        self.hold_if = [
            (place, of_journey.hold_if)
            for place, of_journey in enumerate(compiled)
            if of_journey.hold_if is not None
        ]
        self.stands_still = spots.table({s: self._stands_still(s) for s in plans}, np.bool_)
        self.keep_still = all(self.stands_still[list(plans)])
        self.skipped = np.zeros((spots.count, len(SKIPS)), dtype=np.int64)
        self.held = np.zeros((spots.count, len(GATES)), dtype=np.int64)

    def attempt(self, here: Here) -> Here:
        """One try of each of these contacts' sends; returns those that go."""
        for reason, test in enumerate((self.no_permission, self.known_bounced, self.not_wanted)):
            forbidden = test(here)
            if forbidden.any():
                self.skip(here.only(forbidden), reason)
                here = here.without(forbidden)
        return self.pass_gates(here)

    def attempt_again(self, here: Here) -> Here:
        """Another try, of contacts to whom nothing has happened since the last one."""
        return self.pass_gates(here) if self.keep_still else self.attempt(here)

    def pass_gates(self, here: Here) -> Here:
        """Sends that are permitted and wanted go, or are held at the first gate that is shut."""
        if not len(here):
            return here
        here = self.pass_cap(self.pass_openings(self.pass_hold(here)))
        return here if self.wave.sweep is None else self.wave.sweep.stop(here)

    def _stands_still(self, spot: int) -> bool:
        """Whether time alone changes nothing of what a try asks but the gates."""
        plan, spots = self.wave.plan, self.stays.spots
        of_journey = plan.journeys[spots.journey[spot]]
        model = of_journey.steps[spots.step[spot]].step
        asked = [plan.workspace.definitions.get("customer", CUSTOMER)]
        if isinstance(model, Send) and model.only_if is not None:
            asked.append(model.only_if)
        typed = [plan.typed(condition, of_journey.journey) for condition in asked]
        watched = any(run.plan.watch.looks_daily for run in self.wave.runs)
        return not watched and self.wave.probe is None and not any(map(uses_time, typed))

    # ---------------------------------------------------------------- permission, and only_if
    def no_permission(self, here: Here) -> Flags:
        """R11, by the basis of the message."""
        without: Flags = self.people.unsubscribed[here.rows]
        for (basis, customer), part in self.basis.parts(here.spots):
            match basis:
                case "service":
                    without[part] = False
                case "consent":
                    consent = self.people.field("consent", self.wave.plan.consent_kind).values
                    without[part] |= consent[here.rows[part]] != 1
                case "customer" if customer is not None:
                    without[part] |= ~customer(self.stays.view(here.some(part)))
        return without

    def known_bounced(self, here: Here) -> Flags:
        """Whose address is known to be dead."""
        dead = np.zeros(len(here), dtype=np.bool_)
        for channel, part in self.channel.parts(here.spots):
            dead[part] = self.people.addresses.dead(channel, here.rows[part])
        return dead

    def not_wanted(self, here: Here) -> Flags:
        """For whom the send's `only_if` does not hold."""
        unwanted = np.zeros(len(here), dtype=np.bool_)
        for spot, only_if in self.only_if.items():
            places = np.flatnonzero(here.spots == spot)
            if len(places):
                unwanted[places] = ~only_if(self.stays.view(here.some(places)))
        return unwanted

    def skip(self, here: Here, reason: int) -> None:
        """These sends do not go; the path goes on."""
        self.skipped[:, reason] += np.bincount(here.spots, minlength=len(self.skipped))
        if self.wave.probe is not None and SKIPS[reason] == "no_permission":
            consent = self.people.field("consent", self.wave.plan.consent_kind)
            for run, step, places in self.wave.at_steps(here):
                self.wave.probe.without_permission(run, step, here.rows[places], consent)
        code = self.stays.spots.step_codes[here.spots]
        self.stays.log(here, self.names.code("skipped"), code, self.names.code(SKIPS[reason]))
        self.stays.pass_on(here)

    # ---------------------------------------------------------------- gates
    def pass_hold(self, here: Here) -> Here:
        """`hold_if`: the send waits for the next look."""
        if not self.hold_if:
            return here
        shut = np.zeros(len(here), dtype=np.bool_)
        for place, hold_if in self.hold_if:
            mine = (self.stays.spots.journey[here.spots] == place) & self.marketing[here.spots]
            places = np.flatnonzero(mine)
            if len(places):
                shut[places] = hold_if(self.stays.view(here.some(places)))
        if not shut.any():
            return here
        held = here.only(shut)
        self.hold(held, np.full(len(held), HOLD_IF), np.full(len(held), NOTHING))
        self.stays.hold_waits[held.seats] = True
        return here.without(shut)

    def pass_openings(self, here: Here) -> Here:
        """Closed days and the window, each a gate of its own."""
        gate = np.full(len(here), OPEN, dtype=np.int8)
        until = here.now.copy()
        for openings, part in self.openings.parts(here.spots):
            if openings is not None and len(here):
                seats = here.seats[part]
                gate[part], until[part] = openings.next_try(
                    self.stays.zone[seats], self.stays.variant[seats], here.now[part]
                )
        shut = gate != OPEN
        if not shut.any():
            return here
        which = np.where(gate[shut] == HOLIDAY, HOLIDAY_GATE, WINDOW_GATE)
        opens = until[shut]
        self.hold(here.only(shut), which, np.where(opens >= NEVER, NOTHING, opens))
        return here.without(shut)

    def pass_cap(self, here: Here) -> Here:
        """The cap over the marketing messages of all journeys, in (t - D, t]."""
        opens = np.full(len(here), LONG_AGO)
        for cap, part in self.cap.parts(here.spots):
            if cap is not None:
                opens[part] = self.wave.gates.cap_opens(here.rows[part], cap.count, cap.seconds)
        shut = opens > here.now
        if not shut.any():
            return here
        capped, opens = here.only(shut), opens[shut]
        skips = self.skips[capped.spots]
        if skips.any():
            self.skip(capped.only(skips), SKIPS.index("cap"))
        if not skips.all():
            held = capped.without(skips)
            self.hold(held, np.full(len(held), CAP), opens[~skips])
        return here.without(shut)

    def hold(self, here: Here, gate: Ints, until: Ints) -> None:
        """Hold these sends at a gate; each gate is named and counted once a send."""
        stays, seats = self.stays, here.seats
        stays.wait(here, until)
        met = stays.gates_met[seats]
        fresh = (met >> gate) & 1 == 0
        if fresh.any():
            stays.gates_met[seats] = met | (1 << gate)
            by = stays.held_by[seats]
            stays.held_by[seats] = np.where(fresh, by * HELD_BASE + gate + 1, by)
            cells = here.spots[fresh] * len(GATES) + gate[fresh]
            self.held += np.bincount(cells, minlength=self.held.size).reshape(self.held.shape)
            if self.wave.trace.log.kept:
                named = here.only(fresh)
                codes = self.names.several(GATES)[gate[fresh]]
                step = stays.spots.step_codes[named.spots]
                stays.log(named, self.names.code("held"), step, codes)
        if self.wave.probe is not None:
            for run, at, places in self.wave.at_steps(here):
                gates = [GATES[number] for number in gate[places].tolist()]
                self.wave.probe.held(run, at, here.rows[places], gates, until[places])

    # ---------------------------------------------------------------- sending
    def send(self, here: Here) -> None:
        """The messages go; one that is left out leaves its place in the cap and nothing else."""
        if not len(here):
            return
        self.stays.pass_on(here)
        marketing = here.only(self.marketing[here.spots])
        self.wave.gates.remember(marketing.rows, marketing.now)
        here = here.without(self.left_out[here.spots])
        if not len(here):
            return
        self.stays.moves.send(here.spots, here.now)
        if self.wave.trace.sends.kept:
            self.tell_sends(here)
        self.wave.reactions.sent(here)
        self.wave.sent(here)

    def tell_sends(self, here: Here) -> None:
        """The sends that go, for the table of them."""
        stays, spots = self.stays, self.stays.spots
        self.wave.trace.sends.add(
            len(here),
            here.now,
            stays.arrived[here.seats],
            self.people.numbers[here.rows],
            spots.journey_codes[here.spots],
            spots.step_codes[here.spots],
            self.held_codes(stays.held_by[here.seats]),
            self.way_codes(here),
        )

    def held_codes(self, held_by: Ints) -> Ints:
        """The gates that held each send, in the order met, as the code of their names."""
        if not held_by.any():
            return held_by
        found, place = np.unique(held_by, return_inverse=True)
        codes = [self.names.code(gates_of(int(met))) for met in found]
        return np.array(codes, dtype=np.int64)[place]

    def way_codes(self, here: Here) -> Ints:
        """The ways of the splits that each contact went in this stay, as a code."""
        codes = np.zeros(len(here), dtype=np.int64)
        for place, run in enumerate(self.wave.runs):
            if run.plan.splits:
                mine = np.flatnonzero(self.stays.spots.journey[here.spots] == place)
                ways = run.ways[:, here.rows[mine]]
                found, which = np.unique(ways, axis=1, return_inverse=True)
                names = [run.plan.ways_text(column.tolist()) for column in found.T]
                named = np.array([self.names.code(name) for name in names], dtype=np.int64)
                codes[mine] = named[which.ravel()]
        return codes


def gates_of(held_by: int) -> str:
    """The names of the gates in the order met, separated by blanks."""
    met: list[str] = []
    while held_by:
        held_by, digit = divmod(held_by, HELD_BASE)
        met.append(GATES[digit - 1])
    return " ".join(reversed(met))
