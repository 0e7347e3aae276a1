"""The gates that sends wait at: hold, closed days, window, cap (R10); the throttle is apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.agenda import KEY_BITS, NOTHING, PAST_ALL_RUNS, WAITING
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.openings import HOLIDAY, WINDOW
from nurture_tui.simulation.spots import Here, Sorts, joined
from nurture_tui.simulation.tally import GATES, SKIPS
from nurture_tui.simulation.view import Flags, Ints, Rows

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
        self.closes = any(openings.closes for openings in shuts.values() if openings is not None)
        self.cap = Sorts({spot: plan.cap for spot, plan in plans.items()}, spots.count)
        self.skips = spots.table({s: p.skips_when_capped for s, p in plans.items()}, np.bool_)
        self.some_skip = bool(self.skips.any())
        self.hold_if = [
            (place, compiled.hold_if)
            for place, compiled in enumerate(wave.compiled.values())
            if compiled.hold_if is not None
        ]
        self.held = np.zeros((spots.count, len(GATES)), dtype=np.int64)

    def passed(self, here: Here, limit: Ints) -> Here:
        """Who passes all gates, at the instants at which they do.

        Whom a gate holds is tried again, all gates from the first, as long as the key of that is
        below `limit`, that of what else comes next: until then nothing happens to the contact, and
        what `hold_if` says, and what was sent, is as it was.
        """
        here, limit = self.let_by(here, limit)
        passed = [here.some(slice(0))]
        while len(here):
            here, limit = self.when_open(here, limit)
            opens = self.cap_opens(here)
            full = opens > here.now
            shut = full.nonzero()[0]
            if not len(shut):
                passed.append(here)
                break
            passed.append(here.without(full))
            here, limit, opens = here.some(shut), limit[shut], opens[shut]
            skips = self.skips[here.spots]
            if self.some_skip and np.count_nonzero(skips):
                self.people.now[here.rows] = here.now
                self.sends.skip(here.only(skips), SKIPS.index("cap"))
                stay = (~skips).nonzero()[0]
                here, limit, opens = here.some(stay), limit[stay], opens[stay]
            if len(here):
                again = self.try_again(here, CAP, opens, limit).nonzero()[0]
                here, limit = here.some(again).then(opens[again]), limit[again]
        going = joined(passed)
        self.people.now[going.rows] = going.now
        return going

    def let_by(self, here: Here, limit: Ints) -> tuple[Here, Ints]:
        """Those whom `hold_if` does not hold; the others wait for a look."""
        for place, hold_if in self.hold_if:
            mine = self.stays.spots.journey[here.spots] == place
            places = (mine & self.sends.marketing[here.spots]).nonzero()[0]
            tried = here.some(places)
            self.wave.quiet.catch_up(tried.rows, tried.now)
            held = places[hold_if(self.stays.view(tried))]
            if len(held):
                self.stays.hold_waits[here.seats[held]] = True
                until = np.full(len(held), NOTHING)
                self.hold(here.some(held), HOLD_GATE, until)
                self.wave.quiet.look_again(here.some(held))
                free = np.ones(len(here), dtype=np.bool_)
                free[held] = False
                here, limit = here.some(free), limit[free]
        return here, limit

    def when_open(self, here: Here, limit: Ints) -> tuple[Here, Ints]:
        """Who comes to an instant at which the day is not closed and the window is open, then."""
        shut, gate, until = self.closed(here)
        if not len(shut):
            return here, limit
        now, going = here.now.copy(), np.ones(len(here), dtype=np.bool_)
        while len(shut):
            again = self.try_again(here.some(shut).then(now[shut]), gate, until, limit[shut])
            now[shut], going[shut] = until, again
            if not self.closes:  # a window that is open then is all there is
                break
            shut = shut[again]
            still, gate, until = self.closed(here.some(shut).then(now[shut]))
            shut = shut[still]
        here = here.then(now)
        if np.count_nonzero(going) == len(here):
            return here, limit
        left = going.nonzero()[0]
        return here.some(left), limit[left]

    def try_again(self, here: Here, gate: Ints | int, until: Ints, limit: Ints) -> Flags:
        """Hold these sends at a gate; returns who is tried again at once, at the instant `until`.

        The others wait until then.
        """
        self.note(here, gate, until)
        rank = self.stays.spots.rank[here.spots] + WAITING
        keys = (np.minimum(until, PAST_ALL_RUNS) << KEY_BITS) | rank
        again: Flags = keys < limit
        stop = (~again).nonzero()[0]
        if len(stop):
            self.stays.wait(here.some(stop), until[stop])
        if self.wave.notes_latest:
            self.people.latest[here.rows[again]] = keys[again]
        return again

    def closed(self, here: Here) -> tuple[Rows, Ints | int, Ints]:
        """Whom a closed day or the window holds, each a gate of its own: places, gates, until when.

        Where no day is ever closed only the window is asked.
        """
        gate, until = np.full(len(here) if self.closes else 0, NO_GATE), here.now.copy()
        for openings, part in self.openings.parts(here.spots):
            if openings is None:
                continue
            seats, now = here.seats[part], here.now[part]
            zone = self.stays.zone[seats]
            if self.closes:
                shut, until[part] = openings.next_try(zone, self.stays.variant[seats], now)
                gate[part] = OF_OPENINGS[shut]
            else:
                until[part] = openings.next_in_window(zone, now)
        places = (gate != NO_GATE if self.closes else until > here.now).nonzero()[0]
        until = until[places]
        until[until >= NEVER] = NOTHING
        return places, gate[places] if self.closes else WINDOW_GATE, until

    def cap_opens(self, here: Here) -> Ints:
        """When the cap over all marketing messages, in (t - D, t], lets the next one go."""
        opens = np.zeros(len(here), dtype=np.int64)
        for cap, part in self.cap.parts(here.spots):
            if cap is not None:
                opens[part] = self.recent.cap_opens(here.rows[part], cap.count, cap.seconds)
        return opens

    def hold(self, here: Here, gate: Ints | int, until: Ints) -> None:
        """Hold these sends at a gate, until an instant."""
        self.stays.wait(here, until)
        self.note(here, gate, until)

    def note(self, here: Here, gate: Ints | int, until: Ints) -> None:
        """Name and count the gates that hold these sends, or the one, each gate once a send."""
        stays = self.stays
        met = stays.gates_met[here.seats]
        fresh = (met >> gate) & 1 == 0
        if np.count_nonzero(fresh):
            named, met = here.only(fresh), met[fresh]
            at = gate if isinstance(gate, int) else gate[fresh]
            met |= np.left_shift(1, at, dtype=np.int8, casting="unsafe")
            stays.gates_met[named.seats] = met
            if self.wave.trace.sends.kept:
                stays.held_by[named.seats] = stays.held_by[named.seats] * HELD_BASE + at + 1
            cells = named.spots * len(GATES) + at
            self.held += np.bincount(cells, minlength=self.held.size).reshape(self.held.shape)
            if self.wave.trace.log.kept:
                names = self.wave.trace.names
                code, step = names.code("held"), stays.spots.step_codes[named.spots]
                stays.log(named, code, step, names.several(GATES)[at])
        if self.wave.probe is not None:
            for run, step_, places in self.wave.at_steps(here):
                each = np.broadcast_to(gate, len(here))[places]
                gates = [GATES[number] for number in each.tolist()]
                self.wave.probe.held(run, step_, here.rows[places], gates, until[places])


def gates_of(held_by: int) -> str:
    """The names of the gates in the order met, separated by blanks."""
    met: list[str] = []
    while held_by:
        held_by, digit = divmod(held_by, HELD_BASE)
        met.append(GATES[digit - 1])
    return " ".join(reversed(met))
