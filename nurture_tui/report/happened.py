"""When things happened to one contact, to be looked up from any instant of its run."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from nurture_tui.report.storyline import LogRow

_OF_MESSAGES = frozenset(["sent", "opened", "clicked"])
_LEAVES = frozenset(["goal", "exit", "finished"])


class Happened:
    """The instants of a contact's log by what happened: a message's events, events, departures."""

    def __init__(self, rows: Iterable[tuple[int, LogRow]]) -> None:
        self._times: dict[tuple[str, str, str], list[int]] = {}
        for time, row in rows:
            for key in _keys(row):
                self._times.setdefault(key, []).append(time)

    def before(self, journey: str, function: str, subject: str | None, now: int) -> int | None:
        """The last time by `now`."""
        times = self._of(journey, function, subject)
        place = bisect_right(times, now)
        return times[place - 1] if place else None

    def after(self, journey: str, function: str, subject: str | None, now: int) -> int | None:
        """The first time after `now`."""
        times = self._of(journey, function, subject)
        place = bisect_right(times, now)
        return times[place] if place < len(times) else None

    def since(self, journey: str, function: str, subject: str | None, start: int) -> int:
        """How often from `start` on."""
        times = self._of(journey, function, subject)
        return len(times) - bisect_left(times, start)

    def left(self, journey: str, now: int) -> int | None:
        """When the contact last left a journey."""
        return self.before(journey, "left", None, now)

    def _of(self, journey: str, function: str, subject: str | None) -> list[int]:
        owner = "" if function == "did" else journey
        return self._times.get((owner, function, subject or ""), [])


def _keys(row: LogRow) -> Iterable[tuple[str, str, str]]:
    if row.event in _OF_MESSAGES and row.step:
        yield (row.journey, row.event, row.step)
        yield (row.journey, row.event, "")
    if row.event in _LEAVES:
        yield (row.journey, "left", "")
    elif row.event == "entered":
        yield (row.journey, "entered", "")
    else:
        yield ("", "did", row.event)
