"""The work that follows from an edit: checks and simulation, off the screen's thread, in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from nurture_tui.checks.again import Looked
from nurture_tui.edit.history import same
from nurture_tui.errors import NurtureError
from nurture_tui.model.asrun import as_run
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.arrival import Days, days_after_entry
from nurture_tui.screens.asked import LIVE_CONTACTS, Asked
from nurture_tui.screens.onerun import OneRun
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.result import Counts, JourneyResult, Result

if TYPE_CHECKING:
    from nurture_tui.screens.session import Session

T = TypeVar("T")
# Where jobs wait for each other: what the screen needs at once, counts and findings, the disk, and
# what takes long and was asked for.
Lane = Literal["screen", "figures", "disk", "long"]

# What a screen needs of the open journey beside its counts: nothing, all that happened to whom once
# edits pause, or that at once.
Need = Literal["counts", "at rest", "now"]

# An edit is simulated at once, and checked behind that. Edits in quick succession, as letters are
# typed, are simulated when they pause: the longer a run takes, the longer the pause, so that short
# runs follow each letter, and long ones, of which each key would only end the last, spare the keys.
AT_ONCE = 0.005
PAUSE = 0.12
PAUSE_OF_RUN = 0.3
SUCCESSION = 0.4
LULL = 0.6
REST = 2.0

# Counts of before an edit are dimmed when those of it have not come by then. Most do: what would be
# dimmed and come back within a blink only flickers, and each of the two is painted.
DIM_AFTER = 0.2

# Findings come behind the counts, so that these are not painted while it is checked. Where counts
# take long, what is to be checked waits for its turn behind them.
BEHIND, AT_LATEST = 0.03, 0.3


class Runner(Protocol):
    """Where work runs: the app's timers and threads, or in turn where there is no app."""

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call after a while; the answer cancels it."""

    def work(self, job: Callable[[], T], done: Callable[[T], None], lane: Lane = "screen") -> None:
        """Do the job off the screen's thread, and hand what it gives to `done` on it."""

    def clock(self) -> float:
        """Seconds since some instant."""


@dataclass(frozen=True)
class Outcome:
    """What simulating a journey gave: its counts, or the sentence why it does not run.

    With a `problem`, `counts` are those of the last run that went well. `days` are when contacts
    come to a step, in days after entry: of the last run of which all was kept, perhaps before an
    edit. `list_number` is the session's when it was asked for.
    """

    workspace: Workspace
    settings: Asked
    journey: Journey
    counts: JourneyResult | None = None
    problem: NurtureError | None = None
    contacts: int = 0
    list_number: int = 0
    days: Mapping[str, Days] = field(default_factory=dict)


@dataclass(frozen=True)
class _Whole:
    """A run of which all is kept, and what was worked out of it beside the screen."""

    result: Result
    days: Mapping[str, Days]


def _read_alike(one: Workspace, other: Workspace, id_: str) -> bool:
    """Whether a run of a journey reads the same of two versions."""
    before, now = as_run(one, id_), as_run(other, id_)
    return same(before.settings, now.settings) and same(before.journeys[id_], now.journeys[id_])


