"""The gates that sends wait at: hold, closed days, window, cap (R10); the throttle is apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.agenda import KEY_BITS, NOTHING, PAST_ALL_RUNS, WAITING
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.openings import HOLIDAY, WINDOW
from nurture_tui.simulation.spots import Here, Sorts, joined
from nurture_tui.simulation.tally import GATES, SKIPS
from nurture_tui.simulation.view import Ints

if TYPE_CHECKING:
    from nurture_tui.simulation.sending import Sends

HOLD_GATE, HOLIDAY_GATE, WINDOW_GATE, CAP = (GATES.index(name) for name in GATES[:4])
NO_GATE = -1
OF_OPENINGS = np.array([NO_GATE, NO_GATE, NO_GATE])
OF_OPENINGS[[HOLIDAY, WINDOW]] = HOLIDAY_GATE, WINDOW_GATE
HELD_BASE = len(GATES) + 1


class Gates:
    """The gates of all sends of all journeys, for a chunk of contacts."""

    def __init__(self, sends: Sends) -> None:
        self.sends = sends
        self.wave = wave = sends.wave
        self.people = wave.people
        self.stays = wave.stays
        self.recent = wave.recent
        spots, plans = self.stays.spots, sends.plans
        shuts = {
            spot: plan.openings if plan.openings and not plan.openings.always else None
            for spot, plan in plans.items()
        }
        self.openings = Sorts(shuts, spots.count)
        self.cap = Sorts({spot: plan.cap for spot, plan in plans.items()}, spots.count)
        self.skips = spots.table({s: p.skips_when_capped for s, p in plans.items()}, np.bool_)
        self.hold_if = [
            (place, compiled.hold_if)
            for place, compiled in enumerate(wave.compiled.values())
            if compiled.hold_if is not None
        ]
        self.held = np.zeros((spots.count, len(GATES)), dtype=np.int64)

    def passed(self, here: Here, limit: Ints) -> Here:
        """Who passes all gates, at the instants at which they do.

        Whom a gate holds is tried again, all gates from the first, as long as the key of that is
        below `limit`, that of what else comes next: until then nothing happens to the contact.
        """
        passed = [here.some(slice(0))]
        while len(here):
            gate, until = self.shut(here)
            free = gate == NO_GATE
            passed.append(here.only(free))
            if len(passed[-1]) == len(here):
                break
            shut = (~free).nonzero()[0]
            here, gate, until, limit = here.some(shut), gate[shut], until[shut], limit[shut]
            skips = (gate == CAP) & self.skips[here.spots]
            if np.count_nonzero(skips):
                self.sends.skip(here.only(skips), SKIPS.index("cap"))
                stay = np.flatnonzero(~skips)
                here, gate, until, limit = here.some(stay), gate[stay], until[stay], limit[stay]
            self.hold(here, gate, until)
            rank = self.stays.spots.rank[here.spots] + WAITING
            keys = (np.minimum(until, PAST_ALL_RUNS) << KEY_BITS) | rank
            again = np.flatnonzero(keys < limit)
            here, keys, limit = here.some(again), keys[again], limit[again]
            here = Here(here.rows, here.seats, here.spots, until[again])
            self.people.now[here.rows] = here.now
            self.people.latest[here.rows] = keys
        return joined(passed)

    def shut(self, here: Here) -> tuple[Ints, Ints]:
        """The first gate that is shut for each (NO_GATE: none), and when it may be open."""
        gate, until = self.closed(here)
        opens = self.cap_opens(here)
        capped = ((gate == NO_GATE) & (opens > here.now)).nonzero()[0]
        gate[capped], until[capped] = CAP, opens[capped]
        for place, hold_if in self.hold_if:
            mine = self.stays.spots.journey[here.spots] == place
            places = np.flatnonzero(mine & self.sends.marketing[here.spots])
            if len(places):
                places = places[hold_if(self.stays.view(here.some(places)))]
                gate[places], until[places] = HOLD_GATE, NOTHING
                self.stays.hold_waits[here.seats[places]] = True
        return gate, until

    def closed(self, here: Here) -> tuple[Ints, Ints]:
        """Closed days and the window, each a gate of its own."""
        gate = np.full(len(here), NO_GATE)
        until = here.now.copy()
        for openings, part in self.openings.parts(here.spots):
            if openings is not None:
                seats = here.seats[part]
                zone, variant = self.stays.zone[seats], self.stays.variant[seats]
                shut, opens = openings.next_try(zone, variant, here.now[part])
                gate[part], until[part] = OF_OPENINGS[shut], opens
        until[until >= NEVER] = NOTHING
        return gate, until

    def cap_opens(self, here: Here) -> Ints:
        """When the cap over all marketing messages, in (t - D, t], lets the next one go."""
        opens = np.zeros(len(here), dtype=np.int64)
        for cap, part in self.cap.parts(here.spots):
            if cap is not None:
                opens[part] = self.recent.cap_opens(here.rows[part], cap.count, cap.seconds)
        return opens

    def hold(self, here: Here, gate: Ints, until: Ints) -> None:
        """Hold these sends at a gate; each gate is named and counted once a send."""
        stays, seats = self.stays, here.seats
        stays.wait(here, until)
        met = stays.gates_met[seats]
        fresh = np.flatnonzero((met >> gate) & 1 == 0)
        if len(fresh):
            named, at = here.some(fresh), gate[fresh]
            stays.gates_met[named.seats] = met[fresh] | (1 << at)
            stays.held_by[named.seats] = stays.held_by[named.seats] * HELD_BASE + at + 1
            cells = named.spots * len(GATES) + at
            self.held += np.bincount(cells, minlength=self.held.size).reshape(self.held.shape)
            if self.wave.trace.log.kept:
                names = self.wave.trace.names
                code, step = names.code("held"), stays.spots.step_codes[named.spots]
                stays.log(named, code, step, names.several(GATES)[at])
        if self.wave.probe is not None:
            for run, step_, places in self.wave.at_steps(here):
                gates = [GATES[number] for number in gate[places].tolist()]
                self.wave.probe.held(run, step_, here.rows[places], gates, until[places])


def gates_of(held_by: int) -> str:
    """The names of the gates in the order met, separated by blanks."""
    met: list[str] = []
    while held_by:
        held_by, digit = divmod(held_by, HELD_BASE)
        met.append(GATES[digit - 1])
    return " ".join(reversed(met))
