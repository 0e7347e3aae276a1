"""What a run took as given, put together: equal numbers of several messages are one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nurture_tui.simulation.result import Assumption

RATES = ("open", "click_to_open", "unsubscribe", "bounce", "soft_bounce")
"""What is assumed of a message, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A number that was taken as given, for these steps of the journey (none: not of a step).

    `every` says that it holds for all messages of the journey. `shared` ones come from
    nurture.toml and hold for all journeys.
    """

    what: str
    value: float | str
    source: str
    guess: bool
    steps: tuple[str, ...]
    every: bool
    shared: bool

    @property
    def of_messages(self) -> bool:
        """Whether it is a rate or a modifier of messages; else it is an assumed event."""
        return bool(self.steps)


def taken(assumptions: Iterable[Assumption], journey: str) -> tuple[Taken, ...]:
    """What was taken as given for a journey: rates by kind, then events, then what all share.

    Assumptions of one kind that have one value and one source are one.
    """
    mine = [found for found in assumptions if found.journey in (journey, "")]
    sends = {found.step for found in mine if found.step}
    groups: dict[tuple[str, float | str, str, bool], list[Assumption]] = {}
    for found in mine:
        key = (found.what, found.value, found.source, not found.journey)
        groups.setdefault(key, []).append(found)
    made = [_taken(found, sends) for found in groups.values()]
    return tuple(sorted(made, key=_place))


def _taken(found: list[Assumption], sends: set[str]) -> Taken:
    first, steps = found[0], tuple(one.step for one in found if one.step)
    return Taken(
        what=first.what,
        value=first.value,
        source=first.source,
        guess=first.guess,
        steps=steps,
        every=bool(steps) and set(steps) == sends,
        shared=not first.journey,
    )


def _place(found: Taken) -> tuple[int, int, int]:
    kind = RATES.index(found.what) if found.what in RATES else len(RATES)
    return (0 if found.of_messages else 1 + found.shared), kind, -len(found.steps)
