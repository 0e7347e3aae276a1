"""A run that journeys are planned for: its days, its contacts, and what is simulated of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from nurture_tui.model.zones import zone_info

if TYPE_CHECKING:
    from nurture_tui.checks.whocan import WhoCan
    from nurture_tui.contacts.table import Contacts
    from nurture_tui.model.journey import Journey
    from nurture_tui.model.workspace import Workspace
    from nurture_tui.report.coverage import Uncovered
    from nurture_tui.simulation.atstart import AtStart
    from nurture_tui.simulation.result import Result
    from nurture_tui.simulation.settings import RunSettings

ANY_DAY = date(2026, 1, 1)
"""What is asked of contacts without a start hangs on no day: what time can change counts as
possible either way."""


@dataclass(frozen=True)
class Given:
    """What the checks were told besides the files: the contacts at hand, and the days of a run."""

    contacts: Contacts | None = None
    start: date | datetime | None = None
    days: int = 90
    seed: int = 1

    @property
    def told(self) -> frozenset[str]:
        """Which of the two things that a rule can need are given."""
        known = {"contacts": self.contacts is not None, "start": self.start is not None}
        return frozenset(name for name, there in known.items() if there)


@dataclass(frozen=True)
class Planned:
    """The chosen journeys of a workspace with what is given; worked out once, when asked for.

    Those `beside` them are not looked at, and change contacts too.
    """

    workspace: Workspace
    chosen: Sequence[str]
    given: Given
    beside: Sequence[str] = ()

    @property
    def contacts(self) -> Contacts:
        """The list at hand, for rules that need contacts."""
        assert self.given.contacts is not None
        return self.given.contacts

    @cached_property
    def days(self) -> tuple[date, date]:
        """The first day of the run and the one after its last, by the workspace's clock."""
        first = self.start.date()
        return first, first + timedelta(days=self.given.days)

    @cached_property
    def start(self) -> datetime:
        """The instant at which the run starts, in the workspace's zone."""
        assert self.given.start is not None
        return self.instant(self.given.start, zone_info(self.workspace.timezone))

    def instant(self, value: date | datetime, clock: ZoneInfo) -> datetime:
        """A fixed date: a day begins by `clock`, a time without offset is the workspace's."""
        if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day, tzinfo=clock)
        if value.tzinfo is not None:
            return value.astimezone(UTC)
        return value.replace(tzinfo=zone_info(self.workspace.timezone))

    def clock_of(self, journey: Journey) -> str:
        """The zone that a journey goes by; the workspace's where each contact has its own (R1)."""
        named = journey.sending.timezone or self.workspace.settings.sending.timezone or "contact"
        return self.workspace.timezone if named == "contact" else named

    def zones_of(self, journey: Journey) -> list[str]:
        """The zones that a journey goes by: one, or those of the contacts at hand (R1)."""
        named = journey.sending.timezone or self.workspace.settings.sending.timezone or "contact"
        if named != "contact":
            return [named]
        found = {self.workspace.timezone}
        if self.given.contacts is not None:
            from nurture_tui.contacts.table import TextColumn
            from nurture_tui.model.zones import zone_names

            column = self.given.contacts.columns.get("timezone")
            if isinstance(column, TextColumn):
                found |= {text for text in column.coded.texts if text in zone_names()}
        return sorted(found)

    @property
    def settings(self) -> RunSettings:
        """The settings of the run."""
        from nurture_tui.simulation.settings import RunSettings

        start = self.given.start if self.given.start is not None else ANY_DAY
        return RunSettings(start=start, days=self.given.days, seed=self.given.seed)

    @cached_property
    def at_start(self) -> AtStart:
        """The contacts as the list has them."""
        from nurture_tui.simulation.atstart import AtStart

        return AtStart(self.workspace, self.chosen, self.contacts, self.settings)

    def who_can(self, journey: Journey) -> WhoCan:
        """Who may come where in a chosen journey: all rules that ask share the answer."""
        if journey.id not in self._who:
            from nurture_tui.checks.whocan import who_can

            self._who[journey.id] = who_can(self, journey)
        return self._who[journey.id]

    @cached_property
    def _who(self) -> dict[str, WhoCan]:
        return {}

    @cached_property
    def result(self) -> Result:
        """The simulated run of the chosen journeys with these contacts, from the start."""
        from nurture_tui.simulation import simulate

        return simulate(self.workspace, self.chosen, self.contacts, self.settings)

    @cached_property
    def missed(self) -> tuple[Uncovered, ...]:
        """The steps that nobody came to in the run and the ways that nobody took, and why."""
        from nurture_tui.report.coverage import coverage

        return coverage(self.workspace, self.result, self.settings).found

    @property
    def journeys(self) -> Mapping[str, Journey]:
        """The chosen journeys in the order in which they act."""
        chosen = set(self.chosen)
        return {id_: one for id_, one in self.workspace.journeys.items() if id_ in chosen}
