"""What stands beside the path in a picture: the goal and the exit rules, each with its share."""

from __future__ import annotations

from dataclasses import dataclass

from nurture_tui.model.journey import Journey
from nurture_tui.simulation.result import JourneyResult
from nurture_tui.text import cut, rate

_ROOM, _BESIDE_NUMBER = 34, 27


@dataclass(frozen=True, slots=True)
class Entry:
    """A box of the lane; `foot` says where those go on who leave by it."""

    kind: str
    word: str
    title: str
    number: str = ""
    foot: str = ""


def lane_entries(journey: Journey, counts: JourneyResult | None) -> tuple[Entry, ...]:
    """The goal, then the exit rules in the order of the file; with `counts` the shares."""
    entries: list[Entry] = []
    if journey.goal is not None:
        found = counts.goal if counts is not None else None
        number = rate(found.rate) if found is not None and found.rate is not None else ""
        entries.append(_entry("goal", "goal", journey.goal.name, number, journey.goal.enter))
    for rule in journey.exits:
        number = ""
        if counts is not None and counts.entered:
            number = rate(counts.exits.get(rule.name, 0) / counts.entered)
        entries.append(_entry("exit", "exit rule", rule.name, number, rule.enter))
    return tuple(entries)


def _entry(kind: str, word: str, title: str, number: str, enter: str | None) -> Entry:
    room = _BESIDE_NUMBER if number else _ROOM
    return Entry(kind, word, cut(title, room), number, f"to {enter}" if enter else "")
