"""A run chunk by chunk: contacts in, counts and tables out; nothing passes between chunks."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from nurture_tui.errors import SimulationError
from nurture_tui.frozen import dataclass
from nurture_tui.simulation.cohort import Cohort, Unknown, cohort_of
from nurture_tui.simulation.drawn import Drawn
from nurture_tui.simulation.heard import GoOn, Heard, always
from nurture_tui.simulation.lean import without_unasked
from nurture_tui.simulation.pages import keep_freed_memory
from nurture_tui.simulation.people import People
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import Population
from nurture_tui.simulation.tally import Tally
from nurture_tui.simulation.textpool import TextPool
from nurture_tui.simulation.throttle import Throttle, first_overfull
from nurture_tui.simulation.trace import Trace

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from nurture_tui.simulation.frontier.made import Made
    from nurture_tui.simulation.probe import Probe

WITH_TABLES, TOLD, COUNTS_ONLY, BY_WAVES = 32_768, 16_384, 32_000, 65_536
"""About how many contacts are run at once: more need more memory, fewer take longer each. The turns
of a wave cost much the same for few contacts as for many."""

SEATS_OF_DRAWN = 9_000
"""Contacts that are drawn need no list, so their waves are kept small: this many are run at once,
each counted once for every journey of the run."""

_FAIR = 16
_MOST_CHUNKS = 8
_AT_ONCE = 12


def chunk_of(plan: RunPlan, contacts: int, usual: int) -> int:
    """How many contacts are run at once, in equal chunks; all, where a throttle couples them."""
    if plan.throttle is not None:
        return max(1, contacts)
    chunks = max(1, round(contacts / usual))
    return plan.run_settings.chunk or max(1, -(-contacts // chunks))


def frontier_of(plan: RunPlan, trace: Trace) -> Made | None:
    """What the frontier needs of a plan; None where it is not exact for what is kept."""
    from nurture_tui.simulation.frontier.made import made_ready

    return made_ready(plan, trace)


def run_waves(
    plan: RunPlan,
    cohort: Cohort,
    trace: Trace,
    pool: TextPool,
    probe: Probe | None = None,
    go_on: GoOn = always,
) -> list[Tally]:
    """Run a chunk of contacts to the end by waves; one tally for each journey of the plan.

    What happens is told to `trace`, why to `probe`. `pool` may serve other chunks of the same list.
    """
    from nurture_tui.simulation.wave import Wave  # a scheduler is loaded by the runs that it does

    wave = Wave(plan, People(cohort, pool), trace, probe)
    try:
        wave.run(go_on)
        return [run.tally for run in wave.runs]
    finally:
        if probe is None:
            wave.forget()


class Listener(Protocol):
    """Is told what happens in a run, chunk by chunk in the order of the contacts' numbers."""

    def begin(self, plan: RunPlan, population: Population) -> None:
        """A run begins; what an earlier one told does not hold."""

    def told(self, trace: Trace) -> None:
        """What happened to some contacts: the tables that were asked for, as they were written."""


class Outcome:
    """What some of a run's contacts add up to: a tally for each journey, and the tables kept.

    The scheduler is the cheapest that is exact for what is kept.
    """

    def __init__(self, plan: RunPlan, tables: Collection[str]) -> None:
        self.plan = plan
        self.tallies = [Tally(journey, plan.grid) for journey in plan.journeys]
        self.unknown = Unknown()
        self.trace = Trace(plan.names.copy(), tables)
        if not self.trace.log.kept:
            self.plan = plan = without_unasked(plan)
        self.frontier = None if plan.run_settings.only_waves else frontier_of(plan, self.trace)

    @property
    def scheduler(self) -> str:
        """The name of the scheduler: frontier, wave or sweep."""
        if self.frontier is not None:
            return "frontier"
        return "wave" if self.plan.throttle is None else "sweep"

    def run(self, cohort: Cohort, pool: TextPool, go_on: GoOn = always) -> None:
        """Run a chunk of contacts to the end."""
        if self.frontier is not None:
            from nurture_tui.simulation.frontier.run import run_frontier

            tallies = [run_frontier(self.frontier, cohort, self.trace, pool, go_on)]
        else:
            tallies = run_waves(self.plan, cohort, self.trace, pool, go_on=go_on)
        self.add(tallies, cohort.unknown)

    def add(self, tallies: list[Tally], unknown: Unknown) -> None:
        """Add the counts of a chunk."""
        for mine, others in zip(self.tallies, tallies, strict=True):
            mine.add(others)
        self.unknown += unknown


def _usual(
    outcome: Outcome, population: Population, tables: Collection[str], listener: Listener | None
) -> int:
    """About how many contacts suit a run."""
    if listener is not None:
        return TOLD
    if outcome.frontier is None:
        drawn = isinstance(population, Drawn) and not tables
        return _of_drawn(len(population), len(outcome.tallies)) if drawn else BY_WAVES
    return WITH_TABLES if tables else COUNTS_ONLY


