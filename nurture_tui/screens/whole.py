"""The run of all journeys together, made once each of them has been simulated by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nurture_tui.errors import NurtureError
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.together import TABLES, Together, together_of
from nurture_tui.screens.onerun import OneRun
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.settings import RunSettings

if TYPE_CHECKING:
    from nurture_tui.screens.session import Session


class WholeRun:
    """What the journeys of a session do together; `found` is of the latest run, perhaps stale.

    `problem` is the sentence why the last run was not made, "" if it was. A run is ended when it is
    of what is no longer so, or when it is not `wanted` any more.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[Workspace, RunSettings] | None = None
        self._run = OneRun(session.runner, "figures")
        self.wanted = True
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
            return session.keys.named_in(
                "no contacts to simulate: [go.workspace], then [shared.edit], names a list of them"
            )
        return "being simulated together"

    def want(self) -> None:
        """Run what is there now, unless it has been run; it comes after each journey's own run."""
        session = self._session
        together, contacts = session.rooms.together, session.contacts
        if self._run.under_way or self.fresh or together is None or contacts is None:
            return
        workspace, settings = session.workspace, session.settings
        if not workspace.journeys or not all(session.fresh(id_) for id_ in workspace.journeys):
            return

        def run(heard: Heard) -> Together:
            asked_so = replace(settings, heard=heard)
            return together_of(together(workspace, contacts, asked_so, TABLES), workspace)

        def unwanted() -> bool:
            now = session.workspace is workspace and session.settings == settings
            return not (self.wanted and now)

        def ran(answer: Together | NurtureError | None) -> None:
            if answer is None:
                if self.wanted:
                    self.want()
                return
            self._of = workspace, settings
            self.problem = str(answer) if isinstance(answer, NurtureError) else ""
            if isinstance(answer, Together):
                self.found = answer
            session.tell("together")
            session.upkeep.rest_soon()

        self._run.begin(run, unwanted, ran)

    def now(self) -> Together | None:
        """The journeys' run together as they are now, waited for; None where it cannot be."""
        session = self._session
        together, contacts = session.rooms.together, session.contacts
        if together is None or contacts is None or not session.workspace.journeys:
            return None
        try:
            result = together(session.workspace, contacts, session.settings, TABLES)
        except NurtureError:
            return None  # why each of them does not run stands at each
        return together_of(result, session.workspace)
