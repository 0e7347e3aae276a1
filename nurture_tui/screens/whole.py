"""The run of all journeys together, made once each of them has been simulated by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nurture_tui.errors import NurtureError
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.together import Together, together_of
from nurture_tui.simulation.settings import RunSettings

if TYPE_CHECKING:
    from nurture_tui.screens.session import Session


class WholeRun:
    """What the journeys of a session do together; `found` is of the latest run, perhaps stale.

    `problem` is the sentence why the last run was not made, "" if it was.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[Workspace, RunSettings] | None = None
        self._running = False
        self.found: Together | None = None
        self.problem = ""

    @property
    def fresh(self) -> bool:
        """Whether the run is of the journeys and settings as they are now."""
        session = self._session
        return self._of is not None and self._of == (session.workspace, session.settings)

    @property
    def words(self) -> str:
        """Why there is nothing to show yet."""
        session = self._session
        if self.problem:
            return self.problem
        if not session.workspace.journeys:
            return "no journey yet"
        if session.contacts is None:
            return "no contacts to simulate: name a list of them in nurture.toml"
        return "being simulated together"

    def want(self) -> None:
        """Run what is there now, unless it has been run; it comes after each journey's own run."""
        session = self._session
        together, contacts = session.rooms.together, session.contacts
        if self._running or self.fresh or together is None or contacts is None:
            return
        workspace, settings = session.workspace, session.settings
        if not workspace.journeys or not all(session.fresh(id_) for id_ in workspace.journeys):
            return
        self._running = True

        def job() -> Together | NurtureError:
            try:
                return together_of(together(workspace, contacts, settings), workspace)
            except NurtureError as error:
                return error.with_traceback(None)  # which would hold all that the run had made

        def ran(answer: Together | NurtureError) -> None:
            self._running, self._of = False, (workspace, settings)
            self.problem = str(answer) if isinstance(answer, NurtureError) else ""
            if isinstance(answer, Together):
                self.found = answer
            session.tell("together")
            session.upkeep.rest_soon()

        session.runner.work(job, ran, "figures")

    def now(self) -> Together | None:
        """The journeys' run together as they are now, waited for; None where it cannot be."""
        session = self._session
        together, contacts = session.rooms.together, session.contacts
        if together is None or contacts is None or not session.workspace.journeys:
            return None
        try:
            result = together(session.workspace, contacts, session.settings)
        except NurtureError:
            return None  # why each of them does not run stands at each
        return together_of(result, session.workspace)
