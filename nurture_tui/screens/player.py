"""Playing a finished run: the instant shown, the speed, and the instants that keys jump to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from nurture_tui.model.duration import DAY
from nurture_tui.report.timeline import Timeline

FRAMES_A_SECOND = 12
ON_A_LINE = 0.4
"""Seconds of display that a dot takes on any line."""

SPEEDS = (
    (3_600, "1 h"),
    (6 * 3_600, "6 h"),
    (DAY, "1 day"),
    (2 * DAY, "2 days"),
    (4 * DAY, "4 days"),
    (7 * DAY, "1 week"),
)
USUAL = 2


@dataclass(frozen=True)
class Player:
    """What is shown of a run: an instant, a speed (a place in SPEEDS), playing or paused."""

    line: Timeline
    instant: int
    speed: int = USUAL
    playing: bool = False

    @property
    def seconds_a_second(self) -> int:
        """Simulated seconds in one second of display."""
        return SPEEDS[self.speed][0]

    @property
    def travel(self) -> int:
        """Simulated seconds that a dot takes on a line."""
        return int(self.seconds_a_second * ON_A_LINE)

    @property
    def words(self) -> str:
        """`1 s = 1 day, paused`."""
        return f"1 s = {SPEEDS[self.speed][1]}{'' if self.playing else ', paused'}"

    @property
    def date_text(self) -> str:
        """`Day 10, Wed 11 Nov 2026, 10:20`; the end of a run is 24:00 of its last day."""
        at, clock = self.line.shown(self.instant)
        day = self.line.day_of(self.instant)
        return f"Day {day}, {at:%a} {at.day} {at:%b} {at.year}, {clock}"

    @property
    def at_end(self) -> bool:
        return self.instant >= self.line.end

    def at(self, instant: int) -> Player:
        """At another instant of the run; playing stops at the end."""
        there = self.line.clamp(instant)
        return replace(self, instant=there, playing=self.playing and there < self.line.end)

    def toggled(self) -> Player:
        """Playing if it was paused, from the start if it was at the end; paused if it played."""
        if self.playing:
            return replace(self, playing=False)
        begins = self.line.start if self.at_end else self.instant
        return replace(self, instant=begins, playing=True)

    def faster(self, by: int) -> Player:
        """Faster (or, below 0, slower) by so many speeds, as far as they go."""
        return replace(self, speed=min(max(self.speed + by, 0), len(SPEEDS) - 1))

    def days_on(self, days: int) -> Player:
        """The same time of day some days on (or back) on the workspace's clock."""
        moved = self.line.local(self.instant) + timedelta(days=days)
        return replace(self.at(int(moved.timestamp())), playing=False)

    def ran(self, seconds: float) -> Player:
        """After so many seconds of display."""
        return self.at(self.instant + int(seconds * self.seconds_a_second))

    def on_day_steps(self) -> Player:
        """The same, shown at the beginning of its day: for those who want no animation."""
        if self.at_end:
            return self
        return replace(self, instant=int(self.line.midnights[self.line.day_of(self.instant) - 1]))
