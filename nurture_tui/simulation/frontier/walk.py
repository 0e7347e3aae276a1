"""The walk of a chunk of contacts along the steps of one journey (R4, R6, R9, R12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.actions import Doings
from nurture_tui.simulation.compiled import compile_journey
from nurture_tui.simulation.frontier.effects import WROTE, blurred, writers_of
from nurture_tui.simulation.frontier.endings import Endings
from nurture_tui.simulation.frontier.entry import come_in
from nurture_tui.simulation.frontier.events import Events
from nurture_tui.simulation.frontier.firsts import KEY_BITS, Atom, Firsts, FrontierCompiler
from nurture_tui.simulation.frontier.leaving import Leaving
from nurture_tui.simulation.frontier.messages import Deliveries, Sent, own_addresses
from nurture_tui.simulation.frontier.own import STILL_INSIDE, OwnEvents
from nurture_tui.simulation.frontier.rows import LogRows
from nurture_tui.simulation.frontier.stage import ChunkHost, ChunkStage
from nurture_tui.simulation.frontier.steps import build_step
from nurture_tui.simulation.gates import gates_of
from nurture_tui.simulation.heard import GoOn, always
from nurture_tui.simulation.lastsent import LastSent
from nurture_tui.simulation.moments import Moments
from nurture_tui.simulation.result import NO_TIME
from nurture_tui.simulation.tally import Tally
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Flags, Ints, Rows, View, every, joined

if TYPE_CHECKING:
    from nurture_tui.model.condition import Condition
    from nurture_tui.simulation.assumed import AssumedPlan
    from nurture_tui.simulation.draws import U64
    from nurture_tui.simulation.frontier.made import Follows, Made
    from nurture_tui.simulation.people import People
    from nurture_tui.simulation.trace import Trace

ON_THE_PATH = 1 << KEY_BITS
"""A turn on the path, where no log asks which."""


class Walk:
    """One chunk of contacts on the path of one journey; its counts are in `tally`.

    `trace` gets what happened, and keeps what is wanted. `left` has the instant at which each
    contact left the journey (STILL_INSIDE while it has not), by whatever way; it is kept where own
    events end with the stay. `everybody` are the rows of all contacts.
    """

    def __init__(self, made: Made, people: People, trace: Trace) -> None:
        self.made = made
        self.run_plan, self.journey = made.plan, made.journey
        self.people = people
        self.trace = trace
        self.names = trace.names
        self.log_rows = LogRows() if trace.log.kept else None
        self.n = people.n
        self.end = made.plan.end
        cohort = people.cohort.journeys[0]
        self.zone, self.variant, self.arrivals = cohort.zone, cohort.variant, cohort.arrivals
        self.tally = Tally(self.journey, made.plan.grid)
        self.flow = self.tally.flow
        self.entered = np.zeros(self.n, dtype=np.int64)
        self.keeps_left = bool(made.by_itself)
        self.left = np.full(self.n if self.keeps_left else 0, STILL_INSIDE, dtype=np.int64)
        self.everybody = np.arange(self.n)
        self.stay = np.zeros(self.n, dtype=np.int64)
        self.waiting: dict[int, list[tuple[Rows, Ints]]] = {}
        self.gone: list[Rows] = []
        self.visits = {step: np.zeros(self.n, dtype=np.int64) for step in made.loops}
        self.ways = np.zeros((len(self.journey.splits), self.n), dtype=np.int16)
        self.firsts = Firsts(self.n)
        self.writers = writers_of(made.plan, self.journey, people)
        for writer in self.writers:
            self.firsts.wanted((WROTE, writer.place))
        self.compiler = self._compiler()
        self.conditions = compile_journey(made.plan, self.journey, self.compiler)
        times = [self.compiler.times(rule.typed, self.entered) for rule in made.rules]
        self.goal_times = times[0] if self.journey.has_goal else None
        self.leaving = Leaving(
            self.n, self.end, made.rules, times, are_turns=self.log_rows is not None
        )
        self.asked: dict[int, Truth] = {}
        self.events = Events(
            people.keys, self.end, self.firsts, self.leaving,
            self.tally.messages, self.log_rows, self._wanted,
        )  # fmt: skip
        consent = people.field("consent", made.plan.consent_kind).values
        self.consent = consent if made.plan.has_consent else None
        if self.consent is None:
            consent[:] = 1  # a file without the column is a yes for all (R11)
        self.recent = LastSent(self.n, made.plan.most_capped)
        self.deliveries = Deliveries(
            self.events, self.n, bounces=made.can_bounce, log=self.log_rows,
            addresses=own_addresses(people.cohort),
        )  # fmt: skip
        self.moments = Moments(made.plan, people)
        self.stage = ChunkStage(self)
        self.doings = Doings(ChunkHost(self))
        self.endings = Endings(self, self.stage, self.doings)
        self.own = OwnEvents(self)
        self.events.blurred = self._blurred()
        self.steps = [build_step(self, step) for step in range(len(self.journey.steps))]

    def _compiler(self) -> FrontierCompiler:
        plan = self.run_plan
        dates = plan.dates_of(self.journey.journey)
        return FrontierCompiler(
            self.people, plan.clock, self.zone, dates, plan.fixed_instant,
            self.firsts, self.journey.places, self.writers,
        )  # fmt: skip

    def _blurred(self) -> dict[Atom, Flags]:
        """For whom an event changes what is asked when others would follow something."""
        asked = [
            self.condition_of(one)
            for one in self.journey.assumed
            if one.causes and one.condition is not None
        ]
        return blurred(self.writers, self.conditions.goal, asked, self.n)

    def condition_of(self, assumed: AssumedPlan) -> Truth:
        """The `if` of an assumed event, on the clock of its journey or of the workspace."""
        if assumed.place not in self.asked:
            assert assumed.condition is not None
            self.asked[assumed.place] = (
                self._of_workspace(assumed.condition)
                if assumed.shared
                else self.conditions.truth(assumed.condition)
            )
        return self.asked[assumed.place]

    def _of_workspace(self, condition: Condition) -> Truth:
        plan = self.run_plan
        zone = np.full(self.n, plan.workspace_zone, dtype=np.int16)
        compiler = FrontierCompiler(
            self.people, plan.clock, zone, plan.dates_of(None), plan.fixed_instant, self.firsts, {}
        )
        return compiler.truth(plan.typed(condition, None))

    def _wanted(self, follows: Follows, rows: Rows) -> Flags:
        """For whom the `if` of what follows holds; it does not change while the journey runs."""
        entered = self.entered[rows]
        return self.condition_of(follows.assumed)(View(rows, entered, entered))

    def next_turn(self) -> int:
        """A turn on the path, after all that were."""
        return self.log_rows.next_turn() if self.log_rows is not None else ON_THE_PATH

    # ---------------------------------------------------------------- the walk
    def run(self, go_on: GoOn = always) -> None:
        """Let everything happen up to the end of the run (R3).

        What contacts do who leave by a rule changes nothing for others, so all leave at the end.
        """
        come_in(self)
        while self.waiting:
            for step in self.journey.order:
                pieces = self.waiting.pop(step, None)
                if pieces is not None:
                    go_on()
                    self._do(step, pieces)
        if self.gone:
            self._leave(joined(self.gone))
        self.endings.goals_after_the_path()
        self.endings.count_first_stays()
        if self.log_rows is not None:
            self.own.happen_in_stays()

    def forget(self) -> None:
        """Free the state of the chunk now: its parts refer to each other, and would wait long."""
        for part in (self.stage, self.doings, self.endings, self.own, self.events, self):
            vars(part).clear()

    def unclear(self) -> Flags:
        """Contacts for whom events fall together so that their order does not show."""
        unclear = self.leaving.unclear
        return unclear if self.log_rows is None else unclear | self.log_rows.unclear(self.n)

    def _do(self, step: int, pieces: list[tuple[Rows, Ints]]) -> None:
        rows = joined([rows for rows, _ in pieces])
        arrived = joined([arrived for _, arrived in pieces])
        if self.events.instants:
            stays = self.stays_until(step, rows, arrived, arrived)
            rows, arrived = rows[stays], arrived[stays]
        if len(rows):
            self.steps[step].walk(rows, arrived)

    def arrive(self, step: int, rows: Rows, time: Ints) -> None:
        """Contacts come to a step, which begins in its turn."""
        if not len(rows):
            return
        self.tally.came[step] += len(rows)
        if step in self.made.waits:
            self.flow.came(step, time)
        if step in self.visits:
            self.visits[step][rows] += 1
        self.waiting.setdefault(step, []).append((rows, time))

    def stays_until(self, step: int, rows: Rows, arrived: Ints, time: Ints) -> Flags:
        """Who is still at a step when they would go on at `time`.

        The others have left the journey before, or are at the step when the run ends.
        """
        stays = self.leaving.goes_on(rows, time)
        if not every(stays):
            gone = (~stays).nonzero()[0]
            self.part(step, rows[gone], arrived[gone])
            if step not in self.made.waits:
                self.flow.came(step, arrived[gone])
        return stays

    def part(self, step: int, rows: Rows, arrived: Ints) -> None:
        """Contacts that do not go on from a step: who left, and who is inside at the end."""
        until = self.leaving.until[rows]
        leaves = until < self.end
        if not every(leaves):
            inside, there = rows[~leaves], arrived[~leaves]
            self.tally.inside[step] += len(inside)
            self.tell_visit(step, inside, there, np.full(len(inside), self.end), 0)
            self.end_stay("inside", inside, np.full(len(inside), self.end))
            rows, arrived, until = rows[leaves], arrived[leaves], until[leaves]
        self.flow.left(step, until)
        self.tell_visit(step, rows, arrived, until, 0)
        self.gone.append(rows)

    def go_on(
        self,
        step: int,
        rows: Rows,
        arrived: Ints,
        time: Ints,
        ways: Sequence[Rows] | None = None,
    ) -> None:
        """Contacts leave a step, to the next one or to the end of the path.

        They go by its first port, or by each those whose places are in `ways`.
        """
        if not len(rows):
            return
        plan = self.journey.steps[step]
        self.note(("done", step), rows, time)
        self._tell_ways(step, rows, arrived, time, ways)
        follow = self.made.done[step]
        turn = self.next_turn() if follow else ON_THE_PATH
        for follows in follow:
            visit = self.visits[step][rows] if step in self.visits else None
            self.events.follow(follows, rows, time, 0, turn, visit)
        out, targets = self.tally.out[step], plan.port_targets.tolist()
        if ways is None:
            out[0] += len(rows)
            self._go_to(targets[0], rows, time)
            return
        for number, (chosen, target) in enumerate(zip(ways, targets, strict=True)):
            out[number] += len(chosen)
            self._go_to(target, rows[chosen], time[chosen])

    def _tell_ways(
        self, step: int, rows: Rows, arrived: Ints, time: Ints, ways: Sequence[Rows] | None
    ) -> None:
        """The visit that is over, and the way that is taken, to those who want to know."""
        plan = self.journey.steps[step]
        tells = self.log_rows is not None and plan.decides
        if not (tells or self.trace.visits.kept):
            return
        codes = np.full(len(rows), plan.port_codes[0])
        for code, chosen in zip(plan.port_codes.tolist(), ways or (), strict=ways is not None):
            codes[chosen] = code
        self.tell_visit(step, rows, arrived, time, codes)
        if tells:
            self.log_path(rows, time, self.journey.words["went"], plan.code, codes)

    def _go_to(self, target: int, rows: Rows, time: Ints) -> None:
        if target >= 0:
            self.arrive(target, rows, time)
        elif len(rows):
            stays = self.leaving.goes_on(rows, time)
            if not every(stays):  # some leave at the very instant at which the path ends
                self.gone.append(rows[~stays])
                rows, time = rows[stays], time[stays]
            self.endings.at_path_end(rows, time)

    def note(self, atom: Atom, rows: Rows, time: Ints) -> None:
        """Keep an instant of the path for the conditions that ask for it."""
        if atom in self.firsts.keys:
            self.firsts.note(atom, rows, time << KEY_BITS)

    def keys(self, rows: Rows) -> U64:
        """The keys of contacts (R19)."""
        return self.people.keys if rows is self.everybody else self.people.keys[rows]

    # ---------------------------------------------------------------- messages
    def send(self, step: int, rows: Rows, time: Ints, due: Ints, held_by: Ints | None) -> None:
        """Messages go; one that is left out leaves its place in the cap and nothing else (R20)."""
        if not len(rows):
            return
        plan = self.journey.sends[step]
        if self.made.counts_cap and plan.marketing:
            self.recent.remember(rows, time)
        if plan.left_out:
            return
        self.tally.sent[step] += len(rows)
        turn = self.next_turn()
        self.flow.sent(step, time)
        if self.trace.sends.kept:
            self.trace.sends.add(
                len(rows), time, due, self.people.numbers[rows], self.journey.code,
                self.journey.steps[step].code, self._held_codes(held_by), self._way_codes(rows),
            )  # fmt: skip
        visit = self.visits[step][rows] if step in self.visits else None
        self.deliveries.deliver(
            self.made.deliveries[step], Sent(rows, self.keys(rows), time, turn, visit)
        )

    def _held_codes(self, held_by: Ints | None) -> Ints | int:
        if held_by is None:
            return 0
        return self._coded(held_by[None, :], lambda met: gates_of(met[0]))

    def _way_codes(self, rows: Rows) -> Ints:
        return self._coded(self.ways[:, rows], self.journey.ways_text)

    def _coded(self, columns: npt.NDArray[np.integer], text: Callable[[list[int]], str]) -> Ints:
        """The code of a text for each column; 0 where it is all 0."""
        if not columns.any():
            return np.zeros(columns.shape[1], dtype=np.int64)
        found, place = np.unique(columns, axis=1, return_inverse=True)
        codes = [self.names.code(text(column.tolist())) for column in found.T]
        coded: Ints = np.array(codes, dtype=np.int64)[place.ravel()]
        return coded

    # ---------------------------------------------------------------- the end of a stay
    def _leave(self, rows: Rows) -> None:
        """These contacts leave by the rule, and with the event, that they first met (R5)."""
        rules = self.leaving.rule[rows]
        for code in np.bincount(rules).nonzero()[0].tolist():
            chosen = rows[rules == code]
            time, place = self.leaving.until[chosen], self.leaving.place(chosen)
            self.endings.by_rule(code, chosen, time, place)

    def log_path(
        self, rows: Rows, time: Ints, event: int, step: int = 0, detail: npt.ArrayLike = 0
    ) -> None:
        """A row in the log for each of these contacts, in a turn of its own."""
        if self.log_rows is not None and len(rows):
            turn = self.log_rows.next_turn()
            self.log_rows.add(rows, time, turn, event, self.journey.code, step, detail)

    def end_stay(self, name: str, rows: Rows, time: Ints, goal_at: Ints | int = NO_TIME) -> None:
        """The stay of these contacts is over, or the run is."""
        if self.trace.stays.kept:
            code = self.names.code(name)
            self.trace.stays.add(
                len(rows), self.people.numbers[rows], self.journey.code, 1,
                self.entered[rows], time, code, goal_at,
            )  # fmt: skip

    def tell_visit(
        self, step: int, rows: Rows, arrived: Ints, left: Ints, port: npt.ArrayLike
    ) -> None:
        """A visit to a step is over."""
        if self.trace.visits.kept:
            self.trace.visits.add(
                len(rows), self.people.numbers[rows], self.journey.code,
                self.journey.steps[step].code, arrived, left, port,
            )  # fmt: skip
