"""A question to a run that takes a while: asked once a run, off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from nurture_tui.errors import NurtureError
from nurture_tui.screens.asked import RunCancelledError
from nurture_tui.screens.upkeep import Runner
from nurture_tui.simulation.heard import Heard

T = TypeVar("T")


class Inquiry(Generic[T]):
    """What is asked of one thing (a run) at a time, and its answer when that is there.

    `changed` is called on the screen's thread when the answer has come, or will not come.
    """

    def __init__(self, runner: Runner, changed: Callable[[], None]) -> None:
        self._runner, self._changed = runner, changed
        self._about: object = None
        self._number = 0
        self.answer: T | None = None
        self.working = False
        self.problem = ""
        self.progress: float | None = None

    def ask(self, about: object, job: Callable[[Heard], T]) -> T | None:
        """The answer about this thing; None until it is there. The job is begun if it was not."""
        if self._about is not about:
            self._begin(about, job)
        return self.answer

    def cancel(self) -> None:
        """Give up the work under way; it is not begun again about the same thing."""
        if self.working:
            self._number += 1
            self.working, self.progress, self.problem = False, None, "cancelled"

    def forget(self) -> None:
        """Ask anew the next time."""
        self.cancel()
        self._about, self.answer, self.problem = None, None, ""

    @property
    def words(self) -> str:
        """`34 %` while the work is under way and has said how far it is, else ""."""
        return "" if self.progress is None else f"{int(self.progress * 100)} %"

    def _begin(self, about: object, job: Callable[[Heard], T]) -> None:
        self._number += 1
        number = self._number
        self._about, self.answer, self.problem = about, None, ""
        self.working, self.progress = True, None

        def heard(done: int, of: int) -> None:
            if number != self._number:
                raise RunCancelledError("no longer asked")
            self.progress = done / of

        def work() -> T | NurtureError:
            try:
                return job(heard)
            except NurtureError as error:
                return error

        def done(answer: T | NurtureError) -> None:
            if number != self._number:
                return
            self.working, self.progress = False, None
            if isinstance(answer, NurtureError):
                self.problem = answer.message
            else:
                self.answer = answer
            self._changed()

        self._runner.work(work, done, "long")
