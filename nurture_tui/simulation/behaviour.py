"""What contacts do after something (R15), and by themselves (R16)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.contacts.table import NO_DATE
from nurture_tui.frozen import dataclass
from nurture_tui.model.condition import Condition
from nurture_tui.simulation.actions import Doing
from nurture_tui.simulation.assumed import AssumedPlan
from nurture_tui.simulation.delays import exponential, lognormal
from nurture_tui.simulation.drawndates import DrawnDates
from nurture_tui.simulation.draws import U64, draw, happens
from nurture_tui.simulation.events import ASSUMED, MACHINE, MESSAGE, OWN, Sources, pack
from nurture_tui.simulation.rivals import Rivals
from nurture_tui.simulation.spots import Here
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Flags, Ints, Rows, View, every

if TYPE_CHECKING:
    from nurture_tui.simulation.journeyrun import JourneyRun
    from nurture_tui.simulation.wave import Wave


@dataclass(frozen=True)
class Cause:
    """What an assumed event of a journey comes after, of one step or of each that it has (R15).

    By spot: which of them these are, and the constants of the draws of chance and delay.
    """

    run: JourneyRun
    assumed: AssumedPlan
    of: Flags
    chance: U64
    delay: U64


class Behaviour:
    """Draws what contacts do and puts it on the agenda; applies it when it happens."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.plan = wave.plan
        self.people = wave.people
        self.names = wave.trace.names
        self.conditions: dict[int, Truth] = {}
        self.effects: dict[int, list[Doing]] = {}
        self.moments_of: dict[int, Callable[[Rows], Ints]] = {}
        self.dates_drawn: dict[int, DrawnDates] = {}
        self.rivals = Rivals(wave.runs, self.people.n)
        self.latest = {
            subject: (np.full(self.people.n, -1), np.zeros(self.people.n, dtype=np.int64))
            for run in wave.runs
            for function, subject in run.plan.causes
            if function == "did"
        }
        self.after = self._causes()
        for run in wave.runs:
            for assumed in run.plan.assumed:
                self.prepare(assumed, run, wave.compiled[run.plan.id].truth)
        for assumed in self.plan.shared_own:
            self.prepare(assumed, None, wave.shared_truth)

    def _causes(self) -> dict[str, list[Cause]]:
        """The causes that belong to steps, by function; those of any step come last."""
        found: dict[str, list[Cause]] = {}
        spots = self.wave.stays.spots
        named = [
            (run, function, int(step), assumed)
            for run in self.wave.runs
            for (function, step), of_cause in run.plan.causes.items()
            if function != "did"
            for assumed in of_cause
        ]
        for run, function, step, assumed in sorted(named, key=lambda cause: cause[2] < 0):
            subject = run.plan.steps[step].id if step >= 0 else ""
            draws = {
                run.plan.first_place + run.plan.places[id_]: constants
                for (of, name, id_), constants in assumed.of_causes.items()
                if (of, name) == (function, subject)
            }
            cause = Cause(
                run,
                assumed,
                spots.table(dict.fromkeys(draws, True), np.bool_),
                spots.table({spot: chance for spot, (chance, _) in draws.items()}, np.uint64),
                spots.table({spot: delay for spot, (_, delay) in draws.items()}, np.uint64),
            )
            found.setdefault(function, []).append(cause)
        return found

    def prepare(
        self, assumed: AssumedPlan, run: JourneyRun | None, truth: Callable[[Condition], Truth]
    ) -> None:
        """Compile the condition, the moment and the effects of an assumed event."""
        place, model = assumed.place, assumed.model
        if model.condition is not None:
            self.conditions[place] = truth(model.condition)
        if model.date is not None:
            self.moments_of[place] = self.wave.moments.moved(run, model.date)
            self.dates_drawn[place] = DrawnDates(self.people.n)
        doings = self.wave.doings
        effects = [doings.setter(run, name, value) for name, value in model.values.items()]
        effects += [doings.adder(name, float(by)) for name, by in model.amounts.items()]
        if effects:
            names = [*model.values, *model.amounts]
            each = zip(names, effects, strict=True)
            self.effects[place] = [doings.probed([name], effect) for name, effect in each]

    # ---------------------------------------------------------------- after something (R15)
    def note(self, rows: Rows, event: str, sources: Sources) -> list[Flags]:
        """An event that may be a cause happens; returns who has been in each journey before it.

        What a machine reports is no cause, so it says of nobody that they have been (R17).
        """
        if event not in self.latest:
            return []
        last, times = self.latest[event]
        causes = sources.kind != MACHINE
        there = rows[causes]
        now = self.people.now[there]
        times[there] = np.where(last[there] == now, times[there] + 1, 1)
        last[there] = now
        return [causes & (run.stay[rows] > 0) for run in self.wave.runs]

    def after_events_at_entry(self, run: JourneyRun, rows: Rows) -> None:
        """An event at the very instant of the first entry is a cause, also one before it."""
        first = rows[run.stay[rows] == 1]
        for event, (last, times) in self.latest.items():
            there = first[last[first] == self.people.now[first]]
            for number in range(int(times[there].max(initial=0))):
                again = there[times[there] > number]
                self.after_did(run, event, again, run.stay[again])

    def after_event(self, rows: Rows, event: str, sources: Sources, been: Sequence[Flags]) -> None:
        """Each assumed event of which this event is a cause is drawn once.

        `been` says for each journey who has been in it before the event; for others it was drawn
        at their entry.
        """
        if event in self.after:
            message = sources.kind == MESSAGE
            mine = sources.some(message)
            self.after_visits(
                event, self.wave.of_message(rows[message], mine), mine.stay, mine.visit
            )
        for run, before in zip(self.wave.runs, been, strict=False):
            chosen = rows[before]
            self.after_did(run, event, chosen, run.stay[chosen])

    def after_visits(self, function: str, here: Here, stay: Ints, visit: Ints) -> None:
        """Causes that belong to visits of steps, which is what their luck hangs on (R19)."""
        for cause in self.after.get(function, ()):
            places = cause.of[here.spots].nonzero()[0]
            if len(places):
                wanted = self.wanted(cause.assumed, cause.run, here.rows[places])
                places = places if every(wanted) else places[wanted]
                spots = here.spots[places]
                draws = cause.chance[spots], cause.delay[spots]
                self.draw_after(
                    cause.assumed,
                    draws,
                    here.rows[places],
                    here.now[places],
                    stay[places],
                    visit[places],
                )

    def after_did(self, run: JourneyRun, event: int | str, rows: Rows, stay: Ints) -> None:
        """An event as a cause: its luck hangs on how many such causes came before it."""
        for assumed in run.plan.causes.get(("did", event), ()):
            chosen = self.wanted(assumed, run, rows)
            counts = run.cause_counts[assumed.row]
            number = counts[rows[chosen]].astype(np.int64)
            counts[rows[chosen]] += 1
            draws = assumed.chance_draw, assumed.delay_draw
            now = self.people.now[rows[chosen]]
            self.draw_after(assumed, draws, rows[chosen], now, stay[chosen], number)

    def wanted(self, assumed: AssumedPlan, run: JourneyRun, rows: Rows) -> Flags:
        """For whom the `if` of an assumed event holds now."""
        condition = self.conditions.get(assumed.place)
        if condition is None:
            return np.ones(len(rows), dtype=np.bool_)
        return condition(run.view(rows))

    def draw_after(
        self,
        assumed: AssumedPlan,
        draws: tuple[np.uint64, np.uint64] | tuple[U64, U64],
        rows: Rows,
        now: Ints,
        stay: Ints,
        occurrence: Ints,
    ) -> None:
        keys = self.people.keys[rows]
        hit = happens(draw(keys, draws[0], stay, occurrence), assumed.chance)
        if not np.count_nonzero(hit):
            return
        later = draws[1][hit] if isinstance(draws[1], np.ndarray) else draws[1]
        bits = draw(keys[hit], later, stay[hit], occurrence[hit])
        delay = lognormal(bits, assumed.delay, assumed.spread)
        self.expect(assumed, ASSUMED, rows[hit], now[hit] + delay)

    def expect(
        self,
        assumed: AssumedPlan,
        kind: int,
        rows: Rows,
        time: Ints,
        stay: Ints | int = 0,
        occurrence: Ints | int = 0,
    ) -> None:
        data = pack(kind, assumed.journey, assumed.place, stay + 0 * rows, occurrence)
        if self.wave.replay is not None:
            on = ~self.wave.replay.is_off(assumed, time)
            rows, time, data = rows[on], time[on], data[on]
        self.wave.push(rows, assumed.event, self.plan.source_of(assumed), time, data)

    # ---------------------------------------------------------------- by themselves (R16)
    def plan_for_all(self) -> None:
        """Own events of nurture.toml: from the first turning up to the end of the run."""
        for assumed in self.plan.shared_own:
            rows = np.arange(self.people.n)
            first = self.people.cohort.first_turn_up
            come = rows[first < self.plan.end]
            start = first[come]
            view = View(come, start, start, attempt=True)
            self.plan_one(assumed, None, come, start, 0 * come, view)

    def plan_own_events(self, run: JourneyRun, rows: Rows) -> None:
        """Own events and date events of a journey, at the entry of these contacts."""
        if len(rows):
            now = self.people.now[rows]
            for assumed in run.plan.own:
                self.plan_one(assumed, run, rows, now, run.stay[rows], run.view(rows))

    def plan_one(
        self,
        assumed: AssumedPlan,
        run: JourneyRun | None,
        rows: Rows,
        start: Ints,
        stay: Ints,
        view: View,
    ) -> None:
        condition = self.conditions.get(assumed.place)
        come = rows
        if condition is not None:
            holds = condition(view)
            rows, start, stay = rows[holds], start[holds], stay[holds]
        if self.wave.replay is not None:
            left = ~self.wave.replay.has_happened(assumed, rows, start)
            rows, start, stay = rows[left], start[left], stay[left]
        self.rivals.begin(assumed, come, rows)
        if assumed.date is not None:
            self.plan_date(assumed, run, rows, start)
        else:
            self.plan_hazard(assumed, run, rows, start, stay, 0 * rows)

    def plan_hazard(
        self,
        assumed: AssumedPlan,
        run: JourneyRun | None,
        rows: Rows,
        start: Ints,
        stay: Ints,
        occurrence: Ints,
    ) -> None:
        chain = self.wave.quiet.chains.get(assumed.place)
        if chain is not None:
            chain.begin(rows, start)
            return
        bits = draw(self.people.keys[rows], assumed.chance_draw, stay, occurrence)
        if self.wave.replay is not None:
            start = self.wave.replay.on_from(assumed, start)
        time = start + exponential(bits, assumed.chance, assumed.per)
        if run is not None and run.plan.goal_within is not None:
            within = time <= run.entered[rows] + run.plan.goal_within
            rows, time, stay, occurrence = (
                rows[within], time[within], stay[within], occurrence[within],
            )  # fmt: skip
        self.expect(assumed, OWN, rows, time, stay, occurrence)

    def plan_date(
        self, assumed: AssumedPlan, run: JourneyRun | None, rows: Rows, start: Ints
    ) -> None:
        """Drawn once a contact and date; not if the contact entered later (R16)."""
        moment = self.moments_of[assumed.place](rows)
        known = moment != NO_DATE
        drawn = self.dates_drawn[assumed.place]
        fresh = known & (moment >= start) & drawn.fresh(rows, moment)
        rows, moment = rows[fresh], moment[fresh]
        drawn.remember(rows, moment)
        hit = happens(draw(self.people.keys[rows], assumed.chance_draw, 0, moment), assumed.chance)
        self.expect(assumed, ASSUMED, rows[hit], moment[hit])

    def still_valid(self, rows: Rows, sources: Sources) -> Flags:
        """An own event of a stay is void once the stay is over, or has the event (R16)."""
        valid = np.ones(len(rows), dtype=np.bool_)
        if not (sources.kind == OWN).any():
            return valid
        for place, run in enumerate(self.wave.runs):
            own = (sources.kind == OWN) & (sources.journey == place)
            if own.any():
                of_run = rows[own]
                valid[own] = run.inside[of_run] & (run.stay[of_run] == sources.stay[own])
        if self.rivals.open:
            self.overrule(rows, sources, valid)
        return valid

    def overrule(self, rows: Rows, sources: Sources, valid: Flags) -> None:
        """Where several journeys state an event, the largest hazard holds (R16)."""
        own = (sources.kind == OWN) & (sources.journey < len(self.wave.runs))
        for place in distinct(sources.index[own & valid]).tolist():
            assumed = self.plan.assumed[place]
            valid[own & (sources.index == place)] &= self.rivals.stands(
                assumed, rows[own & (sources.index == place)]
            )
            mine = own & valid & (sources.index == place)
            first = self.rivals.prevails(assumed, rows[mine])
            self.rivals.happened(assumed, rows[mine][first])
            valid[mine] = first
            mine[mine] = ~first
            self.next_own(assumed, rows[mine], sources.some(mine))

    def next_own(self, assumed: AssumedPlan, rows: Rows, sources: Sources) -> None:
        """The next own event of these contacts, drawn from now on."""
        run = None if assumed.shared else self.wave.runs[assumed.journey]
        now = self.people.now[rows]
        self.plan_hazard(assumed, run, rows, now, sources.stay, sources.visit + 1)

    def apply_effects(self, rows: Rows, sources: Sources) -> None:
        """The `set` and `add` of assumed events, and the next of those that repeat."""
        assumed_kind = (sources.kind == ASSUMED) | (sources.kind == OWN)
        if not assumed_kind.any():
            return
        for place in distinct(sources.index[assumed_kind]).tolist():
            of_event = assumed_kind & (sources.index == place)
            assumed = self.plan.assumed[place]
            for effect in self.effects.get(place, ()):
                effect(rows[of_event])
            if assumed.repeat:
                again = of_event & (sources.kind == OWN)
                self.next_own(assumed, rows[again], sources.some(again))
