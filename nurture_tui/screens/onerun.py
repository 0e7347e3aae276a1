"""One run at a time off the screen's thread: how far it has come, and how it is ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from nurture_tui.errors import NurtureError
from nurture_tui.screens.asked import RunCancelledError
from nurture_tui.simulation.heard import Heard

if TYPE_CHECKING:
    from nurture_tui.screens.upkeep import Lane, Runner

T = TypeVar("T")


class OneRun:
    """Makes runs in a lane, the next only when the one before is over.

    `progress` is how many contacts of the run under way are done, of how many; None while there is
    none, or it has not got anywhere. `took` is how many seconds the last run took that came to its
    end, 0 before the first.
    """

    def __init__(self, runner: Runner, lane: Lane) -> None:
        self._runner, self._lane = runner, lane
        self.under_way = self._ended_by_hand = False
        self.progress: tuple[int, int] | None = None
        self.took = 0.0

    def end(self) -> None:
        """End the run under way by hand: what is handed over is then a RunCancelledError."""
        self._ended_by_hand = self.under_way

    def begin(
        self,
        run: Callable[[Heard], T],
        unwanted: Callable[[], bool],
        done: Callable[[T | NurtureError | None], None],
    ) -> None:
        """Run, and hand over what it gave, or why it was refused.

        As soon as the run is `unwanted` it is ended, and None handed over.
        """
        self.under_way, self._ended_by_hand = True, False
        begun = self._runner.clock()

        def go_on() -> None:
            if self._ended_by_hand or unwanted():
                raise RunCancelledError("the run was cancelled")

        def heard(number: int, of: int) -> None:
            self.progress = (number, of) if number else None
            if number < of:
                go_on()

        def job() -> T | NurtureError:
            try:
                go_on()
                return run(heard)
            except NurtureError as error:
                return error.with_traceback(None)  # which would hold all that the run had made

        def ended(answer: T | NurtureError) -> None:
            self.under_way, self.progress = False, None
            left = isinstance(answer, RunCancelledError) and not self._ended_by_hand
            if not isinstance(answer, NurtureError):
                self.took = self._runner.clock() - begun
            done(None if left else answer)

        self._runner.work(job, ended, self._lane)
