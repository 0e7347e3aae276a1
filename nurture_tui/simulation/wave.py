"""The wave scheduler: in each wave every contact does its earliest next thing (R4-R6)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.errors import SimulationError
from nurture_tui.model.condition import Condition
from nurture_tui.simulation.actions import Doings
from nurture_tui.simulation.agenda import (
    LATE_LOOK,
    LOOK,
    Agenda,
    class_key,
    event_key,
    name_of,
    time_of,
)
from nurture_tui.simulation.ahead import Ahead
from nurture_tui.simulation.behaviour import Behaviour
from nurture_tui.simulation.compiled import compile_journey
from nurture_tui.simulation.conditions import Compiler
from nurture_tui.simulation.daily import Mornings
from nurture_tui.simulation.entries import Entries
from nurture_tui.simulation.events import ASSUMED, OWN, Sources, unpack
from nurture_tui.simulation.heard import GoOn, always
from nurture_tui.simulation.host import Stage
from nurture_tui.simulation.journeyrun import JourneyRun
from nurture_tui.simulation.lastsent import LastSent
from nurture_tui.simulation.looks import Looks
from nurture_tui.simulation.moments import Moments
from nurture_tui.simulation.paths import Paths, Turn
from nurture_tui.simulation.people import People
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.probe import Probe
from nurture_tui.simulation.quiet import Quiet
from nurture_tui.simulation.reactions import Reactions
from nurture_tui.simulation.replay import Replay
from nurture_tui.simulation.sending import Sends
from nurture_tui.simulation.spots import Here
from nurture_tui.simulation.stays import Stays
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
        self.names = trace.names
        self.people = people
        self.trace = trace
        self.agenda = Agenda(people.n)
        if not plan.has_consent:
            people.field("consent", plan.consent_kind).values[:] = 1
        self.stays = Stays(plan, people, trace)
        each = zip(plan.journeys, people.cohort.journeys, strict=True)
        self.runs = [
            JourneyRun(journey, place, cohort, people, trace, self.stays)
            for place, (journey, cohort) in enumerate(each)
        ]
        self.by_id = {run.plan.id: run for run in self.runs}
        self.compiled = {
            run.plan.id: compile_journey(plan, run.plan, self.compiler(run), probe)
            for run in self.runs
        }
        self.recent = LastSent(people.n, plan.most_capped)
        self.moments = Moments(plan, people)
        self.doings = Doings(self)
        self.sends = Sends(self)
        self.behaviour = Behaviour(self)
        self.reactions = Reactions(self)
        self.entries = Entries(self)
        self.looks = Looks(self)
        self.paths = Paths(self)
        self.sweep = Sweep(self, plan.throttle) if plan.throttle is not None else None
        self.replay = Replay(self, plan.history) if plan.history is not None else None
        self.mornings = Mornings(self)
        self.quiet = Quiet(self)
        self.notes_latest = trace.log.kept or self.mornings.can_sleep
        self.looks_wait = False
        self.instant = np.full(people.n, -1, dtype=np.int64)
        self.moves = np.zeros(people.n, dtype=np.int32)

    def compiler(self, run: JourneyRun) -> Compiler:
        """What compiles the conditions of a journey."""
        plan, dates = self.plan, self.plan.dates_of(run.plan.journey)
        return Compiler(
            self.people, plan.clock, run.zone, run, self.by_id, dates, plan.fixed_instant
        )

    def shared_truth(self, condition: Condition) -> Truth:
        """Compile a condition of nurture.toml, which belongs to no journey."""
        plan = self.plan
        zone = np.full(self.people.n, plan.workspace_zone, dtype=np.int16)
        compiler = Compiler(
            self.people, plan.clock, zone, None, self.by_id, plan.dates_of(None), plan.fixed_instant
        )
        return compiler.truth(typed_condition(condition, plan.workspace, None, plan.kinds))

    def forget(self) -> None:
        """Free the state of the chunk now: its parts refer to each other, and would wait long."""
        self.people.forget()
        for part in (
            self.entries,
            self.looks,
            self.behaviour,
            self.doings,
            self.sends,
            self.quiet,
            self,
        ):
            vars(part).clear()

    # ---------------------------------------------------------------- the loop
    def run(self, go_on: GoOn = always) -> None:
        """Let everything happen up to the end of the run (R3)."""
        self.reactions.find_unseen()
        if self.replay is not None:
            self.replay.begin()
        self.entries.turn_up()
        self.behaviour.plan_for_all()
        self.mornings.begin()
        do, due = self.things_to_do()
        turns = 0
        ahead = self.ahead = Ahead(
            self.agenda, self.stays, due, len(self.plan.events), self.plan.end, len(self.runs)
        )
        self.settle(ahead, np.arange(self.people.n))
        while (turn := self.next_turn(ahead)) is not None:
            go_on()
            group, rows = turn
            keys = ahead.of_turn
            self.people.now[rows] = time_of(keys)
            if self.notes_latest:
                self.people.latest[rows] = np.maximum(self.people.latest[rows], keys)
            turns += 1
            if turns > MOST_AT_ONE_INSTANT:
                self.count_moves(rows)
            do[group](rows)
            self.settle(ahead, rows)
        self.finish()

    def finish(self) -> None:
        """The run is over: what was counted of all journeys together is shared out."""
        self.stays.moves.count()
        for run in self.runs:
            run.close(self.plan.end)
            mine = slice(run.plan.first_place, run.plan.first_place + len(run.plan.steps))
            run.tally.skipped += self.sends.skipped[mine]
            run.tally.held += self.sends.gates.held[mine]
            for event, counts in self.reactions.messages.items():
                run.tally.messages[event] += counts[mine]

    def nearest(self, rows: Rows) -> Ints:
        """The key of each contact's next thing, NOTHING where there is none.

        No two things that are due have the same key.
        """
        return np.minimum(self.agenda.first[rows], self.stays.nearest(rows))

    def next_turn(self, ahead: Ahead) -> tuple[int, Rows] | None:
        """The next turn; before it, what can be decided of the sends at the throttle.

        Where some stand there, the turn is that of the contact that may be the next to come.
        """
        if self.sweep is None:
            return ahead.turn()
        while (decided := self.sweep.decided()) is not None:
            self.settle(ahead, decided)
        return ahead.turn(self.sweep.next_to_come())

    def settle(self, ahead: Ahead, rows: Rows) -> None:
        """These contacts go on by themselves, but for those who have stopped at the throttle."""
        ahead.settle(rows if self.sweep is None else self.sweep.going(rows))

    def things_to_do(self) -> tuple[list[Turn], Ints]:
        """What contacts do in their turns, and which of it is due: by event, then by rank.

        Ranks are those from ARRIVAL on. What costs little a turn comes first; mornings come last,
        for who sleeps outside of all journeys does nothing else.
        """
        firsts = [self.arrive, self.look_late]
        happen = [self.happen] * len(self.plan.events)
        before = len(firsts) + len(happen)
        steps, due = self.paths.steps_to_make(before)
        mornings = [self.mornings.look, self.mornings.attempt]
        look, attempt = before + len(steps), before + len(steps) + 1
        of_events = list(range(len(firsts), before))
        return (
            [*firsts, *happen, *steps, *mornings],
            np.array([*of_events, 0, 1, look, attempt, *due], dtype=np.int64),
        )

    def count_moves(self, rows: Rows) -> None:
        """Stop a loop that takes no time, and name it (R6).

        A contact makes one move a turn, so that moves need not be counted in the first turns.
        """
        now = self.people.now[rows]
        self.moves[rows] = np.where(self.instant[rows] == now, self.moves[rows] + 1, 0)
        self.instant[rows] = now
        if int(self.moves[rows].max()) > MOST_AT_ONE_INSTANT:
            stuck = rows[int(np.argmax(self.moves[rows]))]
            inside = [run for run in self.runs if run.inside[stuck]]
            at = [int(run.step(np.array([stuck]))[0]) for run in inside]
            named = zip(inside, at, strict=True)
            places = [f"{run.plan.id}: {run.plan.steps[step].id}" for run, step in named]
            raise SimulationError(
                f"a loop takes no time, at {', '.join(places) or 'an entry'}",
                fix="Put a wait into it.",
            )

    # ---------------------------------------------------------------- looks
    def look(self, rows: Rows) -> None:
        self.looks.look(rows)

    def without_events(self, rows: Rows) -> Rows:
        """Contacts to look at now; for others events come first, and then the look (R6)."""
        if not len(rows):
            return rows
        key = class_key(self.people.now[rows], LOOK)
        later = self.agenda.first[rows] < key
        self.agenda.look_at(LATE_LOOK, rows[later], key[later])
        self.looks_wait = self.looks_wait or bool(later.any())
        now: Rows = rows[~later]
        return now

    def look_late(self, rows: Rows) -> None:
        """The looks that had to wait for events of the same instant."""
        self.mornings.wake(rows)
        self.agenda.take(rows)
        self.look(rows)

    # ---------------------------------------------------------------- events (R6, 1)
    def push(self, rows: Rows, name: int, source: Ints | int, time: Ints, data: Ints) -> None:
        """Put an event of this name on the agenda of these contacts, if the run lasts until it."""
        keys, soon = event_key(time, name, source), time < self.plan.end
        if not soon.all():
            rows, keys, data = rows[soon], keys[soon], data[soon]
        self.agenda.add(rows, keys, data)

    def happen(self, rows: Rows) -> None:
        """The earliest event of each of these contacts happens, of one name for all."""
        self.mornings.wake(rows)
        keys, data = self.agenda.take(rows)
        sources = unpack(data)
        if self.replay is not None:
            self.replay.go_on(rows, sources)
        valid = self.behaviour.still_valid(rows, sources)
        if not valid.all():
            rows, sources = rows[valid], sources.some(valid)
        if len(rows):
            self.happened(rows, int(name_of(keys[0])), sources)

    def arrive(self, rows: Rows) -> None:
        """Contacts turn up at a journey with `when`."""
        self.mornings.wake(rows)
        _, data = self.agenda.take(rows)
        places = unpack(data).journey
        for place in distinct(places).tolist():
            self.look(self.entries.attempt(self.runs[place], rows[places == place]))

    def happened(self, rows: Rows, name: int, sources: Sources) -> None:
        """One event, of one name, for each of these contacts: R6 (1), then the looks.

        A look that waits for the events of its instant is due after the first of them already.
        """
        self.follow(rows, name, sources, self.occur(rows, name, sources))
        text = self.plan.events[name]
        watching = self.looks.watching(text)
        if watching:
            self.looks.look(rows, watching)
            return
        if self.looks_wait:
            waits = self.agenda.keys[LATE_LOOK][rows]
            self.look(rows[waits == class_key(self.people.now[rows], LOOK)])
        if self.quiet.holds:
            self.look(self.quiet.held(rows))

    def occur(self, rows: Rows, name: int, sources: Sources) -> list[Flags]:
        """An event is logged, its `set` and `add` happen, then scoring.

        Returns who has been in each journey before it, where it is a cause (R15).
        """
        text = self.plan.events[name]
        memory = self.people.memories.get(text)
        if memory is not None:
            memory.remember(rows, self.people.now[rows])
        message = sources.of_message
        self.reactions.happen(rows[message], text, sources.some(message))
        self.log_event(rows[~message], text, sources.some(~message))
        self.reactions.mark(rows, text, sources)
        self.behaviour.apply_effects(rows, sources)
        if self.replay is not None:
            self.replay.occur(rows, text, sources)
        self.doings.score(rows, text)
        return self.behaviour.note(rows, text, sources)

    def follow(self, rows: Rows, name: int, sources: Sources, been: list[Flags]) -> None:
        """What an event leads to: attempts in journey order (R4), then what it causes (R15)."""
        text = self.plan.events[name]
        for run in self.runs:
            if run.plan.entry_event == text:
                self.entries.attempt(run, rows)
        self.behaviour.after_event(rows, text, sources, been)

    def hand_over(self, stage: Stage, rows: Rows, target: str) -> None:
        """A `do` list hands contacts to another journey (R13)."""
        self.entries.hand_over(self.by_id[stage.plan.id], rows, target)

    def log_event(self, rows: Rows, text: str, sources: Sources) -> None:
        """An event that is no message's: with the journey that assumed it, if one did."""
        if not self.trace.log.kept or not len(rows):
            return
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
            self.people.latest[rows],
        )

    def of_message(self, rows: Rows, sources: Sources) -> Here:
        """These contacts at the steps of the messages that events of theirs come from."""
        seats = rows + sources.journey * self.people.n
        spots = self.stays.spots.first[sources.journey] + sources.index
        return Here(rows, seats, spots, self.people.now[rows])

    def at_steps(self, here: Here) -> Iterator[tuple[JourneyRun, int, Rows]]:
        """Each step at which some of these contacts are, with their places among them."""
        for spot in np.bincount(here.spots).nonzero()[0].tolist():
            run = self.runs[self.stays.spots.journey[spot]]
            yield run, spot - run.plan.first_place, (here.spots == spot).nonzero()[0]

    def sent(self, here: Here) -> None:
        """The event `sent` of messages: at once where nothing else comes before it by name."""
        unseen = self.reactions.unseen["sent"]
        if not self.trace.log.kept:
            if self.reactions.nobody_sees_sends:
                return
            here = here.without(unseen[here.spots])
        if not len(here):
            return
        code, data = self.plan.event_codes["sent"], self.reactions.source(here)
        key = event_key(here.now, code, here.spots)
        at_once = self.agenda.first[here.rows] > key
        self.agenda.add(here.rows[~at_once], key[~at_once], data[~at_once])
        here, data = here.only(at_once), data[at_once]
        alone = unseen[here.spots]
        told = here.only(alone)
        step = self.stays.spots.step_codes[told.spots]
        self.stays.log(told, self.trace.names.code("sent"), step)
        if not alone.all():
            self.happened(here.rows[~alone], code, unpack(data[~alone]))

    def look_if_shared(self, rows: Rows, *, handed: bool = False) -> None:
        """Leaving one journey can matter to the rules of another (`inside`, `reached`)."""
        if handed or self.looks.shared:
            self.look(self.without_events(rows))
