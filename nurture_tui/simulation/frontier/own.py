"""What contacts of a chunk do by themselves: own events and events at a date (R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.contacts.table import NO_DATE
from nurture_tui.frozen import dataclass
from nurture_tui.simulation.assumed import AssumedPlan
from nurture_tui.simulation.delays import exponential
from nurture_tui.simulation.frontier.firsts import KEY_BITS, NEVER_KEY, Atom
from nurture_tui.simulation.frontier.luck import bits, chance_of, constant
from nurture_tui.simulation.frontier.made import Happening
from nurture_tui.simulation.view import Flags, Ints, Rows, View

if TYPE_CHECKING:
    from nurture_tui.simulation.frontier.walk import Walk

STILL_INSIDE = -1


@dataclass(frozen=True)
class Drawn:
    """An own event of a stay, and when it comes if the stay lasts until then."""

    assumed: AssumedPlan
    what: Happening
    rows: Rows
    time: Ints
    turn: Ints


class OwnEvents:
    """Draws own events at the entry; those of a stay count only while it lasts."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.drawn: list[Drawn] = []
        self.first: dict[Atom, Ints] = {}
        self.of_everybody = any(assumed.shared for assumed, _ in walk.made.by_itself)
        for assumed, what in walk.made.by_itself:
            for atom in what.atoms if not assumed.shared else ():
                walk.firsts.also_lasting(atom)
        self.moments = {
            assumed.place: walk.moments.moved(None if assumed.shared else walk.stage, assumed.date)
            for assumed, _ in walk.made.by_itself
            if assumed.date is not None
        }

    def plan_for_all(self, rows: Rows, time: Ints) -> None:
        """The own events of nurture.toml, from the first turning up to the end of the run."""
        self._plan(True, View(rows, time, time, attempt=True), 0)

    def plan(self, rows: Rows, time: Ints, turn: int) -> None:
        """The own events of the journey, from the entry of these contacts."""
        self._plan(False, View(rows, time, time), turn)

    def _plan(self, shared: bool, view: View, turn: int) -> None:
        """Ask every `if` first, for all of them are asked before anything happens."""
        chosen = [pair for pair in self.walk.made.by_itself if pair[0].shared == shared]
        views = [self._wanted(assumed, view) for assumed, _ in chosen]
        for (assumed, what), some in zip(chosen, views, strict=True):
            if len(some.rows):
                self._plan_one(assumed, what, some.rows, some.now, turn)

    def _wanted(self, assumed: AssumedPlan, view: View) -> View:
        if assumed.condition is None:
            return view
        return view.some(self.walk.condition_of(assumed)(view))

    def _plan_one(
        self, assumed: AssumedPlan, what: Happening, rows: Rows, time: Ints, turn: int
    ) -> None:
        if assumed.date is not None:
            self._at_date(assumed, what, rows, time, turn)
        elif assumed.shared:
            self._of_everybody(assumed, what, rows, time)
        else:
            self._of_stay(assumed, what, rows, time, turn)

    def _wait(self, assumed: AssumedPlan, rows: Rows, occurrence: int) -> Ints:
        folded = constant(
            assumed.chance_draw, stay=0 if assumed.shared else 1, occurrence=occurrence
        )
        drawn = bits(self.walk.people.keys[rows], folded)
        return exponential(drawn, assumed.chance, assumed.per)

    def _at_date(
        self, assumed: AssumedPlan, what: Happening, rows: Rows, time: Ints, turn: int
    ) -> None:
        """Drawn once a contact and date; not if the contact came later."""
        moment = self.moments[assumed.place](rows)
        ahead = (moment != NO_DATE) & (moment >= time)
        rows, time, moment = rows[ahead], time[ahead], moment[ahead]
        keys = self.walk.people.keys[rows]
        drawn = bits(keys, constant(assumed.chance_draw, stay=0), moment)
        hit = chance_of(assumed.chance).hits(drawn)
        if assumed.shared:
            self._beside_arrival(rows[hit], moment[hit] == time[hit])
        at_once = np.where(moment[hit] == time[hit], turn, 0)
        comes = at_once if np.count_nonzero(at_once) else 0
        self.walk.events.happen(what, rows[hit], moment[hit], what.low, comes)

    def _of_everybody(self, assumed: AssumedPlan, what: Happening, rows: Rows, time: Ints) -> None:
        """An own event of nurture.toml, again and again if it repeats."""
        occurrence = 0
        while len(rows):
            wait = self._wait(assumed, rows, occurrence)
            self._beside_arrival(rows, (wait == 0) & (occurrence == 0))
            time = time + wait
            soon = time < self.walk.end
            rows, time = rows[soon], time[soon]
            self.walk.events.happen(what, rows, time, what.low, 0)
            if not assumed.repeat:
                return
            occurrence += 1

    def _beside_arrival(self, rows: Rows, together: Flags) -> None:
        """Events of nurture.toml at the very instant of turning up: their order does not show."""
        self.walk.leaving.unclear[rows[together]] = True

    def _of_stay(
        self, assumed: AssumedPlan, what: Happening, rows: Rows, time: Ints, turn: int
    ) -> None:
        """The first own event of a stay is noted now; `happen_in_stays` says whose came to be."""
        comes = time + self._wait(assumed, rows, 0)
        soon = comes <= self._last(rows)
        rows, comes, time = rows[soon], comes[soon], time[soon]
        turns = np.where(comes == time, turn, 0)
        self.drawn.append(Drawn(assumed, what, rows, comes, turns))
        keys = (comes << KEY_BITS) | what.low
        for atom in what.atoms:
            own = self.first.setdefault(atom, np.full(self.walk.n, NEVER_KEY, dtype=np.int64))
            own[rows] = np.minimum(own[rows], keys)
        if what.matters:
            comes_at_once = turns if np.count_nonzero(turns) else 0
            self.walk.events.note(what, rows, comes, what.low, comes_at_once, lasting=False)

    def _last(self, rows: Rows) -> Ints:
        """The last instant at which an own event of a stay can happen."""
        last = np.full(len(rows), self.walk.end - 1, dtype=np.int64)
        within = self.walk.journey.goal_within
        return last if within is None else np.minimum(last, self.walk.entered[rows] + within)

    # ---------------------------------------------------------------- when all stays are known
    def forget_after_leaving(self, rows: Rows) -> None:
        """Own events that would have come after the end of these stays did not happen."""
        if not self.first:
            return
        left = self.walk.left[rows]
        for atom, own in self.first.items():
            keys = own[rows]
            kept = np.where(keys >> KEY_BITS <= left, keys, NEVER_KEY)
            firsts = self.walk.firsts
            firsts.keys[atom][rows] = np.minimum(firsts.lasting[atom][rows], kept)

    def happen_in_stays(self) -> None:
        """Write the own events of stays to the log, again and again where they repeat."""
        for drawn in self.drawn:
            rows, time, turn = drawn.rows, drawn.time, drawn.turn
            occurrence = 0
            while len(rows):
                lasts = self._in_stay(drawn.what, rows, time)
                rows, time, turn = rows[lasts], time[lasts], turn[lasts]
                self.walk.events.write(drawn.what, rows, time, turn | drawn.what.low)
                if not drawn.assumed.repeat:
                    break
                occurrence += 1
                later = time + self._wait(drawn.assumed, rows, occurrence)
                turn = np.where(later == time, turn, 0)
                soon = later <= self._last(rows)
                rows, time, turn = rows[soon], later[soon], turn[soon]

    def _in_stay(self, what: Happening, rows: Rows, time: Ints) -> Flags:
        """Whose stay lasts until an own event of theirs.

        Where it comes at the very instant of another event that ends the stay, the order shows
        only if that event was drawn before.
        """
        walk = self.walk
        left, until = walk.left[rows], walk.leaving.until[rows]
        inside = (left == STILL_INSIDE) | (time < left)
        by_path = (time == left) & (left < until)
        key, leaving = (time << KEY_BITS) | what.low, walk.leaving.key[rows]
        together = (time == left) & (left == until)
        walk.leaving.unclear[rows[together & (key != leaving) & (walk.leaving.turn[rows] > 0)]] = (
            True
        )
        lasts: Flags = inside | by_path | (together & (key <= leaving))
        return lasts