class Upkeep:
    """Checks and simulates a session's journeys, the newest state only.

    Counts come first, the open journey's before those of the others that have not been simulated
    as they are; with `only_current` the others are left out. All that happened to whom is kept of
    the open journey only, when the screen that is shown `need`s it.
    """

    def __init__(self, session: Session, runner: Runner, *, only_current: bool = False) -> None:
        self._session, self._runner, self._only_current = session, runner, only_current
        self._need: Need = "counts"
        self._counting, self._keeping = OneRun(runner, "figures"), OneRun(runner, "long")
        self._checking = False
        self._edited = -SUCCESSION
        self._looked: Looked | None = None
        # Whether a check waits for the counts of the edit that it is of.
        self._behind_counts = False
        # The journey whose counts, though not of how it is now, are about to be.
        self._about_to_be: str | None = None
        self._cancel_check: Callable[[], None] = lambda: None
        self._cancel_run: Callable[[], None] = lambda: None
        self._cancel_rest: Callable[[], None] = lambda: None
        self._cancel_dim: Callable[[], None] = lambda: None

    @property
    def progress(self) -> tuple[int, int] | None:
        """How many contacts of the run under way are done, of how many; None where none is."""
        return self._keeping.progress or self._counting.progress

    def need(self, need: Need) -> None:
        """What the screen that is shown from now on needs."""
        self._need = need
        if need == "now":
            self.run_soon(0)
        else:
            self.rest_soon()

    def edited(self) -> None:
        """Bring counts and findings up to date with an edit: at once, or when edits pause."""
        self._cancel_rest()
        now = self._runner.clock()
        pause = min(PAUSE, PAUSE_OF_RUN * self._counting.took)
        delay = max(pause, AT_ONCE) if now - self._edited < SUCCESSION else AT_ONCE
        self._edited = now
        self._keep_what_holds()
        self._dim_later()
        self.run_soon(delay)
        self._behind_counts = self._need != "now" and self._counts()
        self.check_soon(delay + (AT_LATEST if self._behind_counts else 0))

    def _keep_what_holds(self) -> None:
        """Counts of a version that a run reads as it does the new one are counts of that too.

        What happened to whom is made anew, since what is made of it is told in words of the file.
        """
        session, now = self._session, self._session.workspace
        for id_, outcome in session.outcomes.items():
            if id_ not in now.journeys or session.fresh(id_) or outcome.problem is not None:
                continue
            kept = replace(outcome, workspace=now, journey=now.journeys[id_])
            if session.is_now(kept, id_) and _read_alike(outcome.workspace, now, id_):
                session.outcomes[id_] = kept
                if id_ == session.current:
                    session.result = None

    def _counts(self) -> bool:
        """Whether there is a run that an edit asks for."""
        session = self._session
        there = session.contacts is not None and session.rooms.count is not None
        return there and self._next() is not None

    @property
    def dimmed(self) -> bool:
        """Whether the open journey's counts are to be shown as old: stale, and not just now."""
        session = self._session
        failed = session.outcome is not None and session.outcome.problem is not None
        return (failed or self._about_to_be != session.current) and session.stale

    def _dim_later(self) -> None:
        """Of several edits the first that has no counts yet says when those there are, are old."""
        session = self._session
        if not session.stale:
            self._no_more_old()
        elif self._about_to_be != session.current:
            self._cancel_dim()
            self._about_to_be = session.current
            self._cancel_dim = self._runner.later(DIM_AFTER, self._dim)

    def _dim(self) -> None:
        self._about_to_be = None
        if self._session.stale:
            self._session.tell("lag")

    def _no_more_old(self) -> None:
        self._cancel_dim()
        self._about_to_be = None

    def check_soon(self, seconds: float = 0) -> None:
        """Check all journeys after a while, unless another edit comes before."""
        self._cancel_check()
        self._cancel_check = self._runner.later(seconds, self._check)

    def run_soon(self, seconds: float = AT_ONCE) -> None:
        """Simulate what is not up to date after a while, unless another edit comes before."""
        self._cancel_run()
        self._cancel_run = self._runner.later(seconds, self._run)

    def cancel(self) -> None:
        """End the run under way; the journey is not run again before something changes."""
        self._counting.end()
        self._keeping.end()

    def run_again(self) -> None:
        """Run the open journey, also after it was cancelled."""
        session = self._session
        if session.current is not None and isinstance(session.outcome, Outcome):
            session.outcomes.pop(session.current)
        self.run_soon(0)

    def rest_soon(self) -> None:
        """Work ahead and tidy up when nothing has been asked for a while."""
        self._cancel_rest()
        self._cancel_rest = self._runner.later(LULL, self._lull)

    def _check(self) -> None:
        session, check = self._session, self._session.rooms.check
        self._behind_counts = False
        if self._checking or check is None:
            return
        self._checking = True
        opened, workspace = session.opened, session.workspace

        before = self._looked

        def checked(looked: Looked) -> None:
            self._checking = False
            self._looked = looked
            session.findings = looked.findings
            session.tell("findings")
            now = session.opened
            same = workspace is session.workspace and opened.files is now.files
            if not (same and opened.contacts is now.contacts):
                self.check_soon(0)

        self._runner.work(lambda: check(opened, workspace, before), checked, "figures")

    # -------------------------------------------------------------- which runs there are to make
    def _run(self) -> None:
        current = self._session.current
        if self._need == "now" and current is not None and self._lacks_whole(current):
            self._keep_all(current)
        else:
            self._count_next()

    def _lull(self) -> None:
        """A small run is kept whole before it is asked for; then there is time to tidy up."""
        session, current = self._session, self._session.current
        outcome = session.outcome
        small = outcome is not None and outcome.contacts <= LIVE_CONTACTS
        if self._need == "at rest" and small and current and self._lacks_whole(current):
            self._keep_all(current)
        else:
            self._cancel_rest = self._runner.later(REST, self._rest)

    def _rest(self) -> None:
        if self._session.rooms.rest is not None:
            self._runner.work(self._session.rooms.rest, lambda _: None, "figures")

    def _lacks_whole(self, id_: str) -> bool:
        """Whether there is not all of the open journey's run as it is now, and could be."""
        session, outcome = self._session, self._session.outcome
        failed = outcome is not None and outcome.problem is not None
        return not session.fresh(id_) or (session.result is None and not failed)

    def _next(self) -> str | None:
        """The journey to count next, None when all are up to date."""
        session = self._session
        if session.current and not session.fresh(session.current):
            return session.current
        if self._only_current:
            return None
        return next((id_ for id_ in session.workspace.journeys if not session.fresh(id_)), None)

    def _count_next(self) -> None:
        session, id_ = self._session, self._next()
        count, contacts = session.rooms.count, session.contacts
        if self._counting.under_way or count is None or contacts is None:
            return
        if id_ is None:
            self.rest_soon()
            return
        asked, current = self._asked(id_), session.current

        def counted(answer: Counts | NurtureError | None) -> None:
            # What the whole run has said meanwhile stays.
            if answer is not None:
                if not session.fresh(id_):
                    self._take(id_, asked, answer)
                session.tell("result")
                if self._behind_counts:
                    self.check_soon(BEHIND)
            self.run_soon(0)

        def run(heard: Heard) -> Counts:
            return count(asked.workspace, id_, contacts, replace(asked.settings, heard=heard))

        def unwanted() -> bool:
            return self._is_old(asked) or session.current not in (id_, current)

        self._counting.begin(run, unwanted, counted)

    def _keep_all(self, id_: str) -> None:
        session = self._session
        simulate, contacts = session.rooms.simulate, session.contacts
        if self._keeping.under_way or simulate is None or contacts is None:
            return
        asked = self._asked(id_)

        def run(heard: Heard) -> _Whole:
            settings = replace(asked.settings, heard=heard)
            result = simulate(asked.workspace, id_, contacts, settings)
            return _Whole(result, days_after_entry(result, id_))

        def kept(answer: _Whole | NurtureError | None) -> None:
            # Counts may have come meanwhile, of an edit that came while this could not be ended.
            if answer is not None and (session.is_now(asked, id_) or not session.fresh(id_)):
                self._take(id_, asked, answer)
            session.tell("result")
            self.run_soon(0)

        def unwanted() -> bool:
            return self._is_old(asked) or session.current != id_

        self._keeping.begin(run, unwanted, kept)

    def _asked(self, id_: str) -> Outcome:
        session = self._session
        journey = session.workspace.journeys[id_]
        return Outcome(
            session.workspace, session.settings, journey, list_number=session.list_number
        )

    def _is_old(self, asked: Outcome) -> bool:
        """Whether a run of these is no longer what is wanted."""
        session = self._session
        return session.workspace is not asked.workspace or session.settings != asked.settings

    def _take(self, id_: str, asked: Outcome, answer: Counts | _Whole | NurtureError) -> None:
        """Keep what a run gave; what there is besides counts is kept of the open journey only."""
        session, result = self._session, None
        last = session.outcomes.get(id_, asked)
        if isinstance(answer, NurtureError):
            # The last counts stay, dimmed: a condition that is being typed is often wrong.
            outcome = replace(asked, counts=last.counts, contacts=last.contacts, problem=answer)
        elif isinstance(answer, _Whole):
            result = answer.result
            counts, contacts = result.journeys.get(id_), result.run.contacts
            outcome = replace(asked, counts=counts, contacts=contacts, days=answer.days)
        else:
            days = last.days if last.settings == asked.settings else {}
            counts, contacts = answer.journeys.get(id_), answer.run.contacts
            outcome = replace(asked, counts=counts, contacts=contacts, days=days)
        session.outcomes[id_] = outcome
        if id_ == session.current:
            session.result = result
            if not session.stale:
                self._no_more_old()
