"""The work that follows from an edit: checks and simulation, off the screen's thread, in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from nurture_tui.checks.again import Looked
from nurture_tui.errors import NurtureError
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.screens.asked import RunCancelledError
from nurture_tui.simulation.result import JourneyResult, Result
from nurture_tui.simulation.settings import RunSettings

if TYPE_CHECKING:
    from nurture_tui.screens.session import Session

T = TypeVar("T")
# Where jobs wait for each other: what the screen needs at once, counts and findings, the disk, and
# what takes long and was asked for.
Lane = Literal["screen", "figures", "disk", "long"]

# An edit is simulated at once, and checked behind that; edits in quick succession, as letters
# are typed, when they pause.
AT_ONCE = 0.005
PAUSE = 0.12
SUCCESSION = 0.4
REST = 2.0


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

    With a `problem`, `counts` are those of the last run that went well. `list_number` is
    the session's when it was asked for.
    """

    workspace: Workspace
    settings: RunSettings
    journey: Journey
    counts: JourneyResult | None = None
    problem: NurtureError | None = None
    contacts: int = 0
    list_number: int = 0


class Upkeep:
    """Checks and simulates a session's journeys, one thing at a time, the newest state only.

    The open journey comes first, then the others that have not been simulated as they are;
    with `only_current` they are left out.
    """

    def __init__(self, session: Session, runner: Runner, *, only_current: bool = False) -> None:
        self._session, self._runner, self._only_current = session, runner, only_current
        self._checking = self._running = False
        self._edited = -SUCCESSION
        self._looked: Looked | None = None
        self._cancel_check: Callable[[], None] = lambda: None
        self._cancel_run: Callable[[], None] = lambda: None
        self._ended_by_hand = False
        # How many contacts of the run under way are done, of how many; None while there is none.
        self.progress: tuple[int, int] | None = None
        self._cancel_rest: Callable[[], None] = lambda: None

    def edited(self) -> None:
        """Bring counts and findings up to date with an edit: at once, or when edits pause."""
        self._cancel_rest()
        now = self._runner.clock()
        delay = PAUSE if now - self._edited < SUCCESSION else AT_ONCE
        self._edited = now
        self.run_soon(delay)
        self.check_soon(delay)

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
        self._ended_by_hand = self._running

    def run_again(self) -> None:
        """Run the open journey, also after it was cancelled."""
        session = self._session
        if session.current is not None and isinstance(session.outcome, Outcome):
            session.outcomes.pop(session.current)
        self.run_soon(0)

    def _check(self) -> None:
        session, check = self._session, self._session.rooms.check
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
            if workspace is not session.workspace:
                self.check_soon(0)

        self._runner.work(lambda: check(opened, workspace, before), checked, "figures")

    def _next(self) -> str | None:
        """The journey to simulate next, None when all are up to date."""
        session = self._session
        current = session.current
        if current and (not session.fresh(current) or self._lacks_result()):
            return current
        if self._only_current:
            return None
        return next((id_ for id_ in session.workspace.journeys if not session.fresh(id_)), None)

    def _lacks_result(self) -> bool:
        """Whether only the counts of the open journey are there, as after it was opened."""
        outcome = self._session.outcome
        return self._session.result is None and (outcome is None or outcome.problem is None)

    def _run(self) -> None:
        session, id_ = self._session, self._next()
        simulate, contacts = session.rooms.simulate, session.contacts
        if self._running or simulate is None or contacts is None or id_ is None:
            return
        self._running, self._ended_by_hand = True, False
        workspace, settings = session.workspace, session.settings
        journey, number = workspace.journeys[id_], session.list_number
        asked = Outcome(workspace, settings, journey, list_number=number)

        def heard(done: int, of: int) -> None:
            self.progress = (done, of)
            if done < of and (self._ended_by_hand or self._is_stale(workspace, settings)):
                raise RunCancelledError("the run was cancelled")

        def job() -> Result | NurtureError:
            try:
                return simulate(workspace, id_, contacts, replace(settings, heard=heard))
            except NurtureError as error:
                return error.with_traceback(None)  # which would hold all that the run had made

        def ran(answer: Result | NurtureError) -> None:
            self._running, self.progress = False, None
            if not isinstance(answer, RunCancelledError) or self._ended_by_hand:
                self._keep(id_, asked, answer)
            session.tell("result")
            if self._next() is not None:
                self.run_soon(0)
            else:
                self.rest_soon()

        self._runner.work(job, ran, "figures")

    def rest_soon(self) -> None:
        """Tidy up when nothing has been asked for a while."""
        self._cancel_rest()
        self._cancel_rest = self._runner.later(REST, self._rest)

    def _rest(self) -> None:
        if self._session.rooms.rest is not None:
            self._runner.work(self._session.rooms.rest, lambda _: None, "figures")

    def _is_stale(self, workspace: Workspace, settings: RunSettings) -> bool:
        """Whether a run of these is no longer what is wanted."""
        session = self._session
        return session.workspace is not workspace or session.settings != settings

    def _keep(self, id_: str, asked: Outcome, answer: Result | NurtureError) -> None:
        session = self._session
        if isinstance(answer, NurtureError):
            # The last counts stay, dimmed: a condition that is being typed is often wrong.
            last = session.outcomes.get(id_, asked)
            outcome = replace(asked, counts=last.counts, contacts=last.contacts, problem=answer)
        else:
            counts = answer.journeys.get(id_)
            outcome = replace(asked, counts=counts, contacts=answer.run.contacts)
        session.outcomes[id_] = outcome
        if id_ == session.current:
            session.result = answer if isinstance(answer, Result) else None
