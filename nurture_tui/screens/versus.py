"""The open journey held against another version: which one, and the latest run of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import NurtureError
from nurture_tui.layout import Sketch
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.both import both
from nurture_tui.report.comparison import Comparison, JourneyComparison
from nurture_tui.report.difference import Change, difference
from nurture_tui.report.settings_difference import settings_difference
from nurture_tui.report.variants import Variant, matched
from nurture_tui.simulation.settings import RunSettings

if TYPE_CHECKING:
    from nurture_tui.screens.session import Session

SAVED = ""


@dataclass(frozen=True)
class Sides:
    """What is held against what: the other version, the open one, and what they are called."""

    first: Journey
    first_in: Workspace
    second: Journey
    second_in: Workspace
    names: tuple[str, str]


class Versus:
    """The open journey of a session against its saved version (SAVED) or another journey.

    `found` is the comparison of the latest run, None before the first; `problem` the sentence why
    there is none.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.other = SAVED
        self.found: Comparison | None = None
        self.problem = ""
        self._running = False
        self._of: tuple[Sides, RunSettings] | None = None

    @property
    def sides(self) -> Sides | None:
        """The two versions as they are now, None where there is no other version."""
        session, journey = self._session, self._session.journey
        if journey is None:
            return None
        if self.other == SAVED or self.other == journey.id:
            before = session.saved.journeys.get(journey.id)
            where, names = session.saved, ("saved", "now")
        else:
            before, where = session.workspace.journeys.get(self.other), session.workspace
            names = (self.other, journey.id)
        if before is None:
            return None
        return Sides(before, where, journey, session.workspace, names)

    @property
    def fresh(self) -> bool:
        """Whether `found` (or `problem`) is of the two versions as they are now."""
        sides = self.sides
        return self._of is not None and self._of == (sides, self._session.settings)

    @property
    def journey(self) -> JourneyComparison | None:
        """What was found of the journey."""
        return next(iter(self.found.journeys.values()), None) if self.found else None

    def changes(self) -> tuple[Change, ...]:
        """What has to be changed to make the open version of the other, nurture.toml included."""
        sides = self.sides
        if sides is None:
            return ()
        shared = settings_difference(sides.first_in.settings, sides.second_in.settings)
        return (*difference(sides.first, sides.second), *shared)

    def picture(self) -> Sketch | None:
        """Both versions in one picture."""
        sides, contacts = self.sides, self._session.contacts
        if sides is None:
            return None
        first = sides.first
        if contacts is not None:
            # Steps that only have another id now are the same step in both.
            mine = Variant(sides.second_in, (sides.second.id,), contacts)
            theirs = Variant(sides.first_in, (sides.first.id,), contacts)
            first = matched(mine, theirs).second.workspace.journeys[sides.second.id]
        return both((first, sides.first_in), (sides.second, sides.second_in), self.changes())

    def want(self) -> None:
        """Run both versions as they are now, unless that has been done."""
        session, sides = self._session, self.sides
        compare, contacts = session.rooms.compare, session.contacts
        if self._running or self.fresh or sides is None or compare is None or contacts is None:
            return
        self._running = True
        settings = session.settings

        def ran(answer: Comparison | NurtureError) -> None:
            self._running, self._of = False, (sides, settings)
            self._take(answer)
            session.tell("compared")

        session.runner.work(lambda: _run(compare, sides, contacts, settings), ran, "long")

    def run_now(self) -> None:
        """Run both versions, and wait for it."""
        session, sides = self._session, self.sides
        compare, contacts = session.rooms.compare, session.contacts
        if sides is not None and compare is not None and contacts is not None:
            self._take(_run(compare, sides, contacts, session.settings))

    def _take(self, answer: Comparison | NurtureError) -> None:
        failed = isinstance(answer, NurtureError)
        self.problem = str(answer) if failed else ""
        self.found = None if isinstance(answer, NurtureError) else answer


def _run(
    compare: Callable[[Variant, Variant, RunSettings], Comparison],
    sides: Sides,
    contacts: Contacts,
    settings: RunSettings,
) -> Comparison | NurtureError:
    first = Variant(sides.first_in, (sides.first.id,), contacts)
    second = Variant(sides.second_in, (sides.second.id,), contacts)
    try:
        return compare(first, second, settings)
    except NurtureError as error:
        return error
