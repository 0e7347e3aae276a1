"""What is known of a contact during its life: its stays, where it is, and what is coming."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field

from reference_history import Happened
from reference_world import Assumed

Row = tuple[int, str, str, str, str, str]
"""Time, contact, journey, step, event, detail."""

Until = Generator[bool, bool, None]
"""What goes on until a send comes to the throttle: it yields whether that is a marketing message,
and is told whether it may go."""


@dataclass
class Stay:
    """One stay of the contact in a journey; `end` is "" while it goes on."""

    number: int
    entered: int
    end: str = ""
    ended: int | None = None
    goal_at: int | None = None
    sent: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    clicked: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    states: set[tuple[str, ...]] = field(default_factory=set)
    visits: Counter[str] = field(default_factory=Counter)
    had: int = 0


@dataclass
class Path:
    """Where the contact is in one journey: at `step` (None: at the end of the path), due then."""

    stays: list[Stay] = field(default_factory=list)
    inside: bool = False
    step: str | None = None
    fresh: bool = False
    since: int = 0
    due: int | None = None
    noticed: bool = False
    looked_at: bool = False
    held_by: list[str] = field(default_factory=list)
    on_hold: bool = False
    leaving: str | None = None
    ways: dict[str, str] = field(default_factory=dict)

    @property
    def stay(self) -> Stay | None:
        return self.stays[-1] if self.stays else None


@dataclass
class Coming:
    """Something that will happen: an event, or (without a name) an arrival."""

    time: int
    name: str
    journey: str = ""
    step: str = ""
    stay: Stay | None = None
    number: int = 0
    assumed: Assumed | None = None
    own: bool = False
    machine: bool = False
    been: list[str] = field(default_factory=list)
    rank: int = 0
    told: Happened | None = None
