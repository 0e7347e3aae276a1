"""The sends of the saved version, which Schedule holds those of an edited journey against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import NurtureError
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.calendar import SendCalendar, send_calendar
from nurture_tui.screens.rooms import Simulate
from nurture_tui.simulation.result import without_tables
from nurture_tui.simulation.settings import RunSettings

if TYPE_CHECKING:
    from nurture_tui.screens.session import Session


@dataclass(frozen=True)
class _Asked:
    """What a run of the saved version is of."""

    journey: Journey
    workspace: Workspace
    settings: RunSettings
    list_number: int


class WhatWas:
    """Runs the saved version of the open journey once it differs from what is edited.

    `calendar` has its sends, on the same contacts and the same luck as those of the open journey;
    None while they are the same, and where the saved version does not run.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: _Asked | None = None
        self._found: SendCalendar | None = None
        self._running = False

    @property
    def calendar(self) -> SendCalendar | None:
        asked = self._asked()
        return self._found if asked is not None and asked == self._of else None

    def want(self) -> None:
        """Have the saved version run, unless that has been done, or it is what is shown."""
        session, asked = self._session, self._asked()
        simulate, contacts = session.rooms.simulate, session.contacts
        if asked is None:
            self._of = self._found = None  # two runs would be kept for nothing
            return
        if self._running or asked == self._of or simulate is None or contacts is None:
            return
        self._running = True

        def ran(answer: SendCalendar | None) -> None:
            self._running, self._of, self._found = False, asked, answer
            session.tell("compared")

        session.runner.work(lambda: _run(simulate, asked, contacts), ran, "long")

    def _asked(self) -> _Asked | None:
        session, now = self._session, self._session.journey
        saved = session.saved
        before = saved.journeys.get(now.id) if now is not None else None
        same = before == now and saved.settings == session.workspace.settings
        if before is None or same:
            return None
        return _Asked(before, saved, session.settings, session.list_number)


def _run(simulate: Simulate, asked: _Asked, contacts: Contacts) -> SendCalendar | None:
    """The saved version's sends; what else happened is not kept."""
    try:
        found = simulate(asked.workspace, asked.journey.id, contacts, asked.settings)
    except NurtureError:
        # The screen is of the version as it is now; what blocks the saved one is in its problems.
        return None
    return send_calendar(replace(without_tables(found), sends=found.sends))
