"""The wave scheduler: in each wave every contact does its earliest next thing (R4-R6)."""

from __future__ import annotations

import numpy as np

from nurture_tui.errors import SimulationError
from nurture_tui.model.condition import Condition
from nurture_tui.simulation.actions import Doings
from nurture_tui.simulation.agenda import (
    DAILY,
    LOOK,
    NOTHING,
    STEP,
    WHEN,
    Agenda,
    class_key,
    event_key,
    name_of,
    time_of,
)
from nurture_tui.simulation.behaviour import Behaviour
from nurture_tui.simulation.compiled import compile_journey
from nurture_tui.simulation.conditions import Compiler
from nurture_tui.simulation.entries import Entries
from nurture_tui.simulation.events import ASSUMED, ATTEMPT, MESSAGE, OWN, Sources, pack, unpack
from nurture_tui.simulation.journeyrun import ARRIVE, END, LEAVE, WAITING, JourneyRun
from nurture_tui.simulation.looks import Looks, together
from nurture_tui.simulation.moments import Moments
from nurture_tui.simulation.people import People
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.probe import Probe
from nurture_tui.simulation.replay import Replay
from nurture_tui.simulation.sending import Gates
from nurture_tui.simulation.steps import StepRun, build_step
from nurture_tui.simulation.sweep import Sweep
from nurture_tui.simulation.trace import Trace
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Flags, Ints, Rows
from nurture_tui.simulation.watch import typed_condition

MOST_AT_ONE_INSTANT = 2_000


