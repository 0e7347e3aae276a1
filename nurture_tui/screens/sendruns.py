"""The run whose sends the Schedule screen shows: of the open journey, or of all together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nurture_tui.errors import NurtureError
from nurture_tui.model.workspace import Workspace
from nurture_tui.screens.scheduled import Scheduled, scheduled
from nurture_tui.simulation.result import Result
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.trace import TABLES

if TYPE_CHECKING:
    from nurture_tui.screens.session import Session

Take = Callable[[Scheduled], None]
Refuse = Callable[[NurtureError], None]


class SendRuns:
    """Prepares the calendar of a session's run, off the screen's thread, one at a time.

    With `together` it is of all journeys in one run, else the run of the open one.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._preparing = False
        self._of: tuple[Workspace, RunSettings] | None = None
        self.together = False

    def is_of_now(self, data: Scheduled | None) -> bool:
        """Whether a calendar is of the run that is wanted now."""
        session = self._session
        if data is None or data.several != self.together:
            return False
        if self.together:
            return self._of == (session.workspace, session.settings)
        return data.result is session.result

    def prepare(self, take: Take, refuse: Refuse) -> None:
        """Have the calendar made that is wanted now, and hand it over; or why it cannot be."""
        if not self._preparing:
            self._preparing = True
            asked = (self._session.workspace, self._session.settings)

            def done(answer: Scheduled | NurtureError) -> None:
                self._preparing = False
                if isinstance(answer, NurtureError):
                    self.together = False
                    refuse(answer)
                    return
                if answer.several:
                    self._of = asked
                take(answer)

            job = self._all() if self.together else self._one()
            self._session.runner.work(job, done, "long")

    def _one(self) -> Callable[[], Scheduled | NurtureError]:
        """Prepare the run of the open journey, which is there."""
        result, outcome = self._session.result, self._session.outcome
        assert result is not None
        assert outcome is not None
        return lambda: scheduled(result, outcome.workspace, outcome.journey)

    def _all(self) -> Callable[[], Scheduled | NurtureError]:
        """Run all journeys together, and prepare that."""
        session = self._session
        workspace, settings = session.workspace, session.settings
        simulate, contacts, journey = session.rooms.together, session.contacts, session.journey
        assert simulate is not None
        assert contacts is not None
        assert journey is not None

        def job() -> Scheduled | NurtureError:
            try:
                result: Result = simulate(workspace, contacts, settings, TABLES)
            except NurtureError as error:
                return error
            return scheduled(result, workspace, journey)

        return job