def _of_drawn(contacts: int, journeys: int) -> int:
    """How many contacts that are drawn go through so many journeys at once, in equal chunks."""
    chunks = max(1, -(-contacts * journeys // SEATS_OF_DRAWN))
    return max(1, -(-contacts // chunks))


def run_all(
    plan: RunPlan,
    population: Population,
    tables: Collection[str],
    executor: Executor | None,
    listener: Listener | None = None,
    heard: Heard | None = None,
) -> Outcome:
    """Run all contacts of a population, in this process, or by an executor.

    The tables named are kept, or told to a listener, if there is one, and forgotten. `heard` is
    told before each turn, and after each chunk, how many contacts are done, of how many; what it
    raises ends the run.

    The chunks are added up in their order, so that the outcome is the same however they are run.
    A throttle couples all contacts (R10). They go without it at first: if no period then has more
    sends than it lets go, that is the run. Else all go in one piece, in this process, and meet the
    throttle from the first period on that had too many.
    """
    if plan.throttle is None:
        return _run_chunks(plan, population, tables, executor, listener, heard)
    binds_from = plan.start
    if not plan.run_settings.without_messages:  # what is left out counts, and is not in the tallies
        with suppress(SimulationError):  # a loop that only the throttle slows down is no loop
            free = plan.with_throttle(None)
            outcome = _run_chunks(free, population, tables, executor, listener, heard)
            found = _first_overfull(plan, plan.throttle, outcome.tallies)
            if found is None:
                return outcome
            binds_from = found
    throttle = replace(plan.throttle, binds_from=binds_from)
    return _run_chunks(plan.with_throttle(throttle), population, tables, None, listener, heard)


def _first_overfull(plan: RunPlan, throttle: Throttle, tallies: list[Tally]) -> int | None:
    """When the first period begins that may have more sends than the throttle lets go."""
    sends = np.sum([tally.flow.sends.sum(axis=0) for tally in tallies], axis=0)
    ends = plan.grid.ends
    return first_overfull(throttle, sends, np.concatenate([[plan.start], ends[:-1]]), ends)


def _run_chunks(
    plan: RunPlan,
    population: Population,
    tables: Collection[str],
    executor: Executor | None,
    listener: Listener | None,
    heard: Heard | None,
) -> Outcome:
    outcome = Outcome(plan, tables)
    chunk = chunk_of(plan, len(population), _usual(outcome, population, tables, listener))
    if listener is not None:
        listener.begin(plan, population)
    if executor is None:
        _run_part(plan, population, 0, len(population), chunk, outcome, listener, heard)
        return outcome
    most = _MOST_CHUNKS if listener is None else 1
    done = 0
    for part in _in_order(executor, _jobs(plan, population, tables, chunk, most)):
        outcome.add(part.tallies, part.unknown)
        outcome.trace.extend(part.trace)
        if listener is not None:
            listener.told(outcome.trace)
            outcome.trace.clear()
        done += part.contacts
        if heard is not None:
            heard(done, len(population))
    return outcome


def _run_part(
    plan: RunPlan,
    population: Population,
    first: int,
    last: int,
    chunk: int,
    outcome: Outcome,
    listener: Listener | None = None,
    heard: Heard | None = None,
) -> None:
    """The contacts from `first` to `last` - 1, chunk by chunk."""
    keep_freed_memory()
    pool = TextPool()
    for begin in range(first, last, chunk):
        cohort = cohort_of(plan, population, np.arange(begin, min(begin + chunk, last)))
        go_on = always if heard is None else partial(heard, begin - first, last - first)
        outcome.run(cohort, pool, go_on)
        if listener is not None:
            listener.told(outcome.trace)
            outcome.trace.clear()
        if heard is not None:
            heard(min(begin + chunk, last) - first, last - first)


# ---------------------------------------------------------------- elsewhere
@dataclass(frozen=True)
class Job:
    """Some chunks of a run for another process.

    `shared` is the pickled plan, with the population where all jobs have the same one; else `own`
    is this job's part of it.
    """

    shared: bytes
    own: Population | None
    first: int
    last: int
    chunk: int
    tables: tuple[str, ...]


class Part(NamedTuple):
    """What the contacts of a job add up to, as it comes back: the plan stays where it is."""

    contacts: int
    tallies: list[Tally]
    unknown: Unknown
    trace: Trace


def run_job(job: Job) -> Part:
    """What an executor calls."""
    plan, population = _unpacked(job.shared)
    outcome = Outcome(plan, job.tables)
    _run_part(
        plan, population if job.own is None else job.own, job.first, job.last, job.chunk, outcome
    )
    outcome.trace.pack()
    for tally in outcome.tallies:
        tally.flow.settle()
    return Part(job.last - job.first, outcome.tallies, outcome.unknown, outcome.trace)


@lru_cache(maxsize=2)
def _unpacked(shared: bytes) -> tuple[RunPlan, Population]:
    """The plan that many jobs of a process share."""
    found: tuple[RunPlan, Population] = pickle.loads(shared)
    return found


def _jobs(
    plan: RunPlan, population: Population, tables: Collection[str], chunk: int, most: int
) -> Iterator[Job]:
    """Jobs of several chunks each where there are many, so that a plan travels seldom."""
    n = len(population)
    size = chunk * max(1, min(most, n // chunk // _FAIR))
    shared = pickle.dumps((plan, population.whole()))
    for first in range(0, n, size):
        last = min(first + size, n)
        yield Job(shared, population.part(first, last), first, last, chunk, tuple(tables))


def _in_order(executor: Executor, jobs: Iterator[Job]) -> Iterator[Part]:
    """What comes of jobs in their order, some of them at work at once."""
    waiting: deque[Future[Part]] = deque()
    try:
        waiting.extend(executor.submit(run_job, job) for job in islice(jobs, _AT_ONCE))
        while waiting:
            part = waiting.popleft().result()
            waiting.extend(executor.submit(run_job, job) for job in islice(jobs, 1))
            yield part
    finally:
        for future in waiting:
            future.cancel()