class Wave:
    """One chunk of contacts on its way through the journeys of a run."""

    def __init__(
        self, plan: RunPlan, people: People, trace: Trace, probe: Probe | None = None
    ) -> None:
        self.plan = plan
        self.probe = probe
        self.people = people
        self.trace = trace
        self.agenda = Agenda(people.n)
        if not plan.has_consent:
            people.field("consent", plan.consent_kind).values[:] = 1
        self.runs = [
            JourneyRun(journey, cohort, people, trace, plan.grid)
            for journey, cohort in zip(plan.journeys, people.cohort.journeys, strict=True)
        ]
        self.by_id = {run.plan.id: run for run in self.runs}
        self.compiled = {
            run.plan.id: compile_journey(plan, people, run, self.by_id, probe) for run in self.runs
        }
        self.gates = Gates(people.n, plan.most_capped)
        self.moments = Moments(plan, people)
        self.doings = Doings(self)
        self.behaviour = Behaviour(self)
        self.entries = Entries(self)
        self.looks = Looks(self)
        self.steps: list[list[StepRun]] = [
            [build_step(self, place, run, step) for step in range(len(run.plan.steps))]
            for place, run in enumerate(self.runs)
        ]
        self.sweep = Sweep(self, plan.throttle) if plan.throttle is not None else None
        self.replay = Replay(self, plan.history) if plan.history is not None else None
        self.daily = np.full(people.n, NOTHING, dtype=np.int64)
        self.late_look = np.full(people.n, NOTHING, dtype=np.int64)
        self.instant = np.full(people.n, -1, dtype=np.int64)
        self.moves = np.zeros(people.n, dtype=np.int32)

    def shared_truth(self, condition: Condition) -> Truth:
        """Compile a condition of nurture.toml, which belongs to no journey."""
        plan = self.plan
        zone = np.full(self.people.n, plan.workspace_zone, dtype=np.int16)
        compiler = Compiler(
            self.people, plan.clock, zone, None, self.by_id, plan.dates_of(None), plan.fixed_instant
        )
        return compiler.truth(typed_condition(condition, plan.workspace, None, plan.kinds))

    # ---------------------------------------------------------------- the loop
    def run(self) -> None:
        """Let everything happen up to the end of the run (R3)."""
        end_key = self.plan.end << 28
        if self.replay is not None:
            self.replay.begin()
        self.entries.turn_up()
        self.behaviour.plan_for_all()
        if any(run.plan.watch.when is not None for run in self.runs):
            self.daily[:] = class_key(self.plan.six_o_clocks[:1], DAILY)
        live = np.arange(self.people.n)
        while len(live := live if self.sweep is None else self.sweep.going(live)):
            first, look, daily = self.agenda.first[live], self.late_look[live], self.daily[live]
            steps = self.next_steps(live)
            nearest = np.minimum(np.minimum(np.minimum(first, look), daily), steps)
            going = nearest < end_key
            live, nearest = live[going], nearest[going]
            self.people.now[live] = time_of(nearest)
            self.count_moves(live)
            self.happen(live[first[going] == nearest])
            self.look_late(live[look[going] == nearest])
            self.look_daily(live[daily[going] == nearest])
            self.make_steps(live[steps[going] == nearest])
        for run in self.runs:
            run.close(self.plan.end)

    def next_steps(self, rows: Rows) -> Ints:
        """The key of each contact's first journey with a step due."""
        keys = class_key(self.runs[0].due[rows], STEP)
        for place, run in enumerate(self.runs[1:], start=1):
            keys = np.minimum(keys, class_key(run.due[rows], STEP + place))
        return keys

    def count_moves(self, rows: Rows) -> None:
        """Stop a loop that takes no time, and name it (R6)."""
        now = self.people.now[rows]
        self.moves[rows] = np.where(self.instant[rows] == now, self.moves[rows] + 1, 0)
        self.instant[rows] = now
        if len(rows) and int(self.moves[rows].max()) > MOST_AT_ONE_INSTANT:
            stuck = rows[int(np.argmax(self.moves[rows]))]
            inside = [run for run in self.runs if run.inside[stuck]]
            places = [f"{run.plan.id}: {run.plan.steps[run.step[stuck]].id}" for run in inside]
            raise SimulationError(
                f"a loop takes no time, at {', '.join(places) or 'an entry'}",
                fix="Put a wait into it.",
            )

    # ---------------------------------------------------------------- daily looks
    def watch_daily(self, run: JourneyRun, rows: Rows) -> None:
        """Contacts have come into a journey in which time alone can change something (R5 c)."""
        if run.plan.watch.looks_daily:
            self.expect_daily(rows[self.daily[rows] == NOTHING])

    def expect_daily(self, rows: Rows) -> None:
        after = np.searchsorted(self.plan.six_o_clocks, self.people.now[rows], side="right")
        self.daily[rows] = class_key(self.plan.six_o_clocks[after], DAILY)

    def look_daily(self, rows: Rows) -> None:
        """The look at 06:00 workspace time; after it the attempts of `when` (R4, R5)."""
        if not len(rows):
            return
        attempts = self.daily[rows] == class_key(self.people.now[rows], WHEN)
        self.daily[rows] = NOTHING
        if any(run.plan.watch.when is not None for run in self.runs):
            self.daily[rows[~attempts]] = class_key(self.people.now[rows[~attempts]], WHEN)
            self.look(rows[~attempts & self.is_watched_daily(rows)])
            come = [self.entries.try_when(run, rows[attempts]) for run in self.runs]
            self.expect_daily(rows[attempts])
            self.look(self.without_events(together(come)))
        else:
            self.look(rows[self.is_watched_daily(rows)])
            self.expect_daily(rows[self.is_watched_daily(rows)])

    def is_watched_daily(self, rows: Rows) -> Flags:
        watched = np.zeros(len(rows), dtype=np.bool_)
        for run in self.runs:
            if run.plan.watch.looks_daily:
                watched |= run.inside[rows] | run.watching[rows]
        return watched

    def look(self, rows: Rows) -> None:
        self.looks.look(rows)

    def without_events(self, rows: Rows) -> Rows:
        """Contacts to look at now; for others events come first, and then the look (R6)."""
        if not len(rows):
            return rows
        key = class_key(self.people.now[rows], LOOK)
        later = self.agenda.first[rows] < key
        self.late_look[rows[later]] = key[later]
        now: Rows = rows[~later]
        return now

    def look_late(self, rows: Rows) -> None:
        """The looks that had to wait for events of the same instant."""
        if len(rows):
            self.late_look[rows] = NOTHING
            self.look(rows)

    # ---------------------------------------------------------------- events (R6, 1)
    def push(self, rows: Rows, name: int, source: int, time: Ints, data: Ints) -> None:
        """Put an event of this name on the agenda of these contacts, if the run lasts until it."""
        soon = time < self.plan.end
        if not soon.all():
            rows, time, data = rows[soon], time[soon], data[soon]
        self.agenda.add(rows, event_key(time, name, source), data)

    def happen(self, rows: Rows) -> None:
        """The earliest event of each of these contacts happens."""
        if not len(rows):
            return
        keys, data = self.agenda.take(rows)
        names, sources = name_of(keys), unpack(data)
        if self.replay is not None:
            self.replay.go_on(rows, sources)
        attempts = sources.kind == ATTEMPT
        for place in np.unique(sources.journey[attempts]).tolist():
            chosen = rows[attempts & (sources.journey == place)]
            self.look(self.entries.attempt(self.runs[place], chosen))
        valid = ~attempts & self.behaviour.still_valid(rows, sources)
        for name in np.unique(names[valid]).tolist():
            of_name = valid & (names == name)
            self.happened(rows[of_name], name, sources.some(of_name))

    def happened(self, rows: Rows, name: int, sources: Sources) -> None:
        """One event, of one name, for each of these contacts: R6 (1), then the looks."""
        self.follow(rows, name, sources, self.occur(rows, name, sources))
        text = self.plan.events[name]
        comes = any(run.plan.entry_event == text for run in self.runs)
        if comes or text in self.plan.seen_events or self.plan.sees_all_events:
            self.look(rows)

    def occur(self, rows: Rows, name: int, sources: Sources) -> list[Flags]:
        """An event is logged, its `set` and `add` happen, then scoring.

        Returns who has been in each journey before it, where it is a cause (R15).
        """
        text = self.plan.events[name]
        memory = self.people.memories.get(text)
        if memory is not None:
            memory.remember(rows, self.people.now[rows])
        message = sources.kind == MESSAGE
        self.behaviour.message_event(rows[message], text, sources.some(message))
        self.log_event(rows[~message], text, sources.some(~message))
        self.behaviour.apply_effects(rows, sources)
        if self.replay is not None:
            self.replay.occur(rows, text, sources)
        self.doings.score(rows, text)
        return self.behaviour.note(rows, text)

    def follow(self, rows: Rows, name: int, sources: Sources, been: list[Flags]) -> None:
        """What an event leads to: attempts in journey order (R4), then what it causes (R15)."""
        text = self.plan.events[name]
        for run in self.runs:
            if run.plan.entry_event == text:
                self.entries.attempt(run, rows)
        self.behaviour.after_event(rows, text, sources, been)

    def log_event(self, rows: Rows, text: str, sources: Sources) -> None:
        """An event that is no message's: with the journey that assumed it, if one did."""
        assumed = (sources.kind == ASSUMED) | (sources.kind == OWN)
        place = np.where(assumed & (sources.journey < len(self.runs)), sources.journey + 1, 0)
        self.trace.log.add(
            len(rows),
            self.people.now[rows],
            self.people.numbers[rows],
            self.plan.journey_codes[place],
            0,
            self.trace.names.code(text),
            self.replay.details(rows, sources) if self.replay is not None else 0,
        )

    def sent(self, place: int, run: JourneyRun, step: int, rows: Rows) -> None:
        """The event `sent` of a message: at once where nothing else comes before it by name."""
        code, source = self.plan.event_codes["sent"], run.plan.first_place + step
        data = pack(MESSAGE, place, step, run.stay[rows], run.visits[step, rows])
        key = event_key(self.people.now[rows], code, source)
        at_once = self.agenda.first[rows] > key
        self.agenda.add(rows[~at_once], key[~at_once], data[~at_once])
        if at_once.any():
            self.happened(rows[at_once], code, unpack(data[at_once]))

    # ---------------------------------------------------------------- steps (R6, 3)
    def make_steps(self, due: Rows) -> None:
        """Contacts whose next thing is a step go on until something else comes first."""
        for place, run in enumerate(self.runs):
            for step in run.plan.order:
                mine = due[run.step[due] == step]
                rows = self.ready(place, run, mine)
                if len(rows):
                    self.make_step(place, run, step, rows)

    def ready(self, place: int, run: JourneyRun, rows: Rows) -> Rows:
        """Of these contacts, those for whom this journey's step is the next thing of all."""
        if not len(rows):
            return rows
        key = class_key(run.due[rows], STEP + place)
        rivals = np.minimum(self.agenda.first[rows], self.daily[rows])
        rivals = np.minimum(rivals, self.late_look[rows])
        first = (key < rivals) & (run.due[rows] < self.plan.end)
        if len(self.runs) > 1:
            first &= key == self.next_steps(rows)
        chosen = rows[first]
        self.people.now[chosen] = run.due[chosen]
        return chosen

    def make_step(self, place: int, run: JourneyRun, step: int, rows: Rows) -> None:
        """Begin, resume or leave this step, each contact as it is; then leave it where it can."""
        phase = run.phase[rows]
        doer = self.steps[place][step]
        self.end_paths(place, run, rows[phase == END])
        begins = self.looked_at(place, run, rows[phase == ARRIVE], look=self.plan.looks_on_arrival)
        if len(begins):
            doer.begin(begins)
        waits = rows[phase == WAITING]
        waits = self.looked_at(place, run, waits, look=doer.looks_again)
        if len(waits):
            doer.resume(waits)
        done = together([rows[phase == LEAVE], begins, waits])
        done = done[run.inside[done] & (run.step[done] == step) & (run.phase[done] == LEAVE)]
        done = self.ready(place, run, done)
        self.leave_step(place, run, step, self.looked_at(place, run, done, look=doer.looks_after))

    def looked_at(self, place: int, run: JourneyRun, rows: Rows, *, look: bool) -> Rows:
        """A look (R5 b); returns those who are still in the same stay, and whose turn it still is.

        What the look causes at this instant comes before the step (R6). Whoever has been looked at
        and lets something else go first is not looked at again: two steps of one contact whose
        looks wake each other would else wait for each other for ever.
        """
        if not look or not len(rows):
            return rows
        stay = run.stay[rows]
        fresh = rows[~run.looked_at[rows]]
        run.looked_at[fresh] = True
        self.look(fresh)
        rows = self.ready(place, run, rows[run.inside[rows] & (run.stay[rows] == stay)])
        run.looked_at[rows] = False
        return rows

    def leave_step(self, place: int, run: JourneyRun, step: int, rows: Rows) -> None:
        """Go by the chosen port to the next step, or to the end of the path."""
        if not len(rows):
            return
        targets = run.target(step, rows)
        run.go_on(rows, step)
        self.behaviour.after_step(run, step, rows)
        for target in np.unique(targets[targets >= 0]).tolist():
            run.arrive(rows[targets == target], target)
        ends = rows[targets < 0]
        run.phase[ends] = END
        self.end_paths(place, run, self.ready(place, run, ends))

    def end_paths(self, place: int, run: JourneyRun, rows: Rows) -> None:
        """A path ends after the looks that follow its last step (R6, R12)."""
        rows = self.looked_at(place, run, rows, look=self.plan.looks_on_arrival)
        if len(rows):
            run.log(rows, run.plan.words["finished"])
            run.leave(rows, "finished", watch=True)
            self.look_if_shared(rows)

    def look_if_shared(self, rows: Rows, *, handed: bool = False) -> None:
        """Leaving one journey can matter to the rules of another (`inside`, `reached`)."""
        if handed or len(self.runs) > 1:
            self.look(self.without_events(rows))
